"""Notes and tags of a customer: added, removed, journalled, and taken back without loss."""

from __future__ import annotations

import pytest

from desktop.customers import CustomerDesk
from desktop.model import Deed
from desktop.store import Store
from tests.factories import FakeClock
from tests.unit.customers.conftest import Write


def notes(desk: CustomerDesk, customer: int) -> list[tuple[str, str]]:
    profile = desk.profile(customer)  # type: ignore[arg-type]
    assert profile is not None
    return [(note.text, note.author) for note in profile.notes]


def tags(desk: CustomerDesk, customer: int) -> tuple[str, ...]:
    profile = desk.profile(customer)  # type: ignore[arg-type]
    assert profile is not None
    return profile.tags


def test_a_note_is_trimmed_signed_and_can_be_taken_back(desk: CustomerDesk, write: Write) -> None:
    customer, _ = write()
    done = desk.add_note(customer, "  Chiamare dopo le 18  ")
    assert notes(desk, customer) == [("Chiamare dopo le 18", "Laura Bianchi")]
    assert done.undo is not None
    done.undo()
    assert notes(desk, customer) == []


def test_a_removed_note_comes_back_with_its_date_and_place_in_the_order(
    desk: CustomerDesk, write: Write, clock: FakeClock
) -> None:
    customer, _ = write()
    for text in ("prima", "seconda", "terza"):
        clock.advance(60)
        desk.add_note(customer, text)
    before = desk.profile(customer)
    assert before is not None
    clock.advance(3600)
    done = desk.remove_note(customer, before.notes[1].uid)
    assert [text for text, _ in notes(desk, customer)] == ["terza", "prima"]
    assert done.undo is not None
    assert not done.added
    done.undo()
    done.undo()  # a second undo adds no second note
    after = desk.profile(customer)
    assert after is not None
    assert after.notes == before.notes


def test_removing_a_note_that_is_gone_says_nothing_can_be_undone(desk: CustomerDesk, write: Write) -> None:
    customer, _ = write()
    assert desk.remove_note(customer, "no such note").undo is None


def test_tags_are_kept_once_in_order_and_come_back(desk: CustomerDesk, write: Write) -> None:
    customer, _ = write()
    for tag in ("SDD", "  fatturazione  ", "SDD"):
        desk.set_tag(customer, tag, present=True)
    assert tags(desk, customer) == ("SDD", "fatturazione")
    done = desk.set_tag(customer, "SDD", present=False)
    assert tags(desk, customer) == ("fatturazione",)
    assert done is not None
    assert done.undo is not None
    assert (done.detail, done.added, done.customer_id) == ("SDD", False, customer)
    done.undo()
    assert tags(desk, customer) == ("SDD", "fatturazione")


def test_a_tag_that_changes_nothing_is_no_deed(desk: CustomerDesk, write: Write) -> None:
    customer, _ = write()
    desk.set_tag(customer, "SDD", present=True)
    assert desk.set_tag(customer, "SDD", present=True) is None
    assert desk.set_tag(customer, "altro", present=False) is None


def test_an_added_tag_can_be_undone(desk: CustomerDesk, write: Write) -> None:
    customer, _ = write()
    done = desk.set_tag(customer, "SDD", present=True)
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert tags(desk, customer) == ()


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t"])
def test_nothing_is_neither_a_note_nor_a_tag(desk: CustomerDesk, write: Write, nothing: str) -> None:
    customer, _ = write()
    with pytest.raises(ValueError, match="empty"):
        desk.add_note(customer, nothing)
    with pytest.raises(ValueError, match="empty"):
        desk.set_tag(customer, nothing, present=True)


def test_tags_in_use_come_most_used_first(store: Store, desk: CustomerDesk, write: Write) -> None:
    marta, _ = write()
    pau, _ = write("Pau Vila")
    for customer, tag in ((marta, "SDD"), (pau, "SDD"), (pau, "condominio")):
        desk.set_tag(customer, tag, present=True)
    assert store.customers.known_tags() == ("SDD", "condominio")


def test_every_deed_is_journalled_and_no_text_of_a_note_is(store: Store, desk: CustomerDesk, write: Write) -> None:
    customer, _ = write()
    done = desk.add_note(customer, "segreto")
    desk.set_tag(customer, "SDD", present=True)
    assert done.undo is not None
    done.undo()
    desk.note_export(customer)
    lines = store.journal.newest(4)
    assert [line.deed for line in lines] == [
        Deed.CUSTOMER_EXPORTED,
        Deed.CUSTOMER_NOTE,
        Deed.CUSTOMER_TAG,
        Deed.CUSTOMER_NOTE,
    ]
    assert "segreto" not in str([(line.before, line.after) for line in lines])
