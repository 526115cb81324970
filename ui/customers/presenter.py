"""What the profile shows of a customer: values in, words out. Nothing here knows a widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.inbox import without_personal_data
from desktop.model import (
    CaseId,
    CaseRow,
    CustomerNote,
    CustomerProfile,
    Identity,
    IdentityId,
    Network,
    PastInteraction,
    ReasonCode,
    Visibility,
    initials_of,
)
from desktop.store import Question
from ui.customers.wording import (
    ago_words,
    figure,
    follower_words,
    full_date,
    language_words,
    outcome_words,
    past_date,
    place_words,
    since_words,
    tie_words,
)
from ui.inbox import network_name

translate = QCoreApplication.translate

PAST_SHOWN = 3
"""So many past interactions stand in the pane before all of them are asked for."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell of the facts box. `spoken` says it in full words."""

    value: str
    label: str
    spoken: str


@dataclass(frozen=True, slots=True)
class RepeatCard:
    """The violet card: a question that was asked before. `item_key` is the timeline's key of the earlier message."""

    title: str
    quote: str = ""
    action: str = ""
    case_id: CaseId | None = None
    item_key: str = ""


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """One identity: where, as whom, how many follow, and why it is tied. `is_tied` ones can be separated."""

    id: IdentityId
    network: Network
    handle: str
    aside: str
    because: str
    tooltip: str
    spoken: str
    is_tied: bool
    is_verified: bool  # shown as a badge where the figure stands in its place


@dataclass(frozen=True, slots=True)
class PastLine:
    """One past interaction. The shown conversation is among them when all are listed, and leads nowhere."""

    case_id: CaseId
    network: Network
    subject: str
    outcome: str
    when: str
    spoken: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note about the customer with who wrote it when."""

    uid: str
    text: str
    byline: str


@dataclass(frozen=True, slots=True)
class ProfileState:
    """Everything that the profile shows of one customer."""

    avatar_key: str
    initials: str
    name: str
    place: str
    facts: tuple[Fact, ...]
    activity: str
    repeat: RepeatCard | None
    identities: tuple[IdentityLine, ...]
    past: tuple[PastLine, ...]
    all_past: str  # the link that lists all of them, "" where nothing is left out
    notes: tuple[NoteLine, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where the profile is looked at: every time in it is written for this."""

    now: datetime
    tz: tzinfo


def present_profile(
    profile: CustomerProfile, row: CaseRow | None, moment: Moment, earlier: Question | None = None
) -> ProfileState:
    """Return a customer's profile beside the case `row`; `earlier` is the message that its question repeats."""
    shown = row.id if row is not None else None
    others = [one for one in profile.interactions_shown if one.case_id != shown]
    name = profile.name or (profile.identities[0].handle if profile.identities else "")
    return ProfileState(
        avatar_key=profile.uid,
        initials=initials_of(name),
        name=name,
        place=_place(profile),
        facts=_facts(profile, moment),
        activity=_activity(profile),
        repeat=present_repeat(row, moment, earlier),
        identities=tuple(_identity(one, moment) for one in profile.identities),
        past=tuple(present_past(one, moment, shown) for one in others[:PAST_SHOWN]),
        all_past=_all_past(profile, len(others)),
        notes=tuple(_note(one, moment) for one in profile.notes),
        tags=profile.tags,
    )


def present_stranger(row: CaseRow) -> ProfileState:
    """Return what can be said of a case's customer when the profile could not be read."""
    name = row.name or row.handle
    place = place_words([row.network])
    return ProfileState(row.customer_uid, initials_of(name), name, place, (), "", None, (), (), "", (), ())


def present_repeat(row: CaseRow | None, moment: Moment, earlier: Question | None) -> RepeatCard | None:
    """Return the card of a repeated question, None if the case is none."""
    reasons = row.reasons if row is not None else ()
    reason = next((one for one in reasons if one.code is ReasonCode.ASKED_BEFORE), None)
    if reason is None:
        return None
    if earlier is None:
        times = int(reason.detail) if reason.detail.isdigit() else 1
        words = translate("Profile", "Asked before, unanswered")
        if times > 1:
            words = translate("Profile", "Asked {count} times before, unanswered")
        return RepeatCard(words.replace("{count}", str(times)))
    title = translate("Profile", "Asked the same {when} on {network}, unanswered")
    title = title.replace("{when}", ago_words(earlier.at, moment.now, moment.tz))
    is_public = earlier.visibility is Visibility.PUBLIC
    return RepeatCard(
        title.replace("{network}", network_name(earlier.network)),
        f"«{' '.join((without_personal_data(earlier.text) if is_public else earlier.text).split())}»",
        translate("Profile", "Show post") if is_public else translate("Profile", "Show message"),
        earlier.case_id,
        f"message-{earlier.message_id}",
    )


