"""Two agents on one store who write in the same conversation: neither takes the other's text, sent or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.cases import CaseDesk
from desktop.composer.drafts import DraftBook
from desktop.model import Agent, CaseId, DraftMode, Lane
from desktop.store import Store
from desktop.store.presence import FADES
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, taken

GIULIA, LAURA = "Giulia Rossi", "Laura Bianchi"
PUBLIC = DraftMode.PUBLIC


class Desk:
    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, FakeClock()
        self.case = CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])
        self.giulia = DraftBook(store, self.clock, lambda: GIULIA)
        self.laura = DraftBook(store, self.clock, lambda: LAURA)

    def opens(self, agent: str) -> None:
        self.store.presence.note(agent, self.case, agent, agent[:2], at=self.clock())

    def texts(self) -> tuple[str, str]:
        drafts = (self.giulia.of(self.case), self.laura.of(self.case))
        return tuple(draft.text if draft else "" for draft in drafts)  # type: ignore[return-value]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = a_store(tmp_path)
    store.intake.take(an_account(store), [taken(an_arrival())], NOON)
    yield Desk(store)
    store.close()


def test_both_keep_what_they_write(desk: Desk) -> None:
    desk.opens(GIULIA)
    desk.giulia.save(desk.case, PUBLIC, "Good morning, I look")
    assert desk.laura.colleague(desk.case) == GIULIA
    desk.laura.save(desk.case, PUBLIC, "We refund it")
    desk.giulia.save(desk.case, PUBLIC, "Good morning, I look into it")
    assert desk.texts() == ("Good morning, I look into it", "We refund it")


def test_a_draft_of_somebody_who_left_is_taken_over(desk: Desk) -> None:
    desk.opens(GIULIA)
    desk.giulia.save(desk.case, PUBLIC, "Good morning")
    desk.clock.now += FADES + timedelta(seconds=1)
    assert desk.texts() == ("Good morning", "Good morning")
    desk.laura.save(desk.case, PUBLIC, "Good morning Marta")
    assert desk.texts() == ("Good morning Marta", "Good morning Marta")


def test_what_was_written_aside_stays_aside_while_the_other_draft_stands(desk: Desk) -> None:
    desk.opens(GIULIA)
    desk.giulia.save(desk.case, PUBLIC, "Good morning")
    desk.laura.save(desk.case, PUBLIC, "We refund it")
    desk.clock.now += FADES + timedelta(seconds=1)
    desk.laura.save(desk.case, PUBLIC, "We refund it today")
    draft = desk.store.drafts.of_case(desk.case)
    assert draft is not None
    assert draft.text == "Good morning"
    desk.store.drafts.discard(desk.case, GIULIA, at=NOON)
    desk.laura.save(desk.case, PUBLIC, "We refund it tomorrow")
    draft = desk.store.drafts.of_case(desk.case)
    assert draft is not None
    assert draft.text == "We refund it tomorrow"
    assert desk.store.drafts.aside(desk.case, LAURA) is None


def test_a_note_ends_the_own_draft_alone(desk: Desk) -> None:
    desk.opens(GIULIA)
    desk.giulia.save(desk.case, PUBLIC, "Good morning")
    desk.laura.save(desk.case, DraftMode.NOTE, "He called")
    CaseDesk(desk.store, Agent(LAURA, "LB", "^LB"), desk.clock).add_note(desk.case, "He called")
    assert desk.texts() == ("Good morning", "")


def test_what_was_written_aside_is_listed_among_the_drafts_of_who_wrote_it(desk: Desk) -> None:
    desk.opens(GIULIA)
    desk.giulia.save(desk.case, PUBLIC, "Good morning")
    desk.laura.save(desk.case, PUBLIC, "We refund it")
    assert [one.draft.text for one in desk.laura.newest()] == ["We refund it"]
    assert [one.draft.text for one in desk.giulia.newest()] == ["Good morning"]
    assert desk.store.lanes.count(Lane.DRAFTS, agent="LB", at_risk_before=NOON) == 1


def test_thrown_away_is_only_what_one_wrote_oneself_and_undo_brings_it_back(desk: Desk) -> None:
    desk.opens(GIULIA)
    desk.giulia.save(desk.case, PUBLIC, "Good morning")
    desk.laura.save(desk.case, PUBLIC, "We refund it")
    done = desk.laura.throw_away(desk.case, LAURA)
    assert done is not None
    assert done.undo is not None
    assert desk.texts() == ("Good morning", "")
    done.undo()
    assert desk.texts() == ("Good morning", "We refund it")


def test_when_the_first_draft_is_sent_the_other_takes_its_place(desk: Desk) -> None:
    desk.opens(GIULIA)
    desk.giulia.save(desk.case, PUBLIC, "Good morning")
    desk.laura.save(desk.case, PUBLIC, "We refund it")
    desk.store.drafts.discard(desk.case, GIULIA, at=NOON)
    left = desk.store.drafts.of_case(desk.case)
    assert left is not None
    assert (left.text, desk.store.drafts.author_of(desk.case)) == ("We refund it", LAURA)
    assert desk.store.drafts.aside(desk.case, LAURA) is None
    assert desk.texts()[1] == "We refund it"
