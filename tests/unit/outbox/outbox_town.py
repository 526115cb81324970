"""A desk, its engine and two networks for tests that let anything happen to a delivery, with what must never happen."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.composer import Wording
from desktop.composer.parts import Room, cut
from desktop.guardrails import DraftFacts, Guardrails, OpeningHours, Slot, WhenClosed, is_open, permission_in
from desktop.guardrails.privacy import PrivacyRules
from desktop.model import (
    MAY_BECOME,
    Account,
    AccountRole,
    CaseDetail,
    CaseId,
    Channel,
    Counting,
    Deed,
    Delivery,
    DeliveryId,
    DeliveryState,
    Direction,
    HoldReason,
    Lane,
    Network,
    Outgoing,
    OutgoingAttachment,
    Purpose,
    ThreadKind,
    Verdict,
    Visibility,
)
from desktop.outbox import Blocked, CrisisDesk, CrisisHold, OutboxDesk, Reply, Sender
from desktop.outbox.acknowledging import Acknowledger
from desktop.outbox.queues import due_in
from desktop.outbox.recheck import Recheck
from desktop.outbox.replanning import Replanner
from desktop.system.resources import resource_path
from tests.factories import NOON, FakeClock, a_store, an_arrival, an_author, taken
from tests.unit.outbox.scripted_network import ScriptedNetwork

STALE = timedelta(minutes=2)
DAY = OpeningHours("UTC", ((Slot.of("09:00", "18:00"),),) * 7)
AROUND_THE_CLOCK = OpeningHours("UTC", ((Slot.of("00:00", "24:00"),),) * 7)
EVENING = OpeningHours("UTC", ((Slot.of("17:00", "22:00"),),) * 7)
CANNED = (
    "Salve Marta, il guasto in zona Torino nord è stato riparato. Se è ancora senza corrente, ci risponda qui e "
    "controlliamo subito. Grazie della pazienza."
)
IBAN = "IT60X0542811101000000123456"
LONG = "Il tecnico passa alle nove. Tenga libero il contatore e pronta la bolletta, per cortesia."
REASON = "Ne ha bisogno la collega"
PHOTO = OutgoingAttachment("contatore.png", "image/png", b"png")
_PLACES = ((Network.MASTODON, "@aurora@town.example"), (Network.TELEGRAM, "@aurora_bot"))


@cache
def guardrails() -> Guardrails:
    """Return the real guardrails with a language that has no phrases: values of personal data are found all the same."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "it.toml").write_text('language = "it"\n', encoding="utf-8")
        return Guardrails(PrivacyRules.load(Path(folder)))


@cache
def _wording() -> Wording:
    return Wording.load(resource_path("canned"))


