"""The dialogue with the sending server, line by line, where a real server would not go."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from desktop.channels.email import smtp
from desktop.channels.email.credentials import Credential
from desktop.channels.email.letter import Letter
from desktop.channels.email.settings import Security, Server
from desktop.channels.email.smtp import open_submission
from desktop.channels.tls import trusted_context
from desktop.model import OutcomeUnknown, Refused, SignInExpired, TemporaryFailure
from tests.servers.certificate import Certificate
from tests.unit.channels_email_client.mailboxes import nothing

LETTER = Letter("care@shop.test", "ada@example.org", b"Subject: x\r\n\r\nhello\r\n")
HANG_UP = "hang up"


class Script:
    """A server that answers each command by its first word, and notes what it was told."""

    def __init__(self, **answers: str) -> None:
        self.greeting = "220 ready"
        self.answers = {
            "ehlo": "250-localhost\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250 SIZE 1000",
            "mail": "250 ok",
            "rcpt": "250 ok",
            "data": "354 go",
            "text": "250 taken",
            "auth": "235 welcome",
            "quit": "221 bye",
            **answers,
        }
        self.heard: list[str] = []
        self.text = b""
        self.port = 0
        self._talks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return  # a cancelled talk would be logged as an error
        finally:
            writer.transport.abort()
            self._talks.discard(task)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, self.greeting)
        while line := (await reader.readline()).decode(errors="replace").rstrip("\r\n"):
            self.heard.append(line)
            word = line.split(" ", maxsplit=1)[0].lower()
            await self._say(writer, self.answers.get(word, "250 ok"))
            if word == "data" and self.answers["data"].startswith("354"):
                self.text = await reader.readuntil(b"\r\n.\r\n")
                await self._say(writer, self.answers["text"])

    async def _say(self, writer: asyncio.StreamWriter, words: str) -> None:
        if words == HANG_UP:
            raise ConnectionError
        if words:
            writer.write(words.encode() + b"\r\n")
            await writer.drain()

    async def stop(self) -> None:
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


@asynccontextmanager
async def scripted(script: Script, context: ssl.SSLContext | None) -> AsyncIterator[Script]:
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0, ssl=context)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()
        await script.stop()
        await asyncio.sleep(0)


async def send(
    script: Script, certificate: Certificate, on_commit: Callable[[], None] = nothing, copy_to: str | None = None
) -> bool:
    context = trusted_context(str(certificate.cert))
    async with (
        scripted(script, certificate.server_context()),
        open_submission(Server("localhost", script.port), context) as submission,
    ):
        await submission.sign_in("care@shop.test", Credential("pässword"))
        return await submission.hand_over(LETTER, copy_to, on_commit)


async def test_the_text_goes_after_the_commit_and_nothing_of_it_before(certificate: Certificate) -> None:
    script = Script()
    at_commit: list[list[str]] = []
    await send(script, certificate, lambda: at_commit.append(list(script.heard)))
    assert [line.split(" ", maxsplit=1)[0] for line in at_commit[0]] == ["EHLO", "AUTH", "MAIL", "RCPT", "DATA"]
    assert script.text == LETTER.raw + b".\r\n"
    assert script.heard[2] == f"MAIL FROM:<care@shop.test> SIZE={len(LETTER.raw)}"


async def test_the_machines_own_name_is_not_told(certificate: Certificate) -> None:
    script = Script()
    await send(script, certificate)
    assert script.heard[0] == "EHLO [127.0.0.1]"


async def test_the_password_is_tried_once_with_one_method(certificate: Certificate) -> None:
    script = Script(auth="535 5.7.8 no")
    with pytest.raises(SignInExpired):
        await send(script, certificate)
    tries = [line for line in script.heard if line.startswith("AUTH")]
    assert tries == ["AUTH PLAIN " + base64.b64encode("\0care@shop.test\0pässword".encode()).decode()]


async def test_a_server_that_only_knows_login_is_signed_in_to(certificate: Certificate) -> None:
    script = Script(ehlo="250-localhost\r\n250 AUTH LOGIN", auth="334 UGFzc3dvcmQ6")
    script.answers[base64.b64encode("pässword".encode()).decode().lower()] = "235 welcome"
    await send(script, certificate)
    assert script.heard[1].startswith("AUTH LOGIN ")


async def test_a_server_whose_methods_nobody_knows_is_said(certificate: Certificate) -> None:
    with pytest.raises(SignInExpired) as failure:
        await send(Script(ehlo="250-localhost\r\n250 AUTH GSSAPI NTLM"), certificate)
    assert failure.value.reason == "no_sign_in_method"


@pytest.mark.parametrize("answer", [HANG_UP, "", "what?", "199 hm", "354 more"])
async def test_anything_but_a_clear_word_after_the_text_leaves_the_outcome_open(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(smtp, "FINAL_SECONDS", 0.2)
    commits: list[str] = []
    with pytest.raises(OutcomeUnknown):
        await send(Script(text=answer), certificate, lambda: commits.append("commit"))
    assert commits == ["commit"]


@pytest.mark.parametrize("step", ["ehlo", "auth", "mail", "rcpt", "data"])
async def test_a_connection_that_ends_before_the_text_is_temporary_and_never_committed(
    certificate: Certificate, step: str
) -> None:
    commits: list[str] = []
    with pytest.raises(TemporaryFailure) as failure:
        await send(Script(**{step: HANG_UP}), certificate, lambda: commits.append("commit"))
    assert failure.value.reason == "connection_lost"
    assert not commits


async def test_a_server_that_wants_a_sign_in_at_the_sender_is_a_sign_in_matter(certificate: Certificate) -> None:
    with pytest.raises(SignInExpired):
        await send(Script(mail="530 5.7.0 Authentication required"), certificate)


async def test_a_refused_hidden_copy_does_not_keep_the_mail_from_the_customer(certificate: Certificate) -> None:
    script = Script()
    script.answers["rcpt"] = "250 ok"
    assert await send(script, certificate, copy_to="care@shop.test")
    assert script.heard.count("RCPT TO:<care@shop.test>") == 1


async def test_a_mail_too_large_for_the_server_is_refused_before_it_is_offered(certificate: Certificate) -> None:
    script = Script(ehlo="250-localhost\r\n250-AUTH PLAIN\r\n250 SIZE 10")
    with pytest.raises(Refused) as failure:
        await send(script, certificate)
    assert failure.value.reason == "message_too_large"
    assert not any(line.startswith("MAIL") for line in script.heard)


async def test_a_server_that_offers_no_encryption_gets_nothing(certificate: Certificate) -> None:
    script = Script()
    context = trusted_context(str(certificate.cert))
    async with scripted(script, None):
        with pytest.raises(TemporaryFailure) as failure:
            async with open_submission(Server("localhost", script.port, Security.STARTTLS), context):
                pass
        assert failure.value.reason == "no_tls"
        with pytest.raises(TemporaryFailure) as plain:
            async with open_submission(Server("localhost", script.port, Security.TLS), context):
                pass
        assert plain.value.reason == "no_tls"
    assert not any(line.startswith(("AUTH", "MAIL")) for line in script.heard)
