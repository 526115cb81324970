"""The ladder: whatever time, answers, closures and crashes do, each step is taken once for every run of a clock."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.cases import CaseDesk
from desktop.clocks import Ladder, Step, StepDeed, TargetRule, Targets, default_targets
from desktop.guardrails import OpeningHours, Slot, default_hours
from desktop.model import Agent, CaseId, CaseStatus, ClockKind, Deed, Direction, Lane, MessageClass
from desktop.store import Store
from desktop.store.clocks import TakenStep
from desktop.sync import ClockKeeper, Escalator, WantedTickets
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_assessment, an_author, taken

LAURA = Agent("Laura Bianchi", "LB", "")
FIRST, NEXT, SOLVED = ClockKind.FIRST_REPLY, ClockKind.NEXT_REPLY, ClockKind.RESOLUTION
STEPS = (
    Step("warn", FIRST, -20, StepDeed.NOTIFY, "agent"),
    Step("raise", FIRST, 0, StepDeed.RAISE_PRIORITY),
    Step("boss", FIRST, 30, StepDeed.NOTIFY, "leader"),
    Step("free", NEXT, 0, StepDeed.REASSIGN, ""),
    Step("give", NEXT, 15, StepDeed.REASSIGN, "GV"),
    Step("ticket", SOLVED, 0, StepDeed.OPEN_TICKET),
    Step("late", SOLVED, 60, StepDeed.RAISE_PRIORITY),
)
TARGETS = Targets((*default_targets().rules, TargetRule("r", SOLVED, 120)))


class Power(Exception):
    """The engine's process ends here."""


class Town:
    """A store with one case, and an engine's clock work that can be begun anew at any time."""

    def __init__(self, store: Store, steps: tuple[Step, ...] = STEPS, *, tickets: bool = True) -> None:
        self.store = store
        self.clock = FakeClock(NOON)
        self.account = an_account(store)
        self.desk = CaseDesk(store, LAURA, self.clock)
        self.number = 0
        self.tickets = tickets
        ClockBook(store, HoursBook(store)).keep(TARGETS, Ladder(steps, "CB"), at=NOON, actor="Laura")
        self.begin_engine()
        self.write()
        self.case = CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])

    def begin_engine(self) -> None:
        self.book = ClockBook(self.store, HoursBook(self.store))
        self.keeper = ClockKeeper(self.store, self.book, self.clock)
        wanted = WantedTickets(self.store) if self.tickets else None
        self.escalator = Escalator(self.store, self.book, self.clock, wanted)

    def work(self) -> tuple[int, ...]:
        self.keeper.work()
        done = self.escalator.work()
        self.keeper.work()
        return done

    def write(self, direction: Direction = Direction.INCOMING) -> None:
        self.number += 1
        arrival = an_arrival(
            f"m{self.number}", thread_remote_id="m1", sent_at=self.clock(), direction=direction, text="E allora?"
        )
        self.store.intake.take(self.account, [taken(arrival)], self.clock())

    def steps(self) -> list[tuple[str, str]]:
        return [(one.step, one.outcome) for one in self.store.clocks.steps_taken(self.case)]

    def journalled(self) -> list[str]:
        entries = self.store.journal.of_case(self.case)
        return [entry.after["step"] for entry in entries if entry.deed is Deed.ESCALATED]  # type: ignore[index]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_each_step_comes_at_its_moment_with_what_it_does(store: Store) -> None:
    town = Town(store)
    town.clock.advance(39 * 60)
    assert town.work() == ()
    town.clock.advance(60)
    assert town.work() == (int(town.case),)
    assert town.steps() == [("warn", "CB")]  # nobody's case: the leader is told
    town.clock.advance(20 * 60)
    town.work()
    assert town.store.lanes.rows([town.case])[0].priority == 70
    town.clock.advance(30 * 60)
    town.work()
    assert town.steps() == [("warn", "CB"), ("raise", "70"), ("boss", "CB")]
    town.clock.advance(30 * 60)
    town.work()
    assert town.steps()[-1] == ("ticket", "wanted")
    assert town.journalled() == ["warn", "raise", "boss", "ticket"]


