"""Bluesky keeps the contract of every channel; what passes is judged by the lexicons where they are there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.channels.bluesky.channel import BlueskyChannel
from desktop.channels.bluesky.manifest import MANIFEST
from desktop.demo.networks.bluesky import BlueskyNetwork
from tests.contract.cable import Answer
from tests.contract.channel_contract import ChannelContract
from tests.contract.channel_place import START, Kit
from tests.contract.lexicons import SPECIFICATION, Lexicons


def limited(seconds: float | None) -> Answer:
    """Return the refusal of a busy server: the limit's end is a moment, and some proxies say nothing."""
    payload = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
    if seconds is None:
        return Answer.of(429, payload)
    until = int((START + timedelta(seconds=seconds)).timestamp())
    return Answer.of(429, payload, ratelimit_limit="3000", ratelimit_remaining="0", ratelimit_reset=str(until))


KIT = Kit(
    manifest=MANIFEST,
    network=BlueskyNetwork,
    channel=BlueskyChannel,
    judge=Lexicons.read,
    limited=limited,
    expired=Answer.of(400, {"error": "ExpiredToken", "message": "Token has expired"}),
)


class TestBluesky(ChannelContract):
    """Everything that every channel promises."""

    kit = KIT


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the lexicons are not beside this checkout")
def test_the_judge_of_lexicons_finds_what_is_wrong() -> None:
    judge = Lexicons.read()
    assert judge is not None
    posts = "/xrpc/app.bsky.feed.getPosts"
    judge.check_request("POST", posts, "uris=nowhere&colour=red", {}, b"")
    judge.check_request("GET", "/xrpc/app.bsky.nothing", "", {}, b"")
    judge.check_request("GET", "/xrpc/chat.bsky.convo.getLog", "", {}, b"")
    record = {"$type": "app.bsky.feed.post", "text": "a" * 301, "createdAt": "yesterday", "mood": 1}
    body = {"repo": "did:plc:abc", "collection": "app.bsky.feed.post", "rkey": "..", "record": record}
    judge.check_request(
        "POST", "/xrpc/com.atproto.repo.putRecord", "", {"content-type": "application/json"}, Answer.of(1, body).body
    )
    judge.check_answer("GET", posts, 200, b'{"posts": [{"uri": "at://did:plc:a/b.c.d/e", "author": {"did": 7}}]}')
    judge.check_answer("GET", posts, 400, b'{"error": "Surprise"}')
    found = "\n".join(judge.faults)
    for words in (
        "POST app.bsky.feed.getPosts: it is a query",
        "unknown parameter colour",
        "'nowhere' is no at-uri",
        "no such method",
        "no service is named",
        "'..' is no record-key",
        "too many graphemes",
        "'yesterday' is no datetime",
        "record.mood is unknown",
        "posts[0].cid is missing",
        "author.did: int is no string",
        "Surprise",
    ):
        assert words in found
