"""Another moment for a scheduled reply: all its parts, only while it waits for one, and an undo that never sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer.parts import Room, cut
from desktop.model import (
    CaseId,
    Counting,
    Decision,
    Deed,
    Delivery,
    DeliveryId,
    DeliveryState,
    HoldReason,
    Lane,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply, TooFar, TooSoon
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, taken

EVENING, MORNING = NOON + timedelta(hours=6), NOON + timedelta(hours=21)


class Place:
    """A desk with one customer, and replies that are to leave in the evening."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock()
        self.desk = OutboxDesk(store, self.clock)
        account = an_account(store)
        store.intake.take(account, [taken(an_arrival("m1"))], NOON)
        (case_id,) = store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
        case = store.cases.detail(CaseId(case_id))
        assert case is not None
        self.reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, "Ecco.", "Laura", later=EVENING)

    def queue(self, **changed: object) -> Delivery:
        reply = replace(self.reply, **changed)  # type: ignore[arg-type]
        return self.desk.queue(reply, Verdict(Decision.ALLOW), undo_seconds=0)

    def moments(self) -> list[datetime | None]:
        return [one.not_before for one in self.store.deliveries.open()]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_store(tmp_path_factory.mktemp("rescheduling")) as store:
        yield Place(store)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with a_store(tmp_path) as store:
        yield Place(store)


def test_a_scheduled_reply_leaves_at_the_other_moment_and_undo_puts_the_first_back(place: Place) -> None:
    made = place.queue()
    done = place.desk.reschedule(made.id, MORNING, "Laura")
    assert done is not None
    assert (done.deed, done.detail) == (Deed.RESCHEDULED, MORNING.isoformat())
    (moved,) = place.store.deliveries.open()
    assert moved == replace(made, not_before=MORNING)
    line = place.store.journal.of_case(made.case_id)[-1]
    assert (line.deed, line.actor, line.before) == (Deed.RESCHEDULED, "Laura", EVENING.isoformat())
    assert line.after == [made.uid, MORNING.isoformat()]
    assert done.undo is not None
    done.undo()
    assert place.moments() == [EVENING]


def test_an_undo_whose_moment_has_passed_leaves_the_new_one(place: Place) -> None:
    made = place.queue()
    done = place.desk.reschedule(made.id, MORNING, "Laura")
    assert done is not None
    assert done.undo is not None
    place.clock.advance(7 * 3_600)
    done.undo()
    assert place.moments() == [MORNING]


def test_every_part_of_a_text_moves_that_still_waits(place: Place) -> None:
    parts = cut("parola " * 100, Room(280, Counting.CHARACTERS))
    first = place.queue(text="parola " * 100, parts=parts)
    place.store.deliveries.change(
        first.id, (DeliveryState.HELD,), DeliveryState.WAITING, actor="engine", at=NOON
    )  # its moment has come
    assert place.desk.reschedule(first.id, MORNING, "Laura") is not None
    assert place.moments() == [None, *[MORNING] * (len(parts) - 1)]


@pytest.mark.parametrize("hold", [HoldReason.UNDO, HoldReason.CLOSED, HoldReason.NEW_MESSAGE, None])
def test_what_waits_for_something_else_is_left_alone(place: Place, hold: HoldReason | None) -> None:
    made = place.queue()
    state = DeliveryState.HELD if hold is not None else DeliveryState.WAITING
    place.store.deliveries.change(
        made.id, (DeliveryState.HELD,), state, actor="engine", at=NOON, hold_reason=hold, not_before=EVENING
    )
    assert place.desk.reschedule(made.id, MORNING, "Laura") is None
    assert place.moments() == [EVENING]


def test_nothing_is_moved_that_is_not_there_or_to_a_moment_that_can_not_be(place: Place) -> None:
    made = place.queue()
    assert place.desk.reschedule(DeliveryId(999), MORNING, "Laura") is None
    with pytest.raises(TooSoon):
        place.desk.reschedule(made.id, NOON, "Laura")
    with pytest.raises(TooFar):
        place.desk.reschedule(made.id, NOON + timedelta(days=400), "Laura")
    assert place.moments() == [EVENING]


@given(st.lists(st.tuples(st.integers(2, 10_000), st.booleans()), max_size=6))
def test_however_often_it_moves_it_waits_for_the_last_moment_that_was_not_taken_back(
    shared: Place, moves: list[tuple[int, bool]]
) -> None:
    made = shared.queue()
    expected = EVENING
    for minutes, takes_back in moves:
        wanted = NOON + timedelta(minutes=minutes)
        done = shared.desk.reschedule(made.id, wanted, "Laura")
        assert done is not None
        assert done.undo is not None
        if takes_back:
            done.undo()
        else:
            expected = wanted
    found = shared.store.deliveries.get(made.id)
    assert found is not None
    assert (found.state, found.hold_reason, found.not_before) == (DeliveryState.HELD, HoldReason.SCHEDULED, expected)
    assert shared.desk.take_back(made.id, "Laura") is not None
