"""Keys of one's own: pressed in a dialog, refused with a reason, in force at once, kept for the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.windows import a_window
from ui.inbox.controller import LANES
from ui.shell.key_dialog import KeyDialog
from ui.shell.own_keys import KeyFault, apply_kept, can_change, fault_of, kept_keys
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_dialog import spoken_keys
from ui.theme import Theme
from ui.widgets import key_caps, key_words

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ("Ctrl+Shift+Y", None),
        ("F9", None),
        ("Ctrl+K", KeyFault.TAKEN),
        ("Ctrl+Return", KeyFault.TAKEN),
        ("Ctrl+C", KeyFault.SYSTEM),
        ("Y", KeyFault.PLAIN),
        ("Shift+F", KeyFault.PLAIN),
        ("Shift+F9", None),
        ("", KeyFault.EMPTY),
        ("Ctrl+Shift+R", KeyFault.TAKEN),
    ],
)
def test_a_key_that_would_clash_is_refused(keys: str, fault: KeyFault | None) -> None:
    found = fault_of(ShortcutTable(LANES), "sync", keys)
    assert (found[0] if found else None) is fault


def test_single_letters_and_the_keys_of_fields_stay_as_they_are() -> None:
    table = ShortcutTable(LANES)
    changeable = {line.id for line in table.lines if can_change(line)}
    assert {"palette", "sync", "pop_out"} <= changeable
    assert not {"solve", "walk", "send", "go.my_open"} & changeable


def test_kept_keys_that_clash_today_are_left_out() -> None:
    table = ShortcutTable(LANES)
    apply_kept(table, {"sync": "Ctrl+K", "unknown": "F9", "solve": "F7", "settings": "F9"})
    assert (table.keys("sync"), table.keys("settings"), table.keys("solve")) == ("Ctrl+R", "F9", "E")


def test_on_macos_the_command_key_is_drawn_and_said() -> None:
    assert key_caps("Ctrl+K", "darwin") == ("⌘K",)
    assert key_caps("Ctrl+Shift+H", "darwin") == ("⇧⌘H",)
    assert key_caps("G, O", "darwin") == ("G", "O")
    assert (key_words("Ctrl+Shift+H", "darwin"), key_words("Ctrl++", "darwin")) == ("Shift+Command+H", "Command++")
    line = ShortcutTable(LANES).line("sync")
    assert line is not None
    assert spoken_keys(line, "darwin") == "Command+R or F5"


def test_the_dialog_says_what_has_a_key_already(qtbot: QtBot, light: Theme) -> None:
    table = ShortcutTable(LANES)
    line = table.line("sync")
    assert line is not None
    dialog = KeyDialog(light, table, line)
    qtbot.addWidget(dialog)
    field = dialog._field
    field.setKeySequence(QKeySequence("Ctrl+K"))
    assert "Search or jump to" in dialog.fault
    assert not dialog._save.isEnabled()
    field.setKeySequence(QKeySequence("F9"))
    assert (dialog.fault, dialog.keys) == ("", "F9")


@pytest.mark.slow  # a whole window
def test_a_changed_key_is_in_force_at_once_and_kept(tmp_path: Path, qtbot: QtBot, light: Theme) -> None:
    with a_window(tmp_path, qtbot, light) as desk:
        palette = desk.part("palette")
        desk.parts.doors.key_changed.emit("palette", "Ctrl+Shift+Y")
        handle = desk.window.windowHandle()
        QTest.keyClick(handle, Qt.Key.Key_K, CTRL)
        assert not palette.isVisible()
        QTest.keyClick(handle, Qt.Key.Key_Y, CTRL | SHIFT)
        assert palette.isVisible()
        assert kept_keys(desk.session) == {"palette": "Ctrl+Shift+Y"}
        action = desk.parts.actions.get("palette")
        assert action is not None
        assert action.shortcut == "Ctrl+Shift+Y"
        desk.parts.doors.key_changed.emit("palette", "")
        assert kept_keys(desk.session) == {}
        assert desk.parts.table.keys("palette") == "Ctrl+K"
