"""What an agent does with the outbox: see it in order, take a text back, discard it and think again, say it arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.composer.parts import Room, cut
from desktop.model import (
    Account,
    CaseDetail,
    CaseId,
    Counting,
    Decision,
    Delivery,
    DeliveryId,
    DeliveryState,
    Draft,
    DraftMode,
    Finding,
    HoldReason,
    ItemKind,
    Lane,
    Network,
    OutgoingAttachment,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_mail, a_store, an_account, an_arrival, an_author, taken

ALLOWED = Verdict(Decision.ALLOW)
CLOSED = Verdict(Decision.HOLD, (Finding("hours.closed", "closed", Decision.HOLD, until=NOON + timedelta(hours=20)),))


@dataclass
class Place:
    """A desk with one account and the customers that wrote to it."""

    store: Store
    clock: FakeClock
    account: Account
    desk: OutboxDesk

    def case(self, number: int = 0) -> CaseDetail:
        ids = sorted(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))
        detail = self.store.cases.detail(CaseId(ids[number]))
        assert detail is not None
        return detail

    def queue(self, text: str, verdict: Verdict = ALLOWED, number: int = 0) -> Delivery:
        case = self.case(number)
        reply = Reply(case, case.threads[0], self.account, Visibility.PUBLIC, text, "Laura")
        return self.desk.queue(reply, verdict, undo_seconds=0)

    def move(self, delivery: Delivery, *states: DeliveryState, error: str = "") -> None:
        for state in states:
            assert self.store.deliveries.change(
                delivery.id, tuple(DeliveryState), state, actor="engine", at=NOON, error=error
            )

    def state_of(self, delivery: Delivery) -> DeliveryState:
        found = self.store.deliveries.get(delivery.id)
        assert found is not None
        return found.state


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with a_store(tmp_path) as store:
        clock = FakeClock()
        account = an_account(store)
        arrivals = [taken(an_arrival(f"m{n}", author=an_author(name))) for n, name in enumerate(("Ada Neri", "Bo Li"))]
        store.intake.take(account, arrivals, NOON)
        yield Place(store, clock, account, OutboxDesk(store, clock))


def test_what_needs_a_person_comes_first(place: Place) -> None:
    waiting, held = place.queue("waits"), place.queue("held", CLOSED, 1)
    refused, unsure, sending = place.queue("refused"), place.queue("unsure"), place.queue("sending")
    place.move(refused, DeliveryState.SENDING, DeliveryState.REFUSED)
    place.move(unsure, DeliveryState.SENDING, DeliveryState.UNSURE)
    place.move(sending, DeliveryState.SENDING)
    listing = place.desk.listing()
    assert [one.delivery.id for one in listing.entries] == [refused.id, unsure.id, held.id, waiting.id, sending.id]
    assert listing.total == 5


def test_an_entry_names_network_account_and_customer(place: Place) -> None:
    place.queue("ciao", number=1)
    (entry,) = place.desk.listing().entries
    assert (entry.network, entry.account_name) == (Network.MASTODON, place.account.handle)
    assert entry.delivery.customer_name == place.case(1).row.name
    assert (entry.customer_uid, entry.customer_handle) == (place.case(1).row.customer_uid, place.case(1).row.handle)


def test_a_listing_is_bounded_and_still_knows_how_many_there_are(place: Place) -> None:
    refused = place.queue("refused last")
    for number in range(6):
        place.queue(f"reply {number}")
    place.move(refused, DeliveryState.SENDING, DeliveryState.REFUSED)
    listing = place.desk.listing(limit=3)
    assert [one.delivery.text for one in listing.entries] == ["refused last", "reply 0", "reply 1"]
    assert listing.total == 7


def test_what_was_sent_or_cancelled_is_not_listed(place: Place) -> None:
    delivery = place.queue("ciao")
    assert place.desk.take_back(delivery.id, "Laura") is not None
    assert place.desk.listing().entries == ()
    assert place.desk.listing().total == 0


def test_a_text_taken_back_joins_a_draft_that_was_begun_meanwhile(place: Place) -> None:
    delivery = place.queue("The crew is on its way.")
    case = place.case().row.id
    place.store.drafts.save(Draft("u", case, DraftMode.PUBLIC, "And tomorrow?", NOON))
    picture = OutgoingAttachment("a.jpg", "image/jpeg", b"picture", "Il contatore")
    place.store.draft_files.add(case, [picture])
    draft = place.desk.take_back(delivery.id, "Laura")
    assert draft is not None
    assert draft.text == "The crew is on its way.\n\nAnd tomorrow?"
    assert place.store.draft_files.outgoing(case) == (picture,)
    assert place.store.drafts.of_case(case) == draft


def test_files_come_back_with_the_text_that_they_left_with_before_those_added_since(place: Place) -> None:
    left = tuple(OutgoingAttachment(name, "image/png", name.encode()) for name in ("a.png", "b.png"))
    since = OutgoingAttachment("c.png", "image/png", b"c.png")
    case = place.case()
    reply = Reply(case, case.threads[0], place.account, Visibility.PUBLIC, "Ecco.", "Laura", attachments=left)
    delivery = place.desk.queue(reply, ALLOWED, undo_seconds=8)
    place.store.draft_files.add(case.row.id, [since])
    draft = place.desk.take_back(delivery.id, "Laura")
    assert place.store.draft_files.outgoing(case.row.id) == (*left, since)
    assert draft is not None
    assert [file.name for file in draft.attachments] == ["a.png", "b.png", "c.png"]
    assert place.store.attachments.of_delivery(delivery.id) == ()


def test_what_a_picture_shows_leaves_with_it(place: Place) -> None:
    picture = OutgoingAttachment("contatore.jpg", "image/jpeg", b"picture", "Il contatore segna 4.210")
    case = place.case()
    reply = Reply(case, case.threads[0], place.account, Visibility.PUBLIC, "Ecco.", "Laura", attachments=(picture,))
    delivery = place.desk.queue(reply, ALLOWED, undo_seconds=0)
    assert place.store.attachments.of_delivery(delivery.id) == (picture,)


@pytest.mark.parametrize("mode", [DraftMode.NOTE, DraftMode.DIRECT])
def test_private_words_never_turn_public_by_taking_a_reply_back(place: Place, mode: DraftMode) -> None:
    delivery = place.queue("A public reply.")
    place.store.drafts.save(Draft("u", place.case().row.id, mode, "Only between us.", NOON))
    draft = place.desk.take_back(delivery.id, "Laura")
    assert draft is not None
    assert draft.mode is mode


def test_a_discarded_delivery_comes_back_as_it_stood(place: Place) -> None:
    held = place.queue("until tomorrow", CLOSED)
    refused = place.queue("no")
    place.move(refused, DeliveryState.SENDING)
    place.move(refused, DeliveryState.REFUSED, error="too_long")
    for delivery in (held, refused):
        before = place.store.deliveries.get(delivery.id)
        done = place.desk.discard(delivery.id, "Laura")
        assert done is not None
        assert done.case_ids == (delivery.case_id,)
        assert place.state_of(delivery) is DeliveryState.CANCELLED
        assert done.undo is not None
        done.undo()
        assert place.store.deliveries.get(delivery.id) == before


def test_undoing_a_discard_twice_or_late_revives_nothing(place: Place) -> None:
    delivery = place.queue("hello")
    done = place.desk.discard(delivery.id, "Laura")
    assert done is not None
    assert done.undo is not None
    done.undo()
    place.move(delivery, DeliveryState.SENDING)
    done.undo()
    assert place.state_of(delivery) is DeliveryState.SENDING


def test_what_is_being_sent_can_neither_be_discarded_nor_taken_back(place: Place) -> None:
    delivery = place.queue("hello")
    place.move(delivery, DeliveryState.SENDING)
    assert place.desk.discard(delivery.id, "Laura") is None
    assert place.desk.take_back(delivery.id, "Laura") is None
    assert place.store.drafts.of_case(delivery.case_id) is None


def test_a_delivery_that_does_not_exist_is_left_alone(place: Place) -> None:
    nobody = DeliveryId(999)
    assert place.desk.discard(nobody, "Laura") is None
    assert place.desk.take_back(nobody, "Laura") is None
    assert place.desk.mark_sent(nobody, "Laura") is False


def test_an_unsure_delivery_joins_the_timeline_on_a_persons_word(place: Place) -> None:
    delivery = place.queue("We mended it.")
    assert place.desk.mark_sent(delivery.id, "Laura") is False
    place.move(delivery, DeliveryState.SENDING, DeliveryState.UNSURE)
    assert place.desk.mark_sent(delivery.id, "Laura") is True
    assert place.state_of(delivery) is DeliveryState.SENT
    items = [one for one in place.store.timeline.items(delivery.case_id) if one.text == "We mended it."]
    assert [one.kind for one in items] == [ItemKind.MESSAGE]
    assert place.case().row.queued == 0
    assert place.case().row.due_at is None
    assert place.desk.mark_sent(delivery.id, "Laura") is False


def test_a_mail_said_to_be_sent_is_known_again_when_its_copy_arrives(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        account = an_account(store, Network.EMAIL, "care@aurora.example")
        store.intake.take(account, [taken(a_mail())], NOON)
        case = store.cases.detail(CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]))
        assert case is not None
        desk = OutboxDesk(store, FakeClock())
        reply = Reply(case, case.threads[0], account, Visibility.DIRECT, "Refunded.", "Laura")
        delivery = desk.queue(reply, ALLOWED, undo_seconds=0)
        for state in (DeliveryState.SENDING, DeliveryState.UNSURE):
            store.deliveries.change(delivery.id, tuple(DeliveryState), state, actor="engine", at=NOON)
        assert desk.mark_sent(delivery.id, "Laura")
        message = next(one for one in store.timeline.items(case.row.id) if one.text == "Refunded.")
        assert message.remote_id == delivery.idempotency_key


def test_a_held_reply_goes_now_on_a_persons_word(place: Place) -> None:
    delivery = place.queue("tomorrow", CLOSED)
    assert delivery.hold_reason is HoldReason.CLOSED
    assert place.desk.try_again(delivery.id, "Laura")
    found = place.store.deliveries.get(delivery.id)
    assert found is not None
    assert (found.state, found.hold_reason, found.not_before) == (DeliveryState.WAITING, None, None)


def test_what_is_being_sent_or_does_not_exist_can_t_be_tried_again(place: Place) -> None:
    delivery = place.queue("hello")
    place.move(delivery, DeliveryState.SENDING)
    assert place.desk.try_again(delivery.id, "Laura") is False
    assert place.desk.try_again(DeliveryId(999), "Laura") is False


def test_what_is_to_leave_later_keeps_its_moment_when_the_desk_is_closed_until_then(place: Place) -> None:
    case, opens = place.case(), NOON + timedelta(hours=20)
    for later in (NOON + timedelta(hours=2), NOON + timedelta(hours=40)):
        reply = Reply(case, case.threads[0], place.account, Visibility.PUBLIC, "ciao", "Laura", later=later)
        delivery = place.desk.queue(reply, CLOSED, undo_seconds=8)
        assert (delivery.hold_reason, delivery.not_before) == (HoldReason.SCHEDULED, max(later, opens))


def test_a_discard_can_be_undone_once(place: Place) -> None:
    delivery = place.queue("hello")
    done = place.desk.discard(delivery.id, "Laura")
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert place.desk.take_back(delivery.id, "Laura") is not None
    done.undo()  # the text is a draft again: it must not leave as well
    assert place.state_of(delivery) is DeliveryState.CANCELLED


def test_a_release_is_journalled_with_who_said_so(place: Place) -> None:
    delivery = place.queue("tomorrow", CLOSED)
    assert place.desk.try_again(delivery.id, "Dario")
    line = place.store.journal.newest(1)[0]
    assert (line.actor, line.before, line.after) == ("Dario", "held", [delivery.uid, "waiting"])
    found = place.store.deliveries.get(delivery.id)
    assert found is not None
    assert found.past_hours  # who sends now what waits for the opening knows that the desk is closed


def test_a_mail_that_begins_a_conversation_refers_to_nothing(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        account = an_account(store, Network.EMAIL, "care@aurora.example")
        store.intake.take(account, [taken(a_mail())], NOON)
        case = store.cases.detail(CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]))
        assert case is not None
        thread = replace(case.threads[0], last_incoming_remote_id=None, subject=" La bolletta ")
        reply = Reply(case, thread, account, Visibility.DIRECT, "Buongiorno.", "Laura")
        delivery = OutboxDesk(store, FakeClock()).queue(reply, ALLOWED, undo_seconds=0)
        assert (delivery.subject, delivery.references) == ("La bolletta", ())


def test_a_text_in_parts_is_one_of_those_that_wait(place: Place) -> None:
    case, text = place.case(), "The crew comes at nine. Keep the meter free."
    parts = cut(text, Room(30, Counting.CHARACTERS))
    assert len(parts) > 1
    place.desk.queue(
        Reply(case, case.threads[0], place.account, Visibility.PUBLIC, text, "Laura", parts=parts),
        ALLOWED,
        undo_seconds=0,
    )
    place.queue("another")
    assert place.store.deliveries.waiting() == place.desk.listing().total == 2
    assert place.desk.listing(limit=1).total == 2


def test_many_are_discarded_at_once_but_for_those_that_have_left(place: Place) -> None:
    first, second, left = (place.queue(text) for text in ("one", "two", "three"))
    place.move(left, DeliveryState.SENDING)
    assert place.desk.discard_all([first.id, second.id, left.id, DeliveryId(999)], "Laura") == 2
    assert [place.state_of(one) for one in (first, second)] == [DeliveryState.CANCELLED] * 2
    assert place.state_of(left) is DeliveryState.SENDING
