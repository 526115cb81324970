"""Walking down the networks with the arrows: the steps are made of the one that a person stops at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.model import Network
from ui.accounts import ConnectWizard
from ui.accounts.plan import Plan, SignIn, SignInTools
from ui.accounts.plans import all_plans
from ui.session import Session
from ui.theme import Theme


class Made:
    """Remembers of which networks a sign-in was made."""

    def __init__(self) -> None:
        self.networks: list[Network] = []

    def plans(self) -> tuple[Plan, ...]:
        return tuple(replace(plan, make_sign_in=self._of(plan)) for plan in all_plans())

    def _of(self, plan: Plan) -> Callable[[Theme, SignInTools], SignIn]:
        def make(theme: Theme, tools: SignInTools) -> SignIn:
            self.networks.append(plan.network)
            return plan.make_sign_in(theme, tools)

        return make


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def wizard(qtbot: QtBot, session: Session, light: Theme, made: Made) -> ConnectWizard:
    opened = ConnectWizard(session, light, plans=made.plans(), open_link=lambda _: None)
    qtbot.addWidget(opened)
    opened.show()
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    made.networks.clear()
    return opened


def walk(steps: int) -> None:
    for _ in range(steps):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Down)


def test_steps_are_made_of_the_network_that_a_person_stops_at(qtbot: QtBot, wizard: ConnectWizard, made: Made) -> None:
    wizard._network_page.enter()
    walk(3)
    assert made.networks == []
    target = wizard._network_page.network
    qtbot.waitUntil(lambda: made.networks == [target])


def test_who_goes_on_at_once_finds_the_steps_of_the_chosen_network(wizard: ConnectWizard, made: Made) -> None:
    wizard._network_page.enter()
    walk(2)
    wizard._go_on()
    assert made.networks == [all_plans()[2].network]
    assert wizard.page is not wizard._network_page
    wizard._on_back_clicked()
    wizard._go_on()
    assert len(made.networks) == 1


def test_a_closed_wizard_makes_nothing_more(qtbot: QtBot, wizard: ConnectWizard, made: Made) -> None:
    wizard._network_page.enter()
    walk(1)
    wizard.reject()
    assert not wizard._planning.isActive()
    assert made.networks == []