def test_the_agent_whose_case_it_is_is_told(store: Store) -> None:
    town = Town(store)
    town.desk.assign([town.case], "LB")
    town.clock.advance(45 * 60)
    town.work()
    assert town.steps() == [("warn", "LB")]


def test_a_step_without_a_ticket_system_says_so_and_asks_for_nothing(store: Store) -> None:
    town = Town(store, (Step("t", FIRST, 0, StepDeed.OPEN_TICKET),), tickets=False)
    town.clock.advance(3_600)
    town.work()
    assert town.steps() == [("t", "not_connected")]
    assert town.journalled() == ["t"]
    assert store.clocks.want_ticket(town.case, "again", NOON)


def test_a_ticket_is_wanted_once_for_a_case(store: Store) -> None:
    town = Town(store, (Step("t", FIRST, 0, StepDeed.OPEN_TICKET), Step("u", FIRST, 1, StepDeed.OPEN_TICKET)))
    town.clock.advance(3_700)
    town.work()
    assert town.steps() == [("t", "wanted"), ("u", "unchanged")]


def test_a_case_is_taken_from_its_agent_and_given_to_another(store: Store) -> None:
    town = Town(store)
    town.desk.assign([town.case], "LB")
    town.write(Direction.OUTGOING)
    town.clock.advance(60)
    town.write()
    town.clock.advance(3_600)
    town.work()
    assert town.store.lanes.rows([town.case])[0].assignee is None
    town.clock.advance(15 * 60)
    town.work()
    assert town.store.lanes.rows([town.case])[0].assignee == "GV"
    assert town.steps() == [("free", ""), ("give", "GV")]


def test_nothing_climbs_while_it_is_nobodys_turn_here(store: Store) -> None:
    town = Town(store)
    town.desk.set_status([town.case], CaseStatus.WAITING)
    town.clock.advance(86_400)
    assert town.work() == ()
    town.desk.set_status([town.case], CaseStatus.SOLVED)
    town.clock.advance(86_400)
    assert town.work() == ()
    assert town.steps() == []


def test_a_ladder_that_is_new_leaves_alone_what_was_late_before(store: Store) -> None:
    town = Town(store, ())
    town.clock.advance(3 * 3_600)
    town.work()
    late = Step("new", FIRST, 0, StepDeed.RAISE_PRIORITY, made_at=town.clock())
    town.book.keep(TARGETS, Ladder((late,)), at=town.clock(), actor="Laura")
    assert town.work() == ()


def test_nobody_to_tell_and_nothing_to_raise_are_written_down(store: Store) -> None:
    town = Town(store, (Step("n", FIRST, 0, StepDeed.NOTIFY, "leader"), Step("p", FIRST, 1, StepDeed.RAISE_PRIORITY)))
    town.book.keep(TARGETS, Ladder(town.book.ladder.steps), at=NOON, actor="Laura")
    town.desk.set_priority(town.case, 100)
    town.clock.advance(3_700)
    town.work()
    assert town.steps() == [("n", "nobody"), ("p", "unchanged")]


def test_what_is_only_heard_of_climbs_when_somebody_takes_it(store: Store) -> None:
    town = Town(store)
    heard = an_arrival("h1", author=an_author("Elsa Heard"), sent_at=NOON, mentions_us=False)
    store.intake.take(town.account, [taken(heard)], NOON)
    (case,) = (CaseId(one) for one in store.lanes.ids(Lane.LISTENING, agent="", at_risk_before=NOON))
    town.clock.advance(45 * 60)
    town.work()
    assert store.clocks.steps_taken(case) == ()
    town.desk.assign([case], "LB")
    town.work()
    assert [one.outcome for one in store.clocks.steps_taken(case)] == ["LB"]


def test_a_case_that_is_erased_meanwhile_is_passed_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(store)
    monkeypatch.setattr(store.clocks, "with_steps_due", lambda *_: [9_999])
    assert town.escalator.work() == ()


