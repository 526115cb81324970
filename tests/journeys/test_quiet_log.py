"""A whole day on every network, with everything that goes wrong, and a log that names nobody and quotes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.demo.faults import Fault
from desktop.demo.wire import Response
from desktop.model import HealthState
from desktop.store import Store
from desktop.system.clock import utc_now
from desktop.system.log import log_to
from tests.contract.channel_place import BRAND
from tests.factories import a_store
from tests.journeys.many_networks import Office, Place, open_office, persona

QUESTION, HIT, ANSWER, EDIT = "Granchiovioletto", "Polpoturchese", "Medusarancione", "Seppiacremisi"
WRONG = "wr0ng-s3cret-that-nobody-should-ever-read"


class ShiftedClock:
    """The real time, moved on at will."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.shift


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Write the log as the engine's process does, and leave logging as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    path = tmp_path / "engine.log"
    log_to(path, "engine")
    yield path
    for handler in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.slow
@pytest.mark.expects_warnings
async def test_the_log_of_a_whole_day_names_nobody(store: Store, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ShiftedClock()
    async with open_office(store, clock, monkeypatch) as office:
        for place in office.places:
            await people_write(office, place)
        for place in office.places:
            await we_answer(office, place)
        for place in office.places:
            await things_go_wrong(office, place, clock)
        secrets = list(office.vault.all().values())
        await sign_ins_expire(office)
    told = read(log)
    private = [*secrets, WRONG, QUESTION, HIT, ANSWER, EDIT, "Zefirina", "zefirina", BRAND, "Laura", "://"]
    assert [word for word in private if word in told] == []
    assert "is back after" in told
    assert "was sent" in told
    assert len(office.places) >= 1


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def people_write(office: Office, place: Place) -> None:
    who, number = persona(place), place.account.id
    place.network.says(who, f"{QUESTION}{number}: quando riaprite?", direct=place.direct, names_us=place.kit.talks)
    if place.kit.manifest.listens and place.kit.talks:
        place.network.says(persona(place, 2), f"{BRAND} {HIT}{number} mi delude", names_us=False)
        await office.until(lambda: office.has(f"{HIT}{number}"), "the hit")
    await office.until(lambda: office.has(f"{QUESTION}{number}"), "the question")


async def we_answer(office: Office, place: Place) -> None:
    if not place.kit.talks:
        return
    number = place.account.id
    office.answers(place, f"{QUESTION}{number}", f"{ANSWER}{number}: riapriamo domani")
    await office.until(lambda: any(f"{ANSWER}{number}" in heard.text for heard in place.heard), "the answer")
    await office.until(lambda: not office.store.deliveries.open(place.account.id), "the delivery is settled")


async def things_go_wrong(office: Office, place: Place, clock: ShiftedClock) -> None:
    """Let reads and a send meet what networks do, until all is well again."""
    number, who = place.account.id, persona(place)
    busy = Response(429, b'{"error": "Too many requests"}', headers=(("Retry-After", "1"),))
    page = Response(502, b"<html>bad gateway</html>", "text/html")
    for method in ("GET", "POST"):
        for changes in ({"response": busy}, {"response": page}, {"drops": True}, {"response": Response(200, b"[{]")}):
            place.network.faults.add(Fault(method, "/", times=2, **changes))
    identity = place.network.says(who, f"{EDIT}{number}: e allora?", direct=place.direct, names_us=place.kit.talks)
    if place.kit.talks:
        office.answers(place, f"{QUESTION}{number}", f"{ANSWER}{number}: ancora un attimo")
    for _ in range(40):
        clock.shift += timedelta(minutes=2)
        if office.has(f"{EDIT}{number}"):
            break
        await pulled(office)
    await office.until(lambda: office.has(f"{EDIT}{number}"), "the message after the trouble")
    place.network.removes(identity)
    clock.shift += timedelta(hours=1)
    await pulled(office)


async def pulled(office: Office) -> None:
    """Let the engine look once more."""
    before = office.clock()
    moved = timedelta(milliseconds=150)
    await office.until(lambda: office.clock() - before > moved, "time passes")


async def sign_ins_expire(office: Office) -> None:
    signed = [place for place in office.places if place.kit.manifest.secrets]
    for name in office.vault.all():
        if not name.endswith("app_secret"):  # the app's own, not the sign-in
            office.vault.set(name, WRONG)
    for place in signed:
        place.network.faults.waiting.clear()
        account = place.account
        settings = {**account.settings, "touched": True}
        office.store.accounts.change(
            account, role=account.role, name=account.name, settings=settings, actor="test", at=office.clock()
        )
    office.accounts_edited()
    for place in signed:
        await office.until(lambda place=place: state(office, place) is HealthState.SIGN_IN, "the sign-in has expired")  # type: ignore[misc]


def state(office: Office, place: Place) -> HealthState:
    found = office.store.accounts.get(place.account.id)
    assert found is not None
    return found.health.state
