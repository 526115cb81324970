"""The translation page in the settings: kept as written, refused where a text could leak, left empty by default."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.factories import FakeClock
from tests.ui.sessions import a_session
from ui.session import Session
from ui.settings.preferences import keep_advice, keep_undo_seconds, translation_page_of
from ui.settings.translation_form import TranslationForm
from ui.theme import Theme

PAGE = "https://translate.example/?to={to}&text={text}"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened, _ = a_session(tmp_path, FakeClock(), ())
    yield opened
    opened.store.close()


@pytest.fixture
def form(session: Session, light: Theme, qtbot: QtBot) -> TranslationForm:
    made = TranslationForm(session, light)
    qtbot.addWidget(made)
    return made


def write(form: TranslationForm, text: str) -> None:
    field = form.findChild(QLineEdit, "translation_page")
    assert isinstance(field, QLineEdit)
    field.setText(text)


def test_no_page_is_named_at_first(form: TranslationForm, session: Session) -> None:
    assert translation_page_of(session.store) == ""
    assert not form.is_changed
    assert form.check()


def test_a_page_is_kept_beside_the_other_choices(form: TranslationForm, session: Session) -> None:
    write(form, f" {PAGE} ")
    assert form.is_changed
    assert form.check()
    form.keep()
    keep_undo_seconds(session.store, 5, session.clock())
    keep_advice(session.store, False, session.clock())
    assert translation_page_of(session.store) == PAGE
    write(form, "")
    assert form.check()
    form.keep()
    assert translation_page_of(session.store) == ""


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("http://translate.example/{text}", "Write https://: a text is read on the way otherwise."),
        ("translate.example", "Write an address that begins with https://."),
        ("https://translate.example/", "Write {text} where the text goes."),
        ("https://translate.example/{text}/{language}", "Only {text}, {from} and {to} are known."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_until_it_is_mended(
    form: TranslationForm, page: str, fault: str
) -> None:
    write(form, page)
    assert not form.check()
    assert form._page.fault == fault
    write(form, PAGE)
    assert form.check()
    assert form._page.fault == ""
