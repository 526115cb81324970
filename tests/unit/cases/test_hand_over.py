"""A case that goes on elsewhere: what is kept of it, where the next word is written, and how it is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cases.hand_over import HandOver, HandOverDesk, Incomplete, next_best, ways_open
from desktop.model import (
    Agent,
    CaseDetail,
    CaseId,
    Deed,
    HandOverWay,
    ItemKind,
    Network,
    NoteKind,
    Permission,
    Refusal,
    ThreadKind,
)
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_mail, a_store, an_account, an_arrival, an_author, taken

LAURA = Agent("Laura Bianchi", "LB", "^LB")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = a_store(tmp_path)
    store.intake.take(an_account(store), [taken(an_arrival())], NOON)
    return store


def a_desk(store: Store, clock: FakeClock | None = None) -> HandOverDesk:
    return HandOverDesk(store, LAURA, clock or FakeClock())


def the_case(store: Store) -> CaseDetail:
    detail = store.cases.detail(CaseId(1))
    assert detail is not None
    return detail


def a_letter(store: Store, address: str = "marta@example.org") -> HandOver:
    mailbox = next((one for one in store.accounts.all() if one.network is Network.EMAIL), None)
    mailbox = mailbox or an_account(store, Network.EMAIL, "care@aurora.example")
    return HandOver(HandOverWay.EMAIL, "the contract has three pages", address, mailbox, "Doppio addebito")


def test_by_e_mail_a_thread_begins_in_the_same_case(store: Store) -> None:
    clock = FakeClock()
    clock.advance(60)
    _, thread_id = a_desk(store, clock).hand_over(CaseId(1), a_letter(store))
    threads = the_case(store).threads
    assert [one.kind for one in threads] == [ThreadKind.PUBLIC, ThreadKind.EMAIL]
    assert (threads[1].id, threads[1].customer_handle) == (thread_id, "marta@example.org")
    assert threads[1].subject == "Doppio addebito"
    assert threads[1].last_at == clock.now


def test_an_address_that_nobody_has_becomes_the_customers(store: Store) -> None:
    desk = a_desk(store)
    assert desk.known_addresses(the_case(store)) == ()
    desk.hand_over(CaseId(1), a_letter(store))
    assert desk.known_addresses(the_case(store)) == ("marta@example.org",)


def test_an_address_that_somebody_else_has_stays_theirs(store: Store) -> None:
    mailbox = an_account(store, Network.EMAIL, "care@aurora.example")
    author = an_author("Anna Neri", Network.EMAIL)
    store.intake.take(mailbox, [taken(a_mail(author=author))], NOON)
    desk = a_desk(store)
    desk.hand_over(CaseId(1), a_letter(store, author.remote_id + "@example.org"))
    known = store.people.known(Network.EMAIL, [author.remote_id])
    assert known[author.remote_id].customer_id != the_case(store).row.customer_id


def test_handing_over_twice_to_the_same_address_begins_one_thread(store: Store) -> None:
    desk = a_desk(store)
    first = desk.hand_over(CaseId(1), a_letter(store))[1]
    assert desk.hand_over(CaseId(1), a_letter(store))[1] == first
    assert len(the_case(store).threads) == 2


@pytest.mark.parametrize(("way", "kind"), [(HandOverWay.PHONE, NoteKind.CALL), (HandOverWay.VISIT, NoteKind.VISIT)])
def test_a_call_and_a_visit_are_notes_of_their_own_kind(store: Store, way: HandOverWay, kind: NoteKind) -> None:
    a_desk(store).hand_over(CaseId(1), HandOver(way, "she asked for it", note="Called +39 011 000, reached"))
    notes = [one for one in store.timeline.items(CaseId(1)) if one.kind is ItemKind.NOTE]
    assert [(one.text, one.detail) for one in notes] == [("Called +39 011 000, reached", kind.value)]


def test_an_ordinary_note_is_of_the_ordinary_kind(store: Store) -> None:
    store.cases.add_note(CaseId(1), "Verificato", author="Laura", at=NOON)
    assert [one.detail for one in store.timeline.items(CaseId(1)) if one.kind is ItemKind.NOTE] == ["note"]


def test_the_journal_holds_way_and_reason_and_no_address(store: Store) -> None:
    a_desk(store).hand_over(CaseId(1), a_letter(store))
    entries = [one for one in store.journal.of_case(CaseId(1)) if one.deed is Deed.HANDED_OVER]
    assert [one.after for one in entries] == [{"way": "email", "reason": "the contract has three pages"}]


@pytest.mark.parametrize("way", list(HandOverWay))
def test_every_way_can_be_taken_back(store: Store, way: HandOverWay) -> None:
    plan = a_letter(store)
    before = (store.timeline.items(CaseId(1)), the_case(store).threads)
    plan = HandOver(way, "why", plan.address, plan.account, plan.subject, "Called her")
    desk = a_desk(store)
    done, _ = desk.hand_over(CaseId(1), plan)
    assert (store.timeline.items(CaseId(1)), the_case(store).threads) != before
    assert done.undo is not None
    done.undo()
    assert (store.timeline.items(CaseId(1)), the_case(store).threads) == before
    assert desk.known_addresses(the_case(store)) == ()


def test_what_was_written_by_e_mail_keeps_its_thread(store: Store) -> None:
    done, thread_id = a_desk(store).hand_over(CaseId(1), a_letter(store))
    assert thread_id is not None
    store.browser_answers.record(thread_id, "Buongiorno Marta", agent="Laura", at=NOON)
    assert done.undo is not None
    done.undo()
    assert len(the_case(store).threads) == 2
    assert any(one.text == Deed.HANDED_OVER for one in store.timeline.items(CaseId(1)))


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (HandOver(HandOverWay.DIRECT, "  "), "reason"),
        (HandOver(HandOverWay.PHONE, "why"), "note"),
        (HandOver(HandOverWay.EMAIL, "why", "marta@example.org"), "account"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_changed(store: Store, plan: HandOver, field: str) -> None:
    with pytest.raises(Incomplete) as missing:
        a_desk(store).hand_over(CaseId(1), plan)
    assert missing.value.field == field
    assert all(one.deed is not Deed.HANDED_OVER for one in store.journal.of_case(CaseId(1)))


def test_an_address_that_is_none_is_asked_for_again(store: Store) -> None:
    with pytest.raises(Incomplete) as missing:
        a_desk(store).hand_over(CaseId(1), a_letter(store, "marta at example"))
    assert missing.value.field == "address"


def test_where_no_direct_message_is_allowed_the_next_best_way_is_written() -> None:
    closed = Permission(may_public=True, may_direct=False, why_not_direct=Refusal.WINDOW_ENDED)
    ways = ways_open(closed, mailboxes=1)
    assert ways[0].refusal is Refusal.WINDOW_ENDED
    assert next_best(ways, HandOverWay.DIRECT) is HandOverWay.EMAIL
    assert next_best(ways_open(closed, mailboxes=0), HandOverWay.DIRECT) is HandOverWay.PHONE
    assert next_best(ways_open(Permission(True, True), 1), HandOverWay.DIRECT) is HandOverWay.DIRECT


def chosen(store: Store) -> list[bool]:
    return [one.chosen_at is not None for one in the_case(store).threads]


def test_back_from_e_mail_the_networks_own_thread_is_chosen_and_undo_chooses_the_letter_again(store: Store) -> None:
    clock = FakeClock()
    clock.advance(60)
    desk = a_desk(store, clock)
    desk.hand_over(CaseId(1), a_letter(store))
    assert chosen(store) == [False, True]
    public = the_case(store).threads[0]
    clock.advance(60)
    plan = HandOver(HandOverWay.DIRECT, "the code must not stand in a letter", thread_id=public.id)
    done, thread_id = desk.hand_over(CaseId(1), plan)
    assert thread_id == public.id
    assert the_case(store).threads[0].chosen_at == clock.now
    assert len(the_case(store).threads) == 2  # nothing begins anew
    assert done.undo is not None
    done.undo()
    assert chosen(store) == [False, True]


def test_a_thread_of_another_case_is_never_chosen(store: Store) -> None:
    store.intake.take(store.accounts.all()[0], [taken(an_arrival("other", author=an_author("Anna Neri")))], NOON)
    other = store.cases.detail(CaseId(2))
    assert other is not None
    a_desk(store).hand_over(CaseId(1), HandOver(HandOverWay.DIRECT, "a slip", thread_id=other.threads[0].id))
    again = store.cases.detail(CaseId(2))
    assert again is not None
    assert again.threads[0].chosen_at is None
