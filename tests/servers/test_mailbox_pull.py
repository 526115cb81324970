"""Pulling from a real mailbox: the first days, what is new, what breaks on the way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.channels.email.channel import EmailChannel
from desktop.model import Arrival, Direction, SignInExpired, TemporaryFailure
from tests.servers.mailaccounts import Plain, nothing, open_mailbox, reply, written_mail
from tests.servers.mailserver import MailServer

pytestmark = pytest.mark.server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as running:
        yield running


async def pull_all(channel: EmailChannel, cursor: str | None = None) -> tuple[list[Arrival], str, int]:
    """Pull until nothing more is new; return the arrivals, the last cursor and the number of pages."""
    arrivals: list[Arrival] = []
    pages = 0
    more = True
    while more:
        fetched = await channel.fetch(cursor)
        arrivals += fetched.arrivals
        cursor, more = fetched.cursor, fetched.more
        pages += 1
    assert cursor is not None
    return arrivals, cursor, pages


def imap_date(days_ago: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days_ago)).strftime("%d-%b-%Y 12:00:00 +0000")


def ids(arrivals: list[Arrival]) -> list[str]:
    return [arrival.remote_id for arrival in arrivals]


async def test_the_first_pull_brings_the_first_days_and_nothing_older(server: MailServer) -> None:
    server.dovecot.put("care", [written_mail(message_id="old@x.test")], date=imap_date(45))
    server.dovecot.put("care", [written_mail(message_id="recent@x.test")], date=imap_date(3))
    async with open_mailbox(server) as channel:
        arrivals, _, _ = await pull_all(channel)
    assert ids(arrivals) == ["recent@x.test"]
    assert arrivals[0].author.handle == "marta@example.test"


async def test_older_mail_comes_on_demand_and_says_when_it_ends(server: MailServer) -> None:
    server.dovecot.put("care", [written_mail(message_id="old@x.test")], date=imap_date(45))
    server.dovecot.put("care", [written_mail(message_id="recent@x.test")], date=imap_date(3))
    async with open_mailbox(server) as channel:
        await pull_all(channel)
        page = await channel.older(None)
        assert ids(list(page.arrivals)) == ["old@x.test"]
        again = await channel.older(page.cursor)
    assert not page.more
    assert not again.arrivals


async def test_only_what_is_new_comes_the_second_time(server: MailServer) -> None:
    server.deliver("care", written_mail(message_id="one@x.test"))
    async with open_mailbox(server) as channel:
        _, cursor, _ = await pull_all(channel)
        server.deliver("care", written_mail(message_id="two@x.test"))
        arrivals, _, _ = await pull_all(channel, cursor)
    assert ids(arrivals) == ["two@x.test"]


async def test_looking_never_marks_mail_as_seen(server: MailServer) -> None:
    server.deliver("care", written_mail())
    async with open_mailbox(server) as channel:
        await pull_all(channel)
    assert all("\\Seen" not in flags for flags in server.dovecot.flags("care"))


async def test_many_messages_come_in_pages_the_newest_first_and_each_once(server: MailServer) -> None:
    server.dovecot.put("care", [written_mail(message_id=f"{number:03}@x.test") for number in range(220)])
    async with open_mailbox(server) as channel:
        first = await channel.fetch(None)
        rest, _, pages = await pull_all(channel, first.cursor)
    assert [len(first.arrivals), pages] == [100, 2]
    assert first.arrivals[-1].remote_id == "219@x.test"
    assert sorted(ids([*first.arrivals, *rest])) == [f"{number:03}@x.test" for number in range(220)]


async def test_a_crash_between_pages_repeats_a_page_and_skips_none(server: MailServer) -> None:
    server.dovecot.put("care", [written_mail(message_id=f"{number:03}@x.test") for number in range(120)])
    async with open_mailbox(server) as channel:
        first = await channel.fetch(None)
        await channel.fetch(first.cursor)  # its cursor is lost with the crash
    async with open_mailbox(server) as channel:
        rest, _, _ = await pull_all(channel, first.cursor)
    assert len({*ids(list(first.arrivals)), *ids(rest)}) == 120


async def test_new_mail_comes_before_the_rest_of_the_first_days(server: MailServer) -> None:
    server.dovecot.put("care", [written_mail(message_id=f"{number:03}@x.test") for number in range(80)])
    async with open_mailbox(server) as channel:
        first = await channel.fetch(None)
        server.deliver("care", written_mail(message_id="urgent@x.test"))
        second = await channel.fetch(first.cursor)
    assert "urgent@x.test" in ids(list(second.arrivals))


async def test_a_large_mail_fills_its_page_alone(server: MailServer) -> None:
    big = written_mail("word " * 1_200_000, message_id="big@x.test")
    server.dovecot.put("care", [big, written_mail(message_id="small@x.test"), big.replace(b"big@x", b"big2@x")])
    async with open_mailbox(server) as channel:
        arrivals, _, pages = await pull_all(channel)
    assert sorted(ids(arrivals)) == ["big2@x.test", "big@x.test", "small@x.test"]
    assert pages == 2


async def test_another_uidvalidity_pulls_the_first_days_again_with_the_same_ids(server: MailServer) -> None:
    server.deliver("care", written_mail(message_id="one@x.test"))
    async with open_mailbox(server) as channel:
        before, cursor, _ = await pull_all(channel)
        server.dovecot.change_validity("care")
        after, newer, _ = await pull_all(channel, cursor)
        nothing_new, _, _ = await pull_all(channel, newer)
    assert ids(before) == ids(after) == ["one@x.test"]
    assert not nothing_new


async def test_extra_folders_are_pulled_and_a_missing_one_is_only_counted(server: MailServer) -> None:
    server.dovecot.put("care", [written_mail(message_id="complaint@x.test")], folder="Reclami")
    async with open_mailbox(server, settings={"folders": "Reclami\nGone"}) as channel:
        fetched = await channel.fetch(None)
    assert ids(list(fetched.arrivals)) == ["complaint@x.test"]
    assert fetched.refused == ("folder_missing",)


async def test_what_a_colleague_sent_from_elsewhere_arrives_as_ours(server: MailServer) -> None:
    mail = written_mail(sender="care@example.test", to="marta@example.test", message_id="webmail@x.test")
    server.dovecot.put("care", [mail], folder="Sent")
    async with open_mailbox(server) as channel:
        arrivals, _, _ = await pull_all(channel)
    assert [arrival.direction for arrival in arrivals] == [Direction.OUTGOING]


async def test_what_is_no_mail_is_counted_and_the_rest_comes(server: MailServer) -> None:
    server.dovecot.put("care", [b"no mail at all", written_mail(message_id="fine@x.test")])
    async with open_mailbox(server) as channel:
        fetched = await channel.fetch(None)
    assert ids(list(fetched.arrivals)) == ["fine@x.test"]
    assert len(fetched.refused) == 1


async def test_a_mail_that_arrives_while_waiting_is_news_within_two_seconds(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        _, cursor, _ = await pull_all(channel)
        waiting = asyncio.create_task(channel.wait_for_news(90))
        await asyncio.to_thread(_wait_for_idle, server)
        begun = time.monotonic()
        await asyncio.to_thread(server.deliver, "care", written_mail(message_id="pushed@x.test"))
        assert await waiting
        took = time.monotonic() - begun
        arrivals, _, _ = await pull_all(channel, cursor)
    assert ids(arrivals) == ["pushed@x.test"]
    assert took < 2


async def test_mail_that_came_between_pulling_and_waiting_is_news_at_once(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        await pull_all(channel)
        server.deliver("care", written_mail())
        begun = time.monotonic()
        assert await channel.wait_for_news(90)
    assert time.monotonic() - begun < 20


async def test_waiting_ends_quietly_when_nothing_comes(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        await pull_all(channel)
        assert not await channel.wait_for_news(0.3)


async def test_waiting_makes_room_for_other_work_and_goes_on(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        _, cursor, _ = await pull_all(channel)
        waiting = asyncio.create_task(channel.wait_for_news(90))
        await asyncio.to_thread(_wait_for_idle, server)
        begun = time.monotonic()
        await channel.look_up(reply())
        assert time.monotonic() - begun < 20
        assert not waiting.done()
        await asyncio.to_thread(server.deliver, "care", written_mail())
        assert await asyncio.wait_for(waiting, 60)
        arrivals, _, _ = await pull_all(channel, cursor)
    assert len(arrivals) == 1


async def test_waiting_can_be_cancelled_and_the_channel_closed_at_once(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        await pull_all(channel)
        waiting = asyncio.create_task(channel.wait_for_news(600))
        await asyncio.to_thread(_wait_for_idle, server)
        begun = time.monotonic()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await channel.close()
        assert time.monotonic() - begun < 20


async def test_a_connection_that_was_cut_while_waiting_is_made_again(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        _, cursor, _ = await pull_all(channel)
        waiting = asyncio.create_task(channel.wait_for_news(60))
        await asyncio.to_thread(_wait_for_idle, server)
        await asyncio.to_thread(server.dovecot.kick, "care")
        await asyncio.to_thread(server.deliver, "care", written_mail(message_id="later@x.test"))
        assert await asyncio.wait_for(waiting, 60)
        arrivals, _, _ = await pull_all(channel, cursor)
    assert ids(arrivals) == ["later@x.test"]


async def test_a_connection_that_was_cut_between_pulls_is_made_again(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        _, cursor, _ = await pull_all(channel)
        server.dovecot.kick("care")
        server.deliver("care", written_mail(message_id="next@x.test"))
        arrivals, _, _ = await pull_all(channel, cursor)
    assert ids(arrivals) == ["next@x.test"]


async def test_a_server_that_is_down_is_a_temporary_failure_and_works_again_afterwards(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        _, cursor, _ = await pull_all(channel)
        server.dovecot.halt()
        with pytest.raises(TemporaryFailure) as failure:
            await channel.fetch(cursor)
        assert failure.value.reason == "connection_refused"
        server.dovecot.resume()
        arrivals, _, _ = await pull_all(channel, cursor)
    assert not arrivals


async def test_a_wrong_password_asks_for_a_new_sign_in(server: MailServer) -> None:
    async with open_mailbox(server, password="wrong") as channel:
        with pytest.raises(SignInExpired) as failure:
            await channel.fetch(None)
    assert failure.value.reason == "refused_password"


async def test_a_certificate_that_nobody_vouches_for_is_never_accepted(server: MailServer) -> None:
    async with open_mailbox(server, settings={"ca_file": ""}) as channel:
        with pytest.raises(TemporaryFailure) as failure:
            await channel.fetch(None)
        with pytest.raises(TemporaryFailure) as sending:
            await channel.send(reply(), nothing)
    assert failure.value.reason == sending.value.reason == "certificate_untrusted"
    assert not server.accepted


async def test_a_connection_may_start_in_clear_text_and_turn_to_tls(server: MailServer) -> None:
    server.deliver("care", written_mail(message_id="one@x.test"))
    starttls: dict[str, Plain] = {"imap_port": server.dovecot.starttls_port, "imap_security": "starttls"}
    async with open_mailbox(server, settings=starttls) as channel:
        arrivals, _, _ = await pull_all(channel)
    assert ids(arrivals) == ["one@x.test"]


async def test_every_step_of_the_check_passes_on_a_good_account(server: MailServer) -> None:
    async with open_mailbox(server) as channel:
        steps = await channel.check()
    assert [(step.step, step.passed) for step in steps] == [
        (name, True) for name in ("resolve", "connect", "tls", "sign_in", "folders", "smtp_connect", "smtp_sign_in")
    ]


@pytest.mark.parametrize(
    ("change", "step", "reason"),
    [
        ({"ca_file": ""}, "tls", "certificate_untrusted"),
        ({"imap_port": 1}, "connect", "connection_refused"),
        ({"smtp_port": 1}, "smtp_connect", "connection_refused"),
        ({"imap_host": "no.such.host.invalid"}, "resolve", "host_not_found"),
        ({"ca_file": "/nonexistent.pem"}, "tls", "ca_file_unreadable"),
    ],
)
async def test_the_check_names_the_step_that_fails_and_why(
    server: MailServer, change: dict[str, Plain], step: str, reason: str
) -> None:
    async with open_mailbox(server, settings=change) as channel:
        last = (await channel.check())[-1]
    assert (last.step, last.passed, last.reason) == (step, False, reason)


async def test_the_check_tells_a_wrong_password_and_encryption_that_is_not_there(server: MailServer) -> None:
    async with open_mailbox(server, password="wrong") as channel:
        assert (await channel.check())[-1].reason == "refused_password"
    plain: dict[str, Plain] = {"imap_port": server.dovecot.starttls_port, "imap_security": "tls"}
    async with open_mailbox(server, settings=plain) as channel:
        assert ((await channel.check())[-1].step, (await channel.check())[-1].reason) == ("tls", "no_tls")


async def test_pulling_and_pushing_are_measured(server: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.dovecot.put("care", [written_mail(message_id=f"{number:04}@x.test") for number in range(500)])
    delays: list[float] = []
    async with open_mailbox(server) as channel:
        begun = time.monotonic()
        arrivals, cursor, _ = await pull_all(channel)
        took = time.monotonic() - begun
        for number in range(5):
            waiting = asyncio.create_task(channel.wait_for_news(90))
            await asyncio.to_thread(_wait_for_idle, server)
            await asyncio.to_thread(server.deliver, "care", written_mail(message_id=f"push{number}@x.test"))
            begun = time.monotonic()
            assert await waiting
            delays.append(time.monotonic() - begun)
            _, cursor, _ = await pull_all(channel, cursor)
    with capsys.disabled():
        print(f"\npulled {len(arrivals)} messages in {took:.2f} s: {len(arrivals) / took:.0f} messages/s")
        print(f"pushed by IDLE after {min(delays):.2f} to {max(delays):.2f} s")
    assert len(arrivals) == 500
    assert max(delays) < 20


def _wait_for_idle(server: MailServer) -> None:
    """Wait until the server itself sees a connection in IDLE."""
    ends = time.monotonic() + 60
    while "IDLE" not in server.dovecot.who_does_what():
        assert time.monotonic() < ends, "nobody idles"
        time.sleep(0.02)
