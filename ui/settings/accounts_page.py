"""Settings: the connected accounts, how each does, and what can be done with it. Acts at once, without Save."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.model import Account
from ui.accounts.fault_words import health_sentence
from ui.accounts.words import role_name
from ui.inbox import network_name
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.shell.account_presenter import present_account
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Card, ChannelMark, IconLine, Label, Notice, NoticeWords


class AccountsPage(SettingsPage):
    """A row an account."""

    connect_requested = Signal()
    sign_in_requested = Signal(int)
    remove_requested = Signal(int)

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show the connected accounts."""
        super().__init__(theme, "accounts", "broadcast")
        self.set_head(self.tr("Accounts"), self.tr("What is changed here counts at once."))
        self._session = session
        self._card = Card(theme, object_name="accounts")
        self._none = Notice(theme, framed=True, object_name="no_accounts")
        self._none.set_words(
            NoticeWords(
                self.tr("No account is connected"),
                self.tr("Connect the one that customers write to most."),
                "broadcast",
            )
        )
        connect = Button(theme, self.tr("Connect an account"), icon="plus", object_name="settings_connect")
        connect.setAutoDefault(False)
        connect.clicked.connect(self.connect_requested)
        row = QHBoxLayout()
        row.addWidget(connect)
        row.addStretch(1)
        self.body.addWidget(self._card)
        self.body.addWidget(self._none)
        self.body.addLayout(row)
        self.refresh()

    def refresh(self) -> None:
        """Read the accounts again."""
        accounts = self._session.store.accounts.all()
        self._card.clear()
        for account in accounts:
            self._card.add_row(self._row(account))
        self._card.setVisible(bool(accounts))
        self._none.setVisible(not accounts)

    def _row(self, account: Account) -> QWidget:
        theme, state = self.theme, present_account(account, self._session.clock())
        row = QWidget()
        row.setObjectName(f"account_row_{account.id}")
        row.setAccessibleName(state.spoken)
        across = QHBoxLayout(row)
        across.setContentsMargins(14, 10, 12, 10)
        across.setSpacing(12)
        across.addWidget(ChannelMark(theme, account.network, 28))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(theme, account.name or account.handle, weight=600, wrap=True))
        about = f"{network_name(account.network)} · {account.handle} · {role_name(account.role)}"
        words.addWidget(Label(theme, about, size=12, colour="text.secondary", wrap=True))
        said = health_sentence(account) or state.word or self.tr("Connected")
        words.addWidget(IconLine(theme, state.icon, said, colour=state.colour, object_name=f"state_{account.id}"))
        across.addLayout(words, 1)
        for button in self._buttons(account, needs_sign_in=state.needs_sign_in):
            across.addWidget(button)
        return row

    def _buttons(self, account: Account, *, needs_sign_in: bool) -> list[Button]:
        kind = ButtonKind.PRIMARY if needs_sign_in else ButtonKind.PLAIN
        again = Button(self.theme, self.tr("Sign in again"), kind=kind, small=True, object_name=f"sign_in_{account.id}")
        remove = Button(self.theme, self.tr("Remove…"), small=True, object_name=f"remove_account_{account.id}")
        for button, signal in ((again, self.sign_in_requested), (remove, self.remove_requested)):
            button.setAutoDefault(False)
            button.setAccessibleName(f"{button.text()} {account.handle}")
            button.clicked.connect(lambda _=False, told=signal: told.emit(int(account.id)))
        return [again, remove]
