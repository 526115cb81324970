"""The knowledge window as a person uses it: an entry from an answer, search, versions, export, offers while writing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.cases import Done
from desktop.guardrails import Guardrails
from desktop.knowledge import Gap, KnowledgeBook
from desktop.model import CaseId, Direction, DraftMode
from desktop.model.knowledge import FaqEntry, FaqText
from tests.factories import NOON, FakeClock, an_arrival, taken
from tests.loaded import shipped_guardrails
from tests.ui.conversation import item
from tests.ui.sessions import a_session
from tests.ui.windows import Furnished, a_window
from ui.cases.timeline import Timeline
from ui.knowledge.controller import _pair
from ui.knowledge.shelf import NOTE
from ui.knowledge.window import KnowledgeWindow
from ui.theme import Theme
from ui.widgets import ComboBox, Field, Label

METER = FaqEntry("e1", "Contatore", (FaqText("it", "Come leggo il contatore?", "Prema il tasto blu."),))
REFUND = FaqEntry("e2", "", (FaqText("it", "Quando arriva il rimborso?", "Entro 30 giorni."),))


@cache
def guardrails() -> Guardrails:
    """Return the guardrails that come with the program."""
    return shipped_guardrails()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, light: Theme) -> Iterator[Furnished]:
    with a_window(tmp_path, qtbot, light) as made:
        made.parts.case.show(int(made.session.store.lanes.rows([1])[0].id))
        made.parts.knowledge.book.keep(METER)
        made.parts.knowledge.book.keep(REFUND)
        yield made


@pytest.fixture
def book(tmp_path: Path) -> Iterator[KnowledgeBook]:
    session, _ = a_session(tmp_path, FakeClock())
    made = KnowledgeBook(session.store, guardrails, lambda: "Laura", session.clock)
    made.keep(METER)
    made.keep(REFUND)
    made.session = session  # type: ignore[attr-defined]
    yield made
    session.store.close()


@pytest.fixture
def shown(qtbot: QtBot, book: KnowledgeBook, light: Theme, monkeypatch: pytest.MonkeyPatch) -> KnowledgeWindow:
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    made = KnowledgeWindow(book.session, light, book)  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.show()
    return made


def part(shown: KnowledgeWindow, kind: type, name: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    found = shown.findChild(kind, name)
    assert found is not None, name
    return found


def questions(shown: KnowledgeWindow) -> list[str]:
    listed = part(shown, QListWidget, "faq_list")
    return [listed.item(row).text() for row in range(listed.count())]


def test_the_list_is_searched_as_one_types(shown: KnowledgeWindow) -> None:
    assert sorted(questions(shown)) == ["Come leggo il contatore?", "Quando arriva il rimborso?"]
    QTest.keyClicks(part(shown, Field, "faq_search_field").edit, "rimb")
    assert questions(shown) == ["Quando arriva il rimborso?"]


def test_a_row_tells_category_and_languages_and_no_row_how_to_begin(shown: KnowledgeWindow) -> None:
    listed = part(shown, QListWidget, "faq_list")
    assert {listed.item(row).data(NOTE) for row in range(2)} == {"Contatore · Italian", "Italian"}
    QTest.keyClicks(part(shown, Field, "faq_search_field").edit, "xyzzy")
    assert listed.isHidden()
    assert part(shown, Label, "faq_list_empty").isVisible()


@pytest.mark.slow  # a whole window
def test_an_answer_becomes_an_entry_without_the_customer_in_it(window: Furnished) -> None:
    knowledge = window.parts.knowledge
    knowledge.make_entry()
    shown = knowledge.open()
    answer, question = part(shown, QPlainTextEdit, "faq_answer"), part(shown, Field, "faq_question_field")
    assert question.text
    assert "Ada" not in question.text + answer.toPlainText()
    answer.setPlainText("Scriva a ada@posta.example.")
    assert not shown.save()
    assert "ada@posta.example" in part(shown, QPlainTextEdit, "faq_answer").toPlainText()
    answer.setPlainText("Entro due giorni.")
    assert shown.save()
    assert len(knowledge.book.all()) == 3
    assert not shown.is_changed


@pytest.mark.slow  # a whole window
def test_a_messages_menu_makes_an_entry_of_that_message(window: Furnished) -> None:
    timeline, knowledge = window.parts.conversation.timeline, window.parts.knowledge
    number = next(one for one in range(timeline.view.model().rowCount()) if _offer(timeline, one) is not None)
    offer = _offer(timeline, number)
    assert offer is not None
    offer.trigger()
    shown = window.window.findChild(KnowledgeWindow)
    assert shown is not None
    assert knowledge.has_case
    assert part(shown, Field, "faq_question_field").text or part(shown, QPlainTextEdit, "faq_answer").toPlainText()


def _offer(timeline: Timeline, number: int) -> QAction | None:
    return next((one for one in timeline.menu_of(number).actions() if one.text() == "Make an FAQ entry…"), None)


def test_of_a_question_the_next_answer_is_taken_and_of_an_answer_the_question_before_it() -> None:
    theirs, ours = Direction.INCOMING, Direction.OUTGOING
    said = [(theirs, "A?"), (ours, "a."), (theirs, "B?"), (theirs, "C?"), (ours, "c."), (theirs, "D?")]
    items = [item(str(number), direction=way, text=text, message_id=number) for number, (way, text) in enumerate(said)]
    pairs = {number: _pair(items, number) for number in range(len(said))}
    assert pairs == {0: ("A?", "a."), 1: ("A?", "a."), 2: ("B?", "c."), 3: ("C?", "c."), 4: ("C?", "c."), 5: ("D?", "")}
    assert _pair(items) == ("C?", "c.")


def test_an_earlier_version_can_be_put_back(shown: KnowledgeWindow, book: KnowledgeBook) -> None:
    book.keep(FaqEntry("e1", "Contatore", (FaqText("it", "Come leggo?", "Tasto verde."),)))
    entry = next(one for one in book.all() if one.uid == "e1")
    shown.show_entry(entry)
    versions = part(shown, ComboBox, "faq_versions")
    assert versions.count() == 2
    versions.setCurrentIndex(1)
    assert part(shown, QPlainTextEdit, "faq_answer").toPlainText() == "Prema il tasto blu."
    assert shown.save()
    assert book.versions("e1", "it")[0].version == 3


def test_what_lacks_an_entry_begins_one_and_shows_a_case(shown: KnowledgeWindow) -> None:
    asked: list[int] = []
    shown.case_requested.connect(asked.append)
    shown.show_gaps((Gap("Avete uno sportello a Cuneo?", 7, CaseId(1), "es"),))
    gaps = part(shown, QListWidget, "faq_gaps")
    assert "7" in gaps.item(0).data(NOTE)
    gaps.itemActivated.emit(gaps.item(0))
    assert part(shown, Field, "faq_question_field").text == "Avete uno sportello a Cuneo?"
    assert part(shown, ComboBox, "faq_language").current == "es"
    assert asked == [1]


@pytest.mark.slow  # a whole window
def test_what_lacks_an_entry_begins_with_the_answer_that_was_given(window: Furnished) -> None:
    store = window.session.store
    case = CaseId(int(store.lanes.rows([1])[0].id))
    thread = window.session.cases.detail(case).threads[0].remote_id  # type: ignore[union-attr]
    question, answer = "Avete uno sportello a Cuneo?", "Sì Ada, in piazza Galimberti."
    asks = an_arrival("q1", text=question, thread_remote_id=thread, sent_at=NOON)
    says = an_arrival(
        "q2", text=answer, thread_remote_id=thread, sent_at=NOON + timedelta(minutes=1), direction=Direction.OUTGOING
    )
    store.intake.take(store.accounts.all()[0], [taken(asks), taken(says)], NOON)
    shown = window.parts.knowledge.open()
    shown.show_gaps((Gap(question, 7, case, "it"),))
    gaps = part(shown, QListWidget, "faq_gaps")
    gaps.itemActivated.emit(gaps.item(0))
    assert part(shown, Field, "faq_question_field").text == question
    assert "piazza Galimberti" in part(shown, QPlainTextEdit, "faq_answer").toPlainText()
    assert "Ada" not in part(shown, QPlainTextEdit, "faq_answer").toPlainText()


def test_an_entry_is_called_by_the_first_of_the_desks_languages(shown: KnowledgeWindow, book: KnowledgeBook) -> None:
    texts = (FaqText("ca", "Quan arriba la factura?", "Cada mes."), FaqText("it", "Quando arriva?", "Ogni mese."))
    book.keep(FaqEntry("e3", "", texts))
    shown.refresh()
    listed = part(shown, QListWidget, "faq_list")
    (row,) = listed.findItems("Quando arriva?", Qt.MatchFlag.MatchExactly)
    assert row.data(NOTE) == "Italian, Catalan"


def test_words_that_were_not_saved_are_asked_about(shown: KnowledgeWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    part(shown, QPlainTextEdit, "faq_answer").setPlainText("Altro")
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isVisible()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_entries_are_written_for_the_site(shown: KnowledgeWindow, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"faq.{ending}"
    shown.export_to(target, "it")
    content = target.read_text("utf-8")
    assert "Entro 30 giorni." in content
    if ending == "json":
        assert len(json.loads(content)["entries"]) == 2
    shown.export_to(tmp_path / "no" / "faq.html", "it")


@pytest.mark.slow  # a whole window
def test_entries_are_offered_in_the_picker(window: Furnished) -> None:
    composing = window.parts.composing
    window.parts.conversation.composer.choose_mode(DraftMode.PUBLIC)
    found = composing.shelf.search("faq", composing._writing.view)
    assert {one.title for one in found} == {"Come leggo il contatore?", "Quando arriva il rimborso?"}
    composing.shelf.used(found[0].uid)


def test_choosing_an_entry_reads_no_entries_again(
    shown: KnowledgeWindow, book: KnowledgeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    monkeypatch.setattr(book, "all", lambda: reads.append("all"))
    listed = part(shown, QListWidget, "faq_list")
    listed.itemActivated.emit(listed.findItems(REFUND.texts[0].question, Qt.MatchFlag.MatchExactly)[0])
    assert shown._form.entry.texts[0].question == REFUND.texts[0].question
    assert reads == []


def test_an_entry_is_deleted_with_undo(shown: KnowledgeWindow, book: KnowledgeBook) -> None:
    told: list[Done] = []
    shown.changed.connect(told.append)
    shown.show_entry(REFUND)
    shown._on_remove_clicked()
    assert [one.uid for one in book.all()] == ["e1"]
    assert told[-1].undo is not None
    told[-1].undo()
    assert len(book.all()) == 2
