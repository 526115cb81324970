"""The widgets of forms: fields with faults, lists and rows of options, check boxes, combo boxes, cards."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets import Card, CheckBox, ComboBox, Field, IconButton, Option, OptionList, SecretField, Segmented

Key = Qt.Key


W = TypeVar("W", bound=QWidget)


def shown(qtbot: QtBot, widget: W) -> W:
    qtbot.addWidget(widget)
    widget.resize(360, max(widget.sizeHint().height(), widget.heightForWidth(360)))
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_a_fields_fault_replaces_its_hint_until_something_is_typed(qtbot: QtBot, theme: Theme) -> None:
    field = shown(qtbot, Field(theme, "Server", hint="A name", object_name="server"))
    assert field.edit.accessibleName() == "Server"
    field.set_fault("This is no server's name.")
    assert field.edit.accessibleDescription() == "This is no server's name."
    QTest.keyClicks(field.edit, "i")
    assert field.fault == ""
    assert field.edit.accessibleDescription() == "A name"


def test_a_field_is_30_pixels_high_with_and_without_the_focus(qtbot: QtBot, theme: Theme) -> None:
    field = shown(qtbot, Field(theme, "Server", object_name="server"))
    field.edit.clearFocus()
    resting = field.edit.height()
    field.focus()
    assert (resting, field.edit.height()) == (30, 30)


def test_a_secret_is_hidden_until_its_eye_is_pressed(qtbot: QtBot, light: Theme) -> None:
    field = shown(qtbot, SecretField(light, "Password", object_name="password"))
    eye = field.findChild(IconButton, "password_show")
    assert eye is not None
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    QTest.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide"
    field.hide_text()
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password


def test_options_are_one_stop_for_tab_and_arrows_choose(qtbot: QtBot, light: Theme) -> None:
    options = OptionList(light, "Roles", object_name="roles")
    options.set_options([Option("a", "A", "first"), Option("b", "B", enabled=False), Option("c", "C")], "a")
    shown(qtbot, options)
    told: list[object] = []
    options.chosen.connect(told.append)
    options.focus()
    QTest.keyClick(focused(), Key.Key_Down)
    assert (options.current, told) == ("c", ["c"]), "what can't be chosen is passed over"
    QTest.keyClick(focused(), Key.Key_Down)
    assert options.current == "c"
    stops = [row for row in options.rows() if row.focusPolicy() is Qt.FocusPolicy.StrongFocus]
    assert [row.accessibleName() for row in stops] == ["C"]


def test_a_long_note_makes_its_row_higher_instead_of_being_cut(qtbot: QtBot, large: Theme) -> None:
    options = OptionList(large, "Roles", object_name="roles")
    options.set_options([Option("a", "A", "word " * 40), Option("b", "B", "word")], "a")
    shown(qtbot, options)
    first, second = options.rows()
    assert first.height() > 3 * second.height()


def test_segments_walk_with_the_arrows(qtbot: QtBot, light: Theme) -> None:
    segments = Segmented(light, "Undo", [(0, "Off"), (5, "5 s"), (8, "8 s")], object_name="undo")
    segments.choose(5)
    shown(qtbot, segments)
    told: list[object] = []
    segments.chosen.connect(told.append)
    segments.focus()
    QTest.keyClick(focused(), Key.Key_Right)
    QTest.keyClick(focused(), Key.Key_Right)
    assert (segments.current, told) == (8, [8])


def test_a_check_box_is_toggled_by_space_and_wraps_its_words(qtbot: QtBot, theme: Theme) -> None:
    box = shown(qtbot, CheckBox(theme, "Single-letter shortcuts", "word " * 30, object_name="letters"))
    box.setFocus()
    QTest.keyClick(box, Key.Key_Space)
    assert box.isChecked()
    assert box.heightForWidth(160) > box.heightForWidth(600)
    assert box.accessibleDescription().startswith("word")


def test_a_combo_box_never_changes_by_the_wheel(qtbot: QtBot, light: Theme) -> None:
    box = ComboBox(light, "Provider", object_name="provider")
    box.set_choices([(1, "one"), (2, "two")], 1)
    shown(qtbot, box)
    middle = QPointF(box.rect().center())
    turn = QWheelEvent(
        middle,
        box.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turn)
    assert box.current == 1


def test_a_searchable_combo_box_takes_its_words_in_any_case_and_no_others(qtbot: QtBot, light: Theme) -> None:
    box = ComboBox(light, "Time zone", object_name="zone", searchable=True)
    box.set_choices([("Europe/Rome", "Europe/Rome"), ("Europe/Madrid", "Europe/Madrid")], "Europe/Rome")
    shown(qtbot, box)
    box.setEditText("europe/madrid")
    assert box.current == "Europe/Madrid"
    box.setEditText("Atlantis")
    assert box.current is None


def test_a_cards_ground_lies_under_one_row(qtbot: QtBot, theme: Theme) -> None:
    card = Card(theme)
    rows = [QWidget(), QWidget()]
    for row in rows:
        row.setFixedHeight(40)
        card.add_row(row)
    card.set_ground(rows[1], "accent.tint")
    shown(qtbot, card)
    picture = card.grab().toImage()
    assert picture.pixelColor(180, 20) == theme.colour("bg.surface")
    assert picture.pixelColor(180, 60) == theme.colour("accent.tint")
    card.clear()
    assert card.rows() == []
