"""An engine at rest costs the same however much its store holds: it looks at what is new and at nothing else."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.hours_book import HoursBook
from desktop.clocks import Ladder, Step, StepDeed, default_targets
from desktop.engine import Engine
from desktop.events import Nudge
from desktop.guardrails import Guardrails
from desktop.model import Account, CaseId, ClockKind, Deed
from desktop.store import Intent, Store
from desktop.system.vault import SessionVault
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken
from tests.unit.sync.scripted_channel import NoTriage, ScriptedChannel
from tests.unit.sync.virtual_time import now, run

STEPS_AT_ONCE = 10
FEW, MANY = 10, 80


def filled(folder: Path, cases: int) -> Store:
    """Return a store of so many cases of the last weeks: overdue ones, what is only heard of, and snoozed ones."""
    store = a_store(folder)
    ladder = Ladder((Step("boss", ClockKind.FIRST_REPLY, 30, StepDeed.NOTIFY, "leader"),), "CB")
    ClockBook(store, HoursBook(store)).keep(default_targets(), ladder, at=NOON, actor="Laura")
    arrivals = [
        taken(
            an_arrival(
                f"m{number}",
                author=an_author(f"Persona {number}"),
                sent_at=NOON - timedelta(days=1, minutes=30 * number),
                mentions_us=number % 3 > 0,
            )
        )
        for number in range(cases)
    ]
    found = sorted(store.intake.take(an_account(store), arrivals, NOON).case_ids)
    for case_id in found[::5]:
        until = Intent(status="snoozed", snoozed_until=NOON + timedelta(days=9), status_at=NOON)
        store.cases.change(CaseId(case_id), until, deed=Deed.SNOOZE, actor="Laura", at=NOON)
    return store


def steps_at_rest(store: Store, minutes: int = 1) -> int:
    """Return how many tens of SQLite's steps an engine takes in some minutes in which nothing happens."""
    counted = [0]

    def count() -> int:
        counted[0] += 1
        return 0

    async def scenario() -> None:
        nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
        triage: Any = NoTriage()
        guardrails: Any = Guardrails(rules=None)  # type: ignore[arg-type]
        engine = Engine(store, SessionVault(), triage, guardrails, now, lambda _: None)
        working = asyncio.create_task(engine.run(nudges))
        await asyncio.sleep(70)  # clocks, pairs and hours of what came before it began
        store.connection.raw.set_progress_handler(count, STEPS_AT_ONCE)
        await asyncio.sleep(60 * minutes)
        store.connection.raw.set_progress_handler(None, 0)
        nudges.put_nowait(None)
        await working

    run(scenario())
    return counted[0]


def test_a_store_eight_times_as_full_costs_an_idle_engine_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_channel(account: Account, *_: object) -> ScriptedChannel:
        return ScriptedChannel(account.handle, now)

    monkeypatch.setattr("desktop.engine.open_channel", open_channel)
    with filled(tmp_path / "few", FEW) as few, filled(tmp_path / "many", MANY) as many:
        least, most = steps_at_rest(few), steps_at_rest(many)
    assert least > 0
    assert most < 1.15 * least
