"""The demo's beginning: the town as a process, the company's account on it, and the desk as colleagues left it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack

from PySide6.QtCore import QObject, Signal

from desktop.accounts.mastodon import keep_token
from desktop.demo import demo_account, demo_hours
from desktop.demo.desk import settle_desk
from desktop.events import CasesChanged, Event
from desktop.model import AccountRole, Agent, HealthState, Network
from desktop.store import StoreError
from ui.session import Session

PACE = 0.4
"""Seconds of the town's script per second: something happens every ten to 25 seconds."""


def settle_in_town(session: Session, seed: int, stack: ExitStack) -> None:
    """Start the town and connect its company's account to the throw-away profile. The stack ends the town."""
    town = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "desktop.demo.process", "--seed", str(seed), "--pace", str(PACE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    stack.callback(town.kill)
    assert town.stdout is not None
    report = json.loads(town.stdout.readline())
    demo = demo_account(report["url"], report["token"], report["account_id"])
    session.set_agent(Agent("Laura Bianchi", "LB", "^LB"))
    session.store.settings.set("hours", demo_hours(always_open=True), session.clock())
    session.hours.forget()
    account = session.store.accounts.add(
        Network.MASTODON,
        name=demo.name,
        handle=demo.handle,
        role=AccountRole.CARE,
        settings=demo.settings,
        actor="demo",
        at=session.clock(),
    )
    keep_token(session.vault, account.uid, demo.token)


class DemoDesk(QObject):
    """Waits for the first pull to end, then lets the colleagues share the work, once."""

    settled = Signal(object)
    """The CaseId to begin with, or None."""

    def __init__(self, session: Session, event_received: Callable[[Callable[[Event], None]], object]) -> None:
        """`event_received` connects a slot to the engine's events."""
        super().__init__()
        self._session = session
        self.is_settled = False
        event_received(self._on_event_received)

    def _on_event_received(self, event: Event) -> None:
        if self.is_settled or isinstance(event, CasesChanged):
            return
        accounts = self._session.store.accounts.all()
        if not accounts or any(one.health.state is not HealthState.CONNECTED for one in accounts):
            return
        self.is_settled = True
        try:
            self.settled.emit(settle_desk(self._session.store, self._session.agent, self._session.clock))
        except StoreError:
            self.settled.emit(None)
