"""Connecting a mailbox in the wizard, against servers on loopback: the whole way by keyboard, and every way to fail."""

from __future__ import annotations

import socket
from datetime import date
from typing import Any

import httpx
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.accounts.email import EmailSettings
from desktop.channels.email import oauth
from desktop.model import AccountHealth, AccountRole, HealthState, Network
from desktop.system.vault import SessionVault, VaultUnavailable
from tests.factories import NOON, FakeClock
from tests.servers.certificate import Certificate
from tests.ui.accounts.conftest import Opened
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from tests.unit.channels_email_client.fake_imap import FakeImap
from tests.unit.channels_email_client.test_smtp_dialogue import Script
from ui.session import Session

Key = Qt.Key
RIGHT = "right"
Place = tuple[FakeImap, Script, Certificate]


@pytest.fixture
def place(loopback: Loopback, certificate: Certificate) -> Place:
    imap, script = loopback.mailbox(certificate)
    return imap, script, certificate


@pytest.fixture
def hands(qtbot: QtBot, open_wizard: Opened) -> WizardHands:
    return WizardHands(qtbot, open_wizard())


def to_sign_in(hands: WizardHands) -> None:
    hands.press(Key.Key_Return)
    assert hands.step() == "prepare_page"
    hands.press(Key.Key_Return)
    assert hands.step() == "email_sign_in"


def fill_in(hands: WizardHands, place: Place, password: str = RIGHT, ca_file: str | None = None) -> None:
    imap, script, certificate = place
    hands.write("address", "care@aurora-energia.test")
    hands.write("password", password)
    hands.tab_to("show_servers")
    hands.press(Key.Key_Space)
    hands.write("imap_host", "localhost")
    hands.write("imap_port", str(imap.port))
    hands.write("smtp_host", "localhost")
    hands.write("smtp_port", str(script.port))
    hands.write("ca_file", str(certificate.cert) if ca_file is None else ca_file)


def connected_mailbox(session: Session, place: Place) -> Any:
    imap, script, certificate = place
    settings = {
        "address": "care@aurora-energia.test",
        "imap_host": "localhost",
        "imap_port": imap.port,
        "smtp_host": "localhost",
        "smtp_port": script.port,
        "ca_file": str(certificate.cert),
        "folders": "Complaints",
        "connected_on": "2025-01-07",
    }
    account = session.store.accounts.add(
        Network.EMAIL,
        name="Aurora care",
        handle="care@aurora-energia.test",
        role=AccountRole.BRAND,
        settings=settings,
        actor="Livia",
        at=NOON,
    )
    health = AccountHealth(HealthState.SIGN_IN, NOON, detail="refused_password")
    session.store.accounts.report_health(account.id, health)
    return account


def test_a_mailbox_is_connected_with_the_keyboard_alone(
    qtbot: QtBot, hands: WizardHands, session: Session, place: Place
) -> None:
    hands.keys_alone = True
    told: list[int] = []
    hands.wizard.account_connected.connect(told.append)
    to_sign_in(hands)
    fill_in(hands, place)
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert "can be connected" in hands.words("trial_page_lead")
    hands.press(Key.Key_Return)
    assert hands.step() == "role_page"
    hands.press(Key.Key_Down)
    hands.write("account_name", "Aurora care")
    hands.tab_to("first_days")
    hands.press(Key.Key_Up)
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    assert told == [int(account.id)]
    assert (account.name, account.role, account.handle) == (
        "Aurora care",
        AccountRole.BRAND,
        "care@aurora-energia.test",
    )
    settings = EmailSettings.from_account(account.settings)
    assert (settings.first_days, settings.connected_on) == (7, date(2026, 3, 12))
    assert isinstance(session.vault, SessionVault)
    assert session.vault.all() == {f"account/{account.uid}/password": "right"}
    assert "right" not in str(account.settings)
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: not hands.wizard.isVisible())


def test_a_wrong_password_says_so_and_is_mended_in_place(hands: WizardHands, session: Session, place: Place) -> None:
    to_sign_in(hands)
    fill_in(hands, place, password="wrong")
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert "localhost does not accept this password for care@aurora-energia.test" in hands.fault()
    assert session.store.accounts.all() == ()
    assert isinstance(session.vault, SessionVault)
    assert session.vault.all() == {}
    hands.click("trial_fix")
    assert hands.focus.objectName() == "password"
    hands.write("password", "right")
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert hands.wizard.page.title == "The connection works"


