"""The clock keeper: deadlines follow hours, rules, priorities and pauses, also what changed while no engine ran."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.closed_rules import ClockTime, ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.cases import CaseDesk
from desktop.clocks import CountedTime, Ladder, Step, StepDeed, TargetRule, Targets, default_targets
from desktop.guardrails import OpeningHours, Slot, default_hours
from desktop.inbox import Inbox, SectionTitle
from desktop.model import Agent, CaseId, CaseRow, CaseStatus, ClockKind, Direction, Lane, MessageClass
from desktop.store import Store
from desktop.sync import ClockKeeper
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_assessment, an_author, taken, thanks

SATURDAY = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
MONDAY_TEN = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
EVERY_DAY = OpeningHours("Europe/Rome", ((Slot.of("09:00", "18:00"),),) * 7)
LAURA = Agent("Laura Bianchi", "LB", "")
FIRST, NEXT, SOLVED = ClockKind.FIRST_REPLY, ClockKind.NEXT_REPLY, ClockKind.RESOLUTION


class Town:
    """A store, its keeper and one case that Marta began at noon of a Thursday."""

    def __init__(self, store: Store, at: datetime = NOON) -> None:
        self.store = store
        self.clock = FakeClock(at)
        self.account = an_account(store)
        self.hours = HoursBook(store)
        self.book = ClockBook(store, self.hours)
        self.keeper = ClockKeeper(store, self.book, self.clock)
        self.desk = CaseDesk(store, LAURA, self.clock)
        self.write("m1", at)
        self.case = CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])

    def write(self, remote_id: str, at: datetime, text: str = "E allora?", **more: Any) -> None:
        arrival = an_arrival(remote_id, thread_remote_id="m1", sent_at=at, text=text)
        self.store.intake.take(self.account, [taken(arrival, **more)], at)

    def answer(self, remote_id: str, at: datetime) -> None:
        arrival = an_arrival(remote_id, thread_remote_id="m1", sent_at=at, direction=Direction.OUTGOING)
        self.store.intake.take(self.account, [taken(arrival)], at)

    def promise(self, *rules: TargetRule) -> None:
        self.book.keep(Targets((*default_targets().rules, *rules)), self.book.ladder, at=self.clock(), actor="Laura")

    @property
    def row(self) -> CaseRow:
        return self.store.lanes.rows([self.case])[0]

    def minutes(self) -> float | None:
        self.keeper.work()
        return (self.row.due_at - NOON).total_seconds() / 60 if self.row.due_at else None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store)


def test_deadlines_follow_new_hours_once(store: Store) -> None:
    town = Town(store, SATURDAY)
    town.keeper.work()
    assert (town.row.due_at, town.row.at_risk_at) == (MONDAY_TEN, MONDAY_TEN - timedelta(minutes=15))
    HoursBook(store).set_schedule(None, EVERY_DAY, ClosedRules(), at=SATURDAY, actor="L")
    town.hours.forget()
    assert town.keeper.work() == (int(town.case),)
    assert town.row.due_at == MONDAY_TEN - timedelta(days=1)
    assert town.keeper.work() == ()


def test_deadlines_follow_the_accounts_own_hours_and_its_rule_for_closed_times(store: Store) -> None:
    town = Town(store, SATURDAY)
    wall = ClosedRules(clock=ClockTime.WALL)
    town.hours.set_schedule(town.account, default_hours(), wall, at=SATURDAY, actor="L")
    town.keeper.work()
    assert (town.row.due_at, town.row.all_hours) == (SATURDAY + timedelta(hours=1), True)
    town.hours.set_schedule(town.account, None, ClosedRules(), at=SATURDAY, actor="L")
    town.keeper.work()
    assert (town.row.due_at, town.row.all_hours) == (MONDAY_TEN, False)


def test_a_rule_may_count_all_hours_where_the_account_does_not(store: Store) -> None:
    town = Town(store, SATURDAY)
    town.promise(TargetRule("w", FIRST, 30, message_class=MessageClass.COMPLAINT, counts=CountedTime.WALL))
    town.keeper.work()
    assert (town.row.due_at, town.row.all_hours) == (SATURDAY + timedelta(minutes=30), True)


def test_a_higher_priority_brings_a_nearer_target(town: Town) -> None:
    town.promise(TargetRule("u", FIRST, 20, from_priority=70))
    assert town.minutes() == 60
    town.desk.set_priority(town.case, 90)
    assert town.minutes() == 20


def test_an_answer_ends_the_clock_and_the_next_question_starts_the_other_one(town: Town) -> None:
    town.promise(TargetRule("n", NEXT, 30, message_class=MessageClass.COMPLAINT))
    assert (town.minutes(), town.row.clock, town.row.owed) == (60, FIRST, True)
    town.answer("o1", NOON + timedelta(minutes=10))
    assert (town.minutes(), town.row.clock, town.row.owed) == (None, None, False)
    town.write("m2", NOON + timedelta(minutes=40))
    assert (town.minutes(), town.row.clock) == (70, NEXT)


def test_a_clock_stands_still_while_an_agent_lets_the_case_wait(town: Town) -> None:
    town.clock.advance(600)
    town.desk.set_status([town.case], CaseStatus.WAITING)
    assert town.minutes() is None
    town.clock.advance(1_200)
    town.desk.set_status([town.case], CaseStatus.OPEN)
    assert town.minutes() == 80


def test_what_the_customer_writes_meanwhile_lets_it_run_on(town: Town) -> None:
    town.clock.advance(600)
    town.desk.set_status([town.case], CaseStatus.WAITING)
    town.write("m2", NOON + timedelta(minutes=40))
    town.clock.advance(3_000)
    assert town.minutes() == 90


def test_the_resolution_clock_runs_from_the_question_to_the_solution_without_the_waits(town: Town) -> None:
    town.promise(TargetRule("r", SOLVED, 180))
    assert (town.minutes(), town.row.clock) == (60, FIRST)
    town.answer("o1", NOON + timedelta(minutes=30))
    assert town.minutes() is None  # the customer is to answer
    town.store.intake.take(
        town.account, [thanks(an_arrival("t1", thread_remote_id="m1", sent_at=NOON + timedelta(minutes=35)))], NOON
    )
    town.clock.now = NOON + timedelta(minutes=90)
    town.write("m2", town.clock.now)
    assert town.minutes() == 150  # the next answer comes first
    town.promise(TargetRule("r", SOLVED, 45))
    assert (town.minutes(), town.row.clock) == (105, SOLVED)  # thirty minutes were counted before the wait
    town.desk.set_status([town.case], CaseStatus.SOLVED)
    assert town.minutes() is None


def test_an_undone_solution_lets_both_clocks_run_as_before(town: Town) -> None:
    town.promise(TargetRule("r", SOLVED, 30))
    town.clock.advance(60)
    done = town.desk.set_status([town.case], CaseStatus.SOLVED)
    assert town.minutes() is None
    assert done.undo is not None
    town.clock.advance(60)
    done.undo()
    assert (town.minutes(), town.row.clock) == (32, SOLVED)  # a solution begins the clock anew


def test_what_changed_while_no_engine_ran_is_caught_up_with(town: Town) -> None:
    town.keeper.work()
    town.promise(TargetRule("u", FIRST, 10, account=town.account.uid))
    again = ClockKeeper(town.store, ClockBook(town.store, town.hours), town.clock)
    assert again.work() == (int(town.case),)
    assert town.row.due_at == NOON + timedelta(minutes=10)


def test_the_pipeline_gives_a_first_and_a_later_answer_their_own_targets(town: Town) -> None:
    town.promise(TargetRule("n", NEXT, 30, message_class=MessageClass.URGENT))
    kind = MessageClass.URGENT
    first = town.book.reply_clock(town.account, NOON, kind, 10, FIRST)
    later = town.book.reply_clock(town.account, NOON, kind, 10, NEXT)
    assert (first.due_at, later.due_at) == (NOON + timedelta(hours=1), NOON + timedelta(minutes=30))
    town.answer("o1", NOON + timedelta(minutes=1))
    at = NOON + timedelta(minutes=5)
    clocks: dict[str, Any] = {"first": first, "later": later, "assessment": an_assessment(kind)}
    town.write("m2", at, **clocks)
    assert town.row.due_at == later.due_at


def test_views_follow_each_accounts_own_hours(store: Store) -> None:
    town = Town(store, SATURDAY)
    night = an_account(store, handle="@night@town.example")
    town.hours.set_schedule(
        night, OpeningHours("Europe/Rome", ((Slot(0, 1440),),) * 7), ClosedRules(), at=NOON, actor="L"
    )
    for number, minutes in enumerate((70, 50, 5)):
        at = SATURDAY - timedelta(minutes=minutes)
        arrival = an_arrival(f"n{number}", author=an_author(f"Ada {number}"), sent_at=at)
        store.intake.take(night, [taken(arrival)], SATURDAY)
        town.keeper.work()
    inbox = Inbox(store, LAURA, lambda: SATURDAY, town.hours.of(None), town.hours.own())
    titles = [(one.title, one.count) for one in inbox.page(Lane.UNASSIGNED).sections]
    assert titles == [
        (SectionTitle.BREACHED, 1),
        (SectionTitle.AT_RISK, 1),
        (SectionTitle.ON_TRACK, 1),
        (SectionTitle.PAUSED, 1),
    ]
    assert inbox.page(Lane.UNASSIGNED).sections[-1].until == MONDAY_TEN - timedelta(hours=1)
    at_risk = inbox.page(Lane.AT_RISK)
    assert [(one.title, one.count) for one in at_risk.sections] == titles[:2]
    assert inbox.counts([Lane.AT_RISK]) == {Lane.AT_RISK: 2}
    assert list(inbox.page(Lane.UNASSIGNED, limit=2).ids) == list(inbox.page(Lane.UNASSIGNED).ids)[:2]


@pytest.mark.parametrize("lane", list(Lane))
def test_every_view_is_read_open_closed_and_in_between(store: Store, lane: Lane) -> None:
    town = Town(store, SATURDAY)
    town.keeper.work()
    always = OpeningHours("Europe/Rome", ((Slot(0, 1440),),) * 7)
    never = OpeningHours("Europe/Rome", ((),) * 7)
    for desk, own in (
        (default_hours(), {}),
        (always, {}),
        (always, {1: never}),
        (never, {1: always}),
        (never, {2: never}),
    ):
        inbox = Inbox(store, LAURA, lambda: SATURDAY, desk, own)
        page, first = inbox.page(lane), inbox.page(lane, limit=1)
        assert list(first.ids) == list(page.ids)[:1]
        assert sum(one.count for one in page.sections) in (0, len(page.ids))


def test_when_the_whole_desk_is_closed_only_what_counts_all_hours_runs(store: Store) -> None:
    town = Town(store, SATURDAY)
    inbox = Inbox(store, LAURA, lambda: SATURDAY, town.hours.of(None))
    town.keeper.work()
    assert [one.title for one in inbox.page(Lane.UNASSIGNED).sections] == [SectionTitle.PAUSED]
    town.promise(TargetRule("w", FIRST, 10, message_class=MessageClass.COMPLAINT, counts=CountedTime.WALL))
    town.keeper.work()
    assert [one.title for one in inbox.page(Lane.UNASSIGNED).sections] == [SectionTitle.AT_RISK]


def test_a_ladder_that_is_written_sets_when_the_next_step_comes(town: Town) -> None:
    step = Step("s", FIRST, -10, StepDeed.NOTIFY, "agent")
    town.book.keep(town.book.targets, Ladder((step,)), at=NOON, actor="Laura")
    town.keeper.work()
    (facts,) = town.store.clocks.facts([town.case])
    assert facts.next_step_at == NOON + timedelta(minutes=50)
