"""What Telegram asks beyond the contract: one consumer, a day's memory, its limits, groups, files, and the token."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from desktop.channels.telegram.channel import TelegramChannel
from desktop.channels.telegram.pace import Pace
from desktop.channels.telegram.pull import TRIES
from desktop.demo.faults import Fault
from desktop.demo.networks import Persona
from desktop.demo.networks.telegram import TelegramNetwork
from desktop.demo.wire import Response
from desktop.model import (
    OutgoingAttachment,
    Refused,
    SignInExpired,
    TemporaryFailure,
    ThreadKind,
    Visibility,
)
from desktop.system.vault import SessionVault
from tests.contract.channel_place import BRAND, MARTA, OSCAR, Desk, account_of, open_desk
from tests.contract.test_telegram import KIT

NAMELESS = Persona("nameless", "Teo Brambati", "")
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_desk(KIT) as desk:
        yield desk


def network_of(desk: Desk) -> TelegramNetwork:
    assert isinstance(desk.network, TelegramNetwork)
    return desk.network


def polled(desk: Desk) -> list[dict[str, object]]:
    return [json.loads(one.body) for one in desk.cable.passed if one.url.endswith("/getUpdates")]


async def long_poll_of(desk: Desk) -> None:
    """Wait until the bot's long poll stands at the network."""
    async with asyncio.timeout(60):
        await network_of(desk).polling.stands.wait()


# ---- what is confirmed


async def test_only_what_was_stored_is_ever_confirmed(desk: Desk) -> None:
    network = network_of(desk)
    said = [desk.says(f"domanda {number}", direct=True) for number in range(3)]
    fetched = await desk.channel.fetch(None)
    assert await desk.channel.wait_for_news(0.05)
    assert len(network.world.updates) == 3
    again = await desk.channel.fetch(None)
    assert [one.remote_id for one in again.arrivals] == [one.remote_id for one in fetched.arrivals] == said
    await desk.channel.fetch(fetched.cursor)
    assert network.world.updates == []
    assert not await desk.channel.wait_for_news(0.05)


async def test_a_long_poll_is_what_is_waited_with(desk: Desk) -> None:
    _, last = await desk.pull()
    waiting = asyncio.create_task(desk.channel.wait_for_news(30))
    await long_poll_of(desk)
    identity = desk.says("siete svegli?", direct=True)
    assert await waiting
    assert polled(desk)[-1]["timeout"] == 30
    assert identity in (await desk.pull(last.cursor))[0]


async def test_a_day_later_messages_are_gone_for_good(desk: Desk) -> None:
    lost = desk.says("venerdì sera", direct=True)
    desk.clock.advance(hours=25)
    found = desk.says("lunedì mattina", direct=True)
    assert lost not in (arrived := (await desk.pull())[0])
    assert found in arrived


async def test_numbers_that_begin_anew_after_a_week_lose_nothing(desk: Desk) -> None:
    desk.says("prima", direct=True)
    _, before = await desk.pull()
    await desk.channel.fetch(before.cursor)
    desk.clock.advance(days=8)
    network_of(desk).world.next_update = 1_000
    identity = desk.says("dopo le ferie", direct=True)
    found, after = await desk.pull(before.cursor)
    assert list(found) == [identity]
    assert (await desk.pull(after.cursor))[0] == {}


async def test_updates_without_an_id_or_a_shape_hold_up_no_other(desk: Desk) -> None:
    identity = desk.says("io sono leggibile", direct=True)
    odd = [
        {"update_id": 1},
        {"message": {}},
        17,
        {"update_id": 2, "message": {"chat": 5}},
        {"update_id": 3, "poll": {}},
    ]

    def spoilt(_: object, body: bytes) -> bytes:
        document = json.loads(body)
        if isinstance(document["result"], list):
            document["result"] = [*odd, *document["result"]]
        return json.dumps(document).encode()

    desk.twists(spoilt)
    fetched = await desk.channel.fetch(None)
    assert [one.remote_id for one in fetched.arrivals] == [identity]
    assert sorted(fetched.refused) == ["no_id", "no_id", "not_an_object"]


