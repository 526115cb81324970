"""E-mail keeps the contract of every channel on a real Dovecot; letters leave through a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from tests.contract.mail_contract import MailContract
from tests.contract.mail_network import PASSWORD, MailNetwork, certificate
from tests.contract.test_email import KIT
from tests.servers.dovecot import Dovecot, require_dovecot

pytestmark = pytest.mark.server

_PEOPLE = [f"desk{number}" for number in range(400)]  # a new mailbox for each desk that opens


@dataclass
class OnDovecot:
    """One user's mailbox. `commands` is not told by the server."""

    dovecot: Dovecot
    user: str
    commands: int = 0
    serial: int = 0

    @property
    def port(self) -> int:
        return self.dovecot.imap_port

    async def start(self) -> None:
        """Do nothing: the server runs for all tests of this module."""

    async def close(self) -> None:
        """Do nothing: the next desk has a mailbox of its own."""

    def put(self, raw: bytes, at: datetime, folder: str = "INBOX") -> None:
        self.serial += 1
        if folder == "INBOX":
            self.dovecot.drop(self.user, f"{int(at.timestamp())}.M{self.serial:06}P1.localhost", raw, at)
        else:
            self.dovecot.put(self.user, [raw], folder, at.strftime("%d-%b-%Y %H:%M:%S +0000"))


_mailboxes: list[Iterator[OnDovecot]] = []


@pytest.fixture(autouse=True, scope="module")
def a_server() -> Iterator[None]:
    require_dovecot()
    server = Dovecot(certificate(), dict.fromkeys(_PEOPLE, PASSWORD))
    server.start()
    _mailboxes.append(OnDovecot(server, user) for user in _PEOPLE)
    yield
    _mailboxes.clear()
    server.stop()


class TestEmailOnDovecot(MailContract):
    """Everything that every channel promises, as mail has it."""

    # ten thousand wait in the mailboxes of the test's own process; here they would take minutes
    kit = replace(KIT, network=lambda now: MailNetwork(next(_mailboxes[0]), now), backlog=2_000)
