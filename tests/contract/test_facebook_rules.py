"""What is Facebook's own: visitors' posts, tags, private answers, windows, the human agent, permissions, limits."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from desktop.channels import secret_name
from desktop.channels.facebook.channel import FacebookChannel
from desktop.demo.networks import Persona
from desktop.demo.networks.facebook import FacebookNetwork
from desktop.model import (
    ChannelError,
    Direction,
    OutcomeUnknown,
    OutgoingAttachment,
    Purpose,
    Refusal,
    Refused,
    SignInExpired,
    TemporaryFailure,
    ThreadKind,
    Visibility,
)
from tests.contract.cable import Answer
from tests.contract.channel_place import MARTA, OSCAR, Desk, account_of, open_desk
from tests.contract.graph_place import FACEBOOK_KIT, graph_error

PRIVATE = {"visibility": Visibility.DIRECT}
PNG = OutgoingAttachment("contatore.png", "image/png", b"\x89PNG")


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the network speaks plain HTTP on this machine."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_desk(FACEBOOK_KIT) as opened:
        yield opened


def network_of(desk: Desk) -> FacebookNetwork:
    assert isinstance(desk.network, FacebookNetwork)
    return desk.network


def reopened(desk: Desk, **settings: Any) -> FacebookChannel:
    """Return the channel as a program that was started again would open it."""
    account = account_of(FACEBOOK_KIT, desk.network)
    account = replace(account, settings={**account.settings, **settings})
    return FacebookChannel(account, desk.secrets, clock=desk.clock, transport=desk.cable)


def asked(desk: Desk, word: str) -> int:
    """Return how often something was asked for."""
    return sum(passing.holds(word) for passing in desk.cable.passed)


# ---- what arrives


async def test_a_visitor_s_post_is_a_conversation_that_goes_on_below_it(desk: Desk) -> None:
    post = network_of(desk).posts(MARTA, "Da voi non risponde nessuno")
    question = (await desk.pull())[0][post]
    assert question.thread_kind is ThreadKind.PUBLIC
    receipt = await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)
    follows = desk.says("era ora", reply_to=receipt.remote_id)
    found, _ = await desk.pull()
    assert found[follows].thread_remote_id == found[receipt.remote_id].thread_remote_id == question.thread_remote_id
    assert found[follows].in_reply_to == receipt.remote_id
    assert found[receipt.remote_id].in_reply_to == post
    stranger = desk.says("anche a me!", OSCAR, reply_to=post)
    assert (await desk.pull())[0][stranger].thread_remote_id != question.thread_remote_id


async def test_an_announcement_is_nobody_s_matter_but_is_quoted_by_what_hangs_below(desk: Desk) -> None:
    post = desk.network.announces("Sciopero venerdì")
    own = desk.network.announces("Aggiornamento: revocato", reply_to=post)
    comment = desk.says("finalmente", reply_to=post)
    found, _ = await desk.pull()
    assert set(found) == {comment}
    assert found[comment].quoted == "Sciopero venerdì"
    below_own = desk.says("bene", OSCAR, reply_to=own)
    assert (await desk.pull())[0][below_own].author.name == OSCAR.name


async def test_whoever_joins_below_a_comment_has_a_matter_of_their_own(desk: Desk) -> None:
    first = desk.says("la bolletta è doppia")
    second = desk.says("pure la mia", OSCAR, reply_to=first)
    found, _ = await desk.pull()
    assert found[first].thread_remote_id != found[second].thread_remote_id
    receipt = await desk.channel.send(desk.answer_to(found[second], "Ci dica, Oscar"), desk.commits)
    assert desk.heard[-1].recipient_key == OSCAR.key
    after, _ = await desk.pull()
    assert after[receipt.remote_id].thread_remote_id == found[second].thread_remote_id
    elsewhere = desk.network.announces(f"@{OSCAR.name} scusi l'attesa", reply_to=first)
    again, _ = await desk.pull()
    assert again[elsewhere].thread_remote_id == found[second].thread_remote_id


async def test_a_post_that_tags_the_page_arrives_without_what_strangers_say_below(desk: Desk) -> None:
    post = network_of(desk).tags(MARTA, "Grazie ad Aurora Energia!")
    stranger = desk.says("ma dai", OSCAR, reply_to=post)
    question = (await desk.pull())[0][post]
    assert question.mentions_us
    receipt = await desk.channel.send(desk.answer_to(question, "Grazie a lei"), desk.commits)
    thanks = desk.says("prego", reply_to=post)
    to_us = desk.says("e io?", OSCAR, reply_to=receipt.remote_id)
    found, _ = await desk.pull()
    assert found[thanks].thread_remote_id == question.thread_remote_id
    assert stranger not in found
    assert to_us in found
    assert not found[to_us].below_ours


async def test_people_whom_facebook_does_not_name_stay_strangers_to_each_other(desk: Desk) -> None:
    first, second = desk.says("io sono nessuno"), desk.says("io pure", OSCAR)
    for identity in (first, second):
        network_of(desk).world.comments[identity].anonymous = True
    found, _ = await desk.pull()
    assert found[first].thread_remote_id != found[second].thread_remote_id
    assert (found[first].author.handle, found[first].author.name) == ("", "")
    outgoing = desk.answer_to(found[first], "In privato", **PRIVATE)
    receipt = await desk.channel.send(outgoing, desk.commits)
    assert desk.heard[-1].recipient_key == MARTA.key
    found_again = await desk.channel.look_up(outgoing)
    assert found_again is not None
    assert found_again.remote_id == receipt.remote_id


async def test_comments_below_old_posts_are_found_within_the_hour(desk: Desk) -> None:
    old = network_of(desk).world.newest_ground().id
    for number in range(60):
        desk.network.announces(f"notizia numero {number}")
        desk.clock.advance(seconds=1)
    _, before = await desk.pull()
    late = desk.says("scopro ora questo post", reply_to=old)
    desk.clock.advance(minutes=61)
    assert late in (await desk.pull(before.cursor))[0]


async def test_a_quiet_page_costs_three_requests_a_pull(desk: Desk) -> None:
    desk.says("una domanda")
    _, before = await desk.pull()
    passed = len(desk.cable.passed)
    desk.clock.advance(minutes=2)
    await desk.pull(before.cursor)
    assert len(desk.cable.passed) - passed == 3


async def test_what_was_hidden_or_changed_arrives_again_as_it_is_now(desk: Desk) -> None:
    comment = desk.says("siete dei ladri")
    _, before = await desk.pull()
    await desk.channel.hide(comment, hidden=True)  # type: ignore[attr-defined]
    desk.clock.advance(minutes=10)
    found, after = await desk.pull(before.cursor)
    assert found[comment].hidden
    assert found[comment].edited_at is None
    desk.network.edits(comment, "siete dei maghi")
    desk.clock.advance(minutes=10)
    found, _ = await desk.pull(after.cursor)
    assert (found[comment].text, found[comment].edited_at) == ("siete dei maghi", desk.clock())
    assert found[comment].quoted == network_of(desk).world.newest_ground().text


@pytest.mark.parametrize("gone", [1, 2, 7])
async def test_of_many_those_that_are_gone_are_told_apart(desk: Desk, gone: int) -> None:
    said = [desk.says(f"domanda {number}") for number in range(12)]
    _, before = await desk.pull()
    for identity in said[:gone]:
        desk.network.removes(identity)
    desk.clock.advance(minutes=10)
    _, after = await desk.pull(before.cursor)
    assert {removal.remote_id for removal in after.removals} == set(said[:gone])


@pytest.mark.parametrize("answer", [graph_error(400, 100, 33, "Object with ID 'x' does not exist")])
async def test_an_error_that_names_nobody_is_narrowed_down_by_halves(desk: Desk, answer: Answer) -> None:
    said = [desk.says(f"domanda {number}") for number in range(4)]
    _, before = await desk.pull()
    desk.clock.advance(minutes=10)
    desk.answers(answer, said[2])
    fetched = await desk.channel.fetch(before.cursor)
    assert [removal.remote_id for removal in fetched.removals] == [said[2]]


async def test_a_deleted_post_takes_its_comments_along(desk: Desk) -> None:
    post = network_of(desk).posts(MARTA, "mi sentite?")
    comment = desk.says("pronto?", reply_to=post)
    _, before = await desk.pull()
    desk.network.removes(post)
    desk.clock.advance(minutes=10)
    _, after = await desk.pull(before.cursor)
    assert {removal.remote_id for removal in after.removals} == {post, comment}


async def test_more_messages_than_facebook_gives_are_named_and_the_newest_arrive(desk: Desk) -> None:
    _, before = await desk.pull()
    said = [desk.says(f"messaggio {number}", direct=True) for number in range(25)]
    found, after = await desk.pull(before.cursor)
    assert set(found) == set(said[-20:])
    assert "direct:out_of_reach" in after.refused


async def test_many_conversations_are_read_page_by_page_without_times(desk: Desk) -> None:
    _, before = await desk.pull()
    people = [Persona(f"p{number}", f"Persona {number}", f"p{number}") for number in range(60)]
    said = {desk.says(f"sono {person.key}", person, direct=True) for person in people}
    found, after = await desk.pull(before.cursor)
    assert set(found) == said
    assert not any("conversations" in one.url and "since" in one.url for one in desk.cable.passed)
    assert not (await desk.pull(after.cursor))[0]


# ---- what leaves in private


async def test_a_comment_gives_one_private_answer_and_the_customer_opens_the_rest(desk: Desk) -> None:
    question = await desk.question()
    first = await desk.channel.send(desk.answer_to(question, "In privato, prego", **PRIVATE), desk.commits)
    with pytest.raises(Refused, match="private_reply_used"):
        await desk.channel.send(desk.answer_to(question, "Ancora io", **PRIVATE), desk.commits)
    found, _ = await desk.pull()
    assert found[question.remote_id].closed_direct is Refusal.PRIVATE_REPLY_USED
    ours = found[first.remote_id]
    assert (ours.thread_kind, ours.direction) == (ThreadKind.DIRECT, Direction.OUTGOING)
    with pytest.raises(Refused, match="window_ended"):
        await desk.channel.send(desk.answer_to(ours, "Ci legge?"), desk.commits)
    answer = await desk.question("eccomi", direct=True)
    assert answer.thread_remote_id == ours.thread_remote_id
    assert answer.author.remote_id == question.author.remote_id
    await desk.channel.send(desk.answer_to(answer, "Perfetto"), desk.commits)


async def test_a_visitor_s_post_gives_a_private_answer_too(desk: Desk) -> None:
    post = network_of(desk).posts(MARTA, "Aiuto")
    question = (await desk.pull())[0][post]
    await desk.channel.send(desk.answer_to(question, "Eccoci in privato", **PRIVATE), desk.commits)
    assert (desk.heard[-1].direct, desk.heard[-1].recipient_key) == (True, MARTA.key)
    assert asked(desk, '"post_id"') == 1


@pytest.mark.parametrize("acts", [False, True])
async def test_a_lost_private_answer_is_found_in_its_conversation(desk: Desk, acts: bool) -> None:
    question = await desk.question()
    outgoing = desk.answer_to(question, "In privato, prego", **PRIVATE)
    desk.times_out("In privato", acts=acts)
    with pytest.raises(OutcomeUnknown):
        await desk.channel.send(outgoing, desk.commits)
    found = await desk.channel.look_up(outgoing)
    assert (found is not None) is acts


async def test_the_private_answer_ends_with_seven_days(desk: Desk) -> None:
    question = await desk.question()
    desk.clock.advance(days=7)
    with pytest.raises(Refused, match="window_ended"):
        await desk.channel.send(desk.answer_to(question, "Tardi", **PRIVATE), desk.commits)


async def test_after_a_day_only_a_human_agent_answers_and_never_asks_for_a_grade(desk: Desk) -> None:
    question = await desk.question(direct=True)
    desk.clock.advance(hours=25)
    outgoing = desk.answer_to(question, "Ecco la soluzione")
    with pytest.raises(Refused, match="window_ended"):
        await desk.channel.send(outgoing, desk.commits)
    network_of(desk).access.human_agent = True
    declared = reopened(desk, **{"declares.human_agent": True})
    with pytest.raises(Refused, match="window_ended"):
        await declared.send(replace(outgoing, purpose=Purpose.SURVEY), desk.commits)
    await declared.send(outgoing, desk.commits)
    assert desk.posted("Ecco la soluzione") == 1
    assert asked(desk, "HUMAN_AGENT") == 1
    desk.clock.advance(days=6)
    with pytest.raises(Refused, match="window_ended"):
        await declared.send(desk.answer_to(question, "Troppo tardi"), desk.commits)


async def test_a_tag_that_meta_has_not_approved_is_refused(desk: Desk) -> None:
    question = await desk.question(direct=True)
    desk.clock.advance(hours=25)
    with pytest.raises(Refused, match="forbidden"):
        await reopened(desk, **{"declares.human_agent": True}).send(desk.answer_to(question, "x"), desk.commits)


async def test_within_the_day_a_human_agent_needs_no_tag(desk: Desk) -> None:
    question = await desk.question(direct=True)
    await reopened(desk, **{"declares.human_agent": True}).send(desk.answer_to(question, "Subito"), desk.commits)
    assert asked(desk, "HUMAN_AGENT") == 0


async def test_who_takes_no_messages_gets_none(desk: Desk) -> None:
    question = await desk.question(direct=True)
    network_of(desk).messaging.closed.add(question.author.remote_id)
    with pytest.raises(Refused, match="no_direct"):
        await desk.channel.send(desk.answer_to(question, "Ci sente?"), desk.commits)
    lost = replace(desk.answer_to(question, "Chi è?"), thread_remote_id="t_1/240000000001")
    with pytest.raises(Refused, match="no_recipient"):
        await desk.channel.send(lost, desk.commits)


async def test_what_came_in_private_is_never_answered_in_public(desk: Desk) -> None:
    question = await desk.question(direct=True)
    with pytest.raises(Refused, match="no_public"):
        await desk.channel.send(desk.answer_to(question, "Ops", visibility=Visibility.PUBLIC), desk.commits)
    with pytest.raises(Refused, match="not_deletable"):
        await desk.channel.delete(question.remote_id)
    assert desk.committed == []


# ---- what leaves in public


async def test_what_a_picture_shows_leaves_with_a_comment(desk: Desk) -> None:
    question = await desk.question()
    shown = replace(PNG, alt_text="Il contatore")
    await desk.channel.send(desk.answer_to(question, "Ecco", attachments=(shown,)), desk.commits)
    (upload,) = [passing.body for passing in desk.cable.passed if passing.url.rpartition("?")[0].endswith("/photos")]
    assert b'name="alt_text_custom"\r\n\r\nIl contatore\r\n' in upload


async def test_one_picture_leaves_with_a_comment(desk: Desk) -> None:
    question = await desk.question()
    receipt = await desk.channel.send(desk.answer_to(question, "Ecco", attachments=(PNG,)), desk.commits)
    found, _ = await desk.pull()
    assert [file.content_type for file in found[receipt.remote_id].attachments] == ["image/*"]
    for files in ((PNG, PNG), (replace(PNG, content=b""),), (replace(PNG, content_type="application/pdf"),)):
        with pytest.raises(Refused, match="attachment_refused"):
            await desk.channel.send(desk.answer_to(question, "Ecco", attachments=files), desk.commits)
    with pytest.raises(Refused, match="attachment_refused"):
        await desk.channel.send(desk.answer_to(question, "Ecco", attachments=(PNG,), **PRIVATE), desk.commits)


async def test_comments_that_are_switched_off_are_known_before_and_after(desk: Desk) -> None:
    comment = desk.says("perché?")
    network_of(desk).world.newest_ground().takes_comments = False
    question = (await desk.pull())[0][comment]
    assert question.closed_public is Refusal.REPLIES_OFF
    with pytest.raises(Refused, match="replies_off"):
        await desk.channel.send(desk.answer_to(question, "Perché sì"), desk.commits)


async def test_an_answer_to_what_was_deleted_is_refused(desk: Desk) -> None:
    question = await desk.question()
    desk.network.removes(question.remote_id)
    with pytest.raises(Refused, match="reply_target_gone"):
        await desk.channel.send(desk.answer_to(question, "Ci siamo"), desk.commits)
    assert await desk.channel.look_up(desk.answer_to(question, "Ci siamo")) is None


@pytest.mark.parametrize(
    ("answer", "expected", "reason"),
    [
        (graph_error(403, 10, 1893063, "temporarily restricted"), TemporaryFailure, "page_restricted"),
        (graph_error(400, 368, 0, "temporarily blocked for policies violations"), TemporaryFailure, "blocked_for_now"),
        (graph_error(400, 1200, 0, "Temporary send message failure"), TemporaryFailure, "not_sent_for_now"),
        (graph_error(403, 200, 0, "Requires pages_manage_engagement permission"), SignInExpired, "missing_scope:pages_manage_engagement"),
        (graph_error(403, 200, 0, "Permissions error"), Refused, "forbidden"),
        (graph_error(400, 506, 0, "Duplicate status message"), Refused, "duplicate"),
        (graph_error(400, 100, 0, "Something odd"), Refused, "not_accepted"),
        (graph_error(500, 1, 99, "An unknown error occurred"), OutcomeUnknown, "http_500"),
        (graph_error(400, 2, 0, "An unexpected error has occurred"), OutcomeUnknown, "http_400"),
        (graph_error(400, 190, 460, "password changed"), SignInExpired, "token_refused"),
        (Answer.of(200, {"data": []}), OutcomeUnknown, "unreadable_answer"),
        (Answer.of(200, [1]), OutcomeUnknown, "unreadable_answer"),
    ],
)  # fmt: skip
async def test_every_answer_to_a_text_means_one_thing(
    desk: Desk, answer: Answer, expected: type[ChannelError], reason: str
) -> None:
    question = await desk.question()
    desk.answers(answer, "Ecco la risposta", times=1)
    with pytest.raises(ChannelError) as caught:
        await desk.channel.send(desk.answer_to(question, "Ecco la risposta"), desk.commits)
    assert (type(caught.value), caught.value.reason) == (expected, reason) or (
        isinstance(caught.value, expected) and caught.value.reason == reason
    )


# ---- permissions, tokens, limits


async def test_a_missing_permission_is_named_and_costs_only_its_own_part(desk: Desk) -> None:
    network_of(desk).access.scopes -= {"pages_messaging"}
    comment = desk.says("ci siete?")
    fetched = await desk.channel.fetch(None)
    assert comment in {arrival.remote_id for arrival in fetched.arrivals}
    assert fetched.faults == ("direct:missing_scope:pages_messaging",)
    steps = await desk.channel.check()
    assert (steps[-1].step, steps[-1].reason) == ("direct", "missing_scope:pages_messaging")
    assert (await desk.channel.fetch(fetched.cursor)).faults == fetched.faults
    network_of(desk).access.scopes |= {"pages_messaging"}
    message = desk.says("4471", direct=True)
    desk.clock.advance(hours=2)
    found, after = await desk.pull(fetched.cursor)
    assert message in found
    assert after.faults == ()


async def test_without_the_right_to_read_comments_somebody_must_sign_in_again(desk: Desk) -> None:
    network_of(desk).access.scopes -= {"pages_read_user_content"}
    with pytest.raises(SignInExpired, match="missing_scope:pages_read_user_content"):
        await desk.channel.fetch(None)
    steps = await desk.channel.check()
    assert (steps[-1].step, steps[-1].reason) == ("read", "missing_scope:pages_read_user_content")


async def test_an_answer_waits_for_a_permission_that_is_missing(desk: Desk) -> None:
    question = await desk.question()
    network_of(desk).access.scopes -= {"pages_manage_engagement"}
    with pytest.raises(SignInExpired, match="missing_scope:pages_manage_engagement"):
        await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)
    with pytest.raises(SignInExpired, match="missing_scope:pages_manage_engagement"):
        await desk.channel.hide(question.remote_id, hidden=True)  # type: ignore[attr-defined]


async def test_calls_are_proved_where_the_app_s_secret_is_known(desk: Desk) -> None:
    network_of(desk).access.proves = True
    await desk.question()
    assert all("appsecret_proof=" in passing.url for passing in desk.cable.passed)
    desk.secrets.delete(secret_name("account-1", "app_secret"))
    with pytest.raises(ChannelError):
        await reopened(desk).fetch(None)
    desk.secrets.set(secret_name("account-1", "app_secret"), "wrong")
    with pytest.raises(ChannelError):
        await reopened(desk).fetch(None)


async def test_no_token_is_ever_in_an_address(desk: Desk) -> None:
    question = await desk.question()
    await desk.channel.send(desk.answer_to(question, "Eccoci"), desk.commits)
    secrets = set(desk.secrets.all().values())
    assert not any(secret in passing.url for passing in desk.cable.passed for secret in secrets)


async def test_a_token_that_was_turned_down_is_read_anew(desk: Desk) -> None:
    token = desk.secrets.get(secret_name("account-1", "page_token")) or ""
    desk.secrets.set(secret_name("account-1", "page_token"), "EAAB-old")
    with pytest.raises(SignInExpired, match="token_refused"):
        await desk.channel.fetch(None)
    desk.secrets.set(secret_name("account-1", "page_token"), token)
    await desk.channel.fetch(None)
    desk.secrets.delete(secret_name("account-1", "page_token"))
    with pytest.raises(SignInExpired, match="no_token"):
        await reopened(desk).fetch(None)


async def test_a_limit_that_is_nearly_used_up_makes_the_pulls_rarer(desk: Desk) -> None:
    _, before = await desk.pull()
    network_of(desk).usage.limits["pages"] = 8
    await desk.channel.fetch(before.cursor)
    passed = len(desk.cable.passed)
    desk.says("c'è qualcuno?")
    fetched = await desk.channel.fetch(before.cursor)
    assert (len(desk.cable.passed), fetched.arrivals, fetched.cursor) == (passed, (), before.cursor)
    network_of(desk).usage.limits["pages"] = 100_000
    desk.clock.advance(minutes=20)
    assert (await desk.channel.fetch(before.cursor)).arrivals


async def test_a_limit_of_messages_alone_leaves_the_comments(desk: Desk) -> None:
    _, before = await desk.pull()
    network_of(desk).usage.limits["messenger"] = 1
    comment, message = desk.says("ci siete?"), desk.says("4471", direct=True)
    fetched = await desk.channel.fetch(before.cursor)
    assert [arrival.remote_id for arrival in fetched.arrivals] == [comment]
    assert fetched.faults == ("direct:rate_limited",)
    network_of(desk).usage.limits["messenger"] = 100_000
    desk.clock.advance(hours=2)
    assert message in (await desk.pull(fetched.cursor))[0]


async def test_too_much_at_once_is_asked_for_in_smaller_pages(desk: Desk) -> None:
    said = {desk.says(f"domanda {number}") for number in range(30)}
    too_much = graph_error(500, 1, 0, "Please reduce the amount of data you're asking for, then retry your request")
    desk.cable.judge = None
    desk.answers(too_much, "limit=100&since")
    assert set((await desk.pull())[0]) == said
