"""Chooses the customer who is the same person, and asks why; the reason is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.model import CustomerId
from desktop.model.people import BasisKind
from desktop.store import CustomerHit
from ui.theme import Theme
from ui.widgets import ComboField, Label

_TYPING_MS = 150


class MergeCustomerDialog(QDialog):
    """Merges only with a customer and a reason. Nothing is merged by the dialog itself."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        search: Callable[[str], Sequence[CustomerHit]],
        parent: QWidget | None = None,
        *,
        needs_basis: Callable[[CustomerId], bool] = lambda _: False,
    ) -> None:
        """`search` returns at most ten customers for what is typed and must not raise.

        `needs_basis` tells whether a tie with a customer needs what allows it, as X asks; it must not raise either.
        """
        super().__init__(parent)
        self._theme = theme
        self._search = search
        self._needs_basis = needs_basis
        self.setObjectName("merge_customer_dialog")
        self.setWindowTitle(self.tr("Merge customers"))
        self.resize(460, 420)
        self._field = self._line(self.tr("Name or handle of the other customer"), "merge_customer_search")
        self._list = QListWidget()
        self._list.setObjectName("merge_customer_list")
        self._list.setAccessibleName(self.tr("Customers found"))
        self._why = self._line(self.tr("For example: gave the same customer number"), "merge_customer_why")
        self._basis = ComboField(theme, self.tr("What allows it? X asks for one of these"), object_name="merge_basis")
        allowed = (
            (BasisKind.UNTOLD, self.tr("Choose")),
            (BasisKind.GIVEN, self.tr("They told us themselves")),
            (BasisKind.AGREED, self.tr("They agreed to it")),
            (BasisKind.PUBLIC, self.tr("It is public: they say so on their profiles")),
        )
        self._basis.box.set_choices(allowed, BasisKind.UNTOLD)
        self._basis.box.currentIndexChanged.connect(self._judge)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._merge = buttons.addButton(self.tr("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out(name, buttons)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._show_found)
        self._field.textChanged.connect(lambda _: self._typing.start(_TYPING_MS))
        self._list.currentItemChanged.connect(self._judge)
        self._why.textChanged.connect(self._judge)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._judge()

    @property
    def chosen(self) -> CustomerId | None:
        """The chosen customer, None if none is."""
        item = self._list.currentItem()
        return CustomerId(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    @property
    def why(self) -> str:
        """The reason as written."""
        return self._why.text().strip()

    @property
    def basis(self) -> BasisKind:
        """What allows the tie; untold where nobody asks."""
        return BasisKind(str(self._basis.box.current)) if self._basis.isVisibleTo(self) else BasisKind.UNTOLD

    def _line(self, hint: str, object_name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(object_name)
        line.setProperty("kind", "field")
        line.setPlaceholderText(hint)
        return line

    def _lay_out(self, name: str, buttons: QDialogButtonBox) -> None:
        layout = QVBoxLayout(self)
        words = self.tr("Who else is {name}? Both histories, notes and tags are shown as one. It can be undone.")
        layout.addWidget(Label(self._theme, words.replace("{name}", name), wrap=True))
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        why = QLabel(self.tr("&Why are they the same person?"))
        why.setBuddy(self._why)
        self._why.setAccessibleName(self.tr("Why are they the same person?"))
        self._field.setAccessibleName(self._field.placeholderText())
        layout.addWidget(why)
        layout.addWidget(self._why)
        layout.addWidget(self._basis)
        layout.addWidget(buttons)

    def _show_found(self) -> None:
        typed = self._field.text().strip()
        self._list.clear()
        for hit in self._search(typed) if typed else ():
            item = QListWidgetItem(f"{hit.name}, {hit.handle}" if hit.handle != hit.name else hit.name)
            item.setData(Qt.ItemDataRole.UserRole, int(hit.customer_id))
            self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(0)
        self._judge()

    def _judge(self) -> None:
        chosen = self.chosen
        asks = chosen is not None and self._needs_basis(chosen)
        self._basis.setVisible(asks)
        told = not asks or self.basis is not BasisKind.UNTOLD
        self._merge.setEnabled(chosen is not None and bool(self.why) and told)
