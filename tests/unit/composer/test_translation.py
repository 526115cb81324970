"""The translation page: which addresses may be one, and what address a text becomes."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer.translation import LONGEST, TemplateFault, fault_of_template, host_of, page_address

PAGE = "https://translate.example/?sl={from}&tl={to}&q={text}"


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        (PAGE, None),
        (" https://translate.example/{to}/{text} ", None),
        ("http://localhost:5000/?q={text}", None),
        ("http://127.0.0.1/{text}", None),
        ("http://translate.example/?q={text}", TemplateFault.NOT_SECURE),
        ("https://translate.example/", TemplateFault.NO_TEXT),
        ("https://translate.example/{txt}", TemplateFault.UNKNOWN_FIELD),
        ("https://translate.example/{text}{}", TemplateFault.UNKNOWN_FIELD),
        ("https://{to}.translate.example/{text}", TemplateFault.NOT_AN_ADDRESS),
        ("https://translate.example/a b{text}", TemplateFault.NOT_AN_ADDRESS),
        ("https:///{text}", TemplateFault.NOT_AN_ADDRESS),
        ("https://[::1/{text}", TemplateFault.NOT_AN_ADDRESS),
        ("file:///tmp/{text}", TemplateFault.NOT_AN_ADDRESS),
        ("javascript:alert('{text}')", TemplateFault.NOT_AN_ADDRESS),
        ("translate.example/{text}", TemplateFault.NOT_AN_ADDRESS),
        ("", TemplateFault.NOT_AN_ADDRESS),
    ],
)
def test_a_page_is_of_the_web_and_holds_the_text(template: str, fault: TemplateFault | None) -> None:
    assert fault_of_template(template) is fault


def test_an_unknown_language_is_left_to_the_page() -> None:
    assert page_address(PAGE, "Ciao", "", "en") == "https://translate.example/?sl=auto&tl=en&q=Ciao"


@given(st.text(max_size=200), st.sampled_from(["it", "ca", ""]))
def test_whatever_the_text_it_stays_in_its_place_and_goes_to_the_server_that_was_named(text: str, source: str) -> None:
    address = page_address(PAGE, text, source, "en")
    assert urlsplit(address).hostname == host_of(PAGE) == "translate.example"
    given_back = parse_qs(urlsplit(address).query, keep_blank_values=True, max_num_fields=3)
    assert given_back["q"] == [text.encode("utf-8", "replace").decode()]
    assert (given_back["sl"], given_back["tl"]) == ([source or "auto"], ["en"])


def test_a_field_written_in_the_text_is_text() -> None:
    assert (
        page_address("https://t.example/{text}", "{to} {text}", "it", "en") == "https://t.example/%7Bto%7D%20%7Btext%7D"
    )


def test_a_long_text_is_cut() -> None:
    address = page_address("https://t.example/{text}", "a" * (LONGEST + 50), "it", "en")
    assert address == "https://t.example/" + "a" * LONGEST
