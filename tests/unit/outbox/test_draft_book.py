"""The drafts of a desk: listed as the lane counts them, thrown away and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.composer.drafts import DraftBook
from desktop.model import CaseId, Deed, DraftMode, Lane, OutgoingAttachment
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        account = an_account(opened)
        names = ("Ada Neri", "Bo Li", "Cleo Sala")
        opened.intake.take(
            account, [taken(an_arrival(f"m{n}", author=an_author(name))) for n, name in enumerate(names)], NOON
        )
        yield opened


def cases(store: Store) -> list[CaseId]:
    return [CaseId(one) for one in sorted(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))]


def test_drafts_are_listed_as_typed_last_and_as_their_lane_counts_them(store: Store) -> None:
    clock = FakeClock()
    book = DraftBook(store, clock)
    first, second, third = cases(store)
    book.save(first, DraftMode.PUBLIC, "Good morning")
    clock.advance(60)
    book.save(second, DraftMode.DIRECT, "Dear Bo")
    book.save(third, DraftMode.NOTE, "Ask Dario")
    entries = book.newest()
    assert [(one.draft.case_id, one.draft.text) for one in entries] == [(second, "Dear Bo"), (first, "Good morning")]
    assert entries[0].case.id == second
    assert len(entries) == store.lanes.count(Lane.DRAFTS, agent="", at_risk_before=NOON)
    assert len(book.newest(limit=1)) == 1


def test_a_draft_of_files_alone_stands_in_the_lane(store: Store) -> None:
    book = DraftBook(store, FakeClock())
    answered, noted, empty = cases(store)
    for case in (answered, noted):
        store.draft_files.add(case, [OutgoingAttachment("meter.png", "image/png", b"png")])
    book.save(answered, DraftMode.PUBLIC, "")
    book.save(noted, DraftMode.NOTE, "")
    book.save(empty, DraftMode.PUBLIC, "")
    assert [one.draft.case_id for one in book.newest()] == [answered]
    assert list(store.lanes.ids(Lane.DRAFTS, agent="", at_risk_before=NOON)) == [answered]


def test_a_draft_thrown_away_is_journalled_and_comes_back(store: Store) -> None:
    book = DraftBook(store, FakeClock())
    case = cases(store)[0]
    book.save(case, DraftMode.PUBLIC, "Good morning")
    kept = book.of(case)
    done = book.throw_away(case, "Laura")
    assert done is not None
    assert book.of(case) is None
    assert store.journal.of_case(case)[-1].deed is Deed.DRAFT_DISCARDED
    assert done.undo is not None
    done.undo()
    assert book.of(case) == kept


def test_bringing_a_draft_back_never_overwrites_a_newer_one(store: Store) -> None:
    book = DraftBook(store, FakeClock())
    case = cases(store)[0]
    book.save(case, DraftMode.PUBLIC, "old")
    done = book.throw_away(case, "Laura")
    book.save(case, DraftMode.PUBLIC, "new")
    assert done is not None
    assert done.undo is not None
    done.undo()
    found = book.of(case)
    assert found is not None
    assert found.text == "new"


def test_there_is_nothing_to_throw_away_without_a_draft(store: Store) -> None:
    assert DraftBook(store, FakeClock()).throw_away(cases(store)[0], "Laura") is None


def test_a_draft_of_files_alone_is_kept_and_comes_back_with_them(store: Store) -> None:
    book = DraftBook(store, FakeClock())
    case = cases(store)[0]
    picture = OutgoingAttachment("meter.png", "image/png", b"png", "The meter")
    store.draft_files.add(case, [picture])
    book.save(case, DraftMode.PUBLIC, "")
    kept = book.of(case)
    assert kept is not None
    assert [(file.name, file.alt_text) for file in kept.attachments] == [("meter.png", "The meter")]
    done = book.throw_away(case, "Laura")
    assert store.draft_files.of_case(case) == ()
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert store.draft_files.outgoing(case) == (picture,)


def test_a_file_taken_off_goes_back_to_its_place(store: Store) -> None:
    case = cases(store)[0]
    store.draft_files.add(case, [OutgoingAttachment(name, "text/plain", b"x") for name in ("a", "b", "c")])
    taken_off = store.draft_files.of_case(case)[1].id
    assert store.draft_files.lay_aside(taken_off, NOON)
    assert [one.name for one in store.draft_files.of_case(case)] == ["a", "c"]
    store.draft_files.put_back([taken_off])
    assert [one.name for one in store.draft_files.of_case(case)] == ["a", "b", "c"]
    assert not store.draft_files.lay_aside(999, NOON)
