"""The case list's header: the view's title and count, the sort menu, and the simple filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from desktop.model import Network, Sort
from ui.inbox.selection_bar import SelectionBar
from ui.inbox.wording import network_name, sort_name
from ui.theme import Theme
from ui.widgets import ElidedLabel, IconButton, Label, MenuButton

_HEIGHT = 48


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the list is narrowed to. None: every network."""

    unread_only: bool = False
    network: Network | None = None

    @property
    def is_active(self) -> bool:
        """True if anything is left out."""
        return self.unread_only or self.network is not None


class ListHeader(QWidget):
    """48 px: title 15/600, count, sort button, filter button."""

    sort_chosen = Signal(object)
    """A Sort."""
    filter_changed = Signal(object)
    """A ListFilter."""
    best_chosen = Signal(bool)
    """What was found is wanted best first, or newest first."""
    keep_requested = Signal()
    """What is shown is to be kept as a view."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start with no title, by urgency, unfiltered."""
        super().__init__(parent)
        self._theme = theme
        self._filter = ListFilter()
        self._networks: tuple[Network, ...] = ()
        self.setObjectName("list_header")
        self._title = ElidedLabel(theme, size=15, weight=600, object_name="list_title")
        self._count = Label(theme, colour="text.tertiary", object_name="list_count")
        self._sort = MenuButton(theme, sort_name(Sort.URGENCY), icon="sort-ascending", object_name="list_sort")
        self._filter_button = IconButton(theme, "funnel-simple", self.tr("Filter"), object_name="list_filter")
        self._filter_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.selection = SelectionBar(theme)
        self._is_search = self._is_best = False
        self._sorts = self._make_sort_menu()
        self._best_menu = self._make_best_menu()
        self._unread, self._network_actions = self._make_filter_menu()
        self._lay_out()
        self.set_sort(Sort.URGENCY)
        theme.changed.connect(self._resize)
        self._resize()

    @property
    def filter(self) -> ListFilter:
        """What the list is narrowed to."""
        return self._filter

    def set_title(self, title: str, count: int) -> None:
        """Name the view and say how many cases it holds."""
        self._title.setText(title)
        self._count.setText(str(count))

    def set_sort(self, sort: Sort) -> None:
        """Show which order is in force, without telling anybody."""
        self._sorts[sort].setChecked(True)
        self._chosen = sort
        self._name_order()

    def set_search(self, searching: bool, *, best: bool = False) -> None:
        """Offer the orders of what was found (newest, best), or those of a view."""
        if (searching, best) != (self._is_search, self._is_best):
            self._is_search, self._is_best = searching, best
            self._sort.setMenu(self._best_menu if searching else self._sort_menu)
            self._best_actions[best].setChecked(True)
            self._name_order()

    def set_selected(self, count: int) -> None:
        """Show what can be done with several selected cases, or the view's name again."""
        several = count > 1
        self.selection.set_count(count)
        if several == self.selection.isHidden():
            self.selection.setVisible(several)
            self._face.setVisible(not several)

    def _name_order(self) -> None:
        name = self._best_actions[self._is_best].text() if self._is_search else sort_name(self._chosen)
        self._sort.setText(name)
        self._sort.setAccessibleName(self.tr("Sort: {order}").format(order=name))

    def set_filter(self, chosen: ListFilter) -> None:
        """Show which filter is in force, without telling anybody."""
        self._filter = chosen
        self._unread.setChecked(chosen.unread_only)
        self._network_actions[chosen.network].setChecked(True)
        self._mark_filter()

    def set_networks(self, networks: Sequence[Network]) -> None:
        """Offer these networks as filters."""
        if tuple(networks) != self._networks:
            self._networks = tuple(networks)
            self._unread, self._network_actions = self._make_filter_menu()
            kept = self._filter.network if self._filter.network in self._networks else None
            self.set_filter(replace(self._filter, network=kept))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline under the header."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line.hair"))
        painter.end()

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 0, 8, 1)
        whole.setSpacing(0)
        self._face = QWidget()
        whole.addWidget(self._face)
        whole.addWidget(self.selection)
        self.selection.hide()
        row = QHBoxLayout(self._face)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(self._title)
        row.addSpacing(5)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._sort)
        row.addWidget(self._filter_button)

    def _make_sort_menu(self) -> dict[Sort, QAction]:
        menu = QMenu(self)
        menu.setObjectName("list_sort_menu")
        group = QActionGroup(menu)
        actions = {}
        for sort in Sort:
            action = menu.addAction(sort_name(sort))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked, chosen=sort: self._on_sort_triggered(chosen))
            actions[sort] = action
        self._sort.setMenu(menu)
        self._sort_menu = menu
        return actions

    def _make_best_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("list_best_menu")
        group = QActionGroup(menu)
        self._best_actions = {}
        for best, words in ((False, self.tr("Newest first")), (True, self.tr("Best first"))):
            action = menu.addAction(words)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked, best=best: self.best_chosen.emit(best))
            self._best_actions[best] = action
        self._best_actions[False].setChecked(True)
        return menu

    def _make_filter_menu(self) -> tuple[QAction, dict[Network | None, QAction]]:
        menu = QMenu(self)
        menu.setObjectName("list_filter_menu")
        unread = menu.addAction(self.tr("Unread only"))
        unread.setCheckable(True)
        unread.triggered.connect(self._on_unread_triggered)
        menu.addSeparator()
        group = QActionGroup(menu)
        actions: dict[Network | None, QAction] = {}
        for network in (None, *self._networks):
            name = self.tr("All channels") if network is None else network_name(network)
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(network is None)
            group.addAction(action)
            action.triggered.connect(lambda _checked, chosen=network: self._on_network_triggered(chosen))
            actions[network] = action
        menu.addSeparator()
        menu.addAction(self.tr("Keep as a view…")).triggered.connect(self.keep_requested)
        before = self._filter_button.menu()
        self._filter_button.setMenu(menu)
        if before is not None:
            before.deleteLater()
        return unread, actions

    def _on_sort_triggered(self, sort: Sort) -> None:
        self.set_sort(sort)
        self.sort_chosen.emit(sort)

    def _on_unread_triggered(self, checked: bool) -> None:
        self._choose(replace(self._filter, unread_only=checked))

    def _on_network_triggered(self, network: Network | None) -> None:
        self._choose(replace(self._filter, network=network))

    def _choose(self, chosen: ListFilter) -> None:
        self.set_filter(chosen)
        self.filter_changed.emit(chosen)

    def _mark_filter(self) -> None:
        active = self._filter.is_active
        icon, colour = ("funnel-simple-bold", "accent.text") if active else ("funnel-simple", "text.secondary")
        self._filter_button.set_icon_name(icon, colour)
        self._filter_button.set_name(self.tr("Filter, active") if active else self.tr("Filter"))

    def _resize(self) -> None:
        self.setFixedHeight(self._theme.px(_HEIGHT))
