"""What the line above the composer says of a conversation: until when, at what cost, or why not and what else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.guardrails import permission_in
from desktop.model import (
    CaseDetail,
    Fix,
    HealthState,
    Network,
    Permission,
    PermissionNote,
    Refusal,
    ThreadKind,
    ThreadView,
    traits_of,
)
from ui.inbox.wording import moment_name
from ui.session import Session

_SOON = timedelta(hours=2)
_MICROS = 1_000_000
_META = (Network.FACEBOOK, Network.INSTAGRAM)


@dataclass(frozen=True, slots=True)
class PermissionState:
    """A quiet line: its glyph and words. `tint` is the text token of both: amber for what ends soon or is closed."""

    text: str
    icon: str
    tint: str = "text.secondary"


@dataclass(frozen=True, slots=True)
class Way:
    """A thread and what it allows."""

    thread: ThreadView
    allowed: Permission


def permission_of(session: Session, detail: CaseDetail) -> PermissionState | None:
    """Return what the line says of a case now, None where nothing limits an answer. A few short reads."""
    ways = tuple(_ways(session, detail))
    return present_permission(ways, customer=detail.row.name, now=session.clock(), tz=session.tz)


def _ways(session: Session, detail: CaseDetail) -> Iterator[Way]:
    """Yield the newest public thread and the newest private one."""
    now, seen = session.clock(), set[bool]()
    mechanical = session.store.timeline.newest_mechanical(detail.row.id) is not None
    for thread in sorted(detail.threads, key=lambda one: one.last_incoming_at or detail.first_at, reverse=True):
        account = session.store.accounts.get(thread.account_id)
        public = thread.kind is ThreadKind.PUBLIC
        if account is None or public in seen:
            continue
        seen.add(public)
        health = account.health
        if health.state in (HealthState.OFFLINE, HealthState.CONNECTING):
            health = replace(health, state=HealthState.CONNECTED)  # the outbox waits, the rules stay
        yield Way(thread, permission_in(thread, account, now=now, mechanical_last=mechanical, health=health))


def present_permission(ways: Iterable[Way], *, customer: str, now: datetime, tz: tzinfo) -> PermissionState | None:
    """Return the line of some ways: what ends or is closed comes before what an answer costs."""
    ways = tuple(ways)
    said = [state for way in ways for state in _of_way(way, len(ways) > 1, now, tz)]
    said += [state for state in (_cost(ways),) if state is not None]
    if not said:
        return None
    first = next((state for state in said if state.tint != "text.secondary"), said[0])
    text = " ".join(dict.fromkeys(state.text for state in said))
    return PermissionState(_named(text, customer, ways[0].thread.network), first.icon, first.tint)


def _of_way(way: Way, has_both: bool, now: datetime, tz: tzinfo) -> Iterator[PermissionState]:
    allowed, network = way.allowed, way.thread.network
    if not has_both and allowed.instead is Fix.OPEN_IN_BROWSER:
        return  # the guard strip says why, and offers the browser
    if way.thread.kind is not ThreadKind.PUBLIC:
        yield from _private(allowed, now, tz)
        return
    if allowed.why_not_public is not None:
        yield from _closed(allowed.why_not_public)
    elif (
        PermissionNote.JOINS_TOP_COMMENT in allowed.notes and way.thread.remote_id != way.thread.last_incoming_remote_id
    ):
        yield _quiet(QCoreApplication.translate("Permission", "An answer appears below the first comment."), "info")
    if network in _META and not has_both:
        yield from _private_reply(allowed, now, tz)


def _private(allowed: Permission, now: datetime, tz: tzinfo) -> Iterator[PermissionState]:
    if allowed.why_not_direct is Refusal.WINDOW_ENDED and allowed.until is None:
        yield _amber(
            QCoreApplication.translate(
                "Permission",
                "{network}’s time to answer is over: {customer} must write again. Answer in the browser until then.",
            ),
            "prohibit",
        )
    elif allowed.why_not_direct is not None:
        yield from _closed(allowed.why_not_direct)
    elif allowed.until is not None:
        words = QCoreApplication.translate("Permission", "{network} lets you answer until {moment}.")
        if PermissionNote.AS_HUMAN_AGENT in allowed.notes:
            words = QCoreApplication.translate(
                "Permission", "{network}’s 24 hours are over. As a person you can still answer until {moment}."
            )
        yield _ending(words, allowed.until, now, tz)


def _private_reply(allowed: Permission, now: datetime, tz: tzinfo) -> Iterator[PermissionState]:
    if allowed.why_not_direct is Refusal.PRIVATE_REPLY_USED:
        words = QCoreApplication.translate(
            "Permission", "The one private message for this comment was sent: {customer} must answer it first."
        )
        yield _quiet(words, "lock-key")
    elif allowed.why_not_direct is Refusal.WINDOW_ENDED:
        words = QCoreApplication.translate("Permission", "Only in public: the 7 days for a private message are over.")
        yield _quiet(words, "lock-key")
    elif allowed.until is not None:
        words = QCoreApplication.translate("Permission", "One private message is possible until {moment}.")
        yield _ending(words, allowed.until, now, tz, icon="lock-key")


def _closed(refusal: Refusal) -> Iterator[PermissionState]:
    """Yield why the conversation's own way is closed and what is the next best one."""
    words = {
        Refusal.NOT_MENTIONED: QCoreApplication.translate(
            "Permission", "{network} takes an answer only where your account was named. Answer in the browser."
        ),
        Refusal.HIDDEN: QCoreApplication.translate(
            "Permission", "A hidden comment takes no answer. Show it again, or answer in private."
        ),
        Refusal.LIVE: QCoreApplication.translate(
            "Permission", "A live broadcast takes no answers. Answer in private, or in the browser."
        ),
        Refusal.REPLIES_OFF: QCoreApplication.translate(
            "Permission", "Replies are switched off there. Answer in private, or in the browser."
        ),
        Refusal.MONITORED: QCoreApplication.translate(
            "Permission", "This account only listens. Answer from a care account."
        ),
        Refusal.SIGN_IN: QCoreApplication.translate(
            "Permission", "{network} asks you to sign in again. Answers wait in the outbox."
        ),
        Refusal.NOT_ENABLED: QCoreApplication.translate(
            "Permission", "The sign-in does not reach private messages. Sign in again and allow them."
        ),
    }.get(refusal)
    if words is not None:
        yield _amber(words, "prohibit")


