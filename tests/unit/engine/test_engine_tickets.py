"""The engine opens what the ladder wishes for, follows it, and tells the window."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.engine import Engine
from desktop.events import CasesChanged, Event, Nudge
from desktop.guardrails import Guardrails
from desktop.model import Account, CaseId
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import SystemKind, TicketSystem
from desktop.store import Store
from desktop.system.vault import SessionVault
from tests.factories import NOON, a_store, an_account, an_arrival, taken
from tests.unit.sync.scripted_channel import NoTriage, ScriptedChannel
from tests.unit.sync.virtual_time import now, run
from tests.unit.tickets.scripted import Scripted


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_the_ladders_wish_becomes_a_ticket_while_the_engine_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Scripted()

    def open_channel(account: Account, *_: object) -> ScriptedChannel:
        return ScriptedChannel(account.handle, now)

    def open_service(system: TicketSystem, *_: object, mailbox: Any) -> Scripted:
        assert system.name == "RT"
        assert mailbox() is None
        return service

    async def scenario() -> None:
        [case_id] = store.intake.take(an_account(store), [taken(an_arrival())], NOON).case_ids
        system = TicketSystem(TicketSystemId(0), "", SystemKind.RT, "RT", "https://rt.example", "General")
        store.ticket_systems.add(system, actor="Laura", at=NOON)
        told: list[Event] = []
        nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
        triage: Any = NoTriage()
        guardrails: Any = Guardrails(rules=None)  # type: ignore[arg-type]
        working = asyncio.create_task(Engine(store, SessionVault(), triage, guardrails, now, told.append).run(nudges))
        await asyncio.sleep(3)
        with store.connection.writing():
            store.clocks.want_ticket(CaseId(case_id), "resolution", now())
        await asyncio.sleep(60)
        assert len(service.tickets) == 1
        assert [one.label for one in store.tickets.of_case(CaseId(case_id))] == ["RT #1"]
        assert any(isinstance(event, CasesChanged) and case_id in event.case_ids for event in told)
        nudges.put_nowait(None)
        await working

    monkeypatch.setattr("desktop.engine.open_channel", open_channel)
    monkeypatch.setattr("desktop.engine.open_service", open_service)
    run(scenario())
