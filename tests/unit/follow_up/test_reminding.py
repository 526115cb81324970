"""Reminders: set, told once at their moment, ticked off and taken back; the case is in front again when it comes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.follow_up import MOST_WORDS, ReminderDesk, ReminderWatch
from desktop.model import CaseStatus, Deed, Lane
from desktop.outbox import TooFar, TooSoon
from desktop.store import Store
from tests.factories import a_store
from tests.unit.follow_up.follow_up_desk import FollowUpDesk

LATER = timedelta(days=3, hours=4)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Iterator[FollowUpDesk]:
    made = FollowUpDesk(store)
    yield made
    made.close()


@pytest.fixture
def reminders(desk: FollowUpDesk) -> ReminderDesk:
    return ReminderDesk(desk.store, lambda: desk.cases.agent, desk.clock)


def test_a_reminder_stands_with_its_case_until_it_is_ticked_off(desk: FollowUpDesk, reminders: ReminderDesk) -> None:
    desk.writes("Doppio addebito")
    case_id = desk.case().row.id
    done = reminders.set(case_id, desk.clock() + LATER, "  Confirm the\nrefund went out ")
    (one,) = reminders.of_case(case_id)
    assert (one.text, one.initials, one.at) == ("Confirm the refund went out", "LB", desk.clock() + LATER)
    assert (done.deed, done.case_ids) == (Deed.REMINDER, (case_id,))
    ticked = reminders.tick(one.uid)
    assert ticked is not None
    assert reminders.of_case(case_id) == ()
    assert reminders.tick(one.uid) is None
    assert ticked.undo is not None
    ticked.undo()
    assert reminders.of_case(case_id) == (one,)
    assert done.undo is not None
    done.undo()
    assert reminders.of_case(case_id) == ()
    assert reminders.tick(one.uid) is None


def test_when_its_moment_comes_the_case_is_open_again_and_its_agents(
    desk: FollowUpDesk, reminders: ReminderDesk
) -> None:
    watch = ReminderWatch(desk.store, desk.clock)
    desk.solved()
    case_id = desk.case().row.id
    reminders.set(case_id, desk.clock() + LATER, "Refund?")
    assert watch.work() == ()
    desk.clock.advance(LATER.total_seconds())
    assert watch.work() == (int(case_id),)
    assert watch.work() == ()
    row = desk.case().row
    assert (row.status, row.assignee) == (CaseStatus.OPEN, "LB")
    assert int(case_id) in desk.store.lanes.ids(Lane.MY_OPEN, agent="LB", at_risk_before=desk.clock())
    assert [one.told for one in desk.store.reminders.told_to("LB", desk.clock() - LATER)] == [True]


def test_what_was_ticked_off_before_its_moment_wakes_nothing(desk: FollowUpDesk, reminders: ReminderDesk) -> None:
    desk.solved()
    reminders.set(desk.case().row.id, desk.clock() + LATER, "Refund?")
    (one,) = reminders.of_case(desk.case().row.id)
    reminders.tick(one.uid)
    desk.clock.advance(LATER.total_seconds())
    assert ReminderWatch(desk.store, desk.clock).work() == ()
    assert desk.case().row.status is CaseStatus.SOLVED


def test_only_words_and_a_moment_to_come_make_a_reminder(desk: FollowUpDesk, reminders: ReminderDesk) -> None:
    desk.writes("Doppio addebito")
    case_id, now = desk.case().row.id, desk.clock()
    with pytest.raises(ValueError, match="remember"):
        reminders.set(case_id, now + LATER, " \n ")
    with pytest.raises(TooSoon):
        reminders.set(case_id, now, "Refund?")
    with pytest.raises(TooFar):
        reminders.set(case_id, now + timedelta(days=400), "Refund?")
    reminders.set(case_id, now + LATER, "x" * 1_000)
    assert len(reminders.of_case(case_id)[0].text) == MOST_WORDS


@settings(max_examples=8)
@given(hours=st.lists(st.integers(1, 200), min_size=1, max_size=6), step=st.integers(1, 60))
def test_every_reminder_is_told_exactly_once_however_the_engine_looks(hours: list[int], step: int) -> None:
    with tempfile.TemporaryDirectory() as folder, a_store(Path(folder)) as store:
        desk = FollowUpDesk(store)
        desk.writes("Doppio addebito")
        case_id, start = desk.case().row.id, desk.clock()
        desk_of = ReminderDesk(store, lambda: desk.cases.agent, desk.clock)
        for each in hours:
            desk_of.set(case_id, start + timedelta(hours=each), f"after {each}")
        watch, told = ReminderWatch(store, desk.clock), 0
        while desk.clock() <= start + timedelta(hours=max(hours)):
            desk.clock.advance(step * 3_600)
            due = len(store.reminders.due(desk.clock()))
            told += due
            assert bool(watch.work()) is bool(due)
        assert told == len(hours)
        desk.close()


def test_a_reminder_is_moved_and_cancelled_and_both_are_undone(desk: FollowUpDesk, reminders: ReminderDesk) -> None:
    watch = ReminderWatch(desk.store, desk.clock)
    desk.solved()
    case_id = desk.case().row.id
    reminders.set(case_id, desk.clock() + LATER, "Refund?")
    desk.clock.advance(LATER.total_seconds())
    assert watch.work() == (case_id,)
    (told,) = reminders.of_case(case_id)
    moved = reminders.move(told.uid, desk.clock() + LATER, " Refund  there? ")
    assert moved is not None
    (one,) = reminders.of_case(case_id)
    assert (one.at, one.text, one.told, moved.detail) == (desk.clock() + LATER, "Refund there?", False, "moved")
    assert reminders.move(one.uid, one.at) is None
    assert moved.undo is not None
    moved.undo()
    assert reminders.of_case(case_id) == (told,)
    assert watch.work() == ()
    cancelled = reminders.cancel(told.uid)
    assert reminders.of_case(case_id) == ()
    assert reminders.cancel(told.uid) is None
    assert reminders.move(told.uid, desk.clock() + LATER) is None
    assert cancelled is not None
    assert cancelled.undo is not None
    cancelled.undo()
    assert reminders.of_case(case_id) == (told,)


def test_a_reminder_is_not_moved_into_the_past_nor_left_without_words(
    desk: FollowUpDesk, reminders: ReminderDesk
) -> None:
    desk.solved()
    case_id = desk.case().row.id
    reminders.set(case_id, desk.clock() + LATER, "Refund?")
    (one,) = reminders.of_case(case_id)
    with pytest.raises(TooSoon):
        reminders.move(one.uid, desk.clock() - LATER)
    with pytest.raises(ValueError, match="remember"):
        reminders.move(one.uid, desk.clock() + 2 * LATER, "  ")
    assert reminders.of_case(case_id) == (one,)
