"""Whatever a system, a network and crashes do: a wish makes one ticket, is never lost, and ends only where it may."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop.model import CaseId, Lane
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import (
    TICKET_DEED_MAY_BECOME,
    SystemKind,
    TicketDeedState,
    TicketSystem,
)
from desktop.store import Store
from desktop.tickets import TicketClerk, TicketDesk
from tests.effort import examples
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, taken
from tests.unit.tickets.scripted import Power, Scripted

FINAL = {TicketDeedState.DONE, TicketDeedState.CANCELLED}


class Town:
    """A store with one case, a scripted system, and a clerk that can be begun anew."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FakeClock()
        self.service = Scripted()
        self.store.intake.take(an_account(store), [taken(an_arrival())], self.clock())
        self.case = CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])
        made = TicketSystem(TicketSystemId(0), "", SystemKind.RT, "RT", "http://127.0.0.1", "General")
        self.system = store.ticket_systems.add(made, actor="Laura", at=NOON)
        self.desk = TicketDesk(store, lambda: "Laura", self.clock)
        self.begin()

    def begin(self) -> None:
        self.clerk = TicketClerk(self.store, lambda _: self.service, self.clock, lambda _: None, lambda: 0.5)
        self.clerk.recover()

    async def work(self, seconds: float = 0) -> None:
        self.clock.advance(seconds)
        self.clerk.work()
        for task in tuple(self.clerk._busy.values()):
            try:
                await task
            except Power:
                self.begin()
            await asyncio.sleep(0)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(a_store(tmp_path))


class EveryWay(RuleBasedStateMachine):
    """Opens, comments, gives up and tries again against a system that fails in every way."""

    words = st.lists(
        st.sampled_from(["well", "down", "signed_out", "refused", "lost_before", "lost_after", "power"]), max_size=4
    )

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.loop = asyncio.new_event_loop()
        self.town = Town(a_store(self.folder))
        self.before: dict[int, TicketDeedState] = {}

    def teardown(self) -> None:
        if hasattr(self, "town"):
            self.town.store.close()
            self.loop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    @rule()
    def want_a_ticket(self) -> None:
        self.town.desk.open(self.town.case, self.town.system.id, "Doppio", "Testo")

    @rule()
    def want_a_comment(self) -> None:
        for ticket in self.town.desk.of_case(self.town.case).tickets[:1]:
            self.town.desk.comment(ticket, "Ha richiamato")

    @rule(script=words, seconds=st.sampled_from([0, 3, 30, 700]))
    def work(self, script: list[str], seconds: float) -> None:
        self.town.service.script = list(script)
        self.loop.run_until_complete(self.town.work(seconds))
        self.town.service.script = []

    @rule()
    def crash(self) -> None:
        self.town.begin()

    @rule(again=st.booleans())
    def decide(self, again: bool) -> None:
        for deed in self.town.desk.of_case(self.town.case).deeds[:1]:
            if again:
                self.town.desk.try_again(deed.id)
            else:
                self.town.desk.take_back(deed.id)

    @invariant()
    def no_key_is_there_twice(self) -> None:
        if hasattr(self, "town"):
            assert len(self.town.service.tickets) == len(set(self.town.service.tickets))
            assert len(self.town.service.said) == len(set(self.town.service.said))

    @invariant()
    def every_step_is_allowed_and_nothing_final_changes(self) -> None:
        if not hasattr(self, "town"):
            return
        rows = self.town.store.connection.read("SELECT id, state FROM ticket_deed")
        for key, state in ((row[0], TicketDeedState(row[1])) for row in rows):
            if self.before.get(key) in FINAL:
                assert state is self.before[key]
            self.before[key] = state

    @invariant()
    def what_is_done_is_tied(self) -> None:
        if not hasattr(self, "town"):
            return
        done = self.town.store.connection.read_column(
            "SELECT key FROM ticket_deed WHERE kind = 'open' AND state = 'done'"
        )
        tied = [one.key for one in self.town.desk.of_case(self.town.case).tickets]
        assert sorted(done) == sorted(tied)
        assert set(tied) <= set(self.town.service.tickets)


