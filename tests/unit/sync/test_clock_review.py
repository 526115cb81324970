"""After a change of targets or hours the most urgent cases come first, and only those are worked out that it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import desktop.sync.clock_keeper
from desktop.accounts.clock_book import ClockBook
from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.clocks import TargetRule, Targets, default_targets
from desktop.guardrails import OpeningHours, Slot
from desktop.model import ClockKind, Lane, MessageClass
from desktop.store import Store
from desktop.store.clocks import ClockFacts
from desktop.sync import ClockKeeper
from desktop.sync.clock_review import Change, change_of, written_in
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_assessment, an_author, taken

FIRST, SOLVED = ClockKind.FIRST_REPLY, ClockKind.RESOLUTION
FAQ, COMPLAINT = MessageClass.FAQ_QUESTION, MessageClass.COMPLAINT
ALL_DAY = OpeningHours("Europe/Rome", ((Slot(0, 1440),),) * 7)


class Desk:
    """Two accounts with three cases each: a question, a complaint and another question, the last the oldest."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.clock, self.hours = store, FakeClock(NOON), HoursBook(store)
        self.accounts = [an_account(store, handle=f"@{name}@town.example") for name in ("one", "two")]
        for number, kind in enumerate((FAQ, COMPLAINT, FAQ, FAQ, COMPLAINT, FAQ)):
            arrival = an_arrival(
                f"m{number}", author=an_author(f"Ada {number}"), sent_at=NOON - timedelta(minutes=number)
            )
            store.intake.take(self.accounts[number // 3], [taken(arrival, assessment=an_assessment(kind))], NOON)
        self.ids = sorted(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))
        self.worked: list[int] = []
        self.keeper = self.restarted()
        plain = ClockBook.readings

        def noted(book: ClockBook, facts: ClockFacts, *given: Any) -> Any:
            self.worked.append(int(facts.case_id))
            return plain(book, facts, *given)

        monkeypatch.setattr(ClockBook, "readings", noted)
        self.keeper.work()
        self.worked.clear()

    def restarted(self) -> ClockKeeper:
        self.book = ClockBook(self.store, self.hours)
        return ClockKeeper(self.store, self.book, self.clock)

    def promise(self, *rules: TargetRule) -> None:
        self.book.keep(Targets((*default_targets().rules, *rules)), self.book.ladder, at=NOON, actor="L")

    def minutes(self) -> list[int]:
        kept = [one.reply for one in self.store.clocks.facts(self.ids)]
        return [int((one.due_at - one.since).total_seconds()) // 60 for one in kept if one.due_at and one.since]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with a_store(tmp_path) as store:
        yield Desk(store, monkeypatch)


def test_a_rule_for_complaints_leaves_questions_alone(desk: Desk) -> None:
    desk.promise(TargetRule("c", FIRST, 7, message_class=COMPLAINT))
    assert desk.keeper.work() == tuple(sorted(desk.worked)) == (desk.ids[1], desk.ids[4])
    assert not desk.store.clocks.is_behind()


def test_a_rule_for_an_account_leaves_the_other_alone(desk: Desk) -> None:
    desk.promise(TargetRule("a", FIRST, 7, account=desk.accounts[1].uid))
    assert sorted(desk.keeper.work()) == sorted(desk.worked) == desk.ids[3:]


def test_hours_of_an_account_leave_the_other_alone(desk: Desk) -> None:
    desk.hours.set_schedule(desk.accounts[0], ALL_DAY, ClosedRules(), at=NOON, actor="L")
    desk.keeper.work()
    assert sorted(desk.worked) == desk.ids[:3]


def test_hours_of_the_desk_concern_everybody(desk: Desk) -> None:
    desk.hours.set_schedule(None, ALL_DAY, ClosedRules(), at=NOON, actor="L")
    desk.keeper.work()
    assert sorted(desk.worked) == desk.ids


def test_the_most_urgent_come_first_and_what_changed_itself_before_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop.sync.clock_keeper, "_AT_ONCE", 1)
    monkeypatch.setattr(desktop.sync.clock_keeper, "_BATCHES", 2)
    desk.promise(TargetRule("f", FIRST, 7, message_class=FAQ))
    assert len(desk.keeper.work()) == 2
    assert desk.worked == [desk.ids[5], desk.ids[3]]
    new = an_arrival("new", author=an_author("Zoe"), sent_at=NOON)
    desk.store.intake.take(desk.accounts[0], [taken(new, assessment=an_assessment(FAQ))], NOON)
    desk.keeper.work()
    desk.keeper = desk.restarted()  # the rest is left to another process
    while desk.store.clocks.is_behind():
        desk.keeper.work()
    newest = max(desk.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))
    assert desk.worked == [desk.ids[5], desk.ids[3], newest, desk.ids[2], desk.ids[0]]


def test_a_change_that_meets_an_unfinished_one_looks_at_everybody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop.sync.clock_keeper, "_AT_ONCE", 1)
    monkeypatch.setattr(desktop.sync.clock_keeper, "_BATCHES", 1)
    desk.promise(TargetRule("f", FIRST, 7, message_class=FAQ))
    desk.keeper.work()
    desk.promise(TargetRule("f", FIRST, 7, message_class=FAQ), TargetRule("c", FIRST, 9, message_class=COMPLAINT))
    while desk.store.clocks.is_behind():
        desk.keeper.work()
    assert desk.minutes() == [7, 9, 7, 7, 9, 7]


def test_what_is_kept_of_a_change_is_read_again_and_nonsense_concerns_everything() -> None:
    change = change_of(
        (("targets", "[]"), ("hours/a", "1")), (("targets", "null"), ("hours/a", "2"), ("closed/b", "3"))
    )
    assert change == Change(everything=False, accounts=frozenset({"a", "b"}), before=Targets(()))
    assert Change.from_value(change.to_value()) == change
    nonsense: list[object] = [None, [], {"everything": False}, {"everything": 0}]
    assert all(Change.from_value(odd) == Change() for odd in nonsense)
    assert written_in([["a", "b"]]) == (("a", "b"),)
    assert written_in(None) is written_in([1]) is written_in([["a"]]) is None


RULES = st.builds(
    TargetRule,
    st.just("r"),
    st.sampled_from([FIRST, SOLVED, ClockKind.NEXT_REPLY]),
    st.integers(1, 600),
    message_class=st.sampled_from([None, FAQ, COMPLAINT]),
    from_priority=st.sampled_from([0, 40, 70]),
    urgent=st.booleans(),
)


@settings(max_examples=8)
@given(st.lists(st.lists(RULES, max_size=3), min_size=1, max_size=3))
def test_whatever_is_promised_every_clock_is_that_of_a_keeper_that_looks_at_all(
    tmp_path_factory: pytest.TempPathFactory, tables: list[list[TargetRule]]
) -> None:
    with a_store(tmp_path_factory.mktemp("desk")) as store, pytest.MonkeyPatch.context() as patch:
        desk = Desk(store, patch)
        for rules in tables:
            desk.promise(*rules)
            desk.keeper.work()
            facts = store.clocks.facts(desk.ids)
            for one in facts:
                readings = desk.book.readings(one, desk.clock())
                reply = [reading.kept for reading in readings if reading.run.clock is not SOLVED]
                solution = [reading.kept for reading in readings if reading.run.clock is SOLVED]
                assert [one.reply] == reply
                assert [one.solution] == (solution or [one.solution.__class__()])
