"""The page of the desk's own privacy rules: added, mended, tried on past replies, deleted, brought back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.guardrails.own_rule import OwnRule, RuleDeed, RuleFault, RuleFaultCode, faults_of_rule
from desktop.guardrails.own_rules import read_own_rules, write_own_rules
from desktop.guardrails.rule_trial import Outcome, trial
from desktop.model import Decision, Deed, Direction, Finding, Visibility
from desktop.model.messages import SentReply
from tests.factories import NOON, FakeClock, an_arrival, taken
from tests.ui.sessions import a_session
from ui.session import Session
from ui.settings import SettingsDialog, privacy_page
from ui.settings.privacy_page import PrivacyPage
from ui.settings.privacy_words import deed_words, outcome_line, rule_fault_sentence, trial_words
from ui.theme import Theme

PLATE = OwnRule("1", "Number plate", RuleDeed.BLOCK, "targa", must_match=("Mi dice la targa?",))
REPLY = SentReply("Mi dice la targa?", Visibility.PUBLIC, "it")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, account = a_session(tmp_path, FakeClock())
    ours = an_arrival(
        "ours", thread_remote_id="m0", direction=Direction.OUTGOING, text="Mi dice la targa?", sent_at=NOON
    )
    made.store.intake.take(account, [taken(ours)], NOON)
    yield made
    made.store.close()


@pytest.fixture
def dialog(qtbot: QtBot, session: Session, light: Theme) -> SettingsDialog:
    shown = SettingsDialog(session, light)
    qtbot.addWidget(shown)
    return shown


def open_page(qtbot: QtBot, dialog: SettingsDialog) -> PrivacyPage:
    dialog.show_group("privacy")
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    page = dialog.findChild(PrivacyPage, "privacy_page")
    assert isinstance(page, PrivacyPage)
    return page


def press(dialog: SettingsDialog, name: str) -> None:
    found = dialog.findChild(QPushButton, name)
    assert found is not None, name
    assert found.isVisible(), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def write(page: PrivacyPage, rule: OwnRule) -> None:
    form = page._form
    for field, text in ((form.name, rule.name), (form.pattern, rule.pattern)):
        field.edit.selectAll()
        QTest.keyClicks(field.edit, text)
    form.must_match.edit.setPlainText("\n".join(rule.must_match))


def test_a_desk_without_rules_is_told_what_they_are_for(qtbot: QtBot, dialog: SettingsDialog) -> None:
    page = open_page(qtbot, dialog)
    assert page._none.isVisible()
    assert not page._form.isVisible()
    assert not page.is_changed


def test_a_rule_is_added_and_kept_with_a_line_in_the_journal(
    qtbot: QtBot, session: Session, dialog: SettingsDialog
) -> None:
    page = open_page(qtbot, dialog)
    press(dialog, "add_rule")
    assert page._form.name.edit.hasFocus()
    write(page, PLATE)
    with qtbot.waitSignal(dialog.settings_changed):
        press(dialog, "save")
    (kept,) = read_own_rules(session.profile.privacy_rules)
    assert (kept.name, kept.pattern, kept.must_match) == (PLATE.name, PLATE.pattern, PLATE.must_match)
    newest = session.store.journal.newest(1)[0]
    assert (newest.deed, newest.after) == (Deed.SETTING, {"privacy_rules": ["Number plate"]})


def test_a_faulty_rule_is_not_kept_and_the_fault_is_shown(
    qtbot: QtBot, session: Session, dialog: SettingsDialog
) -> None:
    page = open_page(qtbot, dialog)
    press(dialog, "add_rule")
    write(page, replace(PLATE, pattern="(targa"))
    qtbot.waitUntil(lambda: "regular expression" in page._form.pattern.fault)
    press(dialog, "save")
    assert read_own_rules(session.profile.privacy_rules) == ()
    assert page._form.pattern.edit.hasFocus()


def test_a_slow_rule_is_judged_once_the_typing_pauses_and_away_from_the_window(
    qtbot: QtBot, dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def judged(rule: OwnRule, rules: tuple[OwnRule, ...]) -> tuple[RuleFault, ...]:
        threads.append(threading.current_thread().name)
        return faults_of_rule(rule, rules)

    monkeypatch.setattr(privacy_page, "faults_of_rule", judged)
    page = open_page(qtbot, dialog)
    press(dialog, "add_rule")
    write(page, replace(PLATE, pattern="(a+)+b", must_match=("aab",)))
    qtbot.waitUntil(lambda: page._form.pattern.fault != "")
    assert "takes too long" in page._form.pattern.fault
    assert set(threads) == {"aside"}
    assert len(threads) < len("(a+)+b")  # not with every key
    page.wait()


def test_unsaved_rules_are_asked_for_by_name(qtbot: QtBot, session: Session, dialog: SettingsDialog) -> None:
    write_own_rules(session.profile.privacy_rules, [PLATE])
    page = open_page(qtbot, dialog)
    assert page.unsaved == ""
    press(dialog, "rule_delete")
    assert page.unsaved == "Privacy rules are not saved: Number plate."
    dialog.close()
    assert dialog.isVisible()
    press(dialog, "discard_unsaved")
    assert not dialog.isVisible()
    assert read_own_rules(session.profile.privacy_rules) == (PLATE,)


def test_what_is_empty_is_blamed_only_when_it_is_to_be_saved(qtbot: QtBot, dialog: SettingsDialog) -> None:
    page = open_page(qtbot, dialog)
    press(dialog, "add_rule")
    assert page._form.name.fault == ""
    press(dialog, "save")
    assert page._form.name.fault != ""


def test_a_deleted_rule_can_be_brought_back(qtbot: QtBot, session: Session, dialog: SettingsDialog) -> None:
    write_own_rules(session.profile.privacy_rules, [PLATE])
    page = open_page(qtbot, dialog)
    press(dialog, "rule_delete")
    assert page.is_changed
    press(dialog, "undo_rule")
    assert not page.is_changed
    assert page._form.name.text == PLATE.name


def test_a_trial_tells_which_past_replies_would_fare_otherwise(
    qtbot: QtBot, session: Session, dialog: SettingsDialog
) -> None:
    write_own_rules(session.profile.privacy_rules, [replace(PLATE, is_on=False)])
    page = open_page(qtbot, dialog)
    page._trial._built_in = lambda: lambda _reply: ()
    page._form._on.setChecked(True)
    press(dialog, "try_rules")
    qtbot.waitUntil(lambda: not page._trial.is_running)
    assert "1 more would be stopped" in page._trial._said.text
    assert page._trial._lines.count() == 1
    page._form._on.setChecked(False)
    assert page._trial._said.text == ""


def test_a_trial_can_be_stopped(qtbot: QtBot, session: Session, dialog: SettingsDialog) -> None:
    write_own_rules(session.profile.privacy_rules, [PLATE])
    page = open_page(qtbot, dialog)
    page._trial._replies = lambda: [REPLY] * 10_000
    page._trial._built_in = lambda: lambda _reply: ()
    press(dialog, "try_rules")
    assert page._trial.is_running
    press(dialog, "try_rules")
    assert not page._trial.is_running


def test_a_spoilt_file_is_told_of_and_nothing_is_lost(qtbot: QtBot, session: Session, dialog: SettingsDialog) -> None:
    session.profile.privacy_rules.write_text("{", "utf-8")
    page = open_page(qtbot, dialog)
    assert "privacy_rules.json" in page._said.text
    assert session.profile.privacy_rules.read_text("utf-8") == "{"


def test_a_folder_that_can_not_be_written_is_told_of(
    qtbot: QtBot, session: Session, dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_own_rules(session.profile.privacy_rules, [PLATE])
    page = open_page(qtbot, dialog)
    page._form._on.setChecked(False)

    def full(_path: object, _rules: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("ui.settings.privacy_page.write_own_rules", full)
    press(dialog, "save")
    assert page.is_changed
    assert read_own_rules(session.profile.privacy_rules) == (PLATE,)


def test_the_trial_itself_compares_both_sets_of_rules() -> None:
    stopped = Finding("privacy.request", "tax_code", Decision.BLOCK, 11, 16, "targa")
    release = replace(PLATE, deed=RuleDeed.RELEASE)
    (better,) = trial([REPLY], lambda _: (stopped,), (), (release,))
    assert (better.is_stopped, better.would_be_stopped, better.differs) == (True, False, True)
    (worse,) = trial([REPLY], lambda _: (), (), (PLATE,))
    assert (worse.would_be_stopped, worse.words) == (True, ("targa",))


@pytest.mark.parametrize("code", list(RuleFaultCode))
def test_every_fault_has_a_sentence(code: RuleFaultCode) -> None:
    sentence = rule_fault_sentence(RuleFault(code, "a detail"))
    assert sentence
    assert "{" not in sentence


def test_outcomes_are_told_in_words() -> None:
    worse = Outcome(REPLY, is_stopped=False, would_be_stopped=True, words=("targa",))
    better = Outcome(REPLY, is_stopped=True, would_be_stopped=False)
    slow = Outcome(REPLY, is_stopped=False, would_be_stopped=False, slow=("Number plate",))
    assert "nothing to try on" in trial_words([])
    assert "2 replies 1 more would be stopped and 1" in trial_words([worse, better])
    assert "Number plate" in trial_words([slow])
    assert "targa" in outcome_line(worse)
    assert outcome_line(better).startswith("Passes")
    assert len({deed_words(deed) for deed in RuleDeed}) == 3
