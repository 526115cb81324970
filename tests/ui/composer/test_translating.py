"""Translating: nothing leaves before somebody has seen it, personal data is covered, the customer's words stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.guardrails import Guardrails
from tests.loaded import shipped_privacy_rules
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.composer.translate_dialog import TranslateDialog
from ui.settings.preferences import keep_translation_page, translation_page_of
from ui.theme import Theme
from ui.widgets import IconLine

PAGE = "https://translate.example/?from={from}&to={to}&text={text}"
IBAN = "IT60X0542811101000000123456"


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        rules = Guardrails(shipped_privacy_rules())
        opened.controller._translating._guardrails = lambda: rules
        yield opened


def asked(desk: WritingDesk) -> TranslateDialog:
    """Open the dialog as its key does."""
    desk.composer.translate_requested.emit()
    dialog = desk.window.findChild(TranslateDialog)
    assert isinstance(dialog, TranslateDialog)
    assert dialog.isVisible()
    return dialog


def shown(dialog: TranslateDialog) -> tuple[str, str]:
    text, said = dialog.findChild(QPlainTextEdit, "translate_text"), dialog.findChild(IconLine, "translate_said")
    assert isinstance(text, QPlainTextEdit)
    assert isinstance(said, IconLine)
    return text.toPlainText() if text.isVisible() else "", said.text


def test_without_a_page_it_leads_to_the_settings_and_opens_nothing(desk: WritingDesk, qtbot: QtBot) -> None:
    desk.show()
    dialog = asked(desk)
    assert shown(dialog) == ("", "No translation page is named yet. Sportello sends a text nowhere by itself.")
    with (
        qtbot.waitSignal(desk.controller.settings_requested) as told,
        qtbot.assertNotEmitted(desk.controller.browser_requested),
    ):
        accept = dialog.findChild(QPushButton, "translate_accept")
        assert isinstance(accept, QPushButton)
        QTest.keyClick(accept, Qt.Key.Key_Return)
    assert told.args == ["sending"]


def test_the_customers_message_leaves_only_once_somebody_agrees(desk: WritingDesk, qtbot: QtBot) -> None:
    keep_translation_page(desk.session.store, PAGE, desk.clock())
    desk.show()
    dialog = asked(desk)
    text, said = shown(dialog)
    assert text == "Ada Neri asks about the bill"
    assert said.startswith("This text goes to translate.example. Known personal data is covered")
    with qtbot.assertNotEmitted(desk.controller.browser_requested):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog = asked_again(desk, dialog)
    with qtbot.waitSignal(desk.controller.browser_requested) as told:
        dialog.accept()
    assert told.args is not None
    assert unquote(told.args[0]).endswith("&text=Ada Neri asks about the bill")


def asked_again(desk: WritingDesk, before: TranslateDialog) -> TranslateDialog:
    desk.composer.translate_requested.emit()
    return next(one for one in desk.window.findChildren(TranslateDialog) if one is not before and one.isVisible())


def test_a_draft_is_offered_too_and_personal_data_in_it_never_leaves(desk: WritingDesk, qtbot: QtBot) -> None:
    keep_translation_page(desk.session.store, PAGE, desk.clock())
    desk.session.store.connection.write("UPDATE cases SET language = 'it'")
    desk.show()
    desk.type(f"Your refund goes to {IBAN}.")
    dialog = asked(desk)
    dialog._choice.choose(1)
    dialog._show()
    text, _ = shown(dialog)
    assert text.startswith("Your refund goes to ••••")
    with qtbot.waitSignal(desk.controller.browser_requested) as told:
        dialog.accept()
    assert told.args is not None
    assert IBAN not in told.args[0]
    assert "from=auto&to=it&" in told.args[0]
    assert desk.composer.text() == f"Your refund goes to {IBAN}."  # nothing is replaced in place


def test_an_address_that_is_no_page_is_taken_for_none(desk: WritingDesk) -> None:
    keep_translation_page(desk.session.store, "javascript:{text}", desk.clock())
    assert translation_page_of(desk.session.store) == ""


def test_the_button_stands_in_the_footer(desk: WritingDesk) -> None:
    desk.show()
    button = desk.composer.findChild(QAbstractButton, "composer_translate")
    assert isinstance(button, QAbstractButton)
    assert button.isVisible()
    assert button.accessibleName() == "Translate"
