"""Next case: the most urgent one that is nobody's becomes the agent's, and never two agents'."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.cases import CaseDesk
from desktop.guardrails import default_hours
from desktop.inbox import Inbox
from desktop.model import Agent, CaseId, CaseStatus, Deed, Lane
from desktop.store import Store, open_store
from tests.factories import KEY, NOON, FakeClock, a_profile, a_store, an_account, an_arrival, an_author, taken

LAURA, GIULIA = Agent("Laura Bianchi", "LB", ""), Agent("Giulia Verdi", "GV", "")
WRITERS = 12


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        account = an_account(opened)
        for number in range(WRITERS):
            at = NOON - timedelta(minutes=number)
            arrival = an_arrival(f"m{number}", author=an_author(f"Ada {number}"), sent_at=at)
            opened.intake.take(account, [taken(arrival)], NOON)
        yield opened


def urgent_first(store: Store, agent: Agent = LAURA) -> list[int]:
    return list(Inbox(store, agent, FakeClock(), default_hours()).page(Lane.UNASSIGNED, limit=50).ids)


def test_the_most_urgent_one_is_taken_and_can_be_given_back(store: Store) -> None:
    desk = CaseDesk(store, LAURA, FakeClock())
    first, second, *_ = urgent_first(store)
    done = desk.take_next(urgent_first(store))
    assert done is not None
    assert (done.deed, done.case_ids, done.detail) == (Deed.ASSIGN, (CaseId(first),), "LB")
    assert store.lanes.rows([first])[0].assignee == "LB"
    assert urgent_first(store)[0] == second
    assert done.undo is not None
    done.undo()
    assert urgent_first(store)[0] == first


def test_what_a_colleague_took_or_closed_meanwhile_is_passed_over(store: Store) -> None:
    seen = urgent_first(store)
    CaseDesk(store, GIULIA, FakeClock()).assign([CaseId(seen[0])], "GV")
    CaseDesk(store, GIULIA, FakeClock()).set_status([CaseId(seen[1])], CaseStatus.SOLVED)
    done = CaseDesk(store, LAURA, FakeClock()).take_next(seen)
    assert done is not None
    assert done.case_ids == (CaseId(seen[2]),)
    assert store.lanes.rows(seen[:1])[0].assignee == "GV"


def test_nothing_left_takes_nothing(store: Store) -> None:
    desk = CaseDesk(store, LAURA, FakeClock())
    seen = urgent_first(store)
    desk.assign([CaseId(one) for one in seen], "GV")
    assert desk.take_next(seen) is None
    assert desk.take_next([]) is None


def test_an_agent_without_initials_takes_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="initials"):
        CaseDesk(store, Agent("", "", ""), FakeClock()).take_next(urgent_first(store))


def test_agents_who_ask_at_the_same_time_never_get_the_same_one(store: Store, tmp_path: Path) -> None:
    seen, got, begin = urgent_first(store), dict[str, list[int]](), threading.Barrier(2)

    def work(agent: Agent) -> None:
        with open_store(a_profile(tmp_path / "profile"), KEY) as own:
            desk = CaseDesk(own, agent, FakeClock())
            begin.wait()
            taken_now: list[int] = []
            while (done := desk.take_next(seen)) is not None:
                taken_now.extend(int(one) for one in done.case_ids)
            got[agent.initials] = taken_now

    threads = [threading.Thread(target=work, args=(agent,)) for agent in (LAURA, GIULIA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted([*got["LB"], *got["GV"]]) == sorted(seen)
    assert {row.assignee for row in store.lanes.rows(got["LB"])} <= {"LB"}
    assert {row.assignee for row in store.lanes.rows(got["GV"])} <= {"GV"}
