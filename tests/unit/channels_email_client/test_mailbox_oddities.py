"""How the client behaves with servers that are odd, busy, broken or gone."""

from __future__ import annotations

import asyncio

import pytest

from desktop.channels.email.channel import EmailChannel
from desktop.model import Fetched, SignInExpired, TemporaryFailure
from tests.servers.certificate import Certificate, make_certificate
from tests.unit.channels_email_client.fake_imap import HANG_UP, FakeFolder, FakeImap, running
from tests.unit.channels_email_client.mailboxes import mail, mailbox


def ids(fetched: Fetched) -> list[str]:
    return [arrival.remote_id for arrival in fetched.arrivals]


async def temporary_reason(channel: EmailChannel) -> str:
    with pytest.raises(TemporaryFailure) as failure:
        await channel.fetch(None)
    return failure.value.reason


async def test_a_server_that_never_tells_the_next_uid_is_searched(imap: FakeImap, certificate: Certificate) -> None:
    imap.tells_next_uid = False
    imap.folders["INBOX"].add(mail("a@x.test"))
    async with mailbox(imap, certificate) as channel:
        first = await channel.fetch(None)
        imap.folders["INBOX"].add(mail("b@x.test"))
        second = await channel.fetch(first.cursor)
        third = await channel.fetch(second.cursor)
    assert [ids(first), ids(second), ids(third)] == [["a@x.test"], ["b@x.test"], []]


async def test_a_search_answer_in_two_lines_counts_both(imap: FakeImap, certificate: Certificate) -> None:
    for letter in "ab":
        imap.folders["INBOX"].add(mail(f"{letter}@x.test"))
    imap.answer(r"UID SEARCH", b"* SEARCH 1", b"* SEARCH 2", b"%s OK done")
    async with mailbox(imap, certificate) as channel:
        assert ids(await channel.fetch(None)) == ["a@x.test", "b@x.test"]


async def test_an_alert_and_other_talk_in_between_does_no_harm(imap: FakeImap, certificate: Certificate) -> None:
    raw = mail("a@x.test")
    imap.folders["INBOX"].add(raw)
    imap.answer(
        r"UID FETCH 1 \(INTERNALDATE",
        b"* OK [ALERT] the server will rest on Sunday",
        b"* 1 FETCH (FLAGS (\\Recent))",
        b'* 1 FETCH (FLAGS () INTERNALDATE "09-Mar-2026 08:00:00 +0000" BODY[] {%d}\r\n%b UID 1)' % (len(raw), raw),
        b"%s OK done",
    )
    async with mailbox(imap, certificate) as channel:
        assert ids(await channel.fetch(None)) == ["a@x.test"]


async def test_a_message_that_the_server_refuses_to_give_is_counted_and_the_others_come(
    imap: FakeImap, certificate: Certificate
) -> None:
    for letter in "abc":
        imap.folders["INBOX"].add(mail(f"{letter}@x.test"))
    imap.answer(r"UID FETCH 1:3 \(INTERNALDATE", b"%s NO [SERVERBUG] can't read one of these", times=0)
    imap.answer(r"UID FETCH 1:3 \(INTERNALDATE", b"%s NO one of these is broken")
    imap.answer(r"UID FETCH 2 \(INTERNALDATE", b"%s NO this is broken")
    async with mailbox(imap, certificate) as channel:
        fetched = await channel.fetch(None)
    assert ids(fetched) == ["a@x.test", "c@x.test"]
    assert fetched.refused == ("unreadable_on_server",)


async def test_a_message_that_is_left_out_of_a_list_is_asked_for_alone(
    imap: FakeImap, certificate: Certificate
) -> None:
    raw = mail("b@x.test")
    imap.folders["INBOX"].add(mail("a@x.test"))
    imap.folders["INBOX"].add(raw)
    imap.answer(
        r"UID FETCH 1:2 \(INTERNALDATE", b"* 2 FETCH (UID 2 BODY[] {%d}\r\n%b)" % (len(raw), raw), b"%s OK done"
    )
    async with mailbox(imap, certificate) as channel:
        assert ids(await channel.fetch(None)) == ["a@x.test", "b@x.test"]


async def test_a_message_that_breaks_the_connection_does_not_stop_the_mailbox_for_ever(
    imap: FakeImap, certificate: Certificate
) -> None:
    for letter in "abc":
        imap.folders["INBOX"].add(mail(f"{letter}@x.test"))
    imap.answer(r"UID FETCH (1:3|2) \(INTERNALDATE", HANG_UP, times=100)
    got: list[str] = []
    refused: tuple[str, ...] = ()
    async with mailbox(imap, certificate) as channel:
        for _ in range(15):
            try:
                fetched = await channel.fetch(None)
            except TemporaryFailure:
                continue
            got, refused = ids(fetched), fetched.refused
            break
    assert got == ["a@x.test", "c@x.test"]
    assert refused == ("unreadable_on_server",)


