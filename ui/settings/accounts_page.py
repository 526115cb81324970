"""Settings: the connected accounts, how each does, and what can be done with it. Acts at once, without Save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.desk import listens
from desktop.accounts.imported import is_imported
from desktop.model import Account, Network, declared_of
from ui.accounts import BudgetRow, present_budget
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
    listening_requested = Signal(int)
    limit_requested = Signal(int)
    """What an account may spend in a month is to be changed."""
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
        across.addWidget(ChannelMark(theme, account.network, 28), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(theme, account.name or account.handle, weight=600, wrap=True))
        about = f"{network_name(account.network)} · {account.handle} · {role_name(account.role)}"
        words.addWidget(Label(theme, about, size=12, colour="text.secondary", wrap=True))
        said = health_sentence(account) or state.word or self.tr("Connected")
        words.addWidget(IconLine(theme, state.icon, said, colour=state.colour, object_name=f"state_{account.id}"))
        if account.network is Network.X and not is_imported(account):
            words.addWidget(self._budget(account))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 4, 0, 0)
        buttons.setSpacing(8)
        for button in self._buttons(account, needs_sign_in=state.needs_sign_in):
            buttons.addWidget(button)
        buttons.addStretch(1)
        words.addLayout(buttons)
        across.addLayout(words, 1)
        return row

    def _budget(self, account: Account) -> BudgetRow:
        """Return what the month has cost so far on a network that charges."""
        now = self._session.clock()
        spent = self._session.store.spending.kinds_of_month(account.id, now)
        state = present_budget(spent, declared_of(account).budget_micros, now)
        row = BudgetRow(self.theme, state, int(account.id), account.handle)
        row.limit_requested.connect(lambda: self.limit_requested.emit(int(account.id)))
        return row

    def _buttons(self, account: Account, *, needs_sign_in: bool) -> list[Button]:
        """Return what can be done with an account; one that only holds imported messages can just be removed."""
        offered: list[tuple[str, str, SignalInstance]] = []
        if not is_imported(account):
            if listens(account.network):
                offered.append((self.tr("Listening…"), "listening", self.listening_requested))
            again = self.tr("Feeds…") if account.network is Network.LISTENING else self.tr("Sign in again")
            offered.append((again, "sign_in", self.sign_in_requested))
        offered.append((self.tr("Remove…"), "remove_account", self.remove_requested))
        buttons = []
        for words, name, signal in offered:
            kind = ButtonKind.PRIMARY if needs_sign_in and name == "sign_in" else ButtonKind.PLAIN
            button = Button(self.theme, words, kind=kind, small=True, object_name=f"{name}_{account.id}")
            button.setAutoDefault(False)
            button.setAccessibleName(f"{words} {account.handle}")
            button.clicked.connect(lambda _=False, told=signal: told.emit(int(account.id)))
            buttons.append(button)
        return buttons
