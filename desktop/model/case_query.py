"""Case query: what a search or a saved view asks for, as a tree that the store turns into SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.cases import Lane
from desktop.model.networks import Network
from desktop.model.triage import MessageClass


class Trait(StrEnum):
    """What a case is or is not. The values are what a person types after "is:"."""

    UNREAD = "unread"
    UNANSWERED = "unanswered"  # an answer is owed
    OVERDUE = "overdue"
    REPEAT = "repeat"
    URGENT = "urgent"
    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    SOLVED = "solved"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    MINE = "mine"
    PUBLIC = "public"
    PRIVATE = "private"
    LISTENING = "listening"
    QUEUED = "queued"  # a reply of ours has not gone out


class Held(StrEnum):
    """What a case holds. The values are what a person types after "has:"."""

    ATTACHMENT = "attachment"
    NOTE = "note"
    DRAFT = "draft"
    TAG = "tag"


class Figure(StrEnum):
    """A number that a case has. The values are what a person types before the colon."""

    PRIORITY = "priority"
    FOLLOWERS = "followers"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Words:
    """The messages, subjects or people of a case hold all these words; `unfinished`: the last one may go on."""

    text: str
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """The customer's name or handle holds these words."""

    text: str


@dataclass(frozen=True, slots=True)
class On:
    """The case is on this network."""

    network: Network


@dataclass(frozen=True, slots=True)
class Through:
    """The case came through an account whose name or handle holds this text."""

    account: str


@dataclass(frozen=True, slots=True)
class In:
    """The case is in this lane."""

    lane: Lane


@dataclass(frozen=True, slots=True)
class Tagged:
    """The case or its customer has this tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class Ticketed:
    """The case is tied to a ticket: of this number or with this in its title, in one of these states if any is named.

    No text and no states: any ticket.
    """

    text: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detailed:
    """The customer's own field of this name says this; no value: anything. No name: any field of them."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Classed:
    """The newest message that awaits an answer is of this class."""

    message_class: MessageClass


@dataclass(frozen=True, slots=True)
class Speaks:
    """The conversation is in this language, ISO 639-1 or "unknown"."""

    language: str


@dataclass(frozen=True, slots=True)
class AssignedTo:
    """The agent with these initials has the case."""

    initials: str


@dataclass(frozen=True, slots=True)
class Span:
    """The newest message came at or after `since` and before `until`, aware; None: unbounded."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of the case lies between two bounds, both included; None: unbounded."""

    figure: Figure
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Is:
    """The case has a trait."""

    trait: Trait


@dataclass(frozen=True, slots=True)
class Has:
    """The case holds something."""

    held: Held


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold. No parts: everything."""

    parts: tuple[CaseQuery, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[CaseQuery, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: CaseQuery


CaseQuery = (
    Words
    | Person
    | On
    | Through
    | In
    | Tagged
    | Ticketed
    | Detailed
    | Classed
    | Speaks
    | AssignedTo
    | Span
    | Counted
    | Is
    | Has
    | Both
    | Either
    | Not
)
