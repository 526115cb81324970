"""Masking: what of a text may be seen before somebody asks for the personal data in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails.privacy import DataKind, ValueSpan, find_values, masked
from desktop.guardrails.privacy.masking import MASK


def test_a_value_is_covered_but_for_its_last_two_signs() -> None:
    text = "My IBAN is IT60 X054 2811 1010 0000 0123 456, thanks"
    assert masked(text, find_values(text)) == "My IBAN is •••• •••• •••• •••• •••• •••• •56, thanks"


def test_an_address_keeps_its_signs_so_that_one_sees_what_it_was() -> None:
    text = "write to irene.v@posta.example please"
    assert masked(text, find_values(text)) == "write to •••••.•@•••••.•••••le please"


def test_nothing_of_a_secret_stays() -> None:
    span = ValueSpan(DataKind.CREDENTIALS, 4, 14, secret=True)
    assert masked("PIN 1234567890!", [span]) == "PIN ••••••••••!"


def test_nothing_of_a_short_value_stays() -> None:
    assert masked("no. 12345", [ValueSpan(DataKind.CUSTOMER_NUMBER, 4, 9)]) == "no. •••••"


def test_a_text_without_values_is_left_alone() -> None:
    assert masked("Good morning", ()) == "Good morning"


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6), st.booleans())
def test_a_mask_keeps_length_blanks_and_signs(text: str, cuts: list[int], secret: bool) -> None:
    ends = sorted(cut for cut in set(cuts) if cut <= len(text))
    spans = [ValueSpan(DataKind.PHONE, start, end, secret) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    covered = masked(text, spans)
    assert len(covered) == len(text)
    inside = {place for span in spans for place in range(span.start, span.end)}
    for place, (sign, shown) in enumerate(zip(text, covered, strict=True)):
        assert shown == sign or (place in inside and sign.isalnum() and shown == MASK)
    if secret:
        assert not any(covered[place].isalnum() for place in inside)
