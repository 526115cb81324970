"""Snippets: what of a customer's words a list shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.inbox import without_personal_data


@pytest.mark.parametrize(
    "snippet",
    [
        "my IBAN is IT60 X054 2811 1010 0000 0123 456",
        "codice fiscale VRDLGU80A01F205X",
        "el meu DNI és 12345678Z",
        "NIE X1234567L",
        "card 4111 1111 1111 1111",
        "call me on +39 333 123 4567",
        "write to irene@posta.example",
    ],
)
def test_what_looks_like_personal_data_is_covered(snippet: str) -> None:
    shown = without_personal_data(snippet)
    assert "•" in shown
    assert not any(sign.isdigit() for sign in shown)
    assert len(shown) == len(snippet)


@pytest.mark.parametrize(
    "snippet",
    [
        "Order BC-20411 has not come",
        "No power since 12/03/2026 18",
        "on 2026-03-14 10 the lights went out",
        "I pay 49,90 each month since 2019",
        "@AuroraEnergia are you there?",
        "",
    ],
)
def test_what_is_not_is_left_alone(snippet: str) -> None:
    assert without_personal_data(snippet) == snippet


@given(st.text(max_size=80))
def test_no_snippet_is_refused_or_made_longer(snippet: str) -> None:
    assert len(without_personal_data(snippet)) == len(snippet)
