"""Facts: everything the guardrails may know of a draft. What is not known stays at its default and is not judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.guardrails.closed import WhenClosed
from desktop.guardrails.hours import OpeningHours
from desktop.model import AccountId, AccountRole, FileFacts, Network, Permission, ReadyMade, ThreadKind, Visibility


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft and what is around it. `text` is what would leave, signature included.

    `language` is ISO 639-1, None if unknown. `permission` and `hours` None: not judged by them; `hours` needs `now`.
    `own_values` are the company's own numbers and addresses, which may be published. `own_handle` is the sending
    account's handle with its server ("@aurora@social.example"). `text_limit` and `url_weight` override the
    permission's and the network's. `files` are judged by the permission's rules for files.
    `when_closed` SEND, or `past_hours`,
    only advises outside opening hours. An `acknowledgement` goes out although the desk is closed; `acknowledged`: the
    customer has had one. `budget_left_micros` is what may still be spent this month, None where there is no budget.
    `said_lately` are texts that this desk wrote lately where the network minds the same words twice.
    `answers_abuse`: what it answers is in the Abuse view; `looked_again`: somebody read it once more for that.
    `held_as`: crisis mode is on and holds this kind of text; None: it is off, or this is a person's word of now.
    """

    text: str
    visibility: Visibility
    network: Network
    language: str | None = None
    thread_kind: ThreadKind | None = None
    account_role: AccountRole | None = None
    account_id: AccountId | None = None
    thread_account_id: AccountId | None = None
    has_care_account: bool = False
    permission: Permission | None = None
    hours: OpeningHours | None = None
    now: datetime | None = None
    own_values: tuple[str, ...] = ()
    own_handle: str = ""
    customer_handle: str = ""
    text_limit: int | None = None
    url_weight: int | None = None
    has_attachments: bool = False
    files: tuple[FileFacts, ...] = ()
    when_closed: WhenClosed = WhenClosed.HOLD
    past_hours: bool = False
    acknowledgement: bool = False
    acknowledged: bool = False
    budget_left_micros: int | None = None
    said_lately: tuple[str, ...] = ()
    answers_abuse: bool = False
    looked_again: bool = False
    held_as: ReadyMade | None = None
