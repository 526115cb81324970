"""One signed-in IMAP connection: the commands this channel uses, and what each failure of them means.

Everything here blocks and runs in the mailbox's worker thread, except `abort`. Only BODY.PEEK reads, and folders
are opened read-only unless something is to be moved, so that nothing is ever marked as seen by looking.
"""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError

from desktop.channels.email.credentials import Credential
from desktop.channels.email.faults import is_busy, network_fault, sign_in_fault
from desktop.channels.email.idle import Idle
from desktop.channels.email.responses import Folder, StoredMail, folders_of, mails_of, numbers_of, sizes_of, uid_set
from desktop.channels.email.settings import Security, Server
from desktop.channels.email.worker import Bell
from desktop.model import TemporaryFailure

CONNECT_SECONDS = 15.0
ANSWER_SECONDS = 60.0


class CommandRefused(TemporaryFailure):
    """The server answered NO or BAD to one command. The connection is still good."""


@dataclass(frozen=True, slots=True)
class FolderState:
    """What a folder said when it was opened. `next_uid` is None where the server does not say."""

    name: str
    validity: int
    next_uid: int | None
    exists: int

    def has_news_since(self, seen: FolderState | None) -> bool:
        """Tell whether mail has come since an earlier opening, None: never opened."""
        if seen is None or seen.validity != self.validity:
            return True
        if self.next_uid is not None and seen.next_uid is not None:
            return self.next_uid > seen.next_uid
        return self.exists > seen.exists


class _ImplicitTls(MailBox):
    idle_manager_class = Idle


class _StartTls(MailBoxStartTls):
    idle_manager_class = Idle

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, self._timeout)
        try:
            client.starttls(self._ssl_context)
        except BaseException:
            with suppress(OSError):
                client.shutdown()
            raise
        return client


