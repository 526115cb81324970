"""The case list's pane: header, list, what it says when empty or unread, and what each key in the list asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QElapsedTimer, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.model import Network, Sort
from ui.inbox.case_menu import case_menu
from ui.inbox.delegate import CaseDelegate
from ui.inbox.header import ListFilter, ListHeader
from ui.inbox.lane_letters import LANE_LETTERS
from ui.inbox.list_view import CaseListView
from ui.inbox.model import CaseListModel
from ui.inbox.presenter import RowState
from ui.inbox.row_layout import RowAction
from ui.theme import Theme
from ui.widgets import Notice, NoticeWords

_MINUTE = 60_000
_SECOND = 1_000
_SEQUENCE = 2_000
_Flag = QItemSelectionModel.SelectionFlag


class CaseListPane(QWidget):
    """The list of a view's cases. It emits what the agent asks for and changes nothing by itself."""

    case_selected = Signal(int)
    open_requested = Signal(bool)
    """The selected case is to be opened; True: with the caret in the reply."""
    solve_requested = Signal(object)
    snooze_requested = Signal(object)
    assign_requested = Signal(object)
    assign_to_me_requested = Signal(object)
    tag_requested = Signal(object)
    unread_toggled = Signal(object)
    bulk_reply_requested = Signal(object)
    """These seven carry a tuple of case ids."""
    priority_requested = Signal(object)
    """A tuple of case ids."""
    status_chosen = Signal(object, object)
    """A tuple of case ids and a CaseStatus."""
    tags_requested = Signal(object)
    """A tuple of several case ids whose tags are to be changed."""
    bulk_menu_requested = Signal(str, object, object)
    """"assign" or "snooze", a tuple of several case ids, and the place of the menu in the screen."""
    pop_out_requested = Signal(int)
    best_chosen = Signal(bool)
    keep_requested = Signal()
    go_requested = Signal(object)
    """A Lane, after G and its letter."""
    sort_chosen = Signal(object)
    """A Sort."""
    filter_changed = Signal(object)
    """A ListFilter."""
    retry_requested = Signal()
    """The error card's button."""
    empty_action_requested = Signal()
    """The empty state's button."""

    def __init__(self, theme: Theme, model: CaseListModel, parent: QWidget | None = None) -> None:
        """Show `model`, which is filled by whoever made it."""
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._letters = True
        self._announced: int | None = None
        self._went = QElapsedTimer()
        self.setObjectName("case_list_pane")
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._header = ListHeader(theme)
        self._delegate = CaseDelegate(theme, self)
        self._list = CaseListView(theme, model, self._delegate)
        self._list.setObjectName("case_list")
        self._empty = Notice(theme, object_name="list_empty")
        self._error = Notice(theme, framed=True, object_name="list_error")
        self._stack = QStackedWidget()
        self._ticker = QTimer(self)
        self._ticker.setSingleShot(True)
        self._lay_out()
        self._connect()
        self.set_empty(NoticeWords(self.tr("Nothing here"), icon="tray"))
        self._refresh_stack()
        self._ticker.start(_MINUTE)

    # What the controller sets.

    def set_title(self, title: str, count: int) -> None:
        """Name the view and say how many cases it holds."""
        self._header.set_title(title, count)
        self._list.setAccessibleName(self.tr("{view}, {count} conversations").format(view=title, count=count))

    def set_sort(self, sort: Sort) -> None:
        """Show which order is in force."""
        self._header.set_sort(sort)

    def set_filter(self, chosen: ListFilter) -> None:
        """Show which filter is in force."""
        self._header.set_filter(chosen)

    def set_networks(self, networks: Sequence[Network]) -> None:
        """Offer these networks as filters."""
        self._header.set_networks(networks)

    def set_empty(self, words: NoticeWords) -> None:
        """Say this whenever the list has no case."""
        self._empty.set_words(words)

    def set_error(self, words: NoticeWords | None) -> None:
        """Show a card above the list, which keeps its last rows; None takes it away."""
        if words is not None:
            self._error.set_words(words)
        self._error_margin.setVisible(words is not None)

    def set_search(self, searching: bool, *, best: bool = False) -> None:
        """Offer the orders of what was found, or those of a view."""
        self._header.set_search(searching, best=best)

    def set_progress(self, done: int, total: int) -> None:
        """Say how far a deed on several cases has come."""
        self._header.selection.set_progress(done, total)
        if done >= total:
            self._header.set_selected(len(self.selected_ids()))

    def select_all(self) -> None:
        """Select every case of the view."""
        self._list.selectAll()

    def select_none(self) -> None:
        """Select only the case on which the keyboard stands."""
        self._list.clearSelection()
        if self._list.currentIndex().isValid():
            self._list.selectionModel().select(self._list.currentIndex(), _Flag.ClearAndSelect)

    def toggle_selected(self) -> None:
        """Add the case on which the keyboard stands to the selected ones, or take it from them."""
        self._list.selectionModel().select(self._list.currentIndex(), _Flag.Toggle)

    def set_letters_enabled(self, enabled: bool) -> None:
        """Let single letters act, or not; J and K go with them."""
        self._letters = enabled

    # What the controller asks.

    @property
    def list_view(self) -> CaseListView:
        """The list itself, for focus order and tests."""
        return self._list

    def selected_ids(self) -> tuple[int, ...]:
        """Return the selected cases in the list's order."""
        return self._model.ids_of(self._list.selectionModel().selection())

    def current_id(self) -> int | None:
        """Return the case that the keyboard stands on."""
        return self._model.case_id_at(self._list.currentIndex())

    def select_case(self, case_id: int | None) -> bool:
        """Select one case and bring it into view; False if it is not in the list. None selects nothing."""
        row = self._model.row_of(case_id) if case_id is not None else None
        if row is None:
            self._list.clearSelection()
            return False
        self._list.choose(row)
        return True

    def select_after(self, leaving: Iterable[int]) -> int | None:
        """Select the case that follows those about to leave the list (else the one before); return it."""
        gone = set(leaving)
        rows = sorted(row for row in (self._model.row_of(case_id) for case_id in gone) if row is not None)
        if not rows:
            return None
        positions = self._model.positions
        for way in (range(rows[-1] + 1, len(positions)), range(rows[0] - 1, -1, -1)):
            for row in way:
                case_id = positions.id_at(row)
                if case_id is not None and case_id not in gone:
                    self._list.choose(row)
                    return case_id
        return None

    def focus_list(self) -> None:
        """Give the list the keyboard focus."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Inside.

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        self._error_margin = QWidget()
        margin = QVBoxLayout(self._error_margin)
        margin.setContentsMargins(12, 12, 12, 12)
        margin.addWidget(self._error)
        self._error_margin.hide()
        column.addWidget(self._error_margin)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self._list)

    def _connect(self) -> None:
        self._header.sort_chosen.connect(self.sort_chosen)
        self._header.filter_changed.connect(self.filter_changed)
        self._header.best_chosen.connect(self.best_chosen)
        self._header.keep_requested.connect(self.keep_requested)
        self._header.selection.cleared.connect(self.select_none)
        self._header.selection.deed_requested.connect(self._on_selection_deed_requested)
        self._error.action_requested.connect(self.retry_requested)
        self._empty.action_requested.connect(self.empty_action_requested)
        self._delegate.action_requested.connect(self._on_delegate_action_requested)
        self._list.key_pressed.connect(self._on_list_key_pressed)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._on_list_menu_requested)
        self._list.doubleClicked.connect(lambda _index: self.open_requested.emit(False))
        self._list.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._model.layoutChanged.connect(self._refresh_stack)
        self._ticker.timeout.connect(self._on_ticker_timeout)

    def _refresh_stack(self) -> None:
        self._stack.setCurrentWidget(self._list if self._model.rowCount() else self._empty)
        self._header.set_selected(len(self.selected_ids()))

    def _on_selection_changed(self) -> None:
        selection = self._list.selectionModel().selection()
        one = selection.count() == 1 and selection.at(0).top() == selection.at(0).bottom()
        self._header.set_selected(1 if one else len(self.selected_ids()))
        case_id = self._model.positions.id_at(selection.at(0).top()) if one else None
        if case_id is None:
            self._announced = None if selection.count() == 0 else self._announced
        elif case_id != self._announced:
            self._announced = case_id
            self.case_selected.emit(case_id)

    def _on_delegate_action_requested(self, case_id: int, action: RowAction) -> None:
        chosen = self.selected_ids()
        ids = chosen if case_id in chosen else (case_id,)
        signals = {
            RowAction.SNOOZE: self.snooze_requested,
            RowAction.ASSIGN: self.assign_requested,
            RowAction.SOLVE: self.solve_requested,
        }
        signals[action].emit(ids)

    def menu(self) -> QMenu | None:
        """Return what can be done with the selected cases, None where none is selected."""
        ids = self.selected_ids()
        return case_menu(self, ids) if ids else None

    def ask_tags(self, ids: tuple[int, ...]) -> None:
        """Ask for the tags of one case, or for a change of those of several."""
        (self.tags_requested if len(ids) > 1 else self.tag_requested).emit(ids)

    def _on_selection_deed_requested(self, deed: str, at: QPoint) -> None:
        ids = self.selected_ids()
        if deed in ("assign", "snooze"):
            self.bulk_menu_requested.emit(deed, ids, at)
        elif deed == "more":
            menu = self.menu()
            if menu is not None:
                menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
                menu.popup(at)
        elif deed == "tag":
            self.tags_requested.emit(ids)
        else:
            (self.priority_requested if deed == "priority" else self.solve_requested).emit(ids)

    def _on_list_menu_requested(self, at: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._list.viewport().mapToGlobal(at))

    def _on_list_key_pressed(self, key: str) -> None:
        if key == "escape":
            self.select_none()
        elif key == "return":
            self.open_requested.emit(True)
        elif self._letters:
            self._act_on_letter(key)

    def _act_on_letter(self, letter: str) -> None:
        if self._went.isValid() and not self._went.hasExpired(_SEQUENCE):
            self._went.invalidate()
            if letter in LANE_LETTERS:
                self.go_requested.emit(LANE_LETTERS[letter])
            return
        if letter in "jk":
            self._list.step(1 if letter == "j" else -1)
        elif letter == "x":
            self.toggle_selected()
        elif letter == "g":
            self._went.start()
        elif letter == "r":
            self.open_requested.emit(True)
        else:
            self._ask(letter)

    def _ask(self, letter: str) -> None:
        signals: dict[str, Callable[[object], None]] = {
            "e": self.solve_requested.emit,
            "s": self.snooze_requested.emit,
            "a": self.assign_requested.emit,
            "i": self.assign_to_me_requested.emit,
            "t": self.tag_requested.emit,
            "u": self.unread_toggled.emit,
            "p": self.priority_requested.emit,
        }
        current = self.current_id()
        ids = self.selected_ids() or ((current,) if current is not None else ())
        if letter in ("a", "s", "t") and len(ids) > 1:
            self._ask_for_several(letter, ids)
        elif letter in signals and ids:
            signals[letter](ids)

    def _ask_for_several(self, letter: str, ids: tuple[int, ...]) -> None:
        if letter == "t":
            self.tags_requested.emit(ids)
            return
        deed = "assign" if letter == "a" else "snooze"
        button = self._header.selection.button(deed)
        self.bulk_menu_requested.emit(deed, ids, button.mapToGlobal(button.rect().bottomLeft()))

    def _on_ticker_timeout(self) -> None:
        """Repaint clocks once a minute, once a second while a visible one is in its last minute."""
        self._model.repaint_clocks()
        self._ticker.start(_SECOND if self._any_clock_in_its_last_minute() else _MINUTE)

    def _any_clock_in_its_last_minute(self) -> bool:
        return any(
            isinstance(state, RowState)
            and state.clock is not None
            and state.clock.seconds_left is not None
            and 0 < state.clock.seconds_left <= _MINUTE / _SECOND * 2
            for state in self._list.visible_states()
        )
