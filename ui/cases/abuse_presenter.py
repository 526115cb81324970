"""What the strip of a case in the Abuse view says: why it is there, until when its author is not heard, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop.model import AbuseState, CaseRow, CaseStatus, Hush
from desktop.outbox import BLOCK_SPANS
from ui.inbox.wording import moment_name

translate = QCoreApplication.translate


class AbuseChoice(StrEnum):
    """What the strip offers."""

    HIDE = "hide"
    MUTE = "mute"
    BLOCK = "block"
    UNANSWERED = "unanswered"
    NO_ABUSE = "no_abuse"
    HEAR_AGAIN = "hear_again"


@dataclass(frozen=True, slots=True)
class AbuseOffer:
    """One thing that can be decided; `span` is how long a block lasts."""

    choice: AbuseChoice
    words: str
    icon: str
    span: timedelta | None = None


@dataclass(frozen=True, slots=True)
class AbuseCard:
    """The strip: two lines, what stands in the menu, and the one plain button beside it."""

    title: str
    text: str
    offers: tuple[AbuseOffer, ...]
    plain: AbuseOffer


def present_abuse(
    row: CaseRow, state: AbuseState | None, now: datetime, tz: tzinfo, *, may_hide: bool
) -> AbuseCard | None:
    """Return the strip of a case, None where it is no abuse. `may_hide`: its newest post can be hidden."""
    if state is None or not row.is_abuse:
        return None
    hush = state.hush
    if hush is not None:
        hear = AbuseOffer(AbuseChoice.HEAR_AGAIN, translate("Abuse", "Hear again"), "bell")
        return AbuseCard(_hushed_title(hush, now, tz), _hushed_text(hush), offers(row, may_hide=may_hide), hear)
    plain = AbuseOffer(AbuseChoice.NO_ABUSE, translate("Abuse", "No abuse"), "check")
    if state.mark is not None and state.mark.abusive:
        title = translate("Abuse", "Marked as abuse by {agent}").format(agent=state.mark.agent)
        return AbuseCard(title, state.mark.reason, offers(row, may_hide=may_hide), plain)
    title = translate("Abuse", "This reads like abuse")
    text = translate("Abuse", "Decide what becomes of it, or answer.")
    return AbuseCard(title, text, offers(row, may_hide=may_hide), plain)


def offers(row: CaseRow, *, may_hide: bool) -> tuple[AbuseOffer, ...]:
    """Return what can be decided about a case, in the order of the menu."""
    found = []
    if may_hide:
        found.append(AbuseOffer(AbuseChoice.HIDE, translate("Abuse", "Hide the newest post…"), "eye-slash"))
    found += [AbuseOffer(AbuseChoice.BLOCK, span_words(span), "clock", span) for span in BLOCK_SPANS]
    found.append(AbuseOffer(AbuseChoice.MUTE, translate("Abuse", "Mute until ended…"), "bell-slash"))
    if row.status is not CaseStatus.SOLVED:
        words = translate("Abuse", "Do not answer, solve…")
        found.append(AbuseOffer(AbuseChoice.UNANSWERED, words, "check-circle"))
    return tuple(found)


def span_words(span: timedelta) -> str:
    """Return the words of a block that lasts so long."""
    hours = round(span.total_seconds() / 3_600)
    if hours == 1:
        return translate("Abuse", "Block for 1 hour…")
    days = hours // 24
    if days == 1:
        return translate("Abuse", "Block for 1 day…")
    return translate("Abuse", "Block for {count} days…").format(count=days)


def question_of(choice: AbuseChoice, name: str) -> str:
    """Return what a decision means, above the field for its reason."""
    apart = translate(
        "Abuse", "New messages of {name} raise no notification and wait in Abuse. The network is not told."
    )
    return {
        AbuseChoice.HIDE: translate("Abuse", "The post of {name} is hidden on its network. You can show it again."),
        AbuseChoice.MUTE: f"{apart} {translate('Abuse', 'It lasts until somebody ends it.')}",
        AbuseChoice.BLOCK: f"{apart} {translate('Abuse', 'It ends by itself.')}",
        AbuseChoice.UNANSWERED: translate("Abuse", "The conversation with {name} is solved without an answer."),
    }.get(choice, translate("Abuse", "The conversation with {name} goes to Abuse.")).format(name=name)


def examples_of_reasons() -> Sequence[str]:
    """Return reasons that fit most cases, to choose or to change."""
    return (
        translate("Abuse", "Insults"),
        translate("Abuse", "Threats"),
        translate("Abuse", "Hate speech"),
        translate("Abuse", "Harasses a colleague"),
        translate("Abuse", "The same over and over, nothing to answer"),
    )


def _hushed_title(hush: Hush, now: datetime, tz: tzinfo) -> str:
    if hush.until is None:
        return translate("Abuse", "Muted by {agent} until somebody ends it").format(agent=hush.agent)
    until = moment_name(hush.until, now, tz)
    return translate("Abuse", "Blocked by {agent} until {moment}").format(agent=hush.agent, moment=until)


def _hushed_text(hush: Hush) -> str:
    return translate("Abuse", "{reason}. New messages wait here and raise no notification.").format(
        reason=hush.reason.rstrip(".")
    )
