"""Sending through a real server: one mail, one copy, and the truth about what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from desktop.channels.email.channel import EmailChannel
from desktop.model import (
    Arrival,
    ChannelError,
    Direction,
    OutcomeUnknown,
    OutgoingAttachment,
    Refused,
    SignInExpired,
    TemporaryFailure,
)
from desktop.system.clock import utc_now
from tests.servers.mailaccounts import Plain, mail_account, mail_secrets, nothing, open_mailbox, reply, written_mail
from tests.servers.mailserver import MailServer

pytestmark = pytest.mark.server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as running:
        yield running


class Commits:
    """Counts the calls of on_commit and what the server had taken by then."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self.seen: list[int] = []

    def __call__(self) -> None:
        self.seen.append(len(self._server.accepted))


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


async def pull(channel: EmailChannel, cursor: str | None = None) -> tuple[tuple[Arrival, ...], str]:
    arrivals: list[Arrival] = []
    more = True
    while more:
        fetched = await channel.fetch(cursor)
        arrivals += fetched.arrivals
        cursor, more = fetched.cursor, fetched.more
    assert cursor is not None
    return tuple(arrivals), cursor


def in_folder(server: MailServer, folder: str, user: str = "care") -> list[str]:
    return [str(parsed(raw)["Message-ID"]) for raw in server.read_mailbox(user, folder)]


async def test_a_reply_reaches_the_customer_in_the_thread_it_answers(server: MailServer) -> None:
    commits = Commits(server)
    attachment = OutgoingAttachment("ricevuta d'acquisto.pdf", "application/pdf", b"%PDF-1.4 \x00\xff")
    async with open_mailbox(server) as channel:
        receipt = await channel.send(
            reply(text="Ciao Marta,\n.parte domani — è già pronto.", attachments=(attachment,)), commits
        )
    (raw,) = server.read_mailbox("marta")
    mail = parsed(raw)
    assert receipt.remote_id == "0001@example.test"
    assert (mail["Message-ID"], mail["In-Reply-To"]) == ("<0001@example.test>", "<first@example.test>")
    assert (mail["Subject"], mail["References"]) == ("Re: My order", "<first@example.test>")
    assert mail["From"] == "Aurora care <care@example.test>"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Ciao Marta,", ".parte domani — è già pronto."]
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("ricevuta d'acquisto.pdf", b"%PDF-1.4 \x00\xff")
    assert commits.seen == [0]


