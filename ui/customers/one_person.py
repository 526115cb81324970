"""One person or two: offers who else may be the shown customer, and asks for another one to be merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from desktop.customers import CustomerDone, Suggestion, suggestions_for
from desktop.model import CustomerId, IdentityId
from desktop.model.people import BasisKind
from desktop.store import CustomerHit, StoreError
from ui.bridge import JobRunner
from ui.customers.merge_dialog import MergeCustomerDialog
from ui.customers.pane import ProfilePane
from ui.customers.suggestion_row import present_suggestions
from ui.session import Session

_SLOT = "profile.suggest"
Deed = Callable[[CustomerId], CustomerDone | None]


class OnePerson(QObject):
    """The ties of the shown customer's identities. Window thread only."""

    failed = Signal(object)
    """A StoreError: nothing was read."""

    def __init__(self, session: Session, pane: ProfilePane, jobs: JobRunner, do: Callable[[Deed], object]) -> None:
        """`jobs` looks for who else it may be; `do` carries a deed out on the shown customer and tells of it."""
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._jobs = jobs
        self._do = do
        self._suggestions: dict[int, Suggestion] = {}
        pane.identities.suggestion_agreed.connect(self._on_suggestion_agreed)
        pane.identities.suggestion_refused.connect(self._on_suggestion_refused)
        pane.identities.separate_requested.connect(self._on_separate_requested)

    def forget(self) -> None:
        """Offer nobody."""
        self._suggestions = {}
        self._pane.identities.set_suggestions(())

    def suggest(self, customer: CustomerId, is_shown: Callable[[CustomerId], bool]) -> None:
        """Look in the background for who else may be a customer; offered if it `is_shown` still."""

        def found(suggestions: tuple[Suggestion, ...]) -> None:
            if is_shown(customer):
                self._pane.identities.set_suggestions(present_suggestions(suggestions))
                self._suggestions = {int(one.identity_id): one for one in suggestions}

        self._jobs.run(_SLOT, lambda store: suggestions_for(store, customer), found)

    def ask_merge(self, customer: CustomerId, name: str) -> None:
        """Ask which other customer is the same person and why, and merge them into this one."""
        dialog = MergeCustomerDialog(
            self._pane.theme,
            name,
            lambda typed: self._found(typed, customer),
            self._pane.window(),
            needs_basis=lambda other: self._needs_basis(other, customer),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.chosen is not None:
            self.merge(dialog.chosen, dialog.why, dialog.basis)

    def merge(self, other: CustomerId, why: str, basis: BasisKind) -> None:
        """Merge another customer into the shown one for a reason."""
        self._do(lambda customer: self._session.customers.merge(other, customer, why, basis))

    def _needs_basis(self, other: CustomerId, customer: CustomerId) -> bool:
        try:
            return self._session.customers.needs_basis(other, customer)
        except StoreError:
            return True

    def _found(self, typed: str, customer: CustomerId) -> Sequence[CustomerHit]:
        try:
            return self._session.customers.found(typed, customer)
        except StoreError as error:
            self.failed.emit(error)
            return ()

    def _on_suggestion_agreed(self, identity_id: int) -> None:
        suggestion = self._suggestions.get(identity_id)
        if suggestion is not None:
            self._do(lambda customer: self._session.customers.accept(customer, suggestion))

    def _on_suggestion_refused(self, identity_id: int) -> None:
        suggestion = self._suggestions.get(identity_id)
        if suggestion is not None:
            self._do(lambda customer: self._session.customers.refuse(customer, suggestion))

    def _on_separate_requested(self, identity_id: int) -> None:
        self._do(lambda customer: self._session.customers.separate(customer, IdentityId(identity_id)))
