"""The tree of canned replies: folders with their replies, walked with the arrows, each reply on two lines."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from desktop.composer import CannedReply
from ui.composer.canned import language_name
from ui.settings.canned_bench import Branch
from ui.theme import Theme
from ui.widgets import paint_line

REPLY_ROLE = int(Qt.ItemDataRole.UserRole)
BRANCH_ROLE = REPLY_ROLE + 1
FAULT_ROLE = REPLY_ROLE + 2
_FOLDER, _REPLY, _INDENT = 28, 42, 14

AnyIndex = QModelIndex | QPersistentModelIndex


class CannedTree(QTreeView):
    """Shows folders and replies. Enter and F2 ask to edit, Delete asks to delete."""

    reply_chosen = Signal(str)
    """The uid of the reply that is current now."""
    edit_requested = Signal()
    delete_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self._items: dict[str, QStandardItem] = {}
        self._closed: set[str] = set()
        self._model = QStandardItemModel(self)
        self.setObjectName("canned_tree")
        self.setAccessibleName(self.tr("Canned replies"))
        self.setModel(self._model)
        self.setItemDelegate(CannedTreeDelegate(theme))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("flat", True)
        self.setIndentation(0)  # the delegate indents, so that the ground of a chosen row begins where its words do
        self.setRootIsDecorated(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.collapsed.connect(lambda index: self._remember(index, is_open=False))
        self.expanded.connect(lambda index: self._remember(index, is_open=True))
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def folder(self) -> str:
        """The path of the folder that is current, or that of the current reply; "" for none."""
        index = self.currentIndex()
        branch, reply = index.data(BRANCH_ROLE), index.data(REPLY_ROLE)
        if isinstance(branch, Branch):
            return branch.path
        return reply.folder if isinstance(reply, CannedReply) else ""

    def show_tree(self, root: Branch, chosen: str, faulty: Iterable[str] = ()) -> None:
        """Show other folders and replies; `chosen` becomes current without being told, `faulty` get a mark."""
        blocked = self.selectionModel().blockSignals(True)
        self._model.clear()
        self._items = {}
        marks = set(faulty)
        self._fill(self._model.invisibleRootItem(), root, marks)
        for index in self._folders():
            self.setExpanded(index, index.data(BRANCH_ROLE).path not in self._closed)
        if chosen in self._items:
            self._open_above(self._items[chosen])
            self.setCurrentIndex(self._items[chosen].index())
        self.selectionModel().blockSignals(blocked)
        self.viewport().update()

    def uids(self) -> tuple[str, ...]:
        """Return the replies that are shown, from the top."""
        return tuple(self._items)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for what the keys mean; the arrows walk."""
        is_reply = isinstance(self.currentIndex().data(REPLY_ROLE), CannedReply)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and is_reply:
            self.edit_requested.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and is_reply:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self, parent: QStandardItem, branch: Branch, marks: set[str]) -> None:
        for below in branch.branches:
            item = QStandardItem(below.name)
            item.setData(below, BRANCH_ROLE)
            spoken = self.tr("Folder {name}, {count} replies").replace("{name}", below.name)
            item.setData(spoken.replace("{count}", str(below.count)), Qt.ItemDataRole.AccessibleTextRole)
            parent.appendRow(item)
            self._fill(item, below, marks)
        for reply in branch.replies:
            item = QStandardItem(reply.title or self.tr("New reply"))
            item.setData(reply, REPLY_ROLE)
            item.setData(reply.uid in marks, FAULT_ROLE)
            item.setData(self._spoken(reply), Qt.ItemDataRole.AccessibleTextRole)
            parent.appendRow(item)
            self._items[reply.uid] = item

    def _spoken(self, reply: CannedReply) -> str:
        languages = ", ".join(language_name(code) for code in reply.languages)
        crisis = self.tr("approved for a crisis") if reply.crisis else ""
        uses = self.tr("used {count} times").replace("{count}", str(reply.uses)) if reply.uses else ""
        parts = (reply.title or self.tr("New reply"), f"/{reply.shortcut}", languages, crisis, uses)
        return ", ".join(part for part in parts if part)

    def _folders(self, parent: QModelIndex | None = None) -> list[QModelIndex]:
        found = []
        above = parent if parent is not None else QModelIndex()
        for row in range(self._model.rowCount(above)):
            index = self._model.index(row, 0, above)
            if isinstance(index.data(BRANCH_ROLE), Branch):
                found += [index, *self._folders(index)]
        return found

    def _open_above(self, item: QStandardItem) -> None:
        parent = item.parent()
        while parent is not None:
            self.expand(parent.index())
            parent = parent.parent()

    def _remember(self, index: QModelIndex, *, is_open: bool) -> None:
        branch = index.data(BRANCH_ROLE)
        if isinstance(branch, Branch):
            (self._closed.discard if is_open else self._closed.add)(branch.path)

    def _on_current_changed(self, index: QModelIndex) -> None:
        reply = index.data(REPLY_ROLE)
        if isinstance(reply, CannedReply):
            self.reply_chosen.emit(reply.uid)

    def _on_clicked(self, index: QModelIndex) -> None:
        if isinstance(index.data(BRANCH_ROLE), Branch):
            self.setExpanded(index, not self.isExpanded(index))


