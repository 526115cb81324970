"""What the tests of connecting accounts in the window share: a session, services on loopback, a wizard at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.model import Agent
from desktop.store import open_store
from desktop.system.vault import SessionVault
from tests.factories import KEY, FakeClock, a_profile
from tests.servers.certificate import Certificate, make_certificate
from tests.ui.accounts.hands import WizardHands
from tests.ui.accounts.places import Loopback
from ui.accounts import ConnectWizard
from ui.session import Session, begin_session
from ui.theme import Theme

Opened = Callable[..., ConnectWizard]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    services = Loopback()
    yield services
    services.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session of an agent with no account yet."""
    profile = a_profile(tmp_path / "profile")
    begun = begin_session(profile, open_store(profile, KEY), KEY, SessionVault(), FakeClock())
    begun.set_agent(Agent("Livia Bruno", "LB", "^LB"))
    yield begun
    begun.store.close()


@pytest.fixture
def open_wizard(qtbot: QtBot, session: Session, light: Theme) -> Opened:
    """Return a function that shows a wizard; links that it would open are collected in `opened`."""

    def opened(links: list[str] | None = None) -> ConnectWizard:
        wizard = ConnectWizard(session, light, open_link=(links if links is not None else []).append)
        qtbot.addWidget(wizard)
        wizard.show()
        wizard.activateWindow()
        qtbot.waitExposed(wizard)
        qtbot.waitUntil(wizard.isActiveWindow)
        return wizard

    return opened


@pytest.fixture
def links() -> list[str]:
    """The addresses that the wizard opened in the browser."""
    return []


@pytest.fixture
def hands(qtbot: QtBot, open_wizard: Opened, links: list[str]) -> WizardHands:
    """Hands at a wizard that has just opened."""
    return WizardHands(qtbot, open_wizard(links))
