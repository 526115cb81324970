"""The sentences of the timeline: from codes of events and message kinds to words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from desktop.model import (
    CaseStatus,
    ClockKind,
    Deed,
    HandOverWay,
    Mechanical,
    NoteKind,
    ThreadKind,
    TimelineItem,
    Visibility,
)
from ui.cases.watch_words import watch_words
from ui.inbox.clock_words import clock_name, outcome_words, when_text
from ui.text import short_moment
from ui.tickets.words import event_sentence

_ENGINE = "engine"


def visibility_words(item: TimelineItem) -> tuple[str, str]:
    """Return the glyph and the words that say who can read a message."""
    if item.thread_kind is ThreadKind.EMAIL:
        return "envelope-simple", QCoreApplication.translate("Timeline", "E-mail")
    if item.visibility is Visibility.DIRECT:
        return "lock-key", QCoreApplication.translate("Timeline", "Direct message")
    if item.direction == "outgoing":
        return "globe-simple", QCoreApplication.translate("Timeline", "Public reply")
    if item.network in {"facebook", "instagram"}:
        return "globe-simple", QCoreApplication.translate("Timeline", "Public comment")
    return "globe-simple", QCoreApplication.translate("Timeline", "Public post")


def move_words(kind: ThreadKind, time: str) -> tuple[str, str]:
    """Return the glyph and the words of the marker where a conversation goes on in another kind of thread."""
    if kind is ThreadKind.EMAIL:
        icon, text = "envelope-simple", QCoreApplication.translate("Timeline", "Moved to e-mail at {time}")
    elif kind is ThreadKind.DIRECT:
        icon, text = "lock-key", QCoreApplication.translate("Timeline", "Moved to direct message at {time}")
    else:
        icon, text = "globe-simple", QCoreApplication.translate("Timeline", "Moved to public at {time}")
    return icon, text.format(time=time)


def hand_over_words(way: HandOverWay, time: str) -> tuple[str, str]:
    """Return the glyph and the words of the marker where an agent handed a conversation over."""
    kind = way.thread_kind
    if kind is not None:
        return move_words(kind, time)
    if way is HandOverWay.PHONE:
        icon, text = "phone", QCoreApplication.translate("Timeline", "Moved to the phone at {time}")
    else:
        icon, text = "storefront", QCoreApplication.translate("Timeline", "Moved to a visit at {time}")
    return icon, text.format(time=time)


def handed_over_to(detail: str) -> HandOverWay | None:
    """Return where a journalled hand-over goes on, None if its value can't be read."""
    value = _from_json(detail)
    code = value.get("way") if isinstance(value, dict) else None
    return next((way for way in HandOverWay if way.value == code), None)


def note_words(kind: str) -> tuple[str, str]:
    """Return the glyph and the caption of an internal note by its kind."""
    if kind == NoteKind.CALL:
        return "phone", QCoreApplication.translate("Timeline", "Call note, only your team sees this")
    if kind == NoteKind.TICKET:
        return "ticket", QCoreApplication.translate("Timeline", "Ticket comment, for the ticket's own people")
    if kind == NoteKind.TICKET_REPLY:
        return "ticket", QCoreApplication.translate("Timeline", "Ticket reply, whoever asked there sees it too")
    if kind == NoteKind.VISIT:
        return "storefront", QCoreApplication.translate("Timeline", "Visit note, only your team sees this")
    return "note", QCoreApplication.translate("Timeline", "Internal note, only your team sees this")


def mechanical_words(kind: Mechanical) -> tuple[str, str]:
    """Return the glyph and the words for a message that no person wrote."""
    return {
        Mechanical.BOUNCE: ("warning-circle", QCoreApplication.translate("Timeline", "Delivery failure notice")),
        Mechanical.AUTO_REPLY: ("robot", QCoreApplication.translate("Timeline", "Automatic reply")),
        Mechanical.CALENDAR: ("calendar-blank", QCoreApplication.translate("Timeline", "Calendar message")),
        Mechanical.LIST: ("envelope-simple", QCoreApplication.translate("Timeline", "Mailing list")),
    }[kind]