def test_a_closed_port_is_named_and_leads_to_the_servers(hands: WizardHands, place: Place) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    to_sign_in(hands)
    fill_in(hands, place)
    hands.write("imap_port", str(port))
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert f"localhost can be reached, but nothing answers there on port {port}" in hands.fault()
    hands.click("trial_fix")
    assert hands.focus.objectName() == "imap_host"


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(hands: WizardHands, place: Place) -> None:
    to_sign_in(hands)
    fill_in(hands, place, ca_file="")
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert "Nothing secret was sent" in hands.fault()
    assert "choose its certificate file" in hands.fault()
    assert not any("LOGIN" in command for command in place[0].commands)
    hands.click("trial_fix")
    assert hands.focus.objectName() == "ca_file"


def test_pasted_rubbish_is_answered_at_its_field(hands: WizardHands) -> None:
    to_sign_in(hands)
    for pasted, sentence in (
        ("", "Type the address that customers write to."),
        ("https://aurora.test/contact", "This is no e-mail address."),
        ("a@aurora.test, b@aurora.test", "These are several addresses."),
    ):
        hands.write("address", pasted)
        hands.press(Key.Key_Return)
        assert hands.step() == "email_sign_in"
        assert hands.words("address_hint_words").startswith(sentence)
        assert hands.focus.objectName() == "address"
        assert hands.focus.accessibleDescription().startswith(sentence)


def test_rubbish_in_the_servers_opens_them_and_points_there(hands: WizardHands, place: Place) -> None:
    to_sign_in(hands)
    fill_in(hands, place)
    hands.write("imap_port", "many")
    hands.write("smtp_host", "mail server")
    hands.tab_to("show_servers")
    hands.press(Key.Key_Space)
    hands.tab_to("password")
    hands.press(Key.Key_Return)
    assert hands.step() == "email_sign_in"
    assert hands.words("imap_port_hint_words") == "1 to 65535"
    assert hands.words("smtp_host_hint_words").startswith("This is no server's name")
    assert hands.focus.objectName() == "imap_port"


def test_a_server_that_never_answers_neither_freezes_the_window_nor_keeps_it(
    qtbot: QtBot, hands: WizardHands, session: Session, loopback: Loopback, place: Place
) -> None:
    to_sign_in(hands)
    fill_in(hands, place)
    hands.write("imap_port", str(loopback.silence()))
    turns, timer = [], QTimer()
    timer.timeout.connect(lambda: turns.append(hands.step()))
    timer.start(1)
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: turns.count("trial_page") > 20)
    timer.stop()
    assert hands._trial().is_running, "the window turned twenty times while the server was asked"
    assert "Nothing is sent to anybody" in hands.words("dialog_hint_words")
    hands.click("stop_trial")
    assert hands.wizard.page.title == "The test was stopped"
    assert hands.words("continue") == "Test again"
    hands.press(Key.Key_Escape)
    assert not hands.wizard.isVisible()
    assert session.store.accounts.all() == ()


def test_a_vault_that_is_locked_keeps_nothing(
    hands: WizardHands, session: Session, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: SessionVault, _name: str, _value: str) -> None:
        raise VaultUnavailable("locked")

    monkeypatch.setattr(SessionVault, "set", refuse)
    to_sign_in(hands)
    fill_in(hands, place)
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: "credential store is locked" in hands.words("keep_fault_words"))
    assert hands.step() == "role_page"
    assert session.store.accounts.all() == ()


def test_an_account_needs_a_name(hands: WizardHands, session: Session, place: Place) -> None:
    to_sign_in(hands)
    fill_in(hands, place)
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    hands.press(Key.Key_Return)
    hands.write("account_name", "  ")
    hands.press(Key.Key_Return)
    assert hands.words("account_name_hint_words").startswith("Give the account a name")
    assert session.store.accounts.all() == ()


def test_a_mailbox_that_is_connected_already_is_renewed_and_not_doubled(
    hands: WizardHands, session: Session, place: Place
) -> None:
    account = connected_mailbox(session, place)
    to_sign_in(hands)
    fill_in(hands, place)
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    hands.press(Key.Key_Return)
    assert "is connected already" in hands.words("known_account_words")
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    (same,) = session.store.accounts.all()
    assert (same.id, same.name, same.role) == (account.id, "Aurora care", AccountRole.BRAND)
    assert same.settings["folders"] in ("Complaints", "")


def test_signing_in_again_asks_for_the_password_and_nothing_else(
    hands: WizardHands, session: Session, place: Place
) -> None:
    account = connected_mailbox(session, place)
    assert isinstance(session.clock, FakeClock)
    session.clock.advance(60)
    told: list[int] = []
    hands.wizard.account_connected.connect(told.append)
    hands.wizard.sign_in_again(account)
    assert hands.focus.objectName() == "password"
    QTest.keyClicks(hands.focus, "right")
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    assert told == [int(account.id)]
    (same,) = session.store.accounts.all()
    assert (same.name, same.role) == ("Aurora care", AccountRole.BRAND)
    assert same.settings["folders"] == "Complaints"
    assert same.settings["connected_on"] == "2025-01-07", "the first days still count from the first time"
    assert "on their way" in hands.words("first_pull_words"), "the old fault is no news"
    session.store.accounts.report_health(account.id, AccountHealth(HealthState.CONNECTED, session.clock()))
    hands.wizard.refresh_health()
    assert "in your inbox" in hands.words("first_pull_words")