# ---- one consumer


async def test_another_program_on_the_same_bot_is_told_once_it_takes_the_messages(desk: Desk) -> None:
    _, last = await desk.pull()
    waiting = asyncio.create_task(desk.channel.wait_for_news(30))
    await long_poll_of(desk)
    network_of(desk).polling.takes_over()
    assert await waiting
    polls = network_of(desk).polling.polls
    with pytest.raises(TemporaryFailure, match="other_consumer") as caught:
        await desk.channel.fetch(last.cursor)
    assert caught.value.retry_after == 120
    assert network_of(desk).polling.polls == polls  # it is left alone meanwhile
    identity = desk.says("e adesso?", direct=True)
    assert identity in (await desk.pull(last.cursor))[0]


async def test_two_consoles_on_one_bot_take_turns_and_both_say_why(desk: Desk) -> None:
    network = network_of(desk)
    other = TelegramChannel(account_of(KIT, network), desk.secrets, clock=desk.clock)
    try:
        await desk.channel.fetch(None)
        await other.fetch(None)
        first = asyncio.create_task(desk.channel.wait_for_news(30))
        await long_poll_of(desk)
        second = asyncio.create_task(other.wait_for_news(0.3))
        assert await first
        assert not await second
        with pytest.raises(TemporaryFailure, match="other_consumer"):
            await desk.channel.fetch(None)
    finally:
        await other.close()


async def test_a_webhook_is_named_and_never_taken_away(desk: Desk) -> None:
    await desk.pull()
    network_of(desk).polling.webhook = "https://elsewhere.example/hook"
    with pytest.raises(TemporaryFailure, match="webhook_set"):
        await desk.channel.fetch(None)
    assert await desk.channel.wait_for_news(5)
    with pytest.raises(TemporaryFailure, match="webhook_set"):
        await desk.channel.fetch(None)
    steps = await desk.channel.check()
    assert [(step.step, step.passed, step.reason) for step in steps] == [
        ("sign_in", True, ""),
        ("read", False, "webhook_set"),
    ]
    assert network_of(desk).polling.webhook


async def test_a_check_takes_no_running_poll_away(desk: Desk) -> None:
    await desk.pull()
    waiting = asyncio.create_task(desk.channel.wait_for_news(0.5))
    await long_poll_of(desk)
    assert all(step.passed for step in await desk.channel.check())
    assert not await waiting


# ---- who is meant


async def test_in_a_group_only_what_is_for_the_bot_arrives(desk: Desk) -> None:
    group = network_of(desk)
    named = desk.says("quando riaprite?", direct=False)
    desk.says(f"{BRAND} è cara", direct=False, names_us=False)
    desk.says("/orari@altro_bot", direct=False, names_us=False)
    command = desk.says("/orari@aurora_energia_bot", direct=False, names_us=False)
    answer = group.announces("Domani", reply_to=named)
    follows = desk.says("grazie", direct=False, names_us=False, reply_to=answer)
    chat = desk.says("tra di noi", OSCAR, direct=False, names_us=False, reply_to=named)
    found, _ = await desk.pull()
    assert set(found) == {named, command, follows}
    assert chat not in found
    assert found[follows].in_reply_to == answer
    assert found[named].thread_kind is ThreadKind.PUBLIC
    assert found[named].permalink == f"https://t.me/quartiere_crocetta/{named.partition('/')[2]}"


async def test_in_a_group_each_person_has_a_conversation_of_their_own(desk: Desk) -> None:
    first = desk.says("a me manca la bolletta", direct=False)
    second = desk.says("anche a me", OSCAR, direct=False, reply_to=first)
    found, _ = await desk.pull()
    assert found[first].thread_remote_id != found[second].thread_remote_id
    assert found[second].in_reply_to is None
    assert found[second].quoted.endswith("a me manca la bolletta")


