"""Small questions about a case: which other case to merge with, until when to snooze, which tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QInputDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.inbox import without_personal_data
from desktop.model import CaseId, CaseRow, ThreadKind
from ui.inbox import network_name
from ui.theme import Theme
from ui.widgets import DateTimeField, Label

_TYPING_MS = 150


class MergeDialog(QDialog):
    """Chooses the case to merge another one into. The customer's own cases are offered before anything is typed."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        offered: Sequence[CaseRow],
        search: Callable[[str], Sequence[CaseRow]],
        parent: QWidget | None = None,
    ) -> None:
        """`search` returns at most some dozens of rows for what is typed."""
        super().__init__(parent)
        self.setObjectName("merge_dialog")
        self.setWindowTitle(self.tr("Merge conversations"))
        self.resize(520, 400)
        self._offered = offered
        self._search = search
        self._field = QLineEdit()
        self._field.setObjectName("merge_search")
        self._field.setPlaceholderText(self.tr("Search a conversation"))
        self._field.setAccessibleName(self.tr("Search a conversation"))
        self._list = QListWidget()
        self._list.setObjectName("merge_list")
        self._list.setAccessibleName(self.tr("Conversations"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._merge = buttons.addButton(self.tr("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._merge.setEnabled(False)
        layout = QVBoxLayout(self)
        words = self.tr("Merge this conversation of {name} into another one. Nothing is lost; it can be undone.")
        layout.addWidget(Label(theme, words.replace("{name}", name), wrap=True))
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        layout.addWidget(buttons)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._show_found)
        self._field.textChanged.connect(lambda _: self._typing.start(_TYPING_MS))
        self._list.currentItemChanged.connect(lambda item, _: self._merge.setEnabled(item is not None))
        self._list.itemActivated.connect(self.accept)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._fill(offered)

    @property
    def chosen(self) -> CaseId | None:
        """The chosen case, None if none is."""
        item = self._list.currentItem()
        return CaseId(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def _show_found(self) -> None:
        typed = self._field.text().strip()
        self._fill(self._search(typed) if typed else self._offered)

    def _fill(self, rows: Sequence[CaseRow]) -> None:
        self._list.clear()
        for row in rows:
            words = without_personal_data(row.snippet) if row.thread_kind is ThreadKind.PUBLIC else row.snippet
            item = QListWidgetItem(f"{row.name}, {network_name(row.network)}: {words}")
            item.setData(Qt.ItemDataRole.UserRole, int(row.id))
            self._list.addItem(item)
        if rows:
            self._list.setCurrentRow(0)


def ask_priority(current: int, parent: QWidget) -> tuple[bool, int | None]:
    """Return whether a choice was made, and the priority chosen; None leaves it to the reasons."""
    choices: list[tuple[str, int | None]] = [
        (QCoreApplication.translate("Priority", "Urgent"), 90),
        (QCoreApplication.translate("Priority", "High"), 65),
        (QCoreApplication.translate("Priority", "Normal"), 35),
        (QCoreApplication.translate("Priority", "Low"), 10),
        (QCoreApplication.translate("Priority", "By its reasons"), None),
    ]
    nearest = min(range(len(choices) - 1), key=lambda n: abs((choices[n][1] or 0) - current))
    words, chosen = QInputDialog.getItem(
        parent,
        QCoreApplication.translate("Priority", "Priority"),
        QCoreApplication.translate("Priority", "How soon does this conversation need an answer?"),
        [name for name, _ in choices],
        nearest,
        False,
    )
    return chosen, dict(choices)[words] if chosen else None


def ask_snooze_date(local_now: datetime, theme: Theme, parent: QWidget) -> datetime | None:
    """Return the moment until which a case is put away, in the zone of `local_now`; None if given up."""
    dialog = QDialog(parent)
    dialog.setObjectName("snooze_dialog")
    dialog.setWindowTitle(_tr("Snooze until"))
    start = (local_now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    field = DateTimeField(theme, start, object_name="snooze_until", name=_tr("Snooze until"))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    buttons.addButton(_tr("Snooze"), QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(20, 16, 20, 16)
    layout.setSpacing(16)
    layout.addWidget(field)
    layout.addWidget(buttons)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    chosen = field.dateTime()
    date, time = chosen.date(), chosen.time()
    return datetime(date.year(), date.month(), date.day(), time.hour(), time.minute(), tzinfo=local_now.tzinfo)


def ask_tags(tags: Sequence[str], parent: QWidget) -> tuple[str, ...] | None:
    """Return the case's tags as edited, None if given up."""
    typed, accepted = QInputDialog.getText(
        parent, _tr("Tags"), _tr("Tags, separated by commas:"), QLineEdit.EchoMode.Normal, ", ".join(tags)
    )
    return tuple(tag.strip() for tag in typed.split(",")) if accepted else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("CaseDialogs", text)
