"""The engine ends a block when its time is over, by itself, and tells the window."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.engine import Engine
from desktop.events import CasesChanged, Event, Nudge
from desktop.guardrails import Guardrails
from desktop.model import Account, Agent, CaseId, Lane
from desktop.outbox import AbuseDesk
from desktop.store import Store
from desktop.system.vault import SessionVault
from tests.factories import NOON, a_store, an_account, an_arrival, taken
from tests.unit.sync.scripted_channel import NoTriage, ScriptedChannel
from tests.unit.sync.virtual_time import now, run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_a_block_ends_while_the_engine_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_channel(account: Account, *_: object) -> ScriptedChannel:
        return ScriptedChannel(account.handle, now)

    async def scenario() -> None:
        [case_id] = store.intake.take(an_account(store), [taken(an_arrival())], NOON).case_ids
        AbuseDesk(store, lambda: Agent("Laura", "LB", ""), now).block(CaseId(case_id), timedelta(seconds=15), "threats")
        told: list[Event] = []
        nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
        triage: Any = NoTriage()
        guardrails: Any = Guardrails(rules=None)  # type: ignore[arg-type]
        working = asyncio.create_task(Engine(store, SessionVault(), triage, guardrails, now, told.append).run(nudges))
        await asyncio.sleep(5)
        assert abuse() == [case_id]
        await asyncio.sleep(20)
        assert abuse() == []
        assert any(isinstance(event, CasesChanged) and case_id in event.case_ids for event in told)
        nudges.put_nowait(None)
        await working

    def abuse() -> list[int]:
        return list(store.lanes.ids(Lane.ABUSE, agent="LB", at_risk_before=NOON))

    monkeypatch.setattr("desktop.engine.open_channel", open_channel)
    run(scenario())
