"""Where what is searched for stands in a text, and the part of a text around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import around_hit, folded, hit_spans


def marked(text: str, *words: str) -> list[str]:
    return [text[span.start : span.end] for span in hit_spans(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("La bolletta è arrivata", ("bollet",), ["bollet"]),
        ("CAFFÈ e caffe", ("caffè",), ["CAFFÈ", "caffe"]),
        ("the other theme", ("the",), ["the", "the"]),
        ("bother", ("other",), []),
        ("at 12:30", ("12:30",), ["12", "30"]),
        ("nothing", (), []),
        ("a.b*c", (".*",), []),
    ],
)
def test_words_are_marked_where_they_begin(text: str, words: tuple[str, ...], found: list[str]) -> None:
    assert marked(text, *words) == found


@given(st.text(max_size=80), st.lists(st.text(max_size=10), max_size=3))
def test_folding_keeps_the_length_and_marks_stay_inside(text: str, words: list[str]) -> None:
    assert len(folded(text)) == len(text)
    last = 0
    for span in hit_spans(text, words):
        assert last <= span.start < span.end <= len(text)
        last = span.end


def test_an_excerpt_shows_the_first_hit() -> None:
    text = "word " * 60 + "refund please " + "word " * 60
    assert "refund" in around_hit(text, ("refund",), 120)
    assert around_hit("short refund", ("refund",)) == "short refund"
