"""What goes into intake and what comes out: arrivals with their triage, and what one batch changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desktop.model import Arrival, Assessment, LookAlike


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A message of a customer that nobody has answered, as far as it is compared with a new one."""

    message_id: int
    text: str
    sent_at: datetime
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of an arrival before triage."""

    is_new: bool
    thread_language: str | None = None
    interactions: int = 0
    tags: tuple[str, ...] = ()
    customer_id: int | None = None
    unanswered: tuple[Unanswered, ...] = ()  # of the same customer on any network, newest first


@dataclass(frozen=True, slots=True)
class ReplyClock:
    """When an answer is due and from when it is at risk. `all_hours`: closed hours count too."""

    due_at: datetime
    at_risk_at: datetime
    all_hours: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """An arrival with what triage decided. `due_at` is set if it awaits an answer; `reopens` if it wakes a case.

    `first` and `later` are the clocks of an answer that is our first one in its case, and of a later one.

    `subject_key` is the subject without reply marks; `joins_by_subject` says that it looked like a reply.
    `answers_case` is the case after which it was asked what this is nothing but the answer to, None for all else: it
    says nothing of its matter and, wherever it comes, belongs there.
    `look_alikes` are in what its author looks like one of our accounts without being one.
    """

    arrival: Arrival
    assessment: Assessment | None = None
    due_at: datetime | None = None
    reopens: bool = False
    subject_key: str = ""
    joins_by_subject: bool = False
    first: ReplyClock | None = None
    later: ReplyClock | None = None
    look_alikes: tuple[LookAlike, ...] = ()
    answers_case: int | None = None


@dataclass(slots=True)
class IntakeResult:
    """What one batch changed."""

    new: int = 0
    edited: int = 0
    removed: int = 0
    case_ids: set[int] = field(default_factory=set)
    reopened: set[int] = field(default_factory=set)
