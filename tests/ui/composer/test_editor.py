"""The editor's keys, pasting, undo and placeholders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.drafts import ASKING, asking_verdict
from ui.composer.editor import DraftEditor, EditorKey
from ui.theme import Theme


@pytest.fixture
def editor(qtbot: QtBot, light: Theme) -> Iterator[DraftEditor]:
    """An editor between two fields, with the keyboard."""
    window = QWidget()
    layout = QVBoxLayout(window)
    made = DraftEditor(light)
    for widget in (QLineEdit(), made, QLineEdit()):
        layout.addWidget(widget)
    window.resize(500, 300)
    window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    window.close()
    window.deleteLater()


def test_a_draft_that_is_put_in_is_not_told(editor: DraftEditor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(editor.text_changed):
        editor.set_text("Good morning 😀\nand more")
    assert editor.text() == "Good morning 😀\nand more"


def test_what_is_typed_is_told_once(editor: DraftEditor, qtbot: QtBot) -> None:
    told: list[str] = []
    editor.text_changed.connect(told.append)
    QTest.keyClicks(editor, "ab")
    assert told == ["a", "ab"]


def test_marking_words_is_not_told(editor: DraftEditor, qtbot: QtBot) -> None:
    editor.set_text(ASKING)
    with qtbot.assertNotEmitted(editor.text_changed):
        editor.marks.set_findings(ASKING, asking_verdict().findings)


def test_a_no_break_space_stays_one(editor: DraftEditor) -> None:
    editor.set_text("86,40\u00a0€")
    assert editor.text() == "86,40\u00a0€"


def test_rich_text_becomes_plain(editor: DraftEditor) -> None:
    data = QMimeData()
    data.setHtml("<b>Bold</b> <img src='https://x.example/a.png'> text")
    data.setText("Bold text\r\nsecond")
    editor.insertFromMimeData(data)
    assert editor.text() == "Bold text\nsecond"
    assert not editor.textCursor().charFormat().font().bold()


def test_files_are_given_on_and_not_written_in(editor: DraftEditor, qtbot: QtBot, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo)), QUrl.fromLocalFile(str(tmp_path))])
    with qtbot.waitSignal(editor.files_given) as told:
        editor.insertFromMimeData(data)
    assert told.args == [[str(photo)]]
    assert editor.text() == ""


def test_a_web_address_is_pasted_as_text(editor: DraftEditor) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org")])
    data.setText("https://example.org")
    editor.insertFromMimeData(data)
    assert editor.text() == "https://example.org"


def test_a_replaced_sentence_is_one_undo_step(editor: DraftEditor) -> None:
    editor.set_text("😀 Write us your IBAN. Thanks.")
    editor.replace_span(2, 21, "We write you in private.")
    assert editor.text() == "😀 We write you in private. Thanks."
    editor.undo()
    assert editor.text() == "😀 Write us your IBAN. Thanks."
    assert not editor.document().isUndoAvailable()


def test_every_line_is_twenty_pixels_high(editor: DraftEditor, qtbot: QtBot) -> None:
    editor.set_text("one\ntwo")
    assert editor.text_height() == 40
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "three")
    assert editor.text_height() == 60


def test_tab_goes_from_placeholder_to_placeholder_then_on(editor: DraftEditor, qtbot: QtBot) -> None:
    editor.set_text("😀 at {?time} in {?street}")
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.textCursor().selectedText() == "{?time}"
    QTest.keyClicks(editor, "noon")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.textCursor().selectedText() == "{?street}"
    QTest.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.text() == "😀 at noon in {?street}"
    qtbot.waitUntil(lambda: not editor.hasFocus())


def test_tab_without_placeholders_goes_to_the_next_control(editor: DraftEditor, qtbot: QtBot) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert editor.text() == ""


def test_f8_goes_round_the_problems(editor: DraftEditor, qtbot: QtBot) -> None:
    editor.set_text(ASKING)
    editor.marks.set_findings(ASKING, asking_verdict().findings)
    seen = []
    for _ in range(3):
        QTest.keyClick(editor, Qt.Key.Key_F8)
        seen.append(editor.textCursor().selectedText())
    assert seen == ["tax code", "IBAN", "tax code"]
    QTest.keyClick(editor, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert editor.textCursor().selectedText() == "IBAN"


CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("key", "held", "asked"),
    [
        (Qt.Key.Key_Return, CONTROL, EditorKey.SEND),
        (Qt.Key.Key_Enter, CONTROL | Qt.KeyboardModifier.KeypadModifier, EditorKey.SEND),
        (Qt.Key.Key_Return, CONTROL | SHIFT, EditorKey.SEND_AND_SOLVE),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier, EditorKey.FIRST_FIX),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, EditorKey.LEAVE),
    ],
)
def test_each_key_asks_for_its_deed(
    editor: DraftEditor, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier, asked: EditorKey
) -> None:
    with qtbot.waitSignal(editor.key_pressed) as told:
        QTest.keyClick(editor, key, held)
    assert told.args == [asked]
    assert editor.text() == ""


def test_enter_alone_is_a_new_line(editor: DraftEditor, qtbot: QtBot) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "\n"


def test_the_keys_of_the_open_picker_do_not_type(editor: DraftEditor, qtbot: QtBot) -> None:
    editor.picker_is_open = True
    told: list[EditorKey] = []
    editor.key_pressed.connect(told.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape):
        QTest.keyClick(editor, key)
    assert told == [
        EditorKey.PICKER_UP,
        EditorKey.PICKER_DOWN,
        EditorKey.PICKER_TAKE,
        EditorKey.PICKER_TAKE,
        EditorKey.PICKER_CLOSE,
    ]
    assert editor.text() == ""


def test_a_note_knows_no_canned_replies(editor: DraftEditor, qtbot: QtBot) -> None:
    editor.set_purpose("Write a note", "Internal note", is_note=True)
    with qtbot.assertNotEmitted(editor.command_typed):
        QTest.keyClicks(editor, "/gua")


def test_undo_survives_a_change_of_mode(editor: DraftEditor, qtbot: QtBot) -> None:
    QTest.keyClicks(editor, "draft")
    editor.set_purpose("Write a note", "Internal note", is_note=True)
    editor.undo()
    assert editor.text() == ""


def test_another_text_size_sets_the_lines_anew(editor: DraftEditor, light: Theme, qtbot: QtBot) -> None:
    QTest.keyClicks(editor, "draft")
    light.set_scale(1.5)
    assert (editor.text_height(), editor.text()) == (30, "draft")
    QTest.keyClicks(editor, "s")
    editor.undo()
    assert (editor.text_height(), editor.text()) == (30, "draft")
