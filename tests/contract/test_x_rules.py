"""What X asks beyond the contract: who may be answered, what things cost, how rarely it may be asked, its two languages."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desktop.channels.x.channel import XChannel
from desktop.channels.x.manifest import MANIFEST
from desktop.demo.faults import Fault
from desktop.demo.networks import Persona
from desktop.demo.networks.x import XManners, XNetwork
from desktop.demo.wire import Response, json_response
from desktop.model import (
    Arrival,
    Direction,
    Fetched,
    OutcomeUnknown,
    OutgoingAttachment,
    Refused,
    SignInExpired,
    TemporaryFailure,
    Visibility,
)
from tests.contract.channel_place import BRAND, MARTA, OSCAR, Desk, Kit, open_desk
from tests.contract.x_place import SPECIFICATION, judge

PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452")
KIT = Kit(manifest=MANIFEST, network=XNetwork, channel=XChannel, judge=judge)


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@asynccontextmanager
async def a_desk(**changes: Any) -> AsyncIterator[Desk]:
    async with open_desk(replace(KIT, **changes)) as desk:
        yield desk


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with a_desk() as desk:
        yield desk


def network_of(desk: Desk) -> XNetwork:
    assert isinstance(desk.network, XNetwork)
    return desk.network


def spent(fetched: Fetched) -> dict[str, tuple[int, int]]:
    return {one.kind: (one.count, one.micros) for one in fetched.spent}


def paths(desk: Desk) -> list[str]:
    return [f"{one.method} {one.url.partition('?')[0].removeprefix(desk.network.url)}" for one in desk.cable.passed]


async def the(desk: Desk, identity: str, cursor: str | None = None) -> Arrival:
    return (await desk.pull(cursor))[0][identity]


# ---- who may be answered


async def test_what_only_names_the_brand_can_not_be_answered_and_x_says_so_too(desk: Desk) -> None:
    overheard = await the(desk, desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False))
    assert overheard.mentions_us is False
    with pytest.raises(Refused, match="not_mentioned"):
        await desk.channel.send(desk.answer_to(overheard, "Buongiorno, vediamo"), desk.commits)


async def test_who_quotes_us_is_heard_without_a_mention_and_may_be_answered(desk: Desk) -> None:
    news = desk.network.announces("Da lunedì nuovi orari")
    desk.clock.advance(seconds=1)
    quote = await the(desk, network_of(desk).quotes(MARTA, "e il sabato?", news))
    assert quote.mentions_us is True
    assert (quote.text, quote.quoted) == ("e il sabato?", "Da lunedì nuovi orari")
    await desk.channel.send(desk.answer_to(quote, "Anche il sabato"), desk.commits)
    assert desk.heard[-1].reply_to == quote.remote_id


async def test_a_reply_that_takes_our_name_out_is_not_a_summons(desk: Desk) -> None:
    first = desk.says("quando riaprite?")
    answer = desk.network.announces("Domani", reply_to=first)
    desk.clock.advance(seconds=1)
    silent = desk.says(f"{BRAND} non risponde mai", reply_to=answer, names_us=False)
    found, _ = await desk.pull()
    assert found[silent].mentions_us is False
    assert found[silent].thread_remote_id == found[first].thread_remote_id


async def test_strangers_under_one_announcement_are_matters_of_their_own(desk: Desk) -> None:
    news = desk.network.announces("Da lunedì nuovi orari")
    first, second = desk.says("anche il sabato?", reply_to=news), desk.says("finalmente", OSCAR, reply_to=news)
    found, _ = await desk.pull()
    assert set(found) == {first, second}
    assert found[first].thread_remote_id != found[second].thread_remote_id
    assert found[first].quoted == "Da lunedì nuovi orari"
    assert (found[first].below_ours, found[second].below_ours) == (True, True)


async def test_another_customer_below_our_answer_does_not_join_the_first_ones_case(desk: Desk) -> None:
    first = desk.says("quando riaprite?")
    answer = desk.network.announces("Domani alle otto", reply_to=first)
    desk.clock.advance(seconds=1)
    other = desk.says("e a Torino?", OSCAR, reply_to=answer)
    found, _ = await desk.pull()
    assert found[other].thread_remote_id != found[first].thread_remote_id
    assert (found[other].in_reply_to, found[other].quoted) == (None, "Domani alle otto")
    assert found[answer].in_reply_to == first


async def test_a_private_message_is_never_answered_in_public(desk: Desk) -> None:
    question = await desk.question(direct=True)
    with pytest.raises(Refused, match="no_public"):
        await desk.channel.send(desk.answer_to(question, "Ecco", visibility=Visibility.PUBLIC), desk.commits)
    assert desk.committed == []


async def test_a_public_matter_moves_to_a_direct_message_and_comes_back_in_its_conversation(desk: Desk) -> None:
    question = await desk.question("mi avete addebitato due volte")
    outgoing = desk.answer_to(question, "Ci dica qui il numero cliente", visibility=Visibility.DIRECT)
    receipt = await desk.channel.send(outgoing, desk.commits)
    assert (desk.heard[-1].direct, desk.heard[-1].recipient_key) == (True, MARTA.key)
    number = desk.says("4471 0932", direct=True)
    found, _ = await desk.pull()
    assert found[receipt.remote_id].direction is Direction.OUTGOING
    assert found[number].thread_remote_id == found[receipt.remote_id].thread_remote_id
    looked = await desk.channel.look_up(outgoing)
    assert looked is not None
    assert looked.remote_id == receipt.remote_id


async def test_a_message_finds_its_way_by_the_handle_alone(desk: Desk) -> None:
    question = await desk.question()
    elsewhere = desk.answer_to(question, "La contattiamo qui", visibility=Visibility.DIRECT, thread_remote_id="")
    await desk.channel.send(elsewhere, desk.commits)
    assert desk.heard[-1].recipient_key == MARTA.key
    for nobody in ("", "@nobody_here", "@not a name"):
        with pytest.raises(Refused, match="no_recipient"):
            await desk.channel.send(replace(elsewhere, recipient=nobody), desk.commits)


async def test_who_takes_no_messages_is_named(desk: Desk) -> None:
    question = await desk.question()
    network_of(desk).writing.closed.add(question.author.remote_id)
    with pytest.raises(Refused, match="no_direct"):
        await desk.channel.send(desk.answer_to(question, "Qui", visibility=Visibility.DIRECT), desk.commits)


async def test_the_same_answer_twice_is_one_and_hours_later_refused_by_x_itself(desk: Desk) -> None:
    question = await desk.question()
    outgoing = desk.answer_to(question, "Riapriamo domani")
    first = await desk.channel.send(outgoing, desk.commits)
    again = await desk.channel.send(outgoing, desk.commits)
    assert again.remote_id == first.remote_id
    assert desk.posted("Riapriamo domani") == 1
    desk.clock.advance(hours=3)
    with pytest.raises(Refused, match="duplicate"):
        await desk.channel.send(desk.answer_to(question, "Riapriamo domani"), desk.commits)


async def test_only_replies_below_our_own_posts_can_be_hidden(desk: Desk) -> None:
    channel = desk.channel
    assert isinstance(channel, XChannel)
    elsewhere = desk.says("qui comando io")
    for refused in (elsewhere, "dm-17", "nonsense"):
        with pytest.raises(Refused):
            await channel.hide(refused, hidden=True)
    comment = desk.says("siete dei ladri", reply_to=desk.network.announces("Nuovi orari"))
    found, before = await desk.pull()
    assert (found[elsewhere].below_ours, found[comment].below_ours) == (False, True)
    await channel.hide(comment, hidden=True)
    assert network_of(desk).world.posts[comment].hidden
    desk.says("vero!", OSCAR, reply_to=comment)
    desk.clock.advance(minutes=10)
    later, after = await desk.pull(before.cursor)
    assert later[comment].hidden  # X does not tell that it is, and others' reactions must not show it again
    await channel.hide(comment, hidden=False)
    desk.says("già", OSCAR, reply_to=comment)
    desk.clock.advance(minutes=10)
    assert not (await desk.pull(after.cursor))[0][comment].hidden


async def test_an_answer_can_be_taken_back_on_either_side_and_a_strangers_can_not(desk: Desk) -> None:
    question = await desk.question(direct=True)
    receipt = await desk.channel.send(desk.answer_to(question, "Un momento"), desk.commits)
    await desk.channel.delete(receipt.remote_id)
    assert [message.text for message in network_of(desk).world.messages] == ["quando riaprite lo sportello?"]
    post = desk.says("resto qui")
    for refused in (post, question.remote_id, "dm-x"):
        with pytest.raises(Refused):
            await desk.channel.delete(refused)
    assert not network_of(desk).world.posts[post].deleted


# ---- what arrives


async def test_links_names_and_signs_arrive_as_they_were_written(desk: Desk) -> None:
    text = "vedi https://guasti.auroraenergia.it/mappa?zona=nord&via=4 e 3 < 4 & basta"
    first = desk.says(text)
    desk.network.announces("Eccoci", reply_to=first)
    second = desk.says("visto?", reply_to=first)
    found, _ = await desk.pull()
    assert found[first].text == f"@AuroraEnergia {text}"
    assert found[second].text == "visto?"
    assert found[first].author.handle == "@marta_bellini"
    assert found[first].author.followers == MARTA.followers


async def test_a_long_post_and_a_picture_arrive_whole(desk: Desk) -> None:
    long = "luce " * 120
    first = desk.says(long.strip())
    desk.clock.advance(seconds=1)
    second = network_of(desk).shows(MARTA, "guardate", "il contatore fermo")
    found, _ = await desk.pull()
    assert found[first].text == f"@AuroraEnergia {long.strip()}"
    assert found[second].text == "@AuroraEnergia guardate"
    assert [file.name for file in found[second].attachments] == ["il contatore fermo"]


async def test_an_edit_arrives_under_the_first_id_even_from_its_mentions(desk: Desk) -> None:
    identity = desk.says("la lettura è 1234")
    _, before = await desk.pull()
    desk.clock.advance(minutes=4)
    desk.network.edits(identity, "la lettura è 1243")
    found, after = await desk.pull(before.cursor)
    assert found[identity].text.endswith("1243")
    assert found[identity].edited_at == desk.clock().replace(microsecond=0)
    assert found[identity].sent_at < desk.clock() - timedelta(minutes=3)
    assert not (await desk.pull(after.cursor))[0]


async def test_an_edit_of_what_was_only_overheard_is_found_by_looking_again(desk: Desk) -> None:
    identity = desk.says(f"{BRAND} alle 12", names_us=False)
    _, before = await desk.pull()
    desk.clock.advance(minutes=10)
    desk.network.edits(identity, "altri alle 14")  # no query finds it any more
    found, _ = await desk.pull(before.cursor)
    assert found[identity].text == "altri alle 14"
    assert found[identity].mentions_us is False


async def test_old_posts_are_looked_over_once_a_day_and_what_is_gone_is_removed(desk: Desk) -> None:
    kept, gone = desk.says("resto"), desk.says("me ne vado", OSCAR)
    _, before = await desk.pull()
    desk.clock.advance(days=3)
    first = await desk.channel.fetch(before.cursor)
    assert first.removals == ()
    desk.network.removes(gone)
    soon = await desk.channel.fetch(first.cursor)
    assert soon.removals == ()
    desk.clock.advance(hours=23)
    later = await desk.channel.fetch(soon.cursor)
    assert [removal.remote_id for removal in later.removals] == [gone]
    known = json.loads(later.cursor)["known"]
    assert kept in known
    assert gone not in known


async def test_the_second_half_of_our_answer_stays_in_the_thread(desk: Desk) -> None:
    question = await desk.question()
    first = await desk.channel.send(desk.answer_to(question, "Uno di due"), desk.commits)
    desk.clock.advance(seconds=1)
    second = await desk.channel.send(
        replace(desk.answer_to(question, "Due di due"), in_reply_to=first.remote_id), desk.commits
    )
    found, _ = await desk.pull()
    assert found[second.remote_id].thread_remote_id == question.thread_remote_id
    assert found[second.remote_id].in_reply_to == first.remote_id


async def test_what_a_picture_shows_leaves_with_a_post(desk: Desk) -> None:
    question = await desk.question()
    picture = OutgoingAttachment("schema.png", "image/png", PIXEL, "Lo schema del contatore")
    receipt = await desk.channel.send(desk.answer_to(question, "Ecco", attachments=(picture,)), desk.commits)
    assert [file.name for file in (await the(desk, receipt.remote_id)).attachments] == ["Lo schema del contatore"]
    sent = [passing.url.rpartition("/")[2] for passing in desk.cable.passed if passing.method == "POST"]
    assert sent.index("metadata") < sent.index("tweets")


async def test_pictures_leave_with_an_answer_and_other_files_do_not(desk: Desk) -> None:
    question = await desk.question()
    picture = OutgoingAttachment("schema.png", "image/png", PIXEL)
    for way in (Visibility.PUBLIC, Visibility.DIRECT):
        outgoing = desk.answer_to(question, f"Ecco lo schema ({way})", visibility=way, attachments=(picture,))
        receipt = await desk.channel.send(outgoing, desk.commits)
        ours = await the(desk, receipt.remote_id)
        assert len(ours.attachments) == 1
        assert ours.text == f"Ecco lo schema ({way})"
        assert (await desk.channel.look_up(outgoing)) is not None
    for refused in ((replace(picture, content_type="application/pdf"),), (picture,) * 5):
        with pytest.raises(Refused, match="attachment_refused"):
            await desk.channel.send(desk.answer_to(question, "E questo", attachments=refused), desk.commits)
    with pytest.raises(Refused, match="attachment_refused"):
        private = desk.answer_to(question, "E due", visibility=Visibility.DIRECT, attachments=(picture, picture))
        await desk.channel.send(private, desk.commits)


# ---- what it costs


async def test_what_is_read_is_paid_for_once_a_day(desk: Desk) -> None:
    desk.says("quando riaprite?")
    desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False)
    desk.says("il mio numero è 4471", direct=True)
    _, first = await desk.pull()
    assert spent(first) == {"owned_read": (1, 1_000), "post_read": (1, 5_000), "dm_read": (1, 10_000)}
    _, again = await desk.pull(first.cursor)
    assert spent(again) == {}
    desk.clock.advance(hours=15)
    _, tomorrow = await desk.pull(again.cursor)
    assert spent(tomorrow) == {"dm_read": (1, 10_000)}


async def test_a_new_run_knows_what_the_last_one_paid_for(desk: Desk) -> None:
    desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False)
    _, first = await desk.pull()
    async with a_desk() as other:
        channel = XChannel(
            replace(_account(other), settings={**_account(other).settings, "api": desk.network.url}),
            other.secrets,
            clock=desk.clock,
            transport=desk.cable,
        )
        other.secrets.set("account/account-1/oauth_refresh", network_of(desk).sign_in.grant())
        fetched = await channel.fetch(first.cursor)
        await channel.close()
    assert spent(fetched) == {}


def _account(desk: Desk) -> Any:
    assert isinstance(desk.channel, XChannel)
    return desk.channel._account


async def test_a_reply_is_cheap_a_link_is_dear_and_a_deletion_counts(desk: Desk) -> None:
    question = await desk.question()
    answers = [
        desk.answer_to(question, "Buongiorno"),
        desk.answer_to(question, "Guardi https://guasti.auroraenergia.it/mappa"),
        desk.answer_to(question, "In privato", visibility=Visibility.DIRECT),
    ]
    receipts = [await desk.channel.send(answer, desk.commits) for answer in answers]
    assert [receipt.micros for receipt in receipts] == [10_000, 200_000, 15_000]
    looked_up = [await desk.channel.look_up(answer) for answer in answers]
    assert looked_up == [replace(receipt, at=receipt.at.replace(microsecond=0)) for receipt in receipts]
    post = await desk.channel.send(desk.answer_to(question, "Anzi no"), desk.commits)
    await desk.channel.delete(post.remote_id)
    fetched = await desk.channel.fetch(None)
    assert spent(fetched)["delete"] == (1, 10_000)


async def test_used_up_credits_stop_nothing_for_good(desk: Desk) -> None:
    question = await desk.question()
    faults = network_of(desk).faults
    empty = json_response({"title": "CreditsDepleted", "type": "https://api.x.com/2/problems/credits"}, 402)
    desk.cable.judge = None  # its description does not know this answer
    faults.add(Fault("POST", "/2/tweets", response=empty))
    with pytest.raises(TemporaryFailure, match="credits_used_up"):
        await desk.channel.send(desk.answer_to(question, "Buongiorno"), desk.commits)
    faults.add(Fault("GET", "/2/users", response=empty))
    with pytest.raises(TemporaryFailure, match="credits_used_up"):
        await desk.channel.fetch(None)
    await desk.channel.send(desk.answer_to(question, "Buongiorno"), desk.commits)


# ---- how rarely it may be asked


async def test_direct_messages_are_read_within_their_fifteen_reads_however_often_we_are_nudged(desk: Desk) -> None:
    _, fetched = await desk.pull()
    late: list[str] = []
    arrived: set[str] = set()
    for minute in range(40):
        desk.clock.advance(seconds=20)
        if minute % 5 == 0:
            late.append(desk.says(f"messaggio {minute}", direct=True))
        fetched = await desk.channel.fetch(fetched.cursor)
        assert fetched.refused == ()
        arrived |= {arrival.remote_id for arrival in fetched.arrivals}
    assert set(late[:-2]) <= arrived
    assert paths(desk).count("GET /2/dm_events") < 40


async def test_a_part_that_fails_alone_keeps_no_other_away(desk: Desk) -> None:
    identity = desk.says("mi leggete?")
    faults = network_of(desk).faults
    for path in ("/2/dm_events", "/2/tweets/search", "/2/users/me"):
        faults.add(Fault("GET", path, response=Response(503, b"<html>busy</html>", "text/html")))
    fetched = await desk.channel.fetch(None)
    assert identity in {arrival.remote_id for arrival in fetched.arrivals}
    assert sorted(fetched.refused) == ["dm_read:http_503", "me:http_503", "search:http_503"]
    assert (await desk.channel.fetch(fetched.cursor)).refused == ()


async def test_a_permission_that_is_missing_is_named_and_asked_for_hourly(desk: Desk) -> None:
    network_of(desk).sign_in.scopes -= {"dm.read"}
    identity = desk.says("mi leggete?")
    fetched = await desk.channel.fetch(None)
    assert identity in {arrival.remote_id for arrival in fetched.arrivals}
    assert fetched.refused == ("dm_read:forbidden",)
    asked = paths(desk).count("GET /2/dm_events")
    for _ in range(3):
        desk.clock.advance(minutes=10)
        await desk.channel.fetch(fetched.cursor)
    assert paths(desk).count("GET /2/dm_events") == asked
    last = (await desk.channel.check())[-1]
    assert (last.step, last.passed) == ("direct", False)
    desk.clock.advance(hours=1)
    last = (await desk.channel.check())[-1]
    assert (last.step, last.reason) == ("direct", "missing_scope:dm.read")


# ---- signing in


async def test_a_token_that_x_turns_down_is_renewed_once_and_the_text_leaves_once(desk: Desk) -> None:
    question = await desk.question()
    network_of(desk).sign_in.expire()
    await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)
    assert desk.committed == ["now"]
    assert desk.posted("Eccoci") == 1
    network_of(desk).sign_in.expire()
    assert (await desk.channel.fetch(None)).arrivals


async def test_a_refresh_token_works_once_and_the_next_one_is_kept(desk: Desk) -> None:
    before = desk.secrets.get("account/account-1/oauth_refresh")
    await desk.channel.fetch(None)
    after = desk.secrets.get("account/account-1/oauth_refresh")
    assert before != after
    desk.clock.advance(hours=2)
    await desk.channel.fetch(None)
    assert paths(desk).count("POST /2/oauth2/token") == 2
    network_of(desk).sign_in.withdraw()
    with pytest.raises(SignInExpired, match="invalid_request"):
        await desk.channel.fetch(None)


async def test_without_a_sign_in_a_person_is_asked() -> None:
    async with a_desk() as desk:
        desk.secrets.delete("account/account-1/oauth_refresh")
        with pytest.raises(SignInExpired, match="no_sign_in"):
            await desk.channel.fetch(None)
        assert [step.step for step in await desk.channel.check()] == ["sign_in"]


def test_tokens_go_to_https_or_to_this_machine_only() -> None:
    for api in ("http://api.x.com", "ftp://127.0.0.1", "api.x.com", "https://"):
        account = replace(_plain_account(), settings={"api": api})
        with pytest.raises(ValueError, match="https"):
            XChannel(account, desk_secrets(), clock=_never)


def _plain_account() -> Any:
    from desktop.model import Account, AccountId, AccountRole, Network

    return Account(AccountId(1), "account-1", Network.X, "Aurora", "@aurora", AccountRole.CARE)


def desk_secrets() -> Any:
    from desktop.system.vault import SessionVault

    return SessionVault()


def _never() -> Any:
    from tests.contract.channel_place import START

    return START


# ---- X's two languages, and odd servers


@pytest.mark.parametrize("manners", [XManners(older=True), XManners(closes=True), XManners(counts=False)], ids=repr)
async def test_odd_manners_lose_nothing(manners: XManners) -> None:
    def network(now: Any) -> XNetwork:
        return XNetwork(now, manners=manners)

    async with a_desk(network=network, judge=lambda: None) as desk:
        first = desk.says("la lettura è 1234")
        heard = desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False)
        private = desk.says("il mio numero è 4471", direct=True)
        found, before = await desk.pull()
        assert {first, heard, private} <= set(found)
        receipt = await desk.channel.send(desk.answer_to(found[first], "Grazie"), desk.commits)
        desk.clock.advance(minutes=10)
        desk.network.edits(first, "la lettura è 1243")
        desk.network.removes(heard)
        later, after = await desk.pull(before.cursor)
        assert later[first].text.endswith("1243")
        assert later[receipt.remote_id].thread_remote_id == found[first].thread_remote_id
        assert [removal.remote_id for removal in after.removals] == [heard]
        assert all(step.passed for step in await desk.channel.check())


@pytest.mark.parametrize("after", [True, False], ids=["kept", "lost"])
async def test_a_connection_that_breaks_after_the_text_is_unsure(desk: Desk, after: bool) -> None:
    question = await desk.question()
    outgoing = desk.answer_to(question, "Arriva o non arriva")
    network_of(desk).faults.add(Fault("POST", "/2/tweets", drops=True, after=after))
    with pytest.raises(OutcomeUnknown):
        await desk.channel.send(outgoing, desk.commits)
    assert (await desk.channel.look_up(outgoing) is not None) is after


# ---- the stream


async def until_connected(desk: Desk) -> None:
    assert isinstance(desk.channel, XChannel)
    async with asyncio.timeout(60):
        while not desk.channel._stream.connected:
            await desk.channel.wait_for_news(0.01)


async def test_what_is_heard_on_the_stream_arrives_with_the_next_pull_and_without_a_search(desk: Desk) -> None:
    _, before = await desk.pull()
    await until_connected(desk)
    _, quiet = await desk.pull(before.cursor)
    heard = desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False)
    assert await desk.channel.wait_for_news(60)
    desk.cable.passed.clear()
    found, after = await desk.pull(quiet.cursor)
    assert list(found) == [heard]
    assert found[heard].mentions_us is False
    assert "GET /2/tweets/search/recent" not in paths(desk)
    assert spent(after) == {"post_read": (1, 5_000)}
    desk.clock.advance(minutes=11)
    found, _ = await desk.pull(after.cursor)
    assert found == {}
    assert "GET /2/tweets/search/recent" in paths(desk)


async def test_a_stream_that_broke_is_made_up_for_by_a_search(desk: Desk) -> None:
    _, before = await desk.pull()
    await until_connected(desk)
    _, quiet = await desk.pull(before.cursor)
    assert isinstance(desk.channel, XChannel)
    await desk.channel._stream.close()
    heard = desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False)
    assert heard in (await desk.pull(quiet.cursor))[0]


async def test_only_our_own_rules_are_changed(desk: Desk) -> None:
    streaming = network_of(desk).streaming
    streaming._added({"value": '"altro"', "tag": "of another program"})
    streaming._added({"value": '"vecchio"', "tag": desk.channel._stream._tag})  # type: ignore[attr-defined]
    await until_connected(desk)
    assert '"altro"' in streaming.values
    assert '"vecchio"' not in streaming.values
    assert any(f'"{BRAND}"' in value for value in streaming.values)
    assert any(value.startswith("@AuroraEnergia ") for value in streaming.values)


async def test_a_second_console_leaves_the_one_connection_to_the_first_and_polls(desk: Desk) -> None:
    await until_connected(desk)
    _, before = await desk.pull()
    account = _account(desk)
    secrets = desk_secrets()
    for kind, value in network_of(desk).secrets().items():
        secrets.set(f"account/account-1/{kind}", value)
    secrets.set("account/account-1/oauth_refresh", network_of(desk).sign_in.grant())
    second = XChannel(account, secrets, clock=desk.clock, transport=desk.cable)
    assert not await second.wait_for_news(0.2)
    heard = desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False)
    assert heard in {arrival.remote_id for arrival in (await second.fetch(before.cursor)).arrivals}
    await second._stream.close()


async def test_without_the_apps_token_waiting_is_only_waiting(desk: Desk) -> None:
    desk.secrets.delete("account/account-1/app_token")
    assert not await desk.channel.wait_for_news(0.05)
    assert network_of(desk).streaming.values == []
    assert [step.step for step in await desk.channel.check()] == ["sign_in", "read", "direct", "listen"]


# ---- the fake keeps to the description


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the API's description is not beside this checkout")
async def test_what_goes_over_the_stream_and_every_refusal_keep_to_the_description() -> None:
    strict = judge()
    assert strict is not None
    async with a_desk(judge=lambda: strict) as desk:
        network, channel = network_of(desk), desk.channel
        assert isinstance(channel, XChannel)
        streaming = network.streaming
        await until_connected(desk)
        desk.says("siete svegli? https://guasti.auroraenergia.it/1")
        assert await channel.wait_for_news(60)
        request = next(one for one in _stream_requests(desk))
        strict.check_request("GET", "/2/tweets/search/stream", request, {}, b"")
        sent: list[bytes] = []
        assert streaming._listener is not None
        streaming._listener[0].pieces.put_nowait = sent.append  # type: ignore[method-assign, assignment]
        network.quotes(OSCAR, f"{BRAND} dice", desk.says(f"{BRAND} #guasti"))
        assert len(sent) == 2
        for event in sent:
            strict.check_answer("GET", "/2/tweets/search/stream", 200, event)
        question = await desk.question()
        for deed in _refused_deeds(desk, question):
            with pytest.raises((Refused, SignInExpired)):
                await deed
        assert strict.faults == []


def _stream_requests(desk: Desk) -> Iterator[str]:
    for passed in desk.cable.passed:
        if passed.url.partition("?")[0].endswith("/2/tweets/search/stream"):
            yield passed.url.partition("?")[2]


def _refused_deeds(desk: Desk, question: Arrival) -> Iterator[Any]:
    channel = desk.channel
    assert isinstance(channel, XChannel)
    yield channel.send(desk.answer_to(question, "lungo " * 60), desk.commits)
    yield channel.send(desk.answer_to(question, "$AAA o $BBB"), desk.commits)
    yield channel.send(replace(desk.answer_to(question, "e poi"), in_reply_to="17"), desk.commits)
    yield channel.delete(question.remote_id)


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the API's description is not beside this checkout")
def test_the_judge_finds_what_is_wrong() -> None:
    strict = judge()
    assert strict is not None
    mentions = "/2/users/2244801234/mentions"
    strict.check_request("GET", mentions, "max_results=500&since_id=x&colour=red&expansions=author_id,nobody", {}, b"")
    strict.check_request("GET", "/2/users/aurora/mentions", "", {}, b"")
    strict.check_request("GET", "/2/tweets", "", {}, b"")
    strict.check_request("POST", "/2/tweets", "", {"content-type": "application/json"}, b'{"txt": "a", "reply": {}}')
    strict.check_request("POST", "/2/tweets", "", {}, b"")
    strict.check_request("GET", "/2/nothing", "", {}, b"")
    strict.check_answer("GET", mentions, 200, b'{"data": [{"id": 5, "colour": "red", "created_at": "today"}]}')
    strict.check_answer("GET", mentions, 404, b'{"error": "gone"}')
    found = "\n".join(strict.faults)
    for words in (
        "max_results: 500 is out of range",
        "since_id: 'x' is not like",
        "unknown parameter colour",
        "'nobody' is none of",
        "id: 'aurora' is not like",
        "ids is missing",
        "txt is not declared",
        "in_reply_to_tweet_id is missing",
        "a body of type none",
        "no such path",
        "data[0].id: int is none of",
        "data[0]: colour is not declared",
        "'today' is no time",
        "code is missing",
    ):
        assert words in found
    assert not any("oauth2" in fault for fault in strict.faults)


async def test_a_persona_with_a_long_or_odd_handle_gets_one_that_x_allows(desk: Desk) -> None:
    odd = Persona("odd", "Anna", "anna.maria-della-piazza-grande", "it")
    arrival = await the(desk, desk.says("eccomi", odd))
    assert arrival.author.handle == "@annamariadellap"[:16]


async def test_posts_of_the_past_two_minutes_and_hidden_time_zones_change_nothing(desk: Desk) -> None:
    identity = desk.says("prima")
    _, before = await desk.pull()
    desk.clock.advance(seconds=90)
    second = desk.says("seconda")
    found, _ = await desk.pull(before.cursor)
    assert list(found) == [second]
    assert identity not in found
    assert found[second].sent_at.utcoffset() == timedelta(0)
