"""Beginning a conversation: from which mailbox, to whom, about what. The text itself is written in the composer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.model import Account, AccountRole, CaseId, Network
from ui.theme import Theme
from ui.widgets import Label

_WIDTH = 520


class NewConversationDialog(QDialog):
    """Asks for a recipient and a subject. Only mailboxes can begin: on other networks the customer writes first."""

    def __init__(
        self,
        theme: Theme,
        accounts: Sequence[Account],
        begin: Callable[[Account, str, str], CaseId],
        parent: QWidget | None = None,
    ) -> None:
        """`accounts` are all connected ones; `begin` makes the case and raises ValueError for a bad address."""
        super().__init__(parent)
        self.setObjectName("new_conversation")
        self.setWindowTitle(self.tr("New conversation"))
        self.setMinimumWidth(theme.px(_WIDTH))
        self._begin = begin
        self._mailboxes = writable_mailboxes(accounts)
        self.case_id: CaseId | None = None
        self._from = QComboBox()
        self._to = QLineEdit()
        self._subject = QLineEdit()
        self._problem = Label(theme, size=12, colour="red.text", wrap=True, object_name="new_problem")
        self._lay_out(theme)

    def accept(self) -> None:
        """Begin, or say what is wrong and keep what was typed."""
        try:
            account = self._mailboxes[self._from.currentIndex()]
            self.case_id = self._begin(account, self._to.text(), self._subject.text())
        except ValueError:
            self._problem.setText(self.tr("Write one e-mail address, such as marta@example.org."))
            self._problem.show()
            self._to.setFocus()
            self._to.selectAll()
            return
        super().accept()

    def _lay_out(self, theme: Theme) -> None:
        form = QFormLayout()
        for words, field, name in (
            (self.tr("From"), self._from, "new_from"),
            (self.tr("To"), self._to, "new_to"),
            (self.tr("Subject"), self._subject, "new_subject"),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words)
            form.addRow(Label(theme, words), field)
        self._from.addItems([one.handle or one.name for one in self._mailboxes])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        start = buttons.addButton(self.tr("Write"), QDialogButtonBox.ButtonRole.AcceptRole)
        start.setObjectName("new_begin")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self._problem)
        self._problem.hide()
        if not self._mailboxes:
            start.setEnabled(False)
            words = self.tr("Connect an e-mail account to write first. On other networks the customer writes first.")
            self._problem.setText(words)
            self._problem.show()
        column.addWidget(buttons)
        self._to.setFocus()


def writable_mailboxes(accounts: Sequence[Account]) -> list[Account]:
    """Return the mailboxes that may write, the care ones first."""
    order = {AccountRole.CARE: 0, AccountRole.BRAND: 1}
    mailboxes = [one for one in accounts if one.network is Network.EMAIL and one.role in order]
    return sorted(mailboxes, key=lambda one: order[one.role])
