"""Asked before: a question that nobody answered is known again, whichever network and whichever pull brings it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.model import Account, Arrival, Direction, Mechanical, Network, ReasonCode
from desktop.store import Store
from desktop.sync import AskedBefore, Pipeline
from desktop.triage import Triage
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author
from tests.loaded import shipped_triage
from tests.unit.sync.scripted_channel import AlwaysOpen

ASKED = "When will the refund for my January bill arrive?"
AGAIN = "Still no refund for the bill of January!"


@pytest.fixture(scope="module")
def triage() -> Triage:
    return shipped_triage()


@pytest.fixture(scope="module")
def asked_before() -> AskedBefore:
    return AskedBefore.shipped()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = a_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store)


@pytest.fixture
def pipeline(store: Store, triage: Triage, asked_before: AskedBefore) -> Pipeline:
    return Pipeline(store, triage, AlwaysOpen(), FakeClock(NOON + timedelta(days=3)), str.lower, asked_before)


def post(number: int, text: str, hours: float = 0, **changes: Any) -> Arrival:
    sent = NOON + timedelta(hours=hours)
    return an_arrival(f"m{number}", text=text, sent_at=sent, language_hint="en", **changes)


def repeats(store: Store) -> dict[str, str]:
    """Return, for each case whose newest message repeats, its snippet and how many it repeats."""
    rows = store.lanes.rows(list(range(1, 20)))
    return {
        row.snippet: reason.detail for row in rows for reason in row.reasons if reason.code is ReasonCode.ASKED_BEFORE
    }


def test_a_question_asked_again_hours_later_is_a_repeat(store: Store, account: Account, pipeline: Pipeline) -> None:
    pipeline.take(account, [post(1, ASKED)])
    pipeline.take(account, [post(2, AGAIN, hours=5)])
    assert repeats(store) == {AGAIN: "1"}


def test_it_is_one_too_when_one_pull_brings_both_newest_first(
    store: Store, account: Account, pipeline: Pipeline
) -> None:
    pipeline.take(account, [post(2, AGAIN, hours=5), post(1, ASKED)])
    assert repeats(store) == {AGAIN: "1"}


def test_it_is_one_across_networks_once_the_people_are_known_to_be_one(
    store: Store, account: Account, pipeline: Pipeline
) -> None:
    x = an_account(store, Network.X, "@aurora")
    pipeline.take(account, [post(1, ASKED)])
    pipeline.take(x, [post(7, "Hello?", author=an_author("Marta R.", Network.X))])
    one, other = (row.customer_id for row in sorted(store.lanes.rows([1, 2]), key=lambda row: row.id))
    store.ties.merge(one, other, why="she said so", actor="Laura", at=NOON)
    pipeline.take(x, [post(8, AGAIN, hours=9, author=an_author("Marta R.", Network.X))])
    assert repeats(store) == {AGAIN: "1"}


def test_an_answered_question_may_be_asked_anew(store: Store, account: Account, pipeline: Pipeline) -> None:
    pipeline.take(account, [post(1, ASKED)])
    answer = post(2, "It left today.", hours=1, direction=Direction.OUTGOING, thread_remote_id="m1", in_reply_to="m1")
    pipeline.take(account, [answer])
    pipeline.take(account, [post(3, AGAIN, hours=30)])
    assert repeats(store) == {}


def test_an_answer_in_the_same_pull_counts(store: Store, account: Account, pipeline: Pipeline) -> None:
    answer = post(2, "It left today.", hours=1, direction=Direction.OUTGOING, thread_remote_id="m1", in_reply_to="m1")
    pipeline.take(account, [post(1, ASKED), answer, post(3, AGAIN, hours=30, thread_remote_id="m1")])
    assert repeats(store) == {}


@pytest.mark.parametrize(
    ("text", "hours", "changes"),
    [
        ("And where is your office in Girona?", 5, {}),
        (AGAIN, 0.1, {}),
        (AGAIN, 5, {"author": an_author("Somebody Else")}),
        (AGAIN, 5, {"mechanical": Mechanical.AUTO_REPLY}),
    ],
    ids=["another question", "in one breath", "somebody else", "a machine"],
)
def test_what_is_no_repeat(
    store: Store, account: Account, pipeline: Pipeline, text: str, hours: float, changes: dict[str, Any]
) -> None:
    pipeline.take(account, [post(1, ASKED)])
    pipeline.take(account, [post(2, text, hours, **changes)])
    assert repeats(store) == {}


def test_a_question_of_last_month_is_history(store: Store, account: Account, pipeline: Pipeline) -> None:
    pipeline.take(account, [post(1, ASKED, hours=-24 * 31)])
    pipeline.take(account, [post(2, AGAIN)])
    assert repeats(store) == {}


def test_thanks_are_not_what_was_asked(store: Store, account: Account, pipeline: Pipeline) -> None:
    pipeline.take(account, [post(1, "Thank you so much for the refund of my January bill!")])
    pipeline.take(account, [post(2, AGAIN, hours=5)])
    assert repeats(store) == {}


def test_a_pull_taken_twice_does_not_repeat_itself(store: Store, account: Account, pipeline: Pipeline) -> None:
    for _ in range(2):
        pipeline.take(account, [post(1, ASKED)])
    assert repeats(store) == {}


def test_the_comparison_is_loaded_only_when_somebody_has_asked_before(
    store: Store, account: Account, triage: Triage
) -> None:
    loaded = []

    def load() -> Any:
        loaded.append(True)
        return AskedBefore.shipped()._repeats

    pipeline = Pipeline(store, triage, AlwaysOpen(), FakeClock(NOON + timedelta(days=3)), str.lower, AskedBefore(load))
    pipeline.take(account, [post(1, ASKED)])
    assert loaded == []
    pipeline.take(account, [post(2, AGAIN, hours=5)])
    assert loaded == [True]
