"""The rows of the outbox or the drafts as Qt sees them: replaced as a whole, while the selection stays on its text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ui.outbox.queue_rows import QueueItem, QueueRow, QueueSection

ItemRole = int(Qt.ItemDataRole.UserRole) + 1
"""Gives a QueueRow or a QueueSection."""
AnyIndex = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """Presented rows, some hundreds at most. Window thread only."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._items: tuple[QueueItem, ...] = ()

    @property
    def items(self) -> tuple[QueueItem, ...]:
        """What is shown."""
        return self._items

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """The texts among it."""
        return tuple(item for item in self._items if isinstance(item, QueueRow))

    def set_items(self, items: Sequence[QueueItem]) -> None:
        """Show these instead. Rows that only changed their words are repainted; nothing is told if nothing changed."""
        after = tuple(items)
        if after == self._items:
            return
        if _keys(after) == _keys(self._items):
            before, self._items = self._items, after
            for number, (old, new) in enumerate(zip(before, after, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.layoutAboutToBeChanged.emit()
        before, self._items = self._items, after
        self._carry_indexes_over(before)
        self.layoutChanged.emit()

    def item_at(self, row: int) -> QueueItem | None:
        """Return what a row shows, None for a row that is not there."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def row_of(self, key: int) -> int | None:
        """Return the row of a text, None if it is not here."""
        return next((n for n, item in enumerate(self._items) if isinstance(item, QueueRow) and item.key == key), None)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows, titles included."""
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the item, its name, or what a screen reader says."""
        item = self.item_at(index.row()) if index.isValid() else None
        if role == ItemRole or item is None:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text if isinstance(item, QueueSection) else item.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken if isinstance(item, QueueRow) else _spoken_title(item)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let texts be selected; titles are only read."""
        item = self.item_at(index.row()) if index.isValid() else None
        if item is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(item, QueueSection):
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _carry_indexes_over(self, before: Sequence[QueueItem]) -> None:
        old = self.persistentIndexList()
        new = []
        for index in old:
            item = before[index.row()]
            row = self.row_of(item.key) if isinstance(item, QueueRow) else None
            new.append(self.index(row) if row is not None else QModelIndex())
        self.changePersistentIndexList(old, new)


def _keys(items: Sequence[QueueItem]) -> list[int | str]:
    return [item.key if isinstance(item, QueueRow) else item.code for item in items]


def _spoken_title(item: QueueSection) -> str:
    return item.text if item.count is None else f"{item.text}, {item.count}"
