"""The engine and the clocks: it follows rules that are written while it runs, and climbs the ladder by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.hours_book import HoursBook
from desktop.clocks import CountedTime, Ladder, Step, StepDeed, TargetRule, Targets, default_targets
from desktop.events import CasesChanged
from desktop.model import CaseId, ClockKind, Lane, MessageClass
from desktop.store import Store, open_store
from tests.factories import KEY, NOON, a_profile, a_store, an_account, an_arrival, taken
from tests.unit.engine.test_engine_accounts import Office
from tests.unit.sync.virtual_time import now, run

FIRST = ClockKind.FIRST_REPLY


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_rules_and_steps_written_while_the_engine_runs_take_effect(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = an_account(store)

    async def scenario() -> None:
        store.intake.take(account, [taken(an_arrival(sent_at=now()), due_at=now() + timedelta(hours=1))], now())
        case = CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])
        office = Office(store, monkeypatch)

        async def then() -> None:
            with open_store(a_profile(tmp_path / "profile"), KEY) as window:
                book = ClockBook(window, HoursBook(window))
                rule = TargetRule("r", FIRST, 1, message_class=MessageClass.COMPLAINT, counts=CountedTime.WALL)
                ladder = Ladder((Step("s", FIRST, 0, StepDeed.RAISE_PRIORITY, made_at=now()),))
                book.keep(Targets((*default_targets().rules, rule)), ladder, at=now(), actor="Laura")
            await asyncio.sleep(70)

        begun = now()
        await office.runs(then=then)
        row = store.lanes.rows([case])[0]
        assert row.due_at is not None
        assert row.due_at - begun < timedelta(minutes=2)
        assert [one.step for one in store.clocks.steps_taken(case)] == ["s"]
        assert row.priority == 70
        assert any(isinstance(event, CasesChanged) and int(case) in event.case_ids for event in office.events)

    run(scenario())
