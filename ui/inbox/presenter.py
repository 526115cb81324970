"""What a row of the case list says and in which tone: a case row turned into words, icons and tones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.inbox import without_personal_data
from desktop.model import (
    CaseId,
    CaseRow,
    CaseStatus,
    ClockKind,
    ClockState,
    Lane,
    MessageClass,
    Network,
    Reason,
    ReasonCode,
    ThreadKind,
    initials_of,
)
from ui.inbox.wording import (
    left_text,
    moment_name,
    network_name,
    over_text,
    reason_name,
    row_time,
    spoken_span,
    status_name,
)

AT_RISK_SECONDS = 15 * 60
"""From how long before its moment an answer counts as at risk."""

URGENT_FROM = 70
HIGH_FROM = 40
"""From which priority (0 to 100) a row is marked urgent or high."""

OpenSeconds = Callable[[datetime, datetime], float]
"""Returns the opening-hours seconds between two moments, the earlier one first."""


class Tone(StrEnum):
    """How a chip or a clock is coloured."""

    QUIET = "quiet"
    NEUTRAL = "neutral"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    VIOLET = "violet"


class Priority(StrEnum):
    """The mark before the chips."""

    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class ReasonChip:
    """One reason: its words, icon and tone. `filled` paints the tone as a tint under the words."""

    text: str
    icon: str
    tone: Tone
    filled: bool = False


@dataclass(frozen=True, slots=True)
class ClockChip:
    """The response clock of a row. `spoken` says it in full words."""

    state: ClockState
    text: str
    spoken: str
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class RowState:
    """Everything that the delegate paints of one case."""

    case_id: CaseId
    avatar_key: str
    initials: str
    name: str
    handle: str
    network: Network
    time_text: str
    status_icon: str
    status_word: str
    snippet: str
    unread: bool
    assignee: str  # "" for nobody
    assignee_optional: bool  # may be left out where the row is narrow
    priority: Priority
    chips: tuple[ReasonChip, ...]
    clock: ClockChip | None
    sought: tuple[str, ...] = ()  # words that are marked in the name and the snippet

    def __hash__(self) -> int:
        """Hash what tells rows apart most often: rows are looked up in every frame, and all fields are compared."""
        return hash((self.case_id, self.time_text, self.unread, self.snippet))


_STATUS_ICONS = {
    CaseStatus.NEW: "circle-dashed",
    CaseStatus.OPEN: "circle-half",
    CaseStatus.WAITING: "clock-clockwise",
    CaseStatus.SNOOZED: "bell-z",
    CaseStatus.SOLVED: "check-circle-fill",
}
_REASON_ICONS = {
    ReasonCode.MEDICAL_NEED: ("first-aid", Tone.RED),
    ReasonCode.ASKED_BEFORE: ("repeat", Tone.VIOLET),
    ReasonCode.CAMPAIGN: ("copy-simple", Tone.AMBER),
    ReasonCode.URGENT_WORDING: ("megaphone-simple", Tone.RED),
    ReasonCode.FOLLOWERS: ("users-three", Tone.NEUTRAL),
    ReasonCode.LEAVING_RISK: ("sign-out", Tone.AMBER),
    ReasonCode.PURCHASE_INTENT: ("shopping-cart-simple", Tone.GREEN),
    ReasonCode.IMPERSONATOR: ("user-focus", Tone.AMBER),
    ReasonCode.NO_MENTION: ("ear", Tone.NEUTRAL),
}
_REASON_ORDER = list(ReasonCode)

translate = QCoreApplication.translate


def present_row(
    row: CaseRow,
    *,
    now: datetime,
    tz: tzinfo,
    hours_open: bool,
    lane: Lane,
    resumes_at: datetime | None = None,
    open_seconds: OpenSeconds | None = None,
) -> RowState:
    """Return what the list shows of a case at `now`.

    `resumes_at` is when the desk opens again while it is closed. `open_seconds` measures spans in opening hours;
    without it they are wall time.
    """
    clock = present_clock(row, now=now, tz=tz, hours_open=hours_open, resumes_at=resumes_at, open_seconds=open_seconds)
    priority = _priority(row)
    chips = tuple(_chip(reason) for reason in sorted(_reasons(row), key=_reason_rank))
    name = row.name.strip() or row.handle.strip() or translate("Inbox", "Unknown sender")
    return RowState(
        case_id=row.id,
        avatar_key=row.customer_uid,
        initials=initials_of(name),
        name=name,
        handle=row.handle if row.handle != name else "",
        network=row.network,
        time_text=row_time(row.last_at, now, tz, relative=lane is not Lane.MY_OPEN),
        status_icon=_STATUS_ICONS[row.status],
        status_word=status_name(row.status),
        snippet=_snippet(row),
        unread=row.unread,
        assignee=row.assignee or "",
        assignee_optional=lane is Lane.MY_OPEN,
        priority=priority,
        chips=chips,
        clock=clock,
    )


def _reasons(row: CaseRow) -> tuple[Reason, ...]:
    """Return a case's reasons and, as long as nobody says otherwise, that an impersonator may be in it."""
    return (*row.reasons, Reason(ReasonCode.IMPERSONATOR)) if row.has_impostor else row.reasons


