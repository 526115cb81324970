"""Canned replies in the picker, placeholders and the stroke that opens it, without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import Why
from ui.composer import CannedChoice, FilledSpan, FilledText, Slot, find_slots
from ui.composer.canned import (
    Piece,
    Question,
    detail_words,
    language_name,
    missing_words,
    preview_pieces,
    questions_of,
    reason_words,
    split_at_match,
    substitute_words,
)
from ui.composer.placeholders import command_before, next_slot

TEXT = "Hello Irene, the crew comes at {?time}."
FILLED = FilledText(TEXT, (FilledSpan(6, 11, "name"), FilledSpan(31, 38, "time", is_missing=True)))


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/", ""),
        ("/gua", "gua"),
        ("Hello /gua", "gua"),
        ("and/or", None),
        ("https://example.org/a", None),
        ("/gua sto", None),
        ("1/2", None),
        ("//", None),
        ("", None),
        ("\t/è", "è"),
    ],
)
def test_a_stroke_opens_the_picker_at_the_start_or_after_a_space(line: str, command: str | None) -> None:
    assert command_before(line) == command


def test_the_preview_shows_what_is_filled_and_what_is_missing() -> None:
    assert preview_pieces(FILLED) == (
        Piece("Hello "),
        Piece("Irene", "filled"),
        Piece(", the crew comes at "),
        Piece("time", "missing"),
        Piece("."),
    )


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=5))
def test_no_span_is_too_odd_for_the_preview(text: str, spans: list[tuple[int, int]]) -> None:
    filled = FilledText(text, tuple(FilledSpan(min(pair), max(pair), "x") for pair in spans))
    assert "".join(piece.text for piece in preview_pieces(filled)) == text


def test_missing_placeholders_are_counted_and_named() -> None:
    assert missing_words(FILLED) == "1 placeholder to fill: time"
    two = FilledText("", (FilledSpan(0, 0, "time", is_missing=True), FilledSpan(0, 0, "street", is_missing=True)))
    assert missing_words(two) == "2 placeholders to fill: time, street"
    assert missing_words(FilledText("x")) == ""


def choice(uses: int = 0, language: str = "it") -> CannedChoice:
    return CannedChoice("1", "crew", "Crew on its way", language, TEXT, FILLED, uses)


@pytest.mark.parametrize(("uses", "words"), [(0, "Italian"), (1, "Italian, used once"), (41, "Italian, used 41 times")])
def test_the_detail_says_language_and_use(uses: int, words: str) -> None:
    assert detail_words(choice(uses)) == words


def test_the_detail_says_when_it_was_used_last() -> None:
    assert detail_words(replace(choice(2), last_used="Tue")) == "Italian, used 2 times, last Tue"
    assert detail_words(replace(choice(0), last_used="Tue")) == "Italian"


def test_a_text_in_another_language_than_the_conversations_says_so() -> None:
    assert substitute_words(choice(language="es")) == ""
    assert substitute_words(replace(choice(language="es"), wanted="es")) == ""
    assert (
        substitute_words(replace(choice(language="es"), wanted="ca"))
        == "No text in Catalan: this is the one in Spanish"
    )


@pytest.mark.parametrize(
    ("why", "alike", "words"),
    [
        (Why.SHORTCUT, (), ""),
        (Why.TITLE, ("luce", "buio"), "Suits the question: luce, buio"),
        (Why.FOLDER, (), "In Billing"),
        (Why.TEXT, (), "In its text"),
        (Why.SPELLING, (), "Nearly what you typed"),
        (Why.USE, (), ""),
    ],
)
def test_each_reason_has_words_where_the_match_does_not_show(why: Why, alike: tuple[str, ...], words: str) -> None:
    assert reason_words(why, "Billing", alike) == words


def test_each_thing_is_asked_for_once_with_what_is_proposed() -> None:
    body = "{?time|18:30} {case} {?time} {customer}"
    asking = CannedChoice("1", "a", "A", "en", body, FilledText(""), values={"customer.first_name": "Irene"})
    assert questions_of(asking) == (Question("?time", "time", "18:30"), Question("case.subject", "what it is about"))
    answered = asking.answered({"?time": "19", "case.subject": "Lamps"})
    assert answered.filled.text == "19 Lamps 19 Irene"
    assert questions_of(CannedChoice("1", "a", "A", "en", "Hello", FilledText("Hello"))) == ()


def test_an_unknown_language_is_shown_as_its_code() -> None:
    assert language_name("qq") == "qq"
    assert language_name("ca") == "Catalan"


@pytest.mark.parametrize(
    ("text", "query", "parts"),
    [
        ("Fault, lamp", "lam", ("Fault, ", "lam", "p")),
        ("Fault", "fau", ("", "Fau", "lt")),
        ("Default", "fau", ("Default", "", "")),
        ("Fault", "", ("Fault", "", "")),
        ("Straße", "SS", ("Straße", "", "")),
    ],
)
def test_a_match_begins_a_word(text: str, query: str, parts: tuple[str, str, str]) -> None:
    assert split_at_match(text, query) == parts


def test_slots_are_those_that_the_guardrails_would_stop() -> None:
    assert find_slots("At {?time} in {street}") == (Slot(3, 10, "time"), Slot(14, 22, "street"))


def test_the_next_slot_is_after_the_selection_and_the_previous_before() -> None:
    text = "{?a} and {?b} and {?c}"
    first, second, third = find_slots(text)
    assert next_slot(text, 0, 0) == first
    assert next_slot(text, first.start, first.end) == second
    assert next_slot(text, third.start, third.end) is None
    assert next_slot(text, second.start, second.end, backwards=True) == first
