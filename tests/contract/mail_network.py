"""A mail provider as the contract's network: people write letters, the company's own are read where they arrive.

The mailboxes behind it are handed in: a small server of this process, or a real one. What can go wrong on the way is in
`Wire`, one for reading and one for sending: bytes pass, or the line is cut, or something else answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from desktop.demo.faults import Faults
from desktop.demo.networks import Heard, Persona
from desktop.model import Network
from tests.servers.certificate import Certificate, make_certificate
from tests.servers.relay import Accepted, Relay

DOMAIN = "aurora.test"
PASSWORD = "right"
LARGEST = 200_000  # bytes of one mail, as the sending server says
_FOLDER = tempfile.TemporaryDirectory(prefix="mail-certificate-")


@cache
def certificate() -> Certificate:
    """Return the certificate of every mail server here, made once."""
    return make_certificate(Path(_FOLDER.name))


class Mailboxes(Protocol):
    """Where the company's mail is kept. `user` is whose it is, `commands` counts what was asked, where that is known."""

    user: str

    @property
    def port(self) -> int:
        """The port that takes TLS from the first byte, once started."""
        ...

    @property
    def commands(self) -> int: ...

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    def put(self, raw: bytes, at: datetime, folder: str = "INBOX") -> None:
        """Put a mail into a folder. May be called from any thread."""
        ...


class Wire:
    """The way to one server. New connections are cut while `is_cut`, and get `instead` and no more while that is set."""

    def __init__(self) -> None:
        self.is_cut = False
        self.instead: bytes | None = None
        self.port = 0
        self._target = 0
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def start(self, target: int) -> None:
        """Listen before a server."""
        self._target = target
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """End everything."""
        assert self._server is not None
        self._server.close()
        await turns()  # whoever was let in a moment ago is known only then
        self.drop()
        await asyncio.gather(*self._open, return_exceptions=True)

    def drop(self) -> None:
        """Break every connection that stands."""
        for writer in self._open.values():
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        self._open[task] = writer
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            if self.instead is not None:
                writer.write(self.instead)
                await writer.drain()
            elif not self.is_cut:
                await self._joined(reader, writer)
        if self.instead is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await asyncio.wait_for(writer.wait_closed(), 1)
        writer.transport.abort()
        del self._open[task]

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        ways = {asyncio.create_task(_pour(reader, far_writer)), asyncio.create_task(_pour(far_reader, writer))}
        _, left = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in left:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        far_writer.transport.abort()


async def turns(count: int = 10) -> None:
    """Let the event loop go round, so that what is ready on its sockets is heard."""
    for _ in range(count):
        await asyncio.sleep(0)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65_536):
        writer.write(piece)
        await writer.drain()


@dataclass
class Letter:
    """A mail that is in the world: what an answer to it refers to."""

    subject: str
    references: tuple[str, ...]


class MailNetwork:
    """A FakeNetwork of mail. `relay` is the sending server, `reading` and `sending` are the ways to both."""

    network = Network.EMAIL

    def __init__(self, boxes: Mailboxes, now: Callable[[], datetime]) -> None:
        self.boxes = boxes
        self.now = now
        self.url = ""
        self.heard: list[Callable[[Heard], None]] = []
        self.faults = Faults()
        self.letters: dict[str, Letter] = {}
        self.people: dict[str, Persona] = {}
        self._serial = itertools.count(1)
        self.reading, self.sending = Wire(), Wire()
        self.relay = Relay(
            certificate().server_context(),
            {self.boxes.user: PASSWORD},
            self._arrives,
            size_limit=LARGEST,
        )

    @property
    def address(self) -> str:
        """The company's own address."""
        return f"{self.boxes.user}@{DOMAIN}"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        await self.boxes.start()
        self.relay.start()
        await self.reading.start(self.boxes.port)
        await self.sending.start(self.relay.port)
        self.url = f"imaps://localhost:{self.reading.port}"

    async def close(self) -> None:
        await self.reading.close()
        await self.sending.close()
        await turns()  # the servers hear of the broken connections, also those in the middle of their handshake
        self.relay.stop()
        await self.boxes.close()

    def account_settings(self) -> dict[str, str | int | bool | None]:
        return {
            "address": self.address,
            "imap_host": "localhost",
            "imap_port": self.reading.port,
            "smtp_host": "localhost",
            "smtp_port": self.sending.port,
            "ca_file": str(certificate().cert),
        }

    def account_handle(self) -> str:
        return self.address

    def secrets(self) -> dict[str, str]:
        return {"password": PASSWORD}

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody write a letter; one that is not for the company arrives elsewhere."""
        address = f"{who.handle}@posta.test"
        self.people[address] = who
        identity = f"{next(self._serial)}.{who.key}@posta.test"
        mail = self._written(identity, f'"{who.name}" <{address}>', self.address, text, reply_to)
        if names_us:
            self.boxes.put(mail, self.now())
        return identity

    def edits(self, remote_id: str, text: str) -> None:
        """Do nothing: a letter that was posted can't be changed."""

    def removes(self, remote_id: str) -> None:
        """Do nothing: a letter that was posted can't be taken back."""

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company write with another mail program: its letter is in Sent."""
        identity = f"{next(self._serial)}.desk@aurora.test"
        to = "chiunque@posta.test"
        self.boxes.put(self._written(identity, f"Aurora <{self.address}>", to, text, reply_to), self.now(), "Sent")
        return identity

    def put_raw(self, raw: bytes) -> None:
        """Let bytes arrive that may be no mail at all."""
        self.boxes.put(raw, self.now())

    def _written(self, identity: str, sender: str, to: str, text: str, reply_to: str | None) -> bytes:
        mail = EmailMessage(policy=policy.SMTP)
        before = self.letters.get(reply_to or "")
        references = (*before.references, reply_to) if before is not None and reply_to else ()
        subject = f"Re: {before.subject}" if before is not None else f"Domanda {identity.partition('.')[0]}"
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Date"], mail["Message-ID"] = format_datetime(self.now()), f"<{identity}>"
        if references:
            mail["In-Reply-To"] = f"<{references[-1]}>"
            mail["References"] = " ".join(f"<{one}>" for one in references)
        mail.set_content(text)
        self.letters[identity] = Letter(subject.removeprefix("Re: "), references)
        return mail.as_bytes()

    def _arrives(self, accepted: Accepted) -> None:
        """Bring what the sending server took to where it is for. Runs in a thread of the relay's."""
        mail = message_from_bytes(accepted.raw, policy=policy.default)
        identity = str(mail["Message-ID"] or "").strip("<>")
        referred = str(mail["In-Reply-To"] or "").strip().strip("<>") or None
        if self.address in accepted.rcpt_tos:
            self.boxes.put(accepted.raw, self.now())
        body = mail.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        addressed = {address for _, address in getaddresses([str(mail["To"])])}
        who = next((self.people[address] for address in addressed if address in self.people), None)
        earlier = self.letters.get(referred or "")
        references = (*earlier.references, referred) if earlier is not None and referred else ()
        self.letters[identity] = Letter(str(mail["Subject"] or "").removeprefix("Re: "), references)
        told = Heard(identity, text, True, referred, who.key if who is not None else "", self.now())
        for listener in self.heard:
            listener(told)
