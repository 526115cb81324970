"""An engine at rest costs the same however much its store holds: it looks at what is new and at nothing else."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.clocks import Ladder, Step, StepDeed, default_targets
from desktop.engine import Engine
from desktop.events import Nudge
from desktop.follow_up import AccountRule, FollowUpRules, keep_rules
from desktop.guardrails import Guardrails, OpeningHours, Slot
from desktop.model import Account, Arrival, CaseId, ClockKind, Deed, MessageClass, Visibility
from desktop.store import Intent, Store
from desktop.system.vault import SessionVault
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken
from tests.unit.sync.scripted_channel import NoTriage, ScriptedChannel
from tests.unit.sync.virtual_time import now, run

FEW, MANY = 10, 80
RATIO, SLACK = 1.5, 50
"""A statement that reads all of a store takes eight times as many steps; those of a few are too few to compare."""
A_NIGHT_DESK = OpeningHours("Europe/Rome", ((Slot(0, 60),),) * 7)  # closed at noon


def filled(folder: Path, cases: int) -> Store:
    """Return a store of so many cases of the last weeks: overdue, only heard of, snoozed, solved, private ones."""
    store = a_store(folder)
    account = an_account(store)
    hours = HoursBook(store)
    hours.set_schedule(None, A_NIGHT_DESK, ClosedRules(acknowledges=True), at=NOON, actor="Laura")
    ladder = Ladder((Step("boss", ClockKind.FIRST_REPLY, 30, StepDeed.NOTIFY, "leader"),), "CB")
    ClockBook(store, hours).keep(default_targets(), ladder, at=NOON, actor="Laura")
    asked = AccountRule(((MessageClass.COMPLAINT, 2),))
    keep_rules(store, FollowUpRules(((account.uid, asked),)), at=NOON, actor="Laura")
    store.retention.set_rules({("mastodon", "public"): 90}, actor="Laura", at=NOON)
    arrivals = [an_old_arrival(number) for number in range(cases)]
    found = sorted(store.intake.take(account, [taken(one) for one in arrivals], NOON).case_ids)
    for case_id in found[::5]:
        later = Intent(status="snoozed", snoozed_until=NOON + timedelta(days=9), status_at=NOON)
        store.cases.change(CaseId(case_id), later, deed=Deed.SNOOZE, actor="Laura", at=NOON)
    for case_id in found[1::5]:
        at = NOON - timedelta(days=70)
        store.cases.change(CaseId(case_id), Intent("solved", at), deed=Deed.STATUS, actor="Laura", at=at)
    return store


def an_old_arrival(number: int) -> Arrival:
    return an_arrival(
        f"m{number}",
        author=an_author(f"Persona {number}"),
        sent_at=NOON - timedelta(days=15, minutes=30 * number),
        mentions_us=number % 3 > 0,
        visibility=Visibility.DIRECT if number % 2 else Visibility.PUBLIC,
    )


class Counted:
    """How many of SQLite's steps each statement took while this was listening."""

    def __init__(self, connection: Any) -> None:
        self.steps = Counter[str]()
        self._connection = connection
        self._statement = ""

    def __enter__(self) -> Self:
        self._connection.set_trace_callback(self._begun)
        self._connection.set_progress_handler(self._stepped, 1)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.set_progress_handler(None, 0)
        self._connection.set_trace_callback(None)

    def _begun(self, sql: str) -> None:
        self._statement = re.sub(r"\d+", "#", sql)

    def _stepped(self) -> int:
        self.steps[self._statement] += 1
        return 0


def steps_at_rest(store: Store, seconds: int = 65) -> Counter[str]:
    """Return the steps that an engine's statements take in a minute in which nothing happens."""
    counted = Counted(store.connection.raw)

    async def scenario() -> None:
        nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
        triage: Any = NoTriage()
        guardrails: Any = Guardrails(rules=None)  # type: ignore[arg-type]
        engine = Engine(store, SessionVault(), triage, guardrails, now, lambda _: None)
        working = asyncio.create_task(engine.run(nudges))
        await asyncio.sleep(70)  # clocks, pairs and hours of what came before it began
        with counted:
            await asyncio.sleep(seconds)
        nudges.put_nowait(None)
        await working

    run(scenario())
    return counted.steps


def test_no_statement_of_an_idle_engine_reads_more_of_a_store_that_is_eight_times_as_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_channel(account: Account, *_: object) -> ScriptedChannel:
        return ScriptedChannel(account.handle, now)

    monkeypatch.setattr("desktop.engine.open_channel", open_channel)
    with filled(tmp_path / "few", FEW) as few, filled(tmp_path / "many", MANY) as many:
        least, most = steps_at_rest(few), steps_at_rest(many)
    assert least.total() > 0
    grown = {sql: (least[sql], steps) for sql, steps in most.items() if steps > RATIO * least[sql] + SLACK}
    assert grown == {}
