"""The outbox's list as a widget: what clicks, keys and the menu ask for, and pictures to look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.outbox import OutboxListing
from tests.ui.conversation import picture
from tests.ui.deliveries import AROUND, busy_outbox, entry
from ui.outbox import QueueAction, QueueModel, QueuePane, QueueRow, present_outbox
from ui.outbox.controller import empty_outbox
from ui.outbox.queue_layout import broken, lay_out
from ui.theme import Theme
from ui.widgets import Button, Label, NoticeWords

WIDTH, HEIGHT = 359, 1000


@pytest.fixture
def pane(qtbot: QtBot, light: Theme) -> QueuePane:
    return make(qtbot, light)


def make(qtbot: QtBot, theme: Theme, listing: OutboxListing | None = None) -> QueuePane:
    made = QueuePane(theme, "outbox_pane", empty_outbox())
    made.set_title("Outbox", "7", "Outbox, 7 texts")
    made.set_items(present_outbox(listing or busy_outbox(), AROUND))
    made.resize(WIDTH, HEIGHT)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def row_of(pane: QueuePane, key: int) -> QueueRow:
    return next(row for row in pane.model.rows if row.key == key)


def rect_of(pane: QueuePane, key: int) -> QRect:
    number = pane.model.row_of(key)
    assert number is not None
    return pane.view.visualRect(pane.model.index(number))


def place_of(pane: QueuePane, key: int, action: QueueAction) -> QPoint:
    """Return the middle of an action in the viewport."""
    layout = pane.view.itemDelegate().layout_of(row_of(pane, key))  # type: ignore[attr-defined]
    place = next(place for deed, place in layout.deeds if deed.action is action)
    centre: QPoint = place.center() + rect_of(pane, key).topLeft()
    return centre


def test_a_picture_of_the_outbox_is_made_to_look_at(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    pane = make(qtbot, theme)
    pane.activateWindow()
    pane.view.setFocus()
    qtbot.waitUntil(pane.view.hasFocus)
    pane.view.select(3)
    image = picture(pane, tmp_path, "outbox", theme)
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert image.pixelColor(180, 47) == theme.colour("line.hair")
    top = rect_of(pane, 3).top() + 48
    assert image.pixelColor(1, top + 20) == theme.colour("accent.mark")
    assert image.pixelColor(10, top + 60) == theme.colour("accent.tint")


def test_the_selected_row_of_a_list_without_focus_is_grey(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    pane = make(qtbot, theme)
    pane.view.select(3)
    pane.view.clearFocus()
    image = picture(pane, tmp_path, "outbox-unfocused", theme)
    assert image.pixelColor(10, rect_of(pane, 3).top() + 48 + 60) == theme.colour("bg.press")


def test_rows_are_as_high_as_their_words_and_never_overlap(pane: QueuePane) -> None:
    rects = [pane.view.visualRect(pane.model.index(n)) for n in range(pane.model.rowCount())]
    assert all(above.bottom() + 1 == below.top() for above, below in zip(rects, rects[1:], strict=False))
    assert {rect.height() for rect in rects[::1] if rect.height() == 26}
    assert rect_of(pane, 1).height() > rect_of(pane, 6).height()


def test_a_click_on_an_action_asks_for_it_and_selects_nothing(qtbot: QtBot, pane: QueuePane) -> None:
    with qtbot.assertNotEmitted(pane.row_chosen), qtbot.waitSignal(pane.action_requested) as asked:
        place = place_of(pane, 2, QueueAction.WAS_SENT)
        QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [2, QueueAction.WAS_SENT]


def test_a_press_that_leaves_the_action_asks_for_nothing(qtbot: QtBot, pane: QueuePane) -> None:
    viewport = pane.view.viewport()
    with qtbot.assertNotEmitted(pane.action_requested):
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place_of(pane, 2, QueueAction.WAS_SENT))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place_of(pane, 2, QueueAction.WAS_NOT_SENT))


def test_a_click_beside_the_actions_chooses_the_row_once(qtbot: QtBot, pane: QueuePane) -> None:
    with qtbot.waitSignal(pane.row_chosen) as chosen:
        QTest.mouseClick(
            pane.view.viewport(), Qt.MouseButton.LeftButton, pos=rect_of(pane, 4).topLeft() + QPoint(90, 60)
        )
    assert chosen.args == [4]
    with qtbot.assertNotEmitted(pane.row_chosen):
        QTest.mouseClick(
            pane.view.viewport(), Qt.MouseButton.LeftButton, pos=rect_of(pane, 4).topLeft() + QPoint(90, 60)
        )


def test_the_menu_holds_everything_the_row_offers(qtbot: QtBot, pane: QueuePane) -> None:
    menu = pane.view.menu_of(row_of(pane, 2))
    qtbot.addWidget(menu)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == ["It was sent", "It was not sent", "Edit", "Copy text", "Discard"]
    with qtbot.waitSignal(pane.action_requested) as asked:
        menu.actions()[1].trigger()
    assert asked.args == [2, QueueAction.WAS_NOT_SENT]


def test_the_three_dots_open_the_menu_under_them(qtbot: QtBot, pane: QueuePane) -> None:
    layout = pane.view.itemDelegate().layout_of(row_of(pane, 1))  # type: ignore[attr-defined]
    corner = rect_of(pane, 1).topLeft()
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=layout.menu.center() + corner)
    menu = pane.findChild(QMenu, "queue_menu")
    assert menu is not None
    assert menu.isVisible()
    menu.close()


@pytest.mark.parametrize(
    ("key", "modifier", "action"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, QueueAction.OPEN),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, QueueAction.DISCARD),
        (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, QueueAction.COPY),
    ],
)
def test_keys_act_on_the_current_row(
    qtbot: QtBot, pane: QueuePane, key: Qt.Key, modifier: Qt.KeyboardModifier, action: QueueAction
) -> None:
    pane.view.select(6)
    with qtbot.waitSignal(pane.action_requested) as asked:
        QTest.keyClick(pane.view, key, modifier)
    assert asked.args == [6, action]


def test_delete_does_nothing_to_what_is_being_sent(qtbot: QtBot, light: Theme) -> None:
    from desktop.model import DeliveryState

    pane = make(qtbot, light, OutboxListing((entry(1, state=DeliveryState.SENDING),), 1))
    pane.view.select(1)
    with qtbot.assertNotEmitted(pane.action_requested):
        QTest.keyClick(pane.view, Qt.Key.Key_Delete)


def test_arrows_step_over_titles(qtbot: QtBot, pane: QueuePane) -> None:
    pane.view.select(1)
    QTest.keyClick(pane.view, Qt.Key.Key_Down)
    current = pane.view.current_row()
    assert current is not None
    assert current.key == 2


def test_focus_alone_chooses_nothing_and_stands_on_the_first_row(qtbot: QtBot, pane: QueuePane) -> None:
    with qtbot.assertNotEmitted(pane.row_chosen):
        pane.activateWindow()
        pane.setFocus()
        qtbot.waitUntil(pane.view.hasFocus)
    current = pane.view.current_row()
    assert current is not None
    assert current.key == 1


def test_the_selection_stays_on_its_text_when_others_go_out(qtbot: QtBot, pane: QueuePane) -> None:
    pane.view.select(5)
    listing = busy_outbox()
    fewer = replace(listing, entries=listing.entries[2:], total=5)
    with qtbot.assertNotEmitted(pane.row_chosen):
        pane.set_items(present_outbox(fewer, AROUND))
    current = pane.view.current_row()
    assert current is not None
    assert current.key == 5


def test_a_selected_text_that_went_out_leaves_nothing_selected(pane: QueuePane) -> None:
    pane.view.select(1)
    listing = busy_outbox()
    pane.set_items(present_outbox(replace(listing, entries=listing.entries[1:], total=6), AROUND))
    assert pane.view.selectedIndexes() == []


def test_a_row_that_only_changes_its_words_is_repainted_in_place(qtbot: QtBot, light: Theme) -> None:
    pane = make(qtbot, light)
    later = replace(AROUND, online=False)
    with qtbot.assertNotEmitted(pane.model.layoutChanged), qtbot.waitSignal(pane.model.dataChanged):
        pane.set_items(present_outbox(busy_outbox(), later))


def test_an_empty_outbox_says_so(qtbot: QtBot, light: Theme) -> None:
    pane = make(qtbot, light)
    pane.set_items(())
    title = pane.findChild(Label, "outbox_pane_empty_title")
    assert title is not None
    assert title.isVisible()
    assert title.text() == "Everything has gone out"
    assert not pane.view.isVisible()


def test_an_error_keeps_the_rows_and_offers_one_button(qtbot: QtBot, light: Theme) -> None:
    pane = make(qtbot, light)
    pane.set_error(NoticeWords("The list could not be read", "Nothing is lost.", "warning-circle", "Try again"))
    button = pane.findChild(Button, "outbox_pane_error_action")
    assert button is not None
    assert pane.view.isVisible()
    with qtbot.waitSignal(pane.retry_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    pane.set_error(None)
    assert not button.isVisible()


def test_a_hint_says_what_an_action_does(pane: QueuePane) -> None:
    index = pane.view.indexAt(place_of(pane, 2, QueueAction.WAS_NOT_SENT))
    assert pane.view.help_at(place_of(pane, 2, QueueAction.WAS_NOT_SENT), index) == "Sends it again"
    beside = rect_of(pane, 2).topLeft() + QPoint(80, 15)
    assert pane.view.help_at(beside, index).startswith("Not sure it arrived.")


def test_the_list_is_named_after_its_view_and_rows_are_spoken(pane: QueuePane) -> None:
    face = QAccessible.queryAccessibleInterface(pane.view)
    assert face.text(QAccessible.Text.Name) == "Outbox, 7 texts"
    assert face.child(0).text(QAccessible.Text.Name) == "Not sent, 1"
    assert face.child(1).text(QAccessible.Text.Name).startswith("Núria Bonet, Mastodon. Not sent.")


def test_at_150_percent_no_sentence_is_cut(qtbot: QtBot, large: Theme, tmp_path: Path) -> None:
    pane = make(qtbot, large)
    picture(pane, tmp_path, "outbox-150", large)
    for row in pane.model.rows:
        layout = lay_out(large, row, WIDTH)
        assert row.standing is not None
        shown = " ".join(line.text for line in layout.lines if line.size == 12 and line.weight == 500)
        assert shown == row.standing.text
        assert layout.menu.right() <= WIDTH


def test_a_text_is_broken_at_spaces_and_ends_in_an_ellipsis(light: Theme) -> None:
    text = "Good morning 😀 " * 20
    lines = broken(light, text, 13, 400, 260, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert text.startswith(lines[0])
    assert broken(light, "Short", 13, 400, 260, 2) == ("Short",)


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = QueueModel()
    model.set_items(present_outbox(busy_outbox(), AROUND))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
