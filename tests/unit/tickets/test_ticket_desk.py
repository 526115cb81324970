"""What an agent and the ladder ask of tickets: what goes along, what is covered, what a change does to the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from desktop.guardrails import Guardrails, default_hours
from desktop.inbox import Inbox
from desktop.inbox.finding import search
from desktop.model import Agent, ArrivedAttachment, CaseId, CaseStatus, Deed, Lane
from desktop.model.ids import TicketDeedId, TicketSystemId
from desktop.model.tickets import (
    CaseEffect,
    RemoteComment,
    RemoteTicket,
    SystemKind,
    TicketDeed,
    TicketDeedKind,
    TicketDeedState,
    TicketState,
    TicketSystem,
)
from desktop.store import Store
from desktop.sync.escalator import NOT_CONNECTED
from desktop.tickets import FormField, LadderTickets, TicketDesk, WishTaker, clean_address, faults_of_form
from desktop.tickets.following import Following
from desktop.tickets.states import state_of
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken
from tests.loaded import shipped_privacy_rules
from tests.unit.tickets.scripted import Scripted

IBAN = "IT60X0542811101000000123456"
FILE = ArrivedAttachment("estratto.pdf", "application/pdf", 4, content=b"%PDF")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return a_store(tmp_path)


@pytest.fixture
def case(store: Store) -> CaseId:
    arrival = an_arrival(text=f"Mi avete addebitato due volte, il mio IBAN è {IBAN}.", attachments=(FILE,))
    store.intake.take(an_account(store), [taken(arrival)], NOON)
    return CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])


@pytest.fixture(scope="module")
def guardrails() -> Guardrails:
    return Guardrails(shipped_privacy_rules())


def connected(store: Store, **changes: object) -> TicketSystem:
    made = TicketSystem(TicketSystemId(0), "", SystemKind.RT, "RT", "https://rt.example", "General")
    return store.ticket_systems.add(replace(made, **changes), actor="Laura", at=NOON)  # type: ignore[arg-type]


def remote(state: TicketState, name: str = "", mark: str = "1") -> RemoteTicket:
    return RemoteTicket("7", "#7", "Doppio", "https://rt.example/7", state, name or state.value, mark)


def a_deed(case: CaseId, system: TicketSystem) -> TicketDeed:
    kind, state = TicketDeedKind.OPEN, TicketDeedState.DOING
    return TicketDeed(TicketDeedId(1), "S-ABCDEFGHJK", case, system.id, kind, "T", "", True, "Laura", NOON, state)


class Reading(Scripted):
    """A system whose one ticket is as it is told."""

    def __init__(self, *states: RemoteTicket) -> None:
        super().__init__()
        self.states = list(states)
        self.news: tuple[RemoteComment, ...] = ()

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        return self.states.pop(0)

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        return self.news


async def looked(store: Store, system: TicketSystem, service: Reading) -> None:
    clock = FakeClock()
    store.tickets.read_soon(NOON)
    await Following(store, clock, lambda _: None, lambda: 0.5).look(system, service)


def tie(store: Store, case: CaseId, system: TicketSystem) -> None:
    with store.connection.writing():
        store.tickets.tie(a_deed(case, system), remote(TicketState.OPEN), at=NOON, next_read_at=NOON)


def test_the_conversation_goes_along_with_its_files_and_personal_data_covered(
    store: Store, case: CaseId, guardrails: Guardrails
) -> None:
    system = connected(store)
    desk = TicketDesk(store, lambda: "Laura", FakeClock())
    covered = desk.carried(case, UTC, guardrails)
    plain = desk.carried(case, UTC, None)
    assert covered is not None
    assert plain is not None
    assert IBAN in plain.text
    assert IBAN not in covered.text
    assert "•" in covered.text
    assert "2026-03-12 12:00 · Marta Rossi · public" in plain.text
    done = desk.open(case, system.id, "Doppio  addebito", covered.text, [one for one, _, _ in covered.files])
    (deed,) = desk.of_case(case).deeds
    assert deed.title == "Doppio addebito"
    assert [(one.name, one.content) for one in store.ticket_deeds.files(deed.id)] == [("estratto.pdf", b"%PDF")]
    assert done.undo is not None
    done.undo()
    assert desk.of_case(case).is_empty


def test_a_ticket_needs_a_title_and_a_link_a_number(store: Store, case: CaseId) -> None:
    system = connected(store)
    desk = TicketDesk(store, lambda: "Laura", FakeClock())
    with pytest.raises(ValueError, match="title"):
        desk.open(case, system.id, "  ", "Testo")
    with pytest.raises(ValueError, match="number"):
        desk.link(case, system.id, " ")
    assert desk.of_case(case).is_empty


def test_the_ladder_opens_one_ticket_with_the_conversation_covered(
    store: Store, case: CaseId, guardrails: Guardrails
) -> None:
    ladder = LadderTickets(store)
    taker = WishTaker(store, guardrails, lambda: UTC, tuple, FakeClock())
    with store.connection.writing():
        assert ladder.want(case, "resolution", NOON) == NOT_CONNECTED
    connected(store)
    with store.connection.writing():
        assert ladder.want(case, "resolution", NOON) == "wanted"
    assert taker.work() == (int(case),)
    assert taker.work() == ()
    (deed,) = store.ticket_deeds.of_case(case)
    assert deed.kind is TicketDeedKind.OPEN
    assert deed.agent == "engine"
    assert IBAN not in deed.text
    assert "addebitato" in deed.title
    assert [one.name for one in store.ticket_deeds.files(deed.id)] == ["estratto.pdf"]


def test_a_case_with_a_ticket_gets_no_second_one_from_the_ladder(
    store: Store, case: CaseId, guardrails: Guardrails
) -> None:
    tie(store, case, connected(store))
    with store.connection.writing():
        assert LadderTickets(store).want(case, "resolution", NOON) == "unchanged"
        store.clocks.want_ticket(case, "resolution", NOON)
    WishTaker(store, guardrails, lambda: UTC, tuple, FakeClock()).work()
    assert store.ticket_deeds.of_case(case) == ()


@pytest.mark.parametrize(
    ("effect", "before", "after"),
    [
        (CaseEffect.SOLVE, CaseStatus.OPEN, CaseStatus.SOLVED),
        (CaseEffect.REOPEN, CaseStatus.SOLVED, CaseStatus.OPEN),
        (CaseEffect.NOTE, CaseStatus.SOLVED, CaseStatus.SOLVED),
    ],
)
async def test_a_solved_ticket_does_to_its_case_what_the_rule_says(
    store: Store, case: CaseId, effect: CaseEffect, before: CaseStatus, after: CaseStatus
) -> None:
    system = connected(store, effects={TicketState.SOLVED: effect})
    tie(store, case, system)
    intent = store.cases.intent(case)
    wanted = replace(intent, status=before.value, status_at=NOON)
    store.cases.change(case, wanted, deed=Deed.STATUS, actor="Laura", at=NOON)
    await looked(store, system, Reading(remote(TicketState.SOLVED, "resolved", "2")))
    detail = store.cases.detail(case)
    assert detail is not None
    assert detail.row.status is after
    assert [one.after["what"] for one in store.journal.of_case(case) if one.deed is Deed.TICKET] == ["state"]  # type: ignore[index]


async def test_a_state_that_only_got_another_name_is_told_and_does_nothing(store: Store, case: CaseId) -> None:
    system = connected(store, effects={TicketState.OPEN: CaseEffect.SOLVE})
    tie(store, case, system)
    await looked(store, system, Reading(remote(TicketState.OPEN, "in lavorazione", "2")))
    detail = store.cases.detail(case)
    assert detail is not None
    assert detail.row.status is not CaseStatus.SOLVED
    assert store.tickets.of_case(case)[0].state_name == "in lavorazione"


async def test_news_of_a_ticket_are_notes_once(store: Store, case: CaseId) -> None:
    system = connected(store)
    tie(store, case, system)
    service = Reading(remote(TicketState.OPEN, mark="2"), remote(TicketState.OPEN, mark="3"))
    service.news = (RemoteComment("5", "Anna", "Rimborso in corso", NOON, private=True),)
    await looked(store, system, service)
    await looked(store, system, service)
    notes = store.connection.read("SELECT author, text, kind FROM note")
    assert notes == [("Anna · RT #7", "Rimborso in corso", "ticket")]


def test_merged_cases_keep_their_tickets(store: Store, case: CaseId) -> None:
    system = connected(store)
    tie(store, case, system)
    store.intake.take(store.accounts.all()[0], [taken(an_arrival("m2", author=an_author("Joan Puig")))], NOON)
    other = next(CaseId(one) for one in store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON) if one != case)
    store.cases.merge(case, other, actor="Laura", at=NOON)
    assert [one.label for one in store.tickets.of_case(other)] == ["RT #7"]


def test_a_systems_own_word_counts_more_than_a_usual_one() -> None:
    system = TicketSystem(TicketSystemId(1), "", SystemKind.RT, "RT", "https://rt.example")
    assert state_of(system, "Resolved") is TicketState.SOLVED
    assert state_of(system, "geparkt") is TicketState.UNKNOWN
    assert state_of(system, "geparkt", TicketState.SOLVED) is TicketState.SOLVED
    assert state_of(system, "Open", TicketState.SOLVED) is TicketState.SOLVED
    assert state_of(replace(system, own_states={"Geparkt": TicketState.WAITING}), "geparkt") is TicketState.WAITING


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rt.example.org/", "https://rt.example.org"),
        ("https://a:b@help.example.org/rt/", "https://help.example.org/rt"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_an_address_is_kept_without_what_it_does_not_need(typed: str, kept: str) -> None:
    assert clean_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("http://rt.example.org", "not_secure"), ("https://", "not_an_address"), ("a b", "not_an_address")],
)
def test_an_address_that_would_tell_the_token_is_refused(typed: str, fault: str) -> None:
    values = {FormField.ADDRESS: typed, FormField.TOKEN: "x", FormField.PLACE: "General"}
    assert faults_of_form(SystemKind.RT, values) == {FormField.ADDRESS: fault}


def test_what_a_form_needs_is_said_field_by_field() -> None:
    assert faults_of_form(SystemKind.EMAIL, {FormField.PLACE: "nobody", FormField.MAILBOX: "uid"}) == {
        FormField.PLACE: "not_an_address"
    }
    assert faults_of_form(SystemKind.REDMINE, {FormField.KEY_FIELD: "Sportello"}) == {
        FormField.ADDRESS: "missing",
        FormField.TOKEN: "missing",
        FormField.PLACE: "missing",
        FormField.KEY_FIELD: "not_a_number",
    }


def test_the_search_finds_a_case_by_its_ticket(store: Store, case: CaseId) -> None:
    tie(store, case, connected(store))
    assert store.tickets.cases_named("RT #7") == [int(case)]
    assert store.tickets.cases_named("7") == [int(case)]
    assert store.tickets.cases_named("8") == []


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("ticket:7", True),
        ('ticket:"RT #7"', True),
        ("ticket:doppio", True),
        ("ticket:open", True),
        ("ticket:any", True),
        ("ticket:solved", False),
        ("ticket:8", False),
        ("-ticket:any", False),
        ("RT #7", True),
    ],
)
def test_a_query_asks_for_tickets(store: Store, case: CaseId, typed: str, is_found: bool) -> None:
    tie(store, case, connected(store))
    inbox = Inbox(store, Agent("Laura", "LB", ""), lambda: NOON, default_hours())
    found = search(inbox, store, typed, NOON)
    assert list(found.page.ids) == ([int(case)] if is_found else [])
