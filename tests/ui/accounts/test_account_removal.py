"""Removing an account: what is said before, what goes, what stays, and what a locked vault leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.model import Account, DeliveryState
from desktop.system.vault import SessionVault, VaultUnavailable
from tests.factories import FakeClock
from tests.ui.accounts.hands import Hands
from tests.ui.sessions import a_session, case_ids, queue
from ui.accounts import AccountRemoval
from ui.session import Session
from ui.theme import Theme
from ui.widgets import Label

Desk = tuple[Session, Account]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    session, account = a_session(tmp_path, FakeClock(), ("Ada Neri",))
    session.vault.set(f"account/{account.uid}/token", "secret")
    yield session, account
    session.store.close()


def asked(qtbot: QtBot, desk: Desk, theme: Theme) -> tuple[AccountRemoval, Hands]:
    dialog = AccountRemoval(*desk[:1], theme, desk[1])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog, Hands(qtbot, dialog)


def test_what_goes_and_what_stays_is_said_and_cancel_is_the_default(qtbot: QtBot, desk: Desk, light: Theme) -> None:
    dialog, hands = asked(qtbot, desk, light)
    words = " ".join(label.text() for label in dialog.findChildren(Label))
    assert f"Remove {desk[1].handle}?" in words
    assert "conversations, notes and reports stay" in words
    assert "not gone out" not in words, "nothing waits in the outbox"
    assert hands.focus.objectName() == "cancel"
    hands.click("cancel")
    assert len(desk[0].store.accounts.all()) == 1


def test_removing_takes_unsent_replies_back_and_deletes_the_sign_in(qtbot: QtBot, desk: Desk, light: Theme) -> None:
    session, account = desk
    delivery = queue(session, account, "We are looking into it.")
    dialog, hands = asked(qtbot, desk, light)
    assert "One reply that has not gone out" in " ".join(label.text() for label in dialog.findChildren(Label))
    with qtbot.waitSignal(dialog.account_removed) as removed:
        hands.click("remove")
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert removed.args == [int(account.id)]
    assert session.store.accounts.all() == ()
    assert session.vault.get(f"account/{account.uid}/token") is None
    kept = session.store.deliveries.get(delivery.id)
    assert kept is not None
    assert kept.state is DeliveryState.CANCELLED
    draft = session.store.drafts.of_case(delivery.case_id)
    assert draft is not None
    assert draft.text == "We are looking into it."
    assert len(case_ids(session)) == 1


def test_a_vault_that_does_not_let_go_is_told(
    qtbot: QtBot, desk: Desk, light: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: SessionVault, _name: str) -> None:
        raise VaultUnavailable("locked")

    monkeypatch.setattr(SessionVault, "delete", refuse)
    _, hands = asked(qtbot, desk, light)
    hands.click("remove")
    qtbot.waitUntil(lambda: hands.words("removal_title").endswith("is removed"))
    assert "delete the entries named Sportello" in hands.words("removal_fault_words")
    assert desk[0].store.accounts.all() == ()
