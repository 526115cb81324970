"""What the Mastodon channel promises, tried the same way against every server it is run on."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from desktop.model import (
    Arrival,
    Channel,
    Direction,
    Fetched,
    OutcomeUnknown,
    OutgoingAttachment,
    Refused,
    TemporaryFailure,
    ThreadKind,
    Visibility,
)
from tests.contract.mastodon_place import Desk

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


async def everything(desk: Desk, cursor: str | None = None) -> tuple[dict[str, Arrival], Fetched]:
    """Pull until nothing is left; return what arrived by id, and the last pull."""
    found: dict[str, Arrival] = {}
    while True:
        fetched = await desk.channel.fetch(cursor)
        found |= {arrival.remote_id: arrival for arrival in fetched.arrivals}
        cursor = fetched.cursor
        if not fetched.more:
            return found, fetched


def looks_over_at_once(cursor: str) -> str:
    """Return the cursor as if known posts had last been looked over long ago."""
    data = json.loads(cursor)
    data["looked"] = None
    return json.dumps(data)


class MastodonContract:
    """Inherited by a test class that offers a `desk` fixture."""

    async def test_it_is_a_channel(self, desk: Desk) -> None:
        assert isinstance(desk.channel, Channel)

    async def test_a_check_passes_every_step(self, desk: Desk) -> None:
        steps = await desk.channel.check()
        assert [(step.step, step.passed) for step in steps] == [
            ("server", True),
            ("sign_in", True),
            ("read", True),
            ("limits", True),
        ]

    async def test_a_mention_arrives_once_with_all_it_says(self, desk: Desk) -> None:
        _, before = await everything(desk)
        identity = await desk.place.says(
            "@{us} la luce va e viene\n\nvedete https://guasti.example/mappa/torino?zona=nord-ovest ?"
        )
        found, after = await everything(desk, before.cursor)
        arrival = found[identity]
        assert list(found) == [identity]
        assert arrival.text.endswith(
            "la luce va e viene\n\nvedete https://guasti.example/mappa/torino?zona=nord-ovest ?"
        )
        assert (arrival.direction, arrival.visibility) == (Direction.INCOMING, Visibility.PUBLIC)
        assert (arrival.thread_remote_id, arrival.thread_kind) == (identity, ThreadKind.PUBLIC)
        assert arrival.author.handle == desk.place.customer
        assert arrival.mentions_us
        assert arrival.language_hint == "it"
        assert arrival.permalink is not None
        assert arrival.sent_at.tzinfo is not None
        assert not (await everything(desk, after.cursor))[0]

    async def test_a_pull_from_an_old_cursor_brings_the_same_again(self, desk: Desk) -> None:
        _, before = await everything(desk)
        await desk.place.says("@{us} prima domanda")
        await desk.place.says("@{us} seconda domanda")
        once, _ = await everything(desk, before.cursor)
        again, _ = await everything(desk, before.cursor)
        assert len(once) == 2
        assert once == again

    async def test_the_limits_come_from_the_server(self, desk: Desk) -> None:
        fetched = await desk.channel.fetch(None)
        assert fetched.limits is not None
        assert (fetched.limits.public_limit, fetched.limits.url_weight) == (500, 23)

    async def test_an_answer_written_elsewhere_arrives_in_its_thread(self, desk: Desk) -> None:
        _, before = await everything(desk)
        question = await desk.place.says("@{us} quando riaprite?")
        answer = await desk.place.announces(f"{desk.place.customer} domani alle otto", reply_to=question)
        thanks = await desk.place.says("@{us} grazie", reply_to=answer)
        found, _ = await everything(desk, before.cursor)
        assert {found[each].thread_remote_id for each in (question, answer, thanks)} == {question}
        assert found[answer].direction is Direction.OUTGOING
        assert found[answer].recipients == (found[question].author.remote_id,)
        assert found[thanks].in_reply_to == answer

    async def test_a_thread_is_found_from_its_end_alone(self, desk: Desk) -> None:
        question = await desk.place.says("@{us} quando riaprite?")
        answer = await desk.place.announces(f"{desk.place.customer} domani alle otto", reply_to=question)
        _, before = await everything(desk)
        thanks = await desk.place.says("@{us} grazie", reply_to=answer)
        forgetful = {**json.loads(before.cursor), "known": {}}
        found, _ = await everything(desk, json.dumps(forgetful))
        assert {each: found[each].thread_remote_id for each in (question, answer, thanks)} == dict.fromkeys(
            (question, answer, thanks), question
        )

    async def test_answers_under_an_announcement_are_conversations_of_their_own(self, desk: Desk) -> None:
        news = await desk.place.announces("Da lunedì nuovi orari")
        _, before = await everything(desk)
        first = await desk.place.says("@{us} anche il sabato?", reply_to=news)
        second = await desk.place.says("@{us} finalmente", reply_to=news)
        found, _ = await everything(desk, before.cursor)
        assert set(found) == {first, second}
        assert [found[each].thread_remote_id for each in (first, second)] == [first, second]
        assert found[first].quoted == "Da lunedì nuovi orari"

    async def test_a_direct_post_is_private(self, desk: Desk) -> None:
        identity = await desk.place.says("@{us} il mio numero è 4471", direct=True)
        found, _ = await everything(desk)
        assert found[identity].visibility is Visibility.DIRECT
        assert found[identity].thread_kind is ThreadKind.DIRECT
        assert found[identity].engagement is None

    async def test_a_direct_answer_to_a_public_post_begins_a_thread(self, desk: Desk) -> None:
        question = await desk.place.says("@{us} mi avete addebitato due volte")
        _, before = await everything(desk)
        outgoing = desk.outgoing("Ci dica il numero cliente", visibility=Visibility.DIRECT, in_reply_to=question)
        receipt = await desk.channel.send(outgoing, desk.commits)
        number = await desk.place.says("@{us} 4471 0932", direct=True, reply_to=receipt.remote_id)
        found, _ = await everything(desk, before.cursor)
        assert {found[each].thread_remote_id for each in (receipt.remote_id, number)} == {receipt.remote_id}
        assert found[receipt.remote_id].in_reply_to is None
        assert found[number].in_reply_to == receipt.remote_id

    async def test_what_we_send_is_there_and_was_committed_once(self, desk: Desk) -> None:
        question = await desk.place.says("@{us} buongiorno?")
        _, before = await everything(desk)
        receipt = await desk.channel.send(desk.outgoing("Buongiorno a lei", in_reply_to=question), desk.commits)
        found, _ = await everything(desk, before.cursor)
        ours = found[receipt.remote_id]
        assert desk.committed == ["now"]
        assert ours.direction is Direction.OUTGOING
        assert ours.text.endswith("Buongiorno a lei")
        assert (ours.thread_remote_id, ours.in_reply_to) == (question, question)
        assert receipt.permalink == ours.permalink
        assert receipt.at == ours.sent_at

    async def test_a_key_sent_twice_makes_one_post(self, desk: Desk) -> None:
        outgoing = desk.outgoing("Una volta sola")
        first = await desk.channel.send(outgoing, desk.commits)
        second = await desk.channel.send(outgoing, desk.commits)
        assert first.remote_id == second.remote_id

    async def test_a_lost_answer_is_unsure_and_then_found(self, desk: Desk) -> None:
        question = await desk.place.says("@{us} c'è nessuno?")
        outgoing = desk.outgoing("Eccoci, guardi https://aiuto.example/orari", in_reply_to=question)
        desk.cable.loses_answers = 1
        with pytest.raises(OutcomeUnknown):
            await desk.channel.send(outgoing, desk.commits)
        receipt = await desk.channel.look_up(outgoing)
        assert desk.committed == ["now"]
        assert receipt is not None
        assert (await everything(desk))[0][receipt.remote_id].in_reply_to == question

    async def test_a_direct_post_is_found_again_too(self, desk: Desk) -> None:
        outgoing = desk.outgoing("Le scrivo in privato", visibility=Visibility.DIRECT)
        receipt = await desk.channel.send(outgoing, desk.commits)
        assert await desk.channel.look_up(outgoing) == receipt

    async def test_another_text_reach_or_target_is_not_taken_for_it(self, desk: Desk) -> None:
        question = await desk.place.says("@{us} e quindi?")
        await desk.channel.send(desk.outgoing("Arriviamo", in_reply_to=question), desk.commits)
        for different in (
            desk.outgoing("Arriviamo subito", in_reply_to=question),
            desk.outgoing("Arriviamo"),
            desk.outgoing("Arriviamo", in_reply_to=question, visibility=Visibility.DIRECT),
            desk.outgoing("Arriviamo", in_reply_to=question, created_at=desk.place.now() + timedelta(hours=1)),
        ):
            assert await desk.channel.look_up(different) is None

    async def test_without_a_connection_nothing_is_committed(self, desk: Desk) -> None:
        desk.cable.is_cut = True
        outgoing = desk.outgoing("Non parte")
        with pytest.raises(TemporaryFailure):
            await desk.channel.send(outgoing, desk.commits)
        desk.cable.is_cut = False
        assert desk.committed == []
        assert await desk.channel.look_up(outgoing) is None

    async def test_too_long_a_text_is_refused(self, desk: Desk) -> None:
        with pytest.raises(Refused, match="too_long"):
            await desk.channel.send(desk.outgoing("a" * 501, recipient=""), desk.commits)

    async def test_a_direct_post_to_nobody_is_refused_before_it_leaves(self, desk: Desk) -> None:
        outgoing = desk.outgoing("a chi?", visibility=Visibility.DIRECT, recipient="")
        with pytest.raises(Refused, match="no_recipient"):
            await desk.channel.send(outgoing, desk.commits)
        assert desk.committed == []

    async def test_an_attachment_leaves_with_the_post(self, desk: Desk) -> None:
        picture = OutgoingAttachment("schema.png", "image/png", PIXEL, "Lo schema del contatore")
        receipt = await desk.channel.send(desk.outgoing("Ecco lo schema", attachments=(picture,)), desk.commits)
        found, _ = await everything(desk)
        assert len(found[receipt.remote_id].attachments) == 1

    async def test_edits_reach_us(self, desk: Desk) -> None:
        identity = await desk.place.says("@{us} la lettura è 1234")
        _, before = await everything(desk)
        await desk.place.edits(identity, "@{us} la lettura è 1243")
        found, _ = await everything(desk, looks_over_at_once(before.cursor))
        assert found[identity].text.endswith("1243")
        assert found[identity].edited_at is not None
        assert found[identity].thread_remote_id == identity

    async def test_deletions_reach_us(self, desk: Desk) -> None:
        kept = await desk.place.says("@{us} resto")
        gone = await desk.place.says("@{us} me ne vado")
        _, before = await everything(desk)
        await desk.place.deletes(gone)
        fetched = await desk.channel.fetch(looks_over_at_once(before.cursor))
        assert [removal.remote_id for removal in fetched.removals] == [gone]
        assert gone not in json.loads(fetched.cursor)["known"]
        assert kept in json.loads(fetched.cursor)["known"]

    async def test_our_own_post_can_be_deleted_and_deleted_again(self, desk: Desk) -> None:
        outgoing = desk.outgoing("Ci ripensiamo")
        receipt = await desk.channel.send(outgoing, desk.commits)
        await desk.channel.delete(receipt.remote_id)
        await desk.channel.delete(receipt.remote_id)
        assert await desk.channel.look_up(outgoing) is None

    async def test_more_than_a_page_arrives_whole(self, desk: Desk) -> None:
        _, before = await everything(desk)
        said = [await desk.place.says(f"@{{us}} domanda numero {number}") for number in range(45)]
        found, _ = await everything(desk, before.cursor)
        assert set(said) <= set(found)

    async def test_the_first_pull_reaches_behind_its_first_page(self, desk: Desk) -> None:
        said = [await desk.place.says(f"@{{us}} domanda numero {number}") for number in range(45)]
        first = await desk.channel.fetch(None)
        found, _ = await everything(desk)
        assert first.more
        assert said[-1] in {arrival.remote_id for arrival in first.arrivals}
        assert set(said) <= set(found)

    async def test_older_mentions_come_on_demand(self, desk: Desk) -> None:
        said = [await desk.place.says(f"@{{us}} domanda numero {number}") for number in range(3)]
        found, cursor = set[str](), None
        for _ in range(12):
            fetched = await desk.channel.older(cursor)
            found |= {arrival.remote_id for arrival in fetched.arrivals}
            cursor = fetched.cursor
            if not fetched.more:
                break
        assert set(said) <= found
        assert not fetched.more

    async def test_news_wake_us_and_no_news_do_not(self, desk: Desk) -> None:
        while await desk.channel.wait_for_news(0.3):  # a line that opens tells of what was said before
            pass
        waiting = asyncio.create_task(desk.channel.wait_for_news(60))
        while not waiting.done():  # a server may begin to listen some time after it has taken the line
            await desk.place.says("@{us} siete svegli?")
            await asyncio.wait({waiting}, timeout=1)
        assert waiting.result()

    async def test_waiting_can_be_given_up_at_once(self, desk: Desk) -> None:
        waiting = asyncio.create_task(desk.channel.wait_for_news(60))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(waiting, 30)
