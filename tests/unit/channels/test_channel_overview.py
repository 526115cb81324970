"""What is said of the channels beforehand: the README's table in one style, and the files that each takes."""

from __future__ import annotations

import re

import pytest

from desktop.channels.bluesky.limits import IMAGE_BYTES, IMAGE_TYPES, IMAGES
from desktop.channels.facebook.pictures import LARGEST, TYPES
from desktop.channels.manifest import Manifest
from desktop.channels.overview import channel_table, manifests
from desktop.channels.telegram.send import CAPTION, FILE_BYTES, FILES
from desktop.channels.x.media import MOST_PICTURES
from desktop.model import Network, file_rules

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


def test_what_the_window_says_of_files_is_what_the_channels_take() -> None:
    bluesky = file_rules(Network.BLUESKY, public=True)
    assert (bluesky.most, bluesky.largest, set(bluesky.types)) == (IMAGES, IMAGE_BYTES, set(IMAGE_TYPES))
    facebook = file_rules(Network.FACEBOOK, public=True)
    assert (facebook.most, facebook.largest, set(facebook.types)) == (1, LARGEST, set(TYPES))
    assert file_rules(Network.X, public=True).most == MOST_PICTURES
    telegram = file_rules(Network.TELEGRAM, public=False)
    assert (telegram.most, telegram.largest, telegram.text_limit) == (FILES, FILE_BYTES, CAPTION)
    assert file_rules(Network.INSTAGRAM, public=True).most == file_rules(Network.BLUESKY, public=False).most == 0
