"""Targets and steps: the most specific rule wins, what is written down comes back, faults are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.clocks import (
    CountedTime,
    Deadline,
    Ladder,
    Run,
    Schedule,
    Step,
    StepDeed,
    StepFault,
    TargetFault,
    TargetRule,
    Targets,
    default_targets,
    faults_of_rule,
    faults_of_step,
    moment_of_step,
)
from desktop.clocks.ladder import LEADER, made_now
from desktop.model import ClockKind, MessageClass

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
FIRST = ClockKind.FIRST_REPLY
ACCOUNTS = ("", "a", "b")

rules = st.builds(
    TargetRule,
    st.uuids().map(str),
    st.sampled_from(ClockKind),
    st.integers(1, 10_000),
    st.sampled_from(ACCOUNTS),
    st.sampled_from((None, MessageClass.COMPLAINT, MessageClass.URGENT)),
    st.sampled_from((0, 40, 70)),
    st.sampled_from(CountedTime),
    st.booleans(),
)
Case = tuple[ClockKind, str, MessageClass, int]
cases = st.tuples(
    st.sampled_from(ClockKind), st.sampled_from(("a", "b", "c")), st.sampled_from(MessageClass), st.integers(0, 100)
)
steps = st.builds(
    Step,
    st.uuids().map(str),
    st.sampled_from(ClockKind),
    st.integers(-1_000, 1_000),
    st.sampled_from(StepDeed),
    st.sampled_from(("", "agent", "leader", "GV")),
    st.integers(0, 10**8).map(lambda seconds: NOON + timedelta(seconds=seconds)),
)


def a_rule(uid: str = "r", minutes: int = 30, clock: ClockKind = FIRST, **more: object) -> TargetRule:
    return replace(TargetRule(uid, clock, minutes), **more)  # type: ignore[arg-type]


def test_a_new_desk_answers_within_an_hour_and_promises_nothing_about_solving() -> None:
    table = default_targets()
    found = [table.rule_for(clock, "a", MessageClass.COMPLAINT, 50) for clock in ClockKind]
    assert [rule.minutes if rule else None for rule in found] == [60, 60, None]
    assert not table.has_resolution


def first_reply(kind: MessageClass, *, urgent: bool = False, clock: ClockKind = FIRST) -> int:
    rule = default_targets().rule_for(clock, "a", kind, 20, urgent=urgent)
    assert rule is not None
    return rule.minutes


def test_a_new_desk_lets_only_what_asks_for_nothing_wait_longer_than_an_hour() -> None:
    quiet = {kind for kind in MessageClass if first_reply(kind) > 60}
    assert quiet == {
        MessageClass.SUGGESTION,
        MessageClass.BRAND_PREFERENCE,
        MessageClass.ABUSE,
        MessageClass.PRAISE_THANKS,
        MessageClass.NOISE,
    }
    assert first_reply(MessageClass.PURCHASE_INTENT) < 60


@pytest.mark.parametrize("kind", MessageClass)
@pytest.mark.parametrize("clock", [FIRST, ClockKind.NEXT_REPLY])
def test_at_a_new_desk_nothing_comes_before_what_cannot_wait_whatever_its_class(
    kind: MessageClass, clock: ClockKind
) -> None:
    assert first_reply(kind, urgent=True, clock=clock) == 15 < min(first_reply(other) for other in MessageClass)


def test_no_rule_of_a_new_desk_is_faulty_or_written_twice() -> None:
    rules = default_targets().rules
    assert all(faults_of_rule(rule, rules) == () for rule in rules)
    assert len({rule.uid for rule in rules}) == len(rules)


def test_a_rule_for_what_cannot_wait_is_weaker_than_the_account_and_stronger_than_the_class() -> None:
    pressing, classed = a_rule("u", 5, urgent=True), a_rule("c", 20, message_class=MessageClass.COMPLAINT)
    named = a_rule("a", 90, account="a")
    table = Targets((a_rule("g", 60), classed, pressing, named))
    found = [
        table.rule_for(FIRST, account, MessageClass.COMPLAINT, 10, urgent=urgent)
        for account, urgent in (("x", False), ("x", True), ("a", True))
    ]
    assert found == [classed, pressing, named]


def test_the_account_then_the_class_then_the_priority_make_a_rule_more_specific() -> None:
    general, urgent = a_rule("g", 60), a_rule("p", 30, from_priority=70)
    classed, named = a_rule("c", 20, message_class=MessageClass.URGENT), a_rule("a", 10, account="a")
    both = a_rule("b", 5, account="a", message_class=MessageClass.COMPLAINT)
    table = Targets((general, urgent, classed, named, both))

    def minutes(account: str, kind: MessageClass, priority: int) -> int:
        rule = table.rule_for(FIRST, account, kind, priority)
        assert rule is not None
        return rule.minutes

    assert minutes("x", MessageClass.COMPLAINT, 10) == 60
    assert minutes("x", MessageClass.COMPLAINT, 80) == 30
    assert minutes("x", MessageClass.URGENT, 80) == 20
    assert minutes("a", MessageClass.URGENT, 80) == 10
    assert minutes("a", MessageClass.COMPLAINT, 0) == 5


@given(st.lists(rules, max_size=12), cases, st.booleans())
def test_the_chosen_rule_holds_and_none_that_holds_is_more_specific(
    table: list[TargetRule], case: Case, urgent: bool
) -> None:
    clock, account, kind, priority = case
    chosen = Targets(tuple(table)).rule_for(clock, account, kind, priority, urgent=urgent)
    fitting = [rule for rule in table if rule.clock is clock and rule.holds_for(account, kind, priority, urgent=urgent)]
    if not fitting:
        assert chosen is None or (chosen.is_general and chosen.minutes == 60)
        return
    assert chosen in fitting
    assert all(rule.specificity() <= chosen.specificity() for rule in fitting)


@given(st.lists(rules, max_size=8, unique_by=lambda rule: rule.conditions), cases, st.randoms(use_true_random=False))
def test_the_order_of_the_table_decides_nothing_where_no_two_rules_are_for_the_same(
    table: list[TargetRule], case: Case, random: object
) -> None:
    shuffled = list(table)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert Targets(tuple(table)).rule_for(*case) == Targets(tuple(shuffled)).rule_for(*case)


@given(st.lists(rules, max_size=6))
def test_a_table_that_is_written_down_comes_back(table: list[TargetRule]) -> None:
    assert Targets.from_value(Targets(tuple(table)).to_list()) == Targets(tuple(table))


@given(st.lists(steps, max_size=6), st.sampled_from(("", "GV")))
def test_a_ladder_that_is_written_down_comes_back(found: list[Step], leader: str) -> None:
    ladder = Ladder(tuple(found), leader)
    assert Ladder.from_value(ladder.to_dict()) == ladder


@pytest.mark.parametrize(
    "spoilt",
    [None, 7, {}, {"uid": "x"}, {"uid": "x", "clock": "first_reply", "minutes": True}, {"uid": "x", "clock": "noon"}],
)
def test_a_rule_or_step_that_can_t_be_read_is_left_out(spoilt: object) -> None:
    kept = a_rule("kept")
    assert Targets.from_value([spoilt, kept.to_dict()]).rules == (kept,)
    assert Ladder.from_value({"steps": [spoilt]}) == Ladder()
    assert Ladder.from_value(spoilt).steps == ()


def test_no_table_at_all_is_that_of_a_new_desk() -> None:
    assert Targets.from_value(None) == default_targets()
    assert Targets.from_value("x") == default_targets()


def test_a_rule_needs_a_time_and_conditions_of_its_own() -> None:
    others = [a_rule("a"), a_rule("b", account="x")]
    assert faults_of_rule(others[0], others) == ()
    assert faults_of_rule(a_rule("c", 0), others) == (TargetFault.NO_TIME, TargetFault.DOUBLE)
    assert faults_of_rule(a_rule("c", 10**7, account="y"), others) == (TargetFault.TOO_LONG,)


def a_step(uid: str = "s", minutes: int = 0, deed: StepDeed = StepDeed.NOTIFY, to: str = LEADER) -> Step:
    return Step(uid, FIRST, minutes, deed, to)


def test_a_step_needs_somebody_to_tell_and_a_moment_of_its_own() -> None:
    ladder = Ladder((a_step("a"),), "GV")
    assert faults_of_step(a_step("a"), ladder) == ()
    assert faults_of_step(a_step("b"), ladder) == (StepFault.DOUBLE,)
    assert faults_of_step(a_step("b", 5), replace(ladder, leader=" ")) == (StepFault.NOBODY,)
    assert faults_of_step(a_step("b", 10**6), ladder) == (StepFault.TOO_FAR,)


def test_a_step_comes_so_many_minutes_before_or_after_the_end() -> None:
    run, ends = Run(FIRST, NOON), Deadline(NOON + timedelta(hours=1), NOON + timedelta(minutes=45))
    found = [moment_of_step(a_step("s", minutes), run, ends, Schedule()) for minutes in (-20, 0, 30, -500)]
    assert found == [NOON + timedelta(minutes=minutes) for minutes in (40, 60, 90, 0)]
    assert moment_of_step(a_step(), Run(ClockKind.RESOLUTION, NOON), ends, Schedule()) is None


def test_what_was_due_before_a_step_was_made_is_left_alone() -> None:
    run, ends = Run(FIRST, NOON), Deadline(NOON + timedelta(hours=1), NOON)
    late = replace(a_step(), made_at=NOON + timedelta(hours=2))
    assert moment_of_step(late, run, ends, Schedule()) is None


def test_only_a_step_that_is_new_or_comes_at_another_time_counts_as_made_now() -> None:
    kept, moved, told = a_step("k"), a_step("m", 5), a_step("t", 7)
    edited = (kept, replace(moved, minutes=6), replace(told, to="agent"), a_step("n", 9))
    later = NOON + timedelta(days=1)
    made = made_now(edited, (kept, moved, told), later)
    assert [step.made_at == later for step in made] == [False, True, False, True]
