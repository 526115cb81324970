"""A feed is read page by page and loses nothing, whatever comes between two pages; a cursor survives anything."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.x.cursor import KNOWN, Cursor, Feed, Known, Messages, decoded, decoded_older, encoded_older
from desktop.channels.x.fields import Parameters
from desktop.channels.x.look_up import comparable
from desktop.channels.x.prices import POST_READ, Ledger
from desktop.channels.x.pull import Pull
from desktop.channels.x.snowflake import id_at, moment_of
from tests.effort import examples
from tests.unit.channels_x.payloads import FIRST, ME, a_page, a_post, next_id

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
BEGIN = NOW - timedelta(days=31)
PAGE = 3


class Timeline:
    """A feed as X serves it: newest first, a few at a time, between two ids."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.asked = 0

    def write(self, at: datetime) -> None:
        self.ids.append(str(max(int(id_at(at)), int(self.ids[-1]) + 1 if self.ids else 0)))

    async def answer(self, parameters: Parameters) -> object:
        self.asked += 1
        named = dict(parameters)
        since, until = int(named.get("since_id", "0")), int(named.get("until_id", "9" * 19))
        assert since < until
        shown = [one for one in reversed(self.ids) if since < int(one) < until]
        page = a_page(*(a_post(id=one, created_at=None) for one in shown[:PAGE]))
        page["meta"] = {"result_count": len(shown[:PAGE])}
        if shown:
            page["meta"] |= {"newest_id": shown[0], "oldest_id": shown[:PAGE][-1]}
        if len(shown) > PAGE:
            page["meta"]["next_token"] = "more"
        return page


def read_on(timeline: Timeline, cursor: Cursor, now: datetime) -> tuple[set[str], Cursor, bool]:
    """Read a feed as one pull does; return what arrived, where it stands, and whether there is more."""
    pull = Pull(None, ME, cursor, Ledger(lambda: now), now)  # type: ignore[arg-type]
    feed = asyncio.run(pull.read(cursor.mentions, timeline.answer, POST_READ, since=now - timedelta(days=31)))
    return set(pull.arrivals), decoded(replace(pull.cursor, mentions=feed).encoded()), pull.more


deeds = st.lists(st.sampled_from(["write", "write", "burst", "wait", "read", "crash"]), min_size=3, max_size=40)


@settings(max_examples=examples(30), deadline=None)
@given(steps=deeds)
def test_nothing_is_lost_between_pages_pulls_and_crashes(steps: list[str]) -> None:
    timeline, cursor, found, now = Timeline(), Cursor(), set[str](), NOW
    _, cursor, _ = read_on(timeline, cursor, now)
    for step in [*steps, "read"]:
        now += timedelta(minutes=5) if step == "wait" else timedelta(seconds=1)
        for _ in range({"write": 1, "burst": 14}.get(step, 0)):
            timeline.write(now)
        if step == "crash":
            read_on(timeline, cursor, now)
        if step == "read":
            arrived, cursor, _ = read_on(timeline, cursor, now)
            found |= arrived
    for _ in range(2):  # everything at once, and what a minute later is still to come
        for _ in range(100):
            arrived, cursor, more = read_on(timeline, cursor, now)
            found |= arrived
            if not more:
                break
        assert not more
    assert found == set(timeline.ids)


def test_the_last_minutes_are_asked_for_again_and_arrive_once() -> None:
    timeline = Timeline()
    timeline.write(NOW)
    first, cursor, _ = read_on(timeline, Cursor(), NOW)
    timeline.ids.insert(0, id_at(NOW - timedelta(seconds=30)))  # it reached the feed late
    second, _, _ = read_on(timeline, cursor, NOW + timedelta(seconds=60))
    assert (first, second) == ({timeline.ids[1]}, {timeline.ids[0]})


def test_the_first_pull_goes_back_a_few_pages_only() -> None:
    timeline = Timeline()
    for seconds in range(40):
        timeline.write(NOW + timedelta(seconds=seconds))
    found, cursor, more = read_on(timeline, Cursor(), NOW + timedelta(minutes=1))
    assert found == set(timeline.ids[-3 * PAGE :])
    assert (more, cursor.mentions.newest, cursor.mentions.oldest) == (False, timeline.ids[-1], timeline.ids[-3 * PAGE])