class Browser:
    """A browser in which a person agrees at once."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.provider = loopback.provider()
        self.opened: list[str] = []

    def open(self, address: str) -> None:
        self.opened.append(address)
        answer = self.provider.consent(address)

        async def visit() -> None:
            async with httpx.AsyncClient(trust_env=False) as client:
                await client.get(answer)

        self.loopback.begin(visit)


@pytest.fixture
def browser(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> Browser:
    found = Browser(loopback)
    monkeypatch.setattr(oauth, "PROVIDERS", {"microsoft": found.provider.provider})
    return found


def test_a_mailbox_is_signed_in_to_with_the_browser(
    qtbot: QtBot, open_wizard: Opened, session: Session, place: Place, browser: Browser
) -> None:
    imap, script, certificate = place
    imap.token = "token-2"
    links: Any = type("Links", (list,), {"append": lambda _self, address: browser.open(address)})()
    hands = WizardHands(qtbot, open_wizard(links))
    to_sign_in(hands)
    hands.write("address", "care@aurora.onmicrosoft.com")
    hands.write("client_id", "client-7")
    hands.tab_to("show_servers")
    hands.press(Key.Key_Space)
    for which, port in (("imap", imap.port), ("smtp", script.port)):
        hands.write(f"{which}_host", "localhost")
        hands.write(f"{which}_port", str(port))
    hands.tab_to("smtp_security")
    hands.press(Key.Key_Up)
    hands.write("smtp_port", str(script.port))
    hands.write("ca_file", str(certificate.cert))
    assert hands.words("continue") == "Open the browser"
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert hands.wizard.page.title == "The connection works", hands.fault()
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    assert (account.settings["oauth_provider"], account.settings["oauth_client_id"]) == ("microsoft", "client-7")
    assert session.vault.get(f"account/{account.uid}/oauth_refresh") == "refresh-1"
    assert len(browser.opened) == 1


def test_who_declines_in_the_browser_reads_so_and_may_start_again(
    qtbot: QtBot, open_wizard: Opened, browser: Browser
) -> None:
    browser.provider.denies = True
    links: Any = type("Links", (list,), {"append": lambda _self, address: browser.open(address)})()
    hands = WizardHands(qtbot, open_wizard(links))
    to_sign_in(hands)
    hands.write("address", "care@aurora.onmicrosoft.com")
    hands.write("client_id", "client-7")
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: "declined in the browser" in hands.words("browser_line_words"), timeout=60_000)
    assert hands.words("continue") == "Open the browser"


def test_the_browsers_answer_can_be_pasted(
    qtbot: QtBot, open_wizard: Opened, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = loopback.provider()
    monkeypatch.setattr(oauth, "PROVIDERS", {"microsoft": provider.provider})
    links: list[str] = []
    hands = WizardHands(qtbot, open_wizard(links))
    to_sign_in(hands)
    hands.write("address", "care@aurora.onmicrosoft.com")
    hands.write("client_id", "client-7")
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(links), timeout=60_000)
    assert not hands.wizard.page.may_continue
    hands.write("pasted_answer", "https://localhost/")
    hands.press(Key.Key_Return)
    assert "code=" in hands.words("pasted_answer_hint_words")
    hands.write("pasted_answer", provider.consent(links[0]))
    hands.press(Key.Key_Return)
    hands.wait_for_step("trial_page")


def test_a_company_registers_once_and_its_client_id_is_there_the_next_time(
    hands: WizardHands, session: Session, place: Place
) -> None:
    account = connected_mailbox(session, place)
    settings = {**account.settings, "oauth_provider": "microsoft", "oauth_client_id": "client-7"}
    session.store.accounts.change(
        account, role=account.role, name=account.name, settings=settings, actor="Livia", at=NOON
    )
    to_sign_in(hands)
    hands.write("address", "sales@aurora.onmicrosoft.com")
    hands.tab_to("client_id")
    assert hands.focus.property("text") == "client-7"


def test_closing_the_wizard_ends_what_is_under_way(
    hands: WizardHands, place: Place, loopback: Loopback, session: Session
) -> None:
    to_sign_in(hands)
    fill_in(hands, place)
    hands.write("imap_port", str(loopback.silence()))
    hands.press(Key.Key_Return)
    hands.wait_for_step("trial_page")
    hands.wizard.close()
    assert session.store.accounts.all() == ()
