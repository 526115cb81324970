"""The case list as Qt sees it: up to 250,000 ids, their rows read a page at a time when they are first shown."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelection, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.inbox import without_personal_data
from desktop.model import AccountId, CaseId, CaseRow, Lane, ThreadKind
from ui.inbox.positions import Positions, Section
from ui.inbox.presenter import OpenSeconds, ReasonChip, RowState, Tone, present_row, spoken_row
from ui.inbox.recently_used import RecentlyUsed
from ui.inbox.row_cache import CAPACITY, RowCache
from ui.inbox.wording import section_name
from ui.text import around_hit

PAGE = 64
StateRole = int(Qt.ItemDataRole.UserRole) + 1
"""Gives a RowState, a SectionTitle, or None for a case whose row has not been read yet."""
CaseIdRole = int(Qt.ItemDataRole.UserRole) + 2
"""Gives the case's id, None for a section's title."""

FetchRows = Callable[[Sequence[CaseId]], Sequence[CaseRow]]
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class AccountClock:
    """How the clock of an account's cases stands: whether it runs, when it runs on, what it counts (None: all)."""

    hours_open: bool = True
    resumes_at: datetime | None = None
    open_seconds: OpenSeconds | None = None


@dataclass(frozen=True, slots=True)
class ListContext:
    """What rows are presented with: the view, whose window it is, the zone and the desk's hours.

    `clock_of` returns the clock of an account's cases; without it every case goes by the desk's.
    """

    lane: Lane = Lane.MY_OPEN
    agent_initials: str = ""
    tz: tzinfo = UTC
    hours_open: bool = True
    resumes_at: datetime | None = None  # when the desk opens again, while it is closed
    open_seconds: OpenSeconds | None = None  # spans in opening hours; None: wall time
    clock_of: Callable[[AccountId], AccountClock] | None = None
    sought: tuple[str, ...] = ()  # words that are marked where they stand
    excerpts: Mapping[int, str] = field(default_factory=dict)  # the message that was found, by case


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """What a section's title row says."""

    code: str
    text: str
    count: int


