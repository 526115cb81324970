"""What every channel promises of reading: each message once, whole, in order, however long the queue was."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.model import (
    Arrival,
    Channel,
    ChannelError,
    Direction,
    Fetched,
    Hiding,
    ThreadKind,
    Visibility,
)
from tests.contract.channel_place import BRAND, EXCLUDED, MARTA, OSCAR, Desk, Kit, open_desk

REQUESTS = 80  # of one pull, at most: a pull that is cancelled must have lost little
MANY = 130  # more than a page of any network


class Reading:
    """Needs a `desk` fixture and a `kit`."""

    kit: Kit

    async def test_it_is_a_channel_that_hides_if_it_says_so(self, desk: Desk) -> None:
        assert isinstance(desk.channel, Channel)
        assert isinstance(desk.channel, Hiding) is self.kit.manifest.hides
        assert desk.network.network is self.kit.manifest.network

    async def test_it_keeps_only_secrets_that_it_names(self, desk: Desk) -> None:
        await desk.channel.fetch(None)
        kept = {name.rpartition("/")[2] for name in desk.secrets.all()}
        assert kept <= set(self.kit.manifest.secrets)

    async def test_a_check_passes_every_step(self, desk: Desk) -> None:
        steps = await desk.channel.check()
        assert steps
        assert [step for step in steps if not step.passed] == []

    async def test_a_check_stops_at_its_first_failure(self, desk: Desk) -> None:
        desk.cut()
        steps = await desk.channel.check()
        assert [step.passed for step in steps] == [*[True] * (len(steps) - 1), False]
        assert steps[-1].reason

    async def test_a_message_arrives_once_with_all_it_says(self, desk: Desk) -> None:
        _, before = await desk.pull()
        text = "la luce va e viene\n\nda ieri, in via Zara 4: perché?"
        identity = desk.says(text)
        found, after = await desk.pull(before.cursor)
        assert list(found) == [identity]
        self._is_whole(found[identity], text)
        assert abs(found[identity].sent_at - desk.clock()) < timedelta(minutes=1)
        assert not (await desk.pull(after.cursor))[0]

    def _is_whole(self, arrival: Arrival, text: str) -> None:
        direct = self.kit.usually_direct
        assert " ".join(text.split()) in " ".join(arrival.text.split())
        assert arrival.direction is Direction.INCOMING
        assert arrival.visibility is (Visibility.DIRECT if direct else Visibility.PUBLIC)
        assert (arrival.thread_kind is ThreadKind.PUBLIC) is not direct
        assert arrival.thread_remote_id
        assert arrival.mentions_us is self.kit.talks
        assert MARTA.name in arrival.author.name or MARTA.handle in arrival.author.handle
        assert arrival.author.remote_id
        assert arrival.sent_at.tzinfo is not None

    async def test_a_private_message_is_private(self, desk: Desk) -> None:
        if not self.kit.manifest.answers_private:
            return  # there is nothing private here, which the test of answers states
        identity = desk.says("il mio numero cliente è 4471", direct=True)
        arrival = (await desk.pull())[0][identity]
        assert arrival.visibility is Visibility.DIRECT
        assert arrival.thread_kind is not ThreadKind.PUBLIC
        assert arrival.engagement is None

    async def test_two_people_are_two_people_in_two_threads(self, desk: Desk) -> None:
        first, second = desk.says("quanto costa?"), desk.says("e quanto dura?", OSCAR)
        found, _ = await desk.pull()
        assert found[first].author.remote_id != found[second].author.remote_id
        assert found[first].thread_remote_id != found[second].thread_remote_id

    async def test_what_follows_our_answer_stays_in_the_thread(self, desk: Desk) -> None:
        if not self.kit.talks:
            return  # nobody answers, which the test of answers states
        direct = self.kit.usually_direct
        first = desk.says("quanto costa?")
        desk.clock.advance(seconds=1)
        answer = desk.network.announces("Dieci al mese", direct=direct, reply_to=first)
        second = desk.says("allora sì", reply_to=answer)
        found, _ = await desk.pull()
        assert found[second].thread_remote_id == found[first].thread_remote_id
        if answer in found:
            assert found[answer].direction is Direction.OUTGOING
            assert found[answer].thread_remote_id == found[first].thread_remote_id

    async def test_a_pull_from_an_old_cursor_brings_the_same_again(self, desk: Desk) -> None:
        _, before = await desk.pull()
        said = {desk.says("prima domanda"), desk.says("seconda domanda")}
        once, _ = await desk.pull(before.cursor)
        again, _ = await desk.pull(before.cursor)
        assert set(once) == said
        assert {name: arrival.text for name, arrival in again.items()} == {
            name: arrival.text for name, arrival in once.items()
        }

    async def test_more_than_a_page_arrives_in_order_and_in_bounded_pulls(self, desk: Desk) -> None:
        _, before = await desk.pull()
        said = [desk.says(f"domanda numero {number}") for number in range(MANY)]
        found: list[Arrival] = []
        fetched = before
        while fetched.more or fetched is before:
            asked = desk.asked
            fetched = await desk.channel.fetch(fetched.cursor)
            found += fetched.arrivals
            assert desk.asked - asked <= REQUESTS
            moments = [arrival.sent_at for arrival in fetched.arrivals]
            assert moments == sorted(moments)
        assert {arrival.remote_id for arrival in found} == set(said)
        assert len(found) < 2 * MANY

    async def test_a_crash_between_two_pages_loses_and_doubles_nothing(self, desk: Desk) -> None:
        _, before = await desk.pull()
        said = [desk.says(f"domanda numero {number}") for number in range(MANY)]
        await desk.channel.fetch(before.cursor)
        said.append(desk.says("e un'altra"))
        middle = await desk.channel.fetch(before.cursor)
        said.append(desk.says("e un'altra ancora"))
        rest, _ = await desk.pull(middle.cursor)
        found = {arrival.remote_id for arrival in middle.arrivals} | set(rest)
        assert found == set(said)

    @pytest.mark.slow
    @pytest.mark.timeout(600)
    async def test_the_longest_queue_arrives_whole(self, desk: Desk) -> None:
        desk.says("la prima di tutte")
        _, before = await desk.pull()
        said = {desk.says(f"domanda numero {number}") for number in range(self.kit.backlog)}
        found, _ = await desk.pull(before.cursor)
        assert len(said) == self.kit.backlog
        assert sorted(said - set(found))[:3] == []
        assert sorted(set(found) - said)[:3] == []

    async def test_what_people_change_reaches_us_where_the_network_tells(self, desk: Desk) -> None:
        if not self.kit.edits:
            return  # nobody can change anything there
        identity = desk.says("la lettura è 1234")
        _, before = await desk.pull()
        desk.clock.advance(minutes=10)
        desk.texts.append("la lettura è 1243")
        desk.network.edits(identity, "la lettura è 1243")
        arrived = await self._later(desk, before, identity)
        assert (arrived is not None) is self.kit.manifest.edits_arrive
        if arrived is not None:
            assert arrived.edited_at is not None

    @staticmethod
    async def _later(desk: Desk, before: Fetched, identity: str) -> Arrival | None:
        async for fetched in desk.pulls(before.cursor):
            for arrival in fetched.arrivals:
                if arrival.remote_id == identity and "1243" in arrival.text:
                    return arrival
        return None

    async def test_what_people_take_back_reaches_us_where_the_network_tells(self, desk: Desk) -> None:
        kept, gone = desk.says("resto"), desk.says("me ne vado", OSCAR)
        _, before = await desk.pull()
        desk.clock.advance(minutes=10)
        desk.network.removes(gone)
        removed = {removal.remote_id async for pull in desk.pulls(before.cursor) for removal in pull.removals}
        said = self.kit.manifest
        assert removed == ({gone} if said.edits_arrive and said.removals_arrive else set())
        assert kept not in removed

    async def test_what_names_the_brand_only_arrives_where_the_channel_listens(self, desk: Desk) -> None:
        _, before = await desk.pull()
        heard = desk.says(f"{BRAND} mi ha alzato il prezzo", names_us=False, direct=False)
        left = desk.says(f"stanotte {BRAND} {EXCLUDED} a Tromsø", names_us=False, direct=False)
        found, _ = await desk.pull(before.cursor)
        assert (heard in found) is self.kit.manifest.listens
        assert left not in found
        if heard in found:
            assert found[heard].mentions_us is False
            assert found[heard].visibility is Visibility.PUBLIC

    async def test_what_both_names_and_addresses_us_is_a_mention(self, desk: Desk) -> None:
        if not self.kit.talks:
            return
        identity = desk.says(f"{BRAND}, quando riaprite?")
        found: list[bool] = []
        async for fetched in desk.pulls():
            found += [arrival.mentions_us for arrival in fetched.arrivals if arrival.remote_id == identity]
        assert found
        assert found[-1]

    async def test_a_clock_that_differs_by_minutes_loses_nothing(self, desk: Desk) -> None:
        for minutes in (-5, 4, -3):
            desk.clock.ahead = timedelta(minutes=minutes)
            _, before = await desk.pull()
            desk.clock.advance(minutes=10)
            identity = desk.says(f"l'orologio è avanti di {minutes}")
            assert identity in (await desk.pull(before.cursor))[0]

    async def test_older_messages_come_on_demand_where_the_network_reaches_back(self, desk: Desk) -> None:
        said = {desk.says(f"domanda numero {number}") for number in range(3)}
        await desk.pull()
        found, cursor = set[str](), None
        for _ in range(24):
            fetched = await desk.channel.older(cursor)
            found |= {arrival.remote_id for arrival in fetched.arrivals}
            cursor = fetched.cursor
            if not fetched.more:
                break
        assert not fetched.more
        assert found == set() or self.kit.manifest.reaches_back
        assert found <= said or self.kit.manifest.reaches_back

    async def test_news_wake_us_where_the_network_pushes(self, desk: Desk) -> None:
        await desk.pull()
        while await desk.channel.wait_for_news(0.05):  # a line that opens tells of what was said before
            pass
        waiting = asyncio.create_task(desk.channel.wait_for_news(30 if self.kit.manifest.pushes else 0.3))
        for _ in range(100):
            if waiting.done():
                break
            desk.says("siete svegli?")
            await asyncio.wait({waiting}, timeout=0.1)
        assert await waiting is self.kit.manifest.pushes

    async def test_waiting_can_be_given_up_at_once(self, desk: Desk) -> None:
        await desk.pull()  # whoever has never read need not wait
        while await desk.channel.wait_for_news(0.05):
            pass
        waiting = asyncio.create_task(desk.channel.wait_for_news(60))
        await asyncio.wait({waiting}, timeout=0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(waiting, 30)

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged=st.one_of(st.text(max_size=40), st.recursive(st.none() | st.text(max_size=3), st.lists).map(str)))
    async def test_a_damaged_cursor_starts_over(self, damaged: str) -> None:
        async with open_desk(self.kit) as desk:
            identity = desk.says("mi leggete ancora?")
            try:
                fetched = await desk.channel.fetch(damaged)
            except ChannelError:
                return
            assert identity in {arrival.remote_id for arrival in fetched.arrivals} or fetched.more
