"""What two subjects have in common when one mail answers the other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.email import normalised_subject


@pytest.mark.parametrize(
    "subject",
    [
        "Order late",
        "Re: Order late",
        "RE: Re: re: Order late",
        "R: Order late",
        "I: R: Order late",
        "Rif: Order late",
        "Fwd: Order late",
        "FW: RV: Order late",
        "Resp: Order late",
        "AW: WG: Order late",
        "TR: RÉP: Order late",
        "Réenv: Order late".replace("é", "e"),
        "Re[2]: Order late",
        "Re (3): Order late",
        "Re^4: Order late",
        "Re2: Order late",
        "[care] Re: [care] Order late",
        "Re: [EXTERNAL] Order late",
        "[Fwd: Order late]",
        "Re：Order late",
        "  Re:\t Order   late (fwd)",
    ],
)
def test_every_way_of_answering_leaves_the_same_subject(subject: str) -> None:
    assert normalised_subject(subject) == "Order late"


@pytest.mark.parametrize(
    "subject",
    [
        "Return: how?",
        "Invoice: missing",
        "Rimborso: quando?",
        "Ref: order 12",
        "[URGENT]",
        "[#4711] Order",
        "Is it: so",
    ],
)
def test_a_subject_that_only_looks_like_an_answer_stays(subject: str) -> None:
    assert normalised_subject(subject) == subject


def test_marks_alone_are_no_subject() -> None:
    assert normalised_subject("Re: Fwd: ") == ""


@settings(deadline=None)
@given(st.text())
def test_what_is_normalised_stays_as_it_is(subject: str) -> None:
    once = normalised_subject(subject)
    assert normalised_subject(once) == once
    assert normalised_subject(f"Re: {once}") == once


def test_thousands_of_marks_end() -> None:
    assert len(normalised_subject("R: " * 5_000)) < 2_000
