"""Shows what is known of a customer beside the messages, and lets an agent change it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from desktop.customers import CustomerDone, CustomerKnown
from desktop.model import CustomerId
from desktop.store import StoreError
from ui.customers.known_dialogs import ConsentDialog, OwnValuesDialog
from ui.customers.known_presenter import KnownState, present_known
from ui.customers.pane import ProfilePane
from ui.customers.presenter import Moment
from ui.session import Session


class Knowing(QObject):
    """The marks, fields and consents of the shown customer. Window thread only."""

    done = Signal(object)
    """A CustomerDone."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(self, session: Session, pane: ProfilePane) -> None:
        """Show nobody."""
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._customer: CustomerId | None = None
        self._name = ""
        self._known = CustomerKnown()
        pane.details.edit_requested.connect(self.ask_values)
        pane.consents.add_requested.connect(self.ask_consent)
        pane.header.details_requested.connect(self.ask_values)
        pane.header.consent_requested.connect(self.ask_consent)

    def show(self, customer: CustomerId, name: str, moment: Moment) -> None:
        """Read and show what is known. Raises StoreError."""
        self._known = self._session.customers.known(customer)
        self._customer, self._name = customer, name
        self._pane.show_known(present_known(self._known, moment))

    def forget(self) -> None:
        """Show nothing of anybody."""
        self._customer, self._known = None, CustomerKnown()
        self._pane.show_known(KnownState())

    def ask_values(self) -> None:
        """Let the agent fill in the desk's own fields."""
        if self._customer is None or not self._known.fields:
            return
        dialog = OwnValuesDialog(self._pane.theme, self._name, self._known, self._pane.window())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            values = dialog.values
            self._do(lambda customer: self._session.customers.set_values(customer, values))

    def ask_consent(self) -> None:
        """Let the agent write down what the customer agreed to."""
        if self._customer is None:
            return
        dialog = ConsentDialog(self._pane.theme, self._name, self._pane.window())
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.how:
            kind, given, how = dialog.kind, dialog.given, dialog.how
            self._do(lambda customer: self._session.customers.note_consent(customer, kind, given=given, how=how))

    def _do(self, deed: Callable[[CustomerId], CustomerDone | None]) -> None:
        assert self._customer is not None
        try:
            done = deed(self._customer)
        except StoreError as error:
            self.failed.emit(error)
            return
        if done is not None:
            self.done.emit(done)
