"""A Facebook or Instagram sign-in that Meta does not accept says "sign in again", and what it lacks by its name."""

from __future__ import annotations

import ssl

import pytest

from desktop.channels import secret_name
from desktop.demo.networks.graph.network import GraphNetwork
from desktop.model import SignInExpired
from tests.contract.channel_place import Desk, Kit, open_desk
from tests.contract.graph_place import FACEBOOK_KIT, INSTAGRAM_KIT, graph_error

KITS = pytest.mark.parametrize("kit", [FACEBOOK_KIT, INSTAGRAM_KIT], ids=["facebook", "instagram"])


@pytest.fixture(autouse=True)
def no_authorities_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust nobody: the network speaks plain HTTP."""
    monkeypatch.setattr("desktop.channels.http.trusted_context", lambda _: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def graph_of(desk: Desk) -> GraphNetwork:
    assert isinstance(desk.network, GraphNetwork)
    return desk.network


async def refused(desk: Desk) -> set[str]:
    """Return why each thing that a channel does is refused, all of them by a sign-in."""
    desk.cable.judge = None
    reasons = {(await desk.channel.check())[-1].reason}
    with pytest.raises(SignInExpired) as pulled:
        await desk.channel.fetch(None)
    return {*reasons, pulled.value.reason}


@KITS
async def test_a_wrong_token_asks_to_sign_in_again(kit: Kit) -> None:
    async with open_desk(kit) as desk:
        question = await desk.question()
        desk.secrets.set(secret_name("account-1", "page_token"), "EAABwrong")
        graph_of(desk).access.withdraw()
        assert await refused(desk) == {"token_refused"}
        with pytest.raises(SignInExpired):
            await desk.channel.send(desk.answer_to(question, "Topazio"), desk.commits)
        assert desk.heard == []


@KITS
async def test_a_wrong_app_secret_asks_to_sign_in_again_and_says_why(kit: Kit) -> None:
    async with open_desk(kit) as desk:
        desk.secrets.set(secret_name("account-1", "app_secret"), "0" * 32)
        assert await refused(desk) == {"app_secret_refused"}


@KITS
async def test_an_app_that_wants_proofs_asks_for_its_secret(kit: Kit) -> None:
    async with open_desk(kit) as desk:
        desk.secrets.delete(secret_name("account-1", "app_secret"))
        graph_of(desk).access.proves = True
        assert await refused(desk) == {"app_secret_refused"}


@KITS
@pytest.mark.parametrize(
    ("code", "subcode", "words"),
    [
        (190, 0, "Invalid OAuth access token - Cannot parse access token"),
        (190, 458, "Error validating access token: The user has not authorized application 1"),
        (190, 459, "Error validating access token: You cannot access the app till you log in"),
        (190, 460, "Error validating access token: The session has been invalidated"),
        (190, 463, "Error validating access token: Session has expired"),
        (190, 464, "Error validating access token: Sessions are not allowed for unconfirmed users"),
        (190, 467, "Error validating access token: This may be because the user logged out"),
        (190, 492, "Error validating access token: The user is not an appropriate role on the Page"),
        (100, 0, "Invalid OAuth access token."),
        (104, 0, "Incorrect signature"),
        (2500, 0, "An active access token must be used to query information about the current user."),
        (200, 458, "Permissions error"),
    ],
)
async def test_every_way_in_which_a_token_is_refused_asks_to_sign_in_again(
    kit: Kit, code: int, subcode: int, words: str
) -> None:
    async with open_desk(kit) as desk:
        desk.answers(graph_error(400, code, subcode, words))
        assert await refused(desk) == {"token_refused"}


@KITS
async def test_a_permission_that_meta_does_not_name_is_named_by_what_was_asked_for(kit: Kit) -> None:
    scope = "pages_read_user_content" if kit is FACEBOOK_KIT else "instagram_basic"
    async with open_desk(kit) as desk:
        desk.answers(graph_error(403, 200, 0, "Permissions error"))
        with pytest.raises(SignInExpired, match=f"missing_scope:{scope}"):
            await desk.channel.fetch(None)
