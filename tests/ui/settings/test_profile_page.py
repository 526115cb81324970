"""Telling the hours: the text follows what is chosen, fits where it goes, is copied; the code is saved or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.accounts.profile_text import ProfilePlace
from desktop.accounts.qr_code import Correction
from tests.factories import FakeClock
from tests.ui.accounts.hands import Hands
from tests.ui.sessions import a_session
from ui.settings import SettingsDialog
from ui.settings.profile_page import ProfilePage
from ui.theme import Theme


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, light: Theme) -> Iterator[Hands]:
    session, _ = a_session(tmp_path, FakeClock(), ())
    dialog = SettingsDialog(session, light)
    qtbot.addWidget(dialog)
    dialog.show_group("profile")
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    yield Hands(qtbot, dialog)
    session.store.close()


def text(hands: Hands) -> str:
    edit = hands.see(QPlainTextEdit, "profile_text")
    assert isinstance(edit, QPlainTextEdit)
    return edit.toPlainText()


def choose(hands: Hands, name: str, key: object) -> None:
    box = hands.see(QWidget, name)
    place = next(n for n in range(box.count()) if box.itemData(n) == key)  # type: ignore[attr-defined]
    box.setCurrentIndex(place)  # type: ignore[attr-defined]


def page(hands: Hands) -> ProfilePage:
    found = hands.window.findChild(ProfilePage)
    assert found is not None
    return found


def test_the_text_follows_place_language_and_what_it_names(hands: Hands) -> None:
    assert text(hands) == (
        "Aurora Energia, assistenza clienti. Rispondiamo lun–ven 9–18, di solito entro 1 ora, "
        "in italiano, catalano, spagnolo e inglese."
    )
    assert hands.words("profile_length_words") == f"{len(text(hands))} of 160 characters"
    hands.click("profile_language_en")
    hands.click("says_languages")
    hands.click("says_reply")
    choose(hands, "profile_place", ProfilePlace.TELEGRAM)
    assert text(hands) == "Care: Mon–Fri 9–18"
    choose(hands, "profile_place", ProfilePlace.MASTODON)
    assert hands.words("profile_length_words").startswith("Field “Open”")
    choose(hands, "profile_place", ProfilePlace.WEBSITE)
    assert "application/ld+json" in text(hands)


def test_the_text_is_copied_and_the_button_says_so(hands: Hands) -> None:
    hands.click("copy_profile")
    assert QGuiApplication.clipboard().text() == text(hands)
    assert hands.words("copy_profile") == "Copied"


def test_a_code_is_saved_as_large_as_asked_for(hands: Hands, tmp_path: Path) -> None:
    assert "Write the address" in hands.words("code_note_words")
    hands.write("code_address", "aurora.example/aiuto")
    size = hands.see(QSpinBox, "code_size")
    assert isinstance(size, QSpinBox)
    size.setValue(60)
    choose(hands, "code_correction", Correction.HIGH)
    svg, png = tmp_path / "code.svg", tmp_path / "code.png"
    assert page(hands).save_code(svg)
    assert hands.words("code_note_words") == "Saved code.svg, 60 mm wide."
    assert page(hands).save_code(png)
    assert b"mm" in svg.read_bytes()[:400]
    assert png.read_bytes().startswith(b"\x89PNG")
    assert not page(hands).save_code(tmp_path / "nowhere" / "code.png")
    assert hands.words("code_note_words").startswith("Not saved: No such file or directory.")


def test_a_code_too_fine_to_read_is_warned_of(hands: Hands) -> None:
    hands.write("code_address", "aurora.example/")
    QGuiApplication.clipboard().setText("x" * 200)
    QTest.keyClick(hands.focus, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    size = hands.see(QSpinBox, "code_size")
    assert isinstance(size, QSpinBox)
    size.setValue(10)
    assert "too fine" in hands.words("code_note_words")
    hands.write("code_address", "javascript:x")
    assert "Write a web address" in hands.words("code_note_words")
    assert not page(hands).save_code(Path("never.png"))
