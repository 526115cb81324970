"""Delivery: one thing to send, its states, and the draft it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import AccountId, CaseId, DeliveryId, ThreadId
from desktop.model.messages import Visibility
from desktop.model.verdicts import Overridden, Purpose


class DeliveryState(StrEnum):
    """Where a delivery stands.

    `held`: waits for a moment or a person (undo time, closed hours, a guardrail). `waiting`: may go as soon as the
    network is there. `sending`: handed to the channel. `unsure`: the network may have it; it is looked up before
    anything is sent again. `refused`: only a person has it tried again. `sent` and `cancelled` are final. Which state
    may follow which says MAY_BECOME.
    """

    HELD = "held"
    WAITING = "waiting"
    SENDING = "sending"
    UNSURE = "unsure"
    SENT = "sent"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class HoldReason(StrEnum):
    """Why a delivery is held."""

    UNDO = "undo"  # the agent's seconds to change their mind
    CLOSED = "closed"  # outside opening hours
    SCHEDULED = "scheduled"
    GUARDRAIL = "guardrail"  # the check before sending found something new
    NEW_MESSAGE = "new_message"  # the customer wrote again since
    CRISIS = "crisis"  # crisis mode is on, and this is no person's word of now


class DraftMode(StrEnum):
    """What the composer is writing."""

    PUBLIC = "public"
    DIRECT = "direct"
    NOTE = "note"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file beside a draft, whose bytes are in the store. `size` in bytes; `alt_text` says what a picture shows."""

    id: int
    name: str
    content_type: str
    size: int
    alt_text: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsent text of one case, saved as typed. Its files are kept beside it: see the store's `draft_files`."""

    uid: str
    case_id: CaseId
    mode: DraftMode
    text: str
    updated_at: datetime
    thread_id: ThreadId | None = None
    account_id: AccountId | None = None
    attachments: tuple[DraftFile, ...] = ()


@dataclass(frozen=True, slots=True)
class OutgoingAttachment:
    """A file that leaves with a delivery. `alt_text` says what a picture shows, "" if nobody said."""

    name: str
    content_type: str
    content: bytes
    alt_text: str = ""

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class PartOf:
    """Which part of a numbered thread a delivery is. `series` is the first part's uid; `gap` follows it in the text."""

    series: str
    number: int  # from 1
    total: int
    gap: str = ""

    @property
    def mark(self) -> str:
        """What stands before the part's words: "2/3 "."""
        return f"{self.number}/{self.total} "


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to send. `idempotency_key` is made with the delivery: a Message-ID for e-mail, a key elsewhere.

    `past_hours`: an agent decided to send it although the desk is closed. `overridden` are the findings that
    `override_reason` covers. `planned` is why it was to leave at a later moment when it was made, None: at once.
    `past_crisis`: a person let it go although crisis mode held it.
    """

    id: DeliveryId
    uid: str
    case_id: CaseId
    thread_id: ThreadId
    account_id: AccountId
    visibility: Visibility
    text: str
    subject: str
    language: str
    agent: str
    idempotency_key: str
    in_reply_to: str | None
    recipient: str
    references: tuple[str, ...]
    created_at: datetime
    state: DeliveryState
    hold_reason: HoldReason | None
    not_before: datetime | None
    attempts: int
    next_try_at: datetime | None
    error: str
    override_reason: str = ""
    committing: bool = False  # the last attempt had begun to hand over the text
    customer_name: str = ""
    purpose: Purpose = Purpose.ANSWER
    past_hours: bool = False
    part: PartOf | None = None
    overridden: tuple[Overridden, ...] = ()
    planned: HoldReason | None = None
    past_crisis: bool = False

    @property
    def follows(self) -> tuple[str, int] | None:
        """Series and number of the part that must have been sent before this one, None if there is none."""
        return (self.part.series, self.part.number - 1) if self.part is not None and self.part.number > 1 else None

    @property
    def words(self) -> str:
        """The text without the number of a part."""
        return self.text.removeprefix(self.part.mark) if self.part is not None else self.text


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a channel is asked to send: a delivery in the network's terms.

    `key` is the idempotency key. For e-mail `recipient` is an address and `references` the thread's Message-IDs.
    `purpose` says why it is written: some networks allow a person's answer what they forbid a machine.
    """

    key: str
    thread_remote_id: str
    visibility: Visibility
    text: str
    recipient: str
    subject: str = ""
    language: str = ""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[OutgoingAttachment, ...] = ()
    created_at: datetime | None = None
    purpose: Purpose = Purpose.ANSWER


@dataclass(frozen=True, slots=True)
class SentReceipt:
    """What the network gave back for something sent. `at` is the network's time, aware, in UTC."""

    remote_id: str
    at: datetime
    permalink: str | None = None
    micros: int = 0  # what it cost, in millionths of a US dollar, where the network charges
    spent_as: str = ""  # as what, in the words of the network's price list


MAY_BECOME: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.HELD: frozenset(
        {DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.CANCELLED, DeliveryState.SENT}
    ),
    DeliveryState.WAITING: frozenset(
        {
            DeliveryState.WAITING,
            DeliveryState.HELD,
            DeliveryState.SENDING,
            DeliveryState.CANCELLED,
            DeliveryState.SENT,
        }
    ),
    DeliveryState.SENDING: frozenset(
        {DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.UNSURE, DeliveryState.REFUSED}
    ),
    DeliveryState.UNSURE: frozenset(
        {DeliveryState.UNSURE, DeliveryState.SENT, DeliveryState.WAITING, DeliveryState.CANCELLED}
    ),
    DeliveryState.REFUSED: frozenset({DeliveryState.WAITING, DeliveryState.CANCELLED, DeliveryState.SENT}),
    DeliveryState.SENT: frozenset(),
    DeliveryState.CANCELLED: frozenset(),
}
"""Which state a delivery may go to from which. `sent` and `cancelled` are final.

Whatever is open may turn out to be sent: its copy was found after somebody said that it had not arrived.
"""
