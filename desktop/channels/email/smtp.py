"""The dialogue with the sending server, step by step, so that it is known at each one whether anything was sent.

Up to the server's go-ahead for the text (354) nothing can have been sent. From the first byte of the text on, only
the server's final word says what became of it: silence is neither a yes nor a no (RFC 5321 section 4.2.5, 6.1).
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar, cast

import aiosmtplib
from aiosmtplib.response import SMTPResponse

from desktop.channels.email.credentials import Credential
from desktop.channels.email.faults import network_fault, sign_in_fault
from desktop.channels.email.letter import Letter
from desktop.channels.email.settings import Security, Server
from desktop.model import ChannelError, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure

T = TypeVar("T")

STEP_SECONDS = 30.0
# RFC 5321 section 4.5.3.2.6 allows ten minutes for the final word; a slow line needs time for the text as well
FINAL_SECONDS = 180.0
SLOWEST_BYTES_PER_SECOND = 16 * 1024
_OWN_NAME = "[127.0.0.1]"  # an address literal: the machine's name is nobody's business
_PERMANENT, _TEMPORARY, _GO_AHEAD = 500, 400, 354
_BEYOND = 600  # no reply of SMTP begins there (RFC 5321 section 4.2.1), so it is no definite answer
_ACCEPTED = range(200, 300)
_NOT_SIGNED_IN = frozenset({530, 534, 535, 538})  # RFC 4954 section 6


class Submission:
    """One connection to a sending server. Use `open_submission`."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        """Take over a connected client that has greeted and is encrypted."""
        self._client = client

    @property
    def largest_message(self) -> int | None:
        """The largest message the server takes, in bytes, None if it does not say (RFC 1870)."""
        size = self._client.esmtp_extensions.get("size", "").strip()
        return int(size) if size.isdigit() and int(size) > 0 else None

    async def sign_in(self, user: str, credential: Credential) -> None:
        """Sign in once, with one method, so that a wrong password counts once against a lock-out.

        Raises SignInExpired or TemporaryFailure.
        """
        offered = self._client.server_auth_methods
        if credential.is_token:
            await _answered(self._client.auth_xoauth2(user, credential.text), _sign_in_refused)
        elif "plain" in offered or not offered:
            await _answered(self._client.auth_plain(user.encode(), credential.text.encode()), _sign_in_refused)
        elif "login" in offered:
            await _answered(self._client.auth_login(user.encode(), credential.text.encode()), _sign_in_refused)
        elif "cram-md5" in offered:
            await _answered(self._client.auth_crammd5(user, credential.text), _sign_in_refused)
        else:
            raise SignInExpired("no_sign_in_method")

    async def hand_over(self, letter: Letter, copy_to: str | None, on_commit: Callable[[], None]) -> bool:
        """Send one mail. True if `copy_to`, the hidden recipient, was accepted with it.

        `on_commit` is called when the server waits for the text, before its first byte. Before that call every
        failure has sent nothing: TemporaryFailure, or Refused with sender_refused, recipient_refused,
        message_too_large or message_refused and the server's number. After it a definite no is TemporaryFailure
        or Refused("message_refused …"), and anything but a definite answer is OutcomeUnknown.
        """
        await self._envelope(letter)
        copied = copy_to is not None and await self._take_also(copy_to)
        ready = await _answered(self._client.execute_command(b"DATA"), _refusal_named("message"))
        if ready.code != _GO_AHEAD:
            raise _refusal("message", ready.code, ready.message)
        protocol = self._client.protocol
        if protocol is None or not protocol.is_connected:
            raise TemporaryFailure("connection_lost")
        on_commit()
        try:
            protocol.write(_stuffed(letter.raw))
            final = await protocol.read_response(FINAL_SECONDS + len(letter.raw) / SLOWEST_BYTES_PER_SECOND)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise OutcomeUnknown(network_fault(error)) from error
        return _accepted(final) and copied

    async def _envelope(self, letter: Letter) -> None:
        limit, size = self.largest_message, len(letter.raw)
        if limit is not None and size > limit:
            raise Refused("message_too_large")
        options = [f"SIZE={size}"] if self._client.supports_extension("size") else []
        await _answered(self._client.mail(letter.sender, options=options), _refusal_named("sender"))
        await _answered(self._client.rcpt(letter.recipient), _refusal_named("recipient"))

    async def _take_also(self, copy_to: str) -> bool:
        """Add a hidden recipient; a server that won't take it must not keep the customer from getting the mail."""
        try:
            await self._client.rcpt(copy_to)
        except aiosmtplib.SMTPResponseException:
            return False
        except (aiosmtplib.SMTPException, OSError) as error:
            raise TemporaryFailure(network_fault(error)) from error
        return True

    async def close(self) -> None:
        """Say goodbye without waiting for the answer, and close now. Never raises."""
        transport, protocol = self._client.transport, self._client.protocol
        if protocol is not None:
            with suppress(aiosmtplib.SMTPException, OSError):
                protocol.write(b"QUIT\r\n")
        if transport is not None:
            cast("asyncio.Transport", transport).abort()  # TLS would wait half a minute for the other side's goodbye
        self._client.close()
        await asyncio.sleep(0)


