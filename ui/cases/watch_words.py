"""The system lines about abuse and look-alikes: who decided what, why, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.model import Deed
from ui.inbox.wording import moment_name

translate = QCoreApplication.translate

_Sentence = tuple[str, str]


def watch_words(deed: str, value: object, actor: str, now: datetime, tz: tzinfo) -> _Sentence | None:
    """Return the glyph and the sentence of a line, None for another deed. `value` is what the journal holds."""
    readers: dict[str, Callable[[], _Sentence]] = {
        Deed.ABUSE: lambda: _abuse(value, actor),
        Deed.HUSH: lambda: _hush(value, actor, now, tz),
        Deed.KNOWN_FACE: lambda: _known_face(value, actor),
    }
    reader = readers.get(deed)
    return reader() if reader is not None else None


def _abuse(value: object, actor: str) -> _Sentence:
    code, reason = _pair(value)
    words = {
        "abuse": translate("Watch", "{name} marked this as abuse"),
        "no_abuse": translate("Watch", "{name} found this to be no abuse"),
        "hide": translate("Watch", "{name} hid a post"),
    }.get(code, translate("Watch", "{name} took back what was said of abuse"))
    return "prohibit", _with_reason(words.format(name=actor), reason)


def _hush(value: object, actor: str, now: datetime, tz: tzinfo) -> _Sentence:
    if not isinstance(value, list) or len(value) != 3:
        ended = (
            translate("Watch", "{name} hears the author again") if actor else translate("Watch", "The block is over")
        )
        return "bell", ended.format(name=actor)
    _, until, reason = value
    if until is None:
        words = translate("Watch", "{name} muted the author").format(name=actor)
    else:
        moment = _moment(str(until), now, tz)
        words = translate("Watch", "{name} blocked the author until {moment}").format(name=actor, moment=moment)
    return "bell-slash", _with_reason(words, str(reason))


def _moment(text: str, now: datetime, tz: tzinfo) -> str:
    try:
        return moment_name(datetime.fromisoformat(text), now, tz)
    except ValueError:
        return text


def _known_face(value: object, actor: str) -> _Sentence:
    _, handle = _pair(value)
    if handle:
        return "user-focus", translate("Watch", "{name} knows @{handle}").format(name=actor, handle=handle)
    return "user-focus", translate("Watch", "{name} took back that the account is known").format(name=actor)


def _pair(value: object) -> tuple[str, str]:
    known = isinstance(value, list) and len(value) == 2
    return (str(value[0]), str(value[1])) if known and isinstance(value, list) else ("", "")


def _with_reason(words: str, reason: str) -> str:
    return f"{words}: {reason}" if reason else words
