"""Permission: what may be done in a thread right now, until when and at what cost. The one place that says so.

The rules are the networks' own: docs.x.com "Posts" and the pricing page (a self-serve reply needs a mention or quote;
a post with a link costs more; nothing automatic without consent), Meta's Messenger and Instagram platform policy
(24 hours, 7 days for a human agent and never for surveys, one private reply within 7 days of a comment, no answer to a
hidden Instagram comment or in a live broadcast), Telegram's bot API (the customer writes first; updates are kept for
24 hours). What only the network can know (blocked, closed messages) it says on sending.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desktop.composer import counting_of
from desktop.model import (
    Account,
    AccountHealth,
    AccountLimits,
    AccountRole,
    Declared,
    DeliveryId,
    Fix,
    HealthState,
    Network,
    Permission,
    PermissionNote,
    Purpose,
    Refusal,
    ThreadKind,
    ThreadView,
    Visibility,
    declared_of,
    file_rules,
    traits_of,
)

STANDARD_WINDOW = timedelta(hours=24)  # Meta: free answers after the customer's last message
HUMAN_AGENT_WINDOW = timedelta(days=7)  # Meta: with the HUMAN_AGENT tag, which needs an app review
PRIVATE_REPLY_WINDOW = timedelta(days=7)  # Meta: one message after a comment

_META = (Network.FACEBOOK, Network.INSTAGRAM)
HIDES = frozenset({Network.X, *_META})
# docs.x.com pricing, in millionths of a US dollar: a reply to a mention, any post with a link, a direct message
_X_REPLY, _X_LINK, _X_DIRECT = 10_000, 200_000, 15_000
_NO_WEBSITE = (Network.EMAIL, Network.TELEGRAM)


@dataclass(frozen=True, slots=True)
class _Way:
    """One of the two ways to answer: open until a moment (None: for as long as you like), or why it is closed."""

    why_not: Refusal | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything that decides. An account out of reach allows what it would: the outbox waits.

    `customer_handle` is the other side's handle or address, "" if unknown. `last_incoming_at` is when they wrote what
    would be answered. `mechanical_last`: nobody wrote the last message. `addressed`: it names the account that would
    answer. `begun_by_us`: it hangs below a post of ours. `hidden`: it, or the comment above it, was hidden.
    `private_reply_used`: another message took the one that a comment gives. `consented`: the person agreed to
    automatic messages.
    """

    network: Network
    thread_kind: ThreadKind
    role: AccountRole
    health: AccountHealth
    limits: AccountLimits
    customer_handle: str
    last_incoming_at: datetime | None
    now: datetime
    mechanical_last: bool = False
    addressed: bool = True
    begun_by_us: bool = False
    hidden: bool = False
    closed_public: Refusal | None = None
    closed_direct: Refusal | None = None
    private_reply_used: bool = False
    declared: Declared = field(default_factory=Declared)
    purpose: Purpose = Purpose.ANSWER
    consented: bool = False


def permission_in(
    thread: ThreadView,
    account: Account,
    *,
    now: datetime,
    mechanical_last: bool = False,
    health: AccountHealth | None = None,
    sending: DeliveryId | None = None,
    purpose: Purpose = Purpose.ANSWER,
    consented: bool = False,
) -> Permission:
    """Return what a thread allows an account at `now`.

    `account` may be another one than the thread's: X lets only the account answer that was named. `health` replaces
    the account's. `sending` is the delivery that asks, which is not in its own way. `consented`: the customer agreed
    to what is sent for this purpose.
    """
    return permission(
        Asked(
            network=account.network,
            thread_kind=thread.kind,
            role=account.role,
            health=health or account.health,
            limits=account.limits,
            customer_handle=thread.customer_handle,
            last_incoming_at=thread.last_incoming_at,
            now=now,
            mechanical_last=mechanical_last,
            addressed=thread.addressed and account.id == thread.account_id,
            begun_by_us=thread.begun_by_us,
            hidden=thread.hidden,
            closed_public=thread.closed_public,
            closed_direct=thread.closed_direct,
            private_reply_used=thread.private_reply not in {None, sending},
            declared=declared_of(account),
            purpose=purpose,
            consented=consented,
        )
    )


def permission(asked: Asked) -> Permission:
    """Return what a thread allows."""
    network, kind = asked.network, asked.thread_kind
    public, direct = _public(asked), _direct(asked)
    if (refusal := _either_way(asked)) is not None:
        public = direct = _Way(refusal)
    traits = traits_of(network)
    return Permission(
        may_public=public.why_not is None,
        may_direct=direct.why_not is None,
        public_limit=traits.public_limit if asked.limits.public_limit is None else asked.limits.public_limit,
        direct_limit=traits.direct_limit if asked.limits.direct_limit is None else asked.limits.direct_limit,
        may_hide=_may_hide(asked),
        until=direct.until,
        cost=_cost(network, kind),
        why_not_public=public.why_not,
        why_not_direct=direct.why_not,
        instead=_instead(network, kind, public, direct),
        public_counting=counting_of(network, Visibility.PUBLIC),
        direct_counting=counting_of(network, Visibility.DIRECT),
        public_micros=_X_REPLY if network is Network.X else 0,
        link_micros=_X_LINK if network is Network.X else 0,
        direct_micros=_X_DIRECT if network is Network.X else 0,
        notes=tuple(_notes(asked, public, direct)),
        public_files=file_rules(network, asked.limits, public=True),
        direct_files=file_rules(network, asked.limits, public=False),
    )


