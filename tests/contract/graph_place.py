"""Where the Facebook and Instagram channels are tried: how Meta says no, and the judge where its specifications are."""

from __future__ import annotations

import json

from desktop.channels.facebook.channel import FacebookChannel
from desktop.channels.facebook.manifest import MANIFEST as FACEBOOK
from desktop.channels.instagram.channel import InstagramChannel
from desktop.channels.instagram.manifest import MANIFEST as INSTAGRAM
from desktop.demo.networks.facebook import FacebookNetwork
from desktop.demo.networks.graph.world import IG_ID, PAGE_ID
from desktop.demo.networks.instagram import InstagramNetwork
from tests.contract.cable import Answer
from tests.contract.channel_place import Kit
from tests.contract.graph_spec import GraphSpec


def judge() -> GraphSpec | None:
    """Return a judge that knows what our own two ids are, None where the specifications are not beside this checkout."""
    found = GraphSpec.read()
    if found is not None:
        found.kinds |= {PAGE_ID: "Page", IG_ID: "IGUser"}
    return found


def graph_error(status: int, code: int, subcode: int = 0, message: str = "no", **headers: str) -> Answer:
    """Return an error as the Graph gives it."""
    error = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code, "fbtrace_id": "A"}
    return Answer.of(status, {"error": {**error, **({"error_subcode": subcode} if subcode else {})}}, **headers)


def limited(seconds: float | None) -> Answer:
    """Return the refusal of a call too many; the headers say in minutes until when, or nothing."""
    if seconds is None:
        return graph_error(400, 32, message="Page request limit reached")
    used = {"type": "pages", "call_count": 100, "total_cputime": 9, "total_time": 9}
    told = {PAGE_ID: [{**used, "estimated_time_to_regain_access": seconds / 60}]}
    return graph_error(400, 80001, message="There have been too many calls", x_business_use_case_usage=json.dumps(told))


EXPIRED = graph_error(400, 190, 463, "Error validating access token: Session has expired")
FACEBOOK_KIT = Kit(
    manifest=FACEBOOK,
    network=FacebookNetwork,
    channel=FacebookChannel,
    judge=judge,
    limited=limited,
    expired=EXPIRED,
)
INSTAGRAM_KIT = Kit(
    manifest=INSTAGRAM,
    network=InstagramNetwork,
    channel=InstagramChannel,
    judge=judge,
    edits=False,
    limited=limited,
    expired=EXPIRED,
)
