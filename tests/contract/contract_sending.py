"""What every channel promises of sending: once, to whom it is for, and never a guess about what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.model import (
    ChannelError,
    Direction,
    Hiding,
    OutcomeUnknown,
    Refused,
    SignInExpired,
    TemporaryFailure,
    Visibility,
)
from tests.contract.cable import Answer
from tests.contract.channel_place import MARTA, OSCAR, Desk, Kit

WORD = "Topazio"  # in every answer here: what the request that carries it is known by
TEXT = f"{WORD}: riapriamo domani alle otto"


class Sending:
    """Needs a `desk` fixture and a `kit`."""

    kit: Kit

    def _ways(self) -> list[Visibility]:
        """Return on which sides of the privacy line the channel answers."""
        said = self.kit.manifest
        sides = ((Visibility.PUBLIC, said.answers_public), (Visibility.DIRECT, said.answers_private))
        return [side for side, answers in sides if answers]

    async def test_it_answers_on_the_sides_that_it_names(self, desk: Desk) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            text = f"{TEXT} ({way})"
            receipt = await desk.channel.send(desk.answer_to(question, text), desk.commits)
            assert desk.committed.pop() == "now"
            assert not desk.committed
            heard = desk.heard[-1]
            assert heard.remote_id == receipt.remote_id
            assert text in heard.text
            assert heard.direct is (way is Visibility.DIRECT)
            assert heard.recipient_key == MARTA.key
            assert abs(receipt.at - desk.clock()) < timedelta(minutes=1)

    async def test_it_refuses_the_sides_that_it_does_not_name(self, desk: Desk) -> None:
        question = await desk.question(direct=self.kit.usually_direct)
        for way in {Visibility.PUBLIC, Visibility.DIRECT, Visibility.INTERNAL} - set(self._ways()):
            with pytest.raises(Refused):
                await desk.channel.send(desk.answer_to(question, TEXT, visibility=way), desk.commits)
        assert desk.committed == []
        assert desk.heard == []

    async def test_what_we_sent_arrives_in_its_thread_if_the_network_shows_it(self, desk: Desk) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            receipt = await desk.channel.send(desk.answer_to(question, f"{TEXT} ({way})"), desk.commits)
            desk.clock.advance(minutes=2)
            found, _ = await desk.pull()
            ours = found.get(receipt.remote_id)
            if ours is not None:
                assert ours.direction is Direction.OUTGOING
                assert ours.thread_remote_id == question.thread_remote_id
                assert ours.visibility is way
                assert WORD in ours.text

    async def test_the_right_person_gets_the_answer(self, desk: Desk) -> None:
        for way in self._ways():
            for who in (OSCAR, MARTA):
                question = await desk.question(f"sono {who.key}: e io?", who=who, direct=way is Visibility.DIRECT)
                text = f"{TEXT} a {who.key} ({way})"
                await desk.channel.send(desk.answer_to(question, text), desk.commits)
                assert desk.heard[-1].recipient_key == who.key

    @pytest.mark.parametrize("acts", [False, True], ids=["before", "after"])
    async def test_a_time_out_is_unsure_until_it_is_looked_up(self, desk: Desk, acts: bool) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            outgoing = desk.answer_to(question, f"{TEXT} ({way})")
            desk.times_out(WORD, acts=acts)
            with pytest.raises(OutcomeUnknown):
                await desk.channel.send(outgoing, desk.commits)
            assert desk.committed
            assert desk.posted(outgoing.text) == int(acts)
            found = await self._looked_up(desk, outgoing)
            assert (found is not None) is (acts and self.kit.manifest.looks_up)
            if found is not None:
                assert found == desk.heard[-1].remote_id

    @staticmethod
    async def _looked_up(desk: Desk, outgoing: object) -> str | None:
        """Return the id of what a look-up found a little later, by a clock that the network does not share."""
        desk.clock.advance(seconds=20)
        receipt = await desk.channel.look_up(outgoing)  # type: ignore[arg-type]
        return receipt.remote_id if receipt is not None else None

    @pytest.mark.parametrize("seconds", [-90, 90])
    async def test_a_look_up_bears_clocks_that_differ(self, desk: Desk, seconds: int) -> None:
        if not self.kit.manifest.looks_up:
            return
        desk.clock.ahead = timedelta(seconds=seconds)
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            outgoing = desk.answer_to(question, f"{TEXT} ({way})")
            desk.times_out(WORD, acts=True)
            with pytest.raises(OutcomeUnknown):
                await desk.channel.send(outgoing, desk.commits)
            assert await self._looked_up(desk, outgoing) is not None

    async def test_a_look_up_takes_nothing_else_for_it(self, desk: Desk) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            other = await desk.question("e per me?", who=OSCAR, direct=way is Visibility.DIRECT)
            await desk.channel.send(desk.answer_to(question, f"{TEXT} ({way})"), desk.commits)
            for different in (
                desk.answer_to(question, f"{TEXT}, alle nove ({way})"),
                desk.answer_to(other, f"{TEXT} ({way})"),
            ):
                assert await self._looked_up(desk, different) is None

    async def test_a_repeat_after_a_lost_answer_makes_no_second_post_where_a_look_up_tells(self, desk: Desk) -> None:
        """What the outbox does: it sends again only what the look-up did not find."""
        if not self.kit.manifest.looks_up:
            return
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            outgoing = desk.answer_to(question, f"{TEXT} ({way})")
            for acts in (False, True):
                desk.times_out(WORD, acts=acts)
                with pytest.raises(OutcomeUnknown):
                    await desk.channel.send(outgoing, desk.commits)
                if await self._looked_up(desk, outgoing) is not None:
                    break
            assert desk.posted(outgoing.text) == 1

    async def test_without_a_connection_nothing_is_committed(self, desk: Desk) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            desk.cut()
            with pytest.raises(TemporaryFailure):
                await desk.channel.send(desk.answer_to(question, TEXT), desk.commits)
            desk.recovers()
        assert desk.committed == []
        assert desk.heard == []

    @pytest.mark.parametrize("seconds", [90.0, None], ids=["saying_when", "not_saying_when"])
    async def test_a_busy_network_took_nothing_and_says_when(self, desk: Desk, seconds: float | None) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            desk.answers(self.kit.limited(seconds), WORD)
            with pytest.raises(TemporaryFailure, match="rate_limited") as caught:
                await desk.channel.send(desk.answer_to(question, TEXT), desk.commits)
            desk.recovers()
            self._waits(caught.value, seconds)
        assert desk.heard == []

    @pytest.mark.parametrize("seconds", [90.0, None], ids=["saying_when", "not_saying_when"])
    async def test_a_busy_network_can_be_read_later(self, desk: Desk, seconds: float | None) -> None:
        desk.answers(self.kit.limited(seconds))
        with pytest.raises(TemporaryFailure, match="rate_limited") as caught:
            await desk.channel.fetch(None)
        self._waits(caught.value, seconds)
        desk.recovers()
        desk.clock.advance(seconds=(caught.value.retry_after or 0) + 1)
        assert (await desk.question()).remote_id

    @staticmethod
    def _waits(failure: TemporaryFailure, seconds: float | None) -> None:
        if seconds is not None:
            assert failure.retry_after is not None
            assert abs(failure.retry_after - seconds) < 3
        else:
            assert failure.retry_after is None or 0 < failure.retry_after <= 3600

    async def test_an_expired_sign_in_is_told_from_everything_else(self, desk: Desk) -> None:
        if not self.kit.manifest.secrets:
            return  # nobody signs in there
        questions = [await desk.question(direct=way is Visibility.DIRECT) for way in self._ways()]
        desk.answers(self.kit.expired)
        with pytest.raises(SignInExpired):
            await desk.channel.fetch(None)
        assert not (await desk.channel.check())[-1].passed
        for question in questions:
            with pytest.raises(SignInExpired):
                await desk.channel.send(desk.answer_to(question, TEXT), desk.commits)
        assert desk.heard == []

    async def test_an_answer_in_html_is_a_failure_that_passes(self, desk: Desk) -> None:
        for status in (200, 403, 500, 502, 503):
            desk.answers(Answer.page(status))
            try:
                fetched = await desk.channel.fetch(None)
            except TemporaryFailure:
                pass
            else:
                assert fetched.refused
            desk.recovers()
        assert (await desk.question()).remote_id

    @pytest.mark.parametrize("acts", [False, True], ids=["before", "after"])
    async def test_a_broken_server_may_have_taken_it(self, desk: Desk, acts: bool) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            for answer in (Answer.page(500), Answer.page(200), Answer(200, b'{"data": {"id"')):
                outgoing = desk.answer_to(question, f"{TEXT} ({way}, {answer.status}, {len(answer.body)})")
                desk.answers(answer, WORD, acts=acts, times=1)
                with pytest.raises(OutcomeUnknown):
                    await desk.channel.send(outgoing, desk.commits)
                found = await self._looked_up(desk, outgoing)
                assert (found is not None) is (acts and self.kit.manifest.looks_up)

    async def test_our_own_message_can_be_deleted_where_the_network_lets_us(self, desk: Desk) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            outgoing = desk.answer_to(question, f"{TEXT} ({way})")
            receipt = await desk.channel.send(outgoing, desk.commits)
            if not self.kit.manifest.deletes:
                with pytest.raises(Refused):
                    await desk.channel.delete(receipt.remote_id)
                continue
            try:
                await desk.channel.delete(receipt.remote_id)
            except Refused:
                assert way is Visibility.DIRECT  # some networks let nobody take back a private message
                continue
            await desk.channel.delete(receipt.remote_id)
            assert await self._looked_up(desk, outgoing) is None

    async def test_a_comment_can_be_hidden_and_shown_where_the_network_hides(self, desk: Desk) -> None:
        if not isinstance(desk.channel, Hiding):
            return  # the manifest's word is checked beside the channel's shape
        post = desk.network.announces("Nuovi orari da lunedì")
        comment = desk.says("siete dei ladri", reply_to=post)
        await desk.pull()
        await desk.channel.hide(comment, hidden=True)
        await desk.channel.hide(comment, hidden=True)
        await desk.channel.hide(comment, hidden=False)
        desk.cut()
        with pytest.raises(TemporaryFailure):
            await desk.channel.hide(comment, hidden=True)

    async def test_too_long_a_text_is_refused(self, desk: Desk) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            with pytest.raises(Refused, match="too_long"):
                await desk.channel.send(desk.answer_to(question, WORD * 3_000), desk.commits)
        assert desk.heard == []

    async def test_a_look_up_without_a_connection_proves_nothing(self, desk: Desk) -> None:
        for way in self._ways():
            question = await desk.question(direct=way is Visibility.DIRECT)
            outgoing = desk.answer_to(question, TEXT)
            desk.cut()
            if self.kit.manifest.looks_up:
                with pytest.raises(ChannelError):
                    await desk.channel.look_up(outgoing)
            else:
                assert await desk.channel.look_up(outgoing) is None
            desk.recovers()
