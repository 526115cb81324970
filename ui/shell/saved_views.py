"""The navigation's saved views: a head with a plus, one line each with its counter, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.inbox import SavedView
from ui.shell.drop_targets import DropTargets
from ui.shell.navigation_items import NavigationItem, ViewItem
from ui.theme import Theme
from ui.widgets import IconButton, Label

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SavedViewList(QWidget):
    """Hidden while there are none. Alt+Up and Alt+Down move a line, F2 edits it, Del deletes it."""

    chosen = Signal(str)
    """This and the next two carry a view's uid."""
    edit_requested = Signal(str)
    remove_requested = Signal(str)
    move_requested = Signal(str, int)
    """A uid, and -1 for up or 1 for down."""
    add_requested = Signal()

    def __init__(self, theme: Theme, targets: DropTargets, parent: QWidget | None = None) -> None:
        """Start with none; `targets` learns of the lines, as "view.<uid>"."""
        super().__init__(parent)
        self._theme = theme
        self._targets = targets
        self._rail = False
        self._items: dict[str, ViewItem] = {}
        self._views: tuple[SavedView, ...] = ()
        self.setObjectName("saved_views")
        self._head = self._make_head()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        theme.changed.connect(self._resize)
        self._resize()
        self.hide()

    @property
    def items(self) -> dict[str, ViewItem]:
        """The lines in their order, by uid."""
        return dict(self._items)

    def set_views(self, views: Sequence[SavedView]) -> None:
        """Show these views in this order; the marked one and the counters stay."""
        if tuple(views) == self._views:
            return
        focused = next((uid for uid, item in self._items.items() if item.hasFocus()), None)
        marked = next((uid for uid, item in self._items.items() if item.isChecked()), None)
        counts = {uid: item.count_text for uid, item in self._items.items()}
        self._remove_items()
        self._views = tuple(views)
        for view in views:
            self._make_item(view).setChecked(view.uid == marked)
            self._name(view.uid, counts.get(view.uid, ""))
        self.setVisible(bool(views))
        self.rove()
        if focused in self._items:
            self._items[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many cases each view asks for."""
        for uid in self._items:
            count = counts.get(uid, 0)
            self._name(uid, f"{count:,}" if count else "")

    def set_current(self, uid: str | None) -> None:
        """Mark the view that the list shows; None marks nothing."""
        for each, item in self._items.items():
            item.setChecked(each == uid)
        self.rove()

    def set_rail(self, rail: bool) -> None:
        """Show icons only, or everything."""
        self._rail = rail
        self._head.setVisible(not rail)
        for item in self._items.values():
            item.set_rail(rail)

    def rove(self, stop: NavigationItem | None = None) -> None:
        """Make one line the stop for Tab: `stop`, else the marked one, else the first."""
        marked = next((item for item in self._items.values() if item.isChecked()), None)
        chosen = stop or marked or next(iter(self._items.values()), None)
        for item in self._items.values():
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if item is chosen else Qt.FocusPolicy.ClickFocus)

    def menu(self, uid: str) -> QMenu:
        """Return what can be done with a view."""
        menu = QMenu(self)
        menu.setObjectName("saved_view_menu")
        place = [view.uid for view in self._views].index(uid)
        menu.addAction(self.tr("Edit…")).triggered.connect(lambda: self.edit_requested.emit(uid))
        for words, by in ((self.tr("Move up"), -1), (self.tr("Move down"), 1)):
            move = menu.addAction(words)
            move.setEnabled(0 <= place + by < len(self._views))
            move.triggered.connect(lambda _=False, by=by: self.move_requested.emit(uid, by))
        menu.addSeparator()
        menu.addAction(self.tr("Delete")).triggered.connect(lambda: self.remove_requested.emit(uid))
        menu.addAction(self.tr("New view…")).triggered.connect(self.add_requested)
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys and the menu of a line."""
        uid = next((uid for uid, item in self._items.items() if item is watched), None)
        if uid is None:
            return False
        if isinstance(event, QContextMenuEvent):
            menu = self.menu(uid)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
            menu.popup(self._below(uid) if by_key else event.globalPos())
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(uid, event)
        return False

    def _on_key(self, uid: str, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_requested.emit(uid, _MOVES[key])
        elif key in _MOVES:
            items = list(self._items.values())
            place = items.index(self._items[uid]) + _MOVES[key]
            if 0 <= place < len(items):
                self.rove(items[place])
                items[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif key is Qt.Key.Key_F2:
            self.edit_requested.emit(uid)
        elif key is Qt.Key.Key_Delete:
            self.remove_requested.emit(uid)
        else:
            return False
        return True

    def _make_head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 0, 4, 0)
        row.addWidget(Label(self._theme, self.tr("Saved views"), size=11, weight=600, colour="text.tertiary"), 1)
        plus = IconButton(self._theme, "plus", self.tr("New view"), object_name="new_view", size=24)
        plus.clicked.connect(self.add_requested)
        row.addWidget(plus)
        return head

    def _make_item(self, view: SavedView) -> ViewItem:
        item = ViewItem(self._theme, view.icon, view.name, f"view_{view.uid}")
        item.set_rail(self._rail)
        item.clicked.connect(lambda _checked=False: self.chosen.emit(view.uid))
        item.installEventFilter(self)
        self._targets.watch(item, f"view.{view.uid}")
        self._items[view.uid] = item
        self._column.addWidget(item)
        return item

    def _remove_items(self) -> None:
        for item in self._items.values():
            self._targets.forget(item)
            self._column.removeWidget(item)
            item.hide()
            item.deleteLater()
        self._items = {}

    def _name(self, uid: str, count: str) -> None:
        item, view = self._items[uid], next(one for one in self._views if one.uid == uid)
        item.set_count(count)
        item.setAccessibleName(f"{view.name}, {count}" if count else view.name)
        item.setToolTip(f"{view.name}: {view.query}")

    def _below(self, uid: str) -> QPoint:
        item = self._items[uid]
        return item.mapToGlobal(item.rect().bottomLeft())

    def _resize(self) -> None:
        self._head.setFixedHeight(self._theme.px(28))
