"""Reply: a finished text on its way into the outbox, and the deliveries that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.composer.parts import Part
from desktop.model import (
    Account,
    CaseDetail,
    Delivery,
    DeliveryId,
    DeliveryState,
    DraftFile,
    HoldReason,
    Network,
    OutgoingAttachment,
    PartOf,
    Purpose,
    ThreadView,
    Visibility,
    made_uid,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished text on its way into the outbox. `later` is when it may leave at the earliest.

    `purpose`: an acknowledgement says when the desk opens and is not the answer that is owed. `past_hours`: the agent
    decided to send it although the desk is closed. `opens` is the opening that an acknowledgement names.
    `parts` are the pieces of a text that is too long for one message: one delivery each.
    """

    case: CaseDetail
    thread: ThreadView
    account: Account
    visibility: Visibility
    text: str
    agent: str
    language: str = ""
    override_reason: str = ""
    later: datetime | None = None
    attachments: Sequence[OutgoingAttachment | DraftFile] = ()
    purpose: Purpose = Purpose.ANSWER
    past_hours: bool = False
    opens: datetime | None = None
    parts: Sequence[Part] = ()


def delivery_of(
    reply: Reply, now: datetime, state: DeliveryState, reason: HoldReason | None, not_before: datetime | None
) -> Delivery:
    """Return the delivery that carries a reply, with a key of its own."""
    uid = made_uid()
    references = _references(reply.thread)
    return Delivery(
        id=DeliveryId(0),
        uid=uid,
        case_id=reply.case.row.id,
        thread_id=reply.thread.id,
        account_id=reply.account.id,
        visibility=reply.visibility,
        text=reply.text,
        subject=_subject(reply),
        language=reply.language,
        agent=reply.agent,
        idempotency_key=_key(uid, reply.account),
        in_reply_to=reply.thread.last_incoming_remote_id,
        recipient=reply.thread.customer_handle,
        references=references,
        created_at=now,
        state=state,
        hold_reason=reason,
        not_before=not_before,
        attempts=0,
        next_try_at=None,
        error="",
        override_reason=reply.override_reason,
        purpose=reply.purpose,
        past_hours=reply.past_hours,
    )


def deliveries_of(
    reply: Reply, now: datetime, state: DeliveryState, reason: HoldReason | None, not_before: datetime | None
) -> tuple[Delivery, ...]:
    """Return the delivery of a whole text, or those of a numbered thread in its order."""
    whole = delivery_of(reply, now, state, reason, not_before)
    if not reply.parts:
        return (whole,)
    keyed = ((whole.uid if part.number == 1 else made_uid(), part) for part in reply.parts)
    return tuple(
        replace(
            whole,
            uid=uid,
            idempotency_key=_key(uid, reply.account),
            text=part.text,
            part=PartOf(whole.uid, part.number, part.total, part.gap),
        )
        for uid, part in keyed
    )


def _key(uid: str, account: Account) -> str:
    """Return the idempotency key: a Message-ID (without angle brackets) in the account's domain, else the uid."""
    if account.network is not Network.EMAIL:
        return uid
    domain = account.handle.rpartition("@")[2] or "localhost"
    return f"{uid}@{domain}"


def _subject(reply: Reply) -> str:
    if reply.account.network is not Network.EMAIL:
        return ""
    subject = reply.thread.subject.strip()
    if not reply.thread.last_incoming_remote_id:
        return subject  # we begin
    return subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()


def _references(thread: ThreadView) -> tuple[str, ...]:
    if not thread.last_incoming_remote_id:
        return ()  # we begin: there is nothing to refer to
    ids = [thread.remote_id, thread.last_incoming_remote_id]
    return tuple(dict.fromkeys(one for one in ids if one))
