"""Intentions about cases: each changes the row, is journalled, and can be taken back without loss."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.cases import CaseDesk
from desktop.model import Agent, CaseId, CaseStatus, Deed, ItemKind, Lane
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken

LAURA = Agent("Laura Bianchi", "LB", "^LB")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON + timedelta(minutes=10))


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> CaseDesk:
    return CaseDesk(store, LAURA, clock)


def two_cases(store: Store) -> tuple[CaseId, CaseId]:
    account = an_account(store)
    page = [taken(an_arrival("m1")), taken(an_arrival("m2", author=an_author("Pau Vila"), text="Bon dia"))]
    store.intake.take(account, page, NOON)
    ids = store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=NOON)
    names = {row.name: row.id for row in store.lanes.rows(ids)}
    return names["Marta Rossi"], names["Pau Vila"]


def lane(store: Store, which: Lane) -> list[int]:
    return list(store.lanes.ids(which, agent="LB", at_risk_before=NOON + timedelta(hours=2)))


def test_assigning_moves_a_case_from_unassigned_to_mine_and_undo_moves_it_back(store: Store, desk: CaseDesk) -> None:
    marta, pau = two_cases(store)
    done = desk.assign([marta], "LB")
    assert (lane(store, Lane.MY_OPEN), lane(store, Lane.UNASSIGNED)) == ([marta], [pau])
    assert done.undo is not None
    done.undo()
    assert lane(store, Lane.MY_OPEN) == []


def test_solving_several_cases_is_undone_at_once(store: Store, desk: CaseDesk) -> None:
    both = two_cases(store)
    done = desk.set_status(both, CaseStatus.SOLVED)
    assert sorted(lane(store, Lane.SOLVED)) == sorted(both)
    assert done.undo is not None
    done.undo()
    assert lane(store, Lane.SOLVED) == []


def test_a_snoozed_case_sleeps_until_its_moment_and_is_then_woken(
    store: Store, desk: CaseDesk, clock: FakeClock
) -> None:
    marta, _ = two_cases(store)
    desk.snooze([marta], clock() + timedelta(hours=1))
    assert lane(store, Lane.SNOOZED) == [marta]
    assert store.cases.wake_due(clock()) == frozenset()
    clock.advance(3601)
    assert store.cases.wake_due(clock()) == frozenset({marta})
    assert lane(store, Lane.SNOOZED) == []


def test_a_new_message_wakes_a_snoozed_case_early(store: Store, desk: CaseDesk, clock: FakeClock) -> None:
    marta, _ = two_cases(store)
    desk.snooze([marta], clock() + timedelta(hours=5))
    news = an_arrival("m3", thread_remote_id="m1", sent_at=NOON + timedelta(minutes=20))
    store.intake.take(store.accounts.all()[0], [taken(news)], clock() + timedelta(minutes=15))
    assert lane(store, Lane.SNOOZED) == []


def test_a_snooze_into_the_past_is_refused(store: Store, desk: CaseDesk, clock: FakeClock) -> None:
    marta, _ = two_cases(store)
    with pytest.raises(ValueError, match="future"):
        desk.snooze([marta], clock() - timedelta(minutes=1))


def test_merged_cases_become_one_and_come_apart_again_without_loss(store: Store, desk: CaseDesk) -> None:
    marta, pau = two_cases(store)
    before = store.timeline.items(marta), store.timeline.items(pau)
    done = desk.merge(pau, marta)
    merged = [item.text for item in store.timeline.items(marta) if item.kind is ItemKind.MESSAGE]
    assert sorted(merged) == sorted(item.text for items in before for item in items)
    assert lane(store, Lane.UNASSIGNED) == [marta]
    assert done.undo is not None
    done.undo()
    after = [
        [item.text for item in store.timeline.items(case) if item.kind is ItemKind.MESSAGE] for case in (marta, pau)
    ]
    assert after == [[item.text for item in items] for items in before]
    assert sorted(lane(store, Lane.UNASSIGNED)) == sorted([marta, pau])


def test_a_case_can_not_be_merged_with_itself(store: Store, desk: CaseDesk) -> None:
    marta, _ = two_cases(store)
    with pytest.raises(ValueError, match="different"):
        desk.merge(marta, marta)


def test_a_reply_to_a_merged_thread_lands_in_the_case_it_was_merged_into(store: Store, desk: CaseDesk) -> None:
    marta, pau = two_cases(store)
    desk.merge(pau, marta)
    news = an_arrival(
        "m3", thread_remote_id="m2", author=an_author("Pau Vila"), text="Hola?", sent_at=NOON + timedelta(minutes=3)
    )
    result = store.intake.take(store.accounts.all()[0], [taken(news)], NOON)
    assert result.case_ids == {marta}


def test_a_note_is_shown_in_the_timeline_and_can_be_taken_back(store: Store, desk: CaseDesk) -> None:
    marta, _ = two_cases(store)
    done = desk.add_note(marta, "  Richiamare venerdì.  ")
    notes = [item for item in store.timeline.items(marta) if item.kind is ItemKind.NOTE]
    assert [(note.text, note.author_name) for note in notes] == [("Richiamare venerdì.", "Laura Bianchi")]
    assert done.undo is not None
    done.undo()
    assert [item for item in store.timeline.items(marta) if item.kind is ItemKind.NOTE] == []


def test_tags_are_trimmed_and_kept_once(store: Store, desk: CaseDesk) -> None:
    marta, _ = two_cases(store)
    desk.set_tags(marta, [" SDD", "SDD", "", "rimborso"])
    assert store.cases.tags(marta) == ("SDD", "rimborso")


def test_reading_a_case_takes_its_dot_away_until_news_come(store: Store, desk: CaseDesk) -> None:
    marta, _ = two_cases(store)
    assert desk.open(marta) is True
    assert desk.open(marta) is False
    news = an_arrival("m3", thread_remote_id="m1", sent_at=NOON + timedelta(minutes=30))
    store.intake.take(store.accounts.all()[0], [taken(news)], NOON)
    assert store.lanes.rows([marta])[0].unread is True


def test_every_deed_is_journalled_with_who_what_before_and_after(store: Store, desk: CaseDesk) -> None:
    marta, _ = two_cases(store)
    desk.assign([marta], "LB")
    desk.set_status([marta], CaseStatus.SOLVED)
    entries = store.journal.of_case(marta)
    assert [(entry.deed, entry.actor) for entry in entries] == [
        (Deed.ASSIGN, "Laura Bianchi"),
        (Deed.STATUS, "Laura Bianchi"),
    ]
    assert entries[0].before == [None, None, None, None]
    assert entries[1].after == ["solved", "LB", None, None]


def test_search_finds_words_without_their_accents_and_by_their_beginning(store: Store) -> None:
    two_cases(store)
    assert [hit.customer_name for hit in store.search.messages("arrivata bollet")] == ["Marta Rossi"]
    assert [hit.customer_name for hit in store.search.messages("e arrivata ")] == ["Marta Rossi"]
    assert [hit.name for hit in store.search.customers("vil")] == ["Pau Vila"]


@pytest.mark.parametrize("typed", ['"', "AND", "a* OR b", "NEAR(", "text:", "-", "'; DROP", "^", "", "   ", "((("])
def test_nothing_typed_into_search_is_read_as_its_syntax(store: Store, typed: str) -> None:
    two_cases(store)
    assert isinstance(store.search.case_ids(typed), list)


def test_search_gives_the_newest_first(store: Store) -> None:
    account = an_account(store)
    page = [
        taken(an_arrival(f"m{day}", author=an_author(f"Cliente {day}"), sent_at=NOON + timedelta(days=day)))
        for day in (3, 1, 2)
    ]
    store.intake.take(account, page, NOON)
    assert [hit.customer_name for hit in store.search.messages("bolletta")] == ["Cliente 3", "Cliente 2", "Cliente 1"]
