"""Hiding, showing and deleting under any order of window's and engine's steps: done once, never against an undo."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desktop.model import (
    MODERATION_MAY_BECOME,
    AccountId,
    CaseId,
    Deed,
    Lane,
    MessageId,
    Moderating,
    Moderation,
    ModerationId,
    ModerationState,
    TimelineItem,
)
from desktop.outbox import ModerationDesk
from desktop.outbox.moderator import due_in
from desktop.outbox.queues import RATE_LIMITED
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, taken

OPEN = (ModerationState.WAITING, ModerationState.DOING, ModerationState.REFUSED)


class ModerationMachine(RuleBasedStateMachine):
    """A window and an engine that take turns in any order on two messages of one case."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = a_store(self.folder)
        self.clock = FakeClock(NOON)
        self.account = an_account(self.store)
        arrivals = [taken(an_arrival(name, thread_remote_id="m1")) for name in ("m1", "m2")]
        self.store.intake.take(self.account, arrivals, NOON)
        self.case = CaseId(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])
        self.desk = ModerationDesk(self.store, self.clock)
        self.hidden: dict[int, bool] = {}  # what the network would show
        self.deleted: set[int] = set()

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def items(self) -> list[TimelineItem]:
        return [item for item in self.store.timeline.items(self.case) if item.message_id is not None]

    def pick(self, number: int) -> TimelineItem:
        return self.items()[number]

    @rule(number=st.integers(0, 1), deed=st.sampled_from(list(Moderating)), undoes=st.booleans())
    def agent_asks(self, number: int, deed: Moderating, undoes: bool) -> None:
        item = self.pick(number)
        message = MessageId(item.message_id or 0)
        asked = {Moderating.HIDE: self.desk.hide, Moderating.SHOW: self.desk.show, Moderating.DELETE: self.desk.delete}
        before = item.moderation
        done = asked[deed](message, "Laura")
        now = self.pick(number).moderation
        is_so = deed is not Moderating.DELETE and item.hidden is (deed is Moderating.HIDE)
        in_hand = before is not None and before.state is ModerationState.DOING
        if done is None:
            assert item.deleted or in_hand or is_so
            assert now == (before if in_hand or item.deleted else None)
            return
        assert now is not None
        assert (now.deed, now.state) == (deed, ModerationState.WAITING)
        if undoes and done.undo is not None:
            done.undo()
            assert self.pick(number).moderation is None

    @rule(number=st.integers(0, 1))
    def agent_takes_back(self, number: int) -> None:
        before = self.pick(number).moderation
        if before is not None:
            in_hand = before.state is ModerationState.DOING
            assert self.desk.take_back(before.id, "Laura") is not in_hand
            assert self.pick(number).moderation == (before if in_hand else None)

    @rule(number=st.integers(0, 1))
    def agent_tries_again(self, number: int) -> None:
        before = self.pick(number).moderation
        if before is not None:
            assert self.desk.try_again(before.id, "Laura") is (before.state is not ModerationState.DOING)

    @rule(number=st.integers(0, 1), state=st.sampled_from(list(ModerationState)))
    def engine_moves(self, number: int, state: ModerationState) -> None:
        before = self.pick(number).moderation
        if before is None or state in {ModerationState.DONE, ModerationState.CANCELLED}:
            return
        moved = self.store.moderations.change(before.id, OPEN, state, actor="engine", at=NOON, error="busy")
        assert moved is (state in MODERATION_MAY_BECOME[before.state])

    @rule(number=st.integers(0, 1))
    def engine_finishes(self, number: int) -> None:
        item = self.pick(number)
        before = item.moderation
        if before is None:
            return
        in_hand = before.state is ModerationState.DOING
        assert self.store.moderations.finish(before, self.account, actor="engine", at=NOON) is in_hand
        if in_hand and before.deed is Moderating.DELETE:
            self.deleted.add(before.message_id)
        elif in_hand:
            self.hidden[before.message_id] = before.deed is Moderating.HIDE
        assert not self.store.moderations.finish(before, self.account, actor="engine", at=NOON)

    @invariant()
    def the_timeline_shows_what_the_network_does(self) -> None:
        for item in self.items():
            assert item.hidden is self.hidden.get(item.message_id or 0, False)
            assert item.deleted is (item.message_id in self.deleted)
            assert item.text == ("" if item.deleted else an_arrival().text)

    @invariant()
    def every_step_is_journalled(self) -> None:
        states: dict[int, str | None] = {}
        for entry in self.store.journal.of_case(self.case, limit=2_000):
            if entry.deed is Deed.MODERATION:
                assert isinstance(entry.after, list)
                key, _, state = entry.after
                assert entry.before == states.get(key)
                states[key] = state
        for key, state in states.items():
            found = self.store.moderations.get(ModerationId(key))
            assert found is not None
            assert found.state.value == state

    @invariant()
    def only_what_waits_or_is_done_is_the_engines(self) -> None:
        mine = self.store.moderations.under_way()
        assert {one.state for one in mine} <= {ModerationState.WAITING, ModerationState.DOING}
        shown = [item.moderation for item in self.items() if item.moderation is not None]
        assert set(mine) == {one for one in shown if one.state is not ModerationState.REFUSED}


ModerationMachine.TestCase.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
TestModerations = ModerationMachine.TestCase


def a_moderation(number: int, account: int, error: str, wait: int | None, *, doing: bool) -> Moderation:
    return Moderation(
        ModerationId(number),
        MessageId(number),
        CaseId(1),
        AccountId(account),
        f"m{number}",
        Moderating.HIDE,
        "Laura",
        NOON,
        ModerationState.DOING if doing else ModerationState.WAITING,
        error,
        next_try_at=None if wait is None else NOON + timedelta(seconds=wait),
    )


ANY = st.tuples(
    st.integers(1, 2), st.sampled_from(["", "offline", RATE_LIMITED]), st.none() | st.integers(0, 900), st.booleans()
)


@given(st.lists(ANY, max_size=8))
def test_what_waits_is_due_in_its_order_and_never_while_its_network_wants_to_be_left_alone(
    given_ones: list[tuple[int, str, int | None, bool]],
) -> None:
    queue = [
        a_moderation(n, account, error, wait, doing=busy) for n, (account, error, wait, busy) in enumerate(given_ones)
    ]
    found = list(due_in(queue))
    assert [one for one, _ in found] == [one for one in queue if one.state is ModerationState.WAITING]
    for one, due in found:
        assert due >= (one.next_try_at or one.at)
        asked = [
            other.next_try_at for other in queue if other.account_id == one.account_id and other.error == RATE_LIMITED
        ]
        assert all(until is None or due >= until for until in asked)
