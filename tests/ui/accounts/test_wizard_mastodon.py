"""Connecting a Mastodon account in the wizard, against the town: by keyboard, with a token that may less, or none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.demo.faults import Fault
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.networks.mastodon.residents import DOMAIN
from desktop.demo.wire import error_response
from desktop.model import Account, AccountRole, Listening, Network, listening_of
from tests.factories import NOON
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from ui.session import Session

Key = Qt.Key


@pytest.fixture
def town(loopback: Loopback) -> MastodonNetwork:
    return loopback.town()


def to_sign_in(hands: WizardHands, *, by_token: bool = True) -> None:
    hands.choose(Network.MASTODON)
    assert hands.step() == "mastodon_sign_in"
    if by_token:
        hands.tab_to("ways_browser")
        hands.press(Key.Key_Right)


def sign_in(hands: WizardHands, server: str, token: str) -> None:
    to_sign_in(hands)
    hands.write("server", server)
    hands.write("token", token)
    hands.press(Key.Key_Return)


def past_listening(hands: WizardHands) -> None:
    """Listen to mentions only, and go on to the role."""
    assert hands.step() == "listening_page"
    hands.click("continue")
    assert hands.step() == "role_page"


def connected(session: Session, town: MastodonNetwork) -> Account:
    return session.store.accounts.add(
        Network.MASTODON,
        name="Aurora",
        handle=f"@aurora@{DOMAIN}",
        role=AccountRole.CARE,
        settings={"server": town.url, "remote_id": town.account_id},
        actor="Livia",
        at=NOON,
    )


def test_an_account_is_connected_with_the_keyboard_alone(
    hands: WizardHands, session: Session, town: MastodonNetwork
) -> None:
    hands.keys_alone = True
    sign_in(hands, town.url, f"Bearer {town.token} ")
    hands.wait_for_trial()
    assert f"@aurora@{DOMAIN}" in hands.words("trial_page_lead")
    hands.press(Key.Key_Return)
    assert hands.step() == "listening_page"
    hands.write("listen_words", "Aurora Energia")
    hands.write("listen_hashtags", "#auroraenergia, luce")
    QTest.keyClick(hands.focus, Key.Key_Return)
    assert hands.step() == "role_page"
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    assert (account.handle, account.role) == (f"@aurora@{DOMAIN}", AccountRole.CARE)
    assert (account.settings["server"], account.settings["remote_id"]) == (town.url, town.account_id)
    assert listening_of(account) == Listening(("Aurora Energia",), ("auroraenergia", "luce"))
    assert session.vault.get(f"account/{account.uid}/token") == town.token


def test_what_to_prepare_can_be_copied(hands: WizardHands) -> None:
    hands.wizard.choose(Network.MASTODON)
    hands.click("copy_1")
    assert QApplication.clipboard().text() == "read write:statuses write:media"


def test_the_server_shows_where_tokens_are_made(hands: WizardHands, links: list[str]) -> None:
    to_sign_in(hands)
    hands.write("server", "https://town.example/@aurora")
    hands.click("open_applications")
    assert links == ["https://town.example/settings/applications/new"]


def test_a_wrong_token_leads_back_to_the_token(hands: WizardHands, session: Session, town: MastodonNetwork) -> None:
    sign_in(hands, town.url, "not-the-token")
    hands.wait_for_trial()
    assert "127.0.0.1 does not accept this token" in hands.fault()
    hands.click("trial_fix")
    assert hands.focus.objectName() == "token"
    assert session.store.accounts.all() == ()


def test_a_token_that_may_only_read_can_only_listen(
    hands: WizardHands, session: Session, town: MastodonNetwork
) -> None:
    town.faults.add(Fault("DELETE", "/api/v1/statuses", error_response(403, "outside the authorized scopes")))
    sign_in(hands, town.url, town.token)
    hands.wait_for_trial()
    assert "can listen but not answer" in hands.note("write")
    assert hands.words("dialog_hint_words") == "You can continue without it."
    hands.press(Key.Key_Return)
    past_listening(hands)
    hands.press(Key.Key_Up)
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    assert account.role is AccountRole.MONITORED


def test_a_server_that_can_not_be_found_is_named(hands: WizardHands) -> None:
    sign_in(hands, "nobody.invalid", "some-token")
    hands.wait_for_trial()
    assert "nobody.invalid was not found" in hands.fault()
    hands.click("trial_fix")
    assert hands.focus.objectName() == "server"


def test_pasted_rubbish_is_answered_at_its_field(hands: WizardHands) -> None:
    to_sign_in(hands)
    for server, token, field, sentence in (
        ("two words", "some-token", "server", "This is no server's address."),
        ("http://town.example", "some-token", "server", "This is no server's address."),
        ("town.example", "", "token", "Paste the access token"),
        ("town.example", "client key 7", "token", "A token holds no spaces."),
    ):
        hands.write("server", server)
        hands.write("token", token)
        hands.press(Key.Key_Return)
        assert hands.step() == "mastodon_sign_in"
        assert hands.words(f"{field}_hint_words").startswith(sentence)
        assert hands.focus.objectName() == field


def test_signing_in_again_takes_a_token_and_one_key(
    hands: WizardHands, session: Session, town: MastodonNetwork
) -> None:
    account = connected(session, town)
    hands.wizard.sign_in_again(account)
    hands.click("ways_token")
    assert hands.focus.objectName() == "token"
    QTest.keyClicks(hands.focus, town.token)
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    assert "is signed in again" in hands.wizard.page.title
    assert session.vault.get(f"account/{account.uid}/token") == town.token


def test_a_token_of_another_account_is_not_taken_for_this_one(
    hands: WizardHands, session: Session, town: MastodonNetwork
) -> None:
    account = session.store.accounts.add(
        Network.MASTODON,
        name="Other",
        handle=f"@other@{DOMAIN}",
        role=AccountRole.CARE,
        settings={"server": town.url, "remote_id": "no-such-id"},
        actor="Livia",
        at=NOON,
    )
    hands.wizard.sign_in_again(account)
    hands.click("ways_token")
    QTest.keyClicks(hands.focus, town.token)
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert "belongs to another account" in hands.fault()
    assert f"@other@{DOMAIN}" in hands.fault()
    assert session.vault.get(f"account/{account.uid}/token") is None


def test_the_browser_signs_an_account_in_with_two_keys(
    hands: WizardHands, session: Session, town: MastodonNetwork, links: list[str], loopback: Loopback
) -> None:
    to_sign_in(hands, by_token=False)
    hands.write("server", town.url)
    hands.press(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: bool(links))
    assert hands.words("browser_line_words") == "Waiting for your answer in the browser…"
    loopback.visit(links[0])
    hands.wait_for_trial()
    hands.press(Key.Key_Return)
    past_listening(hands)
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    assert session.vault.get(f"account/{account.uid}/token") == town.token


def test_a_browser_elsewhere_shows_a_code_to_paste(
    hands: WizardHands, town: MastodonNetwork, links: list[str], loopback: Loopback
) -> None:
    to_sign_in(hands, by_token=False)
    hands.write("server", town.url)
    hands.press(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: bool(links))
    hands.click("show_code")
    code = loopback.page(links[1]).partition("<code>")[2].partition("</code>")[0]
    assert hands.words("pasted_answer_label") == "Paste the code that the page shows"
    hands.write("pasted_answer", "two words")
    hands.press(Key.Key_Return)
    assert "code=" in hands.words("pasted_answer_hint_words")
    hands.write("pasted_answer", code)
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert hands.wizard.page.title == "The connection works"


def test_signing_in_again_by_the_browser_keeps_itself(
    hands: WizardHands, session: Session, town: MastodonNetwork, links: list[str], loopback: Loopback
) -> None:
    account = connected(session, town)
    hands.wizard.sign_in_again(account)
    hands.click("continue")
    hands.qtbot.waitUntil(lambda: bool(links))
    loopback.visit(links[0])
    hands.wait_for_step("done_page")
    assert session.vault.get(f"account/{account.uid}/token") == town.token


def test_the_wizard_can_begin_at_a_network(hands: WizardHands) -> None:
    hands.wizard.choose(Network.MASTODON)
    assert hands.step() == "prepare_page"
    assert hands.wizard.page.title == "Mastodon: what you need"


def test_after_one_account_another_can_be_connected(
    hands: WizardHands, session: Session, town: MastodonNetwork
) -> None:
    sign_in(hands, town.url, town.token)
    hands.wait_for_trial()
    hands.press(Key.Key_Return)
    past_listening(hands)
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    hands.click("connect_another")
    assert hands.step() == "network_page"
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    assert hands.step() == "email_sign_in"
    assert len(session.store.accounts.all()) == 1


def test_no_part_of_the_wizard_is_ever_a_window_of_its_own(hands: WizardHands) -> None:
    hands.wizard.choose(Network.MASTODON)
    hands.wizard.choose(Network.EMAIL)
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert shown == [hands.wizard]


def test_going_back_keeps_what_was_typed(hands: WizardHands) -> None:
    to_sign_in(hands)
    hands.write("server", "town.example")
    hands.click("back")
    assert hands.step() == "prepare_page"
    hands.press(Key.Key_Return)
    hands.tab_to("server")
    assert hands.focus.property("text") == "town.example"
