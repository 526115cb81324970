"""Replanning: held replies follow a change of the schedule, also one made while no engine ran."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.guardrails import OpeningHours, Slot
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


def planner(store: Store) -> Replanner:
    return Replanner(store, HoursBook(store), FakeClock(SATURDAY))


def test_a_desk_whose_hours_nobody_touched_is_left_alone(store: Store) -> None:
    assert planner(store).work() == ()


def test_a_held_reply_is_looked_at_again_when_the_opening_may_have_moved(store: Store) -> None:
    (account,) = store.accounts.all()
    case = store.cases.detail(CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]))
    assert case is not None
    held = Verdict(Decision.HOLD, (Finding("hours.closed", "closed", Decision.HOLD, until=MONDAY_TEN),))
    reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, "Ecco.", "Laura")
    delivery = OutboxDesk(store, FakeClock(SATURDAY)).queue(reply, held, undo_seconds=0)
    assert (delivery.hold_reason, delivery.not_before) == (HoldReason.CLOSED, MONDAY_TEN)
    HoursBook(store).set_schedule(None, SUNDAYS_TOO, ClosedRules(), at=SATURDAY, actor="L")
    assert planner(store).work() == (int(case.row.id),)
    assert planner(store).work() == ()
    again = store.deliveries.get(delivery.id)
    assert again is not None
    assert (again.state, again.not_before) == (DeliveryState.HELD, SATURDAY)