def _either_way(asked: Asked) -> Refusal | None:
    """Return why neither way is open, whatever the network."""
    if asked.role is AccountRole.MONITORED:
        return Refusal.MONITORED
    if asked.health.state is HealthState.SIGN_IN:
        return Refusal.SIGN_IN
    if asked.mechanical_last:
        return Refusal.MECHANICAL
    automatic = asked.purpose in {Purpose.SURVEY, Purpose.AUTOMATIC} and not asked.consented
    return Refusal.NEEDS_CONSENT if automatic and asked.network is Network.X else None


def _public(asked: Asked) -> _Way:
    network = asked.network
    if network is Network.LISTENING:
        return _Way(Refusal.NOT_MENTIONED)
    if not traits_of(network).has_public or asked.thread_kind is not ThreadKind.PUBLIC:
        return _Way(Refusal.NO_PUBLIC)  # what came in private is never answered in public
    if network is Network.X and not asked.addressed:
        return _Way(Refusal.NOT_MENTIONED)
    if network is Network.INSTAGRAM and asked.hidden:
        return _Way(Refusal.HIDDEN)
    return _Way(asked.closed_public)


def _direct(asked: Asked) -> _Way:
    if not traits_of(asked.network).has_direct:
        return _Way(Refusal.NO_DIRECT)
    if not asked.customer_handle.strip():
        return _Way(Refusal.NO_RECIPIENT)
    if asked.declared.private is False:
        return _Way(Refusal.NOT_ENABLED)
    if asked.closed_direct is not None:
        return _Way(asked.closed_direct)
    window = _window(asked)
    return _Way(Refusal.WINDOW_ENDED) if window.until is not None and asked.now >= window.until else window


def _window(asked: Asked) -> _Way:
    """Return until when the network lets us write in private after the customer wrote."""
    wrote = asked.last_incoming_at
    if asked.network not in {Network.TELEGRAM, *_META}:
        return _Way()
    if wrote is None:
        return _Way(Refusal.NO_DIRECT)  # there the customer writes first
    if asked.network is Network.TELEGRAM:
        return _Way()
    if asked.thread_kind is ThreadKind.PUBLIC and asked.private_reply_used:
        return _Way(Refusal.PRIVATE_REPLY_USED)
    if asked.thread_kind is ThreadKind.PUBLIC:
        return _Way(until=wrote + PRIVATE_REPLY_WINDOW)
    as_person = asked.declared.human_agent and asked.purpose is Purpose.ANSWER
    return _Way(until=wrote + (HUMAN_AGENT_WINDOW if as_person else STANDARD_WINDOW))


def _may_hide(asked: Asked) -> bool:
    """Tell whether the comment can be hidden: only whoever began the conversation may, or owns the Page it is on."""
    if asked.network not in HIDES or asked.thread_kind is not ThreadKind.PUBLIC:
        return False
    return asked.role is not AccountRole.MONITORED and asked.begun_by_us


def _cost(network: Network, kind: ThreadKind) -> str:
    if network is not Network.X:
        return ""
    return f"{(_X_REPLY if kind is ThreadKind.PUBLIC else _X_DIRECT) / 1_000_000:.3f} USD"


def _instead(network: Network, kind: ThreadKind, public: _Way, direct: _Way) -> Fix | None:
    """Return the next best way where the thread's own one is closed."""
    own, other = (public, direct) if kind is ThreadKind.PUBLIC else (direct, public)
    if own.why_not in {None, Refusal.SIGN_IN, Refusal.MECHANICAL, Refusal.NEEDS_CONSENT}:
        return None
    if own.why_not is Refusal.MONITORED and network is not Network.LISTENING:
        return Fix.SWITCH_ACCOUNT
    if own.why_not is not Refusal.NOT_MENTIONED and other.why_not is None:
        return Fix.MOVE_TO_DIRECT  # never to somebody who did not address us
    return None if network in _NO_WEBSITE else Fix.OPEN_IN_BROWSER


def _notes(asked: Asked, public: _Way, direct: _Way) -> Iterator[PermissionNote]:
    """Yield what an agent should know of the ways that are open."""
    network, is_public = asked.network, asked.thread_kind is ThreadKind.PUBLIC
    if public.why_not is None and network is Network.X:
        yield PermissionNote.LINK_COSTS
    if public.why_not is None and network is Network.INSTAGRAM:
        yield PermissionNote.JOINS_TOP_COMMENT
    if network is Network.TELEGRAM:
        yield PermissionNote.KEPT_A_DAY
    if direct.why_not is not None:
        return
    if network is Network.MASTODON:
        yield PermissionNote.NAMES_ARE_RECIPIENTS
    if network is Network.X:
        yield PermissionNote.ENCRYPTED_APART
    if network in _META and is_public:
        yield PermissionNote.ONE_PRIVATE_REPLY
    elif network in _META and _is_late(asked):
        yield PermissionNote.AS_HUMAN_AGENT


def _is_late(asked: Asked) -> bool:
    return asked.last_incoming_at is not None and asked.now >= asked.last_incoming_at + STANDARD_WINDOW