async def test_opening_the_chat_says_nothing_yet(desk: Desk) -> None:
    desk.says("/start", direct=True)
    desk.says("/start dal-sito", direct=True)
    said = desk.says("/start: non capisco", direct=True)
    assert set((await desk.pull())[0]) == {said}


async def test_somebody_without_a_user_name_is_known_and_can_be_answered(desk: Desk) -> None:
    question = await desk.question("e io?", who=NAMELESS, direct=True)
    assert (question.author.name, question.author.handle) == ("Teo Brambati", f"id{question.author.remote_id}")
    await desk.channel.send(desk.answer_to(question, "Anche lei"), desk.commits)
    assert desk.heard[-1].recipient_key == NAMELESS.key


async def test_from_the_group_into_private_only_with_whoever_wrote_there_before(desk: Desk) -> None:
    question = await desk.question("ho un problema", direct=False)
    private = desk.answer_to(question, "Ci dica il numero cliente", visibility=Visibility.DIRECT)
    with pytest.raises(Refused, match="no_direct"):
        await desk.channel.send(private, desk.commits)
    desk.says("eccomi", direct=True)
    receipt = await desk.channel.send(private, desk.commits)
    assert receipt.remote_id.startswith(f"{question.author.remote_id}/")
    assert desk.heard[-1].direct


async def test_nobody_can_be_answered_in_public_who_wrote_in_private(desk: Desk) -> None:
    question = await desk.question("ho un problema", direct=True)
    with pytest.raises(Refused, match="no_public"):
        await desk.channel.send(desk.answer_to(question, "Ecco", visibility=Visibility.PUBLIC), desk.commits)


async def test_whoever_blocked_the_bot_is_told_from_a_broken_network(desk: Desk) -> None:
    question = await desk.question(direct=True)
    network_of(desk).blocks(MARTA)
    with pytest.raises(Refused, match="blocked"):
        await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)


# ---- what is sent


async def test_a_question_that_was_deleted_is_answered_in_private_and_not_in_a_group(desk: Desk) -> None:
    private, public = await desk.question(direct=True), await desk.question(direct=False)
    for question in (private, public):
        network_of(desk).removes(question.remote_id)
    await desk.channel.send(desk.answer_to(private, "Eccoci"), desk.commits)
    assert desk.heard[-1].reply_to is None
    with pytest.raises(Refused, match="reply_target_gone"):
        await desk.channel.send(desk.answer_to(public, "Eccoci"), desk.commits)


async def test_a_group_that_got_another_id_is_found_there_and_committed_once(desk: Desk) -> None:
    question = await desk.question(direct=False)
    network_of(desk).upgrades()
    receipt = await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)
    assert receipt.remote_id.startswith(f"{network_of(desk).world.group.id}/")
    assert desk.committed == ["now"]


@pytest.mark.parametrize(
    ("text", "files", "reason"),
    [
        ("  ", (), "empty"),
        ("x" * 4_097, (), "too_long"),
        ("x" * 1_025, (PIXEL,), "too_long"),
        ("ecco", (b"",), "attachment_refused"),
        ("ecco", (PIXEL,) * 11, "attachment_refused"),
    ],
)
async def test_what_telegram_would_refuse_never_leaves(
    desk: Desk, text: str, files: tuple[bytes, ...], reason: str
) -> None:
    attachments = tuple(OutgoingAttachment("schema.png", "image/png", content) for content in files)
    question = await desk.question(direct=True)
    with pytest.raises(Refused, match=reason):
        await desk.channel.send(desk.answer_to(question, text, attachments=attachments), desk.commits)
    assert desk.committed == []
    longest = "ò" * 4_096
    await desk.channel.send(desk.answer_to(question, longest), desk.commits)
    assert desk.heard[-1].text == longest