@pytest.mark.parametrize("meta", [{"newest_id": "9" * 19}, {"oldest_id": "1", "next_token": "x"}, {"next_token": "x"}])
def test_a_page_that_lies_about_itself_ends_the_reading_and_moves_no_further_than_today(meta: dict[str, Any]) -> None:
    async def answer(_: Parameters) -> object:
        return {**a_page(a_post(id=id_at(NOW), created_at=None)), "meta": meta}

    pull = Pull(None, ME, Cursor(), Ledger(lambda: NOW), NOW)  # type: ignore[arg-type]
    feed = asyncio.run(pull.read(Feed(newest=id_at(NOW - timedelta(hours=1))), answer, POST_READ, since=BEGIN))
    moment = moment_of(feed.newest or "")
    assert moment is not None
    assert moment < NOW + timedelta(days=1)


def test_a_gap_that_x_no_longer_gives_is_given_up() -> None:
    timeline = Timeline()
    timeline.write(NOW)
    old = Feed(newest=id_at(NOW - timedelta(days=50)), top=id_at(NOW - timedelta(days=39)))
    stuck = Cursor(mentions=replace(old, below=id_at(NOW - timedelta(days=40))))
    found, cursor, more = read_on(timeline, stuck, NOW)
    assert (found, cursor.mentions, more) == (set(timeline.ids), Feed(newest=timeline.ids[0]), False)


def test_a_cursor_reads_as_it_was_written_with_the_newest_known_posts() -> None:
    seen = NOW.replace(second=0)
    cursor = Cursor(
        mentions=Feed("5", "9", "7", "2"),
        messages=Messages("5", "3", "token", ("3", "5")),
        searches={"a": Feed("4")},
        known={next_id(number): Known("m", seen, named=True) for number in range(KNOWN + 5)},
        turn=2,
        ours=frozenset({FIRST}),
        limits_at=NOW,
    )
    again = decoded(cursor.encoded())
    assert again == replace(cursor, known={name: cursor.known[name] for name in list(cursor.known)[-KNOWN:]})
    assert FIRST not in again.known
    assert again.without([next_id(KNOWN)]).known.keys() == again.known.keys() - {next_id(KNOWN)}
    assert decoded_older(encoded_older(FIRST)) == FIRST


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


@given(
    name=st.sampled_from(["v", "mentions", "own", "messages", "searches", "known", "turn", "ours", "limits"]),
    value=json_like,
)
def test_a_damaged_cursor_begins_anew_or_can_be_used(name: str, value: object) -> None:
    data = json.loads(Cursor(known={FIRST: Known("m", NOW)}).encoded())
    cursor = decoded(json.dumps({**data, name: value}))
    assert decoded(cursor.encoded()) == cursor
    assert decoded_older(json.dumps(value)) is None


def test_a_text_is_known_again_after_x_has_shown_it() -> None:
    written = "Ecco: vedi aiuto.example/orari e https://www.guasti.example/ grazie"
    shown = "@marta_b @oscar_v Ecco: vedi http://aiuto.example/orari e https://guasti.example grazie"
    assert comparable(written) == comparable(shown)
    assert comparable(written) != comparable(shown.replace("orari", "turni"))


def test_a_gap_that_lies_in_the_overlap_alone_is_no_gap_once_the_overlap_is_over() -> None:
    timeline = Timeline()
    for seconds in range(5):
        timeline.write(NOW + timedelta(seconds=seconds))
    newest = timeline.ids[3]
    stuck = Cursor(mentions=Feed(newest=newest, top=timeline.ids[3], below=timeline.ids[1]))
    found, cursor, _ = read_on(timeline, stuck, NOW + timedelta(minutes=10))
    assert timeline.ids[4] in found
    assert cursor.mentions == Feed(newest=timeline.ids[4])
