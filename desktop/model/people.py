"""Identity and customer: who is writing, on one network and across all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import CustomerId, IdentityId
from desktop.model.networks import Network


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an arriving message, as the network tells it. No row key yet."""

    network: Network
    remote_id: str  # the network's id of the author, or the lower-cased address for e-mail
    handle: str  # "@marta@social.example", "marta@example.org"
    name: str = ""
    followers: int | None = None
    verified: bool = False
    avatar_url: str | None = None


class LinkReason(StrEnum):
    """Why an identity is tied to a customer."""

    FIRST_SEEN = "first_seen"  # the identity started this customer
    AGENT = "agent"  # an agent said so
    SAME_EMAIL = "same_email"  # the person gave this address in a message
    SAME_LINK = "same_link"  # the person gave the link of this profile in a message
    SAME_HANDLE = "same_handle"  # two networks verified the same handle


class BasisKind(StrEnum):
    """What allows a handle to be tied to who somebody is elsewhere (X, Developer Policy)."""

    GIVEN = "given"  # the person gave it to the desk
    AGREED = "agreed"  # the person agreed to it
    PUBLIC = "public"  # it is public, verified by the networks say
    UNTOLD = "untold"  # nobody said; from before it was asked, or by a hand-over


@dataclass(frozen=True, slots=True)
class TieBasis:
    """On what basis an identity is tied, in an agent's words or a sign's detail."""

    kind: BasisKind
    why: str
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Identity:
    """One author on one network, as stored."""

    id: IdentityId
    customer_id: CustomerId
    network: Network
    handle: str
    name: str
    followers: int | None
    verified: bool
    first_seen_at: datetime
    reason: LinkReason = LinkReason.FIRST_SEEN
    is_first: bool = True  # this customer began with it; any other identity can be untied again
    basis: TieBasis | None = None


@dataclass(frozen=True, slots=True)
class PastInteraction:
    """One earlier case of a customer, for the profile."""

    case_id: int
    network: Network
    subject: str
    last_at: datetime
    outcome: str  # code: "new", "open", "waiting", "snoozed", "solved", "unanswered"
    resolution_seconds: int | None
    mark: int | None = None  # the last one that the customer gave for it, 1 to 5


@dataclass(frozen=True, slots=True)
class CustomerProfile:
    """Everything the profile pane shows of one customer."""

    id: CustomerId
    name: str
    languages: tuple[str, ...]  # ISO codes, most used first
    followers: int | None
    interactions: int  # incoming messages, all networks
    since: datetime | None
    top_share: int | None  # "top 5 %" as 5; only when true
    identities: tuple[Identity, ...]
    interactions_shown: tuple[PastInteraction, ...]
    cases_total: int
    notes: tuple[CustomerNote, ...]  # the newest hundred, newest first
    tags: tuple[str, ...]
    uid: str = ""


@dataclass(frozen=True, slots=True)
class CustomerNote:
    """A note about the customer, written by an agent."""

    uid: str
    author: str
    text: str
    at: datetime
