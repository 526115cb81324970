"""The settings' doors to one account: connecting, signing in again, listening, a budget, removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from desktop.model import Account
from ui.accounts import AccountRemoval, BudgetDialog, ConnectWizard, ListeningDialog
from ui.session import Session
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.settings.accounts_page import AccountsPage


class AccountDoors(QObject):
    """Opens what the page of accounts asks for, over the settings. Window thread only."""

    connected = Signal(int)
    """An account was connected, signed in again, told to listen for something else or to spend otherwise."""
    removed = Signal(int)

    def __init__(self, session: Session, theme: Theme, over: QDialog) -> None:
        """Open everything over `over`."""
        super().__init__(over)
        self._session = session
        self._theme = theme
        self._over = over
        self._page: AccountsPage | None = None

    def attach(self, page: AccountsPage) -> None:
        """Do what a page asks for from now on."""
        self._page = page
        page.connect_requested.connect(self._open_wizard)
        page.sign_in_requested.connect(self._on_page_sign_in_requested)
        page.remove_requested.connect(self._on_page_remove_requested)
        page.listening_requested.connect(self._on_page_listening_requested)
        page.limit_requested.connect(self._on_page_limit_requested)

    def refresh(self) -> None:
        """Read the accounts again, where their page was looked at."""
        if self._page is not None:
            self._page.refresh()

    def _on_page_sign_in_requested(self, account_id: int) -> None:
        account = self._account(account_id)
        if account is not None:
            self._open_wizard().sign_in_again(account)

    def _open_wizard(self) -> ConnectWizard:
        wizard = ConnectWizard(self._session, self._theme, self._over)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.account_connected.connect(self._on_account_changed)
        wizard.open()
        return wizard

    def _on_page_remove_requested(self, account_id: int) -> None:
        account = self._account(account_id)
        if account is None:
            return
        removal = AccountRemoval(self._session, self._theme, account, self._over)
        removal.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        removal.account_removed.connect(self._on_account_removed)
        removal.open()

    def _on_page_listening_requested(self, account_id: int) -> None:
        account = self._account(account_id)
        if account is not None:
            self._open(ListeningDialog(self._session, self._theme, account, self._over))

    def _on_page_limit_requested(self, account_id: int) -> None:
        account = self._account(account_id)
        if account is not None:
            self._open(BudgetDialog(self._session, self._theme, account, self._over))

    def _open(self, dialog: ListeningDialog | BudgetDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.account_changed.connect(self._on_account_changed)
        dialog.open()

    def _on_account_changed(self, account_id: int) -> None:
        self.refresh()
        self.connected.emit(account_id)

    def _on_account_removed(self, account_id: int) -> None:
        self.refresh()
        self.removed.emit(account_id)

    def _account(self, account_id: int) -> Account | None:
        return next((one for one in self._session.store.accounts.all() if one.id == account_id), None)
