"""The team: who is known is taken over, who is written down is kept, and the ladder tells who leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.accounts.team_book import TeamBook, TeamFault, faults_of_colleague
from desktop.cases import CaseDesk
from desktop.clocks import Ladder, Step, StepDeed
from desktop.model import Agent, CaseId, ClockKind, Deed, Lane
from desktop.model.agents import Colleague
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, taken

LAURA = Agent("Laura Bianchi", "LB", "^LB")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def a_book(store: Store, agent: Agent = LAURA) -> TeamBook:
    return TeamBook(store, lambda: agent, FakeClock(NOON))


def a_case(store: Store) -> CaseId:
    store.intake.take(an_account(store), [taken(an_arrival())], NOON)
    return CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])


def test_until_a_list_is_written_everybody_who_is_known_is_taken_over(store: Store) -> None:
    case = a_case(store)
    CaseDesk(store, LAURA, FakeClock(NOON)).assign([case], "GV")
    store.presence.note("w", case, "Carlo Bo", "CB", at=NOON)
    step = Step("s", ClockKind.FIRST_REPLY, 0, StepDeed.REASSIGN, "XY")
    store.settings.set("ladder", Ladder((step,), "ML").to_dict(), NOON)
    team = {one.initials: one for one in a_book(store).all()}
    assert set(team) == {"LB", "GV", "CB", "XY", "ML"}
    assert (team["CB"].name, team["GV"].name) == ("Carlo Bo", "")
    assert [one for one in team if team[one].is_leader] == ["ML"]


def test_who_sits_here_is_offered_first_and_belongs_to_the_team_unwritten(store: Store) -> None:
    book = a_book(store)
    book.keep([Colleague("a", "Ada Neri", "AN"), Colleague("z", "", "ZZ")], actor="Laura")
    assert [(one.name, one.initials) for one in book.offered()] == [
        ("Laura Bianchi", "LB"),
        ("Ada Neri", "AN"),
        ("ZZ", "ZZ"),
    ]
    assert (book.name_of("AN"), book.name_of("QQ")) == ("Ada Neri", "QQ")


def test_a_desk_without_an_agent_has_its_team_all_the_same(store: Store) -> None:
    book = a_book(store, Agent("", "", ""))
    book.keep([Colleague("a", "Ada Neri", "AN")], actor="")
    assert [one.initials for one in book.all()] == ["AN"]


def test_who_leads_is_told_by_the_ladder_and_the_journal_knows_the_change(store: Store) -> None:
    book = a_book(store)
    ada, bo = Colleague("a", "Ada Neri", "AN", is_leader=True), Colleague("b", "Bo Li", "BL", is_leader=True)
    book.keep([ada, bo], actor="Laura")
    assert Ladder.from_value(store.settings.get("ladder")).leader == "AN"
    book.keep([bo], actor="Laura")
    assert Ladder.from_value(store.settings.get("ladder")).leader == "BL"
    book.keep([Colleague("b", "Bo Li", "BL")], actor="Laura")
    assert Ladder.from_value(store.settings.get("ladder")).leader == ""
    kinds = store.connection.read_column("SELECT deed FROM journal")
    assert kinds.count(Deed.SETTING.value) == 3


@pytest.mark.parametrize("spoilt", [None, 7, {}, {"uid": "x"}, {"uid": "x", "name": 3, "initials": "A"}])
def test_a_colleague_that_can_t_be_read_is_left_out(store: Store, spoilt: object) -> None:
    store.settings.set("team", [spoilt, Colleague("a", "Ada Neri", "AN").to_dict()], NOON)
    assert [one.initials for one in a_book(store).all()] == ["AN", "LB"]


def test_initials_are_needed_short_and_nobody_elses() -> None:
    ada = Colleague("a", "Ada Neri", "AN")
    assert faults_of_colleague(ada, [ada]) == ()
    assert faults_of_colleague(Colleague("b", "Bo", ""), [ada]) == (TeamFault.NO_INITIALS,)
    assert faults_of_colleague(Colleague("b", "Bo", "AN"), [ada]) == (TeamFault.DOUBLE,)
    assert faults_of_colleague(Colleague("b", "Bo", "ABCDE"), [ada]) == (TeamFault.TOO_LONG,)
