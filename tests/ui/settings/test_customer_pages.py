"""Settings of customers' data: own fields and how long conversations are kept; nothing goes before Save."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Agent, Deed, Network
from desktop.model.known import FieldKind
from desktop.store import open_store
from desktop.system.vault import SessionVault
from tests.factories import KEY, NOON, FakeClock, a_profile, an_account, an_arrival, taken
from ui.session import Session, begin_session
from ui.settings.own_fields_page import OwnFieldsPage
from ui.settings.retention_page import RetentionPage
from ui.theme import Theme


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    profile = a_profile(tmp_path / "desk")
    with open_store(profile, KEY) as store:
        made = begin_session(profile, store, KEY, SessionVault(), FakeClock(NOON + timedelta(days=400)))
        made.set_agent(Agent("Laura Bianchi", "LB", "^LB"))
        an_account(store)
        an_account(store, Network.EMAIL, "a@aurora.example")
        yield made


def part(page: QWidget, name: str) -> Any:
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return found


def add(page: OwnFieldsPage, name: str, kind: FieldKind = FieldKind.TEXT, choices: str = "") -> None:
    part(page, "own_field_kind").choose(kind)
    for field, words in (("own_field_name", name), ("own_field_choices", choices)):
        part(page, field).clear()
        QTest.keyClicks(part(page, field), words)
    part(page, "add_own_field").click()


def test_fields_are_added_moved_removed_and_kept_by_save(session: Session, light: Theme, qtbot: QtBot) -> None:
    page = OwnFieldsPage(session, light)
    qtbot.addWidget(page)
    assert not part(page, "no_own_fields").isHidden()
    add(page, "  Codice   cliente ")
    add(page, "Tariffa", FieldKind.CHOICE, "Mono, Bioraria, Mono,")
    assert page.is_changed
    assert session.store.own_fields.all() == ()
    part(page, "raise_own_field").click()
    page.keep()
    tariff, number = session.store.own_fields.all()
    assert (tariff.name, tariff.choices, number.name) == ("Tariffa", ("Mono", "Bioraria"), "Codice cliente")
    assert not page.is_changed
    part(page, "remove_own_field").click()
    assert page.is_changed
    part(page, "undo_own_field").click()
    assert not page.is_changed


@pytest.mark.parametrize(
    ("name", "kind", "field", "words"),
    [
        ("", FieldKind.TEXT, "own_field_name", "A field needs a name."),
        ("uno", FieldKind.TEXT, "own_field_name", "There is a field with this name."),
        ("due", FieldKind.CHOICE, "own_field_choices", "Write at least one choice."),
    ],
)
def test_a_field_that_cannot_be_kept_says_why(
    session: Session, light: Theme, qtbot: QtBot, name: str, kind: FieldKind, field: str, words: str
) -> None:
    page = OwnFieldsPage(session, light)
    qtbot.addWidget(page)
    add(page, "Uno")
    add(page, name, kind)
    assert part(page, f"{field}_hint").text == words


def test_the_preview_counts_in_the_background_and_deletes_nothing(session: Session, light: Theme, qtbot: QtBot) -> None:
    account = session.store.accounts.all()[0]
    session.store.intake.take(account, [taken(an_arrival(), due_at=None)], NOON)
    page = RetentionPage(session, light)
    qtbot.addWidget(page)
    assert not page.is_changed
    part(page, "retention_mastodon_public").choose(365)
    assert page.is_changed
    part(page, "retention_preview").click()
    page.wait()
    said = part(page, "retention_said")
    qtbot.waitUntil(lambda: "conversations 1, messages 1" in said.text)
    assert session.store.connection.read_one("SELECT count(*) FROM cases") == (1,)


def test_rules_are_kept_by_save_and_journalled(session: Session, light: Theme, qtbot: QtBot) -> None:
    page = RetentionPage(session, light)
    qtbot.addWidget(page)
    part(page, "retention_email_email").choose(1_095)
    assert session.store.retention.rules() == {}
    page.keep()
    assert session.store.retention.rules() == {("email", "email"): 1_095}
    line = session.store.journal.newest(1)[0]
    assert (line.deed, line.actor, line.after) == (
        Deed.SETTING,
        "Laura Bianchi",
        ["retention.days", {"email email": 1_095}],
    )
    assert not page.is_changed
    part(page, "retention_email_email").choose(0)
    page.keep()
    assert session.store.retention.rules() == {}