class CannedTreeDelegate(QStyledItemDelegate):
    """Paints a folder or a reply."""

    def __init__(self, theme: Theme) -> None:
        """Paint in the theme."""
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return a row's height at the text's scale."""
        is_folder = isinstance(index.data(BRANCH_ROLE), Branch)
        return QSize(100, self._theme.px(_FOLDER if is_folder else _REPLY))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = option.rect.adjusted(1 + self._theme.px(_INDENT) * _depth(index), 1, -3, -1)
        self._paint_ground(painter, option, room)
        reply, branch = index.data(REPLY_ROLE), index.data(BRANCH_ROLE)
        if isinstance(branch, Branch):
            is_open = bool(option.state & QStyle.StateFlag.State_Open)
            self._paint_folder(painter, room.adjusted(6, 0, -8, 0), branch, is_open=is_open)
        elif isinstance(reply, CannedReply):
            title = str(index.data(Qt.ItemDataRole.DisplayRole))
            self._paint_reply(painter, room.adjusted(8, 0, -8, 0), reply, title, is_faulty=bool(index.data(FAULT_ROLE)))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect) -> None:
        theme, state = self._theme, option.state
        if state & QStyle.StateFlag.State_Selected:
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(theme.colour("focus"), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint.strong"))
            painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg.hover"))
            painter.drawRoundedRect(QRectF(room), 6, 6)

    def _paint_folder(self, painter: QPainter, room: QRect, branch: Branch, *, is_open: bool) -> None:
        theme = self._theme
        side = theme.px(12)
        caret = QRect(room.x(), room.center().y() - side // 2 + 1, side, side)
        ink = theme.colour("text.secondary")
        theme.icons.paint(painter, caret, "caret-down" if is_open else "caret-right", ink)
        count = str(branch.count)
        width = theme.metrics(11).horizontalAdvance(count) + 8
        paint_line(painter, theme, room.adjusted(side + 6, 0, -width, 0), branch.name, 12, "text.secondary", weight=600)
        right = QRect(room.right() - width, room.y(), width, room.height())
        paint_line(painter, theme, right, count, 11, "text.secondary", align=Qt.AlignmentFlag.AlignRight)

    def _paint_reply(self, painter: QPainter, room: QRect, reply: CannedReply, title: str, *, is_faulty: bool) -> None:
        theme = self._theme
        side, right = theme.px(14), room.right()
        marks = [("warning-circle", "red.text")] if is_faulty else []
        marks += [("shield-check", "text.secondary")] if reply.crisis else []
        for icon, ink in marks:
            right -= side
            place = QRect(right, room.center().y() - side // 2, side, side)
            theme.icons.paint(painter, place, icon, theme.colour(ink))
            right -= 4
        upper = QRect(room.x(), room.y() + theme.px(3), right - room.x(), theme.px(17))
        lower = QRect(room.x(), room.y() + theme.px(20), right - room.x(), theme.px(16))
        paint_line(painter, theme, upper, title, 12, "text.primary", weight=500)
        codes = " ".join(code.upper() for code in reply.languages)
        uses = f" · {reply.uses}×" if reply.uses else ""
        paint_line(painter, theme, lower, f"/{reply.shortcut} · {codes}{uses}", 11, "text.secondary")


def _depth(index: AnyIndex) -> int:
    depth, above = 0, index.parent()
    while above.isValid():
        depth, above = depth + 1, above.parent()
    return depth
