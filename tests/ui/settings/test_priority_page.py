"""The page of the priority: weights, words and favoured customers are changed, tried on open cases, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.model import CaseId, FactorName, MessageClass, Network, Visibility
from desktop.store.weighing import Said, Weighed
from desktop.sync import Pipeline
from desktop.triage import OwnPriority, Triage, read_own_priority
from desktop.triage.own_phrases import PhraseFault
from desktop.triage.own_priority import Favour, FavourKind, OwnPhrase
from desktop.triage.own_priority_file import write_own_priority
from desktop.triage.priority_trial import Move
from tests.factories import NOON, FakeClock, an_arrival, an_author
from tests.loaded import shipped_triage
from tests.ui.sessions import a_session
from tests.unit.sync.scripted_channel import AlwaysOpen
from ui.session import Session
from ui.settings import SettingsDialog
from ui.settings.priority_page import PriorityPage
from ui.settings.priority_trial_panel import PriorityTrialPanel
from ui.settings.priority_words import move_line, phrase_fault_sentence, trial_sentence
from ui.theme import Theme
from ui.widgets import Label

TEXTS = {
    "Ada Neri": "Mi avete addebitato due volte la bolletta, è una vergogna",
    "Bo Li": "A che ora aprite lo sportello di via Roma?",
    "Cleo Sala": "Grazie mille, siete stati gentilissimi!",
}
POSTED = "Il mio IBAN è IT60X0542811101000000123456, grazie"


@pytest.fixture(scope="module")
def triage() -> Triage:
    return shipped_triage()


@pytest.fixture
def session(tmp_path: Path, triage: Triage) -> Iterator[Session]:
    clock = FakeClock()
    made, account = a_session(tmp_path, clock, ())
    pipeline = Pipeline(made.store, triage, AlwaysOpen(), clock, str.lower)
    pipeline.take(account, [an_arrival(name, author=an_author(name), text=text) for name, text in TEXTS.items()])
    yield made
    made.store.close()


@pytest.fixture
def dialog(qtbot: QtBot, session: Session, light: Theme) -> SettingsDialog:
    shown = SettingsDialog(session, light)
    qtbot.addWidget(shown)
    return shown


@pytest.fixture
def page(qtbot: QtBot, session: Session, light: Theme) -> PriorityPage:
    made = PriorityPage(session, light)
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(page: PriorityPage, name: str) -> None:
    found = page.findChild(QPushButton, name) or page.findChild(QToolButton, name)
    assert found is not None, name
    found.click()


def write_phrase(page: PriorityPage, text: str, button: str = "add_phrase") -> str:
    """Type a phrase, press a button; return what is said against it."""
    field = page._phrases.phrase
    field.edit.selectAll()
    QTest.keyClicks(field.edit, text)
    press(page, button)
    return field._below.text if field.text else ""


def tried(qtbot: QtBot, page: PriorityPage) -> list[Move]:
    press(page, "try_priority")
    assert page._trial.is_running
    qtbot.waitUntil(lambda: not page._trial.is_running)
    return page._trial._moves


def test_a_page_that_was_only_looked_at_has_nothing_to_save(page: PriorityPage) -> None:
    assert not page.is_changed
    assert page.unsaved == ""
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [page]


def test_a_weight_is_changed_saved_and_read_back(qtbot: QtBot, session: Session, dialog: SettingsDialog) -> None:
    dialog.show_group("priority")
    dialog.show()
    qtbot.waitExposed(dialog)
    page = dialog.findChild(PriorityPage, "priority_page")
    assert isinstance(page, PriorityPage)
    page._weights._lines["urgency.complaint"]._slider.setValue(30)
    assert page.is_changed
    with qtbot.waitSignal(dialog.settings_changed) as told:
        dialog._save.click()
    assert told.args == ["priority"]
    assert read_own_priority(session.profile.priority) == OwnPriority({"urgency.complaint": 30})
    newest = session.store.journal.newest(1)[0]
    assert newest.after == {"priority": {"weights": {"urgency.complaint": 30}, "words": 0, "favoured": 0}}


def test_one_weight_and_all_of_them_go_back_to_the_program_s_own(page: PriorityPage) -> None:
    lines = page._weights._lines
    lines["urgency.complaint"]._box.setValue(30)
    lines["waiting.per_doubling"]._box.setValue(2.5)
    assert page._own.figures == {"urgency.complaint": 30, "waiting.per_doubling": 2.5}
    press(page, "weight_back_urgency_complaint")
    assert page._own.figures == {"waiting.per_doubling": 2.5}
    press(page, "reset_weights")
    assert page._own == OwnPriority()
    assert not page.is_changed


def test_a_phrase_is_added_refused_and_deleted(page: PriorityPage) -> None:
    assert write_phrase(page, "coda eterna") == ""
    assert page._own.phrases == (OwnPhrase("class.complaint", "coda eterna", "it"),)
    assert "already" in write_phrase(page, "Coda  ETERNA")
    assert "comma" in write_phrase(page, "coda, eterna")
    assert "program's own list" in write_phrase(page, "che schifo")
    assert page.unsaved
    press(page, "phrases_delete_0")
    assert not page._own.phrases


def test_a_phrase_of_the_program_is_taken_out_and_one_that_is_not_there_is_told(page: PriorityPage) -> None:
    assert "does not hold" in write_phrase(page, "coda eterna", "leave_phrase")
    assert write_phrase(page, "che schifo", "leave_phrase") == ""
    assert page._own.phrases == (OwnPhrase("class.complaint", "che schifo", "it", counts=False),)


def test_handles_tags_and_customers_are_favoured(page: PriorityPage, session: Session) -> None:
    form = page._favours
    for kind, text in (
        (FavourKind.HANDLE, "@ada.neri"),
        (FavourKind.HANDLE, "ADA.NERI"),
        (FavourKind.TAG, "press"),
        (FavourKind.CUSTOMER, "nobody"),
        (FavourKind.CUSTOMER, "bo li"),
    ):
        form._kind.box.choose(kind)
        form.value.set_text(text)
        press(page, "add_favour")
    assert [(one.kind, one.name or one.value) for one in page._own.favours] == [
        (FavourKind.HANDLE, "@ada.neri"),
        (FavourKind.TAG, "press"),
        (FavourKind.CUSTOMER, "Bo Li"),
    ]
    moved = {case.name: case.customer for case in session.store.weighing.of(session.store.weighing.open_cases())}
    assert page._own.favours[2].value == moved["Bo Li"]


def test_a_trial_says_which_cases_would_move_and_changes_none(
    qtbot: QtBot, session: Session, page: PriorityPage
) -> None:
    weighing = session.store.weighing
    before = weighing.of(weighing.open_cases())
    page._weights._lines["urgency.complaint"]._box.setValue(35)
    page._weights._lines["urgency.faq_question"]._box.setValue(7)
    moves = {one.name: one for one in tried(qtbot, page)}
    assert (moves["Ada Neri"].up, moves["Bo Li"].up, moves["Cleo Sala"].differs) == (True, False, False)
    assert "1 would move up and 1 down" in page._trial._said.text
    assert weighing.of(weighing.open_cases()) == before
    with qtbot.waitSignal(page.case_requested) as told:
        press(page, f"priority_move_{moves['Ada Neri'].case_id}")
    assert told.args == [int(moves["Ada Neri"].case_id)]


def test_a_trial_is_stopped_and_one_of_older_weights_is_forgotten(qtbot: QtBot, page: PriorityPage) -> None:
    press(page, "try_priority")
    press(page, "try_priority")
    assert not page._trial.is_running
    page.wait()
    press(page, "try_priority")
    page._weights._lines["urgency.complaint"]._box.setValue(35)
    assert not page._trial.is_running
    page.wait()
    qtbot.wait(1)
    assert page._trial._said.text == ""


def test_a_trial_covers_what_was_posted_by_mistake(qtbot: QtBot, light: Theme) -> None:
    def weighed(_: Sequence[CaseId]) -> tuple[Weighed, ...]:
        said = Said(1, POSTED, "", Network.X, Visibility.PUBLIC, None, True, NOON, "it", "@ada", None, False)
        return (Weighed(CaseId(1), "c", "Ada", (), None, 99, (), (), NOON, (said,)),)

    panel = PriorityTrialPanel(light, lambda _: (CaseId(1),), weighed, lambda: shipped_triage)
    qtbot.addWidget(panel)
    panel._button.click()
    qtbot.waitUntil(lambda: not panel.is_running)
    words = [label.text() for label in panel.findChildren(Label)]
    assert f"Il mio IBAN è {'•' * 27}, grazie" in words


def test_unchanged_weights_move_nothing(qtbot: QtBot, page: PriorityPage) -> None:
    assert not any(one.differs for one in tried(qtbot, page))
    assert "None of 3" in page._trial._said.text


def test_a_file_that_can_not_be_read_is_told_and_written_anew_by_save(
    qtbot: QtBot, session: Session, dialog: SettingsDialog
) -> None:
    session.profile.priority.write_text("{")
    dialog.show_group("priority")
    dialog.show()
    qtbot.waitExposed(dialog)
    page = dialog.findChild(PriorityPage, "priority_page")
    assert isinstance(page, PriorityPage)
    assert "priority.json" in page._said.text
    page._weights._lines["urgency.complaint"]._box.setValue(35)
    dialog._save.click()
    assert read_own_priority(session.profile.priority).figures == {"urgency.complaint": 35}


def test_what_is_in_the_file_is_shown(qtbot: QtBot, session: Session, light: Theme) -> None:
    favours = (Favour(FavourKind.TAG, "press", 12),)
    phrases = (OwnPhrase("gravity.medical", "glucometro"),)
    write_own_priority(session.profile.priority, OwnPriority({"repeat.each": 12}, phrases, favours))
    page = PriorityPage(session, light)
    qtbot.addWidget(page)
    page.show()
    assert page._weights._lines["repeat.each"].figure == 12
    assert len(page._phrases._rows.rows()) == len(page._favours._rows.rows()) == 1
    assert not page.is_changed


@pytest.mark.parametrize("fault", list(PhraseFault))
def test_every_fault_has_a_sentence(fault: PhraseFault) -> None:
    assert phrase_fault_sentence(fault).endswith(".")


def test_what_a_trial_found_is_one_sentence_and_each_move_says_why() -> None:
    move = Move(
        CaseId(1), "Ada", "x", 20, 32, ((FactorName.URGENCY, 14), (FactorName.REACH, -2)), MessageClass.COMPLAINT
    )
    assert move_line(move) == "Urgency +14, Reach −2; counts among complaints"
    assert "nothing to try" in trial_sentence(())