class Climbing(RuleBasedStateMachine):
    """Time passes, people write and answer, the desk closes, the engine dies; the ladder is climbed once."""

    @initialize()
    def open_town(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sportello-ladder-"))
        self.town = Town(a_store(self.folder))
        self.promised: set[tuple[ClockKind, datetime, str]] = set()

    @rule(minutes=st.integers(1, 300))
    def time_passes(self, minutes: int) -> None:
        self.town.clock.advance(minutes * 60)

    @rule()
    def the_customer_writes(self) -> None:
        self.town.write()

    @rule()
    def we_answer(self) -> None:
        self.town.write(Direction.OUTGOING)

    @rule(status=st.sampled_from((CaseStatus.OPEN, CaseStatus.WAITING, CaseStatus.SOLVED)), undone=st.booleans())
    def an_agent_decides(self, status: CaseStatus, undone: bool) -> None:
        done = self.town.desk.set_status([self.town.case], status)
        if undone and done.undo is not None:
            done.undo()

    @rule(minutes=st.integers(5, 400))
    def an_agent_snoozes(self, minutes: int) -> None:
        self.town.desk.snooze([self.town.case], self.town.clock() + timedelta(minutes=minutes))

    @rule()
    def sleepers_wake(self) -> None:
        self.town.store.cases.wake_due(self.town.clock())

    @rule(opens=st.integers(0, 20), length=st.integers(1, 23))
    def the_hours_change(self, opens: int, length: int) -> None:
        week = ((Slot(opens * 60, (opens + length) * 60),),) * 7
        self._keep_hours(OpeningHours("Europe/Rome", week))

    @rule()
    def the_hours_are_the_usual_ones(self) -> None:
        self._keep_hours(default_hours())

    @rule(leader=st.sampled_from(("", "CB", "GV")), count=st.integers(0, len(STEPS)))
    def the_ladder_changes(self, leader: str, count: int) -> None:
        self.town.book.keep(TARGETS, Ladder(STEPS[:count], leader), at=self.town.clock(), actor="Laura")

    @rule()
    def the_engine_looks(self) -> None:
        self.town.work()
        self._everything_due_was_done()

    @rule(after=st.integers(0, 3), minutes=st.sampled_from((1, 45, 90, 200)))
    def the_engine_dies_in_the_middle(self, after: int, minutes: int) -> None:
        self.town.clock.advance(minutes * 60)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.town.store.journal, "record", _dying(self.town.store.journal.record, after))
            try:
                self.town.work()
            except Power:
                self.town.begin_engine()

    @rule()
    def the_engine_begins_anew(self) -> None:
        self.town.begin_engine()

    @invariant()
    def each_step_was_taken_once_and_journalled_once(self) -> None:
        if not hasattr(self, "town"):
            return
        kept = self.town.store.clocks.steps_taken(self.town.case)
        keys = [(one.clock, one.since, one.step) for one in kept]
        assert len(set(keys)) == len(keys)
        assert self.promised <= set(keys), "a step that was taken is never forgotten"
        self.promised = set(keys)
        assert Counter(self.town.journalled()) == Counter(one.step for one in kept)
        assert all(one.outcome or one.step == "free" for one in kept), "what came of a step is written down with it"

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.town.store.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _keep_hours(self, hours: OpeningHours) -> None:
        HoursBook(self.town.store).set_schedule(None, hours, ClosedRules(), at=self.town.clock(), actor="L")
        self.town.begin_engine()

    def _everything_due_was_done(self) -> None:
        town = self.town
        (facts,) = town.store.clocks.facts([town.case])
        if not facts.runs or facts.queued:
            return
        taken = {(one.clock, one.since, one.step) for one in town.store.clocks.steps_taken(town.case)}
        for at, step, reading in town.book.steps(town.book.readings(facts, town.clock())):
            if at <= town.clock():
                assert (reading.run.clock, reading.run.since, step.uid) in taken


