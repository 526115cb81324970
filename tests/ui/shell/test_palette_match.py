"""Matching by words: beginnings first, accents and slips forgiven, every typed word needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.shell.palette_list import pieces
from ui.shell.palette_match import folded, match, matches, ranked


@pytest.mark.parametrize(
    ("typed", "words", "spans"),
    [
        ("sol", "Solve, go to next", ((0, 3),)),
        ("next", "Solve, go to next", ((13, 17),)),
        ("go sol", "Solve, go to next", ((0, 3), (7, 9))),
        ("BOL", "Come leggere la bolletta", ((16, 19),)),
        ("nuria", "Núria Bonet", ((0, 5),)),
        ("letta", "Come leggere la bolletta", ((19, 24),)),
    ],
)
def test_what_matches_is_marked(typed: str, words: str, spans: tuple[tuple[int, int], ...]) -> None:
    hit = match(typed, words)
    assert hit is not None
    assert hit.spans == spans


@pytest.mark.parametrize(("typed", "words"), [("solev", "Solve"), ("sttings", "Settings"), ("asign", "Assign to me")])
def test_a_slip_of_the_finger_is_forgiven(typed: str, words: str) -> None:
    assert matches(typed, words)


@pytest.mark.parametrize(
    ("typed", "words"), [("xyz", "Solve"), ("sol zzz", "Solve, go to next"), ("zo", "Solve"), ("?", "Solve")]
)
def test_every_typed_word_must_be_there(typed: str, words: str) -> None:
    assert not matches(typed, words)


def test_nothing_typed_matches_everything_in_its_order() -> None:
    found = ranked("  ", [("b", ""), ("a", "")], 10)
    assert [number for number, _ in found] == [0, 1]


def test_a_word_that_begins_so_stands_before_one_that_holds_it() -> None:
    found = ranked("note", [("Keynotes", ""), ("Write an internal note", ""), ("Notebook", "")], 10)
    assert [number for number, _ in found] == [1, 2, 0]


def test_what_is_not_shown_counts_but_is_not_marked() -> None:
    hit = match("dup", "Copy of a bill", "duplicato")
    assert hit is not None
    assert hit.spans == ()


@given(st.text(max_size=40), st.text(max_size=80), st.text(max_size=20))
def test_any_text_can_be_typed_and_every_mark_lies_within_the_words(typed: str, words: str, also: str) -> None:
    hit = match(typed, words, also)
    if hit is not None:
        assert all(0 <= start < end <= len(words) for start, end in hit.spans)
    assert "".join(piece for piece, _ in pieces(words, hit.spans if hit else ())) == words


@given(st.text(max_size=60))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.lists(st.tuples(st.integers(-5, 30), st.integers(-5, 30)), max_size=6))
def test_pieces_never_lose_a_letter(spans: list[tuple[int, int]]) -> None:
    text = "The quick brown fox"
    clean = tuple((max(0, start), end) for start, end in spans)
    assert "".join(piece for piece, _ in pieces(text, clean)) == text
