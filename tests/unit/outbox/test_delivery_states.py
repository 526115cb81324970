"""The states of a delivery under any order of window's and engine's steps: never sent twice, never lost."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desktop.model import (
    MAY_BECOME,
    CaseId,
    Decision,
    DeliveryId,
    DeliveryState,
    Finding,
    ItemKind,
    Lane,
    SentReceipt,
    Verdict,
    Visibility,
)
from desktop.outbox import Blocked, OutboxDesk, Reply
from tests.effort import examples
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, taken

ALLOWED = Verdict(Decision.ALLOW)


class OutboxMachine(RuleBasedStateMachine):
    """A window and an engine that take turns in any order on one delivery at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = a_store(self.folder)
        self.clock = FakeClock(NOON)
        self.account = an_account(self.store)
        self.store.intake.take(self.account, [taken(an_arrival())], NOON)
        self.case = CaseId(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])
        self.desk = OutboxDesk(self.store, self.clock)
        self.sent: dict[int, int] = {}
        self.texts: dict[int, str] = {}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(seconds=st.sampled_from([0, 8]))
    def queue(self, seconds: int) -> None:
        detail = self.store.cases.detail(self.case)
        assert detail is not None
        text = f"Risposta {len(self.texts)}"
        reply = Reply(detail, detail.threads[0], self.account, Visibility.PUBLIC, text, "Laura")
        delivery = self.desk.queue(reply, ALLOWED, undo_seconds=seconds)
        self.texts[delivery.id] = text

    @rule(pick=st.integers(0, 5), state=st.sampled_from(list(DeliveryState)))
    def engine_moves(self, pick: int, state: DeliveryState) -> None:
        for delivery in self.store.deliveries.open()[pick : pick + 1]:
            if state is DeliveryState.SENT:
                continue
            before = delivery.state
            changed = self.store.deliveries.change(delivery.id, tuple(DeliveryState), state, actor="e", at=NOON)
            assert changed == (state in MAY_BECOME[before])

    @rule(pick=st.integers(0, 5))
    def engine_sends(self, pick: int) -> None:
        for delivery in self.store.deliveries.open()[pick : pick + 1]:
            if delivery.state is not DeliveryState.SENDING:
                continue
            receipt = SentReceipt(f"r{delivery.id}", NOON + timedelta(minutes=1))
            for expected in (True, False):
                assert self.store.deliveries.finish(delivery.id, receipt, actor="e", at=NOON) is expected
            self.sent[delivery.id] = self.sent.get(delivery.id, 0) + 1

    @rule(pick=st.integers(0, 5))
    def agent_takes_back(self, pick: int) -> None:
        for delivery in self.store.deliveries.open()[pick : pick + 1]:
            draft = self.desk.take_back(delivery.id, "Laura")
            in_flight = delivery.state is DeliveryState.SENDING
            assert (draft is None) == in_flight
            if draft is not None:
                assert draft.text == self.texts[delivery.id]
                self.store.drafts.discard(self.case, at=NOON)

    @rule(pick=st.integers(0, 5))
    def agent_tries_again(self, pick: int) -> None:
        for delivery in self.store.deliveries.open()[pick : pick + 1]:
            assert self.desk.try_again(delivery.id, "Laura") == (delivery.state is not DeliveryState.SENDING)

    @rule(pick=st.integers(0, 5), undoes=st.booleans())
    def agent_discards(self, pick: int, undoes: bool) -> None:
        for delivery in self.store.deliveries.open()[pick : pick + 1]:
            done = self.desk.discard(delivery.id, "Laura")
            assert (done is None) == (delivery.state is DeliveryState.SENDING)
            for state in DeliveryState:  # an engine that looks at an older state revives nothing
                assert not self.store.deliveries.change(
                    delivery.id, (DeliveryState.CANCELLED,), state, actor="e", at=NOON
                )
            if done is not None and done.undo is not None and undoes:
                done.undo()
                assert self.store.deliveries.get(delivery.id) == delivery

    @rule(pick=st.integers(0, 5))
    def agent_says_it_arrived(self, pick: int) -> None:
        for delivery in self.store.deliveries.open()[pick : pick + 1]:
            was_unsure = delivery.state is DeliveryState.UNSURE
            assert self.desk.mark_sent(delivery.id, "Laura") == was_unsure
            if was_unsure:
                self.sent[delivery.id] = self.sent.get(delivery.id, 0) + 1

    @invariant()
    def every_text_is_somewhere_exactly_once(self) -> None:
        for delivery_id, text in self.texts.items():
            delivery = self.store.deliveries.get(DeliveryId(delivery_id))
            assert delivery is not None
            shown = [item for item in self.store.timeline.items(self.case) if item.text == text]
            assert len(shown) == (0 if delivery.state is DeliveryState.CANCELLED else 1)
            if delivery.state is DeliveryState.SENT:
                assert shown[0].kind is ItemKind.MESSAGE
                assert self.sent[delivery_id] == 1


OutboxMachine.TestCase.settings = settings(max_examples=examples(12), stateful_step_count=20, deadline=None)
TestOutbox = OutboxMachine.TestCase


def test_a_blocked_text_never_becomes_a_delivery(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        account = an_account(store)
        store.intake.take(account, [taken(an_arrival())], NOON)
        case = store.cases.detail(CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]))
        assert case is not None
        blocked = Verdict(Decision.BLOCK, (Finding("privacy.request", "tax_code", Decision.BLOCK),))
        reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, "Il codice fiscale?", "Laura")
        desk = OutboxDesk(store, FakeClock())
        for attempt in (
            reply,
            Reply(case, case.threads[0], account, Visibility.PUBLIC, "x", "L", override_reason="she asked for it"),
        ):
            try:
                desk.queue(attempt, blocked, undo_seconds=0)
            except Blocked as error:
                assert error.verdict is blocked
            else:
                raise AssertionError("a blocked text was queued")
        assert store.deliveries.open() == ()
