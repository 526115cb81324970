"""Where a pull stopped can be written down and read again; what a failed request means is one code."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.exchange import transport_code
from desktop.channels.mastodon.cursor import (
    HEARD,
    KNOWN,
    Cursor,
    Ear,
    Feed,
    Known,
    Listened,
    decoded,
    decoded_older,
    encoded_older,
    newer_key,
)
from desktop.channels.mastodon.failures import pause_of, read_failure, send_failure
from desktop.model import OutcomeUnknown, TemporaryFailure

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)

_IDS = st.integers(0, 10**18).map(str)
_FEEDS = st.builds(Feed, st.none() | _IDS, st.none() | _IDS, st.integers(0, 5))
_TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
_LISTENED = st.builds(
    Listened,
    st.dictionaries(
        st.text(max_size=8), st.builds(Ear, st.none() | _IDS, st.none() | _IDS, st.none() | _IDS), max_size=4
    ),
    st.integers(0, 90),
    st.lists(st.text(max_size=8), max_size=3).map(tuple),
    st.booleans(),
    _TIMES,
)
_CURSORS = st.builds(
    Cursor,
    _FEEDS,
    _FEEDS,
    st.dictionaries(_IDS, st.builds(Known, _IDS, st.booleans(), st.text(max_size=5), st.booleans()), max_size=5),
    _TIMES,
    st.integers(0, 90),
    st.booleans(),
    _TIMES,
    _LISTENED,
)


@given(_CURSORS)
def test_a_cursor_survives_being_written_down(cursor: Cursor) -> None:
    assert decoded(cursor.encoded()) == cursor


@given(st.text(max_size=60) | st.sampled_from(["null", "[]", '{"v":1}', '{"v":2}', '{"v":1,"mentions":3,"own":[]}']))
def test_an_unreadable_cursor_begins_anew(text: str) -> None:
    assert decoded(text) == Cursor()


def test_a_cursor_keeps_only_the_newest_known_posts() -> None:
    known = {str(number): Known(str(number), direct=False) for number in range(KNOWN + 50)}
    kept = decoded(Cursor(known=known).encoded()).known
    assert set(kept) == {str(number) for number in range(50, KNOWN + 50)}


@given(st.lists(_IDS, unique=True))
def test_ids_are_ordered_as_the_numbers_they_are(ids: list[str]) -> None:
    assert sorted(ids, key=newer_key) == sorted(ids, key=int)


def test_the_older_cursor_is_its_own() -> None:
    assert decoded_older(encoded_older("17")) == "17"
    assert [decoded_older(text) for text in (None, "", "{", "[]", '{"older": 3}', Cursor().encoded())] == [None] * 6


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30.0),
        ({"Retry-After": "Tue, 12 May 2026 09:50:00 GMT"}, 120.0),
        ({"X-RateLimit-Reset": "2026-05-12T09:53:00.000Z"}, 300.0),
        ({"X-RateLimit-Reset": "2026-05-12T09:53:00"}, 300.0),
        ({"X-RateLimit-Reset": str(int(NOW.timestamp()) + 90)}, 90.0),
        ({"X-RateLimit-Reset": "45"}, 45.0),
        ({"Retry-After": "soon", "X-RateLimit-Reset": "45"}, 45.0),
        ({"Retry-After": "9999999999999999999999"}, 3600.0),
        ({"Retry-After": "0"}, 1.0),
        ({"X-RateLimit-Reset": "2026-05-12T08:00:00Z"}, 1.0),
        ({"Retry-After": "٣"}, None),
        ({"Retry-After": ""}, None),
        ({}, None),
    ],
)
def test_a_pause_is_read_however_it_is_written(headers: dict[str, str], seconds: float | None) -> None:
    assert pause_of(httpx.Headers([(k.encode(), v.encode()) for k, v in headers.items()]), NOW) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_header_gives_a_sensible_pause(first: str, second: str) -> None:
    pause = pause_of({"Retry-After": first, "X-RateLimit-Reset": second}, NOW)
    assert pause is None or 1.0 <= pause <= timedelta(hours=1).total_seconds()


@given(st.integers(300, 599), st.booleans())
def test_every_status_means_something(status: int, replying: bool) -> None:
    assert read_failure(status, {}, None, NOW).reason
    failure = send_failure(status, {}, {"error": "x"}, NOW, replying=replying)
    may_have_arrived = status == 408 or (status >= 500 and status != 503)
    assert isinstance(failure, OutcomeUnknown) == may_have_arrived
    if status in {429, 503}:
        assert isinstance(failure, TemporaryFailure)


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (socket.gaierror(-2, "unknown"), "host_not_found"),
        (ConnectionRefusedError(), "connection_refused"),
        (ssl.SSLCertVerificationError("bad"), "certificate_untrusted"),
        (ssl.SSLError("wrong version"), "no_tls"),
        (TimeoutError(), "timed_out"),
        (OSError("gone"), "connection_lost"),
    ],
)
def test_a_lost_connection_has_a_reason(cause: Exception, code: str) -> None:
    error = httpx.ConnectError("failed")
    error.__cause__ = cause
    assert transport_code(error) == code


def test_httpx_own_time_out_is_one() -> None:
    assert transport_code(httpx.ReadTimeout("late")) == "timed_out"
    assert transport_code(httpx.RemoteProtocolError("cut")) == "connection_lost"


def test_what_was_only_heard_is_remembered_apart() -> None:
    heard = {str(number): Known("t", False, "", heard=True) for number in range(1_000, 1_000 + 2 * HEARD)}
    talk = {str(number): Known("t", False) for number in range(100, 100 + KNOWN)}
    kept = decoded(Cursor(known={**talk, **heard}).encoded()).known
    assert talk.keys() <= kept.keys()
    assert len(kept) == KNOWN + HEARD
