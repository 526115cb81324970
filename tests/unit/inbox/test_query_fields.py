"""The search knows the desk's own fields, whatever handle a customer has now and whoever they were tied to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.customers import CustomerDesk
from desktop.guardrails import default_hours
from desktop.inbox import FaultCode, Inbox, completions, read_query
from desktop.model import Agent, CustomerId
from desktop.model.known import FieldKind, OwnField
from desktop.model.people import BasisKind
from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken

ROME = ZoneInfo("Europe/Rome")
PLACE, NUMBER = OwnField("f1", "Località", FieldKind.PLACE), OwnField("f2", "Numero cliente", FieldKind.TEXT)
LAURA = Agent("Laura", "LB", "^LB")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        opened.own_fields.keep((PLACE, NUMBER), actor="Laura", at=NOON)
        yield opened


@pytest.fixture
def inbox(store: Store) -> Inbox:
    account = an_account(store)
    people = [
        replace(an_author("Marta Rossi"), handle="@vecchionome"),
        an_author("Marta Sangui"),
        an_author("Ugo Verdi"),
    ]
    store.intake.take(
        account,
        [taken(an_arrival(f"m{number}", author=one)) for number, one in enumerate(people)],
        NOON,
    )
    store.own_fields.put(customer(store, "Marta Sangui"), {"f1": "Torino", "f2": "4471 0932"}, actor="Laura", at=NOON)
    store.own_fields.put(customer(store, "Ugo Verdi"), {"f1": "Cuneo"}, actor="Laura", at=NOON)
    return Inbox(store, LAURA, lambda: NOON, default_hours())


def customer(store: Store, name: str) -> CustomerId:
    return CustomerId(next(hit.customer_id for hit in store.search.customers(name) if hit.name == name))


def names(inbox: Inbox, typed: str) -> list[str]:
    return sorted(row.name for row in inbox.rows(inbox.search(typed).page.ids))


def test_a_field_is_found_by_its_name_and_value(inbox: Inbox) -> None:
    assert names(inbox, "field:Località=torino") == ["Marta Sangui"]
    assert names(inbox, 'field:"numero cliente=4471 0932"') == ["Marta Sangui"]
    assert names(inbox, "field:Località=") == ["Marta Sangui", "Ugo Verdi"]
    assert names(inbox, "field:cuneo") == ["Ugo Verdi"]
    assert names(inbox, "-field:Località=torino") == ["Marta Rossi", "Ugo Verdi"]
    assert names(inbox, 'field:"Numero cliente=Torino"') == []
    assert [one.code for one in inbox.search("field:=x").faults] == [FaultCode.NO_VALUE]


def test_values_stay_found_when_two_people_are_tied(inbox: Inbox, store: Store) -> None:
    desk = CustomerDesk(store, LAURA, lambda: NOON)
    desk.merge(customer(store, "Marta Sangui"), customer(store, "Marta Rossi"), "She said so.", BasisKind.GIVEN)
    assert names(inbox, "field:Località=torino") == ["Marta Rossi", "Marta Rossi"]
    assert names(inbox, "field:Località=cuneo") == ["Ugo Verdi"]


def test_known_fields_and_values_are_offered_while_one_types(inbox: Inbox, store: Store) -> None:
    known = store.search.known_values()
    assert known["field"] == ("Località=Cuneo", "Località=Torino", "Numero cliente=4471 0932")
    typed = "field:num"
    (offer,) = completions(typed, len(typed), values=known)
    assert offer.applied(typed)[0].strip() == 'field:"Numero cliente=4471 0932"'
    assert read_query(offer.text, now=NOON, tz=ROME).faults == ()


def test_a_new_handle_is_found_and_the_old_one_no_more(inbox: Inbox, store: Store) -> None:
    account = store.accounts.all()[0]
    renamed = replace(an_author("Marta Rossi"), handle="@nuovonome", name="Marta R.")
    later = an_arrival("m9", author=renamed, sent_at=NOON + timedelta(hours=1))
    store.intake.take(account, [taken(later)], NOON + timedelta(hours=1))
    assert names(inbox, "from:nuovonome")
    assert names(inbox, "from:vecchionome") == []
