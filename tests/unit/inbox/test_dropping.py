"""What dropping cases on a lane or a view means; and deeds on several cases as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.cases import CaseDesk
from desktop.inbox import Drop, DropRefusal, drop_on_lane, drop_on_view, read_query
from desktop.model import Agent, CaseId, CaseStatus, Deed, Lane
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken

LAURA = Agent("Laura Bianchi", "LB", "^LB")


@pytest.mark.parametrize("lane", list(Lane))
def test_every_lane_takes_a_drop_or_says_why_not(lane: Lane) -> None:
    assert isinstance(drop_on_lane(lane, "LB"), Drop | DropRefusal)


def test_lanes_that_mean_a_deed_take_drops() -> None:
    assert drop_on_lane(Lane.UNASSIGNED, "LB") == Drop(CaseStatus.OPEN, "")
    assert drop_on_lane(Lane.MY_OPEN, "LB") == Drop(CaseStatus.OPEN, "LB")
    assert drop_on_lane(Lane.MY_OPEN, "") is DropRefusal.NOBODY
    assert drop_on_lane(Lane.AT_RISK, "LB") is DropRefusal.CLOCK


@pytest.mark.parametrize(
    ("query", "drop"),
    [
        ("tag:vip", Drop(tags=("vip",))),
        ("tag:vip -tag:new is:mine", Drop(assignee="LB", tags=("vip",), tags_off=("new",))),
        ("in:solved", Drop(CaseStatus.SOLVED)),
        ("assignee:gr is:open", Drop(CaseStatus.OPEN, "GR")),
        ("in:snoozed tag:later", Drop(tags=("later",), snooze=True)),
        ("tag:a or tag:b", DropRefusal.FACT),
        ("tag:vip network:x", DropRefusal.FACT),
        ("refund", DropRefusal.FACT),
        ("in:repeat", DropRefusal.FACT),
    ],
)
def test_a_view_takes_what_its_query_can_bring_about(query: str, drop: Drop | DropRefusal) -> None:
    read = read_query(query, now=NOON, tz=ZoneInfo("Europe/Rome"))
    assert drop_on_view(read.query, "LB") == drop


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = a_store(tmp_path)
    people = [taken(an_arrival(f"m{n}", author=an_author(f"Person {n}"))) for n in range(4)]
    store.intake.take(an_account(store), people, NOON)
    yield store
    store.close()


def ids(store: Store) -> list[CaseId]:
    return [CaseId(one) for one in store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)]


def test_tags_of_several_cases_change_beside_their_own_and_come_back_at_once(store: Store) -> None:
    desk = CaseDesk(store, LAURA, FakeClock())
    first, *rest = ids(store)
    desk.set_tags(first, ["vip", "old"])
    done = desk.change_tags([first, *rest], add=["VIP", "refund"], remove=["OLD"])
    assert store.cases.tags(first) == ("refund", "vip")
    assert {store.cases.tags(one) for one in rest} == {("VIP", "refund")}
    assert (done.deed, len(done.case_ids)) == (Deed.TAG, 4)
    assert done.undo is not None
    done.undo()
    assert store.cases.tags(first) == ("old", "vip")
    assert {store.cases.tags(one) for one in rest} == {()}


def test_priorities_of_several_cases_are_set_and_taken_back(store: Store) -> None:
    desk = CaseDesk(store, LAURA, FakeClock())
    before = [row.priority for row in store.lanes.rows(ids(store))]
    done = desk.set_priorities(ids(store), 90)
    assert {row.priority for row in store.lanes.rows(ids(store))} == {90}
    assert done.undo is not None
    done.undo()
    assert [row.priority for row in store.lanes.rows(ids(store))] == before


def test_a_deed_on_several_cases_is_done_to_all_or_to_none(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = CaseDesk(store, LAURA, FakeClock())
    change, calls = store.cases.change, []

    def failing(case_id: CaseId, *args: object, **more: object) -> object:
        calls.append(case_id)
        if len(calls) == 3:
            raise RuntimeError("the disk is full")
        return change(case_id, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(store.cases, "change", failing)
    with pytest.raises(RuntimeError):
        desk.set_status(ids(store), CaseStatus.SOLVED)
    assert CaseStatus.SOLVED not in {row.status for row in store.lanes.rows(ids(store))}