@asynccontextmanager
async def open_submission(server: Server, context: ssl.SSLContext) -> AsyncIterator[Submission]:
    """Connect with TLS verified, not signed in yet. Raises TemporaryFailure with the code of what failed."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.security is Security.TLS,
        start_tls=False,
        tls_context=context,
        timeout=STEP_SECONDS,
        local_hostname=_OWN_NAME,
    )
    submission = Submission(client)
    try:
        await _answered(_greet(client, server), _refusal_named("connection"))
        yield submission
    finally:
        await submission.close()


async def _greet(client: aiosmtplib.SMTP, server: Server) -> None:
    await client.connect()
    await client.ehlo()
    if server.security is Security.STARTTLS:
        if not client.supports_extension("starttls"):
            raise TemporaryFailure("no_tls")
        await client.starttls()
        await client.ehlo()


async def _answered(step: Awaitable[T], refusal: Callable[[int, str], ChannelError]) -> T:
    """Return a step's answer; name its failure, which has sent nothing."""
    try:
        return await step
    except aiosmtplib.SMTPResponseException as error:
        raise refusal(error.code, error.message) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise TemporaryFailure(network_fault(error)) from error
    except UnicodeError as error:
        raise TemporaryFailure("host_not_found") from error
    except ValueError as error:  # the library would not put it on a command line
        raise Refused("bad_recipient") from error


def _sign_in_refused(code: int, words: str) -> ChannelError:
    return sign_in_fault(words) if code >= _PERMANENT else TemporaryFailure("server_busy")


def _refusal_named(what: str) -> Callable[[int, str], ChannelError]:
    return lambda code, words: _refusal(what, code, words)


def _refusal(what: str, code: int, words: str) -> ChannelError:
    """Return a definite no: "<what>_refused <code>" for good, "<what>_deferred <code>" for now."""
    if code in _NOT_SIGNED_IN:
        return _sign_in_refused(code, words)
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}", words)
    number = f"{code} {enhanced.group()}" if enhanced else str(code)
    if code >= _PERMANENT and what != "connection":
        return Refused(f"{what}_refused {number}")
    return TemporaryFailure(f"{what}_deferred {number}")


def _accepted(final: SMTPResponse) -> bool:
    if final.code in _ACCEPTED:
        return True
    if _TEMPORARY <= final.code < _BEYOND:
        raise _refusal("message", final.code, final.message)
    raise OutcomeUnknown(f"unexpected_answer {final.code}")


def _stuffed(raw: bytes) -> bytes:
    """Return the text as it travels: a dot before each line that starts with one, and the line that ends it."""
    return re.sub(rb"(?m)^\.", b"..", raw) + b".\r\n"
