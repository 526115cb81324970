"""The way into the reports and back, in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.guardrails import Guardrails
from desktop.model import Lane
from desktop.store import open_store
from tests.factories import FakeClock
from tests.ui.sessions import a_session, case_ids
from tests.ui.windows import put_away
from ui.bridge import EngineProcess, JobRunner
from ui.session import Session
from ui.shell.reports_door import ReportsDoor
from ui.shell.window import MainWindow
from ui.theme import Theme

pytestmark = pytest.mark.slow  # a whole window each

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class FakeEngine(QObject):
    """An engine that hears nothing and says nothing."""

    event_received = Signal(object)

    def nudge(self, nudge: Any) -> None:
        """Hear nothing."""

    def leave(self) -> None:
        """There is no process."""


def no_rules() -> Guardrails:
    raise AssertionError("nobody writes here")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _ = a_session(tmp_path, FakeClock())
    yield made
    made.store.close()


@pytest.fixture
def window(session: Session, light: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    jobs = JobRunner(lambda: open_store(session.profile, session.key))
    engine = cast("EngineProcess", FakeEngine())
    made = MainWindow(session, light, jobs, engine, no_rules)
    made.resize(1_440, 900)
    try:
        made.show()
        made.furnish()
        qtbot.waitUntil(lambda: made.is_settled)
        yield made
    finally:
        put_away(made)


def door(window: MainWindow) -> ReportsDoor:
    assert window._parts is not None
    return window._parts.reports


def open_by_key(window: MainWindow, qtbot: QtBot) -> ReportsDoor:
    QTest.keyClick(window, Qt.Key.Key_R, CTRL_SHIFT)
    qtbot.waitUntil(lambda: door(window).is_open and door(window).is_settled and window.is_settled)
    return door(window)


def test_nothing_is_loaded_before_it_is_opened_by_its_key(window: MainWindow, qtbot: QtBot) -> None:
    assert door(window).controller is None
    opened = open_by_key(window, qtbot)
    assert opened.controller is not None
    assert opened.controller.report is not None
    assert opened.controller.report.total.received == 3
    item: Any = window.findChild(QWidget, "reports_item")
    assert item.isChecked()


def test_escape_brings_the_list_back_with_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    opened = open_by_key(window, qtbot)
    lists: Any = window.findChild(QWidget, "lists")
    assert not lists.isEnabled()
    assert opened.controller is not None
    QTest.keyClick(opened.controller.page, Qt.Key.Key_Escape)
    assert not opened.is_open
    assert lists.isEnabled()
    view: Any = window.findChild(QWidget, f"view_{Lane.MY_OPEN.value}")
    assert view.isChecked()


def test_a_view_that_is_chosen_takes_its_place(window: MainWindow, qtbot: QtBot) -> None:
    opened = open_by_key(window, qtbot)
    unassigned: Any = window.findChild(QWidget, f"view_{Lane.UNASSIGNED.value}")
    unassigned.click()
    assert not opened.is_open
    assert unassigned.isChecked()


def test_named_cases_stand_in_the_list_under_their_name(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    opened = open_by_key(window, qtbot)
    assert opened.controller is not None
    some = case_ids(session)[:2]
    opened.controller.cases_requested.emit("Facebook, no reply", some)
    model = window._first.frame.model
    qtbot.waitUntil(lambda: model.rowCount() == len(some))
    assert not opened.is_open
    assert window._first.inbox.is_given
    assert [model.case_id_at(model.index(row, 0)) for row in range(model.rowCount())] == list(some)
    parts = window._parts
    assert parts is not None
    qtbot.waitUntil(lambda: parts.case.detail is not None and parts.case.detail.row.id == some[0])
