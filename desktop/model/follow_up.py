"""Follow-up: what is asked of a customer afterwards, what they answered, and what an agent wants to be reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import AccountId, CaseId, IdentityId, MessageId


class Asking(StrEnum):
    """What is asked. The value is stored; never change one."""

    SATISFACTION = "satisfaction"  # how did it go, 1 to 5
    CHANNELS = "channels"  # which channel do you use, which would you rather use


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that left and was not answered yet."""

    id: int
    case_id: CaseId
    identity_id: IdentityId
    account_id: AccountId
    asking: Asking
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A message that came after a question, from whom it was asked, in the same channel."""

    question: OpenQuestion
    message_id: MessageId
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Askable:
    """A solved case whose customer may be asked, as far as the store can tell. `class_` is its message class."""

    case_id: CaseId
    solved_at: datetime
    message_class: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """What an agent wants to be reminded of in a case: "confirm the refund went out"."""

    uid: str
    case_id: CaseId
    agent: str
    initials: str
    at: datetime
    text: str
    told: bool = False
    done: bool = False
