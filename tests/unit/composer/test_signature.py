"""Signatures stand at the end, once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import with_signature
from desktop.model import Visibility

PUBLIC, DIRECT = Visibility.PUBLIC, Visibility.DIRECT


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Fatto.", "Fatto. ^LB"),
        ("Fatto. \n", "Fatto. ^LB"),
        ("Fatto. ^LB", "Fatto. ^LB"),
        ("Fatto.\n^LB ^LB ", "Fatto. ^LB"),
        ("Fatto. ^GN", "Fatto. ^GN ^LB"),
        ("x^LB", "x^LB ^LB"),
        ("^LB", "^LB"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_a_public_reply_is_signed_once(text: str, signed: str) -> None:
    assert with_signature(text, "^LB", PUBLIC) == signed


def test_a_private_reply_ends_with_the_name_only_where_asked() -> None:
    assert with_signature("Fatto.", "^LB", DIRECT) == "Fatto."
    assert with_signature("Fatto.", "^LB", DIRECT, direct_name="Laura Bianchi") == "Fatto.\nLaura Bianchi"


def test_notes_and_agents_without_a_signature_stay_as_they_are() -> None:
    assert with_signature("Nota ", "^LB", Visibility.INTERNAL, direct_name="Laura") == "Nota "
    assert with_signature("Fatto. ", " ", PUBLIC) == "Fatto. "


@given(st.text(max_size=30), st.sampled_from(("^LB", "LB", "— Laura")), st.sampled_from((PUBLIC, DIRECT)))
def test_signing_twice_changes_nothing(text: str, signature: str, visibility: Visibility) -> None:
    once = with_signature(text, signature, visibility, direct_name="Laura Bianchi")
    assert with_signature(once, signature, visibility, direct_name="Laura Bianchi") == once
