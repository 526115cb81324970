"""Replanning: due times and held replies follow a change of the schedule, also one made while no engine ran."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.accounts.closed_rules import ClockTime, ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.guardrails import OpeningHours, Slot, default_hours
from desktop.model import CaseId, Decision, DeliveryState, Finding, HoldReason, Lane, Verdict, Visibility
from desktop.outbox import OutboxDesk, Reply
from desktop.outbox.replanning import Replanner
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, taken

SATURDAY = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
MONDAY_TEN = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
SUNDAYS_TOO = OpeningHours("Europe/Rome", ((Slot.of("09:00", "18:00"),),) * 7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        account = an_account(opened)
        book = HoursBook(opened)
        due = book.due(account, SATURDAY, 3600)
        opened.intake.take(account, [taken(an_arrival(sent_at=SATURDAY), due_at=due)], SATURDAY)
        yield opened


def due_of(store: Store) -> datetime | None:
    case = store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]
    return store.lanes.rows([case])[0].due_at


def planner(store: Store) -> Replanner:
    return Replanner(store, HoursBook(store), FakeClock(SATURDAY))


def test_a_desk_whose_hours_nobody_touched_is_left_alone(store: Store) -> None:
    assert planner(store).work() == ()
    assert due_of(store) == MONDAY_TEN


def test_due_times_follow_new_hours_once(store: Store) -> None:
    HoursBook(store).set_schedule(None, SUNDAYS_TOO, ClosedRules(), at=SATURDAY, actor="L")
    assert len(planner(store).work()) == 1
    assert due_of(store) == MONDAY_TEN - timedelta(days=1)
    assert planner(store).work() == ()


def test_due_times_follow_the_accounts_own_hours_and_its_clock(store: Store) -> None:
    (account,) = store.accounts.all()
    wall = ClosedRules(clock=ClockTime.WALL)
    HoursBook(store).set_schedule(account, default_hours(), wall, at=SATURDAY, actor="L")
    planner(store).work()
    assert due_of(store) == SATURDAY + timedelta(hours=1)
    HoursBook(store).set_schedule(account, None, ClosedRules(), at=SATURDAY, actor="L")
    planner(store).work()
    assert due_of(store) == MONDAY_TEN


def test_a_held_reply_is_looked_at_again_when_the_opening_may_have_moved(store: Store) -> None:
    (account,) = store.accounts.all()
    case = store.cases.detail(CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]))
    assert case is not None
    held = Verdict(Decision.HOLD, (Finding("hours.closed", "closed", Decision.HOLD, until=MONDAY_TEN),))
    reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, "Ecco.", "Laura")
    delivery = OutboxDesk(store, FakeClock(SATURDAY)).queue(reply, held, undo_seconds=0)
    assert (delivery.hold_reason, delivery.not_before) == (HoldReason.CLOSED, MONDAY_TEN)
    HoursBook(store).set_schedule(None, SUNDAYS_TOO, ClosedRules(), at=SATURDAY, actor="L")
    planner(store).work()
    again = store.deliveries.get(delivery.id)
    assert again is not None
    assert (again.state, again.not_before) == (DeliveryState.HELD, SATURDAY)