EveryWay.TestCase.settings = settings(max_examples=examples(15), stateful_step_count=15, deadline=None)
TestEveryWay = EveryWay.TestCase


def test_the_state_machine_ends_where_it_says() -> None:
    assert {state for state, after in TICKET_DEED_MAY_BECOME.items() if not after} == FINAL
    assert TicketDeedState.DOING not in TICKET_DEED_MAY_BECOME[TicketDeedState.UNSURE]


async def test_what_is_in_doubt_is_looked_up_before_it_is_handed_over_again(town: Town) -> None:
    town.desk.open(town.case, town.system.id, "Doppio", "Testo")
    town.service.script = ["lost_after"]
    await town.work()
    (deed,) = town.desk.of_case(town.case).deeds
    assert deed.state is TicketDeedState.UNSURE
    await town.work(11)
    assert town.desk.of_case(town.case).deeds == ()
    assert len(town.service.tickets) == 1
    assert town.store.connection.read("SELECT text FROM ticket_deed") == [("",)]  # the system has it: kept no longer


async def test_a_crash_while_a_ticket_may_be_there_leaves_it_in_doubt(town: Town) -> None:
    town.desk.open(town.case, town.system.id, "Doppio", "Testo")
    town.service.script = ["power"]
    await town.work()
    (deed,) = town.desk.of_case(town.case).deeds
    assert deed.state is TicketDeedState.UNSURE
    assert not town.desk.try_again(deed.id)  # in its own time
    await town.work(11)
    assert len(town.service.tickets) == 1
    assert len(town.desk.of_case(town.case).tickets) == 1


async def test_what_is_refused_waits_for_a_person_and_is_told(town: Town) -> None:
    town.desk.open(town.case, town.system.id, "Doppio", "Testo")
    town.service.script = ["refused"]
    await town.work()
    (deed,) = town.desk.of_case(town.case).deeds
    assert (deed.state, deed.error) == (TicketDeedState.REFUSED, "said:no")
    await town.work(5000)
    assert town.service.tickets == []
    assert town.desk.try_again(deed.id)
    await town.work()
    assert len(town.service.tickets) == 1


async def test_a_sign_in_that_expired_is_kept_with_the_system_until_it_works_again(town: Town) -> None:
    town.desk.open(town.case, town.system.id, "Doppio", "Testo")
    town.service.script = ["signed_out"]
    await town.work()
    assert town.store.ticket_systems.all()[0].error == "token_refused"
    await town.work(700)
    assert town.store.ticket_systems.all()[0].error == ""
    assert len(town.service.tickets) == 1


async def test_a_system_that_was_removed_keeps_its_tickets_and_refuses_what_waits(town: Town) -> None:
    town.desk.open(town.case, town.system.id, "Doppio", "Testo")
    await town.work()
    town.desk.open(town.case, town.system.id, "Noch eins", "Testo")
    town.store.ticket_systems.remove(town.system, actor="Laura", at=NOON)
    await town.work(700)
    found = town.desk.of_case(town.case)
    assert [one.error for one in found.deeds] == ["system_removed"]
    assert len(found.tickets) == 1


async def test_new_settings_make_a_new_service_and_new_rules_do_not(town: Town) -> None:
    made: list[TicketSystem] = []

    def opened(system: TicketSystem) -> Scripted:
        made.append(system)
        return town.service

    town.clerk = TicketClerk(town.store, opened, town.clock, lambda _: None, lambda: 0.5)
    town.desk.open(town.case, town.system.id, "Eins", "Testo")
    await town.work()
    town.store.ticket_systems.change(replace(town.system, name="Anders"), actor="Laura", at=NOON)
    town.desk.open(town.case, town.system.id, "Zwei", "Testo")
    await town.work()
    town.store.ticket_systems.change(replace(town.system, place="Other"), actor="Laura", at=NOON)
    town.desk.open(town.case, town.system.id, "Drei", "Testo")
    await town.work()
    assert len(made) == 2
    await town.clerk.stop()
