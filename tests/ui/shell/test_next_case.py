"""Next case: one key gives this agent the most urgent case that is nobody's, and opens it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.model import Agent, CaseId, Lane
from tests.factories import NOON, FakeClock, an_arrival, an_author, taken
from tests.ui.sessions import a_session
from tests.ui.shell.test_two_steps import CTRL, Opened, furnished, shown
from ui.theme import Theme

pytestmark = pytest.mark.slow  # a whole window each


@pytest.fixture
def opened(tmp_path: Path, light: Theme) -> Iterator[Opened]:
    clock = FakeClock(NOON)
    session, account = a_session(tmp_path, clock, ("Ada Neri",))
    late = an_arrival("late", author=an_author("Zoe Late"), sent_at=NOON - timedelta(hours=3))
    session.store.intake.take(account, [taken(late)], NOON)
    with shown(light, session) as found:
        yield found


def test_the_key_takes_the_most_urgent_free_case_and_opens_it(opened: Opened, qtbot: QtBot) -> None:
    furnished(qtbot, opened)
    opened.press(Qt.Key.Key_J, CTRL)
    name = opened.window.findChild(QLabel, "conversation_name")
    assert name is not None
    qtbot.waitUntil(lambda: name.text() == "Zoe Late")
    mine = opened.session.inbox.rows(opened.session.inbox.page(Lane.MY_OPEN).ids)
    assert [(row.name, row.assignee) for row in mine] == [("Zoe Late", "LB")]
    qtbot.waitUntil(lambda: opened.window.is_settled)


def test_who_sits_down_later_takes_cases_for_themselves(opened: Opened, qtbot: QtBot) -> None:
    furnished(qtbot, opened)
    session = opened.session
    session.set_agent(Agent("Giulia Verdi", "GV", "^GV"))
    opened.press(Qt.Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: len(session.inbox.page(Lane.MY_OPEN).ids) == 1)
    mine = session.inbox.rows(session.inbox.page(Lane.MY_OPEN).ids)
    assert [(row.name, row.assignee) for row in mine] == [("Zoe Late", "GV")]
    assert session.store.journal.newest(1)[0].actor == "Giulia Verdi"
    qtbot.waitUntil(lambda: opened.window.is_settled)


def test_when_all_are_taken_the_view_says_so(opened: Opened, qtbot: QtBot) -> None:
    furnished(qtbot, opened)
    free = [CaseId(one) for one in opened.session.inbox.page(Lane.UNASSIGNED).ids]
    opened.session.cases.assign(free, "GV")
    opened.press(Qt.Key.Key_J, CTRL)
    title = opened.window.findChild(QLabel, "list_title")
    assert title is not None
    qtbot.waitUntil(lambda: title.text() == "Unassigned")
    assert len(opened.session.inbox.page(Lane.MY_OPEN).ids) == 0
    qtbot.waitUntil(lambda: opened.window.is_settled)
