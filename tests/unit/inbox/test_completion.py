"""What is offered while a query is typed, and the searches of before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.inbox import Offer, SearchHistory, completions
from tests.factories import FakeClock, a_store


def texts(typed: str, caret: int | None = None, **more: object) -> list[str]:
    place = len(typed) if caret is None else caret
    return [one.text for one in completions(typed, place, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("fr", ["from:"]),
        ("refund is:un", ["is:unread", "is:unanswered", "is:unassigned"]),
        ("-netw", ["network:"]),
        ("network:b", ["network:bluesky", "network:facebook"]),
        ("in:sol", ["in:solved"]),
        ("refund ", []),
        ("zzz", []),
        ("is:solved", []),
    ],
)
def test_operators_and_values_are_offered_as_they_begin(typed: str, offered: list[str]) -> None:
    assert texts(typed)[: len(offered)] == offered
    assert bool(texts(typed)) == bool(offered)


def test_known_values_come_first_and_are_quoted_where_they_have_spaces() -> None:
    assert texts("tag:b", values={"tag": ("vip", "big client")}) == ['tag:"big client"']


def test_nothing_typed_offers_the_last_searches_then_operators() -> None:
    offered = completions("", 0, history=("refund", "from:marta"))
    assert [one.kind for one in offered[:3]] == [Offer.HISTORY, Offer.HISTORY, Offer.OPERATOR]
    assert offered[1].applied("") == ("from:marta", 10)


def test_what_is_taken_replaces_the_term_under_the_caret_alone() -> None:
    typed = "refund is:un tag:vip"
    offer = next(one for one in completions(typed, 12) if one.text == "is:unread")
    assert offer.applied(typed) == ("refund is:unread tag:vip", 16)


@given(st.text(max_size=40), st.integers(min_value=0, max_value=40))
def test_any_text_can_be_completed_at_any_place(typed: str, caret: int) -> None:
    for offer in completions(typed, min(caret, len(typed)), history=("refund",)):
        text, place = offer.applied(typed)
        assert 0 <= place <= len(text)


def test_searches_are_kept_newest_first_each_once(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        history = SearchHistory(store, FakeClock())
        for typed in ("refund", "x", "from:marta", "Refund", "refund march"):
            history.note(typed)
        assert history.all() == ("refund march", "from:marta")
        history.forget()
        assert history.all() == ()
