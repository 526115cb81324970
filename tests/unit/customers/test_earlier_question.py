"""Which unanswered message a repeated question repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop.customers import CustomerDesk
from desktop.model import CaseId, CaseRow, Direction, Reason, ReasonCode
from desktop.store import Store
from tests.factories import NOON, an_arrival, taken
from tests.unit.customers.conftest import Write

DOUBLE = "Mi avete addebitato due volte la bolletta di febbraio, come riavere i soldi?"
AGAIN = "Seconda volta che scrivo: due volte la bolletta di febbraio, voglio riavere i soldi"
METER = "Dove si legge il numero del contatore?"


def repeated(store: Store, case_id: CaseId, times: str = "1") -> CaseRow:
    row = store.lanes.rows([case_id])[0]
    return replace(row, reasons=(Reason(ReasonCode.ASKED_BEFORE, times),))


def test_the_alike_one_of_several_unanswered_messages_is_shown(store: Store, desk: CustomerDesk, write: Write) -> None:
    _, double = write(days=-20, text=DOUBLE)
    write(days=-10, text=METER)
    _, now = write(text=AGAIN)
    earlier = desk.earlier_question(repeated(store, now))
    assert earlier is not None
    assert (earlier.case_id, earlier.text) == (double, DOUBLE)


def test_without_the_reason_nothing_is_looked_for(store: Store, desk: CustomerDesk, write: Write) -> None:
    write(days=-20, text=DOUBLE)
    _, now = write(text=AGAIN)
    assert desk.earlier_question(store.lanes.rows([now])[0]) is None


def test_the_only_one_is_it_even_if_it_was_put_in_other_words(store: Store, desk: CustomerDesk, write: Write) -> None:
    _, first = write(days=-20, text="Allora?")
    _, now = write(text=AGAIN)
    earlier = desk.earlier_question(repeated(store, now))
    assert earlier is not None
    assert earlier.case_id == first


def test_none_is_shown_where_several_are_nothing_like_it(store: Store, desk: CustomerDesk, write: Write) -> None:
    write(days=-40, text=METER)
    write(days=-20, text="Buongiorno, cercate personale?")
    _, now = write(text=AGAIN)
    assert desk.earlier_question(repeated(store, now)) is None


def test_an_answered_message_is_no_earlier_question(store: Store, desk: CustomerDesk, write: Write) -> None:
    write(days=-20, text=DOUBLE)
    ours = an_arrival(
        "ours",
        thread_remote_id="w1",
        direction=Direction.OUTGOING,
        text="Rimborso disposto.",
        sent_at=NOON - timedelta(days=19),
        recipients=("marta.rossi",),
    )
    store.intake.take(store.accounts.all()[0], [taken(ours)], NOON)
    _, now = write(text=AGAIN)
    assert desk.earlier_question(repeated(store, now)) is None


def test_a_message_of_the_same_conversation_can_be_the_earlier_one(
    store: Store, desk: CustomerDesk, write: Write
) -> None:
    _, case_id = write(days=-2, text=DOUBLE)
    _, same = write(text=AGAIN)
    assert same == case_id
    earlier = desk.earlier_question(repeated(store, case_id))
    assert earlier is not None
    assert earlier.text == DOUBLE
