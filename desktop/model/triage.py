"""What triage says of a message: language, class, priority with its factors, and the clock of its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageClass(StrEnum):
    """What a message is. The value is stored, exported and printed by the command line."""

    URGENT = "urgent"
    COMPLAINT = "complaint"
    PURCHASE_INTENT = "purchase_intent"
    BRAND_PREFERENCE = "brand_preference"
    FAQ_QUESTION = "faq_question"
    TECHNICAL_QUESTION = "technical_question"
    SUGGESTION = "suggestion"
    PRAISE_THANKS = "praise_thanks"
    NOISE = "noise"
    ABUSE = "abuse"


class FactorName(StrEnum):
    """A named part of the priority."""

    URGENCY = "urgency"
    GRAVITY = "gravity"
    REACH = "reach"
    ACTIVITY = "activity"
    REPEAT = "repeat"
    WAITING = "waiting"
    SENTIMENT = "sentiment"
    CUSTOMER_VALUE = "customer_value"


class ReasonCode(StrEnum):
    """A reason chip in the list, in the order in which the list shows them."""

    MEDICAL_NEED = "medical_need"
    ASKED_BEFORE = "asked_before"
    CAMPAIGN = "campaign"  # many people sent this very text
    URGENT_WORDING = "urgent_wording"
    FOLLOWERS = "followers"
    LEAVING_RISK = "leaving_risk"
    PURCHASE_INTENT = "purchase_intent"
    IMPERSONATOR = "impersonator"
    NO_MENTION = "no_mention"


@dataclass(frozen=True, slots=True)
class Factor:
    """One part of a priority: how many points it gave and the words or figure that earned them."""

    name: FactorName
    points: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A chip: why this case stands where it stands. `detail` is a figure ("120000") or empty.

    `words` are the customer's that say so, empty where a figure or the network does.
    """

    code: ReasonCode
    detail: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassEvidence:
    """A class and the words of the message that speak for it."""

    message_class: MessageClass
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What triage says of one message.

    `language` is an ISO 639-1 code or "unknown". `priority` is 0 to 100, the capped sum of the factors' points.
    `classes` are all that apply, the leading one first and equal to `message_class`.
    """

    language: str
    message_class: MessageClass
    urgent: bool
    priority: int
    factors: tuple[Factor, ...] = ()
    reasons: tuple[Reason, ...] = ()
    classes: tuple[ClassEvidence, ...] = ()


class ClockKind(StrEnum):
    """What a clock measures. The value is stored; never change one."""

    FIRST_REPLY = "first_reply"  # until our first answer in a case
    NEXT_REPLY = "next_reply"  # until our answer to whatever the customer writes later
    RESOLUTION = "resolution"  # until the case is solved; it stands still while the customer is to answer


class ClockState(StrEnum):
    """How a case's response clock stands."""

    NONE = "none"  # nothing is owed
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    PAUSED = "paused"  # outside opening hours
    QUEUED = "queued"  # our answer waits in the outbox


@dataclass(frozen=True, slots=True)
class Clock:
    """A case's response clock. `due_at` is UTC wall time, already stretched over closed hours."""

    state: ClockState
    due_at: datetime | None = None
    seconds_left: int | None = None  # negative once breached; opening-hours time
    resumes_at: datetime | None = None  # when paused: when the desk opens
    kind: ClockKind | None = None  # which clock it is; None: that of an answer
