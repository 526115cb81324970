"""Removing an account, after saying what goes and what stays."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.accounts.desk import AccountDesk, store_fault
from desktop.model import Account
from desktop.store import StoreError
from ui.accounts.dialog_frame import Footer, dim, fit
from ui.accounts.words import keep_fault
from ui.bridge.background import Errand
from ui.session import Session
from ui.theme import Theme
from ui.widgets import IconLine, Label

_WIDTH, _HEIGHT = 520, 300


class AccountRemoval(QDialog):
    """Open it with `open()`. Cancel is the default button."""

    account_removed = Signal(int)
    """The account was disconnected: nudge the engine with AccountsEdited."""

    def __init__(self, session: Session, theme: Theme, account: Account, parent: QWidget | None = None) -> None:
        """Ask about one account."""
        super().__init__(parent)
        self.setObjectName("account_removal")
        self.setWindowTitle(self.tr("Remove account"))
        self.setProperty("ground", "surface")
        self._session = session
        self._account = account
        self._desk = AccountDesk(session.store, session.vault, session.clock)
        self._unsent = self._desk.unsent(account)
        self._errand: Errand | None = None
        title = self.tr("Remove {handle}?").replace("{handle}", account.handle)
        self._title = Label(theme, title, size=16, weight=600, wrap=True, object_name="removal_title")
        self._fault = IconLine(theme, "warning-circle-fill", size=13, colour="red.text", object_name="removal_fault")
        self._fault.hide()
        self._facts = QWidget()
        facts = QVBoxLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(10)
        for icon, words in self._words():
            facts.addWidget(IconLine(theme, icon, words, size=13, icon_size=16, colour="text.primary"))
        body = QVBoxLayout()
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(14)
        for widget in (self._title, self._facts, self._fault):
            body.addWidget(widget)
        body.addStretch(1)
        self._footer = Footer(theme, self)
        self._remove = self._footer.add(self.tr("Remove account"), "remove")
        self._cancel = self._footer.add(self.tr("Cancel"), "cancel", primary=True)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self._footer)
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._cancel.setFocus()

    def _words(self) -> list[tuple[str, str]]:
        words = [
            ("check-circle", self.tr("Its conversations, notes and reports stay. You can read and search them.")),
            ("trash", self.tr("Its password or token is deleted from this computer.")),
            ("x", self.tr("New messages no longer arrive, and nobody answers with it from here.")),
        ]
        if self._unsent:
            words.append(("pencil-line", self._unsent_words(len(self._unsent))))
        again = self.tr("If you connect it again later, its history goes on where it ended.")
        return [*words, ("arrows-clockwise", again)]

    def _unsent_words(self, count: int) -> str:
        if count == 1:
            return self.tr("One reply that has not gone out is not sent. It is a draft again.")
        words = self.tr("{count} replies that have not gone out are not sent. They are drafts again.")
        return words.replace("{count}", str(count))

    def _on_remove_clicked(self) -> None:
        """Take unsent replies back, disconnect, then delete the secrets away from the window's thread."""
        actor = self._session.agent.name
        try:
            for delivery in self._unsent:
                self._session.outbox.take_back(delivery.id, actor)
            names = self._desk.remove(self._account, actor=actor)
        except StoreError as error:
            self._show_fault(keep_fault(store_fault(error)))
            return
        self._remove.setEnabled(False)
        self._cancel.setText(self.tr("Close"))
        self.account_removed.emit(int(self._account.id))

        async def forget() -> bool:
            return self._desk.forget(names)

        self._errand = Errand(forget, self)
        self._errand.finished.connect(self._on_secrets_forgotten)
        self._errand.failed.connect(lambda _: self._on_secrets_forgotten(False))
        self._errand.start()

    def _on_secrets_forgotten(self, forgotten: bool) -> None:
        self._errand = None
        if forgotten:
            self.accept()
            return
        done = self.tr("{handle} is removed").replace("{handle}", self._account.handle)
        self._title.setText(done)
        self._facts.hide()
        self._show_fault(
            self.tr(
                "The system's credential store did not let Sportello delete the sign-in. It opens nothing here any "
                "more; delete the entries named Sportello there yourself, and end the access at the provider."
            )
        )

    def _show_fault(self, sentence: str) -> None:
        self._fault.say(sentence)
        self._fault.show()
        self._fault.announce()
