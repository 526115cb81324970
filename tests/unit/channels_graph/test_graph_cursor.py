"""The cursor of a pull: it survives, forgets the oldest first, and a damaged one begins anew."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.graph.cursor import (
    HELD,
    KNOWN,
    Cursor,
    Feed,
    Known,
    Spot,
    decoded,
    decoded_older,
    encoded_older,
)

WHOLE = Cursor(
    feeds={"feed": Feed(1_778_579_280, None, ""), "tagged": Feed(1_778_000_000, 1_778_579_000, "QVFI")},
    spots={"104_122": Spot("1778579280 4", 1_778_579_280)},
    pending={"104_123": "QVFJ"},
    talks=Feed(1_778_579_200),
    recent=("0a1b2c3d4e",),
    known={"122_9": Known("aa", "bb", 1_778_579_280, 1_778_579_300, "122_9/24001", "post")},
    swept=1_778_570_000,
    older="QVFK",
    held=("122_8",),
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def known(made: int) -> Known:
    return Known("w", "m", made, made, "1/2")


def test_a_cursor_survives_being_written_down() -> None:
    assert decoded(WHOLE.encoded()) == WHOLE
    assert decoded(Cursor().encoded()) == Cursor()
    assert decoded(None) == Cursor()


def test_the_oldest_are_forgotten_first() -> None:
    many = Cursor(known={f"1_{made}": known(made) for made in range(1, KNOWN + 51)})
    assert set(decoded(many.encoded()).known) == {f"1_{made}" for made in range(51, KNOWN + 51)}


def test_what_was_known_is_held_until_nothing_is_pending() -> None:
    cursor = Cursor(known={f"1_{made}": known(made) for made in range(1, HELD + 11)}).holding()
    assert set(cursor.held) == {f"1_{made}" for made in range(11, HELD + 11)}
    busy = cursor.with_pending("9", "after")
    assert busy.without(["1_200"]).holding().held == cursor.held
    assert busy.with_spot("9", Spot("1", 5)).pending == {}
    assert cursor.has_met("1_5")
    assert not cursor.has_met("1_9999")


def test_what_is_gone_is_forgotten_everywhere() -> None:
    left = WHOLE.without(["122_9", "104_122", "104_123"])
    assert (left.known, left.spots, left.pending) == ({}, {}, {})


@given(name=st.sampled_from(sorted(json.loads(WHOLE.encoded()))), value=ODD)
def test_a_damaged_cursor_is_another_cursor_or_a_new_one(name: str, value: Any) -> None:
    data = json.loads(WHOLE.encoded())
    data[name] = value
    read = decoded(json.dumps(data))
    assert isinstance(read, Cursor)
    assert decoded(read.encoded()).known.keys() == read.known.keys()


@given(text=st.text(max_size=60))
def test_any_text_is_a_cursor_that_begins_anew(text: str) -> None:
    assert decoded(text) == Cursor()
    assert decoded_older(text) is None or isinstance(decoded_older(text), str)


@pytest.mark.parametrize("after", ["", "QVFIUm"])
def test_older_posts_go_on_where_they_stopped(after: str) -> None:
    assert decoded_older(encoded_older(after)) == after
    assert decoded_older(None) is None
