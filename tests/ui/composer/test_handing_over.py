"""Handing a conversation over from the composer: what is asked, what comes of it, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.model import AccountHealth, DraftMode, HandOverWay, HealthState, ItemKind, Network, ThreadKind, Visibility
from tests.factories import an_account
from tests.ui.composer.writing_desk import WritingDesk, a_writing_desk
from ui.cases.timeline_presenter import TimelineContext, present_timeline
from ui.cases.timeline_rows import MarkerKind, MarkerRow, NoteRow
from ui.composer.draft_view import view_of
from ui.composer.hand_over_dialog import HandOverDialog
from ui.theme import Theme


@pytest.fixture
def desk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[WritingDesk]:
    with a_writing_desk(tmp_path, light, qtbot) as opened:
        opened.done = []  # type: ignore[attr-defined]
        opened.controller.note_written.connect(opened.done.append)  # type: ignore[attr-defined]
        opened.controller.note_written.connect(lambda _: opened.controller.refresh(opened.case()))
        yield opened


def a_mailbox(desk: WritingDesk) -> None:
    account = an_account(desk.session.store, Network.EMAIL, "care@aurora.example")
    health = AccountHealth(HealthState.CONNECTED)
    desk.session.store.accounts.report_health(account.id, health)


def opened(desk: WritingDesk, way: HandOverWay) -> HandOverDialog:
    dialog = desk.controller._handing_over.dialog(way)
    assert dialog is not None
    dialog._reason.set_text("The contract has three pages")
    return dialog


def rows(desk: WritingDesk) -> list[str]:
    session = desk.session
    items = session.cases.timeline(desk.case().row.id)
    shown = present_timeline(items, TimelineContext(session.clock(), session.tz, session.agent))
    return [row.text for row in shown if isinstance(row, MarkerRow) and row.kind is not MarkerKind.DAY]


def undo(desk: WritingDesk) -> None:
    done: Done = desk.done[-1]  # type: ignore[attr-defined]
    assert done.undo is not None
    done.undo()


def test_by_e_mail_the_next_word_is_a_letter_in_the_same_conversation(desk: WritingDesk) -> None:
    a_mailbox(desk)
    desk.show()
    dialog = opened(desk, HandOverWay.EMAIL)
    dialog._letter.to.set_text("ada@example.org")
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
    state = desk.composer._state
    assert state is not None
    assert (state.mode, state.network, state.verb) == (DraftMode.DIRECT, Network.EMAIL, "Send e-mail")
    assert [one.text for one in state.segments] == ["Public reply", "E-mail", "Note"]
    assert rows(desk) == [
        "Moved to e-mail at 13:00",
        "Livia Bruno handed this over: The contract has three pages",
    ]
    desk.type("Buongiorno Ada, ecco il contratto.")
    desk.composer.send()
    queued = desk.session.outbox.listing().entries[0].delivery
    assert (queued.recipient, queued.case_id) == ("ada@example.org", desk.case().row.id)
    assert rows(desk)[0] == "Moved to e-mail at 13:00"
    assert len(rows(desk)) == 2


def test_from_e_mail_it_goes_back_to_a_direct_message_in_the_same_conversation(desk: WritingDesk) -> None:
    a_mailbox(desk)
    desk.show()
    dialog = opened(desk, HandOverWay.EMAIL)
    dialog._letter.to.set_text("ada@example.org")
    dialog.accept()
    desk.clock.advance(60)
    dialog = opened(desk, HandOverWay.DIRECT)
    assert dialog.wish.way is HandOverWay.DIRECT
    dialog.accept()
    state = desk.composer._state
    assert state is not None
    assert (state.mode, state.network) == (DraftMode.DIRECT, Network.MASTODON)
    assert "Direct message" in [one.text for one in state.segments]
    assert [words for words in rows(desk) if words.startswith("Moved")] == [
        "Moved to e-mail at 13:00",
        "Moved to direct message at 13:01",
    ]
    desk.controller.show(None)
    desk.controller.show(desk.case())  # as after a restart: the choice is kept with the conversation
    assert desk.controller._writing.mode is DraftMode.DIRECT
    desk.type("Qui in privato: il codice arriva per SMS.")
    desk.composer.send()
    queued = desk.session.outbox.listing().entries[0].delivery
    assert (queued.account_id, queued.visibility) == (desk.account.id, Visibility.DIRECT)
    assert queued.case_id == desk.case().row.id
    undo(desk)


def test_a_letter_that_comes_after_going_back_is_answered_as_a_letter(desk: WritingDesk) -> None:
    a_mailbox(desk)
    desk.show()
    for way in (HandOverWay.EMAIL, HandOverWay.DIRECT):
        dialog = opened(desk, way)
        dialog._letter.to.set_text("ada@example.org")
        dialog.accept()
        desk.clock.advance(60)
    (letter,) = [one for one in desk.case().threads if one.kind is ThreadKind.EMAIL]
    heard = replace(letter, last_incoming_at=desk.clock.now)
    case = replace(desk.case(), threads=(desk.case().threads[0], heard))
    view = view_of(desk.session, case, DraftMode.DIRECT)
    assert view is not None
    assert view.thread.kind is ThreadKind.EMAIL


def test_the_customer_is_told_in_public_and_undo_takes_both_back(desk: WritingDesk) -> None:
    a_mailbox(desk)
    desk.show()
    dialog = opened(desk, HandOverWay.EMAIL)
    dialog._letter.to.set_text("ada@example.org")
    dialog._tell.setChecked(True)
    assert "e-mail" in dialog.wish.line
    dialog.accept()
    queued = [one.delivery for one in desk.session.outbox.listing().entries]
    assert ["proseguiamo per e-mail" in one.text for one in queued] == [True]
    assert rows(desk)[0] == "Moved to e-mail at 13:00"
    undo(desk)
    assert desk.session.outbox.listing().entries == ()
    assert rows(desk) == []
    assert len(desk.case().threads) == 1


def test_a_call_becomes_a_note_with_its_own_glyph(desk: WritingDesk) -> None:
    desk.show()
    dialog = opened(desk, HandOverWay.PHONE)
    dialog._call.number.set_text("+39 011 555 0100")
    dialog.accept()
    session = desk.session
    items = session.cases.timeline(desk.case().row.id)
    shown = present_timeline(items, TimelineContext(session.clock(), session.tz, session.agent))
    notes = [row for row in shown if isinstance(row, NoteRow)]
    assert [(row.icon, row.caption.partition(",")[0]) for row in notes] == [("phone", "Call note")]
    assert notes[0].text.startswith("Call to +39 011 555 0100, Thu 12 Mar 13:00: reached.")
    assert rows(desk)[0] == "Moved to the phone at 13:00"


def test_a_visit_notes_its_place(desk: WritingDesk) -> None:
    desk.show()
    dialog = opened(desk, HandOverWay.VISIT)
    dialog._visit.place.set_text("Via Roma 1, Torino")
    dialog.accept()
    notes = [one for one in desk.session.cases.timeline(desk.case().row.id) if one.kind is ItemKind.NOTE]
    assert ["Via Roma 1" in one.text for one in notes] == [True]


def test_a_direct_message_needs_nothing_but_a_reason(desk: WritingDesk) -> None:
    desk.show()
    dialog = opened(desk, HandOverWay.DIRECT)
    dialog._reason.set_text("")
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert dialog._reason.fault
    dialog._reason.set_text("Her number is needed")
    dialog.accept()
    assert desk.controller._writing.mode is DraftMode.DIRECT
    assert rows(desk)[0] == "Moved to direct message at 13:00"


def test_a_way_that_is_closed_says_why_and_the_next_best_is_chosen(desk: WritingDesk) -> None:
    desk.show()
    dialog = opened(desk, HandOverWay.EMAIL)
    assert dialog.wish.way is not HandOverWay.EMAIL
    row = dialog._ways._rows[HandOverWay.EMAIL]
    assert not row.isEnabled()


def test_an_address_that_is_none_is_said_beside_its_field(desk: WritingDesk) -> None:
    a_mailbox(desk)
    desk.show()
    dialog = opened(desk, HandOverWay.EMAIL)
    dialog._letter.to.set_text("ada")
    dialog.accept()
    assert dialog._letter.to.fault
    assert rows(desk) == []


def test_the_segment_offers_every_way(desk: WritingDesk, qtbot: QtBot) -> None:
    desk.show()
    button = desk.composer.hand_over
    asked: list[HandOverWay] = []
    desk.composer.hand_over_requested.disconnect()
    desk.composer.hand_over_requested.connect(asked.append)
    for action in button.menu.actions():
        action.trigger()
    assert asked == list(HandOverWay)
