"""The demo's history follows from the seed, lies in the past, is put away, and gives the reports something to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.demo.history import history, settle_history
from desktop.model import Lane, Network
from desktop.store.reports import kind_of
from desktop.triage.campaigns import Campaigns
from tests.factories import a_store, an_account

NOW = datetime(2026, 11, 28, 14, 40, tzinfo=UTC)


def test_the_same_seed_remembers_the_same_and_another_something_else() -> None:
    assert list(history(1, NOW)) == list(history(1, NOW))
    assert list(history(1, NOW)) != list(history(2, NOW))


def test_everything_lies_in_the_past_and_every_answer_after_its_question() -> None:
    for past in history(1, NOW):
        assert NOW - timedelta(days=85) < past.asked.sent_at < NOW
        if past.answer is not None:
            assert past.asked.sent_at < past.answer.sent_at < NOW


def test_it_is_solved_read_and_counted(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        account = an_account(store, Network.BLUESKY)
        count = settle_history(store, [account], 1, NOW)
        ids = store.lanes.ids(Lane.SOLVED, agent="", at_risk_before=NOW)
        assert len(ids) == count > 50
        assert not any(row.unread for row in store.lanes.rows(ids))
        store.reports.derive_all()
        kinds = [kind for chunk in store.reports.asked(NOW - timedelta(days=90), NOW) for kind in chunk.kinds]
        assert len(kinds) == count
        assert {kind_of(one).agent for one in kinds} == {"", "Laura Bianchi", "Giulia Neri", "Marc Soler"}


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_no_week_of_it_looks_like_a_campaign(seed: int) -> None:
    past = list(history(seed, NOW))
    for back in range(0, 84, 3):
        end = NOW - timedelta(days=back)
        campaigns = Campaigns()
        for number, one in enumerate(past):
            if end - timedelta(days=7) <= one.asked.sent_at < end:
                found = campaigns.add(number, hash(one.asked.author.remote_id), one.asked.text)
                assert found is None or not found.is_one


def test_customers_gave_marks_and_the_guardrails_held_some(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        accounts = [an_account(store, Network.X), an_account(store, Network.FACEBOOK)]
        settle_history(store, accounts, 1, NOW)
        since = NOW - timedelta(days=85)
        marks = store.reports.marks(since, NOW)
        assert {one.network for one in marks} == {"x", "facebook"}
        assert {one.mark for one in marks} == {1, 2, 3, 4, 5}
        assert store.reports.marks(NOW, NOW + timedelta(days=9)) == ()
        assert {"guardrail", "closed", "new_message", "overridden"} <= set(store.reports.stopped(since, NOW))
        assert sum(count for _, _, count in store.follow_ups.channel_figures(since, NOW)) > 5


def test_a_solved_question_was_solved_soon_after_its_answer(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        settle_history(store, [an_account(store, Network.X)], 1, NOW)
        ids = store.lanes.ids(Lane.SOLVED, agent="", at_risk_before=NOW)
        cases = store.people.past_rows([row.id for row in store.lanes.rows(ids[:100])])
        spans = [one.resolution_seconds for one in cases if one.resolution_seconds is not None]
        assert len(spans) == 100
        assert max(spans) < 5 * 86_400
