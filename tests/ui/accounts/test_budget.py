"""What a month has cost beside its account: shown, near its limit said, and the limit changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.model import Spent
from ui.accounts import present_budget
from ui.accounts.dollars import dollars_text, micros_of, typed_of

NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
SPENT = (Spent("post_read", 6_210, 31_050_000), Spent("post_with_link", 41, 8_200_000), Spent("dm", 20, 300_000))


def test_the_month_is_told_with_its_limit_and_by_what_was_read_and_sent() -> None:
    state = present_budget(SPENT, 100_000_000, NOW)
    assert state.said == "$39.55 of $100.00 this month"
    assert state.counts == "6,210 posts read, 41 posts with a link, 20 messages sent"
    assert state.share == pytest.approx(0.3955)
    assert (state.tint, state.warning) == ("accent.mark", "")


def test_without_a_limit_only_the_amount_is_told() -> None:
    state = present_budget((), None, NOW)
    assert (state.said, state.share, state.warning) == ("$0.00 this month, no limit", None, "")
    assert state.counts == "Nothing read or sent yet"


@pytest.mark.parametrize(
    ("limit", "tint", "warning"),
    [
        (49_500_000, "accent.mark", ""),
        (49_437_500, "amber.fill", "80 % of the limit is spent"),
        (39_550_001, "amber.fill", "99 % of the limit is spent"),
        (39_550_000, "red.fill", "The month's limit is spent"),
        (0, "red.fill", "The month's limit is spent"),
    ],
)
def test_four_fifths_of_the_limit_warn_and_all_of_it_says_what_ends(limit: int, tint: str, warning: str) -> None:
    state = present_budget(SPENT, limit, NOW)
    assert state.tint == tint
    assert state.warning.startswith(warning)
    assert bool(state.warning) is bool(warning)
    assert "1 December" in state.warning or not warning


@pytest.mark.parametrize(("typed", "micros"), [("50", 50_000_000), ("$12,5", 12_500_000), (" ", None), ("0", 0)])
def test_an_amount_is_read_as_people_type_it(typed: str, micros: int | None) -> None:
    assert micros_of(typed) == micros
    assert micros_of(typed_of(micros)) == micros


@pytest.mark.parametrize("typed", ["a lot", "-1", "nan", "inf", "1e9"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"could not|^-1|^nan|^inf|^1e9"):
        micros_of(typed)


def test_an_amount_is_shown_with_its_cents() -> None:
    assert dollars_text(1_234_560_000) == "$1,234.56"