class OutboxTown:
    """Everything that can happen, as methods; what must hold, as `check` and `check_settled`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.loop = asyncio.new_event_loop()
        self.store = a_store(self.folder)
        self.clock = FakeClock(NOON)
        self.book = HoursBook(self.store)
        self.desk = OutboxDesk(self.store, self.clock)
        self.hold = CrisisHold(self.store, self.clock)
        self.crisis = CrisisDesk(self.store, lambda: "Laura", self.clock, self.hold)
        self.networks: dict[int, ScriptedNetwork] = {}
        self.accounts: list[Account] = []
        self.signed_out: set[int] = set()
        self.later: dict[str, datetime] = {}
        self.scheduled: set[str] = set()
        self.may_go_in_crisis: set[str] = set()
        self.read: dict[str, int] = {}
        self.arrivals: dict[int, int] = {}
        self.may_go_closed: set[str] = set()
        self.was_unsure: set[str] = set()
        self.faults: list[str] = []
        self.set_hours(DAY, WhenClosed.HOLD)
        for network, handle in _PLACES:
            self._connect(network, handle)
        for number, kind in ((0, ThreadKind.PUBLIC), (0, ThreadKind.DIRECT), (1, ThreadKind.DIRECT)):
            self.customer_writes(number, kind)
        self.begin()

    def _connect(self, network: Network, handle: str) -> None:
        account = self.store.accounts.add(
            network, name="Aurora", handle=handle, role=AccountRole.CARE, settings={}, actor="L", at=NOON
        )
        self.accounts.append(account)
        self.networks[account.id] = ScriptedNetwork(network.value, self.clock, self._asked)
        self.networks[account.id].shows = network is not Network.TELEGRAM

    def begin(self) -> None:
        """Start an engine."""
        judge = Recheck(self.store, guardrails(), self.book, self.clock)
        self.sender = Sender(self.store, self._channel_of, judge, self.clock, lambda _: None, (5.0, 5.0))
        self.greeter = Acknowledger(self.store, self.book, _wording, self.clock)
        self.planner = Replanner(self.store, self.book, self.clock)
        self.sender.recover()

    def end(self) -> None:
        """Put everything away."""
        self._stop_tasks()
        self.loop.close()
        self.store.close()
        shutil.rmtree(self.folder)

    def _channel_of(self, account_id: int) -> Channel | None:
        gone = account_id in self.signed_out or account_id not in {one.id for one in self.store.accounts.all()}
        return None if gone else self.networks[account_id]

    # --- the engine -------------------------------------------------------------------------------------------

    def passes(self, seconds: float) -> None:
        """Let time pass, then let the engine look, and whatever it begins go as far as it goes."""
        self.clock.advance(seconds)
        self.planner.work()
        self.greeter.work()
        self.loop.run_until_complete(self._work())
        self._note_unsure()

    async def _work(self) -> None:
        for _ in range(3):
            self.sender.work()
            for _ in range(4):
                await asyncio.sleep(0)

    def crash(self, *, arrives: bool) -> None:
        """End the engine wherever it stands, and start another."""
        self._stop_tasks()
        for network in self.networks.values():
            network.loses_the_line(arrives=arrives)
        self.begin()
        self._note_unsure()

    def _stop_tasks(self) -> None:
        self.loop.run_until_complete(self._cancel(tuple(self.sender._busy.values())))

    @staticmethod
    async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- the world --------------------------------------------------------------------------------------------

    def set_hours(self, hours: OpeningHours, replies: WhenClosed, *, greets: bool = False) -> None:
        rules = ClosedRules(replies=replies, acknowledges=greets)
        self.book.set_schedule(None, hours, rules, at=self.clock(), actor="L")

    def customer_writes(self, account: int, kind: ThreadKind) -> None:
        self._comes(account, kind, Direction.INCOMING, f"domanda {self.clock().isoformat()}")
        self.arrivals[self._thread_key(account, kind)] = self.arrivals.get(self._thread_key(account, kind), 0) + 1

    def colleague_answers(self, account: int, kind: ThreadKind) -> None:
        self._comes(account, kind, Direction.OUTGOING, "Ci penso io.")

    def _comes(self, account: int, kind: ThreadKind, direction: Direction, text: str) -> None:
        self.clock.advance(1)
        where, incoming = self.accounts[account], direction is Direction.INCOMING
        who = f"Marta {kind.value}" if incoming else "Aurora"
        arrival = an_arrival(
            f"{account}{kind.value}{self.clock().timestamp()}",
            thread_remote_id=f"{account}{kind.value}",
            thread_kind=kind,
            visibility=Visibility.PUBLIC if kind is ThreadKind.PUBLIC else Visibility.DIRECT,
            author=an_author(who, where.network),
            direction=direction,
            sent_at=self.clock(),
            text=text,
        )
        self.store.intake.take(where, [taken(arrival)], self.clock())

    def our_copies_come(self) -> None:
        """Let a pull bring what the networks show of ours."""
        for number, account in enumerate(self.accounts):
            for one in self.networks[account.id].published:
                direct = one.outgoing.visibility is Visibility.DIRECT
                arrival = an_arrival(
                    one.receipt.remote_id,
                    thread_remote_id=f"{number}{(ThreadKind.DIRECT if direct else ThreadKind.PUBLIC).value}",
                    thread_kind=ThreadKind.DIRECT if direct else ThreadKind.PUBLIC,
                    visibility=one.outgoing.visibility,
                    author=an_author("Aurora", account.network),
                    direction=Direction.OUTGOING,
                    sent_at=one.receipt.at,
                    text=one.outgoing.text,
                )
                self.store.intake.take(account, [taken(arrival)], self.clock())

    def set_role(self, account: int, role: AccountRole) -> None:
        one = self.accounts[account]
        self.store.accounts.change(one, role=role, name=one.name, settings={}, actor="L", at=self.clock())

    def remove(self, account: int) -> None:
        self.store.accounts.remove(self.accounts[account], actor="L", at=self.clock())

    def connect_again(self, account: int) -> None:
        network, handle = _PLACES[account]
        self.store.accounts.add(
            network, name="Aurora", handle=handle, role=AccountRole.CARE, settings={}, actor="L", at=self.clock()
        )
        self.signed_out.discard(self.accounts[account].id)

    # --- the agent --------------------------------------------------------------------------------------------

    def writes(self, account: int, kind: ThreadKind, text: str, *, undo: int = 0, reason: str = "", **how: Any) -> None:
        """Judge and queue as the window does; a block that no reason lifts keeps the text out."""
        case = self._case(account, kind)
        where = self.store.accounts.get(self.accounts[account].id)
        assert where is not None
        thread = case.threads[0]
        visibility = Visibility.PUBLIC if kind is ThreadKind.PUBLIC else Visibility.DIRECT
        reply = Reply(case, thread, where, visibility, text, "Laura", override_reason=reason, **how)
        verdict = self._judge(reply)
        try:
            made = self.desk.queue(reply, verdict, undo_seconds=undo)
        except Blocked as error:
            assert error.verdict is verdict
            return
        made_now = self.store.deliveries.series(made.uid) or (made,)
        for one in made_now:
            self.read[one.uid] = self.arrivals[self._thread_key(account, kind)]
            if reply.later is not None:
                self.later[one.uid] = reply.later
                self.scheduled.add(one.uid)
            if reply.past_hours or reply.purpose is Purpose.ACKNOWLEDGEMENT:
                self.may_go_closed.add(one.uid)

    def _judge(self, reply: Reply) -> Verdict:
        account, now = reply.account, self.clock()
        return guardrails().judge(
            DraftFacts(
                text=reply.text,
                visibility=reply.visibility,
                network=account.network,
                language="it",
                thread_kind=reply.thread.kind,
                account_role=account.role,
                account_id=account.id,
                thread_account_id=reply.thread.account_id,
                permission=permission_in(reply.thread, account, now=now),
                hours=self.book.of(account),
                now=now,
                when_closed=self.book.rules(account).replies,
                past_hours=reply.past_hours,
                acknowledgement=reply.purpose is not Purpose.ANSWER,
                own_handle=account.handle,
                customer_handle=reply.thread.customer_handle,
                files=tuple(reply.attachments),
                held_as=self.hold.of_text(reply.text),
            )
        )

    def _case(self, account: int, kind: ThreadKind) -> CaseDetail:
        wanted = f"{account}{kind.value}"
        for case_id in self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON):
            case = self.store.cases.detail(CaseId(case_id))
            if case is not None and case.threads[0].remote_id == wanted:
                return case
        raise AssertionError(wanted)

    @staticmethod
    def _thread_key(account: int, kind: ThreadKind) -> int:
        return 2 * account + (kind is ThreadKind.PUBLIC)

    def open(self, pick: int) -> Delivery | None:
        """Return one of what has not gone out."""
        found = self.store.deliveries.open()
        return found[pick % len(found)] if found else None

    def takes_back(self, pick: int) -> None:
        one = self.open(pick)
        if one is None:
            return
        draft = self.desk.take_back(one.id, "Laura")
        if draft is not None:
            assert one.words.strip() in draft.text
            self.store.drafts.discard(one.case_id, at=NOON)

    def discards(self, pick: int, *, undoes: bool) -> None:
        one = self.open(pick)
        done = self.desk.discard(one.id, "Laura") if one is not None else None
        if done is not None and done.undo is not None and undoes:
            done.undo()

    def tries_again(self, pick: int) -> None:
        """Press what stands on the row; of one whose outcome is open only where the network truly lacks it."""
        one = self.open(pick)
        if one is None or (one.uid in self.was_unsure and self._is_there(one)):
            return
        before = {each.uid: each for each in self._series(one)}
        if self.desk.try_again(one.id, "Laura"):
            for each in self._series(one):
                if each.uid == one.uid or each.state is not before[each.uid].state:
                    self._released(before[each.uid])

    def _released(self, before: Delivery) -> None:
        account = next(number for number, one in enumerate(self.accounts) if one.id == before.account_id)
        kind = ThreadKind.PUBLIC if before.visibility is Visibility.PUBLIC else ThreadKind.DIRECT
        self.read[before.uid] = self.arrivals[self._thread_key(account, kind)]
        if before.hold_reason is not None and before.hold_reason.value in {"closed", "scheduled"}:
            self.may_go_closed.add(before.uid)
        if before.hold_reason is HoldReason.CRISIS:
            self.may_go_in_crisis.add(before.uid)
        self.later.pop(before.uid, None)
        self.scheduled.discard(before.uid)

    def says_it_was_sent(self, pick: int) -> None:
        one = self.open(pick)
        if one is not None and self._is_there(one):
            self.desk.mark_sent(one.id, "Laura")

    def _is_there(self, delivery: Delivery) -> bool:
        network = self.networks[delivery.account_id]
        arriving = any(one.key == delivery.idempotency_key for one in network.under_way)
        return arriving or network.receipt_of(delivery.idempotency_key) is not None

    # --- what must hold ---------------------------------------------------------------------------------------

    def _asked(self, outgoing: Outgoing) -> None:
        """Look at a text at the moment at which it is handed to a network. What is wrong is told by `check`."""
        delivery = self.store.deliveries.of_key(outgoing.key)
        assert delivery is not None
        wrong = [
            words
            for words, is_wrong in (
                ("before its time", self.later.get(delivery.uid, NOON) > self.clock()),
                ("against its hours", self._is_out_of_hours(delivery)),
                ("personal data in public", delivery.visibility is Visibility.PUBLIC and IBAN in outgoing.text),
                ("somebody reads along", self._has_listeners(delivery) and not delivery.override_reason),
                ("unread message", self._has_unread(delivery)),
                ("no permission", self._account(delivery).role is AccountRole.MONITORED),
                ("a former part is missing", self._former_is_missing(delivery)),
                ("ready-made in a crisis", self._is_ready_made_in_a_crisis(delivery)),
            )
            if is_wrong
        ]
        self.faults += [f"{delivery.text!r}: {words}" for words in wrong]

    def _has_listeners(self, delivery: Delivery) -> bool:
        on_mastodon = self._account(delivery).network is Network.MASTODON
        return on_mastodon and delivery.visibility is Visibility.DIRECT and "@luca" in delivery.text

    def _account(self, delivery: Delivery) -> Account:
        account = self.store.accounts.get(delivery.account_id)
        assert account is not None
        return account

    def _is_out_of_hours(self, delivery: Delivery) -> bool:
        account = self._account(delivery)
        exempt = delivery.uid in self.may_go_closed or delivery.follows is not None
        holds = self.book.rules(account).replies is not WhenClosed.SEND
        if delivery.purpose is Purpose.AUTOMATIC:
            return is_open(self.book.of(account), self.clock())
        return holds and not exempt and not is_open(self.book.of(account), self.clock())

    def _is_ready_made_in_a_crisis(self, delivery: Delivery) -> bool:
        may_go = self.store.crisis.mode() is None or delivery.uid in self.may_go_in_crisis or delivery.follows
        return not may_go and (delivery.uid in self.scheduled or delivery.text == CANNED)

    def _has_unread(self, delivery: Delivery) -> bool:
        if delivery.purpose is Purpose.AUTOMATIC or self.clock() - delivery.created_at <= STALE:
            return False
        account = next(number for number, one in enumerate(self.accounts) if one.id == delivery.account_id)
        kind = ThreadKind.PUBLIC if delivery.visibility is Visibility.PUBLIC else ThreadKind.DIRECT
        return self.arrivals[self._thread_key(account, kind)] > self.read[delivery.uid]

    def _former_is_missing(self, delivery: Delivery) -> bool:
        former = [one for one in self._series(delivery) if one.part and delivery.part and one is not delivery]
        return any(
            one.part is not None
            and delivery.part is not None
            and one.part.number < delivery.part.number
            and self.networks[one.account_id].receipt_of(one.idempotency_key) is None
            for one in former
        )

    def _series(self, delivery: Delivery) -> tuple[Delivery, ...]:
        return (
            self.store.deliveries.series(delivery.part.series) if delivery.part is not None else (self._now(delivery),)
        )

    def _now(self, delivery: Delivery) -> Delivery:
        found = self.store.deliveries.get(delivery.id)
        assert found is not None
        return found

    def _note_unsure(self) -> None:
        self.was_unsure |= {
            one.uid
            for one in self.store.deliveries.open()
            if one.state in {DeliveryState.UNSURE, DeliveryState.SENDING} or one.committing
        }

    def every_delivery(self) -> list[Delivery]:
        keys = self.store.connection.read_column("SELECT id FROM delivery ORDER BY id")
        found = [self.store.deliveries.get(DeliveryId(key)) for key in keys]
        return [one for one in found if one is not None]

    def check(self) -> None:
        """Say what is wrong now."""
        assert self.faults == [], self.faults
        published = [one.outgoing.key for network in self.networks.values() for one in network.published]
        assert len(published) == len(set(published)), "published twice"
        lines = self._journalled()
        listed = {entry.delivery.uid for entry in self.desk.listing().entries}
        for delivery in self.every_delivery():
            self._check_states(delivery, lines.get(delivery.uid, []))
            self._check_reason(delivery, listed)
            is_published = delivery.idempotency_key in published
            if delivery.state is DeliveryState.SENT:
                assert is_published, f"sent, and not there: {delivery}"
            elif is_published:
                assert delivery.uid in self.was_unsure, f"published, and nobody looks for it: {delivery}"

    def _journalled(self) -> dict[str, list[tuple[str | None, str, bool]]]:
        lines: dict[str, list[tuple[str | None, str, bool]]] = {}
        for line in reversed(self.store.journal.newest(5_000)):
            after: Any = line.after
            if line.deed is Deed.DELIVERY_MADE:
                lines.setdefault(after[0], []).append((None, after[1], False))
            elif line.deed is Deed.DELIVERY_STATE:
                lines.setdefault(after[0], []).append((str(line.before), after[1], "undo" in after))
        return lines

    @staticmethod
    def _check_states(delivery: Delivery, lines: list[tuple[str | None, str, bool]]) -> None:
        """The journal tells every step from the first state to the present one, and each may be taken."""
        assert lines, "made without a line"
        assert lines[0][0] is None
        for (_, stood, _), (before, after, undone) in zip(lines, lines[1:], strict=False):
            assert before == stood, "a step is missing in the journal"
            legal = DeliveryState(after) in MAY_BECOME[DeliveryState(before)]
            assert legal or (undone and before == DeliveryState.CANCELLED.value)
        assert lines[-1][1] == delivery.state.value

    @staticmethod
    def _check_reason(delivery: Delivery, listed: set[str]) -> None:
        """Whatever has not gone out stands in the outbox's list and says why."""
        if delivery.state in {DeliveryState.SENT, DeliveryState.CANCELLED}:
            return
        assert delivery.uid in listed
        assert (delivery.hold_reason is not None) == (delivery.state is DeliveryState.HELD)
        if delivery.state in {DeliveryState.UNSURE, DeliveryState.REFUSED}:
            assert delivery.error

    def settle(self) -> None:
        """Put everything right that is wrong outside, and let pass what time it takes until nothing is due any more."""
        for number, account in enumerate(self.accounts):
            self.connect_again(number)
            network = self.networks[account.id]
            network.resume()
            network.acts.clear()
            network.answers = True
        self.set_hours(AROUND_THE_CLOCK, WhenClosed.HOLD)
        for _ in range(200):
            self.passes(1)
            due = [moment for _, moment in due_in(self.store.deliveries.open())]
            if not due:
                return
            self.clock.now = max(self.clock.now, min(due))
        raise AssertionError("something is due for ever")

    def check_settled(self) -> None:
        """Everything was published, waits for a person and says so, or was taken back."""
        self.check()
        unsent = {(one.part.series, one.part.number) for one in self.store.deliveries.open() if one.part}
        for delivery in self.every_delivery():
            if delivery.follows in unsent:  # waits for the part before it, whatever that waits for
                assert delivery.state in {DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.CANCELLED}
            elif delivery.state is DeliveryState.CANCELLED:
                assert delivery.uid in self.was_unsure or not self._is_there(delivery)
            elif delivery.state is DeliveryState.HELD:
                assert delivery.not_before is None, f"a moment that never comes: {delivery}"
            elif delivery.state is DeliveryState.UNSURE:
                assert delivery.next_try_at is None, f"looked up for ever: {delivery}"
            else:
                assert delivery.state in {DeliveryState.SENT, DeliveryState.REFUSED}, f"not at rest: {delivery}"


def parts_of(text: str) -> Any:
    """Return a text in numbered parts of 50 characters."""
    return cut(text, Room(50, Counting.CHARACTERS))
