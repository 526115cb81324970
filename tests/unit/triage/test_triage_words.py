"""Cutting a text into words: what customers type, in every state of care."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.triage.words import READ_AT_MOST, folded, words_of


def test_accents_capitals_and_drawn_out_letters_do_not_matter() -> None:
    assert folded("PERCHÉ") == "perche"
    assert folded("graaaazieee") == "grazie"
    assert folded("Straße") == "strasse"


def test_a_double_letter_stays_double() -> None:
    assert folded("bolletta") == "bolletta"


def test_links_and_mentions_are_no_words() -> None:
    words = words_of("@AuroraEnergia guardate https://example.org/x?y=1 e www.example.org adesso")
    assert words.folded == ["guardate", "e", "adesso"]


def test_the_catalan_middle_dot_joins_its_word() -> None:
    assert words_of("Instal·lació cancel·lada").folded == ["installacio", "cancellada"]


def test_punctuation_ends_a_clause_and_emoji_are_words() -> None:
    assert words_of("No!! Basta 😡😡").folded == ["no", "!!", "basta", "😡", "😡"]


def test_the_excerpt_is_what_the_customer_wrote() -> None:
    words = words_of("Oggi NON mi funziona, c'è  un guasto")
    assert words.excerpt(1, 4) == "NON mi funziona"
    assert words.excerpt(5, 7) == "c'è"


def test_the_subject_is_a_clause_before_the_text() -> None:
    assert words_of("Buongiorno", subject="Re: rimborso").folded == ["re", ":", "rimborso", "\n", "buongiorno"]


def test_composed_and_decomposed_accents_are_the_same() -> None:
    assert words_of("perche\u0301").folded == words_of("perché").folded == ["perche"]


def test_a_very_long_text_is_read_from_its_beginning() -> None:
    words = words_of("primo " + "x " * READ_AT_MOST)
    assert words.folded[0] == "primo"
    assert len(words.text) == READ_AT_MOST


@pytest.mark.parametrize("text", ["Это не работает", "αυτό δεν δουλεύει", "これは動きません", "لا يعمل"])
def test_a_text_of_another_script_is_recognised(text: str) -> None:
    assert words_of(text).is_other_script


def test_a_latin_text_with_emoji_is_latin() -> None:
    assert not words_of("perché 😡😡😡😡😡😡😡😡").is_other_script


@given(st.text(max_size=300), st.text(max_size=50))
def test_any_text_can_be_cut_and_put_together_again(text: str, subject: str) -> None:
    words = words_of(text, subject)
    assert len(words.written) == len(words.folded)
    assert "".join(words.pieces) == words.text
    assert all(words.folded)
