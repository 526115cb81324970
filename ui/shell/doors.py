"""The dialogs that the window opens: connecting and removing accounts, settings, the keys, a new conversation.

The wizard, the removal and the settings are loaded when they are first opened: a window starts without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.events import AccountsEdited
from desktop.model import AccountId, Network
from desktop.store import StoreError
from desktop.system.vault import SessionVault
from ui.cases.new_conversation import NewConversationDialog
from ui.session import Session
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_dialog import ShortcutDialog
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.accounts import ConnectWizard
    from ui.settings import SettingsDialog


class Doors(QObject):
    """Opens one dialog at a time over the window. Window thread only."""

    accounts_edited = Signal(object)
    """An AccountsEdited for the engine."""
    conversation_begun = Signal(int)
    letters_toggled = Signal(bool)
    key_changed = Signal(str, str)
    """A line of the map and its new key, "" for the usual one."""
    settings_changed = Signal(str)
    case_requested = Signal(int)
    """A case is to be shown behind the settings."""
    """The group of settings that was kept."""
    failed = Signal(object)
    """A StoreError."""

    def __init__(self, session: Session, theme: Theme, window: QWidget) -> None:
        """Open nothing yet."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._window = window
        self._wizard: ConnectWizard | None = None
        self._settings: SettingsDialog | None = None

    def connect_account(self, network: Network | None = None) -> None:
        """Open the wizard, with a network chosen or at the choice; at a practice desk say why not."""
        if self._session.is_practice:
            self._say_it_is_practice()
            return
        wizard = self._new_wizard()
        if network is not None:
            wizard.choose(network)
        wizard.open()

    def choose_listening(self) -> None:
        """Let people say what is listened for: in the one account that can, else in the settings or the wizard."""
        from desktop.accounts.desk import listens
        from desktop.accounts.imported import is_imported
        from ui.accounts import ListeningDialog

        able = [one for one in self._session.store.accounts.all() if listens(one.network) and not is_imported(one)]
        if not able:
            self.connect_account(Network.LISTENING)
        elif len(able) > 1:
            self.open_settings("accounts")
        else:
            dialog = ListeningDialog(self._session, self._theme, able[0], self._window)
            dialog.account_changed.connect(self._on_accounts_edited)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def sign_in_again(self, account_id: int) -> None:
        """Ask for an account's new sign-in."""
        account = self._session.store.accounts.get(AccountId(account_id))
        if account is not None and not self._session.is_practice:
            wizard = self._new_wizard()
            wizard.sign_in_again(account)
            wizard.open()

    def remove_account(self, account_id: int) -> None:
        """Ask before an account goes."""
        from ui.accounts import AccountRemoval

        account = self._session.store.accounts.get(AccountId(account_id))
        if account is not None:
            dialog = AccountRemoval(self._session, self._theme, account, self._window)
            dialog.account_removed.connect(self._on_accounts_edited)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def refresh_health(self) -> None:
        """Let an open dialog look at how the accounts do."""
        if self._settings is not None:
            self._settings.refresh_accounts()
        if self._wizard is not None:
            self._wizard.refresh_health()

    def begin_conversation(self) -> None:
        """Ask to whom and about what, and begin."""
        session = self._session
        dialog = NewConversationDialog(self._theme, session.store.accounts.all(), session.cases.begin, self._window)
        try:
            dialog.exec()
        except StoreError as error:
            self.failed.emit(error)
        if dialog.case_id is not None:
            self.conversation_begun.emit(int(dialog.case_id))
        dialog.deleteLater()

    def open_settings(self, group: str = "agent") -> None:
        """Open the settings at the page of a group: "agent", "appearance", "sending", "hours", "accounts"."""
        from ui.settings import SettingsDialog

        dialog = SettingsDialog(self._session, self._theme, self._window)
        dialog.settings_changed.connect(self.settings_changed)
        dialog.case_requested.connect(self.case_requested)
        dialog.account_connected.connect(self._on_accounts_edited)
        dialog.account_removed.connect(self._on_accounts_edited)
        dialog.finished.connect(self._on_settings_finished)
        self._settings = dialog
        dialog.show_group(group)
        dialog.open()

    def open_hours(self, account_id: int = 0) -> None:
        """Open the opening hours of an account, of the desk for 0."""
        from ui.settings.hours_dialog import HoursDialog

        dialog = HoursDialog(self._session, self._theme, self._window, account=account_id)
        dialog.hours_kept.connect(lambda: self.settings_changed.emit("hours"))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_shortcuts(self, table: ShortcutTable, offered: frozenset[str], *, letters_enabled: bool) -> None:
        """List every key."""
        dialog = ShortcutDialog(
            self._theme, table, letters_enabled=letters_enabled, offered=offered, parent=self._window
        )
        dialog.letters_toggled.connect(self.letters_toggled)
        dialog.key_changed.connect(self.key_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say_it_is_practice(self) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Information,
            self.tr("Practice"),
            self.tr("A practice desk has no account that could send. Connect channels in your own window."),
            QMessageBox.StandardButton.Ok,
            self._window,
        )
        box.setObjectName("practice_only")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _new_wizard(self) -> ConnectWizard:
        from ui.accounts import ConnectWizard

        wizard = ConnectWizard(self._session, self._theme, self._window)
        wizard.account_connected.connect(self._on_accounts_edited)
        wizard.finished.connect(self._on_wizard_finished)
        self._wizard = wizard
        return wizard

    def _on_wizard_finished(self) -> None:
        if self._wizard is not None:
            self._wizard.deleteLater()
            self._wizard = None

    def _on_settings_finished(self) -> None:
        if self._settings is not None:
            self._settings.deleteLater()
            self._settings = None

    def _on_accounts_edited(self) -> None:
        vault = self._session.vault
        self.accounts_edited.emit(AccountsEdited(vault.all() if isinstance(vault, SessionVault) else None))