def status_words(status: str) -> str:
    """Return the name of a case's status; an unknown code is returned as it is."""
    names = {
        CaseStatus.NEW: QCoreApplication.translate("Timeline", "New"),
        CaseStatus.OPEN: QCoreApplication.translate("Timeline", "Open"),
        CaseStatus.WAITING: QCoreApplication.translate("Timeline", "Waiting"),
        CaseStatus.SNOOZED: QCoreApplication.translate("Timeline", "Snoozed"),
        CaseStatus.SOLVED: QCoreApplication.translate("Timeline", "Solved"),
    }
    return next((name for code, name in names.items() if code.value == status), status)


def event_words(item: TimelineItem, now: datetime, tz: tzinfo) -> tuple[str, str]:
    """Return the glyph and the sentence of a system line. `text` is a deed's code, `detail` its value."""
    by = "" if item.author_name in ("", _ENGINE) else item.author_name
    watched = watch_words(item.text, _from_json(item.detail), by, now, tz)
    if watched is not None:
        return watched
    if item.text == Deed.TICKET:
        return "ticket", event_sentence(_from_json(item.detail), by)
    entry = _EVENTS.get(item.text)
    if entry is None:
        return "info", " ".join(part for part in (item.text.replace("_", " "), item.detail) if part)
    icon, sentence = entry
    return icon, sentence(by, _readable(item, now, tz))


def _readable(item: TimelineItem, now: datetime, tz: tzinfo) -> str:
    """The value of an event: journalled as JSON, an intent as [status, assignee, end of snooze, priority, …]."""
    value = _from_json(item.detail)
    if item.text == Deed.ESCALATED:
        return escalation_words(value)
    if isinstance(value, dict):
        value = value.get("reason", "")  # of an override or a hand-over, beside what it is for
    if isinstance(value, list):
        place = {Deed.STATUS: 0, Deed.ASSIGN: 1, Deed.SNOOZE: 2, Deed.PRIORITY: 3}.get(Deed(item.text))
        value = value[place] if place is not None and place < len(value) else ", ".join(map(str, value))
    if value is None or isinstance(value, int | float):
        return ""
    text = str(value)
    if item.text == Deed.STATUS:
        return status_words(text)
    return _moment_or_same(text, now, tz) if item.text == Deed.SNOOZE else text


def escalation_words(value: object) -> str:
    """Return what came of a step of the ladder: "First reply, 15 min before: LB was told"."""
    if not isinstance(value, dict):
        return ""
    clock = next((one for one in ClockKind if one == value.get("clock")), ClockKind.FIRST_REPLY)
    minutes = value.get("minutes")
    when = f"{clock_name(clock)}, {when_text(minutes if isinstance(minutes, int) else 0)}"
    return f"{when}: {outcome_words(str(value.get('deed')), str(value.get('outcome', '')))}"


def _escalated(_actor: str, detail: str) -> str:
    return detail or QCoreApplication.translate("Timeline", "A step of the ladder was taken")


def _from_json(detail: str) -> object:
    try:
        return json.loads(detail)
    except ValueError:
        return detail


def _moment_or_same(detail: str, now: datetime, tz: tzinfo) -> str:
    try:
        moment = datetime.fromisoformat(detail)
    except ValueError:
        return detail
    return short_moment(moment, now, tz) if moment.tzinfo else detail


def _status(actor: str, detail: str) -> str:
    if not actor:
        return QCoreApplication.translate("Timeline", "Set to {status}").format(status=detail)
    return QCoreApplication.translate("Timeline", "{name} set this to {status}").format(name=actor, status=detail)


