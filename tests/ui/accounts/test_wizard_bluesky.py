"""Connecting a Bluesky account in the wizard: the app password, what it lacks, another server, signing in again."""

from __future__ import annotations

import pytest

from desktop.demo.faults import Fault
from desktop.demo.networks.bluesky import CHAT_SERVICE, BlueskyNetwork
from desktop.demo.wire import json_response
from desktop.model import AccountRole, Network, declared_of
from tests.factories import NOON
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from ui.accounts.bluesky_sign_in import BlueskySignInPage
from ui.session import Session

PASSWORD = "agor-aaaa-bbbb-cccc"


@pytest.fixture
def network(loopback: Loopback) -> BlueskyNetwork:
    return loopback.network(BlueskyNetwork)


def sign_in(hands: WizardHands, network: BlueskyNetwork, password: str = PASSWORD) -> None:
    hands.choose(Network.BLUESKY)
    page = hands.wizard.page
    assert isinstance(page, BlueskySignInPage)
    page._chat_service = CHAT_SERVICE  # the network's own stands for everybody else
    hands.write("handle", f"https://bsky.app/profile/{network.company.handle}")
    hands.write("password", f" {password} ")
    hands.click("show_server")
    hands.write("server", network.url)
    hands.click("continue")
    hands.wait_for_trial()


def test_an_account_is_connected_with_an_app_password(
    hands: WizardHands, session: Session, network: BlueskyNetwork
) -> None:
    sign_in(hands, network)
    hands.connect()
    (account,) = session.store.accounts.all()
    assert (account.handle, account.role) == (network.account_handle(), AccountRole.CARE)
    assert declared_of(account).private
    assert session.vault.get(f"account/{account.uid}/app_password") == PASSWORD


def test_a_password_without_private_messages_says_so_in_its_row_and_can_be_connected(
    hands: WizardHands, session: Session, network: BlueskyNetwork
) -> None:
    network.keeping.private_messages = False
    sign_in(hands, network)
    assert "without “direct messages”" in hands.note("direct")
    assert hands.words("dialog_hint_words") == "You can continue without it."
    hands.connect()
    (account,) = session.store.accounts.all()
    assert declared_of(account).private is False


def test_the_accounts_own_password_is_told_from_a_wrong_one(hands: WizardHands, network: BlueskyNetwork) -> None:
    asks = json_response({"error": "AuthFactorTokenRequired", "message": "A sign in code has been sent"}, 401)
    network.faults.add(Fault("POST", "/xrpc/com.atproto.server.createSession", response=asks))
    sign_in(hands, network)
    assert "the account's own password" in hands.fault()
    hands.click("trial_fix")
    assert hands.focus.objectName() == "password"
    hands.write("password", "abcd-abcd-abcd-abcd")
    hands.click("continue")
    hands.wait_for_trial()
    assert "does not accept this app password" in hands.fault()


def test_what_was_typed_is_answered_at_its_field(hands: WizardHands, links: list[str]) -> None:
    hands.choose(Network.BLUESKY)
    hands.click("open_app_passwords")
    assert links == ["https://bsky.app/settings/app-passwords"]
    hands.write("handle", "not a handle")
    hands.write("password", "hunter2")
    hands.click("continue")
    assert hands.step() == "bluesky_sign_in"
    assert hands.words("handle_hint_words").startswith("This is no handle.")
    assert hands.words("password_hint_words").startswith("This is no app password")
    assert hands.focus.objectName() == "handle"


def test_signing_in_again_asks_for_the_password_only(
    hands: WizardHands, session: Session, network: BlueskyNetwork
) -> None:
    account = session.store.accounts.add(
        Network.BLUESKY,
        name="Aurora",
        handle=network.account_handle(),
        role=AccountRole.CARE,
        settings=network.account_settings(),
        actor="Livia",
        at=NOON,
    )
    hands.wizard.sign_in_again(account)
    assert hands.focus.objectName() == "password"
    hands.write("password", PASSWORD)
    hands.click("continue")
    hands.wait_for_step("done_page")
    assert session.vault.get(f"account/{account.uid}/app_password") == PASSWORD
