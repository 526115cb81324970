"""The engine and the priority: what the window wrote into the desk's file reaches open cases at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.engine import Engine
from desktop.events import CasesChanged, Event, Nudge, PriorityEdited
from desktop.guardrails import Guardrails
from desktop.store import Store
from desktop.system.vault import SessionVault
from desktop.triage import OwnPriorityFile
from desktop.triage.own_priority import OwnPhrase, OwnPriority
from desktop.triage.own_priority_file import write_own_priority
from tests.factories import a_store, an_account, an_arrival, taken
from tests.loaded import shipped_triage
from tests.unit.sync.virtual_time import now, run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_a_word_added_while_the_engine_runs_moves_an_open_case_within_seconds(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "priority.json"

    async def scenario() -> None:
        events: list[Event] = []
        nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
        guardrails: Any = Guardrails(rules=None)  # type: ignore[arg-type]
        triage = shipped_triage()
        account = an_account(store)
        arrival = an_arrival(sent_at=now(), text="Il glucometro non carica", language_hint="it")
        store.intake.take(account, [taken(arrival, assessment=None)], now())
        (case,) = store.weighing.open_cases()
        store.connection.write("UPDATE message SET message_class = 'faq_question', language = 'it'")
        store.accounts.remove(account, actor="L", at=now())
        engine = Engine(
            store, SessionVault(), triage, guardrails, now, events.append, own_priority=OwnPriorityFile(path)
        )
        working = asyncio.create_task(engine.run(nudges))
        await asyncio.sleep(2)
        write_own_priority(path, OwnPriority(phrases=(OwnPhrase("gravity.medical", "glucometro"),)))
        nudges.put_nowait(PriorityEdited())
        await asyncio.sleep(2)
        nudges.put_nowait(None)
        await working
        priority, factors, _ = store.weighing.why(case)
        assert priority == sum(factor.points for factor in factors)
        assert "glucometro" in {factor.evidence for factor in factors}
        assert any(isinstance(event, CasesChanged) and int(case) in event.case_ids for event in events)

    run(scenario())
