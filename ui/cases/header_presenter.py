"""What the conversation header shows of a case: who, where, how its clock stands, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from desktop.clocks.targets import HIGH, URGENT
from desktop.model import (
    CaseDetail,
    CaseStatus,
    Clock,
    ClockKind,
    ClockState,
    Network,
    ThreadKind,
    ThreadView,
    traits_of,
)
from ui.cases.timeline_words import status_words
from ui.inbox.wording import left_text, over_text
from ui.widgets import ChipLook

_STATUS_ICONS = {
    CaseStatus.NEW: "circle-dashed",
    CaseStatus.OPEN: "circle-half",
    CaseStatus.WAITING: "clock-clockwise",
    CaseStatus.SNOOZED: "bell-z",
    CaseStatus.SOLVED: "check-circle-fill",
}
_PRIORITY_INKS = ("text.secondary", "amber.text", "red.text")


@dataclass(frozen=True, slots=True)
class HeaderState:
    """Everything that the header shows."""

    name: str
    network: Network
    kind_text: str
    kind_short: str  # what is said of the kind where the whole has no room
    clock: ChipLook | None
    status: CaseStatus
    status_icon: str
    status_text: str
    assignee: str | None
    permalink: str | None
    network_name: str
    priority: ChipLook
    priority_words: str


def present_header(detail: CaseDetail, clock: Clock) -> HeaderState:
    """Return the header of a case whose response clock stands at `clock`."""
    row = detail.row
    return HeaderState(
        name=row.name or row.handle,
        network=row.network,
        kind_text=kind_words(detail),
        kind_short=short_kind(detail),
        clock=clock_look(clock),
        status=row.status,
        status_icon=_STATUS_ICONS[row.status],
        status_text=status_words(row.status.value),
        assignee=row.assignee,
        permalink=next((thread.permalink for thread in reversed(detail.threads) if thread.permalink), None),
        network_name=_name(row.network),
        priority=_plain(str(row.priority), "gauge", _PRIORITY_INKS[_level(row.priority)], 600),
        priority_words=QCoreApplication.translate("Header", "Priority {points} of 100: why?").replace(
            "{points}", str(row.priority)
        ),
    )


def _level(priority: int) -> int:
    return sum(priority >= least for least in (HIGH, URGENT))


def kind_words(detail: CaseDetail) -> str:
    """Return "Direct message on Mastodon, from a public thread", "Public thread on X and Facebook", "E-mail"."""
    row = detail.row
    if row.thread_kind is ThreadKind.EMAIL:
        return QCoreApplication.translate("Header", "E-mail")
    public = _networks(detail.threads, ThreadKind.PUBLIC)
    if row.thread_kind is ThreadKind.DIRECT:
        words = QCoreApplication.translate("Header", "Direct message on {network}")
        if public:
            words = QCoreApplication.translate("Header", "Direct message on {network}, from a public thread")
        return words.replace("{network}", _name(row.network))
    if row.network in (Network.FACEBOOK, Network.INSTAGRAM) and len(public) <= 1:
        words = QCoreApplication.translate("Header", "Public comments on {network}")
    else:
        words = QCoreApplication.translate("Header", "Public thread on {network}")
    names = [_name(network) for network in dict.fromkeys((row.network, *public))]
    return words.replace("{network}", _listed(names))


def short_kind(detail: CaseDetail) -> str:
    """Return the kind without what marks and messages say too: "Direct message on Mastodon", "Public thread"."""
    row = detail.row
    if row.thread_kind is ThreadKind.DIRECT:
        words = QCoreApplication.translate("Header", "Direct message on {network}")
        return words.replace("{network}", _name(row.network))
    if row.thread_kind is ThreadKind.PUBLIC and len(_networks(detail.threads, ThreadKind.PUBLIC)) > 1:
        return QCoreApplication.translate("Header", "Public thread")
    return kind_words(detail)


def clock_look(clock: Clock) -> ChipLook | None:
    """Return the chip of a response clock, None where nothing is owed. What is to be solved says so."""
    look = _look(clock)
    if look is None or clock.kind is not ClockKind.RESOLUTION or clock.state is ClockState.QUEUED:
        return look
    return replace(look, text=QCoreApplication.translate("Header", "To solve: {time}").replace("{time}", look.text))


def _look(clock: Clock) -> ChipLook | None:
    left = clock.seconds_left or 0
    match clock.state:
        case ClockState.NONE:
            return None
        case ClockState.AT_RISK:
            text = QCoreApplication.translate("Header", "{time} left").replace("{time}", left_text(left))
            return _tinted(text, "hourglass-medium-fill", "amber")
        case ClockState.BREACHED:
            return _tinted(over_text(-left), "warning-circle-fill", "red")
        case ClockState.PAUSED:
            return _plain(QCoreApplication.translate("Header", "Clock paused"), "pause-circle", "text.secondary", 400)
        case ClockState.QUEUED:
            return _plain(QCoreApplication.translate("Header", "Reply queued"), "clock", "amber.text", 600)
        case _:
            text = QCoreApplication.translate("Header", "{time} left").replace("{time}", left_text(left))
            return _plain(text, "timer", "text.secondary", 400)


def _tinted(text: str, icon: str, colour: str) -> ChipLook:
    return ChipLook(
        text,
        icon,
        background=f"{colour}.tint",
        text_colour=f"{colour}.text",
        weight=600,
        icon_size=13,
        gap=3,
        pad_left=3,
        pad_right=5,
    )


def _plain(text: str, icon: str, colour: str, weight: int) -> ChipLook:
    return ChipLook(
        text, icon, background="", text_colour=colour, weight=weight, icon_size=13, gap=3, pad_left=3, pad_right=5
    )


def _networks(threads: tuple[ThreadView, ...], kind: ThreadKind) -> tuple[Network, ...]:
    return tuple(dict.fromkeys(thread.network for thread in threads if thread.kind is kind))


def _name(network: Network) -> str:
    return traits_of(network).display_name


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    joined = QCoreApplication.translate("Header", "{some} and {last}")
    return joined.replace("{some}", ", ".join(names[:-1])).replace("{last}", names[-1])
