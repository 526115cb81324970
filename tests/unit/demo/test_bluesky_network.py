"""The fake Bluesky lives the same life twice, survives any request, and is as strict as the real one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.demo.networks import FakeNetwork, Persona
from desktop.demo.networks.bluesky import CHAT_SERVICE, BlueskyNetwork
from desktop.demo.wire import Request, Response
from tests.effort import examples

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
MARTA = Persona("marta", "Marta Bellini", "marta_bellini", "it", 210)


class Asking:
    """Asks a network without a wire, signed in as the company."""

    def __init__(self) -> None:
        self.now = NOON
        self.network = BlueskyNetwork(lambda: self.now)
        password = self.network.secrets()["app_password"]
        signed = self.post("com.atproto.server.createSession", identifier=self.company, password=password)
        self.token = signed["accessJwt"]

    token = ""

    @property
    def company(self) -> str:
        return self.network.account_handle().removeprefix("@")

    def ask(self, method: str, name: str, query: Any = (), body: bytes = b"", token: str | None = None) -> Response:
        headers = {
            "authorization": f"Bearer {self.token if token is None else token}",
            "content-type": "application/json",
            "atproto-proxy": CHAT_SERVICE,
        }
        return self.network._answer(Request(method, f"/xrpc/{name}", tuple(query), headers, body))

    def get(self, name: str, **query: str) -> dict[str, Any]:
        answer = self.ask("GET", name, query.items())
        return {"status": int(answer.status), **json.loads(answer.body)}

    def post(self, name: str, **body: Any) -> dict[str, Any]:
        answer = self.ask("POST", name, body=json.dumps(body).encode())
        return {"status": int(answer.status), **(json.loads(answer.body) if answer.body else {})}


def lived() -> list[bytes]:
    asking = Asking()
    first = asking.network.says(MARTA, "ciao")
    asking.network.announces("Eccoci", reply_to=first)
    asking.network.says(MARTA, "4471", direct=True)
    names = ("app.bsky.notification.listNotifications", "chat.bsky.convo.listConvos")
    return [asking.ask("GET", name).body for name in names]


def test_it_is_a_fake_network() -> None:
    network: FakeNetwork = BlueskyNetwork()
    assert network.account_settings()["remote_id"]


def test_the_same_life_twice_is_the_same_to_the_byte() -> None:
    assert lived() == lived()


def test_nobody_reads_without_a_token_or_with_a_forged_one() -> None:
    asking = Asking()
    forged = f"{asking.token[:-3]}abc"
    assert asking.ask("GET", "app.bsky.notification.listNotifications", token="").status == 401
    assert asking.ask("GET", "app.bsky.notification.listNotifications", token=forged).status == 400
    asking.now += timedelta(hours=3)
    assert asking.get("app.bsky.notification.listNotifications")["error"] == "ExpiredToken"


def test_limits_are_told_and_kept() -> None:
    asking = Asking()
    answers = [asking.ask("GET", "com.atproto.server.describeServer") for _ in range(3_000)]
    assert dict(answers[0].headers)["RateLimit-Remaining"] == "2998"
    assert [int(answers[-2].status), int(answers[-1].status)] == [200, 429]
    asking.now += timedelta(minutes=6)
    assert asking.ask("GET", "com.atproto.server.describeServer").status == 200


def test_three_hundred_sign_ins_a_day_and_no_more() -> None:
    asking = Asking()
    secret = {"identifier": asking.company, "password": asking.network.secrets()["app_password"]}
    for _ in range(299):
        asking.now += timedelta(minutes=1)
        assert asking.post("com.atproto.server.createSession", **secret)["status"] == 200
    assert asking.post("com.atproto.server.createSession", **secret)["error"] == "RateLimitExceeded"
    asking.now += timedelta(days=1)
    assert asking.post("com.atproto.server.createSession", **secret)["status"] == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 400) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "reply", "embed", "images", "facets", "index", "uri"]), inner)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(sorted(route for route in BlueskyNetwork()._handlers))
FIELDS = st.sampled_from(
    ["repo", "collection", "rkey", "record", "swapRecord", "convoId", "message", "q", "uris", "uri", "limit", "cursor"]
)


@settings(max_examples=examples(150))
@given(NAMES, st.dictionaries(FIELDS, JSON, max_size=5), st.dictionaries(FIELDS, st.text(max_size=8), max_size=4))
def test_no_request_breaks_it(route: str, body: dict[str, Any], query: dict[str, str]) -> None:
    asking = Asking()
    asking.network.says(MARTA, "ciao", direct=True)
    method, path = route.split(" ")
    fields = {"repo": asking.network.company.did, "collection": "app.bsky.feed.post", "rkey": "3l6oveex3ii2l", **body}
    answer = asking.ask(method, path.removeprefix("/xrpc/"), query.items(), json.dumps(fields).encode())
    assert int(answer.status) in {200, 400, 401, 500}
