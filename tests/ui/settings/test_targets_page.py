"""The page of response times: rules and steps are written, checked, tried on the real store and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.accounts.clock_preview import ClockPreview, preview
from desktop.clocks import Ladder, Step, StepDeed, TargetRule, Targets, default_targets
from desktop.clocks.ladder import LEADER
from desktop.model import ClockKind, MessageClass
from desktop.model.agents import Colleague
from desktop.sync import ClockKeeper
from tests.factories import FakeClock
from tests.ui.sessions import a_session
from ui.session import Session
from ui.settings.target_words import preview_words
from ui.settings.targets_page import TargetsPage
from ui.theme import Theme
from ui.widgets import CheckBox, ComboBox, OptionList

FIRST = ClockKind.FIRST_REPLY


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _ = a_session(tmp_path, FakeClock())
    made.team.keep((Colleague("c", "Carla Bo", "CB", is_leader=True), Colleague("g", "Gino Vo", "GV")), actor="Laura")
    made.clocks.keep(made.clocks.targets, Ladder(), at=made.clock(), actor="Laura")
    yield made
    made.store.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot, light: Theme) -> TargetsPage:
    made = TargetsPage(session, light)
    qtbot.addWidget(made)
    made.resize(600, 900)
    made.show()
    return made


def line(page: QWidget, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def press(page: QWidget, name: str) -> None:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    found.click()


def choose(page: QWidget, name: str, key: object) -> None:
    found = page.findChild(ComboBox, name)
    assert isinstance(found, ComboBox)
    found.choose(key)
    found.activated.emit(found.currentIndex())


def write(page: QWidget, name: str, text: str) -> None:
    edit = line(page, name)
    edit.selectAll()
    QTest.keyClicks(edit, text)


def titles(page: QWidget, name: str) -> list[str]:
    rows = page.findChild(OptionList, name)
    assert rows is not None
    return [row.accessibleName() for row in rows.rows()]


def waits_for_preview(page: TargetsPage, qtbot: QtBot) -> str:
    with qtbot.waitSignal(page._aside._done, timeout=60_000):
        page._rest.stop()
        page._try_out()
    page._aside.wait()
    return page._found.text


def test_a_new_desk_shows_its_targets_and_no_step(page: TargetsPage) -> None:
    assert titles(page, "targets")[:4] == [
        "First reply within 1 h",
        "Next reply within 1 h",
        "First reply within 15 min",
        "Next reply within 15 min",
    ]
    assert len(titles(page, "targets")) == len(default_targets().rules)
    assert titles(page, "steps") == []
    assert not page.is_changed


def test_a_target_is_added_written_and_kept(page: TargetsPage, session: Session) -> None:
    press(page, "targets_add")
    assert line(page, "target_time").hasFocus() or not page.isActiveWindow()
    choose(page, "target_class", MessageClass.COMPLAINT)
    write(page, "target_time", "20")
    assert titles(page, "targets")[-1] == "First reply within 20 min"
    assert page.is_changed
    assert page.check()
    page.keep()
    rule = session.clocks.targets.rule_for(FIRST, "x", MessageClass.COMPLAINT, 0)
    assert rule is not None
    assert rule.minutes == 20
    assert not page.is_changed


def test_a_target_for_what_cannot_wait_is_written_and_kept(page: TargetsPage, session: Session) -> None:
    press(page, "targets_add")
    choose(page, "target_class", MessageClass.COMPLAINT)
    write(page, "target_time", "10")
    box = page.findChild(CheckBox, "target_urgent")
    assert box is not None
    box.click()
    assert page.check()
    page.keep()
    found = [
        session.clocks.targets.rule_for(FIRST, "x", MessageClass.COMPLAINT, 0, urgent=urgent)
        for urgent in (True, False)
    ]
    assert [rule.minutes if rule else None for rule in found] == [10, 60]
    assert session.clocks.targets.rules[-1].urgent


def test_two_targets_for_the_same_cases_are_refused_where_they_stand(page: TargetsPage) -> None:
    press(page, "targets_add")
    assert not page.check()
    fault = page.findChild(QWidget, "target_fault")
    assert fault is not None
    assert fault.isVisible()
    choose(page, "target_priority", 70)
    assert page.check()
    write(page, "target_time", "soon")
    assert not page.check()


def test_the_last_target_for_every_reply_stays(page: TargetsPage) -> None:
    delete = page.findChild(QPushButton, "target_delete")
    assert delete is not None
    assert not delete.isEnabled()
    press(page, "targets_add")
    choose(page, "target_clock", ClockKind.RESOLUTION)
    assert delete.isEnabled()
    delete.click()
    assert len(titles(page, "targets")) == len(default_targets().rules)
    press(page, "targets_undo")
    assert titles(page, "targets")[-1] == "Resolution within 30 min"


def test_a_step_is_added_checked_and_kept_as_made_now(page: TargetsPage, session: Session) -> None:
    press(page, "steps_add")
    choose(page, "step_deed", "leader")
    assert not page.check()  # there is no leader
    choose(page, "ladder_leader", "CB")
    assert page.check()
    choose(page, "step_side", "before")
    assert not page.check()  # no time yet
    write(page, "step_time", "10 min")
    assert page.check()
    page.keep()
    (step,) = session.clocks.ladder.steps
    assert (step.minutes, step.deed, step.to, step.made_at) == (-10, StepDeed.NOTIFY, LEADER, session.clock())
    assert session.clocks.ladder.leader == "CB"
    assert titles(page, "steps") == ["Tell the team leader, CB"]


def test_giving_a_case_needs_an_agent_of_the_team(page: TargetsPage) -> None:
    press(page, "steps_add")
    choose(page, "step_deed", "give")
    assert not page.check()
    choose(page, "step_to", "GV")
    assert page.check()
    assert titles(page, "steps") == ["Give it to GV"]


def test_what_would_change_is_counted_on_the_real_store(page: TargetsPage, qtbot: QtBot) -> None:
    assert waits_for_preview(page, qtbot) == "0 of 3 open cases are at risk or over now."
    write(page, "target_time", "10")
    said = waits_for_preview(page, qtbot)
    assert said.startswith("3 of 3 open cases would now be at risk or over; today it is 0. Newly: ")
    assert {"Ada Neri", "Bo Li", "Cleo Sala"} == {name.strip() for name in said.split("Newly: ")[1].split(",")}


def test_arrows_walk_through_the_targets(page: TargetsPage) -> None:
    rows = page.findChild(OptionList, "targets")
    assert rows is not None
    QTest.keyClick(rows.rows()[0], Qt.Key.Key_Down)
    choice = page.findChild(ComboBox, "target_clock")
    assert choice is not None
    assert choice.current == ClockKind.NEXT_REPLY


def test_the_preview_agrees_with_what_the_engine_then_keeps(session: Session) -> None:
    tried = Targets((*default_targets().rules, TargetRule("r", FIRST, 10, message_class=MessageClass.COMPLAINT)))
    found = preview(session.store, tried, session.clock())
    session.clocks.keep(tried, Ladder(), at=session.clock(), actor="Laura")
    ClockKeeper(session.store, session.clocks, session.clock).work()
    rows = session.store.lanes.rows(session.store.clocks.open_cases(10))
    kept = sum(row.at_risk_at is not None and row.at_risk_at <= session.clock() for row in rows)
    assert (found.before, found.after) == (0, kept)
    assert session.clocks.ladder.steps == ()


def test_a_preview_says_what_it_found() -> None:
    assert preview_words(ClockPreview(0, 0, 0), changed=True) == "No case is open, so nothing changes now."
    assert preview_words(ClockPreview(9, 2, 1), changed=True).startswith("1 of 9 open cases would now be at risk")
    many = preview_words(ClockPreview(90, 2, 40, ("Ada", "Bo")), changed=True)
    assert many.endswith("Newly: Ada, Bo…")


def test_a_written_step_is_shown_again(session: Session, qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    steps = (Step("a", FIRST, -15, StepDeed.NOTIFY, "agent"), Step("b", FIRST, 60, StepDeed.REASSIGN, ""))
    session.clocks.keep(default_targets(), Ladder(steps, "CB"), at=session.clock(), actor="Laura")
    page = TargetsPage(session, theme)
    qtbot.addWidget(page)
    page.resize(600, 1_100)
    page.show()
    assert titles(page, "steps") == ["Tell the agent", "Take it from its agent"]
    assert line(page, "step_time").text() == "15 min"
    assert page.grab().save(str(tmp_path / "targets.png"))
    page._rest.stop()
    page._aside.wait()
