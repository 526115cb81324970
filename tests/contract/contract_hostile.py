"""What every channel promises of a server that answers nonsense: only a ChannelError leaves, the rest arrives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import HealthCheck, given, settings

from desktop.model import Arrival, ChannelError, Fetched, Hiding, Outgoing
from tests.contract.cable import Answer
from tests.contract.channel_place import MARTA, OSCAR, Desk, Kit, open_desk
from tests.contract.hostile import BODIES, MUTATIONS, Mutation, mutated, mutated_beside

_PULLS = 4
_FEW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


class Hostile:
    """Needs a `kit`."""

    kit: Kit

    @_FEW
    @given(mutation=MUTATIONS)
    async def test_only_channel_errors_leave_a_pull(self, mutation: Mutation) -> None:
        await self._pull_survives(mutation)

    @_FEW
    @given(mutation=MUTATIONS)
    async def test_one_spoilt_message_keeps_no_other_away(self, mutation: Mutation) -> None:
        await self._others_arrive(mutation)

    @_FEW
    @given(mutation=MUTATIONS)
    async def test_only_channel_errors_leave_an_answer(self, mutation: Mutation) -> None:
        await self._answer_survives(mutation)

    @pytest.mark.slow
    @pytest.mark.timeout(400)
    @settings(_FEW, max_examples=30)  # of three deeds each, on each of the networks
    @given(mutation=MUTATIONS)
    async def test_many_more_spoilt_answers_do_no_harm(self, mutation: Mutation) -> None:
        await self._pull_survives(mutation)
        await self._others_arrive(mutation)
        await self._answer_survives(mutation)

    async def test_a_body_that_is_no_answer_is_a_channel_error(self) -> None:
        async with self._open() as desk:
            questions = await self._lively(desk)
            for body in BODIES:
                desk.answers(Answer(200, body))
                await self._pulls(desk)
                for question in questions:
                    outgoing = desk.answer_to(question, "Topazio, domani alle otto")
                    await self._allowed(lambda outgoing=outgoing: self._sent_and_looked_up(desk, outgoing))  # type: ignore[misc]
                desk.recovers()

    async def _pull_survives(self, mutation: Mutation) -> None:
        async with self._open() as desk:
            await self._lively(desk)
            desk.twists(lambda _, body: mutated(body, mutation))
            await self._pulls(desk)
            await self._allowed(desk.channel.check)
            await self._allowed(lambda: desk.channel.older(None))

    async def _others_arrive(self, mutation: Mutation) -> None:
        async with self._open() as desk:
            before = (await desk.pull())[1].cursor
            desk.says("Zaffiro va male", OSCAR)
            spared = desk.says("Rubino va bene", MARTA)
            desk.twists(lambda _, body: mutated_beside(body, "Zaffiro", "Rubino", mutation))
            found = {arrival.remote_id for fetched in await self._pulls(desk, before) for arrival in fetched.arrivals}
            assert spared in found

    async def _answer_survives(self, mutation: Mutation) -> None:
        async with self._open() as desk:
            questions = await self._lively(desk)
            desk.twists(lambda _, body: mutated(body, mutation))
            for question in questions:
                outgoing = desk.answer_to(question, "Topazio, domani alle otto")
                await self._allowed(lambda outgoing=outgoing: self._sent_and_looked_up(desk, outgoing))  # type: ignore[misc]
            if isinstance(desk.channel, Hiding):
                hiding = desk.channel
                await self._allowed(lambda: hiding.hide("17", hidden=True))

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[Desk]:
        async with open_desk(self.kit) as desk:
            desk.cable.judge = None  # what is asked for after nonsense may be nonsense
            yield desk

    async def _lively(self, desk: Desk) -> list[Arrival]:
        """Let something of each kind be there, and return a question of each side that is answered."""
        said = self.kit.manifest
        sides = [direct for direct, answers in ((False, said.answers_public), (True, said.answers_private)) if answers]
        asked = [desk.says(f"quando riaprite? ({direct})", direct=direct) for direct in sides]
        for identity, direct in zip(asked, sides, strict=True):
            desk.network.announces("Domani", direct=direct, reply_to=identity)
        desk.says("e poi?", OSCAR)
        found, _ = await desk.pull()
        return [found[identity] for identity in asked]

    async def _pulls(self, desk: Desk, cursor: str | None = None) -> list[Fetched]:
        found: list[Fetched] = []
        for _ in range(_PULLS):
            fetched = await self._allowed(lambda cursor=cursor: desk.channel.fetch(cursor))  # type: ignore[misc]
            if isinstance(fetched, Fetched):
                cursor = fetched.cursor
                found.append(fetched)
            desk.clock.advance(minutes=5)
        return found

    @staticmethod
    async def _sent_and_looked_up(desk: Desk, outgoing: Outgoing) -> None:
        try:
            await desk.channel.send(outgoing, desk.commits)
        except ChannelError:
            await desk.channel.look_up(outgoing)

    @staticmethod
    async def _allowed(deed: Callable[[], object]) -> object:
        """Do something that may fail as channels may, in good time."""
        try:
            return await asyncio.wait_for(deed(), 60)  # type: ignore[arg-type]
        except ChannelError as error:
            assert len(error.reason) < 80  # a code or a few words, no payload
            return None