def _assigned(actor: str, detail: str) -> str:
    if not detail:
        return _by(actor, QCoreApplication.translate("Timeline", "{name} unassigned this"))
    if detail == actor:
        return QCoreApplication.translate("Timeline", "{name} took this").format(name=actor)
    sentence = QCoreApplication.translate("Timeline", "{name} assigned this to {other}")
    return _by(actor, sentence.replace("{other}", detail))


def _snoozed(actor: str, detail: str) -> str:
    if detail == "woken":
        return QCoreApplication.translate("Timeline", "The snooze is over")
    if not detail:
        return _by(actor, QCoreApplication.translate("Timeline", "{name} ended the snooze"))
    sentence = QCoreApplication.translate("Timeline", "{name} snoozed this until {moment}")
    return _by(actor, sentence.replace("{moment}", detail))


def _merged(actor: str, detail: str) -> str:
    if not detail:
        return _by(actor, QCoreApplication.translate("Timeline", "{name} merged another conversation into this one"))
    return _by(actor, QCoreApplication.translate("Timeline", "{name} merged this with {detail}")).replace(
        "{detail}", detail
    )


def _by(actor: str, sentence: str) -> str:
    name = actor or QCoreApplication.translate("Timeline", "Sportello")
    return sentence.replace("{name}", name)


def _plain(source: object) -> Callable[[str, str], str]:
    def sentence(actor: str, detail: str) -> str:
        text = _by(actor, QCoreApplication.translate("Timeline", str(source)))
        return text.replace("{detail}", detail).rstrip(" :")

    return sentence


_EVENTS: dict[str, tuple[str, Callable[[str, str], str]]] = {
    Deed.STATUS: ("circle-half", _status),
    Deed.ASSIGN: ("user", _assigned),
    Deed.SNOOZE: ("bell-z", _snoozed),
    Deed.TAG: ("tag", _plain(QT_TRANSLATE_NOOP("Timeline", "{name} changed the tags: {detail}"))),
    Deed.MERGE: ("git-merge", _merged),
    Deed.UNMERGE: ("git-merge", _plain(QT_TRANSLATE_NOOP("Timeline", "{name} separated a conversation from this one"))),
    Deed.PRIORITY: (
        "caret-double-up-bold",
        _plain(QT_TRANSLATE_NOOP("Timeline", "{name} changed the priority: {detail}")),
    ),
    Deed.DRAFT_DISCARDED: ("trash", _plain(QT_TRANSLATE_NOOP("Timeline", "{name} discarded a draft"))),
    Deed.OVERRIDE: (
        "shield-warning",
        _plain(QT_TRANSLATE_NOOP("Timeline", "{name} sent against the advice: {detail}")),
    ),
    Deed.REMOVED_ON_NETWORK: ("trash", _plain(QT_TRANSLATE_NOOP("Timeline", "A message was deleted on the network"))),
    Deed.EDITED_ON_NETWORK: (
        "pencil-simple",
        _plain(QT_TRANSLATE_NOOP("Timeline", "A message was edited on the network")),
    ),
    Deed.REOPENED: (
        "arrow-counter-clockwise",
        _plain(QT_TRANSLATE_NOOP("Timeline", "Reopened, the customer wrote again")),
    ),
    Deed.RATED: ("smiley", _plain(QT_TRANSLATE_NOOP("Timeline", "The customer’s mark: {detail} of 5"))),
    Deed.ESCALATED: ("warning-circle", _escalated),
    Deed.HANDED_OVER: (
        "arrow-bend-up-right",
        _plain(QT_TRANSLATE_NOOP("Timeline", "{name} handed this over: {detail}")),
    ),
    Deed.BROWSER_ANSWER: ("arrow-square-out", _plain(QT_TRANSLATE_NOOP("Timeline", "{name} answered in the browser"))),
}


def size_words(size: int) -> str:
    """Return a file's size: "184 kB"; nothing for 0, which says that the network keeps the size to itself."""
    if not size:
        return ""
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
