"""Variation: two customers do not get the same words, one customer always the same ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import missing_placeholders, variation_for, variations, vary
from desktop.composer.variation import MOST_VARIATIONS, alternatives_in

GREETING = "[[Ciao {customer|tu}|Salve|]] e grazie [[mille|tante]]."


def test_each_number_is_a_text_of_its_own() -> None:
    texts = [vary(GREETING, number) for number in range(variations(GREETING))]
    assert len(texts) == len(set(texts)) == 6
    assert texts[0] == "Ciao {customer|tu} e grazie mille."
    assert " e grazie tante." in texts


@pytest.mark.parametrize("text", ["", "Ciao", "[[una voce]]", "a[0][1]", "x [[ y", "]]a|b[["])
def test_a_text_without_alternatives_stays_as_it_is(text: str) -> None:
    assert (variations(text), vary(text, 0), missing_placeholders(text)) == (1, text, ())


def test_alternatives_that_nobody_chose_and_those_that_never_end_keep_a_text_from_leaving() -> None:
    assert [span.name for span in missing_placeholders("[[Ciao|Salve]] a tutti")] == ["Ciao / Salve"]
    assert [span.name for span in missing_placeholders("Ciao [[a|b] e poi")] == ["a / b"]
    assert [span.name for span in missing_placeholders("Ciao [[a|b e poi")] == ["a / b e poi"]


def test_a_customer_always_gets_the_same_unless_it_was_the_last_one_said() -> None:
    given_first = variation_for(GREETING, "marta")
    assert variation_for(GREETING, "marta") == given_first
    assert variation_for(GREETING, "marta", avoid=given_first) != given_first
    assert {variation_for(GREETING, f"customer {n}") for n in range(60)} == set(range(6))


def test_very_many_variations_are_not_counted_to_the_end() -> None:
    assert variations("[[a|b]]" * 40) == MOST_VARIATIONS


@given(st.text(alphabet="ab|[]{}? \n", max_size=40), st.integers(0, 50), st.text(max_size=4))
def test_whatever_is_written_nothing_that_was_chosen_stays_open(text: str, number: int, customer: str) -> None:
    chosen = vary(text, number % variations(text))
    closed = [span for span in alternatives_in(text) if span.closed]
    assert all(text[span.start : span.start + 2] == "[[" and text[span.end - 2 : span.end] == "]]" for span in closed)
    if not closed:
        assert chosen == text
    assert 0 <= variation_for(text, customer) < variations(text)


@given(st.integers(2, 5), st.text(min_size=1, max_size=6), st.integers(0, 30))
def test_the_variation_used_last_on_an_account_is_never_used_again_at_once(
    options: int, customer: str, last: int
) -> None:
    text = "[[" + "|".join(f"n{number}" for number in range(options)) + "]]"
    assert variation_for(text, customer, avoid=last % options) != last % options
