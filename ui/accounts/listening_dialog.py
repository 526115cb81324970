"""Changing what a connected account listens for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.accounts.desk import AccountDesk, store_fault
from desktop.model import Account, Network
from desktop.store import StoreError
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled
from ui.accounts.listening_editor import ListeningEditor
from ui.accounts.words import keep_fault
from ui.session import Session
from ui.theme import Theme
from ui.widgets import Label

_WIDTH, _HEIGHT = 560, 640


class ListeningDialog(QDialog):
    """Open it with `open()`."""

    account_changed = Signal(int)
    """The account listens for something else: nudge the engine with AccountsEdited."""

    def __init__(self, session: Session, theme: Theme, account: Account, parent: QWidget | None = None) -> None:
        """Show what an account listens for now."""
        super().__init__(parent)
        self.setObjectName("listening_dialog")
        self.setWindowTitle(self.tr("Listening"))
        self.setProperty("ground", "surface")
        self._session = session
        self._account = account
        self._editor = ListeningEditor(theme, account.network)
        self._editor.show_account(account)
        self._footer = Footer(theme, self)
        self._cancel = self._footer.add(self.tr("Cancel"), "cancel")
        self._save = self._footer.add(self.tr("Save"), "save", primary=True)
        title = self.tr("What {handle} listens for").replace("{handle}", account.handle)
        lead = self.tr(
            "What holds one of these goes to Listening. What was heard so far stays; new words count from now."
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(Label(theme, title, size=16, weight=600, wrap=True, object_name="listening_title"))
        column.addWidget(Label(theme, lead, colour="text.secondary", wrap=True))
        column.addWidget(self._editor)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolled(body), 1)
        outer.addWidget(self._footer)
        self._save.clicked.connect(self._on_save_clicked)
        self._cancel.clicked.connect(self.reject)
        self._editor.entered.connect(self._on_save_clicked)
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._editor.focus()

    def _on_save_clicked(self) -> None:
        """Keep what is typed and close; web listening can't do without words."""
        if self._account.network is Network.LISTENING and not self._editor.listening.is_on:
            self._editor.ask_for_words()
            return
        if not self._editor.check():
            return
        session = self._session
        try:
            AccountDesk(session.store, session.vault, session.clock).listen(
                self._account, self._editor.settings(), actor=session.agent.name
            )
        except StoreError as error:
            self._footer.set_hint(keep_fault(store_fault(error)), icon="warning-circle", colour="red.text")
            return
        self.account_changed.emit(int(self._account.id))
        self.accept()
