"""A person's past interactions as Qt sees them: all ids, and the lines of a page when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.customers.presenter import PastLine
from ui.inbox.recently_used import RecentlyUsed

PAGE = 50
_KEPT = 500
_Index = QModelIndex | QPersistentModelIndex

FetchLines = Callable[[Sequence[int]], Sequence[PastLine]]


class PastModel(QAbstractListModel):
    """Case ids, newest first. `fetch` is called with at most a page of ids and must not raise."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._ids: Sequence[int] = ()
        self._fetch: FetchLines | None = None
        self._lines: RecentlyUsed[int, PastLine] = RecentlyUsed(_KEPT)
        self._missing: set[int] = set()

    @property
    def ids(self) -> Sequence[int]:
        """The case ids in their order."""
        return self._ids

    def show_lines(self, lines: Sequence[PastLine]) -> None:
        """Show these few interactions and nothing else."""
        self._begin([int(line.case_id) for line in lines], None)
        for line in lines:
            self._lines.put(int(line.case_id), line)
        self.endResetModel()

    def show_all(self, ids: Sequence[int], fetch: FetchLines) -> None:
        """Show all of these cases; their lines are fetched a page at a time. The sequence is kept, not copied."""
        self._begin(ids, fetch)
        self.endResetModel()

    def line_at(self, row: int) -> PastLine | None:
        """Return what a row shows, reading its page first if need be; None where the store has nothing."""
        case_id = self._ids[row]
        line = self._lines.get(case_id)
        if line is None and self._fetch is not None and case_id not in self._missing:
            self._read_page(row)
            line = self._lines.get(case_id)
        return line

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer with the subject, and with what a screen reader says."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line = self.line_at(index.row())
        if line is None:
            return self.tr("Not readable")
        return line.spoken if role == Qt.ItemDataRole.AccessibleTextRole else line.subject

    def _begin(self, ids: Sequence[int], fetch: FetchLines | None) -> None:
        self.beginResetModel()
        self._ids, self._fetch = ids, fetch
        self._lines.clear()
        self._missing.clear()

    def _read_page(self, row: int) -> None:
        assert self._fetch is not None
        first = row // PAGE * PAGE
        wanted = [one for one in self._ids[first : first + PAGE] if self._lines.get(one) is None]
        for line in self._fetch(wanted):
            self._lines.put(int(line.case_id), line)
        self._missing.update(one for one in wanted if self._lines.get(one) is None)
