"""The permission and the fakes agree: what the guardrails allow the networks take, and what they refuse is refused.

Each row is a moment of a conversation on one of the networks; the permission is asked of what arrived, then the answer
is tried.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from desktop.demo.networks.facebook import FacebookNetwork
from desktop.demo.networks.graph.network import GraphNetwork
from desktop.demo.networks.graph.world import IG_NAME
from desktop.demo.networks.instagram import InstagramNetwork
from desktop.guardrails import Asked, permission
from desktop.model import (
    AccountHealth,
    AccountLimits,
    AccountRole,
    Arrival,
    Declared,
    HealthState,
    Hiding,
    Permission,
    Purpose,
    Refused,
    Visibility,
)
from tests.contract.channel_place import MARTA, OSCAR, Desk, open_desk
from tests.contract.graph_place import FACEBOOK_KIT, INSTAGRAM_KIT

PUBLIC, DIRECT = Visibility.PUBLIC, Visibility.DIRECT


@dataclass
class Moment:
    """Where a conversation stands: what would be answered, and what only the desk knows of it."""

    arrival: Arrival
    used: bool = False
    purpose: Purpose = Purpose.ANSWER


Scene = Callable[[Desk], Awaitable[Moment]]


async def comment(desk: Desk) -> Moment:
    return Moment(await desk.question())


async def answer_below_a_comment(desk: Desk) -> Moment:
    first = desk.says("quanto dura?")
    return Moment(await desk.question("e quanto costa?", who=OSCAR, reply_to=first))


async def comment_of_a_week(desk: Desk) -> Moment:
    moment = await comment(desk)
    desk.clock.advance(days=7)
    return moment


async def comment_of_six_days(desk: Desk) -> Moment:
    moment = await comment(desk)
    desk.clock.advance(days=6, hours=23)
    return moment


async def comment_with_its_private_answer(desk: Desk) -> Moment:
    question = await desk.question()
    await desk.channel.send(desk.answer_to(question, "In privato", visibility=DIRECT), desk.commits)
    return Moment(question, used=True)


async def comment_whose_private_answer_is_read_again(desk: Desk) -> Moment:
    moment = await comment_with_its_private_answer(desk)
    return Moment((await desk.pull())[0][moment.arrival.remote_id], used=True)


async def hidden_comment(desk: Desk) -> Moment:
    assert isinstance(desk.channel, Hiding)
    identity = desk.says("siete dei ladri")
    await desk.channel.hide(identity, hidden=True)
    return Moment((await desk.pull())[0][identity])


async def answer_below_a_hidden_comment(desk: Desk) -> Moment:
    assert isinstance(desk.channel, Hiding)
    first = desk.says("siete dei ladri")
    await desk.channel.hide(first, hidden=True)
    return Moment(await desk.question("già", who=OSCAR, reply_to=first))


async def comment_where_comments_are_off(desk: Desk) -> Moment:
    identity = desk.says("perché?")
    network_of(desk).world.newest_ground().takes_comments = False
    return Moment((await desk.pull())[0][identity])


async def live_comment(desk: Desk) -> Moment:
    assert isinstance(desk.network, InstagramNetwork)
    live = desk.network.goes_live("In diretta")
    return Moment(await desk.question(reply_to=live))


async def visitor_post(desk: Desk) -> Moment:
    assert isinstance(desk.network, FacebookNetwork)
    identity = desk.network.posts(MARTA, "Da voi non risponde nessuno")
    return Moment((await desk.pull())[0][identity])


async def tag_that_names_us(desk: Desk) -> Moment:
    assert isinstance(desk.network, InstagramNetwork)
    identity = desk.network.tags(MARTA, f"Grazie @{IG_NAME}!")
    return Moment((await desk.pull())[0][identity])


async def tag_without_our_name(desk: Desk) -> Moment:
    assert isinstance(desk.network, InstagramNetwork)
    identity = desk.network.tags(MARTA, "Che tramonto")
    return Moment((await desk.pull())[0][identity])


async def message(desk: Desk) -> Moment:
    return Moment(await desk.question(direct=True))


async def message_of_a_day(desk: Desk) -> Moment:
    moment = await message(desk)
    desk.clock.advance(hours=24)
    return moment


async def message_of_almost_a_day(desk: Desk) -> Moment:
    moment = await message(desk)
    desk.clock.advance(hours=23, minutes=59)
    return moment


async def message_of_a_week(desk: Desk) -> Moment:
    moment = await message(desk)
    desk.clock.advance(days=7)
    return moment


async def survey_after_a_day(desk: Desk) -> Moment:
    return replace(await message_of_a_day(desk), purpose=Purpose.SURVEY)


BOTH = ("facebook", "instagram")
SCENES: list[tuple[Scene, tuple[str, ...]]] = [
    (comment, BOTH),
    (answer_below_a_comment, BOTH),
    (comment_of_a_week, BOTH),
    (comment_of_six_days, BOTH),
    (comment_with_its_private_answer, BOTH),
    (comment_whose_private_answer_is_read_again, BOTH),
    (hidden_comment, BOTH),
    (answer_below_a_hidden_comment, BOTH),
    (comment_where_comments_are_off, BOTH),
    (live_comment, ("instagram",)),
    (visitor_post, ("facebook",)),
    (tag_that_names_us, ("instagram",)),
    (tag_without_our_name, ("instagram",)),
    (message, BOTH),
    (message_of_a_day, BOTH),
    (message_of_almost_a_day, BOTH),
    (message_of_a_week, BOTH),
    (survey_after_a_day, BOTH),
]
LATE = {"comment_of_a_week", "message", "message_of_a_day", "message_of_a_week", "survey_after_a_day"}
"""Where the human agent's tag could make a difference."""
KITS = {"facebook": FACEBOOK_KIT, "instagram": INSTAGRAM_KIT}
ROWS = [
    pytest.param(scene, network, way, human, id=f"{network}-{scene.__name__}-{way}{'-human' if human else ''}")
    for scene, networks in SCENES
    for network in networks
    for way in (PUBLIC, DIRECT)
    for human in ((False, True) if way is DIRECT and scene.__name__ in LATE else (False,))
]


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the networks speak plain HTTP on this machine."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def network_of(desk: Desk) -> GraphNetwork:
    assert isinstance(desk.network, GraphNetwork)
    return desk.network


