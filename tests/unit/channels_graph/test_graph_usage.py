"""How often the Graph is asked: what the headers in JSON say makes the pulls rarer, and parts rest by themselves."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.graph.usage import USUAL, Pace, Usage, usage_of

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)


def business(**shares: int) -> dict[str, str]:
    told = [{"type": name, "call_count": share, "total_cputime": 1, "total_time": 2} for name, share in shares.items()]
    return {"x-business-use-case-usage": json.dumps({"104871": told})}


def test_of_several_limits_the_fullest_counts() -> None:
    headers = business(pages=20, messenger=61) | {"x-app-usage": '{"call_count":5,"total_time":70,"total_cputime":1}'}
    assert usage_of(headers) == Usage(70.0, 0.0)
    assert usage_of({}) is None


@pytest.mark.parametrize(("share", "seconds"), [(0, USUAL), (49, USUAL), (50, 120), (75, 300), (90, 900), (100, 900)])
def test_the_more_is_used_the_longer_it_rests(share: int, seconds: float) -> None:
    pace = Pace()
    pace.heard(business(pages=share))
    assert pace.seconds() == seconds
    pace.pulled(NOW)
    assert pace.rests(NOW + timedelta(seconds=seconds - 1)) is (seconds > USUAL)
    assert not pace.rests(NOW + timedelta(seconds=seconds + 1))


def test_a_limit_that_is_not_spoken_of_stays_as_it_was() -> None:
    pace = Pace()
    pace.heard(business(pages=95))
    pace.heard(business(messenger=3))
    assert pace.seconds() == 900
    pace.heard(business(pages=10))
    assert pace.seconds() == USUAL


def test_nothing_rests_before_the_first_pull_or_after_the_clock_went_back() -> None:
    pace = Pace()
    pace.heard(business(pages=95))
    assert not pace.rests(NOW)
    pace.pulled(NOW)
    assert not pace.rests(NOW - timedelta(days=1))


def test_a_part_that_was_refused_rests_alone_and_is_named() -> None:
    pace = Pace()
    pace.close("direct", 3600, NOW, "missing_scope:pages_messaging")
    assert (pace.is_open("direct", NOW), pace.is_open("tagged", NOW)) == (False, True)
    assert pace.closed(NOW) == ("direct:missing_scope:pages_messaging",)
    later = NOW + timedelta(hours=1, seconds=1)
    assert (pace.is_open("direct", later), pace.closed(later)) == (True, ())


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)


@given(value=ODD, text=st.text(max_size=40))
def test_headers_may_say_anything(value: Any, text: str) -> None:
    pace = Pace()
    for name in ("x-app-usage", "x-page-usage", "x-business-use-case-usage"):
        for said in (json.dumps(value), json.dumps({"1": [value]}), text):
            pace.heard({name: said})
    assert USUAL <= pace.seconds() <= 900
