"""The profile's controller on a real store: shows, refreshes, carries out deeds that can be undone, and fails safely."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.customers import CustomerDone
from desktop.model import Agent, CaseId, CaseRow, Network, Reason, ReasonCode
from desktop.store import StoreBusy, StoreError, open_store
from desktop.system.vault import SessionVault
from tests.factories import KEY, NOON, FakeClock, a_mail, a_profile, an_account, an_arrival, an_author, taken
from ui.bridge import JobRunner
from ui.customers import FootState, ProfilePane, ProfileShown
from ui.customers.controller import CustomerController
from ui.customers.merge_dialog import MergeCustomerDialog
from ui.customers.tags import TagPill
from ui.session import Session, begin_session
from ui.theme import Theme


@dataclass
class Desk:
    """A pane and its controller on a store with Marta, Pau and their conversations."""

    session: Session
    pane: ProfilePane
    controller: CustomerController
    jobs: JobRunner
    clock: FakeClock
    done: list[CustomerDone]
    failed: list[StoreError]

    def write(self, name: str, text: str, *, days: float = 0, network: Network = Network.MASTODON) -> CaseRow:
        account = next((one for one in self.session.store.accounts.all() if one.network is network), None)
        account = account or an_account(self.session.store, network, f"@care@{network.value}.example")
        make = a_mail if network is Network.EMAIL else an_arrival
        sent_at = NOON + timedelta(days=days)
        arrival = make(f"{name}{text}", author=an_author(name, network), text=text, sent_at=sent_at)
        result = self.session.store.intake.take(account, [taken(arrival)], sent_at)
        return self.row(next(iter(result.case_ids)))

    def row(self, case_id: int) -> CaseRow:
        return self.session.inbox.rows([CaseId(case_id)])[0]

    def show(self, row: CaseRow) -> None:
        self.controller.show(row.customer_id, row)

    def part(self, name: str) -> Any:
        found = self.pane.findChild(QWidget, name)
        assert found is not None, name
        return found

    def shown(self) -> ProfileShown:
        return self.pane.shown

    def copy(self) -> FootState:
        return self.pane.foot.state

    def notes(self) -> list[str]:
        profile = self.session.customers.profile(self.controller.customer)  # type: ignore[arg-type]
        assert profile is not None
        return [note.text for note in profile.notes]

    def tags(self) -> list[str]:
        return [pill.tag for pill in self.pane.tags.findChildren(TagPill) if pill.objectName()]

    def undo(self) -> None:
        undo = self.done[-1].undo
        assert undo is not None
        undo()
        self.controller.refresh()


@pytest.fixture
def desk(qtbot: QtBot, light: Theme, tmp_path: Path) -> Iterator[Desk]:
    profile = a_profile(tmp_path / "desk")
    clock = FakeClock()
    with open_store(profile, KEY) as store:
        session = begin_session(profile, store, KEY, SessionVault(), clock)
        session.set_agent(Agent("Laura Bianchi", "LB", "^LB"))
        pane = ProfilePane(light)
        qtbot.addWidget(pane)
        pane.resize(287, 700)
        jobs = JobRunner(lambda: open_store(profile, KEY))
        made = Desk(session, pane, CustomerController(session, pane, jobs), jobs, clock, [], [])
        made.controller.done.connect(made.done.append)
        made.controller.failed.connect(made.failed.append)
        pane.show()
        qtbot.waitExposed(pane)
        yield made
        jobs.close()


def broken(*_args: object, **_named: object) -> None:
    raise StoreBusy


def test_who_writes_the_case_in_front_is_shown(desk: Desk) -> None:
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    assert desk.shown() is ProfileShown.PROFILE
    assert desk.pane.header.name == "Marta Rossi"
    desk.controller.show(None, None)
    assert desk.shown() is ProfileShown.NOBODY


def test_a_customer_that_is_gone_is_said_to_be_gone(desk: Desk) -> None:
    desk.controller.show(404, None)
    assert desk.part("profile_empty_title").text() == "No profile"


def test_a_note_is_added_told_of_and_can_be_undone(desk: Desk) -> None:
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    desk.part("note_add").click()
    desk.pane.notes.editor.set_text("Chiamare dopo le 18")
    desk.part("note_save").click()
    assert desk.notes() == ["Chiamare dopo le 18"]
    assert not desk.pane.notes.editor.isVisible()
    assert desk.pane.notes.editor.text == ""
    desk.undo()
    assert desk.notes() == []
    assert desk.part("notes_empty").isVisible()


def test_a_removed_note_comes_back(desk: Desk) -> None:
    row = desk.write("Marta Rossi", "Bolletta doppia")
    desk.session.customers.add_note(row.customer_id, "Contatore vecchio")
    desk.show(row)
    (line,) = [part for part in desk.pane.notes.findChildren(QWidget) if part.objectName().startswith("note_remove_")]
    assert isinstance(line, QAbstractButton)
    line.click()
    assert desk.notes() == []
    assert not desk.done[-1].added
    desk.undo()
    assert desk.notes() == ["Contatore vecchio"]


def test_tags_are_added_with_completion_and_removed_with_undo(qtbot: QtBot, desk: Desk) -> None:
    other = desk.write("Pau Vila", "Bon dia")
    desk.session.customers.set_tag(other.customer_id, "Condominio", present=True)
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    desk.part("tag_add").click()
    completions = desk.pane.tags.field.completer().model()
    qtbot.waitUntil(lambda: completions.rowCount() == 1)
    QTest.keyClicks(desk.pane.tags.field, "condominio")
    QTest.keyClick(desk.pane.tags.field, Qt.Key.Key_Return)
    assert desk.tags() == ["Condominio"]
    desk.part("tag_Condominio").click()
    assert desk.tags() == []
    desk.undo()
    assert desk.tags() == ["Condominio"]


def test_the_same_tag_twice_is_no_deed(desk: Desk) -> None:
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    desk.pane.tags.added.emit("SDD")
    desk.pane.tags.added.emit("SDD")
    desk.pane.tags.added.emit("   ")
    assert len(desk.done) == 1


def test_what_was_written_about_one_customer_waits_for_them(desk: Desk) -> None:
    marta, pau = desk.write("Marta Rossi", "Bolletta doppia"), desk.write("Pau Vila", "Bon dia")
    desk.show(marta)
    desk.part("note_add").click()
    desk.pane.notes.editor.set_text("a metà")
    desk.show(pau)
    assert not desk.pane.notes.editor.isVisible()
    assert desk.pane.notes.editor.text == ""
    desk.show(marta)
    assert desk.pane.notes.editor.isVisible()
    assert desk.pane.notes.editor.text == "a metà"


def test_a_store_that_fails_changes_nothing_and_keeps_the_text(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    desk.part("note_add").click()
    desk.pane.notes.editor.set_text("importante")
    monkeypatch.setattr(type(desk.session.store.customers), "add_note", broken)
    desk.part("note_save").click()
    assert [error.code for error in desk.failed] == ["busy"]
    assert desk.pane.notes.editor.text == "importante"
    assert desk.pane.notes.editor.isVisible()
    assert desk.done == []


def test_a_failed_refresh_keeps_the_profile_and_try_again_reads_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    with monkeypatch.context() as patched:
        patched.setattr(type(desk.session.store.people), "profile", broken)
        desk.controller.refresh()
        assert desk.pane.error.isVisible()
        assert desk.pane.identities.isVisible()
        assert desk.part("profile_error_fact").text() == "The store did not answer at 13:00. Nothing was changed."
    desk.part("profile_error_action").click()
    assert not desk.pane.error.isVisible()


def test_another_customer_that_can_not_be_read_never_shows_the_one_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    marta, pau = desk.write("Marta Rossi", "Bolletta doppia"), desk.write("Pau Vila", "Bon dia")
    desk.show(marta)
    with monkeypatch.context() as patched:
        patched.setattr(type(desk.session.store.people), "profile", broken)
        desk.show(pau)
        assert desk.shown() is ProfileShown.UNREADABLE
        assert desk.pane.header.name == "Pau Vila"
        assert not desk.pane.identities.isVisible()
    desk.part("profile_error_action").click()
    assert desk.shown() is ProfileShown.PROFILE


def test_a_past_interaction_asks_for_its_conversation(qtbot: QtBot, desk: Desk) -> None:
    old = desk.write("Marta Rossi", "Voltura", days=-30)
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    with qtbot.waitSignal(desk.controller.case_requested) as asked:
        desk.pane.past.view.setFocus()
        QTest.keyClick(desk.pane.past.view, Qt.Key.Key_Return)
    assert asked.args == [old.id]


def test_all_past_interactions_are_listed_in_the_background_and_stay_listed(qtbot: QtBot, desk: Desk) -> None:
    for number in range(9):
        desk.write("Marta Rossi", f"Domanda {number}", days=-10 * number - 10)
    row = desk.write("Marta Rossi", "Bolletta doppia")
    desk.show(row)
    assert desk.pane.past.view.past.rowCount() == 3
    desk.part("past_all").click()
    qtbot.waitUntil(lambda: desk.pane.past.view.past.rowCount() == 10)
    assert desk.pane.past.lists_all
    newest = desk.pane.past.view.past.line_at(0)
    assert newest is not None
    assert newest.is_shown
    assert newest.outcome.endswith("shown now")
    desk.write("Marta Rossi", "Ancora una", days=20)
    desk.controller.refresh()
    qtbot.waitUntil(lambda: desk.pane.past.view.past.rowCount() == 11)
    desk.part("past_all").click()
    assert desk.pane.past.view.past.rowCount() == 3
    desk.part("past_all").click()
    pau = desk.write("Pau Vila", "Bon dia")
    desk.show(pau)
    qtbot.waitUntil(lambda: desk.jobs.is_idle)
    QTest.qWait(0)
    assert desk.pane.past.view.past.rowCount() == 0, "what was looked up for somebody else never arrives"


def test_looking_up_all_that_takes_long_is_said_and_a_failure_ends_it(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        desk.write("Marta Rossi", f"Domanda {number}", days=-10 * number)
    desk.show(desk.write("Marta Rossi", "Bolletta doppia", days=9))
    monkeypatch.setattr(type(desk.session.store.people), "past_ids", broken)
    desk.controller._patience.setInterval(0)
    desk.part("past_all").click()
    desk.pane.past.set_loading(True)
    assert not desk.part("past_all").isEnabled()
    qtbot.waitUntil(lambda: len(desk.failed) == 1)
    assert desk.part("past_all").isEnabled()
    assert desk.part("past_all").accessibleName() == "All 7"


def test_past_interactions_that_can_not_be_read_are_told_of(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        desk.write("Marta Rossi", f"Domanda {number}", days=-10 * number)
    desk.show(desk.write("Marta Rossi", "Bolletta doppia", days=9))
    monkeypatch.setattr(type(desk.session.store.people), "past_rows", broken)
    desk.part("past_all").click()
    qtbot.waitUntil(lambda: desk.pane.past.lists_all)
    desk.pane.grab()
    qtbot.waitUntil(desk.pane.error.isVisible)
    assert desk.pane.past.view.past.line_at(0) is None


def test_show_post_leads_to_the_earlier_message_wherever_it_is(qtbot: QtBot, desk: Desk) -> None:
    old = desk.write("Marta Rossi", "Due volte la bolletta di febbraio", days=-30)
    row = desk.write("Marta Rossi", "Ancora due volte la bolletta di febbraio")
    row = replace(row, reasons=(Reason(ReasonCode.ASKED_BEFORE, "1"),))
    cards: list[Any] = []
    items: list[tuple[int, str]] = []
    desk.controller.repeat_shown.connect(cards.append)
    desk.controller.item_requested.connect(lambda case_id, key: items.append((case_id, key)))
    desk.show(row)
    assert cards[-1].title == "Asked the same 30 days ago on Mastodon, unanswered"
    with qtbot.waitSignal(desk.controller.case_requested) as asked:
        desk.part("repeat_show").click()
    assert asked.args == [old.id]
    assert [case_id for case_id, _ in items] == [old.id]
    assert items[0][1].startswith("message-")
    desk.show(desk.row(old.id))
    assert cards[-1] is None


def test_merging_takes_a_reason_and_undo_gives_both_back(qtbot: QtBot, desk: Desk) -> None:
    marta = desk.write("Marta Rossi", "Bolletta doppia")
    by_mail = desk.write("Marta Rossi", "Di nuovo", network=Network.EMAIL)
    desk.show(marta)
    desk.controller.merge(by_mail.customer_id, "stesso numero cliente")
    qtbot.waitUntil(lambda: desk.part("identity_2").isVisible())
    assert desk.done[-1].case_ids == (by_mail.id,)
    desk.undo()
    assert desk.pane.findChild(QWidget, "identity_2") is None


def test_separating_the_identity_that_writes_takes_the_profile_along(desk: Desk) -> None:
    marta = desk.write("Marta Rossi", "Bolletta doppia")
    by_mail = desk.write("Marta R.", "Di nuovo", network=Network.EMAIL)
    desk.session.customers.merge(by_mail.customer_id, marta.customer_id, "stesso numero")
    desk.show(desk.row(by_mail.id))
    assert desk.controller.customer == marta.customer_id
    desk.part("separate_2").click()
    assert desk.controller.customer == by_mail.customer_id
    assert desk.pane.header.name == "Marta R."
    desk.undo()
    assert desk.controller.customer == marta.customer_id


def test_the_dialog_merges_only_with_a_customer_and_a_reason(qtbot: QtBot, desk: Desk) -> None:
    marta = desk.write("Marta Rossi", "Bolletta doppia")
    other = desk.write("Marta Verdi", "Bon dia", network=Network.EMAIL)
    found = desk.session.customers.found
    dialog = MergeCustomerDialog(desk.pane.theme, "Marta Rossi", lambda typed: found(typed, marta.customer_id))
    qtbot.addWidget(dialog)
    dialog.show()
    merge = next(button for button in dialog.findChildren(QAbstractButton) if button.text() == "Merge")
    listed = dialog.findChild(QListWidget)
    search, why = (dialog.findChild(QLineEdit, f"merge_customer_{name}") for name in ("search", "why"))
    assert listed is not None
    assert search is not None
    assert why is not None
    assert not merge.isEnabled()
    QTest.keyClicks(search, "marta")
    qtbot.waitUntil(lambda: listed.count() == 1)
    assert dialog.chosen == other.customer_id
    assert not merge.isEnabled()
    QTest.keyClicks(why, "stesso numero")
    assert merge.isEnabled()
    merge.click()
    assert (dialog.result(), dialog.why) == (QDialog.DialogCode.Accepted, "stesso numero")


def test_everything_about_a_person_is_written_where_the_agent_says(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.write("Marta Rossi", "Bolletta doppia")
    desk.show(row)
    asked: list[str] = []

    def choose(_parent: QWidget, title: str, path: str, _filter: str) -> tuple[str, str]:
        asked.extend((title, Path(path).name))
        return str(tmp_path / "copia.zip"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    desk.part("profile_export").click()
    assert desk.copy() is FootState.BUSY
    qtbot.waitUntil(lambda: desk.copy() is FootState.SAVED)
    assert asked == ["Export everything about Marta Rossi", "Marta Rossi 2026-03-12.zip"]
    assert desk.pane.foot.said == "Saved as copia.zip: conversations 1, messages 1, files 0."
    with zipfile.ZipFile(tmp_path / "copia.zip") as archive:
        page = archive.read("index.html").decode()
        assert json.loads(archive.read("data.json"))["person"]["name"] == "Marta Rossi"
    assert "Complaint" in page
    assert desk.session.store.journal.newest(1)[0].after == row.customer_id
    desk.show(desk.write("Pau Vila", "Bon dia"))
    assert desk.copy() is FootState.IDLE


def test_a_copy_that_can_not_be_written_says_why_and_what_to_do(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    desk.controller.export_to(tmp_path / "missing" / "copia.zip")
    qtbot.waitUntil(lambda: desk.copy() is FootState.FAILED)
    assert desk.pane.foot.said == "That folder is not there, nothing was written. Choose another one."
    monkeypatch.setattr(type(desk.session.store.dossier), "person", broken)
    desk.controller.export_to(tmp_path / "copia.zip")
    qtbot.waitUntil(lambda: "busy" in desk.pane.foot.said)
    assert desk.session.store.journal.newest(1)[0].deed != "customer_exported"


def test_a_given_up_dialog_exports_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.show(desk.write("Marta / Rossi", "Bolletta doppia"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    desk.controller.ask_export()
    assert desk.copy() is FootState.IDLE


def test_the_focus_is_never_lost_when_a_note_goes(qtbot: QtBot, desk: Desk) -> None:
    row = desk.write("Marta Rossi", "Bolletta doppia")
    for text in ("prima", "seconda"):
        desk.session.customers.add_note(row.customer_id, text)
    desk.show(row)
    for _ in range(2):
        profile = desk.session.customers.profile(row.customer_id)
        assert profile is not None
        line = desk.part(f"note_{profile.notes[0].uid}")
        qtbot.waitUntil(line.isVisible)
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_Delete)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "note_add"