def present_past(past: PastInteraction, moment: Moment, shown: CaseId | None) -> PastLine:
    """Return one past interaction; `shown` is the case in front."""
    outcome = outcome_words(past.outcome, past.resolution_seconds, past.mark)
    is_shown = past.case_id == shown
    if is_shown:
        outcome = translate("Profile", "{outcome}, shown now").replace("{outcome}", outcome)
    when = past_date(past.last_at, moment.now, moment.tz)
    subject = past.subject if past.network is Network.EMAIL else without_personal_data(past.subject)
    subject = subject or translate("Profile", "Without words")
    spoken = ", ".join((subject, network_name(past.network), outcome, full_date(past.last_at, moment.tz)))
    return PastLine(CaseId(past.case_id), past.network, subject, outcome, when, spoken, is_shown)


def past_lines(rows: Sequence[PastInteraction], moment: Moment, shown: CaseId | None) -> tuple[PastLine, ...]:
    """Return a page of past interactions."""
    return tuple(present_past(row, moment, shown) for row in rows)


def _place(profile: CustomerProfile) -> str:
    languages = language_words(profile.languages)
    if languages:
        return translate("Profile", "Writes in {language}").replace("{language}", languages)
    return place_words([one.network for one in profile.identities])


def _facts(profile: CustomerProfile, moment: Moment) -> tuple[Fact, ...]:
    facts = []
    if profile.followers is not None:
        count = figure(profile.followers)
        label = translate("Profile", "followers") if profile.followers != 1 else translate("Profile", "follower")
        facts.append(Fact(count, label, f"{count} {label}"))
    count = figure(profile.cases_total)
    label = translate("Profile", "interactions") if profile.cases_total != 1 else translate("Profile", "interaction")
    messages = (
        translate("Profile", "{count} messages") if profile.interactions != 1 else translate("Profile", "1 message")
    )
    facts.append(Fact(count, label, f"{count} {label}, {messages.replace('{count}', figure(profile.interactions))}"))
    if profile.since is not None:
        facts.append(since_fact(profile.since, moment))
    return tuple(facts)


def since_fact(at: datetime, moment: Moment) -> Fact:
    """Return the cell of how long somebody is a customer."""
    spoken = translate("Profile", "Customer since {day}").replace("{day}", full_date(at, moment.tz))
    return Fact(since_words(at, moment.now, moment.tz), translate("Profile", "customer since"), spoken)


def _activity(profile: CustomerProfile) -> str:
    if profile.top_share is None:
        return ""
    return translate("Profile", "Top {share} % most active customers").replace("{share}", str(profile.top_share))


def _identity(identity: Identity, moment: Moment) -> IdentityLine:
    aside = ""
    if identity.followers is not None:
        aside = follower_words(identity.followers)
    elif identity.verified:
        aside = translate("Profile", "Verified")
    handle = identity.handle or identity.name
    because = tie_words(identity)
    seen = translate("Profile", "First seen {day}").replace("{day}", full_date(identity.first_seen_at, moment.tz))
    called = identity.name if identity.name not in ("", handle) else ""
    has_badge = identity.verified and identity.followers is not None
    verified = translate("Profile", "Verified") if has_badge else ""
    tooltip = "\n".join(part for part in (handle, called, verified, because, seen) if part)
    spoken = ", ".join(part for part in (network_name(identity.network), handle, aside, verified, because) if part)
    return IdentityLine(
        id=identity.id,
        network=identity.network,
        handle=handle,
        aside=aside,
        because=because,
        tooltip=tooltip,
        spoken=spoken,
        is_tied=not identity.is_first,
        is_verified=has_badge,
    )


def _all_past(profile: CustomerProfile, others: int) -> str:
    if others <= PAST_SHOWN:
        return ""
    return translate("Profile", "All {count}").replace("{count}", figure(profile.cases_total))


def _note(note: CustomerNote, moment: Moment) -> NoteLine:
    when = past_date(note.at, moment.now, moment.tz)
    byline = f"{note.author}, {when}" if note.author else when
    return NoteLine(note.uid, note.text, byline)
