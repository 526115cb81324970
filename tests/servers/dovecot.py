"""A real Dovecot on loopback: IMAP with TLS and LMTP, its own folder, its own users, gone when the context ends."""

from __future__ import annotations

import contextlib
import imaplib
import os
import pwd
import shutil
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import psutil
import pytest

from tests.servers.certificate import Certificate

NEEDED = "apt-get install dovecot-imapd dovecot-lmtpd openssl, and root to start it"
_START_SECONDS = 60.0

_CONFIGURATION = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
login_trusted_networks =
verbose_proctitle = yes
ssl = required
ssl_cert = <{cert}
ssl_key = <{key}
mail_location = maildir:{home}/mail/%n
first_valid_uid = 1
auth_username_format = %Ln
auth_mechanisms = plain login
auth_failure_delay = 0
disable_plaintext_auth = yes
mail_max_userip_connections = 30
mailbox_idle_check_interval = 30 secs
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {home}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={home}/mail/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox {sent} {{
    auto = create
    {special_use}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {starttls_port}
  }}
  inet_listener imaps {{
    port = {imap_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@localhost
}}
"""


class Dovecot:
    """One Dovecot. Use it as a context; `imap_port` takes TLS from the first byte, `starttls_port` asks for it."""

    def __init__(
        self,
        certificate: Certificate,
        passwords: dict[str, str],
        *,
        sent_folder: str = "Sent",
        special_use: bool = True,
    ) -> None:
        """`passwords` maps user names to passwords."""
        self._certificate = certificate
        self._passwords = passwords
        self._sent_folder = sent_folder
        self._special_use = special_use
        self._process: subprocess.Popen[bytes] | None = None
        self._home = Path()
        self.imap_port = self.starttls_port = self.lmtp_port = 0

    def start(self) -> None:
        """Start it and wait until a user can sign in. Skips the test where Dovecot is not there; fails it in CI."""
        require_dovecot()
        self._home = Path(tempfile.mkdtemp(prefix="mail-", dir="/tmp"))  # short: socket paths end at 107 bytes
        self._home.chmod(0o755)
        owner = "mail"
        for name in ("mail", "state", "run"):
            (self._home / name).mkdir()
        shutil.chown(self._home / "mail", owner, owner)
        (self._home / "users").write_text("".join(f"{u}:{{PLAIN}}{p}\n" for u, p in self._passwords.items()))
        self.imap_port, self.starttls_port, self.lmtp_port = free_ports(3)
        self._configure(owner)
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise

    def _configure(self, owner: str) -> None:
        text = _CONFIGURATION.format(
            home=self._home,
            cert=self._certificate.cert,
            key=self._certificate.key,
            owner=owner,
            sent=f'"{self._sent_folder}"',
            special_use="special_use = \\Sent" if self._special_use else "",
            imap_port=self.imap_port,
            starttls_port=self.starttls_port,
            lmtp_port=self.lmtp_port,
        )
        (self._home / "dovecot.conf").write_text(text)

    def _launch(self) -> None:
        command = ["dovecot", "-F", "-c", str(self._home / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        ends = time.monotonic() + _START_SECONDS
        user, password = next(iter(self._passwords.items()))
        while True:
            if self._process.poll() is not None:
                raise RuntimeError(f"dovecot did not start: {self._process.communicate()[1].decode()}")
            with contextlib.suppress(OSError, imaplib.IMAP4.error, smtplib.SMTPException):
                with self._signed_in(user, password):
                    pass
                smtplib.LMTP("127.0.0.1", self.lmtp_port).quit()
                return
            if time.monotonic() > ends:
                raise RuntimeError(f"dovecot is not ready: {self.log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it and remove its folder."""
        if self._process is not None:
            self.halt()
        shutil.rmtree(self._home, ignore_errors=True)

    def halt(self) -> None:
        """End it but keep its mail and its ports."""
        assert self._process is not None
        command = ["doveadm", "-c", str(self._home / "dovecot.conf"), "kick", "*"]
        subprocess.run(command, check=False, capture_output=True, timeout=20)  # it would wait ten seconds for them
        self._process.terminate()
        self._process.communicate(timeout=60)
        self._process = None

    def resume(self) -> None:
        """Start it again after `halt`."""
        self._launch()

    def who_does_what(self) -> str:
        """Return what its processes say they do: user and IMAP command."""
        assert self._process is not None
        lines = []
        for child in psutil.Process(self._process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                lines.append(" ".join(child.cmdline()))
        return "\n".join(lines)

    def log(self) -> str:
        """Return what it logged."""
        path = self._home / "dovecot.log"
        return path.read_text() if path.exists() else ""

    @contextlib.contextmanager
    def _signed_in(self, user: str, password: str) -> Iterator[imaplib.IMAP4_SSL]:
        context = ssl.create_default_context(cafile=str(self._certificate.cert))
        client = imaplib.IMAP4_SSL("localhost", self.imap_port, ssl_context=context, timeout=60)
        try:
            client.login(user, password)
            yield client
        finally:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                client.logout()

    def read_mailbox(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Return the mail in a user's folder, oldest first, as another mail program would read it."""
        with self._signed_in(user, self._passwords[user]) as client:
            status, _ = client.select(f'"{folder}"', readonly=True)
            assert status == "OK", f"{user} has no folder {folder}"
            _, numbers = client.search(None, "ALL")
            found = []
            for number in numbers[0].split():
                _, data = client.fetch(number.decode(), "(BODY.PEEK[])")
                found.append(next(piece[1] for piece in data if isinstance(piece, tuple)))
            return found

    def flags(self, user: str, folder: str = "INBOX") -> list[str]:
        """Return each message's flags in a user's folder."""
        with self._signed_in(user, self._passwords[user]) as client:
            client.select(f'"{folder}"', readonly=True)
            _, data = client.fetch("1:*", "(FLAGS)")
            return [piece.decode() for piece in data if isinstance(piece, bytes)]

    def put(self, user: str, mails: Sequence[bytes], folder: str = "INBOX", date: str | None = None) -> None:
        """Put mail into a user's folder; `date` is an IMAP date-time for when the server got it."""
        with self._signed_in(user, self._passwords[user]) as client:
            if folder != "INBOX":
                client.create(f'"{folder}"')
            for raw in mails:
                status, data = client.append(f'"{folder}"', "", f'"{date}"' if date else None, raw)
                assert status == "OK", data

    def drop(self, user: str, name: str, raw: bytes, at: datetime) -> None:
        """Lay a mail into a user's INBOX as a file, as a delivery by another program does: quick for very many."""
        inbox = self._home / "mail" / user
        for folder in (inbox, *(inbox / part for part in ("cur", "new", "tmp"))):
            if not folder.exists():
                folder.mkdir()
                shutil.chown(folder, "mail", "mail")
        written = inbox / "tmp" / name
        written.write_bytes(raw)
        shutil.chown(written, "mail", "mail")
        os.utime(written, (at.timestamp(), at.timestamp()))
        written.rename(inbox / "new" / name)

    def empty(self, user: str, folder: str = "INBOX") -> None:
        """Remove every mail from a user's folder."""
        self._doveadm("expunge", "-u", user, "mailbox", folder, "all")

    def deliver(self, user: str, raw: bytes, sender: str = "someone@example.org") -> None:
        """Deliver a mail as it comes from outside."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as connection:
            connection.sendmail(sender, [f"{user}@example.test"], raw)

    def kick(self, user: str) -> None:
        """End every connection of a user."""
        self._doveadm("kick", user)

    def change_validity(self, user: str, folder: str = "INBOX", validity: int = 4242) -> None:
        """Give a folder another UIDVALIDITY, as after a restored backup."""
        self._doveadm("mailbox", "update", "-u", user, "--uid-validity", str(validity), folder)

    def _doveadm(self, *words: str) -> None:
        command = ["doveadm", "-c", str(self._home / "dovecot.conf"), *words]
        subprocess.run(command, check=True, capture_output=True, timeout=20)


def require_dovecot() -> None:
    """Skip the test if Dovecot can't run here; fail it where the build machine promised it."""
    reason = ""
    if shutil.which("dovecot") is None or shutil.which("openssl") is None:
        reason = f"dovecot is not installed: {NEEDED}"
    elif os.geteuid() != 0:
        reason = f"dovecot needs root: {NEEDED}"
    else:
        try:
            pwd.getpwnam("mail")
        except KeyError:
            reason = "there is no system user 'mail' to own the mailboxes"
    if not reason:
        return
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def free_ports(count: int) -> list[int]:
    """Return ports of 127.0.0.1 that were free a moment ago."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