def present_clock(
    row: CaseRow,
    *,
    now: datetime,
    tz: tzinfo,
    hours_open: bool,
    resumes_at: datetime | None = None,
    open_seconds: OpenSeconds | None = None,
) -> ClockChip | None:
    """Return the response clock of a case, None if nothing is owed."""
    if row.queued:
        text = translate("Inbox", "Queued")
        return ClockChip(ClockState.QUEUED, text, translate("Inbox", "reply queued"))
    if row.status is CaseStatus.SNOOZED and row.snoozed_until is not None:
        text = translate("Inbox", "until {moment}").format(moment=moment_name(row.snoozed_until, now, tz))
        return ClockChip(ClockState.PAUSED, text, translate("Inbox", "snoozed") + " " + text)
    if row.due_at is None or row.status is CaseStatus.SOLVED:
        return None
    left = _seconds_left(row.due_at, now, resumes_at if not hours_open else None, open_seconds)
    chip = _paused_clock(left) if not hours_open and left > 0 else _running_clock(left)
    if row.clock is not ClockKind.RESOLUTION:
        return chip
    return replace(chip, spoken=translate("Inbox", "to solve: {span}").format(span=chip.spoken))


def _seconds_left(
    due_at: datetime, now: datetime, resumes_at: datetime | None, open_seconds: OpenSeconds | None
) -> float:
    if due_at <= now:
        return -open_seconds(due_at, now) if open_seconds else (due_at - now).total_seconds()
    start = max(now, resumes_at) if resumes_at is not None else now
    if open_seconds is not None:
        return max(open_seconds(start, due_at), 1.0)
    return max((due_at - start).total_seconds(), 1.0)


def _paused_clock(left: float) -> ClockChip:
    spoken = translate("Inbox", "clock paused, {span} left").format(span=spoken_span(left))
    return ClockChip(ClockState.PAUSED, left_text(left), spoken, left)


def _running_clock(left: float) -> ClockChip:
    if left <= 0:
        spoken = translate("Inbox", "{span} over").format(span=spoken_span(-left))
        return ClockChip(ClockState.BREACHED, over_text(-left), spoken, left)
    state = ClockState.AT_RISK if left <= AT_RISK_SECONDS else ClockState.ON_TRACK
    spoken = translate("Inbox", "{span} left").format(span=spoken_span(left))
    return ClockChip(state, left_text(left), spoken, left)


def _priority(row: CaseRow) -> Priority:
    if row.message_class is MessageClass.URGENT or row.priority >= URGENT_FROM:
        return Priority.URGENT
    return Priority.HIGH if row.priority >= HIGH_FROM else Priority.NORMAL


def _chip(reason: Reason) -> ReasonChip:
    icon, tone = _REASON_ICONS[reason.code]
    return ReasonChip(reason_name(reason), icon, tone, filled=reason.code is ReasonCode.ASKED_BEFORE)


def _reason_rank(reason: Reason) -> int:
    return _REASON_ORDER.index(reason.code)


def _snippet(row: CaseRow) -> str:
    text = " ".join(row.snippet.split())
    if row.snippet_is_ours:
        return translate("Inbox", "You: {text}").format(text=text)
    return without_personal_data(text) if row.thread_kind is ThreadKind.PUBLIC else text


def spoken_row(state: RowState, agent_initials: str) -> str:
    """Return a row in full words, for a screen reader: who, where, why, how urgent, whose, when, what.

    `agent_initials` are those of the agent at this window.
    """
    who = [state.name, network_name(state.network)]
    if state.unread:
        who.append(translate("Inbox", "unread"))
    sentences = [", ".join(who)]
    sentences.extend(chip.text for chip in state.chips)
    urgency = _spoken_urgency(state)
    if urgency:
        sentences.append(urgency)
    sentences.append(f"{state.status_word}, {_spoken_assignee(state.assignee, agent_initials)}")
    sentences.append(state.time_text)
    sentences.append(state.snippet)
    return ". ".join(sentence.rstrip(".") for sentence in sentences if sentence) + "."


def _spoken_urgency(state: RowState) -> str:
    words = {
        Priority.URGENT: translate("Inbox", "Urgent"),
        Priority.HIGH: translate("Inbox", "High priority"),
        Priority.NORMAL: "",
    }
    parts = [words[state.priority], state.clock.spoken if state.clock else ""]
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def _spoken_assignee(assignee: str, agent_initials: str) -> str:
    if not assignee:
        return translate("Inbox", "unassigned")
    if assignee == agent_initials:
        return translate("Inbox", "assigned to you")
    return translate("Inbox", "assigned to {initials}").format(initials=assignee)
