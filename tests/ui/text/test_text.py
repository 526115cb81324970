"""Offsets, links, mentions and times as the window writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.conversation import NOW, TZ, at
from ui.text import (
    clock_time,
    code_point_offset,
    day_heading,
    find_links,
    find_mentions,
    short_moment,
    utf16_length,
    utf16_offset,
)


@given(st.text(max_size=60))
def test_the_length_is_what_utf_16_says(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(0, 40))
def test_an_offset_comes_back_as_the_same_code_point(text: str, index: int) -> None:
    index = min(index, len(text))
    assert code_point_offset(text, utf16_offset(text, index)) == index


def test_the_second_half_of_an_emoji_belongs_to_it() -> None:
    assert code_point_offset("a😡b", 2) == 1


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("see https://example.org/a, then call", ["https://example.org/a"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("www.example.org!", ["https://www.example.org"]),
        ("HTTP://EXAMPLE.ORG/X.", ["HTTP://EXAMPLE.ORG/X"]),
        ("javascript:alert(1) file:///etc/passwd ftp://x.example", []),
        ("«https://example.org/è»", ["https://example.org/è"]),
        ("no link here, write.to.us", []),
    ],
)
def test_only_web_addresses_are_links_and_their_tail_is_not(text: str, targets: list[str]) -> None:
    assert [span.target for span in find_links(text)] == targets


def test_a_link_knows_its_place_after_an_emoji() -> None:
    (span,) = find_links("😀 https://example.org")
    assert (span.start, span.end) == (2, 21)


def test_mentions_are_found_but_not_in_addresses() -> None:
    found = [span.target for span in find_mentions("@Livia and @ada@social.example, not livia@example.org")]
    assert found == ["Livia", "ada@social.example"]


@given(st.text(max_size=400))
def test_looking_for_links_never_fails(text: str) -> None:
    for span in (*find_links(text), *find_mentions(text)):
        assert 0 <= span.start < span.end <= len(text)


def test_times_are_local_and_of_24_hours() -> None:
    assert clock_time(datetime(2026, 3, 12, 17, 5, tzinfo=UTC), TZ) == "18:05"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(12, 1, 0), "Today, Thursday 12 March"),
        (at(11, 23, 0), "Yesterday, Wednesday 11 March"),
        (at(10, 9, 0), "Tuesday 10 March"),
        (datetime(2025, 12, 31, 9, tzinfo=TZ), "Wednesday 31 December 2025"),
    ],
)
def test_a_day_is_named_with_what_tells_it_apart(moment: datetime, words: str) -> None:
    assert day_heading(moment, NOW, TZ) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [(at(12, 18, 0), "18:00"), (at(16, 9, 0), "Mon 09:00"), (at(30, 9, 0), "30 Mar 09:00")],
)
def test_a_moment_names_its_day_only_when_it_is_not_today(moment: datetime, words: str) -> None:
    assert short_moment(moment, NOW, TZ) == words
