"""What an agent does with the outbox: queue a reply, take it back, try it again. Window process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop.cases import Done
from desktop.model import (
    Decision,
    Deed,
    Delivery,
    DeliveryId,
    DeliveryState,
    Draft,
    DraftMode,
    HoldReason,
    Network,
    Purpose,
    SentReceipt,
    Verdict,
    Visibility,
    made_uid,
    overridden_in,
)
from desktop.outbox.holding import hold_reason_of
from desktop.outbox.listing import MOST, OutboxListing, list_outbox
from desktop.outbox.overriding import says_enough
from desktop.outbox.reply import Reply, deliveries_of
from desktop.outbox.scheduling import checked_moment
from desktop.store import BY_HAND, Store

_PRIVACY = (DraftMode.PUBLIC, DraftMode.DIRECT, DraftMode.HAND_OVER, DraftMode.NOTE)
"""Ways of writing by how few people read them, the most public first."""

_MAY_TAKE_BACK = (DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.REFUSED, DeliveryState.UNSURE)


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
        """Make a delivery of a reply, or of each of its parts, and forget the draft; return the first one.

        It is held for the undo time, until `later`, or until the verdict's end; else it may go at once. Raises
        Blocked if the verdict blocks and no override reason was given or allowed. A reason covers what the verdict
        blocks and nothing that is found later; where nothing blocks it is not kept.
        """
        if verdict.decision is Decision.BLOCK and not (verdict.overridable and says_enough(reply.override_reason)):
            raise Blocked(verdict)
        reply = replace(reply, override_reason=" ".join(reply.override_reason.split()))
        if verdict.decision is not Decision.BLOCK:
            reply = replace(reply, override_reason="")
        now = self._clock()
        state, reason, not_before = self._hold(reply, verdict, now, undo_seconds)
        made = deliveries_of(reply, now, state, reason, not_before)
        first, *others = (replace(one, overridden=overridden_in(verdict)) for one in made)
        if reply.purpose is Purpose.ACKNOWLEDGEMENT:
            return self._store.acknowledgements.make(first, until=reply.opens)
        with self._store.connection.writing():
            kept = self._store.deliveries.make(first, reply.attachments)
            for part in others:
                self._store.deliveries.make(part)
        return kept

    def listing(self, limit: int = MOST) -> OutboxListing:
        """Return what has not gone out, what needs a person first; at most `limit` entries."""
        return list_outbox(self._store, limit)

    def take_back(self, delivery_id: DeliveryId, agent: str) -> Draft | None:
        """Cancel a delivery and make its text and files the case's draft again; None if it has left meanwhile.

        Of a numbered thread every part comes back that has not left, as one text. A draft that was begun meanwhile is
        kept below it, in the more private way of writing of the two.
        """
        delivery = self._store.deliveries.get(delivery_id)
        if delivery is None:
            return None
        with self._store.connection.writing():
            back = [one for one in self._parts(delivery, from_number=1) if self._cancel(one, agent)]
            if not back:
                return None
            self._store.drafts.save(self._draft_of(back))
            self._store.draft_files.take_back(delivery.case_id, [int(one.id) for one in back])
        return self._store.drafts.of_case(delivery.case_id)

    def discard(self, delivery_id: DeliveryId, agent: str) -> Done | None:
        """Cancel a delivery, and the parts that follow it, for good; None if it has left meanwhile.

        Undo puts it back as it stood.
        """
        before = self._store.deliveries.get(delivery_id)
        if before is None:
            return None
        with self._store.connection.writing():
            gone = [one for one in self._parts(before) if self._cancel(one, agent)]
        if not gone:
            return None

        def undo() -> None:
            with self._store.connection.writing():
                while gone:  # once: what was taken back since must not leave as well
                    self._store.deliveries.restore(gone.pop(), actor=agent, at=self._clock())

        return Done(Deed.DELIVERY_STATE, (before.case_id,), DeliveryState.CANCELLED.value, undo)

    def discard_all(self, delivery_ids: Sequence[DeliveryId], agent: str) -> int:
        """Cancel many deliveries for good in one transaction; return how many had not left yet."""
        with self._store.connection.writing():
            return sum(self.discard(one, agent) is not None for one in delivery_ids)

    def reschedule(self, delivery_id: DeliveryId, at: datetime, agent: str) -> Done | None:
        """Let a delivery that is to leave later, and the parts that follow it, leave at another moment instead.

        None if it doesn't wait for a moment any more. Undo puts the former moment back unless that has passed, so that
        an undo never sends. Raises TooSoon or TooFar.
        """
        at = checked_moment(at, self._clock())
        before = self._store.deliveries.get(delivery_id)
        if before is None or not self._move(before, at, agent):
            return None

        def undo() -> None:
            if before.not_before is not None and before.not_before > self._clock():
                self._move(before, before.not_before, agent)

        return Done(Deed.RESCHEDULED, (before.case_id,), at.isoformat(), undo)

    def mark_sent(self, delivery_id: DeliveryId, agent: str) -> bool:
        """Record on a person's word that an unsure delivery did arrive; False if it is not unsure any more.

        For e-mail the copy is known by its Message-ID. Elsewhere it is the copy that was pulled meanwhile; if there is
        none yet, the message carries an id of its own until a pull brings the copy.
        """
        with self._store.connection.writing():
            delivery = self._store.deliveries.get(delivery_id)
            if delivery is None or delivery.state is not DeliveryState.UNSURE:
                return False
            account = self._store.accounts.get(delivery.account_id)
            is_mail = account is not None and account.network is Network.EMAIL
            copy = delivery.idempotency_key if is_mail else self._store.deliveries.copy_of(delivery)
            remote_id = copy or f"{BY_HAND}{delivery.uid}"
            receipt = SentReceipt(remote_id, delivery.created_at)
            return self._store.deliveries.finish(delivery_id, receipt, actor=agent, at=self._clock())

    def try_again(self, delivery_id: DeliveryId, agent: str) -> bool:
        """Send a refused, unsure or held delivery now, on a person's word; False if it has left meanwhile.

        The parts of a numbered thread that are held for the same reason follow it.
        """
        before = self._store.deliveries.get(delivery_id)
        if before is None:
            return False
        with self._store.connection.writing():
            if not self._release(before, agent):
                return False
            for part in self._parts(before)[1:]:
                if (part.state, part.hold_reason) == (DeliveryState.HELD, before.hold_reason):
                    self._release(part, agent)
        return True

    def _move(self, delivery: Delivery, at: datetime, agent: str) -> bool:
        """Give those parts of a text another moment that still wait for one; False if none does."""
        with self._store.connection.writing():
            waiting = [one for part in self._parts(delivery) if (one := self._scheduled(part.id)) is not None]
            for one in waiting:
                self._store.deliveries.change(
                    one.id,
                    (DeliveryState.HELD,),
                    DeliveryState.HELD,
                    actor=agent,
                    at=self._clock(),
                    hold_reason=HoldReason.SCHEDULED,
                    not_before=at,
                )
            if waiting:
                former = waiting[0].not_before
                self._store.journal.record(
                    Deed.RESCHEDULED,
                    actor=agent,
                    at=self._clock(),
                    case_id=int(delivery.case_id),
                    before=former.isoformat() if former is not None else None,
                    after=[delivery.uid, at.isoformat()],
                )
        return bool(waiting)

    def _scheduled(self, delivery_id: DeliveryId) -> Delivery | None:
        """Return a delivery as it stands now if it waits for a moment that an agent chose."""
        now = self._store.deliveries.get(delivery_id)
        stands = (now.state, now.hold_reason) if now is not None else None
        return now if stands == (DeliveryState.HELD, HoldReason.SCHEDULED) else None

    def _release(self, delivery: Delivery, agent: str) -> bool:
        return self._store.deliveries.change(
            delivery.id,
            (DeliveryState.REFUSED, DeliveryState.UNSURE, DeliveryState.HELD, DeliveryState.WAITING),
            DeliveryState.WAITING,
            actor=agent,
            at=self._clock(),
            released=True,
        )

    def _parts(self, delivery: Delivery, from_number: int | None = None) -> list[Delivery]:
        """Return a delivery alone, or the parts of its thread from its own number, or another one, onwards."""
        own = delivery.part
        if own is None:
            return [delivery]
        first = own.number if from_number is None else from_number
        return [one for one in self._store.deliveries.series(own.series) if one.part and one.part.number >= first]

    def _cancel(self, delivery: Delivery, agent: str) -> bool:
        return self._store.deliveries.change(
            delivery.id, _MAY_TAKE_BACK, DeliveryState.CANCELLED, actor=agent, at=self._clock()
        )

    def _draft_of(self, back: Sequence[Delivery]) -> Draft:
        delivery = back[0]
        mode = DraftMode.PUBLIC if delivery.visibility is Visibility.PUBLIC else DraftMode.DIRECT
        text = "".join(f"{one.words}{one.part.gap}" if one.part else one.text for one in back).rstrip()
        earlier = self._store.drafts.of_case(delivery.case_id)
        if earlier is not None and (earlier.text.strip() or earlier.attachments):
            text = f"{text}\n\n{earlier.text}".rstrip()
            mode = max(mode, earlier.mode, key=_PRIVACY.index)
        return Draft(
            made_uid(),
            delivery.case_id,
            mode,
            text,
            self._clock(),
            delivery.thread_id,
            delivery.account_id,
        )

    def _hold(
        self, reply: Reply, verdict: Verdict, now: datetime, undo_seconds: int
    ) -> tuple[DeliveryState, HoldReason | None, datetime | None]:
        until = verdict.until
        if reply.later is not None:  # hours that change meanwhile never make it leave before its moment
            return DeliveryState.HELD, HoldReason.SCHEDULED, max(reply.later, until or reply.later)
        if verdict.decision is Decision.HOLD and hold_reason_of(verdict) is HoldReason.CRISIS:
            return DeliveryState.HELD, HoldReason.CRISIS, None
        if until is not None:
            return DeliveryState.HELD, HoldReason.CLOSED, until
        if undo_seconds > 0:
            return DeliveryState.HELD, HoldReason.UNDO, now + timedelta(seconds=undo_seconds)
        return DeliveryState.WAITING, None, None
