"""One text for several selected conversations: shown before it leaves, queued a few at a time, undone at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.guardrails import DraftFacts
from desktop.guardrails.content import content_findings
from desktop.model import CaseId, DraftMode, Lane, Verdict, verdict_of
from desktop.outbox.bulk import WhyNot
from tests.factories import NOON, FakeClock, an_arrival, an_author, taken
from tests.ui.sessions import a_session, case_ids
from ui.composer.bulk_dialog import BulkReplyDialog
from ui.composer.bulk_model import CUSTOMER, TEXT
from ui.composer.bulk_replying import BulkReplying
from ui.composer.canned_shelf import CannedShelf
from ui.session import Session
from ui.shell.done_words import done_words
from ui.theme import Theme


class ContentAlone:
    """Guardrails that know of placeholders only."""

    def judge(self, facts: DraftFacts) -> Verdict:
        return verdict_of(tuple(content_findings(facts)))


@dataclass
class Bulk:
    session: Session
    replying: BulkReplying
    qtbot: QtBot
    done: list[Done] = field(default_factory=list)

    def open(self, ids: list[CaseId] | None = None) -> BulkReplyDialog:
        dialog = self.replying.ask([int(one) for one in ids or case_ids(self.session)])
        assert dialog is not None
        return dialog

    def type(self, dialog: BulkReplyDialog, text: str) -> None:
        dialog.put_text(text)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.replying.is_busy)

    def queued(self) -> list[str]:
        return sorted(one.delivery.text for one in self.session.outbox.listing(1_000).entries)


@pytest.fixture
def bulk(tmp_path: Path, light: Theme, qtbot: QtBot) -> Iterator[Bulk]:
    session, _ = a_session(tmp_path, FakeClock())
    window = QWidget()
    qtbot.addWidget(window)
    replying = BulkReplying(session, light, CannedShelf(session), ContentAlone, window)  # type: ignore[arg-type]
    opened = Bulk(session, replying, qtbot)
    replying.done.connect(opened.done.append)
    yield opened
    session.store.close()


def test_every_customer_is_shown_with_their_own_words(bulk: Bulk) -> None:
    dialog = bulk.open()
    bulk.type(dialog, "Ciao {customer}, è risolto.")
    shown = [dialog.model.index(row, TEXT).data() for row in range(dialog.model.rowCount())]
    assert sorted(shown) == ["Ciao Ada, è risolto.", "Ciao Bo, è risolto.", "Ciao Cleo, è risolto."]
    assert dialog.send.text() == "Send 3 replies"
    dialog.reject()


def test_all_are_queued_once_and_one_undo_takes_all_back(bulk: Bulk) -> None:
    dialog = bulk.open()
    bulk.type(dialog, "Ciao {customer}, è risolto.")
    dialog.send.click()
    bulk.qtbot.waitUntil(lambda: bool(bulk.done))
    assert bulk.queued() == [f"Ciao {name}, è risolto. ^LB" for name in ("Ada", "Bo", "Cleo")]
    words = done_words(bulk.done[0], bulk.session.clock(), bulk.session.tz)
    assert words == "3 conversations: replies queued"
    assert bulk.done[0].undo is not None
    bulk.done[0].undo()
    assert bulk.queued() == []


def test_a_second_time_nobody_is_written_to_again(bulk: Bulk) -> None:
    dialog = bulk.open()
    bulk.type(dialog, "Ciao {customer}, è risolto.")
    dialog.send.click()
    bulk.qtbot.waitUntil(lambda: bool(bulk.done))
    again = bulk.open()
    bulk.type(again, "Salve {customer}, è risolto.")
    assert {one.why_not for one in again.model.lines} == {WhyNot.WAITING}
    assert not again.send.isEnabled()
    again.reject()
    assert len(bulk.queued()) == 3


def test_what_was_made_of_an_older_text_does_not_leave(bulk: Bulk) -> None:
    dialog = bulk.open()
    bulk.type(dialog, "Ciao {customer}, è risolto.")
    dialog.editor.appendPlainText("Buona giornata.")
    assert not dialog.send.isEnabled()
    dialog.reject()


def test_one_that_is_left_out_stays(bulk: Bulk) -> None:
    dialog = bulk.open()
    bulk.type(dialog, "Ciao {customer}, è risolto.")
    dialog.model.setData(dialog.model.index(0, CUSTOMER), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert dialog.send.text() == "Send 2 replies"
    dialog.send.click()
    bulk.qtbot.waitUntil(lambda: bool(bulk.done))
    assert len(bulk.queued()) == 2


def test_one_that_is_blocked_says_why_and_is_mended_in_its_row(bulk: Bulk) -> None:
    dialog = bulk.open()
    bulk.type(dialog, "Ciao {customer}, alle {?ora}.")
    assert not dialog.send.isEnabled()
    assert "ora" in dialog.model.index(0, 2).data()
    dialog.model.setData(dialog.model.index(0, TEXT), "Ciao Ada, alle dieci.")
    assert [one.why_not for one in dialog.model.lines] == [None, WhyNot.BLOCKED, WhyNot.BLOCKED]
    assert dialog.send.text() == "Send 1 reply"
    dialog.reject()


def test_a_draft_that_is_being_written_is_not_lost(bulk: Bulk) -> None:
    first = case_ids(bulk.session)[0]
    bulk.session.drafts.save(first, DraftMode.PUBLIC, "Half a", thread_id=None, account_id=None)
    dialog = bulk.open()
    bulk.type(dialog, "Ciao {customer}, è risolto.")
    dialog.send.click()
    bulk.qtbot.waitUntil(lambda: bool(bulk.done))
    assert len(bulk.queued()) == 2
    draft = bulk.session.drafts.of(first)
    assert draft is not None
    assert draft.text == "Half a"


def test_a_canned_reply_goes_out_in_each_customers_language(bulk: Bulk) -> None:
    dialog = bulk.open()
    uid = bulk.session.canned.all()[0].uid
    dialog.canned.box.choose(uid)
    bulk.settle()
    assert "{customer|}" in dialog.editor.toPlainText()
    assert not dialog.languages.isHidden()
    assert [one.why_not for one in dialog.model.lines] == [None, None, None]
    dialog.reject()


def test_hundreds_are_prepared_and_queued_in_slices(bulk: Bulk) -> None:
    account = bulk.session.store.accounts.all()[0]
    arrivals = [taken(an_arrival(f"n{n}", author=an_author(f"Nome{n} Uno"))) for n in range(120)]
    bulk.session.store.intake.take(account, arrivals, NOON)
    ids = bulk.session.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
    dialog = bulk.open([CaseId(one) for one in ids])
    dialog.put_text("Ciao {customer}, è risolto.")
    assert bulk.replying.is_busy
    assert dialog.model.rowCount() == 0
    bulk.settle()
    assert dialog.model.rowCount() == 123
    dialog.reject()
    assert bulk.queued() == []


def test_cancelling_halfway_leaves_what_was_queued_with_its_undo(bulk: Bulk) -> None:
    dialog = bulk.open()
    bulk.type(dialog, "Ciao {customer}, è risolto.")
    dialog.send.click()
    bulk.replying._made.append(next(bulk.replying._work))  # type: ignore[arg-type]
    dialog.reject()
    assert len(bulk.queued()) == 1
    assert len(bulk.done[0].case_ids) == 1


def test_one_conversation_is_answered_in_the_composer(bulk: Bulk) -> None:
    assert bulk.replying.ask([int(case_ids(bulk.session)[0])]) is None


def test_a_dialog_that_was_closed_while_typing_prepares_nothing_more(bulk: Bulk) -> None:
    dialog = bulk.open()
    dialog.editor.setPlainText("Ciao {customer}.")
    assert dialog._typing.isActive()
    dialog.reject()
    assert not dialog._typing.isActive()
    assert not bulk.replying.is_busy
