"""Lengths of time as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.inbox.clock_words import minutes_text
from ui.settings.time_spans import read_minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90),
        ("90 min", 90),
        ("1 h 30", 90),
        ("1h30m", 90),
        ("1:30", 90),
        ("2 d", 2_880),
        ("1 ora", 60),
        (" 2 H ", 120),
    ],
)
def test_what_people_write_is_read(typed: str, minutes: int) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["", "soon", "-5", "1:75", "1.5 h", "h", "9" * 30])
def test_anything_else_is_not(typed: str) -> None:
    assert read_minutes(typed) is None


@given(st.integers(1, 525_600))
def test_what_the_window_writes_is_read_back(minutes: int) -> None:
    assert read_minutes(minutes_text(minutes)) == minutes
