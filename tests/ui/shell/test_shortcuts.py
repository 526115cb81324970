"""The one table of keys: no two keys for two things, tooltips that agree, and who acts where when a key is pressed."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Lane
from tests.ui.conversation import picture
from tests.ui.palettes import LANES, TABLE, actions
from ui.shell.keys_elsewhere import KEYS_ELSEWHERE
from ui.shell.own_keys import can_change
from ui.shell.palette_actions import ActionRegistry, plain_action
from ui.shell.shortcuts import Place, Scope, Shortcut, ShortcutTable, view_id
from ui.shell.shortcuts_dialog import ShortcutDialog, spoken_keys
from ui.shell.shortcuts_focus import PaneRing
from ui.shell.shortcuts_install import InstalledShortcuts, install, table_action
from ui.theme import Theme
from ui.widgets import CheckBox, key_caps

UI = Path(__file__).parents[3] / "ui"


def test_every_key_means_one_thing_in_each_place() -> None:
    used = Counter(
        (place, QKeySequence(key).toString()) for line in TABLE.lines for key in line.keys for place in line.places
    )
    assert [key for key, count in used.items() if count > 1] == []


def test_every_id_is_there_once_and_every_line_has_words() -> None:
    ids = [line.id for line in TABLE.lines]
    assert len(ids) == len(set(ids))
    assert all(line.words.strip() for line in TABLE.lines)


def test_every_key_is_one_that_qt_knows() -> None:
    for line in TABLE.lines:
        for key in line.keys:
            sequence = QKeySequence(key)
            assert not sequence.isEmpty(), key
            assert "Unknown" not in sequence.toString(), key


def test_no_letter_acts_while_writing() -> None:
    assert [line.id for line in TABLE.lines if line.is_letter and line.places & {Place.EDITOR, Place.WINDOW}] == []


def test_a_letters_place_that_handles_it_is_one_of_its_places() -> None:
    assert all(line.handled <= line.places for line in TABLE.lines)


def test_views_are_numbered_in_their_order_and_drafts_is_zero() -> None:
    assert [TABLE.keys(view_id(lane)) for lane in LANES] == ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+0"]
    many = ShortcutTable(list(Lane))
    assert many.keys(view_id(list(Lane)[9])) == ""
    assert many.keys(view_id(Lane.DRAFTS)) == "Ctrl+0"


def test_keys_shown_in_tooltips_are_those_of_the_table() -> None:
    known = {key for line in TABLE.lines for key in line.keys}
    shown = {
        (path.name, key)
        for path in UI.rglob("*.py")
        for key in re.findall(r'shortcut="([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert shown
    assert {(name, key) for name, key in shown if key not in known} == set()


def test_a_tooltip_is_the_words_and_the_key() -> None:
    assert TABLE.tooltip("shortcuts").startswith("Shortcuts (")
    with pytest.raises(KeyError):
        TABLE.words("no such id")


@pytest.mark.parametrize(
    ("keys", "platform", "caps"),
    [
        ("Ctrl+Shift+H", "linux", ("Ctrl", "Shift", "H")),
        ("Ctrl++", "win32", ("Ctrl", "+")),
        ("Ctrl+-", "linux", ("Ctrl", "−")),
        ("G, O", "linux", ("G", "O")),
        ("Ctrl+,", "linux", ("Ctrl", ",")),
        ("Return", "linux", ("↵",)),
        ("PgDown", "linux", ("PgDn",)),
    ],
)
def test_a_key_is_drawn_as_caps(keys: str, platform: str, caps: tuple[str, ...]) -> None:
    assert key_caps(keys, platform) == caps


def test_keys_are_spoken_with_or_and_then() -> None:
    assert spoken_keys(Shortcut("a", ("Ctrl+R", "F5"), "Sync")) == "Ctrl+R or F5"
    assert spoken_keys(Shortcut("b", ("G, O",), "My open")) == "G then O"


class Window(QWidget):
    """A window with a list, a timeline and an editor."""

    def __init__(self) -> None:
        super().__init__()
        self.list, self.timeline, self.editor, self.other = QListWidget(), QListWidget(), QTextEdit(), QLineEdit()
        column = QVBoxLayout(self)
        for widget in (self.list, self.timeline, self.editor, self.other):
            column.addWidget(widget)


@pytest.fixture
def window(qtbot: QtBot, light: Theme) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def given(window: Window, *names: str, run: list[str]) -> tuple[InstalledShortcuts, ActionRegistry]:
    registry = ActionRegistry()
    for name in names:
        registry.add(table_action(TABLE, name, partial(run.append, name)))
    registry.add(plain_action(view_id(Lane.MY_OPEN), "My open", lambda: run.append("my_open")))
    places = {Place.LIST: window.list, Place.TIMELINE: window.timeline}
    return install(window, TABLE, registry, places, window.editor), registry


def focus(qtbot: QtBot, widget: QWidget) -> QWidget:
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    return widget


def test_window_keys_act_from_everywhere(qtbot: QtBot, window: Window) -> None:
    run: list[str] = []
    given(window, "sync", "palette", run=run)
    QTest.keyClick(focus(qtbot, window.editor), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(focus(qtbot, window.list), Qt.Key.Key_F5)
    QTest.keyClick(window.list, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert run == ["palette", "sync", "my_open"]


def test_letters_act_only_in_the_list_and_the_conversation(qtbot: QtBot, window: Window) -> None:
    run: list[str] = []
    given(window, "merge", "solve", run=run)
    for field in (window.editor, window.other):
        QTest.keyClick(focus(qtbot, field), Qt.Key.Key_M)
    assert run == []
    assert window.other.text() == "m"
    for pane in (window.list, window.timeline):
        QTest.keyClick(focus(qtbot, pane), Qt.Key.Key_M)
    assert run == ["merge", "merge"]


def test_a_letter_that_the_list_handles_itself_is_only_given_to_the_conversation(qtbot: QtBot, window: Window) -> None:
    run: list[str] = []
    given(window, "solve", run=run)
    QTest.keyClick(focus(qtbot, window.list), Qt.Key.Key_E)
    assert run == []
    QTest.keyClick(focus(qtbot, window.timeline), Qt.Key.Key_E)
    assert run == ["solve"]


def test_g_and_a_letter_go_to_a_view_from_the_conversation(qtbot: QtBot, window: Window) -> None:
    run: list[str] = []
    given(window, run=run)
    focus(qtbot, window.timeline)
    QTest.keyClick(window.timeline, Qt.Key.Key_G)
    QTest.keyClick(window.timeline, Qt.Key.Key_O)
    assert run == ["my_open"]


def test_letters_can_be_switched_off_while_other_keys_go_on(qtbot: QtBot, window: Window) -> None:
    run: list[str] = []
    installed, _ = given(window, "merge", "sync", run=run)
    with qtbot.waitSignal(installed.letters_changed) as told:
        installed.set_letters_enabled(False)
    assert told.args == [False]
    QTest.keyClick(focus(qtbot, window.timeline), Qt.Key.Key_M)
    QTest.keyClick(window.timeline, Qt.Key.Key_F5)
    assert run == ["sync"]
    installed.set_letters_enabled(True)
    QTest.keyClick(window.timeline, Qt.Key.Key_M)
    assert run == ["sync", "merge"]


def test_what_is_not_possible_now_does_nothing(qtbot: QtBot, window: Window) -> None:
    run: list[str] = []
    _, registry = given(window, run=run)
    registry.add(table_action(TABLE, "sync", lambda: run.append("sync"), lambda: False))
    install(window, TABLE, registry, {})
    QTest.keyClick(focus(qtbot, window.list), Qt.Key.Key_F5)
    assert run == []


def test_undo_is_the_editors_while_it_has_something_to_undo_and_the_windows_after(qtbot: QtBot, window: Window) -> None:
    run: list[str] = []
    given(window, "undo_send", run=run)
    focus(qtbot, window.editor)
    QTest.keyClicks(window.editor, "hello")
    QTest.keyClick(window.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (run, window.editor.toPlainText()) == ([], "")
    window.editor.setPlainText("")
    QTest.keyClick(window.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert run == ["undo_send"]


def test_an_action_of_the_table_has_its_words_key_and_icon() -> None:
    action = table_action(TABLE, "solve", lambda: None)
    assert (action.words, action.shortcut, action.icon) == ("Solve, go to next", "E", "check-circle")
    with pytest.raises(KeyError):
        table_action(TABLE, "no such id", lambda: None)


def test_f6_goes_round_the_panes_and_steps_over_hidden_ones(qtbot: QtBot, window: Window) -> None:
    ring = PaneRing([window.list, window.timeline, window.editor, window.other])
    window.timeline.hide()
    focus(qtbot, window.list)
    assert ring.step(1) is window.editor
    assert ring.step(1) is window.other
    assert ring.step(1) is window.list
    assert ring.step(-1) is window.other


def test_f6_enters_a_pane_at_its_first_stop(qtbot: QtBot, light: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    pane, lone = QWidget(), QLineEdit()
    inner = QVBoxLayout(pane)
    first, second = QLineEdit(), QLineEdit()
    inner.addWidget(first)
    inner.addWidget(second)
    column.addWidget(pane)
    column.addWidget(lone)
    window.show()
    window.activateWindow()
    focus(qtbot, lone)
    assert PaneRing([pane, lone]).step(1) is first
    focus(qtbot, lone)
    assert PaneRing([pane, lone], {pane: second}).step(-1) is second
    assert PaneRing([QWidget()]).step(1) is None


# --- the list of shortcuts ------------------------------------------------------------------------------------


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> ShortcutDialog:
    made = ShortcutDialog(theme, TABLE, letters_enabled=True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_picture_of_the_list_is_made_to_look_at(dialog: ShortcutDialog, theme: Theme, tmp_path: Path) -> None:
    image = picture(dialog, tmp_path, "shortcuts", theme)
    assert image.pixelColor(3, 200) == theme.colour("bg.surface")


def test_the_list_shows_every_line_and_narrows_as_typed(dialog: ShortcutDialog) -> None:
    assert set(dialog.shown) == {line.id for line in (*TABLE.lines, *KEYS_ELSEWHERE)}
    field = dialog.findChild(QLineEdit, "shortcut_search")
    assert field is not None
    field.setText("ctrl+shift note")
    assert dialog.shown == ("mode_note",)
    field.setText("zzzz")
    assert list(dialog.shown) == []
    nothing = dialog.findChild(QWidget, "shortcut_nothing")
    assert nothing is not None
    assert nothing.isVisible()


def test_the_list_leaves_out_what_this_window_does_not_have(qtbot: QtBot, light: Theme) -> None:
    offered = {action.id for action in actions()}
    dialog = ShortcutDialog(light, TABLE, letters_enabled=True, offered=offered)
    qtbot.addWidget(dialog)
    assert "translate" not in dialog.shown
    assert {"solve", "send", "walk", "view.my_open"} <= set(dialog.shown)


def test_letters_are_switched_in_the_list(qtbot: QtBot, dialog: ShortcutDialog) -> None:
    box = dialog.findChild(CheckBox, "shortcut_letters")
    assert box is not None
    with qtbot.waitSignal(dialog.letters_toggled) as told:
        box.click()
    assert told.args == [False]


def test_a_line_is_read_with_its_keys(dialog: ShortcutDialog) -> None:
    row = dialog.findChild(QWidget, "shortcut_sync")
    assert row is not None
    assert row.accessibleName() == "Sync now, Ctrl+R or F5"
    lines = (*TABLE.lines, *KEYS_ELSEWHERE)
    assert [scope for scope in Scope if not any(line.scope is scope for line in lines)] == []


def test_every_key_that_any_part_of_the_program_handles_is_in_the_list() -> None:
    listed = {part for line in (*TABLE.lines, *KEYS_ELSEWHERE) for key in line.keys for part in _parts(key)}
    handled = {
        name
        for file in UI.rglob("*.py")
        for name in re.findall(r"Qt\.Key\.Key_(\w+)", file.read_text(encoding="utf-8"))
    }
    assert len(handled) > 20
    assert {_SAME.get(name, name) for name in handled} - listed == set()


def test_a_key_that_a_field_handles_can_not_be_given_away() -> None:
    assert not any(can_change(line) for line in KEYS_ELSEWHERE)
    assert len({line.id for line in KEYS_ELSEWHERE}) == len(KEYS_ELSEWHERE)


_SAME = {
    "Escape": "Esc",
    "Enter": "Return",
    "Delete": "Del",
    "Insert": "Ins",
    "Plus": "+",
    "PageUp": "PgUp",
    "PageDown": "PgDown",
    "Backtab": "Tab",
    "Backspace": "Del",
}


def _parts(keys: str) -> set[str]:
    return {part or "+" for step in keys.split(", ") for part in step.split("+")}
