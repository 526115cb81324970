"""The Bluesky channel against the protocol's own servers: nothing here is ours but the chat service behind them."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from desktop.channels import secret_name
from desktop.model import (
    Direction,
    OutcomeUnknown,
    OutgoingAttachment,
    Refused,
    SignInExpired,
    ThreadKind,
    Visibility,
)
from desktop.system.vault import SessionVault
from tests.contract.cable import Trouble
from tests.servers.blueskyplace import Place, place_on, until
from tests.servers.blueskyservers import Servers, bluesky_servers

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the servers speak plain HTTP on this machine."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """Start the network once for all tests here."""
    with bluesky_servers() as started:
        yield started


@pytest.fixture
async def place(servers: Servers) -> AsyncIterator[Place]:
    async with place_on(servers) as opened:
        yield opened


async def test_every_step_of_a_check_passes(place: Place) -> None:
    steps = await place.channel.check()
    assert [(step.step, step.passed) for step in steps] == [
        ("server", True),
        ("sign_in", True),
        ("read", True),
        ("direct", True),
    ]


async def test_a_mention_arrives_and_its_answer_stands_in_the_thread(place: Place) -> None:
    question = await place.customer.says("la luce va e viene, perché?", names=place.company)
    arrival = await place.arrived(question)
    assert arrival.text == f"@{place.company.handle} la luce va e viene, perché?"
    assert (arrival.direction, arrival.mentions_us, arrival.language_hint) == (Direction.INCOMING, True, "it")
    assert arrival.author.remote_id == place.customer.did
    assert arrival.author.handle == f"@{place.customer.handle}"
    assert arrival.author.followers == 0
    assert arrival.permalink == f"https://bsky.app/profile/{place.customer.handle}/post/{question.rpartition('/')[2]}"

    receipt = await place.channel.send(place.answer_to(arrival, "Arriviamo tra un'ora"), place.commits)
    assert place.committed == ["now"]
    told = await place.customer.was_told(receipt.remote_id)
    assert (told["reason"], told["reasonSubject"]) == ("reply", question)
    assert told["record"]["reply"]["root"] == told["record"]["reply"]["parent"]

    thanks = await place.customer.says("grazie", reply=await place.customer.answer_to(receipt.remote_id))
    ours, last = await place.arrived(receipt.remote_id), await place.arrived(thanks)
    assert {ours.thread_remote_id, last.thread_remote_id} == {question}
    assert (ours.direction, ours.in_reply_to, ours.recipients) == (
        Direction.OUTGOING,
        question,
        (place.customer.did,),
    )
    assert last.in_reply_to == receipt.remote_id


async def test_a_delivery_that_goes_twice_is_one_post(place: Place) -> None:
    arrival = await place.arrived(await place.customer.says("ci siete?", names=place.company))
    outgoing = place.answer_to(arrival, "Una volta sola")
    assert await place.channel.look_up(outgoing) is None
    first = await place.channel.send(outgoing, place.commits)
    second = await place.channel.send(outgoing, place.commits)
    assert first.remote_id == second.remote_id
    assert abs((first.at - second.at).total_seconds()) < 0.002
    said = {"repo": place.company.did, "collection": "app.bsky.feed.post"}
    records = (await place.company.asks("GET", "com.atproto.repo.listRecords", params=said))["records"]
    assert [record["value"]["text"] for record in records] == ["Una volta sola"]


async def test_a_lost_answer_is_unsure_and_then_found(place: Place) -> None:
    arrival = await place.arrived(await place.customer.says("ci siete?", names=place.company))
    outgoing = place.answer_to(arrival, "Eccoci")
    place.cable.troubles.append(Trouble(lambda passing: passing.holds("Eccoci"), acts=True))
    with pytest.raises(OutcomeUnknown):
        await place.channel.send(outgoing, place.commits)
    found = await place.channel.look_up(outgoing)
    assert found is not None
    assert (await place.arrived(found.remote_id)).text == "Eccoci"


async def test_links_names_tags_and_pictures_are_what_the_server_takes_them_for(place: Place) -> None:
    arrival = await place.arrived(await place.customer.says("dove?", names=place.company))
    text = f"Guardi 👩‍🔧 aiuto.org/guasti, @{place.customer.handle} #LuceBuona @nessuno.test"
    picture = OutgoingAttachment("contatore_via-Zara.png", "image/png", PIXEL)
    receipt = await place.channel.send(place.answer_to(arrival, text, attachments=(picture,)), place.commits)
    told = await place.customer.was_told(receipt.remote_id)
    octets = told["record"]["text"].encode()
    found = [
        (octets[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(), facet["features"][0])
        for facet in told["record"]["facets"]
    ]
    kind = "app.bsky.richtext.facet#"
    assert found == [
        ("aiuto.org/guasti", {"$type": f"{kind}link", "uri": "https://aiuto.org/guasti"}),
        (f"@{place.customer.handle}", {"$type": f"{kind}mention", "did": place.customer.did}),
        ("#LuceBuona", {"$type": f"{kind}tag", "tag": "LuceBuona"}),
    ]
    ours = await place.arrived(receipt.remote_id)
    assert [(file.name, file.content_type, file.size) for file in ours.attachments] == [
        ("contatore via Zara", "image/png", len(PIXEL))
    ]


async def test_listening_finds_what_does_not_name_us_and_doubles_no_mention(place: Place) -> None:
    _, before = await place.pull()
    heard = await place.customer.says("il lampadaio mi ha alzato il prezzo")
    tagged = await place.customer.says("che serata #LuceBuona")
    left = await place.customer.says("il lampadaio, a teatro stasera")
    named = await place.customer.says("lampadaio, rispondete", names=place.company)
    ours = await place.channel.send(
        place.answer_to(await place.arrived(named, before.cursor), "Qui il lampadaio"), place.commits
    )
    await place.arrived(tagged, before.cursor)
    await place.arrived(heard, before.cursor)
    found, after = await place.pull(before.cursor)
    assert (found[heard].mentions_us, found[tagged].mentions_us, found[named].mentions_us) == (False, False, True)
    assert left not in found
    assert ours.remote_id not in found or found[ours.remote_id].direction is Direction.OUTGOING
    assert not (await place.pull(after.cursor))[0]


async def test_what_a_customer_deletes_is_removed(place: Place) -> None:
    kept = await place.customer.says("resto", names=place.company)
    gone = await place.customer.says("me ne vado", names=place.company)
    await place.arrived(kept)
    await place.arrived(gone)
    _, before = await place.pull()
    await place.customer.removes(gone)
    cursor = before.cursor.replace('"looked":"20', '"looked":"19')  # as if the last look was long ago

    async def removals() -> list[str]:
        return [removal.remote_id for removal in (await place.channel.fetch(cursor)).removals]

    assert await until(removals, bool) == [gone]


async def test_our_own_post_can_be_taken_back(place: Place) -> None:
    arrival = await place.arrived(await place.customer.says("ci siete?", names=place.company))
    outgoing = place.answer_to(arrival, "Per sbaglio")
    receipt = await place.channel.send(outgoing, place.commits)
    await place.channel.delete(receipt.remote_id)
    await place.channel.delete(receipt.remote_id)
    assert await place.channel.look_up(outgoing) is None
    with pytest.raises(Refused, match="not_deletable"):
        await place.channel.delete(arrival.remote_id)


async def test_an_answer_to_what_is_gone_is_refused(place: Place) -> None:
    question = await place.customer.says("anzi no", names=place.company)
    arrival = await place.arrived(question)
    await place.customer.removes(question)
    with pytest.raises(Refused, match="reply_target_gone"):
        await until(lambda: place.channel.send(place.answer_to(arrival, "Prego"), place.commits), lambda _: False)


async def test_too_long_a_text_never_leaves(place: Place) -> None:
    arrival = await place.arrived(await place.customer.says("spiegate", names=place.company))
    with pytest.raises(Refused, match="too_long"):
        await place.channel.send(place.answer_to(arrival, "👩‍🔧" * 301), place.commits)
    await place.channel.send(place.answer_to(arrival, "è" * 300), place.commits)
    with pytest.raises(Refused, match="too_long"):
        await place.channel.send(place.answer_to(arrival, "👩‍🔧" * 300), place.commits)  # 3,300 bytes
    assert place.committed == ["now"]


async def test_a_quote_is_for_us_and_shows_what_it_quotes(place: Place) -> None:
    announcement = await place.company.says("Da lunedì nuovi orari")
    target = (await place.customer.answer_to(announcement))["parent"]
    quote = await place.customer.says("finalmente", embed={"$type": "app.bsky.embed.record", "record": target})
    arrival = await place.arrived(quote)
    assert (arrival.mentions_us, arrival.quoted, arrival.thread_remote_id) == (True, "Da lunedì nuovi orari", quote)


async def test_who_was_renamed_is_the_same_person_by_another_name(place: Place) -> None:
    question = await place.customer.says("sono sempre io", names=place.company)
    before = await place.arrived(question)
    renamed = place.customer.handle.replace("chiara", "chiara-nuova")
    await place.customer.asks("POST", "com.atproto.identity.updateHandle", json={"handle": renamed})

    async def shown() -> str:
        said = await place.company.asks("GET", "app.bsky.actor.getProfile", params={"actor": place.customer.did})
        return str(said["handle"])

    await until(shown, lambda handle: handle == renamed)
    place.channel = place.open_channel(place.secrets)
    after = await place.arrived(question)
    assert (after.author.remote_id, after.author.handle) == (before.author.remote_id, f"@{renamed}")


async def test_a_session_is_renewed_without_the_password(place: Place) -> None:
    await place.pull()
    kept = {name: value for name, value in place.secrets.all().items() if name.endswith("/refresh")}
    assert len(kept) == 1
    secrets = SessionVault(kept)
    later = place.open_channel(secrets)
    try:
        await later.fetch(None)
    finally:
        await later.close()
    assert secrets.get(secret_name("account-1", "refresh")) not in {None, *kept.values()}


async def test_a_revoked_sign_in_needs_a_person(place: Place) -> None:
    await place.pull()
    name = (await place.company.asks("GET", "com.atproto.server.listAppPasswords"))["passwords"][0]["name"]
    await place.company.asks("POST", "com.atproto.server.revokeAppPassword", json={"name": name})
    later = place.open_channel(place.secrets)
    try:
        with pytest.raises(SignInExpired):
            await later.fetch(None)
    finally:
        await later.close()


async def test_private_messages_go_both_ways_through_the_server(place: Place) -> None:
    _, before = await place.pull()
    convo = place.chat.between(place.customer.did, place.company.did)
    question = place.chat.says(convo, place.customer.did, "il mio numero cliente è 4471")
    arrival = (await place.pull(before.cursor))[0][f"{convo.id}/{question.id}"]
    assert (arrival.visibility, arrival.thread_kind, arrival.thread_remote_id) == (
        Visibility.DIRECT,
        ThreadKind.DIRECT,
        convo.id,
    )
    assert arrival.author.handle == f"@{place.customer.handle}"
    outgoing = place.answer_to(arrival, "Grazie, controlliamo", visibility=Visibility.DIRECT)
    receipt = await place.channel.send(outgoing, place.commits)
    assert [message.text for message in convo.messages] == [question.text, "Grazie, controlliamo"]
    assert place.company.did in convo.accepted
    assert await place.channel.look_up(outgoing) == receipt


async def test_a_public_question_can_be_answered_in_private(place: Place) -> None:
    arrival = await place.arrived(await place.customer.says("mi avete addebitato due volte", names=place.company))
    outgoing = place.answer_to(arrival, "Ci dica il numero cliente", visibility=Visibility.DIRECT)
    receipt = await place.channel.send(outgoing, place.commits)
    convo = place.chat.between(place.customer.did, place.company.did)
    assert receipt.remote_id == f"{convo.id}/{convo.messages[-1].id}"
    with pytest.raises(Refused, match="no_recipient"):
        await place.channel.send(replace(outgoing, recipient="@nessuno.test"), place.commits)


async def test_an_app_password_without_messages_still_brings_the_posts(servers: Servers) -> None:
    async with place_on(servers, private_messages=False) as place:
        arrival = await place.arrived(await place.customer.says("ci siete?", names=place.company))
        found, _ = await place.pull()
        assert arrival.remote_id in found
        assert "chat_not_allowed" in (await place.channel.fetch(None)).refused
        last = (await place.channel.check())[-1]
        assert (last.step, last.passed, last.reason) == ("direct", False, "chat_not_allowed")
        with pytest.raises(Refused, match="chat_not_allowed"):
            outgoing = place.answer_to(arrival, "In privato", visibility=Visibility.DIRECT)
            await place.channel.send(outgoing, place.commits)