async def test_the_hidden_copy_is_in_the_envelope_only(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        await channel.send(reply(), nothing)
    (mail,) = server.accepted
    assert mail.rcpt_tos == ("marta@example.test", "care@example.test")
    assert parsed(mail.raw)["To"] == "marta@example.test"
    assert b"bcc" not in mail.raw.lower().split(b"\r\n\r\n")[0]


async def test_exactly_one_copy_ends_in_sent_and_none_in_the_inbox(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        _, cursor = await pull(channel)
        await channel.send(reply(), nothing)
        arrivals, cursor = await pull(channel, cursor)
        again, _ = await pull(channel, cursor)
    assert in_folder(server, "Sent") == ["<0001@example.test>"]
    assert in_folder(server, "INBOX") == []
    assert {arrival.remote_id for arrival in (*arrivals, *again)} == {"0001@example.test"}
    assert all(arrival.direction is Direction.OUTGOING for arrival in arrivals)
    assert all("\\Seen" in flags for flags in server.dovecot.flags("care", "Sent"))


async def test_without_the_hidden_copy_one_is_put_into_sent(server: MailServer) -> None:
    async with open_mailbox(server, settings={"copy_to_self": False}) as channel:
        await channel.send(reply(), nothing)
        await channel.settled()
    assert in_folder(server, "Sent") == ["<0001@example.test>"]
    assert server.accepted[0].rcpt_tos == ("marta@example.test",)


async def test_a_provider_that_files_sent_mail_gets_neither_copy(server: MailServer) -> None:
    async with open_mailbox(server, settings={"server_saves_sent": True}) as channel:
        await channel.send(reply(), nothing)
        await channel.settled()
    assert in_folder(server, "Sent") == []
    assert server.accepted[0].rcpt_tos == ("marta@example.test",)


async def test_a_copy_that_never_arrives_is_put_into_sent_after_some_minutes(server: MailServer) -> None:
    server.relay.fail("rcpt", "550 5.1.1 not to yourself", address="care@example.test")
    moved = [utc_now()]
    async with open_mailbox(server, clock=lambda: moved[0]) as channel:
        await channel.send(reply(), nothing)
        await channel.settled()
    assert in_folder(server, "Sent") == ["<0001@example.test>"]


async def test_a_copy_that_a_filter_took_away_is_replaced_in_sent(server: MailServer) -> None:
    now = [utc_now()]
    async with open_mailbox(server, clock=lambda: now[0], settings={"pull_sent": False}) as channel:
        await channel.send(reply(), nothing)
        server.dovecot.empty("care")
        await pull(channel)
        assert in_folder(server, "Sent") == []
        now[0] += timedelta(minutes=5)
        await pull(channel)
    assert in_folder(server, "Sent") == ["<0001@example.test>"]


async def test_a_missing_sent_folder_is_made(tmp_path: Path) -> None:
    with MailServer(tmp_path, sent_folder="Archive", special_use=False) as server:
        async with open_mailbox(server, settings={"copy_to_self": False}) as channel:
            await channel.send(reply(), nothing)
            await channel.settled()
        assert in_folder(server, "Sent") == ["<0001@example.test>"]


async def test_the_sent_folder_is_found_by_its_mark_whatever_its_name(tmp_path: Path) -> None:
    with MailServer(tmp_path, sent_folder="Spedita") as server:
        async with open_mailbox(server) as channel:
            await channel.send(reply(), nothing)
            await pull(channel)
        assert in_folder(server, "Spedita") == ["<0001@example.test>"]


async def test_a_forged_mail_from_our_own_address_stays_where_it_is(server: MailServer) -> None:
    forged = written_mail(sender="care@example.test", to="care@example.test", message_id="forged@x.test")
    server.deliver("care", forged.replace(b"Subject:", b"X-Sportello-Copy: forged@x.test 0123\r\nSubject:"))
    async with open_mailbox(server) as channel:
        await pull(channel)
    assert in_folder(server, "INBOX") == ["<forged@x.test>"]
    assert in_folder(server, "Sent") == []


async def test_a_connection_that_drops_after_the_dot_leaves_the_outcome_open_and_look_up_finds_it(
    server: MailServer,
) -> None:
    server.relay.fail("drop_after")
    commits = Commits(server)
    async with open_mailbox(server) as channel:
        with pytest.raises(OutcomeUnknown):
            await channel.send(reply(), commits)
        receipt = await channel.look_up(reply())
        await channel.settled()
    assert receipt is not None
    assert receipt.remote_id == "0001@example.test"
    assert len(server.read_mailbox("marta")) == len(commits.seen) == 1
    assert in_folder(server, "Sent") == ["<0001@example.test>"]
    assert in_folder(server, "INBOX") == []


async def test_after_a_restart_the_copy_is_still_known_as_ours(server: MailServer) -> None:
    secrets = mail_secrets(mail_account(server))
    async with open_mailbox(server, secrets=secrets) as channel:
        await channel.send(reply(), nothing)
    async with open_mailbox(server, secrets=secrets) as channel:
        assert await channel.look_up(reply()) is not None
        await pull(channel)
    assert in_folder(server, "Sent") == ["<0001@example.test>"]


async def test_a_mail_whose_id_the_provider_changed_is_still_found_and_keeps_our_id(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        await channel.send(reply(), nothing)
        (copy,) = server.read_mailbox("care")
        server.dovecot.empty("care")
        server.dovecot.put("care", [copy.replace(b"<0001@example.test>", b"<changed@provider.test>")])
        assert await channel.look_up(reply()) is not None
        await channel.settled()
        arrivals, _ = await pull(channel)
    assert [arrival.remote_id for arrival in arrivals] == ["0001@example.test"]


async def test_a_connection_that_drops_in_the_middle_of_the_text_leaves_the_outcome_open_and_nothing_is_found(
    server: MailServer,
) -> None:
    server.relay.fail("drop_before")
    async with open_mailbox(server) as channel:
        with pytest.raises(OutcomeUnknown):
            await channel.send(reply(), nothing)
        assert await channel.look_up(reply()) is None
    assert not server.read_mailbox("marta")


@pytest.mark.parametrize(
    ("stage", "said", "kind", "reason"),
    [
        ("greet", "421 4.3.2 too busy", TemporaryFailure, "connection_deferred 421 4.3.2"),
        ("greet", "554 5.7.1 go away", TemporaryFailure, "connection_deferred 554 5.7.1"),
        ("auth", "454 4.7.0 try later", TemporaryFailure, "server_busy"),
        ("auth", "535 5.7.8 bad credentials", SignInExpired, "refused_password"),
        ("auth", "534 5.7.9 Application-specific password required", SignInExpired, "app_password_needed"),
        ("mail", "451 4.3.0 later", TemporaryFailure, "sender_deferred 451 4.3.0"),
        ("mail", "553 5.1.8 not your address", Refused, "sender_refused 553 5.1.8"),
        ("rcpt", "450 4.2.0 greylisted", TemporaryFailure, "recipient_deferred 450 4.2.0"),
        ("rcpt", "550 5.1.1 no such user", Refused, "recipient_refused 550 5.1.1"),
        ("data", "452 4.3.1 full", TemporaryFailure, "message_deferred 452 4.3.1"),
        ("data", "554 5.6.0 no", Refused, "message_refused 554 5.6.0"),
    ],
)
async def test_a_no_before_the_text_has_sent_nothing_and_is_never_committed(
    server: MailServer, stage: str, said: str, kind: type[ChannelError], reason: str
) -> None:
    server.relay.fail(stage, said)
    commits = Commits(server)
    async with open_mailbox(server) as channel:
        with pytest.raises(kind) as failure:
            await channel.send(reply(), commits)
    assert failure.value.reason == reason
    assert not commits.seen
    assert not server.accepted


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
    [
        ("451 4.7.1 greylisted", TemporaryFailure, "message_deferred 451 4.7.1"),
        ("554 5.7.1 spam", Refused, "message_refused 554 5.7.1"),
    ],
)
async def test_a_no_to_the_whole_text_is_a_definite_no(
    server: MailServer, said: str, kind: type[ChannelError], reason: str
) -> None:
    server.relay.fail("text", said)
    commits = Commits(server)
    async with open_mailbox(server) as channel:
        with pytest.raises(kind) as failure:
            await channel.send(reply(), commits)
        assert await channel.look_up(reply()) is None
    assert failure.value.reason == reason
    assert commits.seen == [0]


async def test_nothing_is_sent_when_the_commit_can_not_be_noted(server: MailServer) -> None:
    def fails() -> None:
        raise RuntimeError("the store is full")

    async with open_mailbox(server) as channel:
        with pytest.raises(RuntimeError):
            await channel.send(reply(), fails)
        assert await channel.look_up(reply()) is None
    assert not server.accepted


async def test_a_reply_that_is_larger_than_the_server_takes_is_refused_before_it_travels(tmp_path: Path) -> None:
    big = OutgoingAttachment("photo.jpg", "image/jpeg", b"\xff" * 60_000)
    with MailServer(tmp_path, size_limit=40_000) as server:
        async with open_mailbox(server) as channel:
            with pytest.raises(Refused) as failure:
                await channel.send(reply(attachments=(big,)), nothing)
            fetched = await channel.fetch(None)
    assert failure.value.reason == "message_too_large"
    assert fetched.limits is not None
    assert fetched.limits.attachment_bytes == 28_000


async def test_sending_may_start_in_clear_text_and_turn_to_tls(server: MailServer) -> None:
    starttls: dict[str, Plain] = {"smtp_port": server.relay.starttls_port, "smtp_security": "starttls"}
    async with open_mailbox(server, settings=starttls) as channel:
        await channel.send(reply(), nothing)
        assert (await channel.check())[-1].passed
    assert len(server.read_mailbox("marta")) == 1


async def test_a_wrong_password_sends_nothing(server: MailServer) -> None:
    async with open_mailbox(server, password="wrong") as channel:
        with pytest.raises(SignInExpired):
            await channel.send(reply(), nothing)
    assert server.relay.sign_ins == ["care@example.test"]


async def test_a_mailbox_that_is_down_never_makes_a_sent_mail_unsent(server: MailServer) -> None:
    now = [utc_now()]
    async with open_mailbox(server, clock=lambda: now[0], settings={"copy_to_self": False}) as channel:
        _, cursor = await pull(channel)
        server.dovecot.halt()
        receipt = await channel.send(reply(recipient="stranger@elsewhere.test"), nothing)
        await channel.settled()
        server.dovecot.resume()
        await pull(channel, cursor)
    assert receipt.remote_id == "0001@example.test"
    assert in_folder(server, "Sent") == ["<0001@example.test>"]


async def test_the_customers_next_mail_joins_the_thread(server: MailServer) -> None:
    server.deliver("care", written_mail(message_id="first@example.test"))
    async with open_mailbox(server) as channel:
        arrivals, cursor = await pull(channel)
        await channel.send(reply(), nothing)
        answer = written_mail(
            "Thank you", subject="Re: My order", message_id="second@x.test", in_reply_to="0001@example.test"
        )
        server.deliver("care", answer)
        more, _ = await pull(channel, cursor)
    by_id = {arrival.remote_id: arrival for arrival in (*arrivals, *more)}
    assert by_id["0001@example.test"].references == ("first@example.test",)
    assert by_id["second@x.test"].references == ("0001@example.test",)
    assert by_id["0001@example.test"].thread_remote_id == "first@example.test"


async def test_a_hundred_seconds_of_silence_do_not_block_the_mailbox(server: MailServer) -> None:
    server.relay.fail("delay", seconds=100)
    async with open_mailbox(server) as channel:
        sending = asyncio.create_task(channel.send(reply(), nothing))
        await asyncio.to_thread(_wait_until, lambda: bool(server.read_mailbox("care")))
        arrivals, _ = await asyncio.wait_for(pull(channel), 60)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert await channel.look_up(reply()) is not None
    assert [arrival.remote_id for arrival in arrivals][:1] == ["0001@example.test"]


def _wait_until(fact: Callable[[], bool], seconds: float = 10) -> None:
    ends = utc_now() + timedelta(seconds=seconds)
    while not fact():
        assert _now() < ends, "it did not happen"


def _now() -> datetime:
    import time

    time.sleep(0.01)
    return utc_now()
