"""Connecting a Telegram bot in the wizard: its token, a webhook in the way, signing in again."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.demo.networks.telegram import TelegramNetwork
from desktop.model import AccountRole, Network
from tests.factories import NOON
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from ui.accounts.telegram_sign_in import TelegramSignInPage
from ui.session import Session


@pytest.fixture
def network(loopback: Loopback) -> TelegramNetwork:
    return loopback.network(TelegramNetwork)


def to_sign_in(hands: WizardHands, network: TelegramNetwork) -> None:
    hands.choose(Network.TELEGRAM)
    page = hands.wizard.page
    assert isinstance(page, TelegramSignInPage)
    page._api = network.url


def test_a_bot_is_connected_with_the_message_that_brought_its_token(
    hands: WizardHands, session: Session, network: TelegramNetwork
) -> None:
    to_sign_in(hands, network)
    token = network.secrets()["token"]
    QApplication.clipboard().setText(f"Use this token to access the HTTP API:\n{token}\nKeep your token secure.")
    field = hands.focus
    assert isinstance(field, QLineEdit)
    field.paste()
    hands.click("continue")
    hands.wait_for_trial()
    hands.connect()
    (account,) = session.store.accounts.all()
    assert (account.handle, account.role) == ("@aurora_energia_bot", AccountRole.CARE)
    assert session.vault.get(f"account/{account.uid}/token") == token


def test_a_webhook_is_named_and_left_alone(hands: WizardHands, network: TelegramNetwork) -> None:
    network.polling.webhook = "https://elsewhere.example/hook"
    to_sign_in(hands, network)
    hands.write("token", network.secrets()["token"])
    hands.click("continue")
    hands.wait_for_trial()
    assert "by a webhook. Nothing was changed there" in hands.fault()
    assert network.polling.webhook
    hands.click("trial_fix")
    assert hands.focus.objectName() == "token"


def test_an_unknown_token_and_rubbish_are_told_apart(
    hands: WizardHands, network: TelegramNetwork, links: list[str]
) -> None:
    to_sign_in(hands, network)
    hands.click("open_bot_father")
    assert links == ["https://t.me/BotFather"]
    hands.write("token", "aurora_bot")
    hands.click("continue")
    assert hands.words("token_hint_words").startswith("This is no bot's token")
    hands.write("token", f"7100200300:{'x' * 35}")
    hands.click("continue")
    hands.wait_for_trial()
    assert "Telegram does not know this token" in hands.fault()


def test_signing_in_again_takes_a_token(hands: WizardHands, session: Session, network: TelegramNetwork) -> None:
    account = session.store.accounts.add(
        Network.TELEGRAM,
        name="Aurora",
        handle=network.account_handle(),
        role=AccountRole.CARE,
        settings=network.account_settings(),
        actor="Livia",
        at=NOON,
    )
    hands.wizard.sign_in_again(account)
    hands.write("token", network.secrets()["token"])
    hands.click("continue")
    hands.wait_for_step("done_page")
    assert session.vault.get(f"account/{account.uid}/token") == network.secrets()["token"]
