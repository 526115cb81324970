"""Playbooks: the same steps in every language, a desk's own in their place, and who ticked which of them in a case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.cases.playbook_desk import PlaybookDesk
from desktop.cases.playbooks import (
    CRISIS,
    KEYS,
    LANGUAGES,
    LONGEST_STEP,
    MOST_STEPS,
    OwnPlaybooks,
    Playbook,
    PlaybookShelf,
    PlaybooksUnreadable,
    Step,
    progress_of,
    read_playbooks,
    starter_playbooks,
    write_playbooks,
)
from desktop.model import CaseId, CaseRow, Deed, Lane, MessageClass, Tick
from desktop.store import Store
from desktop.system.resources import resource_path
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_assessment, an_author, taken

FOLDER = resource_path("playbooks")
OWN = Playbook("complaint", (Step("own.1", "Call back"), Step("complaint.read", "Read it all")))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        account = an_account(opened)
        for number, kind in enumerate((MessageClass.COMPLAINT, MessageClass.PRAISE_THANKS)):
            arrival = an_arrival(f"m{number}", author=an_author(f"Persona {number}"))
            opened.intake.take(account, [taken(arrival, assessment=an_assessment(kind))], NOON)
        yield opened


def rows(store: Store) -> dict[MessageClass | None, CaseRow]:
    ids = store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
    return {row.message_class: row for row in store.lanes.rows(ids)}


def desk(store: Store, tmp_path: Path, agent: str = "Laura") -> PlaybookDesk:
    shelf = PlaybookShelf(tmp_path / "playbooks.json", FOLDER, "en")
    return PlaybookDesk(store, shelf, lambda: agent, FakeClock())


def test_the_starter_set_has_the_same_steps_in_every_language() -> None:
    books = {language: starter_playbooks(FOLDER, language) for language in LANGUAGES}
    steps = {name: {key: [one.uid for one in book.steps] for key, book in books[name].items()} for name in LANGUAGES}
    assert steps["it"] == steps["ca"] == steps["es"] == steps["en"]
    assert CRISIS in steps["en"]
    assert set(steps["en"]) <= set(KEYS)
    for book in (book for each in books.values() for book in each.values()):
        assert 3 <= len(book.steps) <= MOST_STEPS
        assert all(10 < len(step.words) <= LONGEST_STEP for step in book.steps)
    words = [step.words for each in books.values() for book in each.values() for step in book.steps]
    assert len(words) == len(set(words)), "a step was not translated"


def test_another_language_gets_the_english_set() -> None:
    assert starter_playbooks(FOLDER, "de") == starter_playbooks(FOLDER, "en")


def test_a_desks_own_steps_take_the_place_of_the_starters_and_an_empty_one_takes_them_away(tmp_path: Path) -> None:
    shelf = PlaybookShelf(tmp_path / "playbooks.json", FOLDER, "en")
    assert shelf.of("complaint") == starter_playbooks(FOLDER, "en")["complaint"]
    write_playbooks(tmp_path / "playbooks.json", OwnPlaybooks("it", (OWN, Playbook("urgent", ()))))
    assert shelf.of("complaint") == OWN
    assert shelf.of("urgent") is None
    assert shelf.of(CRISIS) == starter_playbooks(FOLDER, "it")[CRISIS]
    assert shelf.of(None) is None
    assert shelf.of("praise_thanks") is None


@pytest.mark.parametrize(
    "content", ["", "[]", '{"playbooks": 3}', '{"playbooks": {"complaint": [{"words": "x"}]}}', "\x00"]
)
def test_a_file_that_is_none_is_told_of_and_what_held_before_holds(tmp_path: Path, content: str) -> None:
    path = tmp_path / "playbooks.json"
    write_playbooks(path, OwnPlaybooks("", (OWN,)))
    shelf = PlaybookShelf(path, FOLDER, "en")
    assert shelf.of("complaint") == OWN
    path.write_text(content + " " * 300, "utf-8")
    with pytest.raises(PlaybooksUnreadable):
        read_playbooks(path)
    assert shelf.of("complaint") == OWN
    assert PlaybookShelf(path, FOLDER, "en").of("complaint") == starter_playbooks(FOLDER, "en")["complaint"]


@given(
    st.dictionaries(
        st.sampled_from(KEYS), st.lists(st.tuples(st.text(max_size=8), st.text(max_size=30)), max_size=4), max_size=4
    ),
    st.sampled_from(["", *LANGUAGES]),
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, books: dict[str, list[tuple[str, str]]], language: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "playbooks.json"
    own = OwnPlaybooks(
        language, tuple(Playbook(key, tuple(Step(*one) for one in steps)) for key, steps in books.items())
    )
    write_playbooks(path, own)
    assert read_playbooks(path) == own
    json.loads(path.read_text("utf-8"))


@given(st.lists(st.sampled_from(["own.1", "complaint.read", "gone"]), unique=True))
def test_progress_counts_the_steps_that_there_are(ticked: list[str]) -> None:
    progress = progress_of(OWN, [Tick(one, "Laura", NOON) for one in ticked])
    assert progress.done == len({*ticked} - {"gone"})
    assert progress.total == 2
    assert (progress.next_step is None) == (progress.done == 2)


def test_a_case_without_a_playbook_has_none(store: Store, tmp_path: Path) -> None:
    assert desk(store, tmp_path).of_case(rows(store)[MessageClass.PRAISE_THANKS]) is None


def test_a_playbook_that_was_begun_stays_the_cases_whatever_the_customer_writes_next(
    store: Store, tmp_path: Path
) -> None:
    row, at_work = rows(store)[MessageClass.COMPLAINT], desk(store, tmp_path)
    at_work.tick(row.id, "complaint.read", done=True)
    for message_class in (MessageClass.PRAISE_THANKS, MessageClass.URGENT, None):
        progress = at_work.of_case(replace(row, message_class=message_class))
        assert progress is not None
        assert (progress.playbook.key, progress.done) == ("complaint", 1)


def test_a_ticked_step_says_who_and_when_and_is_undone(store: Store, tmp_path: Path) -> None:
    row = rows(store)[MessageClass.COMPLAINT]
    at_work = desk(store, tmp_path)
    done = at_work.tick(row.id, "complaint.read", done=True)
    progress = at_work.of_case(row)
    assert progress is not None
    assert (progress.done, progress.total) == (1, 5)
    assert progress.next_step is not None
    assert progress.next_step.uid == "complaint.own"
    assert progress.ticks["complaint.read"] == Tick("complaint.read", "Laura", NOON)
    line = store.journal.of_case(row.id)[-1]
    assert (line.deed, line.actor, line.after) == (Deed.PLAYBOOK, "Laura", ["complaint.read", True])
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert store.playbook_ticks.of_case(row.id) == ()


def test_undoing_an_untick_brings_back_who_had_done_it(store: Store, tmp_path: Path) -> None:
    row = rows(store)[MessageClass.COMPLAINT]
    desk(store, tmp_path, "Laura").tick(row.id, "complaint.read", done=True)
    done = desk(store, tmp_path, "Giulia").tick(row.id, "complaint.read", done=False)
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert [one.agent for one in store.playbook_ticks.of_case(row.id)] == ["Laura"]


def test_what_stands_so_already_is_not_done_again(store: Store, tmp_path: Path) -> None:
    at_work, case_id = desk(store, tmp_path), CaseId(rows(store)[MessageClass.COMPLAINT].id)
    assert at_work.tick(case_id, "complaint.read", done=False) is None
    at_work.tick(case_id, "complaint.read", done=True)
    assert at_work.tick(case_id, "complaint.read", done=True) is None