def allowed(desk: Desk, moment: Moment, *, human: bool) -> Permission:
    """Return what the guardrails say, of what the store would know."""
    arrival = moment.arrival
    facts: dict[str, Any] = {
        "network": desk.network.network,
        "thread_kind": arrival.thread_kind,
        "role": AccountRole.CARE,
        "health": AccountHealth(HealthState.CONNECTED),
        "limits": AccountLimits(),
        "customer_handle": arrival.author.handle,
        "last_incoming_at": arrival.sent_at,
        "now": desk.clock(),
        "begun_by_us": arrival.below_ours,
        "hidden": arrival.hidden,
        "closed_public": arrival.closed_public,
        "closed_direct": arrival.closed_direct,
        "private_reply_used": moment.used,
        "declared": Declared(human_agent=human),
        "purpose": moment.purpose,
    }
    return permission(Asked(**facts))


@pytest.mark.parametrize(("scene", "network", "way", "human"), ROWS)
async def test_what_is_allowed_is_taken_and_what_is_not_is_refused(
    scene: Scene, network: str, way: Visibility, human: bool
) -> None:
    kit = replace(KITS[network], settings={"declares.human_agent": human})
    async with open_desk(kit) as desk:
        network_of(desk).access.human_agent = human
        moment = await scene(desk)
        said = allowed(desk, moment, human=human)
        refusal = said.why_not_public if way is PUBLIC else said.why_not_direct
        outgoing = desk.answer_to(moment.arrival, "Eccoci, mi dica", visibility=way, purpose=moment.purpose)
        if refusal is None:
            await desk.channel.send(outgoing, desk.commits)
            assert desk.heard[-1].direct is (way is DIRECT)
            return
        with pytest.raises(Refused) as caught:
            await desk.channel.send(outgoing, desk.commits)
        assert caught.value.reason == refusal.value


@pytest.mark.parametrize(
    ("scene", "network"),
    [
        (comment, "facebook"),
        (comment, "instagram"),
        (visitor_post, "facebook"),
        (tag_that_names_us, "instagram"),
        (message, "facebook"),
        (message, "instagram"),
    ],
)
async def test_what_may_be_hidden_can_be(scene: Scene, network: str) -> None:
    async with open_desk(KITS[network]) as desk:
        moment = await scene(desk)
        assert isinstance(desk.channel, Hiding)
        if allowed(desk, moment, human=False).may_hide:
            await desk.channel.hide(moment.arrival.remote_id, hidden=True)
        else:
            with pytest.raises(Refused):
                await desk.channel.hide(moment.arrival.remote_id, hidden=True)
