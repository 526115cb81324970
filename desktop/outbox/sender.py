"""The sender: the one door through which anything leaves, each delivery at most once.

Each account has a queue of its own: one that was told to wait, or is slow, holds up no other. In a thread nothing
overtakes what was written before it. Before every attempt the guardrails and the permission are asked again. What the
network may already have is looked up before anything else happens to it, and a person decides where the look-up finds
nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from desktop.channels import looks_up
from desktop.events import DeliveriesChanged, Event
from desktop.model import (
    AccountId,
    Channel,
    ChannelError,
    Decision,
    Delivery,
    DeliveryState,
    HoldReason,
    OutcomeUnknown,
    Outgoing,
    Purpose,
    Refused,
    SentReceipt,
    SignInExpired,
    Spent,
    TemporaryFailure,
    Verdict,
    still_said,
)
from desktop.outbox.holding import hold_reason_of
from desktop.outbox.queues import RATE_LIMITED, due_in
from desktop.store import BY_HAND, SENDING, Store, StoreError
from desktop.store.journal import ENGINE

_log = logging.getLogger(__name__)
LOOK_UP_AGAIN = (5.0, 15.0, 30.0, 60.0, 120.0)
"""Seconds before each look-up of a delivery whose outcome is open; after the last one a person decides."""

FAULT = "channel_fault"
"""The error of a delivery whose step failed in a way that nobody foresaw."""

_RETRY_FIRST = 5.0
_RETRY_LONGEST = 600.0
_FINISH_SECONDS = 20.0


class Sender:
    """Moves deliveries to their networks. Engine process, one event loop thread, one send at a time per account."""

    def __init__(
        self,
        store: Store,
        channel_of: Callable[[int], Channel | None],
        judge: Callable[[Delivery], Verdict],
        clock: Callable[[], datetime],
        tell: Callable[[Event], None],
        look_up_again: Sequence[float] = LOOK_UP_AGAIN,
        freed: Callable[[], object] = lambda: None,
    ) -> None:
        """`channel_of` returns an account's open channel, None if it has none now; `judge` asks the guardrails.

        `freed` is called whenever something was sent and its account can take the next delivery.
        """
        self._store = store
        self._channel_of = channel_of
        self._judge = judge
        self._clock = clock
        self._tell = tell
        self._look_up_again = tuple(look_up_again)
        self._freed = freed
        self._sent_from: set[int] = set()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._stopping = False

    def recover(self) -> None:
        """Sort out what a crash left in `sending`: nothing was handed over, or its outcome is open."""
        for delivery in self._store.deliveries.open():
            if delivery.state is not DeliveryState.SENDING:
                continue
            if delivery.committing:
                self._change(delivery, DeliveryState.UNSURE, error="interrupted", next_try_at=self._clock())
            else:
                self._change(delivery, DeliveryState.WAITING)

    def work(self) -> datetime | None:
        """Start what is due and return when something is due next, None if nothing waits for a moment."""
        now = self._clock()
        soonest: datetime | None = None
        for delivery, due in due_in(self._store.deliveries.open()):
            if due > now:
                soonest = due if soonest is None else min(soonest, due)
            elif delivery.account_id not in self._busy and not self._stopping:
                self._start(delivery)
        return soonest

    def hurry(self, account_id: int) -> None:
        """Try again at once what waits for an account's network, which is back; a rate limit is still waited out."""
        for delivery in self._store.deliveries.open(AccountId(account_id)):
            waits = delivery.state is DeliveryState.WAITING and delivery.next_try_at is not None
            if waits and delivery.error != RATE_LIMITED:
                self._change(delivery, DeliveryState.WAITING, error=delivery.error, next_try_at=self._clock())

    async def stop(self) -> None:
        """Start nothing more; wait for the sends in flight, at most 20 s, and leave the rest to `recover`."""
        self._stopping = True
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=_FINISH_SECONDS)

    def _start(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._advance(delivery))
        self._busy[delivery.account_id] = task
        task.add_done_callback(lambda done: self._ended(delivery.account_id, done))

    def _ended(self, account_id: int, task: asyncio.Task[None]) -> None:
        """Let an account's queue go on at once after something was sent; anything else waits for the next look."""
        self._busy.pop(account_id, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("account %s: a step could not be written down: %s", account_id, type(error).__name__)
        if account_id in self._sent_from:
            self._sent_from.discard(account_id)
            self._freed()

    async def _advance(self, delivery: Delivery) -> None:
        """Take one step with one delivery; a mistake in a channel or a rule must not leave it half done for good."""
        try:
            await self._step(delivery)
        except StoreError:
            raise  # nothing can be written down now
        except Exception as error:  # noqa: BLE001 - whatever it was, the delivery needs a state that goes on
            _log.warning("delivery %s: %s", delivery.id, type(error).__name__)
            self._set_aside(delivery)

    async def _step(self, delivery: Delivery) -> None:
        """Release a delivery, send it, or look it up."""
        if delivery.state is DeliveryState.UNSURE:
            await self._look_up(delivery)
            return
        if not self._may_go(delivery):
            return
        channel = self._channel_of(delivery.account_id)
        if channel is None:
            self._wait(delivery, "no_channel", self._retry_seconds(delivery))
            return
        if self._change(delivery, DeliveryState.SENDING, attempted=True):
            await self._send(delivery, channel)

    def _may_go(self, delivery: Delivery) -> bool:
        """Ask the guardrails again; hold the delivery with the reason if they now object."""
        if delivery.follows is not None and self._former(delivery) is None:  # taken back by itself: nothing to follow
            self._change(delivery, DeliveryState.HELD, hold_reason=HoldReason.GUARDRAIL, error="part.former")
            return False
        verdict = still_said(self._judge(delivery), delivery.overridden)
        if verdict.decision.severity < Decision.HOLD.severity:
            return delivery.state is DeliveryState.WAITING or self._change(delivery, DeliveryState.WAITING)
        finding = verdict.findings[0]
        refused = verdict.decision is Decision.BLOCK and delivery.purpose is Purpose.SURVEY
        if refused or delivery.purpose is Purpose.AUTOMATIC:
            self._change(delivery, DeliveryState.CANCELLED, error=finding.rule)  # it asks nobody to look at it
            return False
        if verdict.decision is Decision.HOLD:
            reason = hold_reason_of(verdict)
            until = verdict.until if reason is HoldReason.CLOSED else None
        else:
            reason, until = HoldReason.GUARDRAIL, None
        rule = finding.rule if reason in (HoldReason.CLOSED, HoldReason.GUARDRAIL) else reason.value
        self._change(delivery, DeliveryState.HELD, hold_reason=reason, not_before=until, error=rule)
        return False

    async def _send(self, delivery: Delivery, channel: Channel) -> None:
        outgoing = self._outgoing(delivery)
        try:
            receipt = await channel.send(outgoing, lambda: self._store.deliveries.begin_commit(delivery.id))
        except Refused as error:
            self._change(delivery, DeliveryState.REFUSED, error=error.reason)
            if delivery.purpose in (Purpose.AUTOMATIC, Purpose.SURVEY):
                self._change(delivery, DeliveryState.CANCELLED, error=error.reason)
        except SignInExpired as error:
            self._wait(delivery, error.reason, _RETRY_LONGEST)
        except TemporaryFailure as error:
            self._wait(delivery, error.reason, max(error.retry_after or 0.0, self._retry_seconds(delivery)))
        except (OutcomeUnknown, ChannelError) as error:
            again = self._clock() + timedelta(seconds=self._look_up_again[0])
            self._change(delivery, DeliveryState.UNSURE, error=error.reason, next_try_at=again)
        else:
            self._finish(delivery, receipt)

    async def _look_up(self, delivery: Delivery) -> None:
        """Ask the network for a delivery whose outcome is open; after the last look a person decides.

        One that shows nobody's messages (Telegram) is not asked again: looking longer would tell no more.
        """
        channel = self._channel_of(delivery.account_id)
        receipt: SentReceipt | None = None
        asked = False
        if channel is not None:
            try:
                receipt = await channel.look_up(self._outgoing(delivery))
                asked = True
            except ChannelError as error:
                _log.info("delivery %s could not be looked up: %s", delivery.id, error.reason)
        if receipt is not None:
            self._finish(delivery, receipt)
            return
        looked = _looks(delivery.error) + int(asked)
        wait = self._look_up_again[min(looked, len(self._look_up_again) - 1)]
        is_last = looked >= len(self._look_up_again) or not self._can_tell(delivery, asked=asked)
        again = None if is_last else self._clock() + timedelta(seconds=wait)
        error_code = f"looked_up:{looked}" if again else "not_found"
        self._change(delivery, DeliveryState.UNSURE, error=error_code, next_try_at=again)

    def _can_tell(self, delivery: Delivery, *, asked: bool) -> bool:
        """Tell whether asking again can tell more: of a connected account on a network that shows what was sent."""
        account = next((one for one in self._store.accounts.all() if one.id == delivery.account_id), None)
        return account is not None and (not asked or looks_up(account.network))

    def _finish(self, delivery: Delivery, receipt: SentReceipt) -> None:
        self._store.deliveries.finish(delivery.id, receipt, actor=ENGINE, at=self._clock())
        price = Spent(receipt.spent_as or SENDING, 1, receipt.micros)
        self._store.spending.add(delivery.account_id, [price] if receipt.micros else [], self._clock())
        self._sent_from.add(delivery.account_id)
        _log.info("delivery %s was sent", delivery.id)
        self._tell(DeliveriesChanged((int(delivery.case_id),)))

    def _set_aside(self, delivery: Delivery) -> None:
        """Let a delivery whose step failed in a way that nobody foresaw wait; what may have left is looked up."""
        current = self._now(delivery)
        if current.state in {DeliveryState.SENT, DeliveryState.CANCELLED, DeliveryState.REFUSED}:
            return
        may_have_left = current.state is DeliveryState.UNSURE or current.committing
        again = self._clock() + timedelta(seconds=_RETRY_LONGEST)
        state = DeliveryState.UNSURE if may_have_left else DeliveryState.WAITING
        self._change(current, state, error=FAULT, next_try_at=again)

    def _wait(self, delivery: Delivery, reason: str, seconds: float) -> None:
        again = self._clock() + timedelta(seconds=seconds)
        self._change(delivery, DeliveryState.WAITING, error=reason, next_try_at=again)

    def _change(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        error: str = "",
        next_try_at: datetime | None = None,
        hold_reason: HoldReason | None = None,
        not_before: datetime | None = None,
        attempted: bool = False,
    ) -> bool:
        """Move a delivery on from where it stands in the store now; False if a person took it back meanwhile."""
        current = self._now(delivery)
        changed = self._store.deliveries.change(
            delivery.id,
            (current.state,),
            state,
            actor=ENGINE,
            at=self._clock(),
            error=error,
            next_try_at=next_try_at,
            hold_reason=hold_reason,
            not_before=not_before,
            attempted=attempted,
        )
        if changed:
            self._tell(DeliveriesChanged((int(delivery.case_id),)))
        return changed

    def _now(self, delivery: Delivery) -> Delivery:
        found = self._store.deliveries.get(delivery.id)
        assert found is not None, "deliveries are never deleted"
        return found

    def _former(self, delivery: Delivery) -> Delivery | None:
        """Return the part before this one of a numbered thread, None if there is none or it was not sent."""
        follows = delivery.follows
        parts = self._store.deliveries.series(follows[0]) if follows is not None else ()
        return next((one for one in parts if _is_sent_part(one, follows)), None)

    def _answers(self, delivery: Delivery) -> str | None:
        """Return the network's id of what a delivery answers: for a later part of a thread, the part before it."""
        former = self._former(delivery)
        remote_id = self._store.deliveries.remote_id(former.id) if former is not None else None
        return remote_id if remote_id and not remote_id.startswith(BY_HAND) else delivery.in_reply_to

    def _outgoing(self, delivery: Delivery) -> Outgoing:
        thread = self._store.cases.thread(delivery.thread_id)
        return Outgoing(
            key=delivery.idempotency_key,
            thread_remote_id=thread.remote_id if thread else "",
            visibility=delivery.visibility,
            text=delivery.text,
            recipient=delivery.recipient,
            subject=delivery.subject,
            language=delivery.language,
            in_reply_to=self._answers(delivery),
            references=delivery.references,
            attachments=self._store.attachments.of_delivery(delivery.id),
            created_at=delivery.created_at,
            purpose=delivery.purpose,
        )

    @staticmethod
    def _retry_seconds(delivery: Delivery) -> float:
        return min(_RETRY_LONGEST, _RETRY_FIRST * 2.0 ** min(delivery.attempts, 10))


def _is_sent_part(delivery: Delivery, place: tuple[str, int] | None) -> bool:
    part = delivery.part
    return part is not None and (part.series, part.number) == place and delivery.state is DeliveryState.SENT


def _looks(error: str) -> int:
    """Return how often a delivery was looked up, from its own error code."""
    head, _, number = error.partition(":")
    return int(number) if head == "looked_up" and number.isdigit() else 0