async def test_a_message_that_breaks_the_connection_when_whole_is_read_from_its_start(
    imap: FakeImap, certificate: Certificate
) -> None:
    imap.folders["INBOX"].add(mail("a@x.test"))
    imap.answer(r"UID FETCH 1 \(INTERNALDATE BODY.PEEK\[\]\)", HANG_UP, times=100)
    async with mailbox(imap, certificate) as channel:
        for _ in range(15):
            try:
                fetched = await channel.fetch(None)
            except TemporaryFailure:
                continue
            break
    assert ids(fetched) == ["a@x.test"]
    assert "cut_short" in fetched.arrivals[0].repairs


async def test_a_connection_that_ends_in_the_middle_of_a_message_is_temporary_and_repeated(
    imap: FakeImap, certificate: Certificate
) -> None:
    imap.folders["INBOX"].add(mail("a@x.test"))
    imap.answer(r"UID FETCH 1 \(INTERNALDATE", b"* 1 FETCH (UID 1 BODY[] {4000}\r\nFrom: half", HANG_UP)
    async with mailbox(imap, certificate) as channel:
        assert await temporary_reason(channel) == "connection_lost"
        assert ids(await channel.fetch(None)) == ["a@x.test"]


async def test_a_dead_connection_from_before_is_replaced_without_a_failure(
    imap: FakeImap, certificate: Certificate
) -> None:
    async with mailbox(imap, certificate) as channel:
        first = await channel.fetch(None)
        imap.folders["INBOX"].add(mail("a@x.test"))
        imap.answer(r"EXAMINE", HANG_UP)
        assert ids(await channel.fetch(first.cursor)) == ["a@x.test"]
    assert imap.connections == 2


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"* BYE Too many connections from your address", "server_busy"),
        (b"* BYE shutting down", "not_imap"),
        (b"HTTP/1.1 400 Bad Request", "not_imap"),
    ],
)
async def test_a_greeting_that_is_no_welcome_is_temporary(
    imap: FakeImap, certificate: Certificate, said: bytes, reason: str
) -> None:
    imap.greeting = said
    async with mailbox(imap, certificate) as channel:
        assert await temporary_reason(channel) == reason


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
    [
        (b"%s NO [AUTHENTICATIONFAILED] no", SignInExpired, "refused_password"),
        (b"%s NO LOGIN failed.", SignInExpired, "refused_password"),
        (b"%s NO [ALERT] Application-specific password required", SignInExpired, "app_password_needed"),
        (b"%s NO [WEBALERT https://example.org/] Web login required.", SignInExpired, "browser_sign_in_needed"),
        (b"%s NO [UNAVAILABLE] the directory is down", TemporaryFailure, "server_busy"),
        (b"%s NO [INUSE] another session", TemporaryFailure, "server_busy"),
        (b"%s NO [ALERT] Too many simultaneous connections", TemporaryFailure, "server_busy"),
        (b"%s BAD what", SignInExpired, "refused_password"),
    ],
)
async def test_a_refused_sign_in_is_told_from_a_busy_server(
    imap: FakeImap, certificate: Certificate, said: bytes, kind: type[Exception], reason: str
) -> None:
    imap.answer("LOGIN", said)
    async with mailbox(imap, certificate) as channel:
        with pytest.raises(kind) as failure:
            await channel.fetch(None)
    assert getattr(failure.value, "reason", "") == reason


@pytest.mark.parametrize("password", ["contrasenya·ñ", 'quo"te\\s', "line\nbreak"])
async def test_a_password_of_any_letters_can_be_sent(imap: FakeImap, certificate: Certificate, password: str) -> None:
    imap.password = password.replace("\\", "\\\\").replace('"', '\\"')
    async with mailbox(imap, certificate, password=password) as channel:
        await channel.fetch(None)
    assert not any(command.startswith("break") for command in imap.commands)


async def test_a_busy_answer_to_opening_the_inbox_is_temporary_and_the_connection_stays(
    imap: FakeImap, certificate: Certificate
) -> None:
    imap.answer("EXAMINE", b"%s NO [UNAVAILABLE] try again")
    async with mailbox(imap, certificate) as channel:
        assert await temporary_reason(channel) == "server_busy"
        await channel.fetch(None)
    assert imap.connections == 1


async def test_folder_names_that_nobody_can_read_do_not_hide_the_others(
    imap: FakeImap, certificate: Certificate
) -> None:
    imap.folders["Enviats"] = FakeFolder()
    imap.folders["Enviats"].add(mail("sent@x.test", sender="care@shop.test"))
    imap.answer(
        "LIST",
        b'* LIST (\\HasNoChildren) "/" "Bad&name"',
        b'* LIST () "/" "Gel\xf6scht"',
        b"* LIST (\\Noselect) NIL Sent",
        b'* LIST () "/" {7}\r\nEnviats',
        b"%s OK done",
    )
    async with mailbox(imap, certificate) as channel:
        assert ids(await channel.fetch(None)) == ["sent@x.test"]


async def test_without_idle_waiting_is_a_pause(imap: FakeImap, certificate: Certificate) -> None:
    imap.capabilities = "IMAP4rev1"
    async with mailbox(imap, certificate) as channel:
        await channel.fetch(None)
        assert not await channel.wait_for_news(0.05)
    assert "IDLE" not in imap.commands


