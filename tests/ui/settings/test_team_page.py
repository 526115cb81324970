"""The page of the team: colleagues are added, checked and kept, and given conversations everywhere by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from tests.factories import FakeClock
from tests.ui.sessions import a_session, case_ids
from tests.ui.windows import a_window
from ui.session import Session
from ui.settings.team_page import TeamPage
from ui.theme import Theme
from ui.widgets import OptionList


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _ = a_session(tmp_path, FakeClock())
    yield made
    made.store.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot, light: Theme) -> TeamPage:
    made = TeamPage(session, light)
    qtbot.addWidget(made)
    made.show()
    return made


def press(page: TeamPage, name: str) -> None:
    found = page.findChild(QAbstractButton, name)
    assert found is not None
    found.click()


def write(page: TeamPage, name: str, text: str) -> None:
    found = page.findChild(QLineEdit, name)
    assert found is not None
    found.selectAll()
    QTest.keyClicks(found, text)


def titles(page: TeamPage) -> list[str]:
    rows = page.findChild(OptionList, "team")
    assert rows is not None
    return [row.accessibleName() for row in rows.rows()]


def test_who_sits_here_stands_in_a_new_list(page: TeamPage) -> None:
    assert titles(page) == ["Livia Bruno"]
    assert not page.is_changed


def test_a_colleague_is_added_with_initials_of_the_name_and_leads(page: TeamPage, session: Session) -> None:
    press(page, "team_add")
    assert not page.check()  # nobody is called nothing
    write(page, "colleague_name", "Carla Bo")
    press(page, "colleague_leads")
    assert page.is_changed
    assert page.check()
    page.keep()
    carla = next(one for one in session.team.all() if one.name == "Carla Bo")
    assert (carla.initials, carla.is_leader) == ("CB", True)
    assert session.clocks.ladder.leader == "CB"
    assert not page.is_changed


def test_initials_that_were_written_stay_when_the_name_changes(page: TeamPage) -> None:
    press(page, "team_add")
    write(page, "colleague_name", "Carla Bo")
    write(page, "colleague_initials", "cx")
    write(page, "colleague_name", "Carla Boni")
    field = page.findChild(QLineEdit, "colleague_initials")
    assert field is not None
    assert field.text().upper() == "CX"


def test_two_with_the_same_initials_are_refused(page: TeamPage) -> None:
    for name in ("Carla Bo", "Carlo Bini"):
        press(page, "team_add")
        write(page, "colleague_name", name)
    assert not page.check()


@pytest.mark.slow  # a whole window
def test_the_menus_offer_the_team_by_name(tmp_path: Path, qtbot: QtBot, light: Theme) -> None:
    with a_window(tmp_path, qtbot, light) as desk:
        page = TeamPage(desk.session, light)
        qtbot.addWidget(page)
        press(page, "team_add")
        write(page, "colleague_name", "Carla Bo")
        page.keep()
        case = int(case_ids(desk.session)[0])
        desk.parts.case.show(case)
        menu = desk.part("conversation_header").findChild(QMenu, "conversation_assignee_menu")
        menu.aboutToShow.emit()
        assert [entry.text() for entry in menu.actions() if entry.text()] == ["Me, Livia Bruno", "Carla Bo", "Nobody"]
        bulk = desk.tools.bulk.assign_menu([case])
        assert [entry.text() for entry in bulk.actions() if entry.text()] == ["Me, Livia Bruno", "Carla Bo", "Nobody"]
        menu.actions()[1].trigger()
        row = desk.session.inbox.rows([case_ids(desk.session)[0]])[0]
        assert row.assignee == "CB"
