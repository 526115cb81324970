"""The demo's history follows from the seed, lies in the past, is put away, and gives the reports something to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.demo.history import history, settle_history
from desktop.model import Lane, Network
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
        rows = [row for chunk in store.reports.rows(NOW - timedelta(days=90), NOW) for row in chunk]
        assert len(rows) == count
        assert {row[4] for row in rows} == {"", "Laura Bianchi", "Giulia Neri", "Marc Soler"}
