"""Case: what an agent works on, the row that the inbox shows of it, and the items of its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.model.ids import AccountId, CaseId, CustomerId, DeliveryId, ThreadId
from desktop.model.messages import Direction, ThreadKind, Visibility
from desktop.model.networks import Network
from desktop.model.triage import ClockKind, MessageClass, Reason

if TYPE_CHECKING:
    from desktop.model.messages import Attachment, Engagement, Mechanical
    from desktop.model.moderation import Moderation
    from desktop.model.outbox import DeliveryState
    from desktop.model.verdicts import Refusal


class CaseStatus(StrEnum):
    """Where a case stands. Stored as text; the effective status is projected from facts and intentions."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"  # our answer was the last word
    SNOOZED = "snoozed"
    SOLVED = "solved"


class Lane(StrEnum):
    """A view of the inbox."""

    MY_OPEN = "my_open"
    UNASSIGNED = "unassigned"
    AT_RISK = "at_risk"
    REPEAT = "repeat"
    LISTENING = "listening"
    SNOOZED = "snoozed"
    WAITING = "waiting"
    SOLVED = "solved"
    ALL = "all"
    IMPOSTORS = "impostors"  # somebody who looks like us answered a customer
    ABUSE = "abuse"
    OUTBOX = "outbox"
    DRAFTS = "drafts"


class Sort(StrEnum):
    """The order of a lane."""

    URGENCY = "urgency"  # the clock first (breached, at risk, on track), then priority
    NEWEST = "newest"
    OLDEST_WAITING = "oldest_waiting"
    REACH = "reach"  # the most followers first


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of the case list. Everything the delegate paints comes from here."""

    id: CaseId
    customer_id: CustomerId
    customer_uid: str
    name: str
    handle: str
    network: Network
    snippet: str
    snippet_is_ours: bool
    unread: bool
    status: CaseStatus
    assignee: str | None  # agent's initials, or None
    last_at: datetime
    message_class: MessageClass | None
    priority: int
    reasons: tuple[Reason, ...]
    due_at: datetime | None  # when the clock ends that ends first; None: nothing is owed
    snoozed_until: datetime | None
    queued: int  # deliveries of this case that have not gone out
    thread_kind: ThreadKind
    listening: bool = False  # nothing in it addresses us, and nobody has taken it
    account_id: AccountId | None = None  # the account that was written to last: its hours are the clock's
    has_impostor: bool = False  # somebody who looks like us answered in it
    is_abuse: bool = False  # by class, by an agent's word, or because its author is hushed
    at_risk_at: datetime | None = None  # from when its clock is at risk
    clock: ClockKind | None = None  # which clock ends first; None: none runs
    all_hours: bool = False  # that clock counts closed hours too
    owed: bool = False  # the customer awaits an answer


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What the composer must know of a thread to write in it.

    The "last" one is the customer's newest message that is still there: what an answer answers. `addressed`: it
    addresses the thread's account. `begun_by_us`: the thread hangs below a post of ours. `private_reply` is the
    delivery that took the one private message which some networks allow to a comment.
    """

    id: ThreadId
    case_id: CaseId
    account_id: AccountId
    network: Network
    kind: ThreadKind
    remote_id: str
    subject: str
    permalink: str | None
    customer_handle: str
    last_incoming_at: datetime | None
    last_incoming_remote_id: str | None
    addressed: bool = True
    begun_by_us: bool = False
    hidden: bool = False
    closed_public: Refusal | None = None
    closed_direct: Refusal | None = None
    private_reply: DeliveryId | None = None
    last_at: datetime | None = None  # of its newest message, or when it was begun
    chosen_at: datetime | None = None  # when an agent said that the case goes on here, in private


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case as its header and composer show it.

    `language` is ISO 639-1, "unknown" where nothing tells; `first_at` is when its oldest message was sent, aware UTC.
    """

    row: CaseRow
    subject: str
    tags: tuple[str, ...]
    threads: tuple[ThreadView, ...]
    language: str
    first_at: datetime
    messages: int
    merged_into: CaseId | None = None


class ItemKind(StrEnum):
    """What a timeline item is."""

    MESSAGE = "message"
    NOTE = "note"
    DELIVERY = "delivery"  # ours, not yet a message on the network
    EVENT = "event"  # a system line: assigned, merged, solved


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One item of a case's timeline, oldest first.

    For an EVENT, `text` is a code and `detail` its value; for a NOTE `detail` is its kind.
    """

    kind: ItemKind
    key: str  # stable: message uid, note uid, delivery uid, event id
    at: datetime
    direction: Direction
    visibility: Visibility
    network: Network | None
    thread_kind: ThreadKind | None
    author_name: str
    author_handle: str
    author_key: str  # what the avatar's colour is chosen by
    text: str
    subject: str = ""
    quoted: str = ""
    html: str | None = None
    detail: str = ""
    permalink: str | None = None
    remote_id: str | None = None
    account_name: str = ""
    attachments: tuple[Attachment, ...] = ()
    engagement: Engagement | None = None
    mechanical: Mechanical | None = None
    delivery_state: DeliveryState | None = None
    delivery_reason: str = ""  # code of a hold or refusal
    undo_until: datetime | None = None
    not_before: datetime | None = None
    unanswered: bool = False
    deleted: bool = False
    edited: bool = False
    message_id: int | None = None
    delivery_id: int | None = None
    thread_id: ThreadId | None = None
    hidden: bool = False  # on the network, by us or by it
    moderation: Moderation | None = None  # the one that is not final
    in_browser: bool = False  # an answer given on the network's own website, as an agent recorded it

    @property
    def is_posted_by_customer(self) -> bool:
        """True for what somebody else wrote in public and has not deleted."""
        public = self.visibility is Visibility.PUBLIC and self.direction is Direction.INCOMING
        return self.kind is ItemKind.MESSAGE and public and not self.deleted
