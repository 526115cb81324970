"""What is Instagram's own: answers below the first comment, hidden comments, live broadcasts, tags, bytes, counts."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from desktop.demo.networks import Persona
from desktop.demo.networks.graph.world import IG_NAME
from desktop.demo.networks.instagram import InstagramNetwork
from desktop.model import (
    Direction,
    OutcomeUnknown,
    OutgoingAttachment,
    Refusal,
    Refused,
    SignInExpired,
    ThreadKind,
    Visibility,
)
from tests.contract.channel_place import MARTA, OSCAR, Desk, open_desk
from tests.contract.graph_place import INSTAGRAM_KIT

PRIVATE = {"visibility": Visibility.DIRECT}


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the network speaks plain HTTP on this machine."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_desk(INSTAGRAM_KIT) as opened:
        yield opened


def network_of(desk: Desk) -> InstagramNetwork:
    assert isinstance(desk.network, InstagramNetwork)
    return desk.network


# ---- public


async def test_an_answer_to_an_answer_names_whom_it_is_for(desk: Desk) -> None:
    first = desk.says("quanto dura?")
    second = desk.says("e quanto costa?", OSCAR, reply_to=first)
    found, _ = await desk.pull()
    assert found[first].thread_remote_id != found[second].thread_remote_id
    outgoing = desk.answer_to(found[second], "Dieci al mese")
    receipt = await desk.channel.send(outgoing, desk.commits)
    assert (desk.heard[-1].text, desk.heard[-1].recipient_key) == (f"@{OSCAR.handle} Dieci al mese", OSCAR.key)
    looked_up = await desk.channel.look_up(outgoing)
    assert looked_up is not None
    assert looked_up.remote_id == receipt.remote_id
    found, _ = await desk.pull()
    assert found[receipt.remote_id].thread_remote_id == found[second].thread_remote_id
    named = desk.answer_to(found[second], f"Gentile @{OSCAR.handle}, anche annuale")
    await desk.channel.send(named, desk.commits)
    assert desk.heard[-1].text == named.text


async def test_a_name_before_the_text_counts_too(desk: Desk) -> None:
    first = desk.says("quanto dura?")
    second = desk.says("e quanto costa?", OSCAR, reply_to=first)
    question = (await desk.pull())[0][second]
    with pytest.raises(Refused, match="too_long"):
        await desk.channel.send(desk.answer_to(question, "x" * 2_195), desk.commits)
    assert desk.committed == []


async def test_a_hidden_comment_takes_no_answer_nor_does_what_is_below_it(desk: Desk) -> None:
    first = desk.says("siete dei ladri")
    second = desk.says("già", OSCAR, reply_to=first)
    await desk.channel.hide(first, hidden=True)  # type: ignore[attr-defined]
    found, _ = await desk.pull()
    assert found[first].hidden
    assert found[second].hidden
    for identity in (first, second):
        with pytest.raises(Refused, match="hidden"):
            await desk.channel.send(desk.answer_to(found[identity], "Scusate"), desk.commits)
    assert desk.committed == []
    await desk.channel.send(desk.answer_to(found[first], "Ci scriva qui", **PRIVATE), desk.commits)
    await desk.channel.hide(first, hidden=False)  # type: ignore[attr-defined]
    await desk.channel.send(desk.answer_to(found[first], "Scusate"), desk.commits)


async def test_what_is_said_in_a_broadcast_is_answered_in_private_while_it_lasts(desk: Desk) -> None:
    live = network_of(desk).goes_live("In diretta dalla centrale")
    first, second = desk.says("quando riaprite?", reply_to=live), desk.says("ciao!", OSCAR, reply_to=live)
    found, _ = await desk.pull()
    assert found[first].closed_public is Refusal.LIVE
    with pytest.raises(Refused, match="live"):
        await desk.channel.send(desk.answer_to(found[first], "Domani"), desk.commits)
    await desk.channel.send(desk.answer_to(found[first], "Domani", **PRIVATE), desk.commits)
    network_of(desk).world.grounds[live].live = False
    with pytest.raises(Refused, match="window_ended"):
        await desk.channel.send(desk.answer_to(found[second], "Ciao", **PRIVATE), desk.commits)


async def test_comments_that_are_switched_off_take_no_answer(desk: Desk) -> None:
    comment = desk.says("perché?")
    network_of(desk).world.newest_ground().takes_comments = False
    question = (await desk.pull())[0][comment]
    assert question.closed_public is Refusal.REPLIES_OFF
    with pytest.raises(Refused, match="replies_off"):
        await desk.channel.send(desk.answer_to(question, "Perché sì"), desk.commits)


async def test_a_picture_that_tags_and_names_us_can_be_answered(desk: Desk) -> None:
    tag = network_of(desk).tags(MARTA, f"Grazie @{IG_NAME}!")
    question = (await desk.pull())[0][tag]
    assert (question.mentions_us, question.author.handle, question.below_ours) == (True, f"@{MARTA.handle}", False)
    outgoing = desk.answer_to(question, "Grazie a lei")
    receipt = await desk.channel.send(outgoing, desk.commits)
    assert desk.heard[-1].recipient_key == MARTA.key
    looked_up = await desk.channel.look_up(outgoing)
    assert looked_up is not None
    assert looked_up.remote_id == receipt.remote_id
    assert await desk.channel.look_up(desk.answer_to(question, "Altro")) is None
    with pytest.raises(Refused, match="no_direct"):
        await desk.channel.send(desk.answer_to(question, "In privato", **PRIVATE), desk.commits)
    with pytest.raises(Refused, match="not_found"):
        await desk.channel.hide(tag, hidden=True)  # type: ignore[attr-defined]


async def test_a_picture_that_only_tags_us_takes_no_answer(desk: Desk) -> None:
    tag = network_of(desk).tags(MARTA, "Che tramonto")
    question = (await desk.pull())[0][tag]
    assert question.closed_public is Refusal.REPLIES_OFF
    with pytest.raises(Refused, match="replies_off"):
        await desk.channel.send(desk.answer_to(question, "Bello"), desk.commits)
    assert desk.heard == []


async def test_an_answer_to_what_was_deleted_is_refused_before_it_leaves(desk: Desk) -> None:
    question = await desk.question()
    desk.network.removes(question.remote_id)
    with pytest.raises(Refused, match="reply_target_gone"):
        await desk.channel.send(desk.answer_to(question, "Ci siamo"), desk.commits)
    assert desk.committed == []
    assert await desk.channel.look_up(desk.answer_to(question, "Ci siamo")) is None


async def test_files_are_refused(desk: Desk) -> None:
    picture = OutgoingAttachment("contatore.png", "image/png", b"\x89PNG")
    for way in (Visibility.PUBLIC, Visibility.DIRECT):
        question = await desk.question(direct=way is Visibility.DIRECT)
        with pytest.raises(Refused, match="attachment_refused"):
            await desk.channel.send(desk.answer_to(question, "Ecco", attachments=(picture,)), desk.commits)
    assert desk.committed == []


# ---- what arrives


async def test_an_answer_below_an_old_comment_is_found(desk: Desk) -> None:
    first = desk.says("domanda di ieri")
    for number in range(120):
        desk.says(f"domanda numero {number}", OSCAR)
    _, before = await desk.pull()
    desk.clock.advance(minutes=5)
    late = desk.says("nessuno risponde?", reply_to=first)
    assert late in (await desk.pull(before.cursor))[0]


async def test_one_gone_and_one_new_are_seen_although_the_count_stands_still(desk: Desk) -> None:
    gone = desk.says("ci ripenso")
    _, before = await desk.pull()
    desk.clock.advance(minutes=20)
    desk.network.removes(gone)
    new = desk.says("e io?", OSCAR)
    found, after = await desk.pull(before.cursor)
    assert new in found
    assert gone in {removal.remote_id for removal in after.removals}


async def test_an_answer_that_is_gone_is_told_from_one_that_is_there(desk: Desk) -> None:
    first = desk.says("quanto dura?")
    kept, gone = desk.says("uguale", OSCAR, reply_to=first), desk.says("anzi no", reply_to=first)
    _, before = await desk.pull()
    desk.network.removes(gone)
    desk.clock.advance(minutes=10)
    found, after = await desk.pull(before.cursor)
    assert {removal.remote_id for removal in after.removals} == {gone}
    assert kept not in {removal.remote_id for removal in after.removals}
    assert set(found) <= {first}  # its count of answers is another now


async def test_a_first_comment_that_is_gone_takes_its_answers_along(desk: Desk) -> None:
    first = desk.says("quanto dura?")
    second = desk.says("uguale", OSCAR, reply_to=first)
    other = desk.says("altra cosa")
    _, before = await desk.pull()
    desk.network.removes(first)
    desk.clock.advance(minutes=10)
    _, after = await desk.pull(before.cursor)
    assert {removal.remote_id for removal in after.removals} == {first, second}
    assert other not in {removal.remote_id for removal in after.removals}


async def test_more_answers_than_come_along_are_all_read(desk: Desk) -> None:
    first = desk.says("parliamone")
    people = [Persona(f"p{number}", f"Persona {number}", f"persona_{number}") for number in range(70)]
    said = {desk.says(f"sono {person.key}", person, reply_to=first) for person in people}
    found, _ = await desk.pull()
    assert set(found) == {first, *said}


async def test_our_own_comment_to_nobody_is_nobody_s_matter(desk: Desk) -> None:
    picture = desk.network.announces("Nuovo sportello")
    desk.network.announces("Orari nel profilo", reply_to=picture)
    assert not (await desk.pull())[0]


async def test_people_are_known_by_name_where_instagram_gives_no_id(desk: Desk) -> None:
    comment = desk.says("chi sono?")
    network_of(desk).world.comments[comment].anonymous = True
    question = (await desk.pull())[0][comment]
    assert question.author.handle == f"@{MARTA.handle}"
    outgoing = desk.answer_to(question, "In privato", **PRIVATE)
    await desk.channel.send(outgoing, desk.commits)
    assert desk.heard[-1].recipient_key == MARTA.key


async def test_a_quiet_account_costs_four_requests_a_pull(desk: Desk) -> None:
    _, before = await desk.pull()
    passed = len(desk.cable.passed)
    desk.clock.advance(minutes=2)
    await desk.pull(before.cursor)
    assert len(desk.cable.passed) - passed == 4


# ---- private


async def test_direct_messages_are_counted_in_bytes(desk: Desk) -> None:
    question = await desk.question(direct=True)
    with pytest.raises(Refused, match="too_long"):
        await desk.channel.send(desk.answer_to(question, "è" * 501), desk.commits)
    await desk.channel.send(desk.answer_to(question, "è" * 500), desk.commits)
    comment = await desk.question()
    await desk.channel.send(desk.answer_to(comment, "è" * 1_500), desk.commits)
    with pytest.raises(Refused, match="too_long"):
        await desk.channel.send(desk.answer_to(comment, "è" * 501, **PRIVATE), desk.commits)


async def test_a_comment_gives_one_private_answer(desk: Desk) -> None:
    question = await desk.question()
    outgoing = desk.answer_to(question, "In privato, prego", **PRIVATE)
    desk.times_out("In privato", acts=True)
    with pytest.raises(OutcomeUnknown):
        await desk.channel.send(outgoing, desk.commits)
    receipt = await desk.channel.look_up(outgoing)
    assert receipt is not None
    with pytest.raises(Refused, match="private_reply_used"):
        await desk.channel.send(outgoing, desk.commits)
    found, _ = await desk.pull()
    ours = found[receipt.remote_id]
    assert (ours.thread_kind, ours.direction) == (ThreadKind.DIRECT, Direction.OUTGOING)
    with pytest.raises(Refused, match="window_ended"):
        await desk.channel.send(desk.answer_to(ours, "Ci legge?"), desk.commits)


async def test_what_came_in_private_is_never_answered_in_public(desk: Desk) -> None:
    question = await desk.question(direct=True)
    with pytest.raises(Refused, match="no_public"):
        await desk.channel.send(desk.answer_to(question, "Ops", visibility=Visibility.PUBLIC), desk.commits)
    with pytest.raises(Refused, match="not_deletable"):
        await desk.channel.delete(question.remote_id)


async def test_a_missing_permission_is_named(desk: Desk) -> None:
    network_of(desk).access.scopes -= {"instagram_manage_messages"}
    comment = desk.says("ci siete?")
    fetched = await desk.channel.fetch(None)
    assert comment in {arrival.remote_id for arrival in fetched.arrivals}
    assert fetched.faults == ("direct:missing_scope:instagram_manage_messages",)
    question = (await desk.pull())[0][comment]
    with pytest.raises(SignInExpired, match="missing_scope:instagram_manage_messages"):
        await desk.channel.send(desk.answer_to(question, "In privato", **PRIVATE), desk.commits)
    network_of(desk).access.scopes -= {"instagram_manage_comments"}
    assert (await desk.channel.check())[-1].reason == "missing_scope:instagram_manage_comments"
    with pytest.raises(SignInExpired, match="missing_scope:instagram_manage_comments"):
        await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)
    lost = replace(desk.answer_to(question, "Eccoci"), in_reply_to="../me")
    with pytest.raises(Refused, match="reply_target_gone"):
        await desk.channel.send(lost, desk.commits)