def _cost(ways: tuple[Way, ...]) -> PermissionState | None:
    """Return what an answer costs where the network charges, None elsewhere."""
    public = next((way.allowed for way in ways if way.thread.kind is ThreadKind.PUBLIC), None)
    private = next((way.allowed for way in ways if way.thread.kind is not ThreadKind.PUBLIC), None)
    if public is not None and public.why_not_public is None and public.public_micros:
        words = QCoreApplication.translate("Permission", "A reply costs ${price}, with a link ${linked}.")
        words = words.replace("{linked}", _dollars(public.link_micros))
        return _quiet(words.replace("{price}", _dollars(public.public_micros)), "currency-dollar")
    if private is not None and private.why_not_direct is None and private.direct_micros:
        words = QCoreApplication.translate("Permission", "A message costs ${price}.")
        return _quiet(words.replace("{price}", _dollars(private.direct_micros)), "currency-dollar")
    return None


def _ending(words: str, until: datetime, now: datetime, tz: tzinfo, *, icon: str = "clock") -> PermissionState:
    text = words.replace("{moment}", moment_name(until, now, tz))
    return _amber(text, icon) if until - now <= _SOON else _quiet(text, icon)


def _dollars(micros: int) -> str:
    """Return an amount with as many digits as it needs, two at least: "0.20", "0.015"."""
    text = f"{micros / _MICROS:.3f}"
    return text.removesuffix("0")


def _quiet(text: str, icon: str) -> PermissionState:
    return PermissionState(text, icon)


def _amber(text: str, icon: str) -> PermissionState:
    return PermissionState(text, icon, "amber.text")


def _named(words: str, customer: str, network: Network) -> str:
    who = customer or QCoreApplication.translate("Permission", "the customer")
    return words.replace("{network}", traits_of(network).display_name).replace("{customer}", who)
