"""Crisis: more people than ever, or more anger; and the mode in which only what is approved for it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import AccountId


class Surging(StrEnum):
    """What there is more of. The value is stored; never change one."""

    VOLUME = "volume"
    ANGER = "anger"


@dataclass(frozen=True, slots=True)
class HourCount:
    """One hour of an account: when it began (aware, a whole hour), how many wrote to it, how many of them angrily.

    A person who writes ten times in an hour counts once.
    """

    start: datetime
    people: int
    angry: int = 0


@dataclass(frozen=True, slots=True)
class Surge:
    """More than ever: of what, how many in the last hour, and how many this hour of the week usually brings."""

    of: Surging
    people: int
    expected: float


@dataclass(frozen=True, slots=True)
class SeenSurge:
    """A surge of an account from when it was first seen until it is over; the figures are those of its last look.

    `saying` are the words that most of them share, "" for none, `share` how many in a hundred say them. `began_at` is
    when it was seen first, `last_at` when it was seen last, both aware. While `muted_until` has not come, the window
    shows no banner of it.
    """

    id: int
    account_id: AccountId
    of: Surging
    began_at: datetime
    last_at: datetime
    people: int
    expected: float
    saying: str = ""
    share: int = 0
    ended_at: datetime | None = None
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CrisisMode:
    """Crisis mode from when a person switched it on until one switched it off; `off_at` None: it is on."""

    id: int
    on_at: datetime
    on_by: str
    off_at: datetime | None = None
    off_by: str = ""


class ReadyMade(StrEnum):
    """Why a text is no person's word of this moment, so that crisis mode holds it."""

    CANNED = "canned"  # a canned reply that nobody approved for a crisis
    SCHEDULED = "scheduled"  # it was to leave by itself at a later moment
    SURVEY = "survey"  # how satisfied were you


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person wrote last in a surge. `at` is aware."""

    case_id: int
    name: str
    handle: str
    text: str
    at: datetime
    angry: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of a playbook that somebody did, and when (aware)."""

    step: str
    agent: str
    at: datetime
