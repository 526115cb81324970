"""What an agent does with the outbox: queue a reply, take it back, try it again. Window process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.cases import Done
from desktop.model import (
    Account,
    CaseDetail,
    Decision,
    Deed,
    Delivery,
    DeliveryId,
    DeliveryState,
    Draft,
    DraftFile,
    DraftMode,
    HoldReason,
    Network,
    OutgoingAttachment,
    Purpose,
    SentReceipt,
    ThreadView,
    Verdict,
    Visibility,
    made_uid,
)
from desktop.outbox.listing import MOST, OutboxListing, list_outbox
from desktop.store import Store

_BY_HAND = "by-hand:"
"""Begins the id of a message that a person says was sent where the network's own id is not known."""

_PRIVACY = (DraftMode.PUBLIC, DraftMode.DIRECT, DraftMode.HAND_OVER, DraftMode.NOTE)
"""Ways of writing by how few people read them, the most public first."""

_MAY_TAKE_BACK = (DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.REFUSED, DeliveryState.UNSURE)


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished text on its way into the outbox. `later` is when it may leave at the earliest.

    `purpose`: an acknowledgement says when the desk opens and is not the answer that is owed. `past_hours`: the agent
    decided to send it although the desk is closed. `opens` is the opening that an acknowledgement names.
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
    attachments: Sequence[OutgoingAttachment] = ()
    purpose: Purpose = Purpose.ANSWER
    past_hours: bool = False
    opens: datetime | None = None


class Blocked(Exception):
    """The guardrails block this text; `verdict` says why. Nothing was queued, the draft is as it was."""

    def __init__(self, verdict: Verdict) -> None:
        """Keep the verdict for the guard strip."""
        super().__init__(verdict.decision.value)
        self.verdict = verdict


class OutboxDesk:
    """The window's side of the outbox. Every call is one short transaction."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Share the window's store."""
        self._store = store
        self._clock = clock

    def queue(self, reply: Reply, verdict: Verdict, *, undo_seconds: int) -> Delivery:
        """Make a delivery of a reply and forget the draft.

        It is held for the undo time, until `later`, or until the verdict's end; else it may go at once. Raises
        Blocked if the verdict blocks and no override reason was given or allowed.
        """
        if verdict.decision is Decision.BLOCK and not (verdict.overridable and reply.override_reason.strip()):
            raise Blocked(verdict)
        now = self._clock()
        state, reason, not_before = self._hold(reply, verdict, now, undo_seconds)
        delivery = delivery_of(reply, now, state, reason, not_before)
        if reply.purpose is Purpose.ACKNOWLEDGEMENT:
            return self._store.acknowledgements.make(delivery, until=reply.opens)
        return self._store.deliveries.make(delivery, reply.attachments)

    def listing(self, limit: int = MOST) -> OutboxListing:
        """Return what has not gone out, what needs a person first; at most `limit` entries."""
        return list_outbox(self._store, limit)

    def take_back(self, delivery_id: DeliveryId, agent: str) -> Draft | None:
        """Cancel a delivery and make its text the case's draft again; None if it has left meanwhile.

        A draft that was begun meanwhile is kept below it, in the more private way of writing of the two.
        """
        delivery = self._store.deliveries.get(delivery_id)
        if delivery is None:
            return None
        with self._store.connection.writing():
            if not self._cancel(delivery, agent):
                return None
            draft = self._draft_of(delivery)
            self._store.drafts.save(draft)
        return draft

    def discard(self, delivery_id: DeliveryId, agent: str) -> Done | None:
        """Cancel a delivery for good; None if it has left meanwhile. Undo puts it back as it stood."""
        before = self._store.deliveries.get(delivery_id)
        if before is None or not self._cancel(before, agent):
            return None

        def undo() -> None:
            self._store.deliveries.restore(before, actor=agent, at=self._clock())

        return Done(Deed.DELIVERY_STATE, (before.case_id,), DeliveryState.CANCELLED.value, undo)

    def mark_sent(self, delivery_id: DeliveryId, agent: str) -> bool:
        """Record on a person's word that an unsure delivery did arrive; False if it is not unsure any more.

        For e-mail the copy is known by its Message-ID; elsewhere nobody knows the network's id, and the message
        carries one of its own.
        """
        with self._store.connection.writing():
            delivery = self._store.deliveries.get(delivery_id)
            if delivery is None or delivery.state is not DeliveryState.UNSURE:
                return False
            account = self._store.accounts.get(delivery.account_id)
            is_mail = account is not None and account.network is Network.EMAIL
            remote_id = delivery.idempotency_key if is_mail else f"{_BY_HAND}{delivery.uid}"
            receipt = SentReceipt(remote_id, delivery.created_at)
            return self._store.deliveries.finish(delivery_id, receipt, actor=agent, at=self._clock())

    def try_again(self, delivery_id: DeliveryId, agent: str) -> bool:
        """Send a refused, unsure or held delivery now, on a person's word; False if it has left meanwhile."""
        return self._store.deliveries.change(
            delivery_id,
            (DeliveryState.REFUSED, DeliveryState.UNSURE, DeliveryState.HELD, DeliveryState.WAITING),
            DeliveryState.WAITING,
            actor=agent,
            at=self._clock(),
        )

    def _cancel(self, delivery: Delivery, agent: str) -> bool:
        return self._store.deliveries.change(
            delivery.id, _MAY_TAKE_BACK, DeliveryState.CANCELLED, actor=agent, at=self._clock()
        )

    def _draft_of(self, delivery: Delivery) -> Draft:
        mode = DraftMode.PUBLIC if delivery.visibility is Visibility.PUBLIC else DraftMode.DIRECT
        text = delivery.text
        earlier = self._store.drafts.of_case(delivery.case_id)
        attachments: tuple[DraftFile, ...] = ()
        if earlier is not None and (earlier.text.strip() or earlier.attachments):
            text = f"{text}\n\n{earlier.text}".rstrip()
            mode = max(mode, earlier.mode, key=_PRIVACY.index)
            attachments = earlier.attachments
        return Draft(
            made_uid(),
            delivery.case_id,
            mode,
            text,
            self._clock(),
            delivery.thread_id,
            delivery.account_id,
            attachments,
        )

    def _hold(
        self, reply: Reply, verdict: Verdict, now: datetime, undo_seconds: int
    ) -> tuple[DeliveryState, HoldReason | None, datetime | None]:
        until = verdict.until
        if reply.later is not None and (until is None or reply.later > until):
            return DeliveryState.HELD, HoldReason.SCHEDULED, reply.later
        if until is not None:
            return DeliveryState.HELD, HoldReason.CLOSED, until
        if undo_seconds > 0:
            return DeliveryState.HELD, HoldReason.UNDO, now + timedelta(seconds=undo_seconds)
        return DeliveryState.WAITING, None, None


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
