"""What people type and paste about a Mastodon account."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.mastodon import application_page, clean_token, server_address, token_fault


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("town.example", "https://town.example"),
        (" https://town.example/ ", "https://town.example"),
        ("https://town.example/@aurora", "https://town.example"),
        ("@aurora@town.example", "https://town.example"),
        ("aurora@town.example", "https://town.example"),
        ("Town.Example:8443", "https://town.example:8443"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("città.example", "https://città.example"),
    ],
)
def test_a_server_is_found_in_what_was_typed(typed: str, expected: str) -> None:
    assert server_address(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "aurora",
        "http://town.example",
        "ftp://town.example",
        "two words.example",
        "town.example:port",
        "://",
        "a@@b",
    ],
)
def test_what_is_no_server_or_not_encrypted_is_not_taken(typed: str) -> None:
    assert server_address(typed) is None


@given(st.text(max_size=80))
def test_a_server_is_always_https_or_this_machine(typed: str) -> None:
    found = server_address(typed)
    assert found is None or found.startswith(("https://", "http://localhost", "http://127.0.0.1"))


@pytest.mark.parametrize(
    ("pasted", "token"),
    [("abc_DEF-123", "abc_DEF-123"), (" abc_DEF-123\n", "abc_DEF-123"), ("Bearer abc_DEF-123", "abc_DEF-123")],
)
def test_the_decoration_around_a_pasted_token_is_dropped(pasted: str, token: str) -> None:
    assert clean_token(pasted) == token
    assert token_fault(pasted) == ""


@pytest.mark.parametrize(
    ("pasted", "fault"),
    [
        ("", "missing"),
        ("Bearer ", "missing"),
        ("client key abc", "spaces"),
        ("abcdéfghi", "odd"),
        ("https://town.example", "odd"),
        ("abc", "short"),
    ],
)
def test_what_is_no_token_is_named(pasted: str, fault: str) -> None:
    assert token_fault(pasted) == fault


def test_the_page_that_makes_tokens_is_on_the_server_itself() -> None:
    assert application_page("https://town.example") == "https://town.example/settings/applications/new"
