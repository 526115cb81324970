"""A feed that gives its newest entries first is read whole, once, whatever comes in between; cursors survive all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.bluesky.cursor import (
    KNOWN,
    Chats,
    Cursor,
    Feed,
    Known,
    decoded,
    decoded_older,
    encoded_older,
)
from desktop.channels.bluesky.feeds import Entry, Page, Reading, read_feed
from desktop.channels.bluesky.mapping import Post, post_of
from tests.effort import examples

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def a_post(number: int) -> Post:
    uri = f"at://did:plc:marta/app.bsky.feed.post/p{number}"
    record = {"text": "ciao", "createdAt": NOON.isoformat()}
    return post_of({"uri": uri, "cid": "c", "author": {"did": "did:plc:marta"}, "record": record})


class Board:
    """A feed of entries as a server would order them, and what was taken of it."""

    def __init__(self, size: int = 5) -> None:
        self.entries: list[Entry] = []
        self.taken: list[int] = []
        self.known: set[str] = set()
        self.feed = Feed()
        self.pages = 0
        self._size = size

    def add(self, number: int, at: datetime, *, counts: bool = True) -> None:
        self.entries.append(Entry(a_post(number), at, counts))
        self.entries.sort(key=lambda entry: entry.at, reverse=True)

    async def page(self, cursor: str | None, _: datetime) -> Page:
        self.pages += 1
        start = len(self.entries) - int(cursor) if cursor else 0
        shown = self.entries[start : start + self._size]
        left = len(self.entries) - start - len(shown)
        return Page(shown, len(shown), str(left) if left > 0 else None)

    async def take(self, entries: Sequence[Entry]) -> bool:
        for entry in entries:
            self.taken.append(int(entry.post.uri.rpartition("/p")[2]))
            self.known.add(entry.post.uri)
        return True

    async def read(self, now: datetime = NOON, *, horizon: datetime | None = None) -> bool:
        reading = Reading(self.page, self.take, lambda: self.known, horizon)
        self.feed, more = await read_feed(self.feed, reading, now)
        assert decoded(Cursor(notices=self.feed).encoded()).notices == self.feed
        return more

    async def read_all(self, now: datetime = NOON) -> None:
        for _ in range(60):
            if not await self.read(now):
                return
        raise AssertionError("it never ends")


async def test_the_first_reading_goes_back_some_pages_and_notes_where_it_ended() -> None:
    board = Board()
    for number in range(40):
        board.add(number, NOON - timedelta(hours=number))
    await board.read_all()
    assert board.taken == list(range(25))
    assert (board.feed.newest, board.feed.older) == (NOON, "15")


async def test_a_quiet_feed_costs_one_page() -> None:
    board = Board()
    for number in range(20):
        board.add(number, NOON - timedelta(minutes=number))
    await board.read_all()
    board.pages = 0
    assert not await board.read()
    assert board.pages == 1


async def test_what_nobody_needs_does_not_hide_what_is_below() -> None:
    board = Board()
    board.add(0, NOON - timedelta(hours=2))
    await board.read_all()
    board.add(1, NOON - timedelta(hours=1))
    for number in range(2, 30):
        board.add(number, NOON, counts=False)
    await board.read_all()
    assert board.taken == [0, 1]


async def test_an_entry_by_a_slow_clock_is_found_below_others() -> None:
    board = Board(size=10)
    for number in range(6):
        board.add(number, NOON - timedelta(minutes=number))
    await board.read_all()
    board.add(99, NOON - timedelta(minutes=3, seconds=30))
    await board.read_all()
    assert board.taken[-1] == 99


async def test_what_was_forgotten_is_not_taken_for_new() -> None:
    board = Board(size=10)
    for number in range(10):
        board.add(number, NOON - timedelta(minutes=number))
    await board.read_all()
    board.known = {entry.post.uri for entry in board.entries[:4]}
    board.taken.clear()
    await board.read(horizon=NOON - timedelta(minutes=3))
    assert board.taken == []


async def test_an_entry_of_the_far_future_is_no_mark_to_go_by() -> None:
    board = Board()
    board.add(0, NOON + timedelta(days=900))
    await board.read_all()
    assert board.feed.newest is None
    board.add(1, NOON)
    await board.read_all()
    assert board.taken == [0, 1]


async def test_a_server_that_repeats_a_page_ends_the_reading() -> None:
    async def page(_: str | None, __: datetime) -> Page:
        return Page((), 3, "again")

    async def take(_: Sequence[Entry]) -> bool:
        return True

    feed, more = Feed(NOON), True
    for _ in range(5):
        feed, more = await read_feed(feed, Reading(page, take, set), NOON)
        if not more:
            break
    assert not more


async def test_what_could_not_be_taken_comes_again() -> None:
    board = Board()
    for number in range(8):
        board.add(number, NOON - timedelta(minutes=number))

    async def refuse(_: Sequence[Entry]) -> bool:
        return False

    feed, more = await read_feed(Feed(), Reading(board.page, refuse, set), NOON)
    assert (more, feed.page) == (True, "")
    board.feed = feed
    await board.read_all()
    assert board.taken == list(range(8))


def steps_with(lateness: st.SearchStrategy[int]) -> st.SearchStrategy[list[tuple[str, int]]]:
    kinds = st.sampled_from(["add", "add", "noise", "read"])
    return st.lists(st.tuples(kinds, lateness), max_size=60)


async def play(board: Board, steps: list[tuple[str, int]]) -> None:
    """Let entries come and be read, minute by minute, then read the rest; each is taken once."""
    now = NOON
    board.add(0, now)
    await board.read_all(now)
    for number, (step, late) in enumerate(steps, start=1):
        now += timedelta(minutes=1)
        if step == "read":
            await board.read(now)
        else:
            board.add(number, now - timedelta(minutes=late), counts=step == "add")
    await board.read_all(now)
    await board.read_all(now)
    wanted = [int(entry.post.uri.rpartition("/p")[2]) for entry in board.entries if entry.counts]
    assert sorted(board.taken) == sorted(wanted)


@settings(max_examples=examples(50), deadline=None)
@given(steps_with(st.just(0)))
async def test_what_comes_between_two_pages_is_taken_once(steps: list[tuple[str, int]]) -> None:
    await play(Board(size=3), steps)


@settings(max_examples=examples(50), deadline=None)
@given(steps_with(st.integers(0, 1200)))
async def test_what_comes_late_is_taken_once_while_a_page_holds_it(steps: list[tuple[str, int]]) -> None:
    await play(Board(size=100), steps)


FEEDS = st.builds(
    Feed,
    st.none() | st.just(NOON),
    st.none() | st.text(max_size=5),
    st.none() | st.just(NOON),
    st.none() | st.just(NOON),
    st.integers(0, 400),
    st.none() | st.text(max_size=5),
    st.just(frozenset()),
)
URIS = st.sampled_from([f"at://did:plc:p{n}/app.bsky.feed.post/k{n}" for n in range(6)] + ["at://did:plc:a/x.y.z/k"])
CURSORS = st.builds(
    Cursor,
    notices=FEEDS,
    own=FEEDS,
    chats=st.builds(
        Chats, st.none() | st.text(max_size=5), st.none() | st.text(max_size=3), st.just(("a", "b")), st.booleans()
    ),
    known=st.dictionaries(
        URIS,
        st.builds(
            Known, st.just("") | URIS, st.text(max_size=4), st.text(max_size=4), st.integers(0, 9), st.booleans()
        ),
    ),
    searched=st.dictionaries(st.text(max_size=5), FEEDS, max_size=3),
    search_from=st.integers(0, 9),
    looked_at=st.none() | st.just(NOON),
    look_from=st.integers(0, 9),
    limits_at=st.none() | st.just(NOON),
)


@given(CURSORS)
def test_a_cursor_reads_as_it_was_written(cursor: Cursor) -> None:
    assert decoded(cursor.encoded()) == cursor


def test_a_cursor_forgets_the_oldest_posts_only() -> None:
    known = {f"at://did:plc:a/app.bsky.feed.post/k{n}": Known("", "c", "m", n) for n in range(KNOWN + 40)}
    kept = decoded(Cursor(known=known).encoded()).known
    assert len(kept) == KNOWN
    assert min(entry.at for entry in kept.values()) == 40


@pytest.mark.parametrize("text", ["", "null", "7", "[]", "{}", '{"v":1}', "[" * 5_000, '{"v":1,"notices":[]}'])
def test_a_damaged_cursor_begins_anew(text: str) -> None:
    assert decoded(text) == Cursor()


@settings(max_examples=examples(30))
@given(st.recursive(st.none() | st.integers() | st.text(max_size=6), lambda inner: st.lists(inner, max_size=7)))
def test_a_cursor_with_anything_in_it_begins_anew_or_reads(odd: Any) -> None:
    data = json.loads(Cursor(notices=Feed(NOON)).encoded())
    for name in list(data):
        cursor = decoded(json.dumps({**data, name: odd}))
        assert decoded(cursor.encoded()) == cursor


def test_the_cursor_of_older_posts_knows_its_end() -> None:
    assert decoded_older(None) == (False, None)
    assert decoded_older(encoded_older("17")) == (True, "17")
    assert decoded_older(encoded_older(None)) == (True, None)
    assert decoded_older("nonsense") == (False, None)
