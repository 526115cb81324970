"""The README's table: every channel in it, and each says its limits and prices shortly, in one style."""

from __future__ import annotations

import re

import pytest

from desktop.channels.manifest import Manifest
from desktop.channels.overview import channel_table, manifests
from desktop.model import Network

ALL = list(manifests())
_PART = re.compile(r"[a-z0-9$][^;.|\n]*(?:\.\d[^;.|\n]*)*")


def test_every_network_has_a_channel_and_a_row() -> None:
    assert [manifest.network for manifest in ALL] == list(Network)
    assert len(channel_table().splitlines()) == len(ALL) + 2


@pytest.mark.parametrize("manifest", ALL, ids=lambda manifest: manifest.network.value)
def test_limits_and_prices_are_short_and_in_one_style(manifest: Manifest) -> None:
    assert 0 < len(manifest.limits) <= 165
    assert len(manifest.cost) <= 125
    for part in (*manifest.limits.split("; "), *filter(None, manifest.cost.split("; ")), manifest.arrives_by):
        assert _PART.fullmatch(part) or part.startswith(("RSS", "IMAP", "WebSocket")), part


@pytest.mark.parametrize("manifest", ALL, ids=lambda manifest: manifest.network.value)
def test_a_channel_says_how_long_a_text_may_be_wherever_there_is_a_limit(manifest: Manifest) -> None:
    answers = manifest.answers_public or manifest.answers_private
    if answers and manifest.network is not Network.EMAIL:
        assert re.match(r"[\d,]+ (?:characters|graphemes)", manifest.limits)
