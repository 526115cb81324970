"""What was said since a draft was begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.composer.news import NewsWatch
from desktop.model import Account, CaseId, Direction, Lane
from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, taken


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def account(store: Store) -> Account:
    made = an_account(store)
    store.intake.take(made, [taken(an_arrival("m1", sent_at=NOON))], NOON)
    return made


def the_case(store: Store) -> CaseId:
    (case_id,) = store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
    return CaseId(case_id)


def arrive(store: Store, account: Account, remote_id: str, minutes: float, **changes: object) -> None:
    arrival = an_arrival(
        remote_id, thread_remote_id="m1", sent_at=NOON + timedelta(minutes=minutes), text=f"news {remote_id}", **changes
    )
    store.intake.take(account, [taken(arrival)], NOON)


def said(watch: NewsWatch) -> list[str]:
    return [item.text for item in watch.news("Laura")]


def test_nothing_is_news_before_anybody_wrote_again(store: Store, account: Account) -> None:
    watch = NewsWatch(store)
    assert said(watch) == []
    watch.look(the_case(store))
    assert said(watch) == []


def test_what_the_customer_writes_meanwhile_is_news_until_it_is_seen(store: Store, account: Account) -> None:
    watch = NewsWatch(store)
    watch.look(the_case(store))
    arrive(store, account, "m3", 5)
    arrive(store, account, "m2", -5)  # sent before, but it arrives only now
    assert said(watch) == ["news m2", "news m3"]
    watch.look(the_case(store))
    assert said(watch) == []


def test_an_answer_that_a_colleague_gave_elsewhere_is_news(store: Store, account: Account) -> None:
    watch = NewsWatch(store)
    watch.look(the_case(store))
    arrive(store, account, "m4", 1, direction=Direction.OUTGOING)
    assert said(watch) == ["news m4"]
    assert watch.news("Aurora Energia") == ()  # said by whoever asks


def test_a_draft_of_yesterday_takes_for_seen_what_was_sent_by_then(store: Store, account: Account) -> None:
    arrive(store, account, "m5", 60)
    watch = NewsWatch(store)
    watch.look(the_case(store), until=NOON + timedelta(minutes=30))
    assert said(watch) == ["news m5"]
