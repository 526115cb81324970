"""The case list's model: pages read once, selections that follow their cases, stale rows that are read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.model import CaseId, CaseRow
from ui.inbox import CaseListModel, ListContext, RowState, Section, SectionTitle, StateRole
from ui.inbox.model import PAGE
from ui.inbox.row_cache import CAPACITY

MakeRow = Callable[..., CaseRow]


class Store:
    """A made store that remembers what it was asked for."""

    def __init__(self, make_row: MakeRow) -> None:
        self.make_row = make_row
        self.asked: list[list[int]] = []
        self.gone: set[int] = set()
        self.snippet = "first words"

    def fetch(self, ids: Sequence[CaseId]) -> Sequence[CaseRow]:
        self.asked.append(list(ids))
        return [self.make_row(id=i, snippet=self.snippet) for i in ids if i not in self.gone]


@pytest.fixture
def store(make_row: MakeRow) -> Store:
    return Store(make_row)


@pytest.fixture
def model(store: Store, now: datetime, qapp: object) -> CaseListModel:
    return CaseListModel(store.fetch, lambda: now)


def shown(model: CaseListModel, row: int) -> RowState:
    state = model.state_at(row)
    assert isinstance(state, RowState)
    return state


def test_it_keeps_qts_rules_for_models(model: CaseListModel, qtmodeltester: ModelTester) -> None:
    model.set_ids(range(1, 200), [Section("breached", 20, 0), Section("on_track", 179, 20)])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_ids(range(50, 150))


def test_nothing_is_read_until_a_row_is_shown(model: CaseListModel, store: Store) -> None:
    model.set_ids(range(1, 100_001))
    assert store.asked == []
    shown(model, 70_000)
    (page,) = store.asked
    assert len(page) == PAGE
    assert 70_001 in page


def test_a_page_is_read_once(model: CaseListModel, store: Store) -> None:
    model.set_ids(range(1, 1001))
    for row in range(PAGE):
        shown(model, row)
    assert len(store.asked) == 1


def test_the_cache_is_bounded(model: CaseListModel) -> None:
    model.set_ids(range(1, 20_001))
    for row in range(0, 20_000, PAGE):
        shown(model, row)
    assert len(model._cache) <= CAPACITY
    assert len(model._states) <= CAPACITY


def test_a_section_says_its_name_and_count(model: CaseListModel) -> None:
    model.set_ids([1, 2], [Section("breached", 2, 0)])
    assert model.state_at(0) == SectionTitle("breached", "Breached", 2)
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Breached, 2"
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_the_selection_follows_its_case_through_a_new_order(model: CaseListModel) -> None:
    model.set_ids([1, 2, 3, 4], [Section("on_track", 4, 0)])
    kept = QPersistentModelIndex(model.index(2))
    gone = QPersistentModelIndex(model.index(4))
    model.set_ids([3, 2, 1])
    assert model.case_id_at(kept) == 2
    assert kept.row() == 1
    assert not gone.isValid()


def test_equal_ids_tell_the_view_nothing(model: CaseListModel, qtbot: QtBot) -> None:
    model.set_ids([1, 2], [Section("on_track", 2, 0)])
    with qtbot.assertNotEmitted(model.layoutChanged):
        model.set_ids([1, 2], [Section("on_track", 2, 0)])


def test_a_stale_row_is_read_again_when_it_is_next_shown(model: CaseListModel, store: Store, qtbot: QtBot) -> None:
    model.set_ids(range(1, 10))
    shown(model, 0)
    store.snippet = "second words"
    with qtbot.waitSignal(model.dataChanged):
        model.mark_stale([3])
    assert len(store.asked) == 1
    assert shown(model, 2).snippet == "second words"
    assert store.asked[1] == [3]
    assert shown(model, 3).snippet == "first words"


def test_everything_can_be_stale_without_reading_anything(model: CaseListModel, store: Store) -> None:
    model.set_ids(range(1, 10))
    shown(model, 0)
    model.mark_stale()
    assert len(store.asked) == 1
    store.snippet = "second words"
    assert shown(model, 0).snippet == "second words"


def test_a_case_that_the_store_has_not_is_loading_until_it_comes(
    model: CaseListModel, store: Store, make_row: MakeRow, qtbot: QtBot
) -> None:
    store.gone = {2}
    model.set_ids([1, 2])
    assert model.state_at(1) is None
    assert model.state_at(1) is None
    assert len(store.asked) == 1
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Loading"
    with qtbot.waitSignal(model.dataChanged):
        model.put_rows([make_row(id=2)])
    assert shown(model, 1).case_id == 2


def test_a_row_that_vanished_keeps_what_is_known_of_it(model: CaseListModel, store: Store) -> None:
    model.set_ids([1, 2])
    shown(model, 0)
    store.gone = {1}
    model.mark_stale([1])
    assert shown(model, 0).snippet == "first words"
    shown(model, 0)
    assert len(store.asked) == 2


def test_clocks_move_on_only_when_they_are_told_to(store: Store, now: datetime, qapp: object) -> None:
    moments = [now]
    model = CaseListModel(store.fetch, lambda: moments[0])
    model.set_ids([1])
    assert shown(model, 0).clock is not None
    before = shown(model, 0)
    moments[0] = now + timedelta(minutes=5)
    assert shown(model, 0) is before
    model.repaint_clocks()
    assert shown(model, 0).clock != before.clock


def test_a_row_speaks_in_full_words(model: CaseListModel, store: Store) -> None:
    model.set_context(ListContext(agent_initials="LV"))
    model.set_ids([1])
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Ada Ferrero, Mastodon. 38 minutes left. Open, assigned to you. 10:01. first words."


def test_the_state_role_gives_what_the_delegate_paints(model: CaseListModel) -> None:
    model.set_ids([1])
    assert isinstance(model.index(0).data(StateRole), RowState)
