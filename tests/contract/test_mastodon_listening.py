"""What Mastodon hears beyond its mentions: hashtags, followed ones, words where a server searches, and streams of tags."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from desktop.channels.mastodon.channel import MastodonChannel
from desktop.channels.mastodon.cursor import HEARD, KNOWN, decoded
from desktop.channels.mastodon.manifest import MANIFEST
from desktop.demo.faults import Fault, Manners
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.wire import Response, error_response
from desktop.model import Fetched, Listening, SignInExpired, TemporaryFailure
from tests.contract.channel_place import BRAND, MARTA, OSCAR, Desk, Kit, open_desk
from tests.contract.mastodon_place import SPECIFICATION
from tests.contract.openapi import OpenApi

TAG = Listening((), ("AuroraEnergia",))
KIT = Kit(
    manifest=MANIFEST,
    network=MastodonNetwork,
    channel=MastodonChannel,
    judge=lambda: OpenApi.read(SPECIFICATION) if SPECIFICATION.exists() else None,
)


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@asynccontextmanager
async def a_desk(listening: Listening, *, manners: Manners | None = None) -> AsyncIterator[Desk]:
    settings: dict[str, Any] = dict(listening.settings())
    kit = replace(KIT, network=partial(MastodonNetwork, manners=manners), settings=settings)
    async with open_desk(kit) as desk:
        yield desk


def network_of(desk: Desk) -> MastodonNetwork:
    assert isinstance(desk.network, MastodonNetwork)
    return desk.network


def heard(desk: Desk, text: str, **how: Any) -> str:
    return desk.says(text, **{"names_us": False, "direct": False, **how})


def asked(desk: Desk, word: str) -> int:
    return sum(word in one.url for one in desk.cable.passed)


async def a_day_later(desk: Desk, fetched: Fetched) -> Fetched:
    desk.clock.advance(hours=25)
    return await desk.channel.fetch(fetched.cursor)


# ---- hashtags


async def test_a_hashtag_is_heard_and_what_is_left_out_is_not() -> None:
    async with a_desk(replace(TAG, excluded=("boreale",), languages=("it",))) as desk:
        hit = heard(desk, "ma quanto costa #AuroraEnergia?")
        heard(desk, "#auroraenergia boreale")
        heard(desk, "niente di che")
        found, fetched = await desk.pull()
        assert list(found) == [hit]
        assert not found[hit].mentions_us
        assert found[hit].thread_remote_id == hit
        assert (await desk.pull(fetched.cursor))[0] == {}


async def test_our_own_and_private_posts_are_never_heard() -> None:
    async with a_desk(TAG) as desk:
        desk.network.announces("Scriveteci con #AuroraEnergia")
        assert (await desk.pull())[0] == {}


async def test_a_post_that_names_us_too_is_a_mention_in_its_thread() -> None:
    async with a_desk(TAG) as desk:
        first = desk.says("non va la luce", names_us=True)
        answer = desk.network.announces("Arriviamo", reply_to=first)
        second = desk.says("ancora niente #AuroraEnergia", names_us=True, reply_to=answer)
        found, _ = await desk.pull()
        assert found[second].mentions_us
        assert found[second].thread_remote_id == first


async def test_somebody_who_was_heard_first_and_turns_to_us_then_is_no_longer_only_heard() -> None:
    async with a_desk(TAG) as desk:
        first = heard(desk, "che cara #AuroraEnergia")
        _, before = await desk.pull()
        second = desk.says("dico a voi", names_us=True, reply_to=first)
        found, after = await desk.pull(before.cursor)
        assert found[second].mentions_us
        assert found[second].thread_remote_id == first
        known = decoded(after.cursor).known
        assert (known[first].heard, known[second].heard) == (True, False)


async def test_edits_and_deletions_of_what_was_heard_reach_us() -> None:
    async with a_desk(TAG) as desk:
        kept, gone = heard(desk, "uno #AuroraEnergia"), heard(desk, "due #AuroraEnergia", who=OSCAR)
        _, before = await desk.pull()
        desk.clock.advance(minutes=5)
        desk.network.edits(kept, "uno e mezzo #AuroraEnergia")
        desk.network.removes(gone)
        fetched = await desk.channel.fetch(before.cursor)
        assert [(one.remote_id, one.text) for one in fetched.arrivals] == [(kept, "uno e mezzo #AuroraEnergia")]
        assert [removal.remote_id for removal in fetched.removals] == [gone]
        assert decoded(fetched.cursor).known[kept].heard


async def test_a_hashtag_that_grew_while_nobody_listened_arrives_whole() -> None:
    async with a_desk(TAG) as desk:
        _, before = await desk.pull()
        heard(desk, "il primo #AuroraEnergia")
        _, before = await desk.pull(before.cursor)
        said = {heard(desk, f"numero {number} #AuroraEnergia") for number in range(230)}
        found: set[str] = set()
        fetched = before
        while fetched is before or fetched.more:
            passed = len(desk.cable.passed)
            fetched = await desk.channel.fetch(fetched.cursor)
            assert len(desk.cable.passed) - passed < 20
            found |= {arrival.remote_id for arrival in fetched.arrivals}
        assert found == said


async def test_posts_that_come_late_from_elsewhere_are_heard() -> None:
    async with a_desk(TAG) as desk:
        heard(desk, "puntuale #AuroraEnergia")
        _, before = await desk.pull()
        desk.clock.ahead = timedelta(minutes=-5)
        late = heard(desk, "in ritardo #AuroraEnergia", who=OSCAR)
        assert list((await desk.pull(before.cursor))[0]) == [late]


async def test_what_is_only_heard_drives_no_conversation_out_of_the_memory() -> None:
    async with a_desk(TAG) as desk:
        talk = {desk.says(f"domanda {number}", names_us=True) for number in range(40)}
        _, fetched = await desk.pull()
        for number in range(HEARD + KNOWN):
            heard(desk, f"chiacchiera {number} #AuroraEnergia")
        _, fetched = await desk.pull(fetched.cursor)
        known = decoded(fetched.cursor).known
        assert talk <= set(known)
        assert sum(one.heard for one in known.values()) == HEARD


# ---- followed hashtags


async def test_under_a_followed_hashtag_only_what_names_the_company_is_heard() -> None:
    async with a_desk(Listening((BRAND,)), manners=Manners(searches=False)) as desk:
        network_of(desk).api.finding.followed.append("Torino")
        heard(desk, "che bella #Torino")
        hit = heard(desk, f"{BRAND} scava in via Zara #torino")
        assert list((await desk.pull())[0]) == [hit]


async def test_a_server_that_tells_no_followed_hashtags_is_listened_to_all_the_same() -> None:
    async with a_desk(TAG) as desk:
        network_of(desk).faults.add(Fault("GET", "/api/v1/followed_tags", response=error_response(404, "no"), times=9))
        hit = heard(desk, "#AuroraEnergia")
        assert list((await desk.pull())[0]) == [hit]


# ---- words


async def test_words_are_searched_for_and_looked_at_again() -> None:
    async with a_desk(Listening((BRAND, "aurra"), excluded=("boreale",))) as desk:
        hits = [heard(desk, f"{BRAND} è cara"), heard(desk, "AURRA è cara")]
        heard(desk, "Aurora: che energia!")
        heard(desk, f"{BRAND} boreale")
        assert sorted((await desk.pull())[0]) == sorted(hits)


async def test_a_server_that_searches_no_posts_is_named_and_asked_again_a_day_later() -> None:
    manners = Manners(searches=False)
    async with a_desk(Listening((BRAND,), ("AuroraEnergia",)), manners=manners) as desk:
        desk.network.announces("Domani gli sportelli restano chiusi")
        desk.clock.advance(hours=1)
        hit = heard(desk, "#AuroraEnergia")
        found, fetched = await desk.pull()
        assert list(found) == [hit]
        assert fetched.faults == ("search",)
        searched = asked(desk, "/api/v2/search")
        fetched = await desk.channel.fetch(fetched.cursor)
        assert asked(desk, "/api/v2/search") == searched
        assert fetched.faults == ("search",)
        network_of(desk).api.finding._manners = Manners()
        fetched = await a_day_later(desk, fetched)
        assert fetched.faults == ()


@pytest.mark.parametrize(
    "answer",
    [
        error_response(404, "Record not found"),
        error_response(403, "This action is outside the authorized scopes"),
        error_response(422, "no"),
    ],
    ids=("unknown", "no scope", "refused"),
)
async def test_a_search_that_is_refused_stops_nothing_else(answer: Response) -> None:
    async with a_desk(Listening((BRAND,), ("AuroraEnergia",))) as desk:
        desk.cable.judge = None  # servers answer what no description foresees
        network_of(desk).faults.add(Fault("GET", "/api/v2/search", response=answer, times=99))
        hit = heard(desk, "#AuroraEnergia")
        mention = desk.says("e io?", names_us=True)
        found, fetched = await desk.pull()
        assert sorted(found) == sorted([hit, mention])
        assert fetched.refused
        assert (await desk.channel.check())[-1].passed is False


async def test_a_busy_server_keeps_the_place_and_a_lost_sign_in_is_said() -> None:
    async with a_desk(TAG) as desk:
        hit = heard(desk, "#AuroraEnergia")
        network_of(desk).faults.add(Fault("GET", "/api/v1/timelines", response=error_response(429, "busy")))
        with pytest.raises(TemporaryFailure, match="rate_limited"):
            await desk.channel.fetch(None)
        network_of(desk).faults.add(Fault("GET", "/api/v1/timelines", response=error_response(401, "no")))
        with pytest.raises(SignInExpired, match="token_refused"):
            await desk.channel.fetch(None)
        assert list((await desk.pull())[0]) == [hit]


async def test_many_words_take_turns_and_none_is_forgotten() -> None:
    words = tuple(f"parola{number}" for number in range(30))
    async with a_desk(Listening(words)) as desk:
        _, fetched = await desk.pull()
        said = {heard(desk, f"{word}!") for word in words}
        found: set[str] = set()
        for _ in range(6):
            passed = len(desk.cable.passed)
            more, fetched = await desk.pull(fetched.cursor)
            assert len(desk.cable.passed) - passed < 30
            found |= set(more)
        assert found == said


async def test_a_cursor_from_before_there_was_listening_begins_it() -> None:
    async with a_desk(TAG) as desk:
        mention = desk.says("buongiorno", names_us=True)
        _, before = await desk.pull()
        data = json.loads(before.cursor)
        del data["listened"]
        hit = heard(desk, "#AuroraEnergia")
        found, _ = await desk.pull(json.dumps(data))
        assert (hit in found, mention in found) == (True, False)


# ---- streams


async def test_a_streamed_hashtag_wakes_us() -> None:
    async with a_desk(replace(TAG, words=(BRAND,))) as desk:
        _, fetched = await desk.pull()
        while await desk.channel.wait_for_news(0.2):  # a line that opens tells of what was said before
            pass
        waiting = asyncio.create_task(desk.channel.wait_for_news(10))
        await asyncio.sleep(0.05)
        heard(desk, "niente")
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert not done
        hit = heard(desk, "eccola #auroraenergia", who=MARTA)
        assert await waiting
        assert list((await desk.pull(fetched.cursor))[0]) == [hit]


async def test_an_account_that_listens_for_nothing_asks_for_nothing_of_it() -> None:
    async with a_desk(Listening()) as desk:
        heard(desk, f"{BRAND} #AuroraEnergia")
        assert (await desk.pull())[0] == {}
        await desk.channel.wait_for_news(0.05)
        assert asked(desk, "search") == asked(desk, "timelines") == asked(desk, "hashtag") == 0
        assert [step.step for step in await desk.channel.check()] == ["server", "sign_in", "read", "limits"]
