"""Decisions about abuse: each has a reason, is journalled, can be undone, and a block ends by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import (
    Account,
    Agent,
    Arrival,
    CaseId,
    CaseStatus,
    Deed,
    Lane,
    MessageClass,
    MessageId,
    ModerationState,
    Network,
)
from desktop.outbox import BLOCK_SPANS, AbuseDecision, AbuseDesk
from desktop.outbox.abuse import LONGEST_REASON
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_assessment, an_author, taken

LAURA = Agent("Laura Bianchi", "LB", "^LB")
HOUR = timedelta(hours=1)
LANES = (Lane.UNASSIGNED, Lane.ABUSE, Lane.SOLVED)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store, Network.X, "@AuroraEnergia")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> AbuseDesk:
    return AbuseDesk(store, lambda: LAURA, clock)


def a_post(remote_id: str = "a1", name: str = "Franco") -> Arrival:
    return an_arrival(remote_id, author=an_author(name, Network.X), text="Siete dei ladri.")


def take(
    store: Store, account: Account, arrival: Arrival, message_class: MessageClass = MessageClass.COMPLAINT
) -> CaseId:
    result = store.intake.take(account, [taken(arrival, assessment=an_assessment(message_class))], NOON)
    [case_id] = result.case_ids
    return CaseId(case_id)


def lanes_of(store: Store, case_id: CaseId) -> set[Lane]:
    return {lane for lane in LANES if case_id in store.lanes.ids(lane, agent="LB", at_risk_before=NOON)}


def reasons(store: Store, case_id: CaseId, deed: Deed) -> list[object]:
    return [entry.after for entry in store.journal.of_case(case_id) if entry.deed is deed]


def test_what_triage_finds_abusive_waits_among_abuse_and_where_it_was(store: Store, account: Account) -> None:
    case_id = take(store, account, a_post(), MessageClass.ABUSE)
    assert lanes_of(store, case_id) == {Lane.UNASSIGNED, Lane.ABUSE}
    assert store.lanes.rows([case_id])[0].is_abuse


def test_an_agents_word_counts_more_than_triage_and_undo_takes_it_back(
    store: Store, account: Account, desk: AbuseDesk
) -> None:
    found, other = take(store, account, a_post(), MessageClass.ABUSE), take(store, account, a_post("a2", "Ada"))
    undone = desk.unmark(found)
    marked = desk.mark(other, "insults a colleague by name")
    assert lanes_of(store, found) == {Lane.UNASSIGNED}
    assert lanes_of(store, other) == {Lane.UNASSIGNED, Lane.ABUSE}
    assert reasons(store, other, Deed.ABUSE) == [["abuse", "insults a colleague by name"]]
    for done in (undone, marked):
        assert done.undo is not None
        done.undo()
    assert lanes_of(store, found) == {Lane.UNASSIGNED, Lane.ABUSE}
    assert lanes_of(store, other) == {Lane.UNASSIGNED}


def test_a_muted_author_waits_apart_with_what_comes_next_until_somebody_ends_it(
    store: Store, account: Account, desk: AbuseDesk, clock: FakeClock
) -> None:
    case_id = take(store, account, a_post())
    desk.mute(case_id, "the fifth insult today")
    assert lanes_of(store, case_id) == {Lane.ABUSE}
    assert store.lanes.rows([case_id])[0].due_at is None
    following = take(store, account, a_post("a9"))
    assert lanes_of(store, following) == {Lane.ABUSE}
    clock.advance(10 * 365 * 86_400)
    assert store.abuse.end_due(clock()) == frozenset()
    done = desk.hear_again(case_id)
    assert lanes_of(store, case_id) == {Lane.UNASSIGNED}
    assert done.undo is not None
    done.undo()
    assert lanes_of(store, case_id) == {Lane.ABUSE}


@pytest.mark.parametrize("span", BLOCK_SPANS)
def test_a_block_ends_by_itself_when_its_time_is_over(
    store: Store, account: Account, desk: AbuseDesk, clock: FakeClock, span: timedelta
) -> None:
    case_id = take(store, account, a_post())
    desk.block(case_id, span, "threats")
    clock.advance(span.total_seconds() - 1)
    assert store.abuse.end_due(clock()) == frozenset()
    clock.advance(1)
    assert store.abuse.end_due(clock()) == {case_id}
    assert store.abuse.end_due(clock()) == frozenset()
    assert lanes_of(store, case_id) == {Lane.UNASSIGNED}
    assert [entry.actor for entry in store.journal.of_case(case_id)] == ["Laura Bianchi", "engine"]


def test_a_longer_block_in_the_place_of_a_shorter_one_is_undone_to_the_shorter(
    store: Store, account: Account, desk: AbuseDesk
) -> None:
    case_id = take(store, account, a_post())
    desk.block(case_id, HOUR, "insults")
    longer = desk.block(case_id, 24 * HOUR, "more insults")
    assert longer.undo is not None
    longer.undo()
    state = desk.state(case_id)
    assert state is not None
    assert state.hush is not None
    assert (state.hush.until, state.hush.reason) == (NOON + HOUR, "insults")


def test_left_unanswered_a_case_is_solved_as_abuse_and_undo_brings_it_back(
    store: Store, account: Account, desk: AbuseDesk
) -> None:
    case_id = take(store, account, a_post())
    done = desk.leave_unanswered(case_id, "only insults, nothing to answer")
    assert done.detail == AbuseDecision.UNANSWERED
    assert lanes_of(store, case_id) == {Lane.SOLVED}
    assert store.lanes.rows([case_id])[0].status is CaseStatus.SOLVED
    assert done.undo is not None
    done.undo()
    assert lanes_of(store, case_id) == {Lane.UNASSIGNED}


def test_hiding_asks_the_network_says_why_and_is_taken_back_while_it_waits(
    store: Store, account: Account, desk: AbuseDesk
) -> None:
    case_id = take(store, account, a_post())
    message_id = MessageId(store.timeline.items(case_id)[0].message_id or 0)
    done = desk.hide(case_id, message_id, "a slur")
    assert done is not None
    assert [one.state for one in store.moderations.under_way()] == [ModerationState.WAITING]
    assert reasons(store, case_id, Deed.ABUSE) == [["hide", "a slur"]]
    assert done.undo is not None
    done.undo()
    assert store.moderations.under_way() == ()


def test_a_message_that_is_not_there_is_not_hidden(store: Store, account: Account, desk: AbuseDesk) -> None:
    case_id = take(store, account, a_post())
    assert desk.hide(case_id, MessageId(4_711), "a slur") is None
    assert store.journal.of_case(case_id) == ()


def test_no_decision_is_taken_without_a_reason(store: Store, account: Account, desk: AbuseDesk) -> None:
    case_id = take(store, account, a_post())
    decisions: tuple[Callable[[str], object], ...] = (
        lambda reason: desk.mark(case_id, reason),
        lambda reason: desk.mute(case_id, reason),
        lambda reason: desk.block(case_id, HOUR, reason),
        lambda reason: desk.hide(case_id, MessageId(1), reason),
        lambda reason: desk.leave_unanswered(case_id, reason),
    )
    for decide in decisions:
        with pytest.raises(ValueError, match="reason"):
            decide(" \n ")
    assert store.journal.of_case(case_id) == ()


def test_a_long_reason_is_cut_and_a_case_that_is_gone_decides_nothing(
    store: Store, account: Account, desk: AbuseDesk
) -> None:
    case_id = take(store, account, a_post())
    desk.mark(case_id, "x" * 9_999)
    state = desk.state(case_id)
    assert state is not None
    assert state.mark is not None
    assert len(state.mark.reason) == LONGEST_REASON
    assert desk.state(CaseId(4_711)) is None
    with pytest.raises(ValueError, match="no such case"):
        desk.mute(CaseId(4_711), "insults")


def test_whose_message_it_is_tells_whether_it_is_heard(store: Store, account: Account, desk: AbuseDesk) -> None:
    case_id = take(store, account, a_post())
    message_id = MessageId(store.timeline.items(case_id)[0].message_id or 0)
    assert not store.abuse.is_hushed(message_id)
    desk.mute(case_id, "insults")
    assert store.abuse.is_hushed(message_id)


steps = st.lists(
    st.one_of(st.sampled_from(["mute", "hear", "wait"]), st.integers(1, 40).map(lambda hours: hours * HOUR)),
    max_size=12,
)


@given(steps=steps)
def test_an_author_waits_apart_exactly_as_long_as_the_last_decision_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str | timedelta]
) -> None:
    clock = FakeClock()
    with a_store(tmp_path_factory.mktemp("hush")) as store:
        desk = AbuseDesk(store, lambda: LAURA, clock)
        case_id = take(store, an_account(store, Network.X), a_post())
        hushed_until: list[object] = [None]  # None: heard, "ever", or a moment
        for step in steps:
            if isinstance(step, timedelta):
                desk.block(case_id, step, "insults")
                hushed_until.append(clock() + step)
            elif step == "mute":
                desk.mute(case_id, "insults")
                hushed_until.append("ever")
            elif step == "hear":
                desk.hear_again(case_id)
                hushed_until.append(None)
            clock.advance(7_200)
            ended = store.abuse.end_due(clock())
            last = hushed_until[-1]
            over = last is not None and last != "ever" and last <= clock()  # type: ignore[operator]
            assert bool(ended) is over
            if over:
                hushed_until.append(None)
            assert lanes_of(store, case_id) == ({Lane.ABUSE} if hushed_until[-1] else {Lane.UNASSIGNED})
