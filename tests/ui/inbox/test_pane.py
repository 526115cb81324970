"""The case list's pane: what its keys, buttons and menus ask for, and what it says when there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.model import CaseRow, Lane, Network, Sort
from ui.inbox import CaseListModel, CaseListPane, ListFilter, Section
from ui.theme import Theme
from ui.widgets import Button, Label, NoticeWords

MakeRow = Callable[..., CaseRow]


@pytest.fixture
def pane(qtbot: QtBot, light: Theme, make_row: MakeRow, now: datetime) -> CaseListPane:
    model = CaseListModel(lambda ids: [make_row(id=i) for i in ids], lambda: now)
    pane = CaseListPane(light, model)
    model.setParent(pane)
    model.set_ids(range(1, 31), [Section("breached", 2, 0), Section("on_track", 28, 2)])
    pane.set_title("My open", 30)
    qtbot.addWidget(pane)
    pane.resize(359, 700)
    pane.show()
    pane.activateWindow()
    pane.focus_list()
    qtbot.waitUntil(pane.list_view.hasFocus)
    return pane


def press(qtbot: QtBot, pane: CaseListPane, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(pane.list_view, key)


def test_focus_alone_opens_nothing(qtbot: QtBot, pane: CaseListPane) -> None:
    assert pane.selected_ids() == ()
    assert pane.current_id() == 1


def test_arrows_and_j_and_k_walk_over_titles(qtbot: QtBot, pane: CaseListPane) -> None:
    pane.select_case(2)
    with qtbot.waitSignal(pane.case_selected) as chosen:
        press(qtbot, pane, Qt.Key.Key_Down)
    assert chosen.args == [3]
    press(qtbot, pane, Qt.Key.Key_K)
    assert pane.selected_ids() == (2,)
    press(qtbot, pane, Qt.Key.Key_J, Qt.Key.Key_J)
    assert pane.selected_ids() == (4,)
    press(qtbot, pane, Qt.Key.Key_Up)
    assert pane.selected_ids() == (3,)


def test_home_end_and_pages_reach_the_ends(qtbot: QtBot, pane: CaseListPane) -> None:
    press(qtbot, pane, Qt.Key.Key_End)
    assert pane.current_id() == 30
    press(qtbot, pane, Qt.Key.Key_Home)
    assert pane.current_id() == 1
    press(qtbot, pane, Qt.Key.Key_PageDown)
    assert pane.current_id() == 7
    press(qtbot, pane, Qt.Key.Key_PageUp)
    assert pane.current_id() == 1


def test_the_current_row_is_always_in_view(qtbot: QtBot, pane: CaseListPane) -> None:
    view = pane.list_view
    for key in (Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        press(qtbot, pane, key)
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))
    assert view.verticalScrollBar().value() == 0


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_E, "solve_requested"),
        (Qt.Key.Key_S, "snooze_requested"),
        (Qt.Key.Key_A, "assign_requested"),
        (Qt.Key.Key_I, "assign_to_me_requested"),
        (Qt.Key.Key_T, "tag_requested"),
        (Qt.Key.Key_U, "unread_toggled"),
    ],
)
def test_single_letters_ask_for_the_selected_cases(qtbot: QtBot, pane: CaseListPane, key: Qt.Key, signal: str) -> None:
    pane.select_case(5)
    with qtbot.waitSignal(getattr(pane, signal)) as asked:
        press(qtbot, pane, key)
    assert asked.args == [(5,)]


def test_letters_with_a_modifier_or_switched_off_ask_for_nothing(qtbot: QtBot, pane: CaseListPane) -> None:
    pane.select_case(5)
    with qtbot.assertNotEmitted(pane.solve_requested):
        QTest.keyClick(pane.list_view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        pane.set_letters_enabled(False)
        press(qtbot, pane, Qt.Key.Key_E)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_R])
def test_enter_and_r_ask_for_the_reply(qtbot: QtBot, pane: CaseListPane, key: Qt.Key) -> None:
    with qtbot.waitSignal(pane.open_requested) as asked:
        press(qtbot, pane, key)
    assert asked.args == [True]


def test_g_and_a_letter_go_to_a_view_and_do_nothing_else(qtbot: QtBot, pane: CaseListPane) -> None:
    with qtbot.assertNotEmitted(pane.unread_toggled), qtbot.waitSignal(pane.go_requested) as asked:
        press(qtbot, pane, Qt.Key.Key_G, Qt.Key.Key_U)
    assert asked.args == [Lane.UNASSIGNED]


def test_x_and_shift_arrows_select_several(qtbot: QtBot, pane: CaseListPane) -> None:
    pane.select_case(1)
    QTest.keyClick(pane.list_view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(pane.list_view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selected_ids() == (1, 2, 3)
    press(qtbot, pane, Qt.Key.Key_X)
    assert pane.selected_ids() == (1, 2)


def test_several_selected_leave_the_open_case_open(qtbot: QtBot, pane: CaseListPane) -> None:
    pane.select_case(1)
    with qtbot.assertNotEmitted(pane.case_selected):
        QTest.keyClick(pane.list_view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def test_everything_can_be_selected_at_once(pane: CaseListPane) -> None:
    pane.list_view.selectAll()
    assert pane.selected_ids() == tuple(range(1, 31))


def test_a_click_selects_a_case_but_not_a_title(qtbot: QtBot, pane: CaseListPane) -> None:
    viewport = pane.list_view.viewport()
    with qtbot.assertNotEmitted(pane.case_selected):
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
    with qtbot.waitSignal(pane.case_selected) as chosen:
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(100, 26 + 80 + 40))
    assert chosen.args == [2]


def test_the_selection_stays_on_its_case_when_the_list_is_sorted_anew(qtbot: QtBot, pane: CaseListPane) -> None:
    pane.select_case(5)
    with qtbot.assertNotEmitted(pane.case_selected):
        pane._model.set_ids([9, 5, 1])
    assert pane.selected_ids() == (5,)


def test_after_solving_the_next_case_is_chosen_or_the_one_before(pane: CaseListPane) -> None:
    assert pane.select_after([2]) == 3
    assert pane.select_after([29, 30]) == 28
    assert pane.select_after([999]) is None


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier])
def test_a_case_chosen_while_a_modifier_is_still_held_is_the_only_one(
    pane: CaseListPane, held: Qt.KeyboardModifier
) -> None:
    pane.select_case(1)
    QTest.keyClick(pane.list_view, Qt.Key.Key_F12, held)  # as after Ctrl+Shift+Return, "Send and solve"
    assert pane.select_after([1]) == 2
    assert pane.selected_ids() == (2,)
    pane.select_case(20)
    assert pane.selected_ids() == (20,)
    pane.list_view.step(1)
    assert pane.selected_ids() == (21,)


def test_selecting_a_case_that_is_not_here_selects_nothing(pane: CaseListPane) -> None:
    pane.select_case(5)
    assert pane.select_case(999) is False
    assert pane.selected_ids() == ()


def test_an_empty_list_says_so_and_what_comes_next(pane: CaseListPane) -> None:
    pane.set_empty(NoticeWords("Nothing at risk", "Next deadline 11:26, Holly Wexford"))
    pane._model.set_ids([])
    assert not pane.list_view.isVisible()
    title = pane.findChild(Label, "list_empty_title")
    assert title is not None
    assert title.isVisible()
    assert title.text() == "Nothing at risk"
    pane._model.set_ids([1])
    assert pane.list_view.isVisible()


def test_an_error_keeps_the_rows_and_offers_one_button(qtbot: QtBot, pane: CaseListPane) -> None:
    pane.set_error(NoticeWords("The list could not be read", "Since 10:40", "warning-circle", "Try again"))
    button = pane.findChild(Button, "list_error_action")
    assert button is not None
    assert pane.list_view.isVisible()
    with qtbot.waitSignal(pane.retry_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    pane.set_error(None)
    assert not button.isVisible()


def test_the_sort_menu_tells_what_was_chosen(qtbot: QtBot, pane: CaseListPane) -> None:
    menu = pane.findChild(QMenu, "list_sort_menu")
    assert menu is not None
    with qtbot.waitSignal(pane.sort_chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == [Sort.NEWEST]
    button = pane.findChild(Button, "list_sort")
    assert button is not None
    assert button.accessibleName() == "Sort: Newest"


def test_filters_are_by_unread_and_network(qtbot: QtBot, pane: CaseListPane) -> None:
    pane.set_networks([Network.EMAIL, Network.MASTODON])
    menu = pane.findChildren(QMenu, "list_filter_menu")[-1]
    actions = {action.text(): action for action in menu.actions()}
    with qtbot.waitSignal(pane.filter_changed) as changed:
        actions["Unread only"].trigger()
    assert changed.args == [ListFilter(unread_only=True)]
    with qtbot.waitSignal(pane.filter_changed) as changed:
        actions["Mastodon"].trigger()
    assert changed.args == [ListFilter(unread_only=True, network=Network.MASTODON)]
    with qtbot.waitSignal(pane.filter_changed) as changed:
        actions["All channels"].trigger()
    assert changed.args == [ListFilter(unread_only=True)]


def test_the_list_is_a_list_to_a_screen_reader_and_named_after_its_view(pane: CaseListPane) -> None:
    face = QAccessible.queryAccessibleInterface(pane.list_view)
    assert face.text(QAccessible.Text.Name) == "My open, 30 conversations"
    assert face.role() in (QAccessible.Role.List, QAccessible.Role.Table)
    child = face.child(1)
    assert child.text(QAccessible.Text.Name).startswith("Ada Ferrero, Mastodon.")
    assert child.rect().height() == 80


def click(pane: CaseListPane, case_id: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = pane.list_view
    row = pane._model.row_of(case_id)
    assert row is not None
    at = view.visualRect(pane._model.index(row)).center() - QPoint(40, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def test_several_are_selected_by_control_shift_and_arrows(pane: CaseListPane) -> None:
    click(pane, 1)
    click(pane, 3, Qt.KeyboardModifier.ControlModifier)
    assert pane.selected_ids() == (1, 3)
    click(pane, 2)
    click(pane, 5, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selected_ids() == (2, 3, 4, 5)
    QTest.keyClick(pane.list_view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert pane.selected_ids() == (2, 3, 4, 5, 6)


def test_the_menu_offers_a_reply_to_all_that_are_selected(qtbot: QtBot, pane: CaseListPane) -> None:
    assert pane.menu() is None
    pane.select_case(2)
    one = pane.menu()
    assert one is not None
    assert "Reply to all" not in one.actions()[0].text()
    click(pane, 4, Qt.KeyboardModifier.ShiftModifier)
    several = pane.menu()
    assert several is not None
    assert several.actions()[0].text() == "Reply to all 3 selected…"
    with qtbot.waitSignal(pane.bulk_reply_requested) as asked:
        several.actions()[0].trigger()
    assert asked.args == [(2, 3, 4)]