class ImapSession:
    """A connection to one IMAP server. Use `open_session` to make one."""

    def __init__(self, mailbox: BaseMailBox) -> None:
        """Take over a connected mailbox."""
        self._mailbox = mailbox
        self._client: Any = mailbox.client
        self.alive = True
        self._client.sock.settimeout(ANSWER_SECONDS)
        self._client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def sign_in(self, user: str, credential: Credential) -> None:
        """Sign in. Raises SignInExpired if the server refuses for good, TemporaryFailure if it is busy."""
        with self._faults_named():
            try:
                self._authenticate(user, credential)
            except imaplib.IMAP4.abort:
                raise
            except (imaplib.IMAP4.error, ImapToolsError) as error:
                raise sign_in_fault(str(error)) from error
            _, data = self._client.capability()
            words = b" ".join(line for line in data if line).decode("ascii", "replace").upper()
            self._client.capabilities = tuple(words.split())

    def _authenticate(self, user: str, credential: Credential) -> None:
        if credential.is_token:
            words = iter([f"user={user}\x01auth=Bearer {credential.text}\x01\x01".encode()])
            # a second question holds the reason of a refusal and is answered with nothing
            self._client.authenticate("XOAUTH2", lambda _: next(words, b""))
        elif (user + credential.text).isascii() and (user + credential.text).isprintable():
            self._mailbox.login(user, credential.text, initial_folder=None)
        else:
            self._mailbox.login_utf8(user, credential.text, initial_folder=None)

    def has(self, capability: str) -> bool:
        """Tell whether the server announced a capability ("IDLE", "MOVE", "UIDPLUS")."""
        return capability in self._client.capabilities

    def folders(self) -> tuple[Folder, ...]:
        """Return every folder."""
        return folders_of(self._ask(self._client.list))

    def open_folder(self, name: str, *, writable: bool = False) -> FolderState:
        """Select a folder, read-only unless `writable`. Raises CommandRefused if it is not there."""
        with self._faults_named():
            self._mailbox.folder.set(name, readonly=not writable)
            said = self._client.untagged_responses
            return FolderState(
                name,
                _first_number(said.get("UIDVALIDITY")) or 0,
                _first_number(said.get("UIDNEXT")),
                _first_number(said.get("EXISTS")) or 0,
            )

    def make_folder(self, name: str) -> None:
        """Create a folder."""
        with self._faults_named():
            self._mailbox.folder.create(name)

    def search(self, *criteria: str) -> list[int]:
        """Return the UIDs in the open folder that meet the criteria, ascending."""
        return numbers_of(self._ask(self._client.uid, "SEARCH", *criteria))

    def find(self, header: str, value: str) -> list[int]:
        """Return the UIDs whose header holds a value."""
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return self.search("HEADER", header, f'"{quoted}"')

    def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """Return the size in bytes of each message."""
        return sizes_of(self._ask(self._client.uid, "FETCH", uid_set(uids), "(RFC822.SIZE)"))

    def read(self, uids: Iterable[int]) -> list[StoredMail]:
        """Return messages, whole and not marked as seen."""
        return list(mails_of(self._ask(self._client.uid, "FETCH", uid_set(uids), "(INTERNALDATE BODY.PEEK[])")))

    def read_start(self, uid: int, size: int) -> list[StoredMail]:
        """Return the first `size` bytes of one message."""
        parts = f"(INTERNALDATE BODY.PEEK[]<0.{size}>)"
        return list(mails_of(self._ask(self._client.uid, "FETCH", str(uid), parts)))

    def read_header(self, uid: int) -> bytes:
        """Return one message's header, b"" if it has gone."""
        answer = self._ask(self._client.uid, "FETCH", str(uid), "(BODY.PEEK[HEADER])")
        return next((piece[1] for piece in answer if isinstance(piece, tuple)), b"")

    def append(self, folder: str, raw: bytes, at: datetime) -> None:
        """Put a message into a folder, marked as seen."""
        with self._faults_named():
            self._mailbox.append(raw, folder, dt=at, flag_set=["\\Seen"])

    def mark(self, uids: Iterable[int], flag: str) -> None:
        """Set a flag on messages of the open folder."""
        self._ask(self._client.uid, "STORE", uid_set(uids), "+FLAGS.SILENT", f"({flag})")

    def move(self, uids: list[int], folder: str) -> None:
        """Move messages of the open folder. Without MOVE (RFC 6851) they are copied and removed one by one."""
        with self._faults_named():
            if self.has("MOVE"):
                self._mailbox.move([str(uid) for uid in uids], folder)
                return
            self._mailbox.copy([str(uid) for uid in uids], folder)
        self.remove(uids)

    def remove(self, uids: list[int]) -> None:
        """Remove messages, and only these: without UIDPLUS (RFC 4315) they stay marked as deleted."""
        self.mark(uids, "\\Deleted")
        if self.has("UIDPLUS"):
            with self._faults_named():
                self._client._simple_command("UID", "EXPUNGE", uid_set(uids))  # noqa: SLF001 - no public UID EXPUNGE

    def idle(self, seconds: float, bell: Bell, leave: Callable[[], bool], known: int) -> bool:
        """Wait for mail to be added to the open folder; True if it was. See Idle.watch."""
        with self._faults_named():
            idle = cast("Idle", self._mailbox.idle)
            idle.start()
            news = idle.watch(seconds, bell, leave, known)
            idle.stop()
            return news

    def close(self) -> None:
        """Say goodbye and close. Never raises."""
        if self.alive:
            self.alive = False
            self._client.sock.settimeout(2)
            with suppress(imaplib.IMAP4.error, ImapToolsError, OSError, ValueError):
                self._mailbox.logout()
        with suppress(OSError):
            self._client.shutdown()

    def abort(self) -> None:
        """Cut the connection from any thread, so that a blocked read ends now. Never raises."""
        self.alive = False
        with suppress(OSError):
            socket.socket.shutdown(self._client.sock, socket.SHUT_RDWR)  # below TLS: its state stays the reader's

    def _ask(self, command: Callable[..., tuple[str, list[Any]]], *words: str) -> list[Any]:
        with self._faults_named():
            status, data = command(*words)
            if status != "OK":
                raise imaplib.IMAP4.error(_words_of(data))
            return data

    @contextmanager
    def _faults_named(self) -> Iterator[None]:
        try:
            yield
        except imaplib.IMAP4.readonly as error:
            raise CommandRefused("read_only") from error
        except imaplib.IMAP4.abort as error:
            self.alive = False
            raise TemporaryFailure("server_busy" if is_busy(str(error)) else network_fault(error)) from error
        except (imaplib.IMAP4.error, ImapToolsError) as error:
            raise CommandRefused("server_busy" if is_busy(str(error)) else "server_refused") from error
        except (OSError, ValueError) as error:
            self.alive = False  # the socket was cut, or the server's words can't be followed any more
            raise TemporaryFailure(network_fault(error)) from error


def open_session(server: Server, context: ssl.SSLContext, seconds: float = CONNECT_SECONDS) -> ImapSession:
    """Connect with TLS verified, not signed in yet. Raises TemporaryFailure with the code of what failed."""
    kind = _ImplicitTls if server.security is Security.TLS else _StartTls
    try:
        return ImapSession(kind(server.host, server.port, timeout=seconds, ssl_context=context))
    except (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError) as error:
        raise TemporaryFailure(_greeting_fault(error)) from error


def _greeting_fault(error: Exception) -> str:
    words = str(error)
    if isinstance(error, OSError):
        return network_fault(error)
    if "TLS not supported" in words or "establish TLS" in words or "STARTTLS" in words:
        return "no_tls"
    if is_busy(words):
        return "server_busy"
    return "connection_lost" if "EOF" in words else "not_imap"


def _first_number(data: list[Any] | None) -> int | None:
    text = data[-1] if data else None
    digits = text.split()[0] if isinstance(text, bytes) and text.split() else b""
    return int(digits) if digits.isdigit() else None


def _words_of(data: list[Any]) -> str:
    return b" ".join(piece for piece in data if isinstance(piece, bytes)).decode("utf-8", "replace")
