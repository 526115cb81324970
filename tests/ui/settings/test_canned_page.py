"""The page of canned replies: found, written, deleted, undone, imported and exported with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.composer import CannedReply
from desktop.composer.canned_faults import CannedFault, CannedFaultKind
from desktop.composer.canned_files import read_file
from desktop.composer.canned_rows import Refused
from desktop.model import Network, Visibility
from desktop.store.errors import StoreFull
from tests.factories import FakeClock
from tests.ui.accounts.hands import Hands
from tests.ui.sessions import a_session
from ui.composer.canned_preview import CannedPreview
from ui.session import Session
from ui.settings import SettingsDialog
from ui.settings.canned_import_dialog import CannedImportDialog
from ui.settings.canned_page import CannedPage
from ui.settings.canned_tree import CannedTree
from ui.settings.canned_words import fault_sentence, refused_sentence, unreadable_sentence
from ui.settings.unsaved_dialog import UnsavedDialog
from ui.settings.words import named as in_one_line
from ui.theme import Theme

Key = Qt.Key
Opened = Callable[[], tuple[SettingsDialog, Hands]]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _ = a_session(tmp_path, FakeClock(), ())
    yield made
    made.store.close()


@pytest.fixture
def opened(qtbot: QtBot, session: Session, light: Theme) -> Opened:
    def show() -> tuple[SettingsDialog, Hands]:
        dialog = SettingsDialog(session, light)
        qtbot.addWidget(dialog)
        dialog.show_group("canned")
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog, Hands(qtbot, dialog)

    return show


def page_of(dialog: SettingsDialog) -> CannedPage:
    found = dialog.findChild(CannedPage)
    assert isinstance(found, CannedPage)
    return found


def tree_of(dialog: SettingsDialog) -> CannedTree:
    found = dialog.findChild(CannedTree)
    assert isinstance(found, CannedTree)
    return found


def named(session: Session, shortcut: str) -> CannedReply | None:
    return next((one for one in session.canned.all() if one.shortcut == shortcut), None)


def test_a_reply_is_written_and_saved_with_the_keyboard_alone(session: Session, opened: Opened) -> None:
    dialog, hands = opened()
    hands.keys_alone = True
    hands.tab_to("canned_new")
    hands.press(Key.Key_Space)
    assert hands.focus.objectName() == "canned_shortcut"
    hands.write("canned_shortcut", "/mio")
    hands.write("canned_folder", "Mine/First")
    hands.write("canned_text_title", "Il mio")
    hands.write("canned_body", "Ciao {customer|}, [[ecco|va bene]].")
    hands.write("canned_asked", "prova")
    hands.tab_to("save")
    hands.press(Key.Key_Space)
    assert not dialog.isVisible()
    kept = named(session, "mio")
    assert kept is not None
    assert (kept.folder, kept.texts[0].title, kept.texts[0].asked) == ("Mine/First", "Il mio", "prova")
    assert kept.texts[0].body == "Ciao {customer|}, [[ecco|va bene]]."


def test_what_was_found_is_edited_and_cancel_keeps_nothing(session: Session, opened: Opened) -> None:
    dialog, hands = opened()
    hands.write("canned_filter", "guasto med")
    assert len(tree_of(dialog).uids()) == 1
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Down, 3)
    hands.press(Key.Key_F2)
    assert hands.focus.objectName() == "canned_shortcut"
    hands.write("canned_shortcut", "urgente")
    assert page_of(dialog).is_changed
    hands.click("cancel")
    discard(dialog)
    assert named(session, "urgente") is None
    assert named(session, "guasto-med") is not None


def question_of(dialog: SettingsDialog) -> UnsavedDialog | None:
    return next((one for one in dialog.findChildren(UnsavedDialog) if one.isVisible()), None)


def discard(dialog: SettingsDialog) -> None:
    question = question_of(dialog)
    assert question is not None
    button = question.findChild(QPushButton, "discard_unsaved")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


@pytest.mark.parametrize("way", ["cancel", "escape", "close"])
def test_unsaved_texts_are_asked_for_before_they_are_lost(opened: Opened, session: Session, way: str) -> None:
    dialog, hands = opened()
    hands.write("canned_body", "Un testo nuovo, lungo da riscrivere.")
    leave = {"cancel": lambda: hands.click("cancel"), "escape": lambda: hands.press(Key.Key_Escape)}
    leave.get(way, dialog.close)()
    question = question_of(dialog)
    assert question is not None
    assert "A canned reply is not saved: " in question.accessibleDescription()
    assert dialog.isVisible()
    QTest.keyClick(question, Key.Key_Escape)  # going on with editing
    assert question_of(dialog) is None
    body = dialog.findChild(QPlainTextEdit, "canned_body")
    assert isinstance(body, QPlainTextEdit)
    assert body.toPlainText() == "Un testo nuovo, lungo da riscrivere."
    dialog.close()
    discard(dialog)
    assert all("da riscrivere" not in text.body for one in session.canned.all() for text in one.texts)


def test_closing_again_asks_once(opened: Opened) -> None:
    dialog, hands = opened()
    hands.press(Key.Key_Delete)
    hands.write("canned_shortcut", "altro")
    dialog.reject()
    dialog.reject()
    assert len([one for one in dialog.findChildren(UnsavedDialog) if one.isVisible()]) == 1
    discard(dialog)


def test_what_was_not_changed_is_not_asked_for(opened: Opened) -> None:
    dialog, hands = opened()
    hands.press(Key.Key_Escape)
    assert not dialog.isVisible()


def test_many_unsaved_replies_are_named_in_one_line() -> None:
    assert in_one_line(["a", "b", "c"]) == "a, b, c"
    assert in_one_line(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_a_fault_keeps_the_dialog_open_and_gets_the_caret(session: Session, opened: Opened) -> None:
    dialog, hands = opened()
    hands.write("canned_body", "Ciao {nome}")
    assert "nome" in hands.words("canned_fault_0_words")
    hands.click("save")
    assert dialog.isVisible()
    body = hands.focus
    assert isinstance(body, QPlainTextEdit)
    assert body.textCursor().selectedText() == "{nome}"
    hands.write("canned_shortcut", "guasto")
    assert "has this shortcut already" in hands.words("canned_shortcut_hint_words")


def test_a_deleted_reply_is_undone_with_one_key(session: Session, opened: Opened) -> None:
    dialog, hands = opened()
    before = tree_of(dialog).uids()
    hands.go_to("canned_tree")
    hands.press(Key.Key_Delete)
    assert len(tree_of(dialog).uids()) == len(before) - 1
    assert hands.focus.objectName() == "canned_undo"
    hands.press(Key.Key_Space)
    assert tree_of(dialog).uids() == before
    assert not page_of(dialog).is_changed
    hands.go_to("canned_tree")
    hands.press(Key.Key_Delete)
    hands.click("save")
    assert len(session.canned.all()) == len(before) - 1


def test_a_language_is_added_and_removed(session: Session, opened: Opened) -> None:
    dialog, hands = opened()
    action = dialog.findChild(QAction, "add_fr")
    assert isinstance(action, QAction)
    action.trigger()
    assert hands.focus.objectName() == "canned_text_title"
    hands.write("canned_text_title", "Bonjour")
    hands.write("canned_body", "Bonjour")
    hands.click("save")
    first = next(one for one in session.canned.all() if "fr" in one.languages)
    assert first.languages == ("it", "ca", "es", "en", "fr")
    dialog, hands = opened()
    hands.click("canned_drop_language")
    hands.click("save")
    kept = next(one for one in session.canned.all() if one.uid == first.uid)
    assert kept.languages == ("ca", "es", "en", "fr")


def test_where_it_fits_and_that_it_is_approved_for_a_crisis_are_kept(session: Session, opened: Opened) -> None:
    dialog, hands = opened()
    hands.go_to("canned_where")
    hands.press(Key.Key_Down)
    hands.go_to("canned_network")
    hands.press(Key.Key_Down)
    hands.go_to("canned_crisis")
    hands.press(Key.Key_Space)
    hands.click("save")
    (changed,) = [one for one in session.canned.all() if one.network is not None]
    assert (changed.network, changed.visibility, changed.crisis) == (Network.X, Visibility.PUBLIC, True)
    assert not dialog.isVisible()


def test_a_placeholder_is_put_in_with_its_words_ready_to_be_typed(opened: Opened) -> None:
    dialog, hands = opened()
    hands.write("canned_body", "Ciao ")
    body = hands.focus
    assert isinstance(body, QPlainTextEdit)
    for name, typed in (("insert_customer.first_name", "tu"), ("insert_prompt", "ora"), ("insert_vary", "a|b")):
        action = dialog.findChild(QAction, name)
        assert isinstance(action, QAction)
        action.trigger()
        QTest.keyClicks(hands.focus, typed)
        body.moveCursor(body.textCursor().MoveOperation.End)
    assert body.toPlainText() == "Ciao {customer|tu}{?ora}[[a|b]]"


def test_the_preview_is_filled_for_one_sample_customer_after_another(opened: Opened) -> None:
    _, hands = opened()
    hands.write("canned_body", "Ciao {customer|a lei} da {account}")
    preview = hands.see(CannedPreview, "canned_preview")
    assert isinstance(preview, CannedPreview)
    assert "Ciao Marta" in preview.accessibleName()
    for _ in range(2):
        hands.click("canned_sample")
    assert "Ciao a lei" in preview.accessibleName()


def test_a_file_is_looked_at_before_it_is_taken_in(
    qtbot: QtBot, session: Session, opened: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "some.csv"
    file.write_text(
        "shortcut,folder,language,title,text\nnuovo,Mine,it,Nuovo,Testo\nguasto,Mine,it,Altro,Testo\na b,,it,T,T\n",
        "utf-8",
    )
    dialog, hands = opened()
    page_of(dialog).take_in(file)
    asked = dialog.findChild(CannedImportDialog)
    assert isinstance(asked, CannedImportDialog)
    qtbot.waitUntil(asked.isActiveWindow)
    over = Hands(qtbot, asked)
    assert over.words("canned_plan").startswith("1 new, 1 with a shortcut that is taken, 0 already there, 1 rows")
    assert over.words("canned_refused_0_words").startswith("Line 4:")
    assert over.words("canned_import_take") == "Take 1 in"
    over.go_to("canned_all_skip")
    over.press(Key.Key_Right)
    assert over.words("canned_import_take") == "Take 2 in"
    over.click("canned_import_take")
    assert named(session, "nuovo") is None, "it waits for Save"
    hands.click("save")
    replaced = named(session, "guasto")
    assert replaced is not None
    assert (named(session, "nuovo") is not None, replaced.title) == (True, "Altro")


@pytest.mark.parametrize(("content", "said"), [("x;y", "does not name the columns"), (None, "can’t be read")])
def test_a_file_of_something_else_is_said_and_changes_nothing(
    opened: Opened, tmp_path: Path, content: str | None, said: str
) -> None:
    file = tmp_path / "odd.csv"
    if content is not None:
        file.write_text(content, "utf-8")
    dialog, hands = opened()
    page_of(dialog).take_in(file)
    assert said in hands.words("canned_said_words")
    assert not page_of(dialog).is_changed


def test_what_is_written_out_is_what_is_on_the_page(session: Session, opened: Opened, tmp_path: Path) -> None:
    dialog, hands = opened()
    page_of(dialog).write_out(tmp_path / "out.json")
    assert read_file(tmp_path / "out.json").replies == session.canned.all()
    page_of(dialog).write_out(tmp_path / "absent" / "out.csv")
    assert "can’t be written" in hands.words("canned_said_words")


def test_a_desk_without_a_reply_says_what_to_do(session: Session, opened: Opened) -> None:
    session.canned.keep((), session.canned.all(), "L")
    dialog, hands = opened()
    assert hands.words("no_canned_title") == "No canned reply yet"
    hands.click("no_canned_action")
    assert hands.focus.objectName() == "canned_shortcut"
    assert tree_of(dialog).uids() != ()


def test_a_full_disk_keeps_the_changes_on_the_page(
    session: Session, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, hands = opened()
    hands.write("canned_text_title", "Altro titolo")

    def full(*_: object, **__: object) -> None:
        raise StoreFull(session.profile.store)

    monkeypatch.setattr(type(session.canned), "keep", full)
    hands.click("save")
    assert dialog.isVisible()
    assert page_of(dialog).is_changed


def test_every_fault_and_every_refusal_has_a_sentence() -> None:
    for kind in CannedFaultKind:
        sentence = fault_sentence(CannedFault(kind, "it", "3", network=Network.X))
        assert sentence.startswith("Italian: ")
        assert "{" not in sentence
        assert "line 2" in refused_sentence(Refused(2, kind.value, "x")).lower()
    assert refused_sentence(Refused(3, "network_unknown", "icq")) == "Line 3: there is no network “icq”."
    assert "20 MB" in unreadable_sentence("too_large", "a.csv")


def test_the_dialog_is_shown_in_light_and_dark(qtbot: QtBot, session: Session, theme: Theme, tmp_path: Path) -> None:
    dialog = SettingsDialog(session, theme)
    qtbot.addWidget(dialog)
    dialog.show_group("canned")
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.grab().toImage().save(str(tmp_path / "canned.png"))
