"""Erases the shown customer: looks up what would go, asks, and carries it out in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from desktop.customers import CustomerDone, ErasurePreview, PersonErased, erase_person, preview_erasure
from desktop.model import CustomerId, Deed
from desktop.store import ErasureRefused, Store, StoreError
from ui.bridge import JobRunner
from ui.customers.erase_dialog import EraseDialog
from ui.customers.erase_words import erased_words, refusal_words
from ui.customers.foot import FootState
from ui.customers.pane import ProfilePane, ProfileShown
from ui.customers.wording import figure
from ui.session import Session

_SLOT = "profile.erase"
Found = TypeVar("Found")


class Erasing(QObject):
    """One erasure at a time. Window thread only."""

    done = Signal(object)
    """A CustomerDone that can't be undone: the person is gone, and these conversations changed."""
    _progressed = Signal(int, int)
    """From the jobs' thread: how many conversations of how many are gone."""

    def __init__(self, session: Session, pane: ProfilePane, jobs: JobRunner) -> None:
        """`jobs` looks through the whole store."""
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._jobs = jobs
        self._progressed.connect(self._on_progressed)

    def ask(self, customer: CustomerId, name: str) -> None:
        """Look up what would go, then ask."""
        if self._pane.foot.state is FootState.BUSY:
            return
        self._pane.foot.set_state(FootState.BUSY, self.tr("Counting what would go…"))
        folder, priority = self._session.profile.backups, self._session.profile.priority
        self._run(
            lambda store: preview_erasure(store, customer, folder, priority),
            lambda preview: self._on_counted(customer, name, preview),
        )

    def _on_counted(self, customer: CustomerId, name: str, preview: ErasurePreview) -> None:
        self._pane.foot.set_state(FootState.IDLE)
        dialog = EraseDialog(self._pane.theme, name, preview, self._pane.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.erase(customer, dialog)

    def erase(self, customer: CustomerId, asked: EraseDialog) -> None:
        """Erase as the dialog says."""
        backups, folder = asked.unwanted_backups, self._session.profile.backups
        actor, at, priority = self._session.agent.name, self._session.clock(), self._session.profile.priority
        self._pane.foot.set_state(FootState.BUSY, self.tr("Erasing…"))
        self._run(
            lambda store: erase_person(
                store,
                customer,
                backups=backups,
                folder=folder,
                actor=actor,
                at=at,
                priority=priority,
                told=self._progressed.emit,
            ),
            lambda erased: self._on_erased(customer, erased),
        )

    def _on_progressed(self, done: int, of: int) -> None:
        words = self.tr("Erasing, {done} of {of} conversations…")
        words = words.replace("{done}", figure(done)).replace("{of}", figure(of))
        self._pane.foot.set_state(FootState.BUSY, words)

    def _on_erased(self, customer: CustomerId, erased: PersonErased) -> None:
        self._pane.foot.set_state(FootState.IDLE)
        self.done.emit(CustomerDone(Deed.CUSTOMER_ERASED, erased.case_ids, "", None, customer, added=False))
        if self._pane.shown is ProfileShown.PROFILE:  # of whom the window went on to
            self._pane.foot.set_state(FootState.ERASED, erased_words(erased))
        else:
            self._pane.say_erased(erased_words(erased))

    def _run(self, work: Callable[[Store], Found], then: Callable[[Found], None]) -> None:
        def attempt(store: Store) -> Found | ErasureRefused:
            try:
                return work(store)
            except ErasureRefused as refusal:
                return refusal
            except StoreError:
                return ErasureRefused("busy")

        def ended(found: Found | ErasureRefused) -> None:
            if isinstance(found, ErasureRefused):
                self._pane.foot.set_state(FootState.REFUSED, refusal_words(found.reason))
            else:
                then(found)

        self._jobs.run(_SLOT, attempt, ended)
