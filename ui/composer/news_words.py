"""What the strip says when somebody wrote while a reply was being written, with the words themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from desktop.inbox import without_personal_data
from desktop.model import Direction, Fix, TimelineItem
from ui.guardrails import StripAction, StripPage, fix_words

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_LONGEST = 280  # characters of one message
_SHOWN = 3


def present_news(news: Sequence[TimelineItem], now: datetime) -> StripPage | None:
    """Return the page about what is new, None if nothing is. Going on is the default, sending a second step."""
    if not news:
        return None
    actions = tuple(
        StripAction(fix, fix_words(fix, "")[1], fix_words(fix, "")[0]) for fix in (Fix.GO_ON, Fix.SEND_ANYWAY)
    )
    preview = "\n".join(_line(item, named=len(news) > 1) for item in news[-_SHOWN:])
    return StripPage("amber", "chat-circle", _title(news, now), _tr("Read it before you send yours."), actions, preview)


def _title(news: Sequence[TimelineItem], now: datetime) -> str:
    if len(news) > 1:
        return _tr("{count} new messages since you began.").replace("{count}", str(len(news)))
    (item,) = news
    incoming = item.direction is Direction.INCOMING
    words = _tr("{name} wrote {ago}.") if incoming else _tr("{name} answered {ago}.")
    name = item.author_name or item.author_handle or _tr("The customer")
    return words.replace("{name}", name).replace("{ago}", ago(now - item.at))


def ago(age: timedelta) -> str:
    """Return how long ago something was: "20 s ago", "5 min ago", "2 h ago", "3 days ago"."""
    if age < _MINUTE:
        return _tr("{count} s ago").replace("{count}", str(max(1, int(age.total_seconds()))))
    if age < _HOUR:
        return _tr("{count} min ago").replace("{count}", str(age // _MINUTE))
    if age < _DAY:
        return _tr("{count} h ago").replace("{count}", str(age // _HOUR))
    return _tr("{count} days ago").replace("{count}", str(age // _DAY))


def _line(item: TimelineItem, *, named: bool) -> str:
    text = " ".join((without_personal_data(item.text) if item.is_posted_by_customer else item.text).split())
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
    return f"{item.author_name or item.author_handle}: {text}" if named else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("News", text)
