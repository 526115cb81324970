"""The dialog proposes what looks like a value, and covers only what stands in the message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.cases.redact_dialog import RedactDialog, likely_value
from ui.theme import Theme

TEXT = "Il numero 4471 0932 è mio, 4471 0932!"
Ask = Callable[[str], RedactDialog]


@pytest.fixture
def ask(qtbot: QtBot, light: Theme) -> Ask:
    def _ask(text: str) -> RedactDialog:
        dialog = RedactDialog(light, text)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return _ask


def part(dialog: RedactDialog, name: str) -> Any:
    found = dialog.findChild(QWidget, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("IBAN IT60 X054 2811 1010 0000 0123 456 grazie", "IT60 X054 2811 1010 0000 0123 456"),
        ("scrivete a m.rossi@example.org o 347 1234567", "m.rossi@example.org"),
        (TEXT, "4471 0932"),
        ("Buongiorno, sono le 9", ""),
    ],
)
def test_what_looks_like_a_value_is_proposed(text: str, value: str) -> None:
    assert likely_value(text) == value


def test_only_what_stands_in_the_message_can_be_covered(ask: Ask) -> None:
    dialog = ask(TEXT)
    assert (dialog.value, part(dialog, "cover").isEnabled()) == ("4471 0932", True)
    assert dialog._footer.hint == "Found 2 times"
    part(dialog, "redact_value").clear()
    QTest.keyClicks(part(dialog, "redact_value"), "9999")
    assert not part(dialog, "cover").isEnabled()
    assert dialog._footer.hint == "Not in this message"


def test_marking_words_chooses_them(ask: Ask) -> None:
    dialog = ask("sono Marta")
    text: QPlainTextEdit = part(dialog, "redact_text")
    cursor = text.textCursor()
    cursor.setPosition(5)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    assert dialog.value == "Marta"
    assert part(dialog, "cover").isEnabled()
