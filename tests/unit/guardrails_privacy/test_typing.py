"""While somebody types, what was read of a text's other sentences is kept; the verdict never shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails.privacy import PrivacyRules, privacy_findings
from desktop.guardrails.privacy.folding import fold
from desktop.guardrails.privacy.lexicon import Memory
from desktop.guardrails.privacy.passages import passages
from desktop.guardrails.privacy.reading import Reading
from desktop.model import Finding, Visibility
from tests.loaded import shipped_privacy_rules
from tests.unit.guardrails_privacy.sentences import practised

SENTENCES = [one.text for one in practised(Path(__file__).parent)]
JOINS = (
    " ",
    "\n",
    "\n\n",
    "… ",
    "\n1. ",
    "\n- ",
    " p. IVA ",
    "? ",
    " sig. ",
    "; ",
    " https://aurora.example/a… ",
    ".\t",
)
KEYS = (
    "a",
    ".",
    ". ",
    "? ",
    "!",
    "…",
    "\n",
    "\n\n",
    " ",
    ",",
    ":",
    "7",
    "4471 0932",
    "@",
    "è",
    "\u0301",
    "\u200b",
    "p. ",
)
LANGUAGES = (None, "it", "en", "es", "ca", "unknown")

texts = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(JOINS)).map("".join), min_size=1, max_size=6
).map("".join)
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.one_of(st.sampled_from(KEYS), st.sampled_from(SENTENCES))),
    max_size=6,
)


@pytest.fixture(scope="module")
def rules() -> PrivacyRules:
    return shipped_privacy_rules()


def afresh(rules: PrivacyRules) -> PrivacyRules:
    """Return the same rules, which remember nothing."""
    leanings = None if rules.leanings is None else replace(rules.leanings)
    return replace(rules, lexicons=tuple(map(replace, rules.lexicons)), leanings=leanings)


def found(text: str, rules: PrivacyRules, language: str | None, visibility: Visibility) -> tuple[Finding, ...]:
    return privacy_findings(text, visibility=visibility, language=language, rules=rules)


@given(text=texts, typed=edits, language=st.sampled_from(LANGUAGES), visibility=st.sampled_from(Visibility))
def test_a_text_that_was_typed_is_judged_like_one_that_is_seen_for_the_first_time(
    rules: PrivacyRules,
    text: str,
    typed: list[tuple[float, int, str]],
    language: str | None,
    visibility: Visibility,
) -> None:
    for place, dropped, written in [(0.0, 0, ""), *typed]:
        at = round(place * len(text))
        text = text[:at] + written + text[at + dropped :]
        assert found(text, rules, language, visibility) == found(text, afresh(rules), language, visibility)


@given(text=texts, typed=edits)
def test_the_passages_of_a_text_are_the_whole_of_it_and_read_like_the_whole(
    rules: PrivacyRules, text: str, typed: list[tuple[float, int, str]]
) -> None:
    for place, _, written in typed:
        at = round(place * len(text))
        text = text[:at] + written + text[at:]
    reading = Reading(text, rules)
    assert reading.folded == replace(fold(text), apart=frozenset())
    for read, begin in zip(reading.read, reading.starts, strict=True):
        for word in read.sentence.words:
            first, past = begin + word.start, begin + word.end
            if word.text.isalnum() and word.text.isascii():
                assert reading.folded.text[first:past] == word.text


def test_a_key_reads_one_passage_again_and_no_other(rules: PrivacyRules) -> None:
    before = Reading("Grazie mille. Ci manda il codice? A presto.", rules).read
    after = Reading("Grazie mille. Ci manda il codice cliente? A presto.", rules).read
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, False, True]


def test_what_stands_around_a_sentence_is_never_remembered_with_it(rules: PrivacyRules) -> None:
    named, asks = "Il codice cliente è in bolletta.", "Ce lo scrive qui?"
    assert found(f"{named} {asks}", rules, "it", Visibility.PUBLIC)
    assert not found(f"{named} Buona giornata.", rules, "it", Visibility.PUBLIC)
    assert found(f"{named} {asks}", rules, "it", Visibility.PUBLIC)


def test_a_full_stop_that_ends_no_sentence_joins_what_stands_around_it(rules: PrivacyRules) -> None:
    parts = list(passages("Ci dia la p. IVA. E poi?", rules))
    assert [len(part.sentences) for part in parts] == [1, 1]


@pytest.mark.parametrize("piece", ["a. ", "sig. ", "1. ", "\n1. ", "? ", "… ", "x… ", ". "])
def test_a_text_of_nothing_but_stops_is_read_in_time_that_grows_with_its_length(
    piece: str, rules: PrivacyRules
) -> None:
    text = piece * 2_000
    parts = list(passages(text, rules))
    assert sum(len(part.folded.original) for part in parts) <= len(text) + len(parts)


def test_what_nobody_asked_for_lately_is_forgotten_and_the_rest_stays() -> None:
    memory = Memory(most=3)
    memory.keep("typed", ("seen",))
    for number in range(20):
        memory.keep(number, (number,))
        assert memory.get("typed") == ("seen",)
    assert memory.get(0) is None
    assert memory.get(19) == (19,)
