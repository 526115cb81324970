"""A sending server on loopback: TLS, AUTH, and faults on demand; what it accepts it hands over to a mailbox server."""

from __future__ import annotations

import asyncio
import logging
import smtplib
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True, slots=True)
class Accepted:
    """One mail that the relay took: its envelope and its bytes."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    raw: bytes


@dataclass(slots=True)
class Fault:
    """What goes wrong, once for each of `times`.

    `stage`: "greet", "auth", "mail", "rcpt" (for `address`, or any), "data", "text" (the answer to the whole
    text), "answer" (the same, but the text was taken), "drop_before" (the connection ends in the middle of the text), "drop_after" (it ends after the text was
    taken), "delay" (the answer to the text takes `seconds`). `reply` is what the server says.
    """

    stage: str
    reply: str = ""
    address: str = ""
    seconds: float = 0.0
    times: int = 1


class Relay:
    """The relay, running in a thread of its own. `port` takes TLS from the first byte, `starttls_port` asks for it."""

    def __init__(
        self,
        context: ssl.SSLContext,
        passwords: dict[str, str],
        deliver: Callable[[Accepted], None],
        *,
        size_limit: int = 26_214_400,
    ) -> None:
        """`deliver` is called in a thread of the relay's for every mail that is accepted, before the answer."""
        self._context = context
        self._passwords = passwords
        self._deliver = deliver
        self._size_limit = size_limit
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay", daemon=True)
        self._servers: list[asyncio.Server] = []
        self._faults: list[Fault] = []
        self._level = logging.NOTSET
        self.accepted: list[Accepted] = []
        self.sign_ins: list[str] = []
        self.port = 0
        self.starttls_port = 0

    def fail(self, stage: str, reply: str = "", *, address: str = "", seconds: float = 0.0, times: int = 1) -> None:
        """Let something go wrong at the next occasion."""
        self._faults.append(Fault(stage, reply, address, seconds, times))

    def forget_faults(self) -> None:
        """Let nothing go wrong any more."""
        self._faults.clear()

    def take_fault(self, stage: str, address: str = "") -> Fault | None:
        """Return the fault that is due at a stage, and count it."""
        for fault in self._faults:
            if fault.stage == stage and fault.address in ("", address):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    def start(self) -> None:
        """Listen on two free ports of 127.0.0.1."""
        log = logging.getLogger("mail.log")
        self._level = log.level
        log.setLevel(logging.CRITICAL)  # it warns of its own deprecations
        self._thread.start()
        self.port = self._listen(implicit_tls=True)
        self.starttls_port = self._listen(implicit_tls=False)

    def _listen(self, *, implicit_tls: bool) -> int:
        async def listen() -> asyncio.Server:
            return await self._loop.create_server(
                lambda: self._protocol(implicit_tls=implicit_tls),
                "127.0.0.1",
                0,
                ssl=self._context if implicit_tls else None,
            )

        server = asyncio.run_coroutine_threadsafe(listen(), self._loop).result(60)
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    def _protocol(self, *, implicit_tls: bool) -> SMTP:
        return _FaultySmtp(
            self,
            loop=self._loop,
            hostname="localhost",
            data_size_limit=self._size_limit,
            tls_context=None if implicit_tls else self._context,
            require_starttls=not implicit_tls,
            auth_require_tls=not implicit_tls,
            authenticator=self._authenticate,
        )

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        fault = self.take_fault("auth")
        if fault is not None:
            return AuthResult(success=False, handled=False, message=fault.reply)
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        user, password = data.login.decode(), data.password.decode()
        self.sign_ins.append(user)
        right = self._passwords.get(user.partition("@")[0]) == password
        return AuthResult(success=right, handled=False)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a sender, signed-in ones only."""
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        fault = self.take_fault("mail")
        if fault is not None:
            return fault.reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        fault = self.take_fault("rcpt", address)
        if fault is not None:
            return fault.reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail, hand it over, and answer, unless something is to go wrong."""
        fault = self.take_fault("text")
        if fault is not None:
            return fault.reply
        content = envelope.content
        mail = Accepted(
            envelope.mail_from or "", tuple(envelope.rcpt_tos), bytes(content) if isinstance(content, bytes) else b""
        )
        self.accepted.append(mail)
        await asyncio.get_running_loop().run_in_executor(None, self._deliver, mail)
        odd = self.take_fault("answer")
        if odd is not None:
            return odd.reply
        late = self.take_fault("delay")
        if late is not None:
            await asyncio.sleep(late.seconds)
        if self.take_fault("drop_after") is not None:
            _cut(server)
        return "250 2.0.0 taken"

    def stop(self) -> None:
        """Stop listening and end the thread."""

        async def close() -> None:
            for server in self._servers:
                server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.get_running_loop().shutdown_default_executor()

        asyncio.run_coroutine_threadsafe(close(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()
        logging.getLogger("mail.log").setLevel(self._level)


class _FaultySmtp(SMTP):
    """aiosmtpd's protocol with the faults that its handlers can't make."""

    def __init__(self, relay: Relay, **options: Any) -> None:
        super().__init__(relay, **options)
        self._relay = relay

    async def push(self, status: Any) -> None:
        """Answer; the greeting may be replaced."""
        words = status.decode() if isinstance(status, bytes) else str(status)
        if words.startswith("220 ") and "TLS" not in words:
            fault = self._relay.take_fault("greet")
            words = fault.reply if fault is not None else words
        await super().push(words)

    async def smtp_DATA(self, arg: str) -> None:
        """Take the text, or break off before or in the middle of it."""
        fault = self._relay.take_fault("data")
        if fault is not None:
            await self.push(fault.reply)
            return
        if self._relay.take_fault("drop_before") is not None:
            await self.push("354 go ahead")
            await self._reader.readline()
            _cut(self)
            return
        await super().smtp_DATA(arg)


def _cut(server: SMTP) -> None:
    cast("asyncio.Transport", server.transport).abort()


def lmtp_delivery(port: int, users: Sequence[str]) -> Callable[[Accepted], None]:
    """Return a delivery that hands mail to the local users' mailboxes by LMTP; other recipients get nothing."""

    def deliver(mail: Accepted) -> None:
        local = [address for address in mail.rcpt_tos if address.partition("@")[0] in users]
        for address in local:  # one by one: LMTP answers per recipient, smtplib reads one answer
            with smtplib.LMTP("127.0.0.1", port) as connection:
                connection.sendmail(mail.mail_from, [address], mail.raw)

    return deliver
