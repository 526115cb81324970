"""The list of the command palette: rows of 36 px under titles, the match in bold, keys and clocks at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.shell.palette_rows import PaletteItem, PaletteRow, PaletteTitle, Spans
from ui.shell.search_field import paint_key
from ui.theme import Theme
from ui.widgets import CHIP_HEIGHT, chip_width, paint_avatar, paint_channel_badge, paint_chip

ItemRole = int(Qt.ItemDataRole.UserRole) + 1
AnyIndex = QModelIndex | QPersistentModelIndex
ROW, TITLE = 36, 26
_INSET, _LEFT, _TEXT_LEFT, _RIGHT = 6, 16, 50, 16
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class PaletteModel(QAbstractListModel):
    """What the palette lists. Window thread only."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._items: tuple[PaletteItem, ...] = ()

    @property
    def items(self) -> tuple[PaletteItem, ...]:
        """What is listed."""
        return self._items

    def set_items(self, items: Sequence[PaletteItem]) -> None:
        """List these instead."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def item_at(self, row: int) -> PaletteItem | None:
        """Return what a row shows, None for a row that is not there."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def next_row(self, row: int, by: int) -> int | None:
        """Return the next (1) or previous (-1) row that can be chosen, going round; None if there is none."""
        count = len(self._items)
        for distance in range(1, count + 1):
            number = (row + by * distance) % count
            if isinstance(self._items[number], PaletteRow):
                return number
        return None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows, titles included."""
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the item, its title, or what a screen reader says."""
        item = self.item_at(index.row()) if index.isValid() else None
        if role == ItemRole or item is None:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text if isinstance(item, PaletteTitle) else item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.text if isinstance(item, PaletteTitle) else item.spoken
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let rows be chosen; titles are only read."""
        if not isinstance(self.item_at(index.row()) if index.isValid() else None, PaletteRow):
            return Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class PaletteDelegate(QStyledItemDelegate):
    """Paints titles and rows."""

    def __init__(self, theme: Theme) -> None:
        """Paint in the theme."""
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height of a row or a title at the text's scale."""
        return QSize(100, self._theme.px(ROW if isinstance(index.data(ItemRole), PaletteRow) else TITLE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row or title."""
        item = index.data(ItemRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, PaletteTitle):
            painter.setFont(self._theme.font(11, 600))
            painter.setPen(self._theme.colour("text.tertiary"))
            place = option.rect.adjusted(self._theme.px(_LEFT), self._theme.px(6), 0, 0)
            painter.drawText(place, int(_LINE), item.text)
        elif isinstance(item, PaletteRow):
            self._paint_row(painter, option.rect, item, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRect, row: PaletteRow, chosen: bool) -> None:
        theme = self._theme
        if chosen:
            painter.setPen(theme.colour("line.strong") if theme.high_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint.strong"))
            painter.drawRoundedRect(rect.toRectF().adjusted(_INSET, 0, -_INSET, 0), 6, 6)
        self._paint_mark(painter, rect, row)
        right = self._paint_aside(painter, rect, row, chosen)
        left = rect.x() + theme.px(_TEXT_LEFT)
        left = self._paint_words(painter, rect, left, right, row.title, row.title_spans, (13, 500, "text.primary"))
        style = (12, 400, "text.secondary")
        self._paint_words(painter, rect, left + theme.px(10), right, row.detail, row.detail_spans, style)

    def _paint_mark(self, painter: QPainter, rect: QRect, row: PaletteRow) -> None:
        theme, side = self._theme, self._theme.px(24)
        place = QRect(rect.x() + theme.px(_LEFT), rect.y() + (rect.height() - side) // 2, side, side)
        if not row.icon:
            paint_avatar(painter, place, theme, row.avatar_key, row.initials)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.sunken"))
        painter.drawRoundedRect(place, 6, 6)
        glyph = QRect(QPoint(0, 0), QSize(theme.px(16), theme.px(16)))
        glyph.moveCenter(place.center())
        theme.icons.paint(painter, glyph, row.icon, theme.colour("text.secondary"))

    def _paint_aside(self, painter: QPainter, rect: QRect, row: PaletteRow, chosen: bool) -> int:
        """Paint what stands at the right, from right to left; return where words must end."""
        theme = self._theme
        right, middle = rect.right() + 1 - theme.px(_RIGHT), rect.center().y() + 1
        if chosen and not row.caps:
            right -= paint_key(painter, theme, right, middle, "↵") + theme.px(10)
        for cap in reversed(row.caps):
            right -= paint_key(painter, theme, right, middle, cap) + theme.px(3)
        for network in reversed(row.networks):
            side = theme.px(16)
            paint_channel_badge(painter, QRect(right - side, middle - side // 2, side, side), theme, network, None)
            right -= side + theme.px(6)
        if row.chip is not None:
            width, height = chip_width(theme, row.chip), theme.px(CHIP_HEIGHT)
            paint_chip(painter, QRect(right - width, middle - height // 2, width, height), theme, row.chip)
            right -= width
        if row.aside:
            width = theme.metrics(12).horizontalAdvance(row.aside)
            painter.setFont(theme.font(12))
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(QRect(right - width, rect.y(), width + 1, rect.height()), int(_LINE), row.aside)
            right -= width
        return right - theme.px(12)

    def _paint_words(
        self,
        painter: QPainter,
        rect: QRect,
        left: int,
        right: int,
        text: str,
        spans: Spans,
        style: tuple[int, int, str],
    ) -> int:
        """Paint words up to `right`, the matched ones bold in the accent's colour; return where they end."""
        size, weight, ink = style
        for piece, is_match in pieces(text, spans):
            if left >= right:
                break
            look = (size, 600, "accent.text") if is_match else (size, weight, ink)
            left = self._paint_piece(painter, QRect(left, rect.y(), right - left, rect.height()), piece, look)
        return left

    def _paint_piece(self, painter: QPainter, room: QRect, text: str, style: tuple[int, int, str]) -> int:
        size, weight, ink = style
        metrics = self._theme.metrics(size, weight)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(self._theme.font(size, weight))
        painter.setPen(self._theme.colour(ink))
        painter.drawText(room.adjusted(0, 0, 2, 0), int(_LINE), shown)
        return room.x() + (room.width() if shown != text else metrics.horizontalAdvance(text))


def pieces(text: str, spans: Spans) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it matches; overlapping matches are joined."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spans):
        begin = max(start, at)
        if begin >= min(end, len(text)):
            continue
        if begin > at:
            found.append((text[at:begin], False))
        found.append((text[begin:end], True))
        at = min(end, len(text))
    if at < len(text):
        found.append((text[at:], False))
    return found