def _dying(record: Callable[..., None], after: int) -> Callable[..., None]:
    left = [after]

    def write(*args: object, **named: object) -> None:
        if left[0] == 0:
            raise Power
        left[0] -= 1
        record(*args, **named)

    return write


TestClimbing = Climbing.TestCase
TestClimbing.settings = settings(stateful_step_count=12, deadline=None)


def test_a_taken_step_is_kept_as_it_was_taken(store: Store) -> None:
    town = Town(store)
    note = TakenStep(FIRST, NOON, "warn", NOON, "LB")
    with store.connection.writing():
        assert store.clocks.take_step(town.case, note)
        assert not store.clocks.take_step(town.case, note)
    assert store.clocks.steps_taken(town.case) == (note,)


def test_a_raised_priority_may_bring_a_nearer_target_and_no_step_twice(store: Store) -> None:
    town = Town(store, (Step("p", FIRST, -50, StepDeed.RAISE_PRIORITY), Step("q", FIRST, 0, StepDeed.NOTIFY, "leader")))
    nearer = TargetRule("u", FIRST, 20, from_priority=70)
    town.book.keep(Targets((*TARGETS.rules, nearer)), town.book.ladder, at=NOON, actor="Laura")
    town.clock.advance(25 * 60)
    town.work()
    town.work()
    assert town.steps() == [("p", "70"), ("q", "CB")]
    assert an_assessment(MessageClass.COMPLAINT).priority == 40


# --- cases that become one ------------------------------------------------------------------------------------


def another_case(town: Town) -> CaseId:
    """Let somebody else write, and return their case."""
    author = an_author("Bo Li")
    arrival = an_arrival("x1", author=author, thread_remote_id="x1", sent_at=town.clock(), text="E poi?")
    town.store.intake.take(town.account, [taken(arrival)], town.clock())
    cases = town.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
    return CaseId(next(one for one in cases if one != town.case))


def counted(town: Town, *cases: CaseId) -> Counter[str]:
    entries = [entry for case in cases for entry in town.store.journal.of_case(case)]
    return Counter(str(entry.after["step"]) for entry in entries if entry.deed is Deed.ESCALATED)  # type: ignore[index]


@pytest.mark.parametrize("older_goes_on", [True, False], ids=["into the older", "into the younger"])
def test_a_merged_case_climbs_no_step_that_either_climbed_before(store: Store, older_goes_on: bool) -> None:
    town = Town(store)
    town.clock.advance(25 * 60)
    younger = another_case(town)
    town.clock.advance(40 * 60)  # the older is over and raised, the younger was told of
    town.work()
    before = counted(town, town.case, younger)
    assert before == {"warn": 2, "raise": 1}
    target, source = (town.case, younger) if older_goes_on else (younger, town.case)
    town.desk.merge(source, target)
    town.work()
    assert counted(town, town.case, younger) == before
    town.clock.advance(4 * 60 * 60)
    town.work()
    after = counted(town, town.case, younger) - before
    assert after == {"boss": 1, "ticket": 1, "late": 1}


def test_a_step_of_the_younger_alone_is_not_taken_again_for_the_older(store: Store) -> None:
    town = Town(store)
    town.clock.advance(5 * 60)
    younger = another_case(town)
    note = TakenStep(FIRST, town.clock(), "warn", town.clock(), "CB")
    assert store.clocks.take_step(younger, note)
    town.desk.merge(younger, town.case)
    town.clock.advance(40 * 60)
    town.work()
    assert town.steps().count(("warn", "CB")) >= 1
    assert counted(town, town.case, younger) == {}


def test_what_is_split_off_again_climbs_from_where_it_was(store: Store) -> None:
    town = Town(store)
    town.clock.advance(25 * 60)
    younger = another_case(town)
    town.clock.advance(40 * 60)
    town.work()
    merged = town.desk.merge(younger, town.case)
    assert merged.undo is not None
    merged.undo()
    town.work()
    assert counted(town, younger) == {"warn": 1}
    town.clock.advance(25 * 60)
    town.work()
    assert counted(town, younger) == {"warn": 1, "raise": 1}
