"""A whole mail provider on loopback: Dovecot for the mailboxes, a relay for sending, one certificate for both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers.certificate import make_certificate
from tests.servers.dovecot import Dovecot, require_dovecot
from tests.servers.relay import Accepted, Relay, lmtp_delivery

DOMAIN = "example.test"
PASSWORD = "correct horse"


class MailServer:
    """Mailboxes that can be read over IMAP and written to over SMTP.

    Every user `name` has the address `name@example.test` and the password PASSWORD. Use it as a context:

        with MailServer(tmp_path, users=("care", "marta")) as server:
            ...
    """

    def __init__(
        self,
        folder: Path,
        users: Sequence[str] = ("care", "marta"),
        *,
        sent_folder: str = "Sent",
        special_use: bool = True,
        size_limit: int = 26_214_400,
    ) -> None:
        """`folder` takes the certificate. Skips the test where Dovecot is not there; fails it in CI."""
        require_dovecot()
        self.users = tuple(users)
        self._certificate = make_certificate(folder / "certificate")
        passwords = dict.fromkeys(self.users, PASSWORD)
        self.dovecot = Dovecot(self._certificate, passwords, sent_folder=sent_folder, special_use=special_use)
        self._passwords = passwords
        self._size_limit = size_limit
        self._relay: Relay | None = None

    def __enter__(self) -> Self:
        """Start both servers; they are ready when this returns."""
        self.dovecot.start()
        try:
            self._start_relay()
        except BaseException:
            self.dovecot.stop()
            raise
        return self

    def _start_relay(self) -> None:
        deliver = lmtp_delivery(self.dovecot.lmtp_port, self.users)
        self._relay = Relay(self._certificate.server_context(), self._passwords, deliver, size_limit=self._size_limit)
        self._relay.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop both servers and remove what they kept."""
        if self._relay is not None:
            self._relay.stop()
            self._relay = None
        self.dovecot.stop()

    @property
    def relay(self) -> Relay:
        """The sending server, for faults and for what it accepted."""
        assert self._relay is not None, "the server is not running"
        return self._relay

    @property
    def imap_port(self) -> int:
        """The port for reading, TLS from the first byte."""
        return self.dovecot.imap_port

    @property
    def smtp_port(self) -> int:
        """The port for sending, TLS from the first byte."""
        return self.relay.port

    @property
    def cafile(self) -> str:
        """The file that makes this server's certificate trusted."""
        return str(self._certificate.cert)

    @property
    def accepted(self) -> list[Accepted]:
        """What the sending server took, oldest first."""
        return self.relay.accepted

    def address(self, user: str) -> str:
        """Return a user's address."""
        return f"{user}@{DOMAIN}"

    def settings(self, user: str) -> dict[str, str | int | bool | None]:
        """Return the Account.settings of a user's mailbox."""
        return {
            "address": self.address(user),
            "imap_host": "localhost",
            "imap_port": self.imap_port,
            "smtp_host": "localhost",
            "smtp_port": self.smtp_port,
            "ca_file": self.cafile,
        }

    def read_mailbox(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Return the mail in a user's folder, oldest first, as another mail program would read it."""
        return self.dovecot.read_mailbox(user, folder)

    def deliver(self, user: str, raw: bytes, sender: str = "someone@example.org") -> None:
        """Deliver a mail as it comes from outside."""
        self.dovecot.deliver(user, raw, sender)
