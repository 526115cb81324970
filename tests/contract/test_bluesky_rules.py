"""What is Bluesky's own: sessions that are kept, threads and announcements, quotes, requests to chat, renamed people."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desktop.channels import secret_name
from desktop.channels.bluesky.channel import BlueskyChannel
from desktop.demo.faults import Fault
from desktop.demo.networks.bluesky import BlueskyNetwork
from desktop.demo.networks.bluesky.ids import did_of
from desktop.demo.wire import Response, json_response
from desktop.model import (
    ChannelError,
    Direction,
    OutcomeUnknown,
    OutgoingAttachment,
    Refused,
    SignInExpired,
    TemporaryFailure,
    Visibility,
)
from desktop.system.vault import SessionVault
from tests.contract.cable import Answer
from tests.contract.channel_place import BRAND, MARTA, OSCAR, Desk, account_of, open_desk
from tests.contract.test_bluesky_contract import KIT

PUT = ("POST", "/xrpc/com.atproto.repo.putRecord")
CHAT = "chat.bsky.convo"


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the network speaks plain HTTP on this machine."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_desk(KIT) as opened:
        yield opened


def network_of(desk: Desk) -> BlueskyNetwork:
    assert isinstance(desk.network, BlueskyNetwork)
    return desk.network


def reopened(
    desk: Desk, secrets: SessionVault | None = None, *, settings: Mapping[str, str] | None = None
) -> BlueskyChannel:
    """Return the channel as a program that was started again would open it."""
    account = account_of(KIT, desk.network)
    account = replace(account, settings={**account.settings, **(settings or {})})
    return BlueskyChannel(account, secrets or desk.secrets, clock=desk.clock, transport=desk.cable)


def goes_wrong(desk: Desk, request: tuple[str, str], **changes: Any) -> None:
    network_of(desk).faults.add(Fault(*request, **changes))


def xrpc_error(status: int, name: str, message: str = "") -> Response:
    return json_response({"error": name, "message": message}, status)


def asked(desk: Desk, name: str) -> int:
    """Return how often a method was asked for."""
    return sum(f"/xrpc/{name}" in passing.url for passing in desk.cable.passed)


# ---- staying signed in


async def test_nobody_signs_in_anew_while_a_refresh_token_works(desk: Desk) -> None:
    for _ in range(4):
        channel = reopened(desk)
        await channel.fetch(None)
        desk.clock.advance(hours=3)
        await channel.fetch(None)
        desk.clock.advance(days=20)
    assert network_of(desk).keeping.sign_ins == 1


async def test_a_token_that_runs_out_is_renewed_in_time(desk: Desk) -> None:
    await desk.pull()
    desk.clock.advance(hours=1, minutes=59)
    await desk.pull()
    assert asked(desk, "com.atproto.server.refreshSession") == 1


async def test_a_clock_of_ours_that_is_wrong_by_days_renews_no_more_than_needed(desk: Desk) -> None:
    desk.clock.ahead = -timedelta(days=2)
    for _ in range(5):
        await desk.pull()
    assert asked(desk, "com.atproto.server.refreshSession") == 0
    desk.clock.ahead += timedelta(hours=5)  # the server's clock goes on, the token is over there
    await desk.pull()
    assert asked(desk, "com.atproto.server.refreshSession") == 1


async def test_a_lost_refresh_is_repeated_with_the_old_token(desk: Desk) -> None:
    await desk.pull()
    desk.clock.advance(hours=3)
    goes_wrong(desk, ("POST", "/xrpc/com.atproto.server.refreshSession"), drops=True, after=True)
    with pytest.raises(TemporaryFailure):
        await desk.channel.fetch(None)
    await desk.pull()
    assert network_of(desk).keeping.sign_ins == 1


async def test_a_busy_server_does_not_make_us_use_the_password(desk: Desk) -> None:
    await desk.pull()
    desk.clock.advance(hours=3)
    desk.answers(KIT.limited(None), "refreshSession")
    with pytest.raises(TemporaryFailure, match="rate_limited"):
        await desk.channel.fetch(None)
    assert network_of(desk).keeping.sign_ins == 1


async def test_ended_sessions_use_the_password_once(desk: Desk) -> None:
    await desk.pull()
    network_of(desk).keeping.end_sessions()
    desk.clock.advance(hours=3)
    await desk.pull()
    assert network_of(desk).keeping.sign_ins == 2


async def test_without_a_password_an_ended_session_needs_a_person(desk: Desk) -> None:
    await desk.pull()
    desk.secrets.delete(secret_name("account-1", "app_password"))
    network_of(desk).keeping.end_sessions()
    desk.clock.advance(hours=3)
    with pytest.raises(SignInExpired, match="token_refused"):
        await desk.channel.fetch(None)
    with pytest.raises(SignInExpired, match="no_token"):
        await reopened(desk, SessionVault()).fetch(None)


async def test_a_token_refused_in_the_middle_of_sending_is_renewed_and_one_text_leaves(desk: Desk) -> None:
    for direct in (False, True):
        question = await desk.question(direct=direct)
        request = ("POST", f"/xrpc/{CHAT}.sendMessage") if direct else PUT
        goes_wrong(desk, request, response=xrpc_error(400, "ExpiredToken", "Token has expired"))
        await desk.channel.send(desk.answer_to(question, f"Una volta sola ({direct})"), desk.commits)
    assert [heard.text for heard in desk.heard] == ["Una volta sola (False)", "Una volta sola (True)"]
    assert desk.committed == ["now", "now"]


# ---- threads


async def test_answers_under_an_announcement_are_conversations_of_their_own(desk: Desk) -> None:
    news = desk.network.announces("Da lunedì nuovi orari")
    _, before = await desk.pull()
    first = desk.says("anche il sabato?", reply_to=news, names_us=False)
    second = desk.says("finalmente", OSCAR, reply_to=news, names_us=False)
    found, _ = await desk.pull(before.cursor)
    assert {identity: arrival.thread_remote_id for identity, arrival in found.items()} == {first: first, second: second}
    assert found[first].quoted == "Da lunedì nuovi orari"
    assert found[first].mentions_us


async def test_a_thread_is_found_from_its_end_alone(desk: Desk) -> None:
    question = desk.says("quando riaprite?")
    answer = desk.network.announces("domani alle otto", reply_to=question)
    _, before = await desk.pull()
    thanks = desk.says("grazie", reply_to=answer, names_us=False)
    forgetful = json.dumps({**json.loads(before.cursor), "known": {}})
    found, _ = await desk.pull(forgetful)
    assert {found[each].thread_remote_id for each in (question, answer, thanks)} == {question}
    assert found[answer].recipients == (did_of("marta"),)


async def test_a_mention_deep_in_a_talk_of_others_brings_what_it_answers(desk: Desk) -> None:
    root = desk.says("che bolletta!", OSCAR, names_us=False)
    deep = desk.says("chiedi a loro", reply_to=root)
    network_of(desk).removes(root)
    found, _ = await desk.pull()
    assert found[deep].thread_remote_id == root
    other = desk.says("che bolletta!", OSCAR, names_us=False)
    deep = desk.says("chiedi a loro", reply_to=other)
    found, _ = await desk.pull()
    assert (found[deep].thread_remote_id, found[deep].in_reply_to) == (other, other)
    assert not found[other].mentions_us


async def test_an_answer_names_the_threads_root_and_its_parent(desk: Desk) -> None:
    question = await desk.question()
    receipt = await desk.channel.send(desk.answer_to(question, "Domani"), desk.commits)
    again = desk.says("a che ora?", reply_to=receipt.remote_id, names_us=False)
    arrival = (await desk.pull())[0][again]
    last = await desk.channel.send(desk.answer_to(arrival, "Alle otto"), desk.commits)
    record = network_of(desk).world.posts[last.remote_id].record
    assert record["reply"] == {
        "root": network_of(desk).world.ref(question.remote_id),
        "parent": network_of(desk).world.ref(again),
    }
    assert record["langs"] == ["it"]


async def test_a_quote_is_for_us_and_shows_what_it_quotes(desk: Desk) -> None:
    news = desk.network.announces("Da lunedì nuovi orari")
    quote = network_of(desk).quotes(MARTA, "finalmente", news)
    found, _ = await desk.pull()
    assert (found[quote].mentions_us, found[quote].quoted) == (True, "Da lunedì nuovi orari")
    assert news not in found


async def test_a_thread_that_lets_only_some_answer_refuses_us_before_we_speak(desk: Desk) -> None:
    question = await desk.question()
    network_of(desk).world.closed_threads.add(question.remote_id)
    with pytest.raises(Refused, match="forbidden"):
        await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)
    assert desk.committed == []


async def test_an_answer_to_what_is_gone_is_refused(desk: Desk) -> None:
    question = await desk.question()
    desk.network.removes(question.remote_id)
    with pytest.raises(Refused, match="reply_target_gone"):
        await desk.channel.send(desk.answer_to(question, "Prego"), desk.commits)


async def test_a_post_that_the_index_hides_is_not_believed_gone(desk: Desk) -> None:
    question = await desk.question()
    _, before = await desk.pull()
    desk.clock.advance(minutes=10)
    desk.twists(lambda passing, body: b'{"posts": []}' if "getPosts" in passing.url else body)
    assert (await desk.channel.fetch(before.cursor)).removals == ()
    assert network_of(desk).world.posts[question.remote_id]


async def test_a_server_without_an_index_still_brings_what_notices_say(desk: Desk) -> None:
    identity = desk.says("ci siete?")
    desk.answers(Answer.of(501, {"error": "MethodNotImplemented"}), "xrpc/app.bsky.feed")
    desk.answers(Answer.of(501, {"error": "MethodNotImplemented"}), "xrpc/app.bsky.actor")
    fetched = await desk.channel.fetch(None)
    assert [arrival.remote_id for arrival in fetched.arrivals] == [identity]
    assert fetched.arrivals[0].author.followers is None
    assert fetched.refused == ("search_http_501",)
    receipt = await desk.channel.send(desk.answer_to(fetched.arrivals[0], "Eccoci"), desk.commits)
    assert receipt.remote_id == desk.heard[-1].remote_id


# ---- people


async def test_who_was_renamed_is_the_same_person_by_another_name(desk: Desk) -> None:
    question = await desk.question()
    _, before = await desk.pull()
    network_of(desk).world.renames(question.author.remote_id, "marta-nuova.agora.test")
    desk.clock.advance(hours=1)
    found = (await desk.channel.fetch(before.cursor)).arrivals
    assert [arrival.remote_id for arrival in found] == [question.remote_id]
    assert found[0].author.remote_id == question.author.remote_id
    assert found[0].author.handle == "@marta-nuova.agora.test"
    assert "marta-nuova.agora.test" in (found[0].permalink or "")
    assert found[0].edited_at is None


async def test_followers_are_asked_for_in_batches(desk: Desk) -> None:
    people = [replace(MARTA, key=f"p{number}", handle=f"p{number}", followers=number + 1) for number in range(30)]
    for person in people:
        desk.says("anch'io", person)
    found, _ = await desk.pull()
    assert {arrival.author.followers for arrival in found.values()} == set(range(1, 31))
    assert asked(desk, "app.bsky.actor.getProfiles") == 3  # ourselves, then 25 and 5


# ---- listening


async def test_what_names_us_and_the_brand_comes_once_as_a_mention(desk: Desk) -> None:
    _, before = await desk.pull()
    identity = desk.says(f"{BRAND} rispondete")
    found, after = await desk.pull(before.cursor)
    assert found[identity].mentions_us
    assert not (await desk.pull(after.cursor))[0]


async def test_what_was_only_heard_can_be_answered_and_is_then_a_talk_with_us(desk: Desk) -> None:
    _, before = await desk.pull()
    identity = desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False)
    found, after = await desk.pull(before.cursor)
    assert not found[identity].mentions_us
    receipt = await desk.channel.send(desk.answer_to(found[identity], "Ci dispiace"), desk.commits)
    thanks = desk.says("ah, ci siete", reply_to=receipt.remote_id, names_us=False)
    found, _ = await desk.pull(after.cursor)
    assert (found[thanks].mentions_us, found[thanks].thread_remote_id) == (True, identity)


async def test_languages_hashtags_and_many_words_take_their_turns(desk: Desk) -> None:
    words = "\n".join(f"parola{number}" for number in range(12))
    tags = {"listen.words": words, "listen.hashtags": "#LuceBuona", "listen.languages": "it"}
    channel = reopened(desk, settings=tags)
    heard = {desk.says(f"ecco parola{number}", names_us=False) for number in (0, 11)}
    heard.add(desk.says("che sera #LuceBuona", names_us=False))
    desk.says("ecco parola3", replace(OSCAR, key="john", handle="john", language="en"), names_us=False)
    found: set[str] = set()
    cursor: str | None = None
    for _ in range(3):
        fetched = await channel.fetch(cursor)
        cursor = fetched.cursor
        found |= {arrival.remote_id for arrival in fetched.arrivals}
    assert found == heard


async def test_more_hits_than_a_page_are_all_found(desk: Desk) -> None:
    _, before = await desk.pull()
    said = {desk.says(f"{BRAND} {number}", names_us=False) for number in range(230)}
    assert set((await desk.pull(before.cursor))[0]) == said


# ---- in private


async def test_who_asks_to_write_to_us_is_accepted_when_we_answer(desk: Desk) -> None:
    question = await desk.question(direct=True)
    convo = network_of(desk).chat.convos[question.thread_remote_id]
    assert network_of(desk).company.did not in convo.accepted
    await desk.channel.send(desk.answer_to(question, "Buongiorno"), desk.commits)
    assert network_of(desk).company.did in convo.accepted


async def test_a_public_question_is_answered_in_private_to_its_author(desk: Desk) -> None:
    question = await desk.question()
    outgoing = desk.answer_to(question, "Ci dica il numero cliente", visibility=Visibility.DIRECT)
    receipt = await desk.channel.send(outgoing, desk.commits)
    assert (desk.heard[-1].direct, desk.heard[-1].recipient_key) == (True, MARTA.key)
    found, _ = await desk.pull()
    assert found[receipt.remote_id].direction is Direction.OUTGOING
    assert found[receipt.remote_id].recipients == (question.author.remote_id,)


async def test_who_takes_no_messages_gets_none(desk: Desk) -> None:
    question = await desk.question()
    world = network_of(desk).world
    world.residents[question.author.remote_id] = replace(world.residents[question.author.remote_id], takes="none")
    outgoing = desk.answer_to(question, "In privato", visibility=Visibility.DIRECT)
    with pytest.raises(Refused, match="no_direct"):
        await desk.channel.send(outgoing, desk.commits)
    with pytest.raises(Refused, match="no_recipient"):
        await desk.channel.send(replace(outgoing, recipient="@nessuno.agora.test"), desk.commits)
    assert desk.committed == []


async def test_a_conversation_of_many_is_neither_read_nor_written_to(desk: Desk) -> None:
    identity = desk.says("siamo in tanti", direct=True)
    question = (await desk.pull())[0][identity]
    crowd = {"$type": "chat.bsky.convo.defs#groupConvo", "name": "x", "memberCount": 9}

    def crowded(_: object, body: bytes) -> bytes:
        return body.replace(b'{"$type":"chat.bsky.convo.defs#directConvo"}', json.dumps(crowd).encode())

    desk.twists(crowded)
    with pytest.raises(Refused, match="no_recipient"):
        await desk.channel.send(desk.answer_to(question, "A tutti?"), desk.commits)
    assert identity not in {arrival.remote_id for arrival in (await reopened(desk).fetch(None)).arrivals}


async def test_posts_arrive_while_the_chat_is_away_and_messages_follow(desk: Desk) -> None:
    _, before = await desk.pull()
    post, message = desk.says("ci siete?"), desk.says("4471", direct=True)
    desk.answers(Answer.of(502, {"error": "UpstreamFailure"}), CHAT)
    fetched = await desk.channel.fetch(before.cursor)
    assert [arrival.remote_id for arrival in fetched.arrivals] == [post]
    assert fetched.refused == ("chat_http_502",)
    assert (await desk.channel.fetch(fetched.cursor)).refused == ()
    desk.recovers()
    desk.clock.advance(minutes=4)
    found, _ = await desk.pull(fetched.cursor)
    assert message in found


async def test_an_app_password_without_messages_says_so(desk: Desk) -> None:
    network_of(desk).keeping.private_messages = False
    question = await desk.question()
    steps = await desk.channel.check()
    assert (steps[-1].step, steps[-1].reason) == ("direct", "chat_not_allowed")
    outgoing = desk.answer_to(question, "In privato", visibility=Visibility.DIRECT)
    with pytest.raises(Refused, match="chat_not_allowed"):
        await desk.channel.send(outgoing, desk.commits)
    assert "chat_not_allowed" in (await desk.channel.fetch(None)).refused
    assert network_of(desk).keeping.sign_ins == 1


async def test_a_chat_that_refuses_a_fresh_token_takes_only_itself_away(desk: Desk) -> None:
    post = desk.says("ci siete?")
    desk.answers(Answer.of(400, {"error": "InvalidToken", "message": "no"}), CHAT)
    fetched = await desk.channel.fetch(None)
    assert [arrival.remote_id for arrival in fetched.arrivals] == [post]
    assert fetched.refused == ("chat_not_allowed",)
    assert asked(desk, "com.atproto.server.refreshSession") == 1


async def test_a_message_can_be_taken_back_by_nobody(desk: Desk) -> None:
    question = await desk.question(direct=True)
    receipt = await desk.channel.send(desk.answer_to(question, "Ops"), desk.commits)
    with pytest.raises(Refused, match="not_deletable"):
        await desk.channel.delete(receipt.remote_id)


async def test_many_conversations_are_read_in_turns(desk: Desk) -> None:
    people = [replace(MARTA, key=f"p{number}", handle=f"p{number}") for number in range(40)]
    said = {desk.says(f"sono {person.key}", person, direct=True) for person in people}
    found, after = await desk.pull()
    assert set(found) == said
    said = {desk.says(f"ancora {person.key}", person, direct=True) for person in people}
    assert set((await desk.pull(after.cursor))[0]) == said


# ---- what leaves


@pytest.mark.parametrize(
    ("response", "expected", "reason"),
    [
        (xrpc_error(400, "InvalidRequest", "something odd"), Refused, "not_accepted"),
        (xrpc_error(413, "PayloadTooLarge"), Refused, "message_too_large"),
        (xrpc_error(429, "RateLimitExceeded"), TemporaryFailure, "rate_limited"),
        (xrpc_error(500, "InternalServerError"), OutcomeUnknown, "http_500"),
        (Response(502, b"<html>bad gateway</html>", "text/html"), OutcomeUnknown, "http_502"),
        (Response(200, b"<html>fine</html>", "text/html"), OutcomeUnknown, "unreadable_answer"),
        (Response(200, b"[1, 2]"), OutcomeUnknown, "unreadable_answer"),
        (Response(302, headers=(("Location", "https://elsewhere.example/"),)), TemporaryFailure, "redirected"),
    ],
)
async def test_every_answer_to_a_post_means_one_thing(
    desk: Desk, response: Response, expected: type[ChannelError], reason: str
) -> None:
    desk.cable.judge = None
    question = await desk.question()
    goes_wrong(desk, PUT, response=response)
    with pytest.raises(ChannelError) as caught:
        await desk.channel.send(desk.answer_to(question, "Ecco"), desk.commits)
    assert (type(caught.value), caught.value.reason) == (expected, reason)


async def test_a_delivery_that_goes_twice_is_one_post_that_stays_as_it_was(desk: Desk) -> None:
    question = await desk.question()
    outgoing = desk.answer_to(question, "Una volta sola")
    first = await desk.channel.send(outgoing, desk.commits)
    before = network_of(desk).world.posts[first.remote_id]
    desk.clock.advance(minutes=30)
    second = await desk.channel.send(outgoing, desk.commits)
    assert (first.remote_id, first.at) == (second.remote_id, second.at)
    assert network_of(desk).world.posts[first.remote_id] == before
    assert desk.posted("Una volta sola") == 1


async def test_an_answer_held_over_night_is_dated_when_it_leaves(desk: Desk) -> None:
    question = await desk.question()
    outgoing = desk.answer_to(question, "Buongiorno")
    desk.clock.advance(hours=11)
    receipt = await desk.channel.send(outgoing, desk.commits)
    assert receipt.at == desk.clock()
    assert network_of(desk).world.posts[receipt.remote_id].at == desk.clock()


@pytest.mark.parametrize("direct", [False, True])
async def test_graphemes_and_bytes_are_both_counted_before_anything_leaves(desk: Desk, direct: bool) -> None:
    question = await desk.question(direct=direct)
    most = 1_000 if direct else 300
    passed = len(desk.cable.passed)
    for text in ("è" * (most + 1), "👩‍🔧" * most):
        with pytest.raises(Refused, match="too_long"):
            await desk.channel.send(desk.answer_to(question, text), desk.commits)
    with pytest.raises(Refused, match="empty"):
        await desk.channel.send(desk.answer_to(question, " \n"), desk.commits)
    assert len(desk.cable.passed) == passed
    await desk.channel.send(desk.answer_to(question, "è" * most), desk.commits)


async def test_pictures_leave_with_words_for_those_who_see_none(desk: Desk) -> None:
    question = await desk.question()
    files = tuple(OutgoingAttachment(f"foto_{n}.png", "image/png", b"\x89PNG" + bytes([n])) for n in range(4))
    receipt = await desk.channel.send(desk.answer_to(question, "Ecco", attachments=files), desk.commits)
    found, _ = await desk.pull()
    names = [(file.name, file.content_type, file.size) for file in found[receipt.remote_id].attachments]
    assert names == [(f"foto {n}", "image/png", 5) for n in range(4)]


async def test_what_a_picture_shows_is_said_in_our_own_words(desk: Desk) -> None:
    question = await desk.question()
    shown = OutgoingAttachment("foto_1.png", "image/png", b"\x89PNG", " Il contatore è fermo a 4.210 ")
    receipt = await desk.channel.send(desk.answer_to(question, "Ecco", attachments=(shown,)), desk.commits)
    found, _ = await desk.pull()
    assert [file.name for file in found[receipt.remote_id].attachments] == ["Il contatore è fermo a 4.210"]


@pytest.mark.parametrize(
    ("files", "direct"),
    [
        ((OutgoingAttachment("a.pdf", "application/pdf", b"%PDF"),), False),
        ((OutgoingAttachment("a.png", "image/png", b"x" * 2_000_001),), False),
        ((OutgoingAttachment("a.png", "image/png", b""),), False),
        ((OutgoingAttachment("a.png", "image/png", b"x"),) * 5, False),
        ((OutgoingAttachment("a.png", "image/png", b"x"),), True),
    ],
)
async def test_files_that_bluesky_does_not_take_are_refused(
    desk: Desk, files: tuple[OutgoingAttachment, ...], direct: bool
) -> None:
    question = await desk.question(direct=direct)
    with pytest.raises(Refused, match="attachment_refused"):
        await desk.channel.send(desk.answer_to(question, "Ecco", attachments=files), desk.commits)
    assert desk.committed == []


async def test_names_links_and_tags_of_an_answer_are_facets(desk: Desk) -> None:
    question = await desk.question()
    text = f"è qui: {question.author.handle}, aurora.org/è #LuceBuona @nessuno.agora.test"
    receipt = await desk.channel.send(desk.answer_to(question, text), desk.commits)
    record = network_of(desk).world.posts[receipt.remote_id].record
    octets = record["text"].encode()
    shown = [octets[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode() for one in record["facets"]]
    assert shown == [question.author.handle, "aurora.org/è", "#LuceBuona"]
    assert record["facets"][0]["features"][0]["did"] == question.author.remote_id


async def test_the_real_rule_of_keys_is_kept_by_the_fake(desk: Desk) -> None:
    await desk.pull()
    session = await desk.channel._client.session()  # type: ignore[attr-defined]
    record = {"$type": "app.bsky.feed.post", "text": "x", "createdAt": "2026-05-12T09:48:00.000Z"}
    body = {"repo": session.did, "collection": "app.bsky.feed.post", "rkey": "3l6oveex3ii2l", "record": record}
    client = desk.channel._client  # type: ignore[attr-defined]
    await client.publish("com.atproto.repo.createRecord", body, desk.commits)
    with pytest.raises(OutcomeUnknown, match="http_500"):
        await client.publish("com.atproto.repo.createRecord", body, desk.commits)
    await client.publish("com.atproto.repo.putRecord", body, desk.commits)
