"""Permission: what may be done in a thread right now, until when and at what cost. The one place that says so.

The rules are the networks' own: docs.x.com "Posts" (a self-serve reply needs a mention or quote), Meta's Messenger and
Instagram platform policy (24 hours, 7 days for a human agent, one private reply within 7 days of a comment), Telegram's
bot API (the customer writes first). What only the network can know (blocked, closed messages) it says on sending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.model import (
    AccountHealth,
    AccountLimits,
    AccountRole,
    Fix,
    HealthState,
    Network,
    Permission,
    Refusal,
    ThreadKind,
    traits_of,
)

STANDARD_WINDOW = timedelta(hours=24)  # Meta: free answers after the customer's last message
HUMAN_AGENT_WINDOW = timedelta(days=7)  # Meta: with the HUMAN_AGENT tag, which needs an app review
PRIVATE_REPLY_WINDOW = timedelta(days=7)  # Meta: one message after a comment

_META = (Network.FACEBOOK, Network.INSTAGRAM)
_HIDES = (Network.X, *_META)
_X_COST = "0.015 USD"  # docs.x.com pricing; a post with a link costs more
_NO_WEBSITE = (Network.EMAIL, Network.TELEGRAM)


@dataclass(frozen=True, slots=True)
class _Way:
    """One of the two ways to answer: open until a moment (None: for as long as you like), or why it is closed."""

    why_not: Refusal | None = None
    until: datetime | None = None


def permission(
    *,
    network: Network,
    thread_kind: ThreadKind,
    role: AccountRole,
    health: AccountHealth,
    limits: AccountLimits,
    customer_handle: str,
    last_incoming_at: datetime | None,
    mechanical_last: bool,
    now: datetime,
    mentions_us: bool = True,
    human_agent: bool = False,
) -> Permission:
    """Return what a thread allows at `now`.

    `customer_handle` is the other side's handle or address, "" if unknown. `mechanical_last`: nobody wrote the last
    message. `mentions_us`: the post named us, which X asks for. `human_agent`: Meta has approved the app for answers
    up to seven days old. An account that is offline or rate limited allows what it would: the outbox waits.
    """
    public = _public(network, thread_kind, mentions_us=mentions_us)
    direct = _direct(network, customer_handle, _window(network, thread_kind, last_incoming_at, human_agent), now)
    if (refusal := _either_way(role, health, mechanical_last=mechanical_last)) is not None:
        public = direct = _Way(refusal)
    traits = traits_of(network)
    return Permission(
        may_public=public.why_not is None,
        may_direct=direct.why_not is None,
        public_limit=traits.public_limit if limits.public_limit is None else limits.public_limit,
        direct_limit=traits.direct_limit if limits.direct_limit is None else limits.direct_limit,
        may_hide=network in _HIDES and thread_kind is ThreadKind.PUBLIC and role is not AccountRole.MONITORED,
        until=direct.until,
        cost=_X_COST if network is Network.X else "",
        why_not_public=public.why_not,
        why_not_direct=direct.why_not,
        instead=_instead(network, thread_kind, public, direct),
    )


def _either_way(role: AccountRole, health: AccountHealth, *, mechanical_last: bool) -> Refusal | None:
    """Return why neither way is open, whatever the network."""
    if role is AccountRole.MONITORED:
        return Refusal.MONITORED
    if health.state is HealthState.SIGN_IN:
        return Refusal.SIGN_IN
    return Refusal.MECHANICAL if mechanical_last else None


def _public(network: Network, kind: ThreadKind, *, mentions_us: bool) -> _Way:
    if network is Network.LISTENING:
        return _Way(Refusal.NOT_MENTIONED)
    if not traits_of(network).has_public or kind is not ThreadKind.PUBLIC:
        return _Way(Refusal.NO_PUBLIC)  # what came in private is never answered in public
    return _Way(Refusal.NOT_MENTIONED) if network is Network.X and not mentions_us else _Way()


def _direct(network: Network, handle: str, window: _Way, now: datetime) -> _Way:
    if not traits_of(network).has_direct:
        return _Way(Refusal.NO_DIRECT)
    if not handle.strip():
        return _Way(Refusal.NO_RECIPIENT)
    return _Way(Refusal.WINDOW_ENDED) if window.until is not None and now >= window.until else window


def _window(network: Network, kind: ThreadKind, last_incoming_at: datetime | None, human_agent: bool) -> _Way:
    """Return until when the network lets us write in private after the customer wrote."""
    if network not in {Network.TELEGRAM, *_META}:
        return _Way()
    if last_incoming_at is None:
        return _Way(Refusal.NO_DIRECT)  # there the customer writes first
    if network is Network.TELEGRAM:
        return _Way()
    if kind is ThreadKind.PUBLIC:
        return _Way(until=last_incoming_at + PRIVATE_REPLY_WINDOW)
    return _Way(until=last_incoming_at + (HUMAN_AGENT_WINDOW if human_agent else STANDARD_WINDOW))


def _instead(network: Network, kind: ThreadKind, public: _Way, direct: _Way) -> Fix | None:
    """Return the next best way where the thread's own one is closed."""
    own, other = (public, direct) if kind is ThreadKind.PUBLIC else (direct, public)
    if own.why_not in {None, Refusal.SIGN_IN, Refusal.MECHANICAL}:
        return None
    if own.why_not is Refusal.MONITORED:
        return Fix.SWITCH_ACCOUNT
    if other.why_not is None:
        return Fix.MOVE_TO_DIRECT
    return None if network in _NO_WEBSITE else Fix.OPEN_IN_BROWSER
