"""Changing what an account may spend in a month."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.accounts.desk import AccountDesk, store_fault
from desktop.model import Account, declared_of
from desktop.model.declared import BUDGET
from desktop.store import StoreError
from ui.accounts.dialog_frame import Footer, dim, fit
from ui.accounts.dollars import micros_of, typed_of
from ui.accounts.words import keep_fault
from ui.inbox import network_name
from ui.session import Session
from ui.theme import Theme
from ui.widgets import Field, Label

_WIDTH, _HEIGHT = 480, 260


class BudgetDialog(QDialog):
    """Open it with `open()`."""

    account_changed = Signal(int)
    """The limit is another one: nudge the engine with AccountsEdited."""

    def __init__(self, session: Session, theme: Theme, account: Account, parent: QWidget | None = None) -> None:
        """Show the limit in force."""
        super().__init__(parent)
        self.setObjectName("budget_dialog")
        self.setWindowTitle(self.tr("Monthly limit"))
        self.setProperty("ground", "surface")
        self._session = session
        self._account = account
        self._limit = Field(
            theme,
            self.tr("Monthly limit in US dollars"),
            hint=self.tr("When it is spent, nothing more is read until the next month. Replies still go out."),
            placeholder=self.tr("No limit"),
            object_name="budget_amount",
        )
        self._limit.set_text(typed_of(declared_of(account).budget_micros))
        self._footer = Footer(theme, self)
        cancel = self._footer.add(self.tr("Cancel"), "cancel")
        save = self._footer.add(self.tr("Save"), "save", primary=True)
        title = self.tr("What {handle} may spend on {network}").replace("{handle}", account.handle)
        title = title.replace("{network}", network_name(account.network))
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(12)
        body.addWidget(Label(theme, title, size=16, weight=600, wrap=True, object_name="budget_title"))
        body.addWidget(self._limit)
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(body, 1)
        outer.addWidget(self._footer)
        save.clicked.connect(self._on_save_clicked)
        cancel.clicked.connect(self.reject)
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._limit.focus()

    def _on_save_clicked(self) -> None:
        """Keep what is typed and close."""
        try:
            settings = {BUDGET: micros_of(self._limit.text)}
        except ValueError:
            self._limit.set_fault(self.tr("This is no amount. It looks like 50 or 12.50, or leave it empty."))
            self._limit.focus()
            return
        session = self._session
        desk = AccountDesk(session.store, session.vault, session.clock)
        try:
            current = session.store.accounts.get(self._account.id) or self._account
            desk.listen(current, settings, actor=session.agent.name)
        except StoreError as error:
            self._footer.set_hint(keep_fault(store_fault(error)), icon="warning-circle", colour="red.text")
            return
        self.account_changed.emit(int(self._account.id))
        self.accept()
