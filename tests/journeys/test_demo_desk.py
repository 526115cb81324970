"""When the demo's desk is settled: once, after the first pull, and without waiting for a network that is down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.demo import DemoAccount, connect
from desktop.events import AccountsChanged, CasesChanged, Event
from desktop.model import AccountHealth, AccountRole, CaseId, HealthState, Network
from desktop.store import StoreBusy
from tests.factories import NOON, FakeClock
from tests.ui.sessions import a_session
from ui.demo import DemoDesk
from ui.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, account = a_session(tmp_path, FakeClock(NOON))
    made.store.accounts.report_health(account.id, AccountHealth(HealthState.CONNECTED, NOON))
    demo = DemoAccount(Network.X, "Aurora Energia", "@AuroraEnergia", AccountRole.CARE, {}, {"app_token": "x"})
    connect(made.store, made.vault, [demo], NOON)
    yield made
    made.store.close()


class Desk:
    """The desk under test, the events it gets, and what it told."""

    def __init__(self, session: Session) -> None:
        self.told: list[CaseId | None] = []
        self._slots: list[object] = []
        self.demo = DemoDesk(session, self._slots.append)
        self.demo.settled.connect(self.told.append)
        self._session = session

    def hears(self, event: Event) -> None:
        """Pass an event on, as the bridge does."""
        self.demo._on_event_received(event)

    def is_told(self, state: HealthState) -> None:
        """Let the newest account be in some state, and hear of it."""
        account = self._session.store.accounts.all()[-1]
        self._session.store.accounts.report_health(account.id, AccountHealth(state, NOON))
        self.hears(AccountsChanged((account.id,)))


def test_secrets_of_a_demo_account_are_in_the_vault_under_its_name(session: Session) -> None:
    uid = session.store.accounts.all()[-1].uid
    assert session.vault.get(f"account/{uid}/app_token") == "x"


def test_it_waits_until_every_account_was_pulled(session: Session) -> None:
    desk = Desk(session)
    desk.hears(CasesChanged((1,)))
    desk.is_told(HealthState.CONNECTING)
    desk.is_told(HealthState.SYNCING)
    assert (desk.demo.is_settled, desk.told) == (False, [])
    desk.is_told(HealthState.CONNECTED)
    assert desk.demo.is_settled
    assert len(desk.told) == 1


@pytest.mark.parametrize("state", [HealthState.OFFLINE, HealthState.RATE_LIMITED, HealthState.SIGN_IN])
def test_an_account_that_cannot_be_pulled_keeps_nobody_waiting(session: Session, state: HealthState) -> None:
    desk = Desk(session)
    desk.is_told(state)
    assert len(desk.told) == 1


def test_it_is_settled_once(session: Session) -> None:
    desk = Desk(session)
    desk.is_told(HealthState.CONNECTED)
    desk.is_told(HealthState.CONNECTED)
    assert len(desk.told) == 1


def test_a_store_that_fails_still_lets_the_window_begin(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise StoreBusy(None)

    monkeypatch.setattr("ui.demo.settle_desk", fails)
    desk = Desk(session)
    desk.is_told(HealthState.CONNECTED)
    assert desk.told == [None]
