"""Connecting an X account in the wizard: the company's app, the browser, each permission, the budget, signing in again."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.demo.networks.x import XNetwork
from desktop.demo.networks.x.signin import CLIENT_ID
from desktop.model import Account, AccountRole, Network, declared_of, listening_of
from tests.factories import NOON
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from ui.accounts.x_sign_in import XSignInPage
from ui.session import Session


@pytest.fixture
def network(loopback: Loopback) -> XNetwork:
    return loopback.network(XNetwork)


def page_of(hands: WizardHands, network: XNetwork) -> XSignInPage:
    page = hands.wizard.page
    assert isinstance(page, XSignInPage)
    settings = network.account_settings()
    page._addresses = (str(settings["api"]), str(settings["authorize"]))
    page.port = 0
    return page


def sign_in(hands: WizardHands, network: XNetwork, links: list[str], loopback: Loopback, app_token: str = "") -> None:
    hands.choose(Network.X)
    page_of(hands, network)
    hands.write("client_id", f" {CLIENT_ID} ")
    hands.write("app_token", app_token)
    answer(hands, links, loopback)


def answer(hands: WizardHands, links: list[str], loopback: Loopback) -> None:
    """Let the browser open, and answer there."""
    links.clear()
    assert hands.words("continue") == "Open the browser"
    hands.click("continue")
    hands.qtbot.waitUntil(lambda: bool(links))
    loopback.visit(links[0])


def connected(session: Session, network: XNetwork) -> Account:
    account = session.store.accounts.add(
        Network.X,
        name="Aurora",
        handle=network.account_handle(),
        role=AccountRole.CARE,
        settings=network.account_settings(),
        actor="Livia",
        at=NOON,
    )
    session.vault.set(f"account/{account.uid}/app_token", network.sign_in.app_token)
    return account


def test_an_account_is_connected_with_the_companys_app_and_a_budget(
    hands: WizardHands, session: Session, network: XNetwork, links: list[str], loopback: Loopback
) -> None:
    sign_in(hands, network, links, loopback, network.sign_in.app_token)
    hands.wait_for_trial()
    assert hands.wizard.page.title == "The connection works"
    hands.click("continue")
    assert hands.step() == "listening_page"
    hands.write("listen_words", "Aurora Energia\nAuorra Energia")
    hands.write("listen_budget", "much")
    hands.click("continue")
    assert hands.step() == "listening_page"
    assert hands.words("listen_budget_hint_words").startswith("This is no amount")
    hands.write("listen_budget", "12,50")
    hands.click("listen_it")
    hands.click("continue")
    hands.click("continue")
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    assert (account.handle, account.role) == ("@AuroraEnergia", AccountRole.CARE)
    assert listening_of(account).words == ("Aurora Energia", "Auorra Energia")
    assert listening_of(account).languages == ("it",)
    assert declared_of(account).budget_micros == 12_500_000
    assert session.vault.get(f"account/{account.uid}/app_token") == network.sign_in.app_token


@pytest.mark.parametrize(
    ("scope", "step", "fatal"),
    [("tweet.write", "write", False), ("dm.read", "direct", True), ("users.read", "sign_in", True)],
)
def test_a_permission_that_is_missing_is_named(
    hands: WizardHands,
    network: XNetwork,
    links: list[str],
    loopback: Loopback,
    scope: str,
    step: str,
    fatal: bool,
) -> None:
    network.sign_in.scopes -= {scope}
    sign_in(hands, network, links, loopback)
    hands.wait_for_trial()
    assert f"“{scope}”" in (hands.fault() if fatal else hands.note(step))
    hands.click("trial_fix" if fatal else f"trial_fix_{step}")
    assert hands.step() == "x_sign_in"
    network.sign_in.scopes |= {scope}
    answer(hands, links, loopback)
    hands.wait_for_trial()
    assert hands.wizard.page.title == "The connection works"
    assert hands.wizard.page.rail_note == "Everything works"


def test_who_says_no_in_the_browser_is_told_so(
    hands: WizardHands, network: XNetwork, links: list[str], loopback: Loopback
) -> None:
    network.sign_in.declines = True
    sign_in(hands, network, links, loopback)
    hands.qtbot.waitUntil(lambda: "declined in the browser" in hands.words("browser_line_words"))
    assert hands.step() == "x_sign_in"


def test_an_app_token_that_x_does_not_accept_leads_back_to_it(
    hands: WizardHands, network: XNetwork, links: list[str], loopback: Loopback
) -> None:
    sign_in(hands, network, links, loopback, "not-the-apps")
    hands.wait_for_trial()
    assert "does not accept the app's own token" in hands.fault()
    hands.click("trial_fix")
    assert hands.focus.objectName() == "app_token"


def test_a_port_that_is_taken_is_told(hands: WizardHands, network: XNetwork, loopback: Loopback) -> None:
    hands.choose(Network.X)
    page_of(hands, network).port = loopback.silence()
    hands.write("client_id", CLIENT_ID)
    hands.click("continue")
    hands.qtbot.waitUntil(lambda: "listens where the browser's answer" in hands.words("browser_line_words"))


def test_the_callback_address_can_be_copied_and_a_client_id_is_asked_for(hands: WizardHands) -> None:
    hands.wizard.choose(Network.X)
    hands.click("copy_1")
    assert QApplication.clipboard().text() == "http://127.0.0.1:47613/"
    hands.click("continue")
    hands.click("continue")
    assert hands.words("client_id_hint_words").startswith("Paste the client ID")


def test_signing_in_again_takes_two_clicks_and_keeps_the_apps_token(
    hands: WizardHands, session: Session, network: XNetwork, links: list[str], loopback: Loopback
) -> None:
    account = connected(session, network)
    hands.wizard.sign_in_again(account)
    page_of(hands, network)
    answer(hands, links, loopback)
    hands.wait_for_step("done_page")
    assert session.vault.get(f"account/{account.uid}/app_token") == network.sign_in.app_token
    assert session.vault.get(f"account/{account.uid}/oauth_refresh")
