"""What a desk knows beside the messages: own fields that are checked and found, consents, marks; merging loses none."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers import CustomerDesk, PageWords, ValueFault, checked_value, export_person, field_fault
from desktop.model import CaseId, CustomerId, Deed, Network
from desktop.model.known import ConsentKind, FieldKind, OwnField
from desktop.store import Store
from tests.factories import NOON, FakeClock
from tests.unit.customers.conftest import Write

NUMBER = OwnField("f1", "Codice cliente", FieldKind.TEXT)
SINCE = OwnField("f2", "Contratto dal", FieldKind.DATE)
TARIFF = OwnField("f3", "Tariffa", FieldKind.CHOICE, ("Mono", "Bioraria"))
POWER = OwnField("f4", "kW", FieldKind.NUMBER)
FIELDS = (NUMBER, SINCE, TARIFF, POWER)


@pytest.fixture
def fields(store: Store) -> tuple[OwnField, ...]:
    store.own_fields.keep(FIELDS, actor="Laura", at=NOON)
    return store.own_fields.all()


def values(desk: CustomerDesk, customer: CustomerId) -> dict[str, str]:
    return {one.field.name: one.value for one in desk.known(customer).values}


def test_fields_stand_in_the_desks_order_and_a_removed_one_is_out_of_sight(
    store: Store, fields: tuple[OwnField, ...], desk: CustomerDesk, write: Write
) -> None:
    customer, _ = write()
    assert fields == FIELDS
    desk.set_values(customer, {"f1": "88213", "f4": "3.3"})
    store.own_fields.keep((POWER,), actor="Laura", at=NOON)
    assert store.own_fields.all() == (POWER,)
    assert values(desk, customer) == {"kW": "3.3"}
    store.own_fields.keep((NUMBER, POWER), actor="Laura", at=NOON)
    assert values(desk, customer) == {"Codice cliente": "88213", "kW": "3.3"}


def test_a_value_is_found_by_the_search_and_undone(
    store: Store, fields: tuple[OwnField, ...], desk: CustomerDesk, write: Write
) -> None:
    customer, _ = write()
    done = desk.set_values(customer, {"f1": "IT88213"})
    assert done is not None
    assert [hit.customer_id for hit in store.search.customers("it88213")] == [customer]
    assert desk.set_values(customer, {"f1": "IT88213"}) is None
    assert done.undo is not None
    done.undo()
    assert store.search.customers("it88213") == ()
    assert values(desk, customer) == {}
    assert store.search.customers("Marta")[0].customer_id == customer


def test_merging_shows_the_values_and_marks_of_both_and_separating_gives_each_their_own(
    store: Store, fields: tuple[OwnField, ...], desk: CustomerDesk, write: Write
) -> None:
    marta, first = write()
    by_mail, second = write(network=Network.EMAIL)
    desk.set_values(marta, {"f1": "A"})
    desk.set_values(by_mail, {"f1": "B", "f4": "3"})
    for customer, case_id, mark in ((marta, first, 2), (by_mail, second, 5)):
        rate(store, customer, case_id, mark)
    desk.merge(by_mail, marta, "stesso numero")
    assert values(desk, marta) == {"Codice cliente": "A", "kW": "3"}
    assert sorted(one.mark for one in desk.known(marta).ratings) == [2, 5]
    profile = desk.profile(marta)
    assert profile is not None
    desk.separate(marta, profile.identities[1].id)
    assert (values(desk, marta), values(desk, by_mail)) == (
        {"Codice cliente": "A"},
        {"Codice cliente": "B", "kW": "3"},
    )
    assert [one.mark for one in desk.known(marta).ratings] == [2]
    assert [one.mark for one in desk.known(by_mail).ratings] == [5]


def test_only_the_last_five_marks_are_told_and_a_past_case_has_its_own(
    store: Store, desk: CustomerDesk, write: Write
) -> None:
    customer, case_id = write()
    for minute, mark in enumerate((1, 5, 4, 2, 3, 4)):
        rate(store, customer, case_id, mark, minute)
    assert [one.mark for one in desk.known(customer).ratings] == [4, 3, 2, 4, 5]
    assert desk.past_rows([case_id])[0].mark == 4


def rate(store: Store, customer: CustomerId, case_id: CaseId, mark: int, minute: int = 0) -> None:
    store.connection.write(
        "INSERT INTO rating (customer_id, case_id, mark, at) VALUES (?, ?, ?, ?)", (customer, case_id, mark, minute)
    )


def test_the_newest_word_on_a_consent_counts_and_all_of_them_stay(
    store: Store, desk: CustomerDesk, clock: FakeClock, write: Write
) -> None:
    customer, _ = write()
    desk.note_consent(customer, ConsentKind.SURVEY, given=True, how="by e-mail")
    clock.advance(60)
    done = desk.note_consent(customer, ConsentKind.SURVEY, given=False, how=" on   the phone ")
    (standing,) = desk.known(customer).consents
    assert (standing.given, standing.how, standing.agent) == (False, "on the phone", "Laura Bianchi")
    assert standing.at == NOON + timedelta(minutes=11)
    assert not store.consents.given(customer, ConsentKind.SURVEY)
    assert len(store.consents.history(customer)) == 2
    assert done.undo is not None
    done.undo()
    assert store.consents.given(customer, ConsentKind.SURVEY)
    assert [one.deed for one in store.journal.newest(3)] == [Deed.CONSENT] * 3
    with pytest.raises(ValueError, match="show"):
        desk.note_consent(customer, ConsentKind.MARKETING, given=True, how="  ")


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (NUMBER, "  a   b ", "a b"),
        (POWER, "1'234,50", "1234.5"),
        (POWER, "+3.0", "3"),
        (POWER, "-0.25", "-0.25"),
        (SINCE, "3.4.2021", "2021-04-03"),
        (SINCE, "2021-04-03", "2021-04-03"),
        (SINCE, "03/04/2021", "2021-04-03"),
        (TARIFF, "Mono", "Mono"),
        (TARIFF, "", ""),
    ],
)
def test_a_value_is_kept_in_one_form(field: OwnField, typed: str, kept: str) -> None:
    assert checked_value(field, typed) == kept
    assert checked_value(field, kept) == kept


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        (POWER, "tre", "no_number"),
        (POWER, "1e999999999", "no_number"),
        (POWER, "nan", "no_number"),
        (POWER, "1.234,5", "no_number"),
        (SINCE, "31.2.2021", "no_date"),
        (SINCE, "ieri", "no_date"),
        (SINCE, "1.1.21", "no_date"),
        (TARIFF, "Trioraria", "no_choice"),
        (NUMBER, "x" * 201, "too_long"),
    ],
)
def test_what_does_not_fit_a_field_is_said_to(field: OwnField, typed: str, code: str) -> None:
    with pytest.raises(ValueFault) as fault:
        checked_value(field, typed)
    assert fault.value.code == code


@given(field=st.sampled_from(FIELDS), typed=st.text(max_size=30))
def test_whatever_is_typed_is_kept_in_a_stable_form_or_refused(field: OwnField, typed: str) -> None:
    try:
        kept = checked_value(field, typed)
    except ValueFault:
        return
    assert checked_value(field, kept) == kept


def test_a_definition_needs_a_name_of_its_own_and_a_choice_its_choices() -> None:
    assert field_fault(NUMBER, FIELDS) == ""
    assert field_fault(OwnField("x", " ", FieldKind.TEXT), FIELDS) == "no_name"
    assert field_fault(OwnField("x", "TARIFFA", FieldKind.TEXT), FIELDS) == "same_name"
    assert field_fault(OwnField("x", "Zona", FieldKind.CHOICE), FIELDS) == "no_choices"


def test_a_copy_for_the_person_holds_them_all(
    store: Store, fields: tuple[OwnField, ...], desk: CustomerDesk, write: Write, tmp_path: Path
) -> None:
    customer, case_id = write()
    desk.set_values(customer, {"f1": "IT88213"})
    desk.note_consent(customer, ConsentKind.SURVEY, given=False, how="al telefono")
    rate(store, customer, case_id, 4)
    done = export_person(store, customer, tmp_path / "m.zip", made_at=NOON, tz=UTC, words=PageWords())
    with zipfile.ZipFile(done.path) as archive:
        page, data = archive.read("index.html").decode(), json.loads(archive.read("data.json"))
    assert all(words in page for words in ("IT88213", "al telefono", "4 / 5", "survey: refused or taken back"))
    person = data["person"]
    assert [one["value"] for one in person["details"]] == ["IT88213"]
    assert [(one["kind"], one["given"]) for one in person["consents"]] == [("survey", False)]
    assert [one["mark"] for one in person["ratings"]] == [4]