@pytest.mark.parametrize("go_ahead", [b"* 1 EXISTS\r\n+ idling", b"+ idling\r\n* 1 EXISTS"])
async def test_news_that_arrive_together_with_the_go_ahead_are_noticed(
    imap: FakeImap, certificate: Certificate, go_ahead: bytes
) -> None:
    imap.go_ahead = go_ahead
    async with mailbox(imap, certificate) as channel:
        await channel.fetch(None)
        assert await channel.wait_for_news(5)


async def test_a_message_that_goes_and_another_that_comes_are_news(imap: FakeImap, certificate: Certificate) -> None:
    imap.folders["INBOX"].add(mail("a@x.test"))
    async with mailbox(imap, certificate) as channel:
        await channel.fetch(None)
        waiting = asyncio.create_task(channel.wait_for_news(5))
        await imap.until_idle()
        await imap.tell(b"* 1 EXPUNGE")
        await imap.tell(b"* 0 EXISTS")
        await imap.tell(b"* 1 EXISTS")
        assert await waiting


async def test_talk_about_known_mail_is_no_news(imap: FakeImap, certificate: Certificate) -> None:
    imap.folders["INBOX"].add(mail("a@x.test"))
    async with mailbox(imap, certificate) as channel:
        await channel.fetch(None)
        waiting = asyncio.create_task(channel.wait_for_news(0.3))
        await imap.until_idle()
        await imap.tell(b"* OK still here")
        await imap.tell(b"* 1 EXISTS")
        await imap.tell(b"* 1 FETCH (FLAGS (\\Seen))")
        assert not await waiting


async def test_half_a_line_while_idling_is_waited_for(imap: FakeImap, certificate: Certificate) -> None:
    async with mailbox(imap, certificate) as channel:
        await channel.fetch(None)
        waiting = asyncio.create_task(channel.wait_for_news(5))
        await imap.until_idle()
        await imap.tell_raw(b"* 1 EXI")
        await asyncio.sleep(0.02)
        await imap.tell_raw(b"STS\r\n")
        assert await waiting


async def test_a_server_that_hangs_up_at_every_idle_is_a_failure_and_no_loop(
    imap: FakeImap, certificate: Certificate
) -> None:
    imap.answer("IDLE", HANG_UP, times=100)
    async with mailbox(imap, certificate) as channel:
        await channel.fetch(None)
        with pytest.raises(TemporaryFailure):
            await channel.wait_for_news(30)
    assert imap.connections <= 3


async def test_a_server_that_hangs_up_on_everything_can_still_be_closed(
    imap: FakeImap, certificate: Certificate
) -> None:
    imap.answer("LOGOUT", times=100)
    async with mailbox(imap, certificate) as channel:
        await channel.fetch(None)
        begun = asyncio.get_running_loop().time()
        await channel.close()
        assert asyncio.get_running_loop().time() - begun < 20


async def test_a_certificate_for_another_name_is_never_accepted(
    certificate: Certificate, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = make_certificate(tmp_path_factory.mktemp("other"), names="DNS:mail.elsewhere.test")
    async with running(FakeImap(), other.server_context()) as server, mailbox(server, other) as channel:
        assert await temporary_reason(channel) == "name_mismatch"
        step = (await channel.check())[-1]
    assert (step.step, step.reason) == ("tls", "name_mismatch")
    assert not server.commands


async def test_a_server_without_tls_gets_no_password(certificate: Certificate) -> None:
    async with running(FakeImap(), None) as server:
        async with mailbox(server, certificate, {"imap_security": "starttls"}) as channel:
            assert await temporary_reason(channel) == "no_tls"
        async with mailbox(server, certificate, {"imap_security": "tls"}) as channel:
            assert await temporary_reason(channel) == "no_tls"
    assert not any("LOGIN" in command for command in server.commands)


async def test_a_copy_is_moved_without_the_move_command_too(imap: FakeImap, certificate: Certificate) -> None:
    imap.capabilities = "IMAP4rev1 UIDPLUS"
    async with mailbox(imap, certificate) as channel:
        mark = (await channel._known_mark()).of("0001@shop.test")
        own = mail("0001@shop.test", sender="care@shop.test").replace(
            b"Subject:", f"X-Sportello-Copy: {mark}\r\nSubject:".encode()
        )
        imap.folders["INBOX"].add(own)
        await channel.fetch(None)
    assert not imap.folders["INBOX"].mails
    assert list(imap.folders["Sent"].mails.values()) == [own]
    assert not any(command.upper() == "EXPUNGE" for command in imap.commands)


async def test_a_copy_that_can_not_be_moved_is_left_and_the_page_still_comes(
    imap: FakeImap, certificate: Certificate
) -> None:
    imap.answer("UID MOVE", b"%s NO the folder is full")
    async with mailbox(imap, certificate) as channel:
        mark = (await channel._known_mark()).of("0001@shop.test")
        own = mail("0001@shop.test", sender="care@shop.test").replace(
            b"Subject:", f"X-Sportello-Copy: {mark}\r\nSubject:".encode()
        )
        imap.folders["INBOX"].add(own)
        assert ids(await channel.fetch(None)) == ["0001@shop.test"]