async def test_one_file_leaves_with_its_words_and_several_as_one_album(desk: Desk) -> None:
    question = await desk.question(direct=True)
    picture = OutgoingAttachment("schema.png", "image/png", PIXEL)
    paper = OutgoingAttachment("modulo.pdf", "application/pdf", b"%PDF-1.7")
    sent = network_of(desk).world.messages
    for files, photos in (((picture,), [True]), ((paper,), [False]), ((picture, picture), [True] * 2)):
        before = len(sent)
        await desk.channel.send(desk.answer_to(question, "Ecco lo schema", attachments=files), desk.commits)
        new = list(sent.values())[before:]
        assert [message.files[0].photo for message in new] == photos
        assert [message.text for message in new] == ["Ecco lo schema", *[""] * (len(new) - 1)]
        assert all(message.answers for message in new)


async def test_too_many_messages_wait_their_turn(desk: Desk) -> None:
    question = await desk.question(direct=False)
    begun = desk.clock()
    with pytest.raises(TemporaryFailure, match="rate_limited") as caught:
        for number in range(25):
            await desk.channel.send(desk.answer_to(question, f"risposta {number}"), desk.commits)
    assert len(desk.heard) == 20
    assert desk.clock() - begun == timedelta(seconds=19)
    assert caught.value.retry_after == pytest.approx(41, abs=1)


async def test_a_chat_that_telegram_closes_for_a_while_is_left_alone(desk: Desk) -> None:
    question, other = await desk.question(direct=True), await desk.question(who=OSCAR, direct=True)
    desk.answers(KIT.limited(40), "Topazio", times=1)
    for _ in range(2):
        with pytest.raises(TemporaryFailure, match="rate_limited") as caught:
            await desk.channel.send(desk.answer_to(question, "Topazio"), desk.commits)
        assert caught.value.retry_after == pytest.approx(40)
    await desk.channel.send(desk.answer_to(other, "Topazio"), desk.commits)
    desk.clock.advance(seconds=41)
    await desk.channel.send(desk.answer_to(question, "Topazio"), desk.commits)


async def test_an_old_message_can_not_be_taken_back_and_anothers_neither(desk: Desk) -> None:
    question = await desk.question(direct=False)
    receipt = await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)
    desk.clock.advance(hours=49)
    for remote_id in (receipt.remote_id, question.remote_id, "nonsense"):
        with pytest.raises(Refused, match="not_deletable"):
            await desk.channel.delete(remote_id)


# ---- files


async def test_pictures_and_documents_arrive_with_their_bytes(desk: Desk) -> None:
    network = network_of(desk)
    photo, paper = (
        network.shows(MARTA, "il contatore", PIXEL),
        network.shows(OSCAR, "", b"%PDF-1.7", name="bolletta.pdf"),
    )
    found, _ = await desk.pull()
    (picture,), (document,) = found[photo].attachments, found[paper].attachments
    assert (picture.name, picture.content_type, picture.content, picture.size) == ("photo.jpg", "image/jpeg", PIXEL, 16)
    assert (document.name, document.content) == ("bolletta.pdf", b"%PDF-1.7")
    assert (found[photo].text, found[paper].text) == ("il contatore", "")


async def test_a_file_too_large_for_a_bot_is_described(desk: Desk) -> None:
    network = network_of(desk)
    identity = network.shows(MARTA, "il filmato", b"0" * (20 * 1024 * 1024 + 1), name="casa.mov")
    (file,) = (await desk.pull())[0][identity].attachments
    assert (file.content, file.size) == (None, 20 * 1024 * 1024 + 1)


async def test_what_does_not_fit_into_one_pull_comes_with_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.telegram.pull.PULL_BYTES", 20)
    network = network_of(desk)
    said = [network.shows(MARTA, f"foto {number}", PIXEL) for number in range(4)]
    fetched = await desk.channel.fetch(None)
    assert [one.remote_id for one in fetched.arrivals] == said[:1]
    assert fetched.more
    found, _ = await desk.pull(fetched.cursor)
    assert list(found) == said[1:]
    assert all(one.attachments[0].content == PIXEL for one in found.values())


