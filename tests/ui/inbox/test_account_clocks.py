"""Each case's clock goes by the hours and the rule of the account that was written to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.model import AccountId, CaseId, CaseRow
from tests.factories import NOON
from ui.inbox.model import AccountClock, CaseListModel, ListContext, StateRole
from ui.inbox.presenter import RowState

HALL, KIOSK = AccountId(1), AccountId(2)


@pytest.mark.parametrize(
    ("account", "words"), [(HALL, "1 h"), (KIOSK, "30 min"), (None, "30 min")], ids=["closed", "open", "unknown"]
)
def test_a_closed_accounts_clock_is_paused_and_an_open_ones_runs(
    make_row: Callable[..., CaseRow], account: AccountId | None, words: str
) -> None:
    due = NOON + timedelta(minutes=30)
    row = replace(make_row(), id=CaseId(7), due_at=due, account_id=account, queued=0)
    model = CaseListModel(lambda _: [row], lambda: NOON)
    clocks = {HALL: AccountClock(hours_open=False, open_seconds=lambda *_: 3_600.0), KIOSK: AccountClock()}
    model.set_context(ListContext(clock_of=lambda one: clocks[one]))
    model.set_ids([7], ())
    state = model.data(model.index(0), StateRole)
    assert isinstance(state, RowState)
    assert state.clock is not None
    assert state.clock.text == words
