"""Account: a connected account on a network, its role, and how it is doing right now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import AccountId
from desktop.model.networks import Network


class AccountRole(StrEnum):
    """What the company uses the account for."""

    CARE = "care"  # answers customers
    BRAND = "brand"  # marketing's account: listens, may answer
    MONITORED = "monitored"  # listening only, never answers


class HealthState(StrEnum):
    """How an account's connection is doing, as the navigation shows it."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    SYNCING = "syncing"
    RATE_LIMITED = "rate_limited"
    SIGN_IN = "sign_in"  # the stored sign-in is no longer accepted
    OFFLINE = "offline"  # the server can't be reached


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """A fact the engine writes: the connection's state and since when (UTC): the start of the outage, or its end.

    `detail` is "" while all is well. The engine's own codes: "rate_limited" (until `retry_at`), "budget_spent" (the
    month's budget is used up: nothing is pulled until `retry_at`, replies still go out), "store_busy", "channel_fault"
    (a mistake in the channel; it tries again), "unusable_settings" (somebody must mend the account's settings),
    "partly:feed_2 feed_5" (connected, but these parts can't be read for now).
    Everything else is the channel's reason: "connection_refused", "timed_out", "http_503", "token_refused" …
    """

    state: HealthState = HealthState.CONNECTING
    since: datetime | None = None
    last_sync_at: datetime | None = None
    retry_at: datetime | None = None
    detail: str = ""  # a code or the server's own words, never a customer's text


@dataclass(frozen=True, slots=True)
class AccountLimits:
    """What this account's own server allows. None or empty: use the network's trait.

    `attachments` is how many files an answer takes, `attachment_types` their MIME types, `alt_text` the longest
    description of a picture in characters.
    """

    public_limit: int | None = None
    direct_limit: int | None = None
    url_weight: int | None = None
    attachment_bytes: int | None = None
    attachments: int | None = None
    attachment_types: tuple[str, ...] = ()
    alt_text: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A connected account. `settings` holds the channel's own non-secret values (servers, folders)."""

    id: AccountId
    uid: str
    network: Network
    name: str
    handle: str
    role: AccountRole
    settings: dict[str, str | int | bool | None] = field(default_factory=dict)
    limits: AccountLimits = field(default_factory=AccountLimits)
    health: AccountHealth = field(default_factory=AccountHealth)
