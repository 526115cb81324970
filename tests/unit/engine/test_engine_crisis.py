"""The engine and a crisis: what another window switches is told, and a burst is counted without being asked."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from desktop.events import CrisisChanged
from desktop.model import HourCount
from desktop.store import open_store
from desktop.triage.crisis import HOUR
from tests.factories import KEY, a_profile, an_account, an_arrival, an_author, taken
from tests.unit.engine.test_engine_accounts import Office
from tests.unit.sync.virtual_time import now, run


def test_crisis_mode_switched_in_another_window_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = a_profile(tmp_path / "profile")

    async def scenario() -> None:
        with open_store(profile, KEY) as store, open_store(profile, KEY) as beside:
            office = Office(store, monkeypatch)

            async def then() -> None:
                before = office.events.count(CrisisChanged())
                beside.crisis.switch_on(actor="Giulia", at=now())
                await asyncio.sleep(5)
                assert office.events.count(CrisisChanged()) == before + 1
                beside.crisis.switch_off(actor="Giulia", at=now())
                await asyncio.sleep(5)
                assert office.events.count(CrisisChanged()) == before + 2

            await office.runs(then=then)

    run(scenario())


def test_a_surge_is_told_within_the_minute_by_its_ids_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        with open_store(a_profile(tmp_path / "profile"), KEY) as store:
            account = an_account(store)
            begin = now().replace(minute=0, second=0, microsecond=0) - 672 * HOUR
            store.crisis.keep_hours(account.id, [HourCount(begin + number * HOUR, 3) for number in range(672)])
            office = Office(store, monkeypatch)

            async def then() -> None:
                crowd = [an_arrival(f"m{n}", author=an_author(f"Persona {n}"), sent_at=now()) for n in range(40)]
                store.intake.take(account, [taken(one) for one in crowd], now())
                await asyncio.sleep(65)
                seen = {one.id for one in store.crisis.going_on()}
                told = [one for one in office.events if isinstance(one, CrisisChanged) and one.begun]
                assert [set(one.begun) for one in told] == [seen]
                assert store.crisis.mode() is None

            await office.runs(then=then)

    run(scenario())
