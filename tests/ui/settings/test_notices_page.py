"""The page of notifications: a switch for each kind, quiet hours, and what may be read on a locked screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.factories import NOON, FakeClock
from tests.ui.sessions import a_session
from ui.session import Session
from ui.settings.notices_page import NoticesPage
from ui.shell.notices import NoticeKind
from ui.shell.notices_choice import NoticeChoice, QuietHours, keep_notice_choice, notice_choice
from ui.theme import Theme
from ui.widgets import CheckBox


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _ = a_session(tmp_path, FakeClock(), ())
    yield made
    made.store.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot, theme: Theme) -> NoticesPage:
    made = NoticesPage(session, theme)
    qtbot.addWidget(made)
    made.show()
    return made


def box(page: NoticesPage, name: str) -> CheckBox:
    found = page.findChild(CheckBox, name)
    assert isinstance(found, CheckBox)
    return found


def write(page: NoticesPage, name: str, text: str) -> None:
    edit = page.findChild(QLineEdit, name)
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    QTest.keyClicks(edit, text)


def test_everything_is_on_at_first_and_nothing_waits(page: NoticesPage) -> None:
    assert all(box(page, f"notice_{kind.value}").isChecked() for kind in NoticeKind)
    assert not page.is_changed
    assert page.check()


def test_a_kind_is_switched_off_and_kept(page: NoticesPage, session: Session) -> None:
    box(page, "notice_message").click()
    box(page, "notice_direct_text").click()
    assert page.is_changed
    page.keep()
    assert notice_choice(session.store) == NoticeChoice(frozenset({NoticeKind.MESSAGE}), shows_direct_text=True)
    assert not page.is_changed


def test_quiet_hours_are_written_checked_and_kept(page: NoticesPage, session: Session) -> None:
    box(page, "notice_quiet").click()
    write(page, "notice_quiet_from", "25:00")
    assert page.is_changed
    assert not page.check()
    write(page, "notice_quiet_from", "21:30")
    assert page.check()
    page.keep()
    assert notice_choice(session.store).quiet == QuietHours(21 * 60 + 30, 8 * 60)


@pytest.mark.parametrize("value", [7, [], {"start": "x"}, {"start": -1, "end": 5}, {"start": 0, "end": 9_999}])
def test_a_choice_that_can_t_be_read_is_none(session: Session, value: object) -> None:
    session.store.settings.set("notices.quiet", value, NOON)
    session.store.settings.set("notices.off", value, NOON)
    assert notice_choice(session.store) == NoticeChoice()


def test_what_is_kept_comes_back(session: Session) -> None:
    choice = NoticeChoice(frozenset({NoticeKind.VIP, NoticeKind.CRISIS}), True, True, QuietHours(0, 0))
    keep_notice_choice(session.store, choice, NOON)
    assert notice_choice(session.store) == choice
