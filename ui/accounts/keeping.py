"""Keeping what was tried: secrets into the vault away from the window's thread, then the account into the store."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.accounts.candidate import Candidate, Plain
from desktop.accounts.desk import AccountDesk, store_fault
from desktop.model import Account, AccountRole, Network
from desktop.store import StoreError
from ui.bridge.background import Errand
from ui.session import Session

_Finish = Callable[[], Account]


class Keeper(QObject):
    """Keeps one candidate at a time. Exactly one of `kept` and `failed` comes of each `keep` or `renew`."""

    kept = Signal(object)
    """The Account."""
    failed = Signal(str)
    """A code of `desktop.accounts.desk.store_fault`, or "other_account"."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Share the session."""
        super().__init__(parent)
        self._session = session
        self.desk = AccountDesk(session.store, session.vault, session.clock)
        self._errand: Errand | None = None
        self._abandoned = threading.Event()

    def keep(self, candidate: Candidate, *, name: str, role: AccountRole, extra: Mapping[str, Plain]) -> None:
        """Connect the candidate, or renew the account that it already is; `extra` are settings beyond the trial's."""
        candidate = replace(candidate, settings={**candidate.settings, **extra})
        known = self.desk.connected(candidate)
        actor = self._session.agent.name

        def finish() -> Account:
            if known is None:
                return self.desk.connect(candidate, name=name, role=role, actor=actor)
            account = self.desk.renew(known, candidate, actor=actor)
            self.desk.rename(account, name=name, role=role, actor=actor)
            return self._session.store.accounts.get(account.id) or account

        self._begin(candidate, known, finish)

    def renew(self, account: Account, candidate: Candidate) -> None:
        """Give a connected account its new sign-in; a sign-in of another account is refused."""
        is_feeds = account.network is Network.LISTENING  # they have no sign-in that could be another's
        if not is_feeds and not candidate.is_same_as(account):
            self.failed.emit("other_account")
            return
        actor = self._session.agent.name
        self._begin(candidate, account, lambda: self.desk.renew(account, candidate, actor=actor))

    def give_up(self) -> None:
        """Keep no new account after all: what the vault may have taken for it by now is deleted again."""
        if self._errand is not None:
            self._abandoned.set()
            self._errand.forget()
            self._errand = None

    def _begin(self, candidate: Candidate, known: Account | None, finish: _Finish) -> None:
        """Keep the secrets, then `finish`. A new account leaves no secret behind where it could not be added."""
        uid = known.uid if known is not None else candidate.uid
        leftovers = [] if known is not None else list(candidate.secrets_of(uid))
        abandoned = self._abandoned = threading.Event()

        async def keep_secrets() -> None:
            self.desk.keep_secrets(candidate, uid)
            if abandoned.is_set():
                self.desk.forget(leftovers)

        self._errand = Errand(keep_secrets, self)
        self._errand.finished.connect(lambda _: self._finish(finish, leftovers))
        self._errand.failed.connect(self._on_errand_failed)
        self._errand.start()

    def _finish(self, finish: _Finish, leftovers: list[str]) -> None:
        self._errand = None
        try:
            account = finish()
        except StoreError as error:
            self.desk.forget(leftovers)
            self.failed.emit(store_fault(error))
            return
        self.kept.emit(account)

    def _on_errand_failed(self, error: Exception) -> None:
        self._errand = None
        self.failed.emit(store_fault(error))