class CaseListModel(QAbstractListModel):
    """Case ids with section titles between them. Window thread only.

    `fetch_rows` is called on the window's thread with at most a page (64) of ids and returns the rows that it
    has, in any order; a case without a row is shown as loading until `put_rows` brings it. It must not raise.
    """

    def __init__(self, fetch_rows: FetchRows, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        """`clock` returns the current time, aware, UTC."""
        super().__init__(parent)
        self._fetch_rows = fetch_rows
        self._clock = clock
        self._positions = Positions()
        self._cache = RowCache()
        self._unavailable: set[int] = set()
        self._context = ListContext()
        self._states: RecentlyUsed[int, RowState] = RecentlyUsed(CAPACITY)
        self._company: Mapping[int, str] = {}
        self._elsewhere: frozenset[int] = frozenset()

    @property
    def positions(self) -> Positions:
        """Where each case and title stands."""
        return self._positions

    @property
    def context(self) -> ListContext:
        """What rows are presented with."""
        return self._context

    def set_context(self, context: ListContext) -> None:
        """Present the same rows for another view, agent, zone or state of the desk."""
        if context != self._context:
            self._context = context
            self.repaint_clocks()

    def set_company(self, company: Mapping[int, str]) -> None:
        """Show in the rows which colleagues have a case in front; rows that stay as they were are not painted."""
        changed = {key for key in {*company, *self._company} if company.get(key) != self._company.get(key)}
        self._company = dict(company)
        self._present_again(changed)

    def set_elsewhere(self, case_ids: frozenset[int]) -> None:
        """Show in the rows which cases stand in windows of their own."""
        changed = {*(case_ids ^ self._elsewhere)}
        self._elsewhere = case_ids
        self._present_again(changed)

    def _present_again(self, case_ids: set[int]) -> None:
        for case_id in case_ids:
            self._states.discard(case_id)
        for row in self._positions.rows_of(list(case_ids)).values():
            self.dataChanged.emit(self.index(row), self.index(row))

    def set_ids(self, ids: Sequence[int], sections: Sequence[Section] = ()) -> None:
        """Show these cases in this order; cached rows stay, and the selection follows its cases.

        Nothing is told to the view if nothing changed. An array("q") is kept, not copied: don't change it later.
        """
        after = Positions(ids, sections)
        if after == self._positions:
            return
        self._unavailable.clear()
        self.layoutAboutToBeChanged.emit()
        before, self._positions = self._positions, after
        self._carry_indexes_over(before, after)
        self.layoutChanged.emit()

    def mark_stale(self, ids: Sequence[int] | None = None) -> None:
        """Read these cases' rows (None: all) again when they are next shown. What is shown stays until then."""
        self._unavailable.difference_update(self._unavailable if ids is None else ids)
        marked = self._cache.mark_stale(ids)
        few = 32
        if ids is None or len(marked) > few:
            self.repaint_clocks()
            return
        for row in self._positions.rows_of(list(marked)).values():
            self.dataChanged.emit(self.index(row), self.index(row))

    def put_rows(self, rows: Sequence[CaseRow]) -> None:
        """Take rows that were read elsewhere and repaint them."""
        self._keep(rows)
        self._unavailable.difference_update(row.id for row in rows)
        for row in self._positions.rows_of([row.id for row in rows]).values():
            self.dataChanged.emit(self.index(row), self.index(row))

    def repaint_clocks(self) -> None:
        """Present every row anew and tell the view: a minute has passed, or the context changed."""
        self._states.clear()
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def row_of(self, case_id: int) -> int | None:
        """Return the row of a case, None if it is not in the list."""
        return self._positions.row_of(case_id)

    def case_id_at(self, index: _Index) -> int | None:
        """Return the case of an index, None for a title or an invalid index."""
        return self._positions.id_at(index.row()) if index.isValid() else None

    def ids_of(self, selection: QItemSelection) -> tuple[int, ...]:
        """Return the cases of a selection in the list's order, however many they are."""
        spans = sorted((selection.at(n).top(), selection.at(n).bottom()) for n in range(selection.count()))
        ids: list[int] = []
        for top, bottom in spans:
            ids.extend(self._positions.ids_between(self._positions.index_at(top), self._positions.index_at(bottom + 1)))
        return tuple(ids)

    def case_row(self, case_id: int) -> CaseRow | None:
        """Return what is cached of a case, without reading anything."""
        return self._cache.get(case_id)

    def state_at(self, row: int) -> RowState | SectionTitle | None:
        """Return what a row shows right now, reading its page first if need be; None while it is not there."""
        section = self._positions.section_at(row)
        if section is not None:
            return self._present_section(section)
        case_id = self._positions.id_at(row)
        if case_id is None:
            return None
        if self._cache.needs(case_id) and case_id not in self._unavailable:
            self._read_page(row)
        state = self._states.get(case_id)
        case_row = self._cache.get(case_id)
        if state is None and case_row is not None:
            state = self._present(case_row)
            self._states.put(case_id, state)
        return state

    # What Qt asks.

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return the number of rows, titles included."""
        return 0 if parent is not None and parent.isValid() else len(self._positions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer for the state, the case's id, and what a screen reader says."""
        if not index.isValid() or index.row() >= len(self._positions):
            return None
        if role == CaseIdRole:
            return self._positions.id_at(index.row())
        if role == StateRole:
            return self.state_at(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text_of(index.row(), spoken=role == Qt.ItemDataRole.AccessibleTextRole)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let cases be selected; titles are only read."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.case_id_at(index) is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemNeverHasChildren

    def _text_of(self, row: int, *, spoken: bool) -> str:
        state = self.state_at(row)
        if isinstance(state, RowState):
            return spoken_row(state, self._context.agent_initials) if spoken else state.name
        if isinstance(state, SectionTitle):
            return f"{state.text}, {state.count}" if spoken else state.text
        return self.tr("Loading") if spoken else ""

    def _keep(self, rows: Sequence[CaseRow]) -> None:
        self._cache.put(rows)
        for row in rows:
            self._states.discard(row.id)

    def _present(self, case_row: CaseRow) -> RowState:
        context = self._context
        clock = AccountClock(context.hours_open, context.resumes_at, context.open_seconds)
        if case_row.all_hours:
            clock = AccountClock()
        elif context.clock_of is not None and case_row.account_id is not None:
            clock = context.clock_of(case_row.account_id)
        state = present_row(
            case_row,
            now=self._clock(),
            tz=context.tz,
            hours_open=clock.hours_open,
            lane=context.lane,
            resumes_at=clock.resumes_at,
            open_seconds=clock.open_seconds,
        )
        return self._beside(self._found(state, case_row))

    def _found(self, state: RowState, case_row: CaseRow) -> RowState:
        """Return a row with what was searched for: the message that holds it in the place of the newest."""
        context = self._context
        if not context.sought:
            return state
        text = context.excerpts.get(case_row.id)
        if text is None:
            return replace(state, sought=context.sought)
        shown = without_personal_data(text) if case_row.thread_kind is ThreadKind.PUBLIC else text
        return replace(state, sought=context.sought, snippet=around_hit(shown, context.sought))

    def _beside(self, state: RowState) -> RowState:
        """Return a row with who else has it in front, and whether it stands in a window of its own."""
        chips = []
        if state.case_id in self._elsewhere:
            chips.append(ReasonChip(self.tr("Own window"), "app-window", Tone.NEUTRAL))
        company = self._company.get(state.case_id, "")
        if company:
            chips.append(ReasonChip(company, "eye", Tone.AMBER))
        return replace(state, chips=(*chips, *state.chips)) if chips else state

    def _present_section(self, section: Section) -> SectionTitle:
        text = section_name(section.title_code, section.until, self._clock(), self._context.tz)
        return SectionTitle(section.title_code, text, section.count)

    def _read_page(self, row: int) -> None:
        first = self._positions.index_at(row) // PAGE * PAGE
        wanted = [
            CaseId(case_id)
            for case_id in self._positions.ids_between(first, first + PAGE)
            if self._cache.needs(case_id) and case_id not in self._unavailable
        ]
        rows = self._fetch_rows(wanted)
        self._keep(rows)
        missing = set(wanted) - {row.id for row in rows}
        self._unavailable |= missing
        self._cache.mark_fresh(missing)

    def _carry_indexes_over(self, before: Positions, after: Positions) -> None:
        """Point the view's persistent indexes (selection, current) at the rows where their cases stand now."""
        old = self.persistentIndexList()
        ids = [before.id_at(index.row()) for index in old]
        rows = after.rows_of([case_id for case_id in ids if case_id is not None])
        new = []
        for case_id in ids:
            row = rows.get(case_id) if case_id is not None else None
            new.append(QModelIndex() if row is None else self.index(row))
        self.changePersistentIndexList(old, new)


def ids_array(ids: Sequence[int]) -> array[int]:
    """Return ids in the form that the model keeps without copying."""
    return array("q", ids)
