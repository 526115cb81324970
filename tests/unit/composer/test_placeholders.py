"""Placeholders are filled, asked for, or keep the reply from leaving."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import (
    KNOWN_PLACEHOLDERS,
    Filled,
    PlaceholderSpan,
    fill,
    first_name,
    missing_placeholders,
    placeholder_values,
)
from desktop.model import Agent

BODY = "Buongiorno {customer.first_name|}, torna alle {?ora stimata}. {agent.name|Noi}"


def test_what_is_known_is_filled_and_what_is_asked_stays_open() -> None:
    filled = fill(BODY, {"customer.first_name": "Marta"})
    assert filled.text == "Buongiorno Marta, torna alle {?ora stimata}. Noi"
    assert filled.spans == (
        PlaceholderSpan(11, 16, "customer.first_name", filled=True),
        PlaceholderSpan(29, 43, "?ora stimata", filled=False),
        PlaceholderSpan(45, 48, "agent.name", filled=True),
    )
    assert [span.prompt for span in filled.missing] == ["ora stimata"]


def test_an_answered_prompt_leaves_nothing_missing() -> None:
    filled = fill(BODY, {"?ora stimata": "18:30"})
    assert filled.text == "Buongiorno, torna alle 18:30. Noi"
    assert filled.missing == ()


def test_an_empty_value_counts_as_not_known() -> None:
    assert fill("Ciao {case.subject}", {"case.subject": " "}).text == "Ciao {case.subject}"


def test_a_customers_name_can_not_pass_for_a_placeholder() -> None:
    filled = fill("Ciao {customer.first_name}", {"customer.first_name": "{?Anna}\nBianchi"})
    assert filled == Filled("Ciao ?Anna Bianchi", (PlaceholderSpan(5, 18, "customer.first_name", filled=True),))


def test_what_is_proposed_to_the_agent_is_never_taken_for_an_answer() -> None:
    filled = fill("Torna alle {?ora|18}", {})
    assert filled.text == "Torna alle {?ora|18}"
    assert [(span.prompt, span.fallback) for span in filled.missing] == [("ora", "18")]
    assert fill("Torna alle {?ora|18}", {"?ora": "19"}).text == "Torna alle 19"


def test_an_empty_fallback_leaves_no_gap() -> None:
    assert fill("Ciao {customer.first_name|} !", {}).text == "Ciao !"
    assert fill("Ciao {customer.first_name|}", {}).text == "Ciao "


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tutto detto", []),
        ("{customer.first_name}", ["customer.first_name"]),
        ("{nome cliente}", ["nome cliente"]),
        ("{?quando", ["?quando"]),
        ("Ciao {customer.first_name, benvenuta", ["customer.first_name, benvenuta"]),
        ("{customer.first_name|cara}", ["customer.first_name"]),
        ('{"a": 1}, {}, { x }, :-{', []),
        ("{a} e {?b}", ["a", "?b"]),
        ("{customer|tu}, {agent} e {opening}", ["customer.first_name", "agent.name", "hours.next_opening"]),
        ("{ customer } e { ?ora }", ["customer.first_name", "?ora"]),
        ("Ciao {customer, benvenuta", ["customer, benvenuta"]),
    ],
)
def test_what_is_still_open_is_found(text: str, names: list[str]) -> None:
    spans = missing_placeholders(text)
    assert [span.name for span in spans] == names
    assert all(text[span.start] == "{" for span in spans)


@given(
    st.lists(
        st.sampled_from(
            (*(f"{{{name}}}" for name in KNOWN_PLACEHOLDERS), "{?quando}", "{agent.name|}", "ciao ", ", ", "}")
        ),
        max_size=8,
    ).map("".join),
    st.dictionaries(st.sampled_from((*KNOWN_PLACEHOLDERS, "?quando")), st.text(max_size=8), max_size=4),
)
def test_the_spans_of_a_filled_text_say_what_is_missing(body: str, values: dict[str, str]) -> None:
    filled = fill(body, values)
    assert [(s.start, s.end, s.name) for s in filled.missing] == [
        (s.start, s.end, s.name) for s in missing_placeholders(filled.text)
    ]


def test_every_known_placeholder_has_a_value_where_all_is_known() -> None:
    values = placeholder_values(
        first_name="Marta",
        customer_name="Marta Rossi",
        customer_handle="@marta",
        agent=Agent("Laura Bianchi", "LB", "^LB"),
        account_handle="@aurora",
        case_subject="Guasto",
        next_opening="lunedì alle 9:00",
        today="9:00–18:00",
    )
    assert set(values) == set(KNOWN_PLACEHOLDERS)
    assert all(values.values())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Marta Sanguineti", "Marta"),
        ("SANGUINETI, MARTA", "Marta"),
        ("✨ giulia ✨", "Giulia"),
        ("Dott.ssa Anna-Maria Verdi", "Anna-Maria"),
        ("ANNA-MARIA", "Anna-Maria"),
        ("D'Angelo", "D'Angelo"),
        ("Núria Pujolràs 🎗️", "Núria"),
        ("McKenzie", "McKenzie"),
        ("marta_93", ""),
        ("marta@example.org", ""),
        ("Ferramenta Rossi S.r.l.", ""),
        ("M. Rossi", ""),
        ("", ""),
        ("🙂", ""),
    ],
)
def test_a_first_name_is_told_from_handles_and_companies(name: str, found: str) -> None:
    assert first_name(name) == found
