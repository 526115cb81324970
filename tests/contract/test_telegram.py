"""Telegram keeps the contract of every channel, on a Bot API of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import httpx

from desktop.channels import Secrets
from desktop.channels.telegram.channel import TelegramChannel
from desktop.channels.telegram.manifest import MANIFEST
from desktop.channels.telegram.pace import Pace
from desktop.demo.networks.telegram import TelegramNetwork
from desktop.model import Account
from tests.contract.cable import Answer
from tests.contract.channel_contract import ChannelContract
from tests.contract.channel_place import Clock, Kit


def paced(
    account: Account,
    secrets: Secrets,
    *,
    clock: Callable[[], datetime],
    answer_seconds: float,
    transport: httpx.AsyncBaseTransport,
) -> TelegramChannel:
    """Return a channel whose pauses pass on the test's own clock."""

    async def sleep(seconds: float) -> None:
        assert isinstance(clock, Clock)
        clock.advance(seconds=seconds)

    pace = Pace(lambda: clock().timestamp(), sleep)
    return TelegramChannel(account, secrets, clock=clock, answer_seconds=answer_seconds, transport=transport, pace=pace)


def limited(seconds: float | None) -> Answer:
    """Return the refusal of a busy server, which says how long to wait or does not."""
    body = {"ok": False, "error_code": 429, "description": "Too Many Requests"}
    return Answer.of(429, body if seconds is None else {**body, "parameters": {"retry_after": int(seconds)}})


KIT = Kit(
    manifest=MANIFEST,
    network=TelegramNetwork,
    channel=paced,
    limited=limited,
    expired=Answer.of(401, {"ok": False, "error_code": 401, "description": "Unauthorized"}),
)


class TestTelegram(ChannelContract):
    """Everything that every channel promises."""

    kit = KIT
