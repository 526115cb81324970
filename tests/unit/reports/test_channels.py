"""The ranking of channels is worked out from figures that stand beside it, and its form is kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import Network
from desktop.reports.channels import CHANNELS, Form, Own, rank, sectors
from desktop.reports.survey import preferences, said_of

NOTHING = Own({}, ())


def place(form: Form, own: Own, network: Network) -> Any:
    return next(one for one in rank(form, own) if one.network is network)


def test_without_any_answer_nothing_is_claimed() -> None:
    for one in rank(Form(), NOTHING):
        assert (one.score, one.customers, one.sector, one.medium, one.market) == (0, None, None, None, None)


def test_the_four_questions_of_one_channel_by_hand() -> None:
    own = Own({Network.X: 30, Network.FACEBOOK: 60, Network.EMAIL: 10}, (100, 200, 400, 500))
    form = Form("energy", frozenset({"private"}), {Network.X: 5, Network.EMAIL: 15}, frozenset({Network.X}))
    x = place(form, own, Network.X)
    assert (x.demand, x.preference, x.fitting) == (30, 25, 50)
    assert x.customers == round((50 + 33) / 2)  # half of Facebook's questions, a third of e-mail's votes
    assert x.sector == 100
    assert x.medium == (50 + 100) // 2  # two of four answers fit in 280 characters; it has direct messages
    assert x.market == 100
    assert x.score == round((x.customers + 100 + 75 + 100) / 4)


def test_the_best_comes_first() -> None:
    own = Own({Network.EMAIL: 90, Network.X: 10}, (5_000,))
    assert next(iter(rank(Form(), own))).network is Network.EMAIL


@given(
    st.builds(
        Form,
        st.sampled_from(["", *sectors()]),
        st.frozensets(st.sampled_from(["private", "public"])),
        st.dictionaries(st.sampled_from(CHANNELS), st.integers(1, 999)),
        st.frozensets(st.sampled_from(CHANNELS)),
    )
)
def test_what_is_written_down_is_read_again(form: Form) -> None:
    assert Form.from_dict(form.to_dict()) == form
    assert all(0 <= one.score <= 100 for one in rank(form, NOTHING))


@pytest.mark.parametrize(
    "value", [None, 3, [], {"sector": "moon", "needs": 4, "preferred": {"x": -1}, "competitors": "x"}]
)
def test_what_cannot_be_read_is_left_out(value: object) -> None:
    assert Form.from_dict(value) == Form()


def test_what_the_channel_survey_says_counts_with_its_whole_base() -> None:
    said = said_of([("x", "telegram", 3), ("phone", "x", 1), ("x", "shop", 4), ("email", "", 2)])
    assert [(one.channel, one.uses, one.rather) for one in said] == [
        ("shop", 0, 4),
        ("telegram", 0, 3),
        ("x", 7, 1),
        ("email", 2, 0),
        ("phone", 1, 0),
    ]
    preferred, answered = preferences(said)
    assert (preferred, answered) == ({Network.TELEGRAM: 3, Network.X: 1}, 8)
    own = Own({}, (), preferred, answered)
    telegram = place(Form(preferred={Network.TELEGRAM: 2}), own, Network.TELEGRAM)
    assert (telegram.preference, telegram.customers) == (
        50,
        100,
    )  # five of ten who were asked, and nothing is more wanted
    assert place(Form(), own, Network.EMAIL).preference == 0
