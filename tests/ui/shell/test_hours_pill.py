"""The pill over everything: whose hours it shows, and that it opens them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.accounts.closed_rules import ClosedRules
from desktop.guardrails import OpeningHours, Slot
from tests.factories import FakeClock
from tests.ui.sessions import a_session
from ui.session import Session
from ui.shell.banner import Banner
from ui.shell.navigation import Navigation
from ui.shell.surroundings import Surroundings
from ui.shell.topbar import HoursPill, TopBar
from ui.theme import Theme

Placed = tuple[Session, Surroundings, TopBar]


@pytest.fixture
def placed(qtbot: QtBot, tmp_path: Path, light: Theme) -> Iterator[Placed]:
    session, _ = a_session(tmp_path, FakeClock(), ())
    top = TopBar(light)
    navigation, banner = Navigation(light, ()), Banner(light)
    for widget in (top, navigation, banner):
        qtbot.addWidget(widget)
    top.show()
    yield session, Surroundings(session, top, navigation, banner), top
    session.store.close()


def pill(top: TopBar) -> HoursPill:
    found = top.findChild(HoursPill)
    assert found is not None
    return found


def test_it_shows_the_hours_of_the_account_in_front(placed: Placed) -> None:
    session, surroundings, top = placed
    (account,) = session.store.accounts.all()
    surroundings.show()
    assert pill(top).accessibleName() == "Open until 18:00"
    surroundings.set_front(account.id)
    assert pill(top).accessibleName() == "Open until 18:00"
    evenings = OpeningHours("Europe/Rome", ((Slot.of("19:00", "23:00"),),) * 7)
    session.keep_schedule(account, evenings, ClosedRules())
    surroundings.show()
    assert pill(top).accessibleName() == "Closed · opens 19:00, @aurora@town.example"
    assert surroundings.account_with_hours == int(account.id)
    surroundings.set_front(None)
    assert pill(top).accessibleName() == "Open until 18:00"
    assert surroundings.account_with_hours == 0


def test_it_opens_the_hours_with_mouse_and_keyboard(qtbot: QtBot, placed: Placed) -> None:
    _, surroundings, top = placed
    surroundings.show()
    with qtbot.waitSignal(top.hours_requested):
        QTest.mouseClick(pill(top), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(top.hours_requested):
        QTest.keyClick(pill(top), Qt.Key.Key_Space)
