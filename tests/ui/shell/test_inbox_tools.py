"""The inbox as a tool, in the real window: views, search, several cases at once, drops, windows of their own, company."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.inbox import DropRefusal
from desktop.model import CaseStatus, DraftMode, Lane, Sort
from tests.ui.sessions import case_ids
from tests.ui.windows import Furnished, a_window
from ui.inbox.carrying import carried, cases_of
from ui.inbox.drop_words import refusal_words
from ui.inbox.view_dialog import ViewDialog
from ui.theme import Theme

_Part = TypeVar("_Part", bound=QWidget)

PEOPLE = ("Ada Neri", "Bo Li", "Cleo Sala", "Dario Riva", "Elsa Conti")
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, light: Theme) -> Iterator[Furnished]:
    with a_window(tmp_path, qtbot, light, PEOPLE) as opened:
        yield opened


def search(desk: Furnished, typed: str) -> None:
    field = desk.part("search")
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, typed)


def statuses(desk: Furnished) -> set[CaseStatus]:
    return {row.status for row in desk.session.inbox.rows(desk.session.inbox.page(Lane.ALL).ids)}


# --- saved views ----------------------------------------------------------------------------------------------


def a_dialog(desk: Furnished) -> ViewDialog:
    found = desk.window.findChild(QDialog, "view_dialog")
    assert isinstance(found, ViewDialog)
    return found


def within(dialog: QWidget, kind: type[_Part], name: str) -> _Part:
    """Return a part of a dialog, which must have it."""
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


@pytest.mark.slow  # a whole window
def test_a_search_is_kept_as_a_view_counted_shown_and_undone(desk: Furnished) -> None:
    search(desk, "from:ada")
    desk.wait_for("Ada Neri")
    desk.tools.keep_as_view()
    dialog = a_dialog(desk)
    desk.bot.waitUntil(lambda: "1 conversation" in within(dialog, QLabel, "view_count").text())
    QTest.keyClicks(within(dialog, QLineEdit, "view_name"), "Ada only")
    dialog.accept()
    uid = desk.tools.views.book.all()[0].uid
    desk.wait_for("Ada Neri")
    item = desk.part(f"view_{uid}")
    desk.bot.waitUntil(lambda: item.count_text == "1")
    assert item.isChecked()
    desk.part("toast_undo").click()
    assert desk.tools.views.book.all() == ()
    assert not desk.part("saved_views").isVisible()


@pytest.mark.slow  # a whole window
def test_a_form_writes_the_query_and_says_what_is_wrong(desk: Furnished) -> None:
    dialog = desk.tools.views.begin("tag:vip network:myspace")
    field = within(dialog, QLineEdit, "view_query")
    assert "does not know" in field.accessibleDescription()
    field.clear()
    QTest.keyClicks(field, "(tag:a or tag:b) is:open")
    assert within(dialog, QLabel, "view_by_hand").isVisibleTo(dialog)
    field.clear()
    QTest.keyClicks(field, "tag:vip or tag:new")
    assert dialog.findChild(QComboBox, "condition_value_1") is not None
    dialog.accept()
    assert dialog.isVisible(), "a view without a name is not kept"
    dialog.reject()


@pytest.mark.slow  # a whole window
def test_views_are_moved_and_deleted_by_keys_and_remember_their_order(desk: Furnished) -> None:
    views = desk.tools.views
    for name in ("One", "Two"):
        views.book.add(name, "is:open")
    views.refresh()
    one, two = views.book.all()
    QTest.keyClick(desk.part(f"view_{two.uid}"), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [view.name for view in views.book.all()] == ["Two", "One"]
    desk.tools.show_view(two.uid)
    desk.settle()
    desk.pane.sort_chosen.emit(Sort.REACH)
    desk.tools.show_view(one.uid)
    desk.tools.show_view(two.uid)
    desk.settle()
    assert "Reach" in desk.part("list_sort").text()
    QTest.keyClick(desk.part(f"view_{two.uid}"), Qt.Key.Key_Delete)
    assert [view.name for view in views.book.all()] == ["One"]
    assert desk.part("list_title").text() == "My open"


# --- search ---------------------------------------------------------------------------------------------------


@pytest.mark.slow  # a whole window
def test_what_is_typed_is_completed_without_leaving_the_field(desk: Furnished) -> None:
    search(desk, "fro")
    field, offered = desk.part("search"), desk.tools.searching.help
    assert [one.text for one in offered.offers] == ["from:"]
    QTest.keyClick(field, Qt.Key.Key_Tab)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "from:"
    QTest.keyClicks(field, "bo")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait_for("Bo Li")
    assert desk.tools.searching.history.all() == ("from:bo",)


@pytest.mark.slow  # a whole window
def test_a_found_case_opens_at_its_message_with_the_words_marked(desk: Furnished) -> None:
    search(desk, "bill")
    model = desk.window._first.frame.model
    desk.bot.waitUntil(lambda: model.context.sought == ("bill",))
    desk.part("case_list").step(1)
    timeline = desk.parts.conversation.timeline
    assert any(getattr(row, "sought", ()) == ("bill",) for row in timeline.rows)
    assert getattr(model.state_at(0), "sought", ()) == ("bill",)
    desk.part("search").clear()
    desk.window._first.inbox.search("")
    assert all(not getattr(row, "sought", ()) for row in timeline.rows)


# --- several at once ------------------------------------------------------------------------------------------


@pytest.mark.slow  # a whole window
def test_several_cases_are_solved_and_come_back_by_one_undo(desk: Furnished) -> None:
    view = desk.part("case_list")
    view.setFocus()
    view.step(1)
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert desk.part("selection_count").text() == "3 selected"
    QTest.keyClick(view, Qt.Key.Key_E)
    desk.settle()
    assert len(desk.session.inbox.page(Lane.SOLVED).ids) == 3
    assert not desk.part("selection_bar").isVisible()
    desk.part("toast_undo").click()
    assert desk.session.inbox.page(Lane.SOLVED).ids.tolist() == []


@pytest.mark.slow  # a whole window
def test_a_deed_on_many_goes_in_portions_and_is_told_once(desk: Furnished) -> None:
    bulk = desk.tools.bulk
    told: list[Done] = []
    steps: list[tuple[int, int]] = []
    bulk._portion = 2
    bulk.done.connect(told.append)
    bulk.progressed.connect(lambda done, total: steps.append((done, total)))
    bulk.assign([int(one) for one in case_ids_of(desk)], None)
    desk.bot.waitUntil(lambda: not bulk.is_busy)
    assert steps == [(2, 5), (4, 5), (5, 5)]
    assert [len(done.case_ids) for done in told] == [5]
    undo = told[0].undo
    assert undo is not None
    undo()
    assert len(desk.session.inbox.page(Lane.MY_OPEN).ids) == 5


def case_ids_of(desk: Furnished) -> list[int]:
    return [int(one) for one in desk.session.inbox.page(Lane.MY_OPEN).ids]


@pytest.mark.slow  # a whole window
def test_escape_leaves_one_case_selected_and_all_can_be(desk: Furnished) -> None:
    view = desk.part("case_list")
    view.setFocus()
    desk.parts.actions.run("select_all")
    assert len(desk.pane.selected_ids()) == len(PEOPLE)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert len(desk.pane.selected_ids()) == 1


# --- drops ----------------------------------------------------------------------------------------------------


def test_carried_cases_are_known_to_this_program_alone() -> None:
    assert cases_of(carried((4, 7))) == (4, 7)


@pytest.mark.parametrize("refusal", list(DropRefusal))
def test_every_refusal_says_why(refusal: DropRefusal) -> None:
    assert refusal_words(refusal).endswith(".")


@pytest.mark.slow  # a whole window
def test_cases_dropped_on_lanes_and_views_do_what_these_mean(desk: Furnished) -> None:
    first, second, third, *_ = case_ids_of(desk)
    dropping, at = desk.tools.dropping, QPoint(0, 0)
    dropping.drop("lane.solved", [first], at)
    dropping.drop("lane.unassigned", [second], at)
    desk.tools.views.book.add("VIP", "tag:vip is:open")
    uid = desk.tools.views.book.all()[0].uid
    dropping.drop(f"view.{uid}", [third], at)
    assert first in desk.session.inbox.page(Lane.SOLVED).ids
    assert second in desk.session.inbox.page(Lane.UNASSIGNED).ids
    assert desk.session.store.cases.tags(third) == ("vip",)  # type: ignore[arg-type]
    assert dropping.refusal("lane.at_risk") == refusal_words(DropRefusal.CLOCK)
    assert dropping.refusal("lane.solved") == ""
    desk.part("toast_undo").click()
    assert desk.session.store.cases.tags(third) == ()  # type: ignore[arg-type]


# --- windows of their own ----------------------------------------------------------------------------------------


@pytest.mark.slow  # a whole window
def test_a_case_in_its_own_window_is_written_there_alone(desk: Furnished) -> None:
    case = case_ids_of(desk)[0]
    desk.pane.select_case(case)
    desk.parts.conversation.composer.set_text("Half a")
    own = desk.tools.pop_outs.open(case)
    assert own.conversation.composer.text() == "Half a"
    assert desk.part("open_elsewhere").isVisible()
    own.conversation.composer.set_text("Half a reply")
    assert desk.tools.pop_outs.open(case) is own
    own.close()
    desk.bot.waitUntil(lambda: not desk.tools.pop_outs.windows)
    assert desk.parts.conversation.composer.text() == "Half a reply"
    assert not desk.part("open_elsewhere").isVisible()


@pytest.mark.slow  # a whole window
def test_what_is_done_in_its_own_window_is_seen_in_the_list(desk: Furnished) -> None:
    case = case_ids_of(desk)[0]
    own = desk.tools.pop_outs.open(case)
    own.case.solve()
    desk.settle()
    assert case not in case_ids_of(desk)
    own.conversation.toast.undo_requested.emit(own.conversation.toast._token)
    assert case in case_ids_of(desk)


# --- company --------------------------------------------------------------------------------------------------


@pytest.mark.slow  # a whole window
def test_a_colleague_who_writes_is_named_above_the_composer(desk: Furnished) -> None:
    case, session = case_ids(desk.session)[0], desk.session
    desk.pane.select_case(int(case))
    session.store.presence.note("other", case, "Giulia Rossi", "GR", at=session.clock())
    desk.tools.company.look()
    strip = desk.parts.conversation.company
    assert strip.words == "Giulia has this conversation open."
    session.store.presence.note_typing("other", case, at=session.clock())
    desk.tools.company.look()
    assert strip.words == "Giulia is answering this conversation."
    desk.part("company_continue").click()
    assert strip.words == "Giulia has this conversation open."
    chip = desk.part("conversation_company")
    assert (chip.isHidden(), chip.accessibleName()) == (False, "Giulia is answering this conversation.")
    session.clock.advance(61)  # type: ignore[attr-defined]
    desk.tools.company.look()
    assert strip.words == ""
    assert chip.isHidden()


@pytest.mark.slow  # a whole window
def test_a_key_in_the_reply_is_told_and_ended_with_the_text(desk: Furnished) -> None:
    case, session = case_ids(desk.session)[0], desk.session
    desk.pane.select_case(int(case))
    editor = desk.parts.conversation.composer.editor
    QTest.keyClicks(editor, "Hi")
    assert session.store.presence.others("Giulia", session.clock())[0].writes
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert not session.store.presence.others("Giulia", session.clock() + timedelta(seconds=1))[0].writes
    assert session.drafts.of(case) is None or session.drafts.of(case).mode is DraftMode.PUBLIC  # type: ignore[union-attr]


# --- the list beside long reads -------------------------------------------------------------------------------


@pytest.mark.slow  # a whole window
def test_what_waited_behind_a_long_report_does_not_make_the_list_rest_longer(desk: Furnished) -> None:
    inbox, jobs = desk.window._inbox, desk.parts.jobs
    read = Event()
    jobs.run("report", lambda _: read.wait(60), lambda _: None)
    inbox.read_all()
    QTimer.singleShot(600, read.set)
    desk.bot.waitUntil(lambda: jobs.is_idle)
    desk.bot.waitUntil(lambda: inbox.is_settled)
    assert inbox._read_seconds < 0.5
    inbox.refresh()
    assert inbox._gather.interval() <= 5_000
