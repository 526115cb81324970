"""Keeping a ticket system: its token into the vault away from the window's thread, then the system into the store."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.model import made_uid
from desktop.model.tickets import TicketSystem
from desktop.store import StoreError
from ui.bridge.background import Errand
from ui.session import Session


class SystemKeeper(QObject):
    """Keeps one system at a time. One of `kept` and `failed` comes of each `keep`."""

    kept = Signal()
    failed = Signal(str)
    """A code."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Share the session."""
        super().__init__(parent)
        self._session = session
        self._errand: Errand | None = None

    def keep(self, system: TicketSystem, token: str) -> None:
        """Connect a system or change one; an empty token leaves the one that is kept."""
        named = system if system.uid else replace(system, uid=made_uid())
        vault = self._session.vault

        async def keep_token() -> None:
            if token:
                vault.set(named.secret_name, token)

        self._errand = Errand(keep_token, self)
        self._errand.finished.connect(lambda _: self._finish(named, is_new=not system.uid))
        self._errand.failed.connect(lambda _: self.failed.emit("vault_unavailable"))
        self._errand.start()

    def forget(self, system: TicketSystem) -> None:
        """Disconnect a system and forget its token. Raises StoreError."""
        session = self._session
        session.store.ticket_systems.remove(system, actor=session.agent.name, at=session.clock())

        async def forget_token() -> None:
            session.vault.delete(system.secret_name)

        self._errand = Errand(forget_token, self)
        self._errand.start()

    def _finish(self, system: TicketSystem, *, is_new: bool) -> None:
        systems, actor, now = self._session.store.ticket_systems, self._session.agent.name, self._session.clock()
        try:
            if is_new:
                systems.add(system, actor=actor, at=now)
            else:
                systems.change(system, actor=actor, at=now)
        except StoreError:
            self.failed.emit("store_busy")
            return
        self.kept.emit()
