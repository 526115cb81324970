"""Crisis mode: what was made ready before stays here until a person says so, and nothing is lost or sent out of turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.composer import CannedReply
from desktop.composer.canned_book import CannedBook
from desktop.guardrails import WhenClosed
from desktop.model import Deed, Delivery, DeliveryState, HoldReason, Purpose, ReadyMade, ThreadKind
from desktop.outbox import OutboxDesk
from desktop.system.resources import resource_path
from tests.unit.outbox.outbox_town import AROUND_THE_CLOCK, CANNED, LONG, OutboxTown, parts_of

PUBLIC, DIRECT = (0, ThreadKind.PUBLIC), (1, ThreadKind.DIRECT)


@pytest.fixture
def town() -> Iterator[OutboxTown]:
    made = OutboxTown()
    made.set_hours(AROUND_THE_CLOCK, WhenClosed.HOLD)
    yield made
    made.end()


def only(town: OutboxTown) -> Delivery:
    (one,) = town.every_delivery()
    return one


def stands(delivery: Delivery) -> tuple[DeliveryState, HoldReason | None]:
    return delivery.state, delivery.hold_reason


HELD = (DeliveryState.HELD, HoldReason.CRISIS)


def test_a_persons_own_words_leave_in_a_crisis(town: OutboxTown) -> None:
    town.crisis.switch_on()
    town.writes(*PUBLIC, "Il tecnico è in via Roma.")
    town.passes(1)
    assert only(town).state is DeliveryState.SENT


def test_a_canned_reply_is_held_at_once_and_leaves_once_the_crisis_is_over(town: OutboxTown) -> None:
    town.crisis.switch_on()
    town.writes(*PUBLIC, CANNED)
    assert stands(only(town)) == HELD
    town.passes(3_600)
    assert stands(only(town)) == HELD
    (let_go,) = town.crisis.switch_off(send=True)
    assert let_go.text == CANNED
    town.passes(1)
    assert only(town).state is DeliveryState.SENT
    town.check()


def test_what_waits_for_the_network_as_the_crisis_begins_is_held_by_the_check_before_its_attempt(
    town: OutboxTown,
) -> None:
    town.writes(*PUBLIC, CANNED, undo=8)
    town.crisis.switch_on()
    town.passes(10)
    assert stands(only(town)) == HELD
    assert only(town).error == "crisis"


def test_an_approved_reply_leaves_and_one_whose_approval_is_given_meanwhile_does_too(town: OutboxTown) -> None:
    book = CannedBook(town.store, resource_path("canned"), town.clock)
    town.crisis.switch_on()
    assert town.hold.of_text(CANNED) is ReadyMade.CANNED
    solved = next(one for one in book.all() if one.shortcut == "guasto-ok")
    book.keep([replace(solved, crisis=True)], (), "Laura")
    assert town.hold.of_text(CANNED) is None
    town.writes(*PUBLIC, CANNED)
    town.passes(1)
    assert only(town).state is DeliveryState.SENT


def test_the_starter_set_has_a_statement_that_is_approved(town: OutboxTown) -> None:
    book = CannedBook(town.store, resource_path("canned"), town.clock)
    assert {one.shortcut for one in _approved(book)} >= {"crisi", "crisi-sicurezza"}


def _approved(book: CannedBook) -> list[CannedReply]:
    return [one for one in book.all() if one.crisis]


def test_a_scheduled_reply_is_held_as_the_crisis_begins_and_keeps_its_moment(town: OutboxTown) -> None:
    evening = town.clock() + timedelta(hours=6)
    town.writes(*PUBLIC, "Ci vediamo.", later=evening)
    town.crisis.switch_on()
    assert (stands(only(town)), only(town).not_before) == (HELD, evening)
    town.crisis.switch_off(send=True)
    assert (stands(only(town)), only(town).not_before) == ((DeliveryState.HELD, HoldReason.SCHEDULED), evening)


def test_a_scheduled_reply_whose_moment_comes_in_the_crisis_stays_and_goes_after_it(town: OutboxTown) -> None:
    town.writes(*PUBLIC, "Ci vediamo.", later=town.clock() + timedelta(hours=6))
    town.crisis.switch_on()
    town.passes(7 * 3_600)
    assert stands(only(town)) == HELD
    town.crisis.switch_off(send=True)
    town.passes(1)
    assert only(town).state is DeliveryState.SENT


def test_what_is_left_held_waits_for_a_person_even_after_its_moment(town: OutboxTown) -> None:
    town.writes(*PUBLIC, "Ci vediamo.", later=town.clock() + timedelta(hours=6))
    town.crisis.switch_on()
    town.crisis.switch_off(send=False)
    town.passes(24 * 3_600)
    assert stands(only(town)) == HELD
    town.tries_again(0)
    town.passes(1)
    assert only(town).state is DeliveryState.SENT


def test_a_person_lets_one_go_in_the_crisis_and_the_journal_says_who(town: OutboxTown) -> None:
    town.crisis.switch_on()
    town.writes(*PUBLIC, CANNED)
    OutboxDesk(town.store, town.clock).try_again(only(town).id, "Giulia")
    town.passes(1)
    assert only(town).state is DeliveryState.SENT
    who = [one.actor for one in town.store.journal.newest() if one.deed is Deed.DELIVERY_STATE]
    assert "Giulia" in who


def test_what_was_written_in_the_night_before_is_held_but_not_what_was_written_in_the_crisis(town: OutboxTown) -> None:
    mode = town.crisis.switch_on()
    from desktop.outbox.ready_made import is_planned

    town.writes(*PUBLIC, "Ci penso io.", undo=8)
    night = replace(only(town), planned=HoldReason.CLOSED, created_at=mode.on_at - timedelta(hours=1))
    assert is_planned(night, mode)
    assert not is_planned(replace(night, created_at=mode.on_at + timedelta(hours=1)), mode)


def test_a_survey_never_leaves_in_a_crisis(town: OutboxTown) -> None:
    town.crisis.switch_on()
    town.writes(*DIRECT, "Quanto è soddisfatta, da 1 a 5?", undo=8)
    assert town.hold.of_delivery(replace(only(town), purpose=Purpose.SURVEY)) is ReadyMade.SURVEY


def test_the_rest_of_a_text_whose_beginning_has_left_is_not_kept_back(town: OutboxTown) -> None:
    town.writes(*PUBLIC, LONG, undo=8, parts=parts_of(LONG))
    first, second = town.every_delivery()[:2]
    town.crisis.switch_on()
    planned = replace(second, planned=HoldReason.SCHEDULED)
    assert town.hold.of_delivery(replace(first, planned=HoldReason.SCHEDULED)) is ReadyMade.SCHEDULED
    assert town.hold.of_delivery(planned) is None


def test_what_was_held_leaves_in_the_order_in_which_it_was_written(town: OutboxTown) -> None:
    town.crisis.switch_on()
    for text in (CANNED, f"{CANNED} Saluti.", f"{CANNED} A presto."):
        town.writes(*DIRECT, text)
    town.crisis.switch_off(send=True)
    for _ in range(5):
        town.passes(1)
    network = town.networks[town.accounts[1].id]
    assert [one.outgoing.text for one in network.published] == [CANNED, f"{CANNED} Saluti.", f"{CANNED} A presto."]


def test_the_state_is_the_stores_and_the_journal_says_who_switched(town: OutboxTown) -> None:
    first = town.crisis.switch_on()
    town.clock.advance(60)
    assert town.crisis.switch_on() == first
    town.crisis.switch_off(send=True)
    assert town.crisis.switch_off(send=True) == ()
    assert town.crisis.mode() is None
    (mode,) = town.store.crisis.modes()
    assert (mode.on_by, mode.off_by, mode.off_at) == ("Laura", "Laura", town.clock())
    said = [(one.actor, one.after) for one in town.store.journal.newest() if one.deed is Deed.CRISIS]
    assert said == [("Laura", "off"), ("Laura", "on")]


def test_a_step_of_the_crisis_playbook_is_ticked_while_it_lasts_and_undone(town: OutboxTown) -> None:
    assert town.crisis.tick("one", done=True) is None
    town.crisis.switch_on()
    done = town.crisis.tick("one", done=True)
    assert town.crisis.tick("one", done=True) is None
    assert [(one.step, one.agent) for one in town.crisis.ticks()] == [("one", "Laura")]
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert town.crisis.ticks() == ()
    town.crisis.tick("two", done=True)
    town.crisis.switch_off(send=True)
    town.crisis.switch_on()
    assert town.crisis.ticks() == (), "another crisis begins anew"
