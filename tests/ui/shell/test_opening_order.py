"""Opening a conversation in the real window: its messages are painted before what surrounds them, and no table is read whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.model import CaseId, CustomerId, CustomerProfile, TimelineItem
from tests.ui.sessions import case_ids
from tests.ui.windows import Furnished, a_window
from ui.inbox.list_view import CaseListView
from ui.inbox.presenter import RowState
from ui.theme import Theme

pytestmark = pytest.mark.slow  # a whole window each

PEOPLE = ("Ada Neri", "Bo Li", "Cleo Sala")
GROWING = ("case_row", "cases", "customer", "delivery", "draft", "identity", "journal", "message", "note", "thread")
"""Tables of a row for every customer, case or message."""


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, light: Theme) -> Iterator[Furnished]:
    with a_window(tmp_path, qtbot, light, PEOPLE) as opened:
        yield opened


def customer_of(desk: Furnished, case_id: CaseId) -> int:
    return int(desk.session.inbox.rows([case_id])[0].customer_id)


def test_the_profile_follows_when_the_conversation_is_painted(desk: Furnished) -> None:
    first, second, _ = case_ids(desk.session)
    desk.parts.case.show(int(first))
    desk.settle()
    desk.parts.case.show(int(second))
    detail = desk.parts.case.detail
    assert detail is not None
    assert detail.row.id == second
    assert desk.parts.customer.customer == customer_of(desk, first)
    assert not desk.window.is_settled
    desk.settle()
    assert desk.parts.customer.customer == customer_of(desk, second)


def test_of_two_conversations_in_one_turn_only_the_last_ones_profile_is_read(
    desk: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = case_ids(desk.session)
    desk.parts.case.show(int(first))
    desk.settle()
    read: list[int] = []
    profile = desk.session.customers.profile

    def noted(customer_id: CustomerId) -> CustomerProfile | None:
        read.append(int(customer_id))
        return profile(customer_id)

    monkeypatch.setattr(desk.session.customers, "profile", noted)
    desk.parts.case.show(int(second))
    desk.parts.case.show(int(third))
    desk.settle()
    assert read == [customer_of(desk, third)]


def test_opening_what_is_unread_reads_it_once(desk: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, _ = case_ids(desk.session)
    desk.parts.case.show(int(first))
    desk.settle()
    assert desk.session.inbox.rows([second])[0].unread
    read: list[int] = []
    timeline = desk.session.cases.timeline

    def noted(case_id: CaseId) -> tuple[TimelineItem, ...]:
        read.append(int(case_id))
        return timeline(case_id)

    monkeypatch.setattr(desk.session.cases, "timeline", noted)
    desk.parts.case.show(int(second))
    desk.settle()
    assert read == [int(second)]
    assert not desk.session.inbox.rows([second])[0].unread
    view = desk.window.findChild(CaseListView)
    assert view is not None
    assert [one.name for one in view.visible_states() if isinstance(one, RowState) and one.unread] == [PEOPLE[-1]]


def test_a_profile_that_is_refreshed_before_its_turn_is_that_of_the_conversation(desk: Furnished) -> None:
    first, second, _ = case_ids(desk.session)
    desk.parts.case.show(int(first))
    desk.settle()
    desk.parts.case.show(int(second))
    desk.parts.customer.refresh()
    assert desk.parts.customer.customer == customer_of(desk, second)


def test_no_growing_table_is_read_from_end_to_end(desk: Furnished) -> None:
    first, second, _ = case_ids(desk.session)
    desk.parts.case.show(int(first))
    desk.settle()
    raw = desk.session.store.connection.raw
    asked: list[str] = []
    raw.set_trace_callback(asked.append)
    desk.parts.case.show(int(second))
    desk.settle()
    raw.set_trace_callback(None)
    reads = [one for one in dict.fromkeys(asked) if one.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert any("merged_into" in one for one in reads)
    whole = [
        (row[3], one)
        for one in reads
        for row in raw.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()
        if row[3].startswith("SCAN") and row[3].split()[1] in GROWING
    ]
    assert whole == []
