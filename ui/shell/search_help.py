"""The list below the search field: what may be meant by what is typed. The caret stays in the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.inbox import Completion, Offer
from ui.inbox.value_words import operator_hint
from ui.theme import Theme

_ROW, _FOOT, _PAD = 30, 28, 4
_ICONS = {Offer.OPERATOR: "funnel-simple", Offer.VALUE: "check", Offer.HISTORY: "clock-counter-clockwise"}
_VCENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class SearchHelp(QFrame):
    """Lies over the window below the field. Arrows choose, Tab or Return takes, Esc closes; the field sends them on."""

    taken = Signal(object)
    """A Completion."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        """Lie over `over`, hidden."""
        super().__init__(over)
        self._over = over
        self._theme = theme
        self._offers: tuple[Completion, ...] = ()
        self.setObjectName("search_help")
        self._list = QListWidget()
        self._list.setObjectName("search_help_list")
        self._list.setAccessibleName(self.tr("Suggestions"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.setItemDelegate(_RowPainter(theme, self))
        self._list.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        self._list.setStyleSheet("background: transparent;")
        self._list.itemClicked.connect(self._on_item_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, _PAD, _PAD, theme.px(_FOOT))
        column.addWidget(self._list)
        self.hide()

    @property
    def offers(self) -> tuple[Completion, ...]:
        """What is offered."""
        return self._offers

    @property
    def chosen(self) -> Completion | None:
        """What the arrows stand on, None for nothing yet."""
        row = self._list.currentRow()
        return self._offers[row] if 0 <= row < len(self._offers) else None

    def offer(self, offers: Sequence[Completion], below: QWidget) -> None:
        """Show these below a field, or nothing if there are none."""
        self._offers = tuple(offers)
        self._list.clear()
        for one in self._offers:
            item = QListWidgetItem(one.text)
            item.setData(Qt.ItemDataRole.UserRole, one)
            hint = operator_hint(one.text.rstrip(":")) if one.kind is Offer.OPERATOR else ""
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.text} {hint}".strip())
            self._list.addItem(item)
        self._list.setCurrentRow(-1)
        self.setVisible(bool(self._offers))
        if self._offers:
            self._place(below)

    def step(self, by: int) -> None:
        """Choose the next or the previous one."""
        count = len(self._offers)
        row = self._list.currentRow()
        start = -1 if row < 0 and by > 0 else count if row < 0 else row
        self._list.setCurrentRow((start + by) % count if count else -1)

    def take(self) -> bool:
        """Take what is chosen; False if nothing is."""
        chosen = self.chosen
        if chosen is None:
            return False
        self.taken.emit(chosen)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and what the keys do."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line.strong"))
        painter.setBrush(theme.colour("bg.raised"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        foot = theme.px(_FOOT)
        painter.fillRect(1, self.height() - foot, self.width() - 2, 1, theme.colour("line.hair"))
        painter.setFont(theme.font(11))
        painter.setPen(theme.colour("text.tertiary"))
        words = self.tr("↑ ↓ choose   Tab take   Return search   Esc close")
        painter.drawText(self.rect().adjusted(14, self.height() - foot, -8, 0), _VCENTRE, words)
        painter.end()

    def _place(self, below: QWidget) -> None:
        over = self._over
        at = below.mapTo(over, QPoint(0, below.height() + 4))
        height = len(self._offers) * self._theme.px(_ROW) + 2 * _PAD + self._theme.px(_FOOT)
        width = min(max(below.width(), self._theme.px(360)), over.width() - at.x() - 8)
        self.setGeometry(QRect(at, QSize(width, height)))
        self.raise_()

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self.taken.emit(item.data(Qt.ItemDataRole.UserRole))


class _RowPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect = self._theme, option.rect
        one = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = option.state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if chosen else "bg.hover"))
            painter.drawRoundedRect(rect, 6, 6)
        side = theme.px(16)
        glyph = QRect(rect.left() + 8, rect.top() + (rect.height() - side) // 2, side, side)
        theme.icons.paint(painter, glyph, _ICONS[one.kind], theme.colour("text.secondary"))
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text.primary"))
        place = rect.adjusted(theme.px(34), 0, -8, 0)
        metrics = theme.metrics(13)
        text = metrics.elidedText(one.text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _VCENTRE, text)
        hint = operator_hint(one.text.rstrip(":")) if one.kind is Offer.OPERATOR else ""
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text.tertiary"))
        rest = place.adjusted(max(metrics.horizontalAdvance(text) + 10, theme.px(78)), 0, 0, 0)
        painter.drawText(rest, _VCENTRE, theme.metrics(12).elidedText(hint, Qt.TextElideMode.ElideRight, rest.width()))
        painter.restore()
