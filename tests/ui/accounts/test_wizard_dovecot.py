"""The wizard against a real Dovecot and a real sending server: connected by keyboard, and a password that changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.channels import open_channel
from desktop.model import AccountRole, Network
from tests.factories import NOON
from tests.servers.mailaccounts import written_mail
from tests.servers.mailserver import PASSWORD, MailServer
from tests.ui.accounts.conftest import Opened
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from ui.session import Session

pytestmark = pytest.mark.server
Key = Qt.Key


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as running:
        yield running


def test_a_real_mailbox_is_connected_and_its_mail_can_be_pulled(
    qtbot: QtBot, open_wizard: Opened, session: Session, server: MailServer, loopback: Loopback
) -> None:
    server.deliver("care", written_mail("Where is my parcel?"))
    hands = WizardHands(qtbot, open_wizard())
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    hands.write("address", server.address("care"))
    hands.write("password", "wrong horse")
    hands.tab_to("show_servers")
    hands.press(Key.Key_Space)
    for which, port in (("imap", server.imap_port), ("smtp", server.smtp_port)):
        hands.write(f"{which}_host", f"localhost:{port}")
    hands.write("ca_file", server.cafile)
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    assert "does not accept this password" in hands.fault()
    hands.click("trial_fix")
    hands.write("password", PASSWORD)
    hands.press(Key.Key_Return)
    hands.wait_for_trial()
    hands.press(Key.Key_Return)
    hands.write("account_name", "Care")
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    (account,) = session.store.accounts.all()
    assert account.role is AccountRole.CARE
    channel = open_channel(account, session.vault, session.clock)
    fetched = loopback.do(channel.fetch(None))
    loopback.do(channel.close())
    assert [arrival.text.strip() for arrival in fetched.arrivals] == ["Where is my parcel?"]
    assert server.accepted == [], "the test of the connection sent nothing"


def test_a_real_mailbox_is_signed_in_to_again(
    qtbot: QtBot, open_wizard: Opened, session: Session, server: MailServer
) -> None:
    account = session.store.accounts.add(
        Network.EMAIL,
        name="Care",
        handle=server.address("care"),
        role=AccountRole.CARE,
        settings=server.settings("care"),
        actor="Livia",
        at=NOON,
    )
    hands = WizardHands(qtbot, open_wizard())
    hands.wizard.sign_in_again(account)
    QTest.keyClicks(hands.focus, PASSWORD)
    hands.press(Key.Key_Return)
    hands.wait_for_step("done_page")
    assert session.vault.get(f"account/{account.uid}/password") == PASSWORD
