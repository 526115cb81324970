"""How a row or a title of the outbox's list is painted in each of its states."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.inbox.recently_used import RecentlyUsed
from ui.outbox.queue_layout import SECTION_HEIGHT, RowLayout, inside, lay_out
from ui.outbox.queue_model import ItemRole
from ui.outbox.queue_rows import Deed, QueueRow, QueueSection
from ui.theme import Theme
from ui.widgets import paint_avatar, paint_channel_badge

_LAYOUTS = 512
_SINGLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_Index = QModelIndex | QPersistentModelIndex


class QueueDelegate(QStyledItemDelegate):
    """Paints a QueueModel's rows. `width` is the viewport's, kept by the view."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        """Layouts are kept for the last rows shown, per row and width."""
        super().__init__(parent)
        self._theme = theme
        self._layouts: RecentlyUsed[tuple[QueueRow, int], RowLayout] = RecentlyUsed(_LAYOUTS)
        self.width = 360
        self.pointer = QPoint(-1, -1)
        theme.changed.connect(self._forget)

    def layout_of(self, row: QueueRow) -> RowLayout:
        """Return a row's geometry at the present width."""
        key = (row, self.width)
        found = self._layouts.get(key)
        if found is None:
            found = lay_out(self._theme, row, self.width)
            self._layouts.put(key, found)
        return found

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height that a row's words take."""
        item = index.data(ItemRole)
        if isinstance(item, QueueRow):
            return QSize(0, self.layout_of(item).height)
        return QSize(0, self._theme.px(SECTION_HEIGHT))

    def hit_at(self, place: QPoint, rect: QRect, item: object) -> Deed | str | None:
        """Return what is under a place of the viewport: an action, "menu", or None."""
        return inside(self.layout_of(item), place - rect.topLeft()) if isinstance(item, QueueRow) else None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row or title."""
        item = index.data(ItemRole)
        painter.save()
        painter.translate(option.rect.topLeft())
        room = QRect(QPoint(0, 0), option.rect.size())
        if isinstance(item, QueueSection):
            self._paint_title(painter, room, item)
        elif isinstance(item, QueueRow):
            self._paint_row(painter, room, item, option.state, self.pointer - option.rect.topLeft())
        painter.restore()

    def _forget(self) -> None:
        self._layouts.clear()

    def _paint_title(self, painter: QPainter, room: QRect, title: QueueSection) -> None:
        theme = self._theme
        painter.fillRect(room, theme.colour("bg.sunken"))
        painter.fillRect(0, room.bottom(), room.width(), 1, theme.colour("line.hair"))
        left = theme.px(16)
        painter.setFont(theme.font(11, 600))
        painter.setPen(theme.colour(title.ink))
        painter.drawText(room.adjusted(left, 0, 0, 0), _SINGLE, title.text)
        if title.count is None:
            return
        length = theme.metrics(11, 600).horizontalAdvance(title.text)
        painter.setFont(theme.font(11))
        painter.setPen(theme.colour("text.tertiary"))
        painter.drawText(room.adjusted(left + length + theme.px(7), 0, 0, 0), _SINGLE, str(title.count))

    def _paint_row(
        self, painter: QPainter, room: QRect, row: QueueRow, flags: QStyle.StateFlag, pointer: QPoint
    ) -> None:
        theme, layout = self._theme, self.layout_of(row)
        ground = self._ground(flags)
        painter.fillRect(room, ground)
        paint_avatar(painter, layout.avatar, theme, row.avatar_key, row.initials)
        paint_channel_badge(painter, layout.badge, theme, row.network, ground)
        grey = bool(flags & QStyle.StateFlag.State_Selected)
        for glyph in layout.glyphs:
            theme.icons.paint(painter, glyph.place, glyph.icon, theme.colour(_readable(glyph.ink, grey)))
        for line in layout.lines:
            painter.setFont(theme.font(line.size, line.weight))
            painter.setPen(theme.colour(_readable(line.ink, grey)))
            side = Qt.AlignmentFlag.AlignRight if line.from_right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(line.place, int(side) | int(_SINGLE), line.text)
        hovered = bool(flags & QStyle.StateFlag.State_MouseOver)
        self._paint_deeds(painter, layout, pointer if hovered else QPoint(-1, -1))
        self._paint_frame(painter, room, flags)

    def _paint_deeds(self, painter: QPainter, layout: RowLayout, pointer: QPoint) -> None:
        theme, hit = self._theme, inside(layout, pointer)
        for deed, place in layout.deeds:
            font = QFont(theme.font(12, 500))
            font.setUnderline(deed is hit)
            painter.setFont(font)
            painter.setPen(theme.colour("accent.text"))
            painter.drawText(place.adjusted(0, 0, 2, 0), int(_SINGLE), deed.label)
        if hit == "menu":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg.press"))
            painter.drawRoundedRect(layout.menu, 6, 6)
        side = theme.px(16)
        dots = QRect(0, 0, side, side)
        dots.moveCenter(layout.menu.center())
        theme.icons.paint(painter, dots, "dots-three", theme.colour("text.secondary"))

    def _ground(self, flags: QStyle.StateFlag) -> QColor:
        if flags & QStyle.StateFlag.State_Selected:
            return self._theme.colour("accent.tint" if flags & QStyle.StateFlag.State_Active else "bg.press")
        return self._theme.colour("bg.hover" if flags & QStyle.StateFlag.State_MouseOver else "bg.surface")

    def _paint_frame(self, painter: QPainter, room: QRect, flags: QStyle.StateFlag) -> None:
        """Paint the hairline under the row, the selection's bar, and the focus ring of an unselected row."""
        theme = self._theme
        painter.fillRect(0, room.bottom(), room.width(), 1, theme.colour("line.hair"))
        if flags & QStyle.StateFlag.State_Selected:
            painter.fillRect(0, 0, 3, room.height(), theme.colour("accent.mark"))
        elif flags & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(room).adjusted(3, 3, -3, -4), 4, 4)


def _readable(ink: str, selected: bool) -> str:
    """Return the token on a selected row: tertiary text would fall below 4.5 to 1 on its grey."""
    return "text.secondary" if selected and ink == "text.tertiary" else ink
