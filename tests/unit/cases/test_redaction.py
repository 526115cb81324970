"""A redacted value is covered in the message, the list, the search and an export, after every pull, on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.cases import CaseDesk
from desktop.model import Account, Agent, Arrival, CaseId, Deed, Factor, FactorName, MessageId
from desktop.store import Store
from desktop.store.redactions import BLOCK
from tests.effort import examples
from tests.factories import KEY, NOON, FakeClock, a_mail, a_store, an_account, an_arrival, an_assessment, taken
from tests.unit.store.sealed_pages import holds

IBAN = "IT60X0542811101000000123456"
TEXT = f"Il mio IBAN è {IBAN}, ripeto {IBAN}. Città"
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store)


@pytest.fixture
def desk(store: Store) -> CaseDesk:
    return CaseDesk(store, Agent("Laura Bianchi", "LB", "^LB"), FakeClock(LATER))


def comes(store: Store, account: Account, arrival: Arrival) -> tuple[MessageId, CaseId]:
    why = Factor(FactorName.GRAVITY, 20, IBAN)
    result = store.intake.take(account, [taken(arrival, assessment=replace(an_assessment(), factors=(why,)))], NOON)
    case_id = CaseId(next(iter(result.case_ids)))
    return MessageId(store.timeline.newest_incoming_key(case_id)), case_id


def test_a_value_is_covered_wherever_its_message_is_shown(store: Store, account: Account, desk: CaseDesk) -> None:
    arrival = a_mail("m1", text=TEXT, subject=f"IBAN {IBAN}", quoted=f"> {IBAN}", html=f"<p>{IBAN}</p>")
    message, case_id = comes(store, account, arrival)
    assert store.search.messages(IBAN)
    done = desk.redact(message, IBAN)
    assert done is not None
    assert (done.deed, done.case_ids) == (Deed.REDACTED, (case_id,))
    item = store.timeline.items(case_id)[0]
    assert item.text == f"Il mio IBAN è {BLOCK}, ripeto {BLOCK}. Città"
    assert (item.subject, item.quoted, item.html) == (f"IBAN {BLOCK}", f"> {BLOCK}", None)
    assert IBAN not in store.lanes.rows([case_id])[0].snippet
    assert store.search.messages(IBAN) == ()
    assert store.search.messages("ripeto")
    assert IBAN not in repr(list(store.export.messages()))
    customer = store.lanes.rows([case_id])[0].customer_id
    assert IBAN not in repr(list(store.dossier.messages(customer, int(case_id))))
    assert IBAN not in repr(store.journal.newest())


def test_it_is_gone_from_every_page_of_the_file(store: Store, account: Account, desk: CaseDesk) -> None:
    message, _ = comes(store, account, an_arrival(text=TEXT))
    desk.redact(message, IBAN)
    assert store.scrubbing.run(LATER)
    assert not holds(store.connection.path, KEY, IBAN)
    assert not holds(store.connection.path, KEY, IBAN.lower())


def test_it_stays_covered_when_the_network_sends_it_again_or_edited(
    store: Store, account: Account, desk: CaseDesk
) -> None:
    message, case_id = comes(store, account, an_arrival(text=TEXT))
    desk.redact(message, IBAN)
    store.intake.take(account, [taken(an_arrival(text=TEXT))], LATER)
    edited = an_arrival(text=f"Ora: {IBAN}!", html=f"<b>{IBAN}</b>", edited_at=LATER)
    store.intake.take(account, [taken(edited)], LATER)
    assert store.timeline.items(case_id)[0].text == f"Ora: {BLOCK}!"
    assert store.search.messages(IBAN) == ()
    store.connection.write("DELETE FROM message_fts")
    store.connection.write("DELETE FROM message")
    store.intake.take(account, [taken(an_arrival(text=TEXT))], LATER)
    assert IBAN not in store.connection.read_column("SELECT text FROM message")[0]


def test_undo_gives_everything_back_and_the_next_pull_covers_nothing(
    store: Store, account: Account, desk: CaseDesk
) -> None:
    arrival = a_mail("m1", text=TEXT, subject=f"IBAN {IBAN}", quoted=f"> {IBAN}")
    message, case_id = comes(store, account, arrival)
    before = state(store, case_id)
    done = desk.redact(message, IBAN)
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert state(store, case_id) == before
    assert store.connection.read("SELECT * FROM redaction") == []
    store.intake.take(account, [taken(replace(arrival, text=f"Ora {IBAN}", edited_at=LATER))], LATER)
    assert store.timeline.items(case_id)[0].text == f"Ora {IBAN}"


def state(store: Store, case_id: CaseId) -> tuple[object, ...]:
    items = [(one.text, one.subject, one.quoted) for one in store.timeline.items(case_id) if one.message_id]
    return (
        items,
        store.lanes.rows([case_id])[0],
        store.connection.read("SELECT subject, snippet, factors, reasons FROM cases"),
        bool(store.search.messages(IBAN)),
    )


def test_only_what_is_there_is_covered_and_never_a_single_letter(
    store: Store, account: Account, desk: CaseDesk
) -> None:
    message, case_id = comes(store, account, an_arrival(text=TEXT))
    assert desk.redact(message, "altro") is None
    assert desk.redact(MessageId(404), IBAN) is None
    with pytest.raises(ValueError, match="one character"):
        desk.redact(message, "I")
    assert store.timeline.items(case_id)[0].text == TEXT


def test_what_stays_behind_says_nothing_of_the_value(store: Store, account: Account, desk: CaseDesk) -> None:
    message, _ = comes(store, account, an_arrival(text=TEXT))
    desk.redact(message, IBAN)
    (row,) = store.connection.read("SELECT remote_id, length, mark FROM redaction")
    assert (row[0], row[1], len(row[2])) == ("m1", len(IBAN), 32)


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.text("ab ", max_size=12), value=st.text("abc", min_size=2, max_size=5), after=st.text("ab ", max_size=12)
)
def test_whatever_stands_around_it_a_value_is_covered_again(
    before: str, value: str, after: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with a_store(tmp_path_factory.mktemp("cover")) as store:
        account = an_account(store)
        message, _ = comes(store, account, an_arrival(text=f"{before}{value}{after}"))
        CaseDesk(store, Agent("L", "L", ""), FakeClock(LATER)).redact(message, value)
        covered = store.redactions.covering(account, [an_arrival(text=f"{after}{value}{before}")])
        assert value not in covered["m1"].text.replace(BLOCK, "")