async def test_a_broken_way_to_a_file_loses_no_message_and_no_file(desk: Desk) -> None:
    network = network_of(desk)
    before, photo = desk.says("guardate", direct=True), network.shows(MARTA, "qui", PIXEL)
    network.faults.add(Fault("GET", "/file/", drops=True, times=2))
    first = await desk.channel.fetch(None)
    assert [one.remote_id for one in first.arrivals] == [before]
    with pytest.raises(TemporaryFailure):
        await desk.channel.fetch(first.cursor)
    assert (await desk.pull(first.cursor))[0][photo].attachments[0].content == PIXEL


async def test_a_file_that_can_not_be_had_for_long_holds_up_nothing_in_the_end(desk: Desk) -> None:
    network = network_of(desk)
    photo = network.shows(MARTA, "qui", PIXEL)
    broken = Response(502, b"<html>bad gateway</html>", "text/html")
    network.faults.add(Fault("GET", "/file/", response=broken, times=1_000))
    for _ in range(TRIES):
        with pytest.raises(TemporaryFailure, match="http_502"):
            await desk.channel.fetch(None)
    fetched = await desk.channel.fetch(None)
    assert [(one.remote_id, one.attachments[0].content) for one in fetched.arrivals] == [(photo, None)]
    assert fetched.refused == ("file_not_had",)


async def test_a_file_that_is_gone_is_described_at_once(desk: Desk) -> None:
    photo = network_of(desk).shows(MARTA, "qui", PIXEL)
    network_of(desk).faults.add(Fault("GET", "/file/", response=Response(404, b'{"ok": false, "description": "gone"}')))
    assert (await desk.pull())[0][photo].attachments[0].content is None


# ---- the token


async def test_the_token_is_in_no_log_and_no_error(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")  # whatever a test before this one left it at
    secret = desk.secrets.all().popitem()[1].partition(":")[2]
    network = network_of(desk)
    network.shows(MARTA, "il contatore", PIXEL)
    question = await desk.question(direct=True)
    errors: list[BaseException] = []
    network.faults.add(Fault("POST", "/bot", drops=True, times=2))
    desk.clock.advance(seconds=2)
    for deed in (desk.channel.fetch(None), desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)):
        try:
            await deed
        except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
            errors.append(error)
    await network.close()
    for deed in (desk.channel.fetch(None), desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)):
        with pytest.raises(TemporaryFailure) as caught:
            await deed
        errors.append(caught.value)
    told = [*caplog.messages, *(words for error in errors for words in _words_of(error))]
    assert any("HTTP Request: POST" in line for line in told)
    assert [line for line in told if secret in line] == []


def _words_of(error: BaseException | None) -> list[str]:
    found: list[str] = []
    while error is not None:
        found += [str(error), repr(error)]
        if isinstance(error, httpx.RequestError):
            found.append(str(error.request.url))
        error = error.__cause__
    return found


@pytest.mark.parametrize("token", ["", "nonsense", "12345678:" + "é" * 30, "7100200300:AA/../../getMe?x=1234567890123"])
async def test_what_is_no_token_never_leaves(desk: Desk, token: str) -> None:
    channel = TelegramChannel(
        account_of(KIT, desk.network),
        SessionVault({"account/account-1/token": token}),
        clock=desk.clock,
        transport=desk.cable,
    )
    try:
        with pytest.raises(SignInExpired, match="no_token"):
            await channel.fetch(None)
        assert desk.cable.passed == []
    finally:
        await channel.close()


async def test_a_token_that_was_withdrawn_or_never_was_asks_for_a_new_one(desk: Desk) -> None:
    desk.secrets.set("account/account-1/token", f"7100200300:{'x' * 35}")
    with pytest.raises(SignInExpired, match="token_refused"):
        await desk.channel.fetch(None)


async def test_a_bot_api_server_of_ones_own_may_live_below_a_path(desk: Desk) -> None:
    account = account_of(KIT, desk.network)
    settings = {**account.settings, "api": f"{desk.network.url}/telegram"}
    channel = TelegramChannel(replace(account, settings=settings), desk.secrets, clock=desk.clock, pace=Pace())
    try:
        with pytest.raises(SignInExpired):  # nothing is there, but it was asked where it was told
            await channel.fetch(None)
    finally:
        await channel.close()
