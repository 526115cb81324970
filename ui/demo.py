"""The demo's beginning: the town as a process, the company's accounts in it, and the desk as colleagues left it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import ExitStack

from PySide6.QtCore import QObject, Signal

from desktop.demo import connect, connect_office, demo_hours, reported, reported_office
from desktop.demo.desk import settle_desk
from desktop.demo.history import settle_history
from desktop.demo.surge import ordinary_weeks
from desktop.events import CasesChanged, Event
from desktop.model import Agent, HealthState
from desktop.store import StoreError
from ui.bridge import own_command
from ui.session import Session

PACE = 0.4
"""Seconds of the town's script per second: something happens every ten to 25 seconds."""


def settle_in_town(session: Session, seed: int, stack: ExitStack, *, surge: bool = False) -> None:
    """Start the town and connect its company's accounts to the throw-away profile. The stack ends the town.

    A town that can't listen says so on the terminal itself; the window then opens without accounts. `surge`: a crowd
    writes at once soon after the beginning, and the weeks before it were ordinary ones.
    """
    crowd = ("--surge",) if surge else ()
    town = subprocess.Popen(  # noqa: S603 - our own program
        own_command("town", "--seed", str(seed), "--pace", str(PACE), *crowd),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    stack.callback(town.kill)
    assert town.stdout is not None
    report = town.stdout.readline()
    session.set_agent(Agent("Laura Bianchi", "LB", "^LB"))
    session.store.settings.set("hours", demo_hours(always_open=True), session.clock())
    session.follow_hours()
    if report:
        connected = connect(session.store, session.vault, reported(report), session.clock())
        settle_history(session.store, connected, seed, session.clock())
        if office := reported_office(report):
            connect_office(session.store, session.vault, office, session.clock())
        for account in connected if surge else ():
            session.store.crisis.keep_hours(account.id, ordinary_weeks(seed, session.clock()))


_UNDER_WAY = frozenset({HealthState.CONNECTING, HealthState.SYNCING})


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
        """Begin once every account was pulled or can't be for now: one network that is down keeps no desk waiting."""
        if self.is_settled or isinstance(event, CasesChanged):
            return
        accounts = self._session.store.accounts.all()
        if not accounts or any(one.health.state in _UNDER_WAY for one in accounts):
            return
        self.is_settled = True
        try:
            self.settled.emit(settle_desk(self._session.store, self._session.agent, self._session.clock))
        except StoreError:
            self.settled.emit(None)
