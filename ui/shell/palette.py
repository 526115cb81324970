"""The command palette (Ctrl+K): one field over everything, what matches below it, chosen without leaving the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QGraphicsOpacityEffect,
    QLineEdit,
    QListView,
    QWidget,
)

from ui.shell.palette_list import ROW, TITLE, PaletteDelegate, PaletteModel
from ui.shell.palette_presenter import MOST_ROWS, count_rows
from ui.shell.palette_rows import PaletteItem, PaletteRow
from ui.shell.search_field import paint_key
from ui.theme import Theme
from ui.widgets import OverlayScrollBar

_WIDTH, _TOP, _INPUT, _HINTS = 660, 56, 48, 32
_MARGIN, _PAD = 16, 6
_FADE = 120
_SCRIM = QColor(18, 22, 32, 41)
_MOST_TITLES = 4
_PAGE = 8


class CommandPalette(QWidget):
    """Lies over the whole window while it is open. The caret never leaves its field."""

    typed = Signal(str)
    """What stands in the field, as it is typed, and "" when the palette opens."""
    row_chosen = Signal(object)
    """A PaletteRow. The palette has closed and the focus is back where it was."""
    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget, *, motion: bool = True) -> None:
        """Wait hidden over `window`. `motion` False opens at once."""
        super().__init__(window)
        self._theme = theme
        self._motion = motion
        self._came_from: QWidget | None = None
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Command palette"))
        self._box = _Box(theme, self)
        self.field = self._make_field()
        self._model = PaletteModel()
        self._model.setParent(self)
        self._list = self._make_list()
        self._veil = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._veil)
        self._fade = QPropertyAnimation(self._veil, b"opacity", self)
        self._fade.setDuration(_FADE)
        window.installEventFilter(self)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def items(self) -> tuple[PaletteItem, ...]:
        """What is listed."""
        return self._model.items

    @property
    def chosen(self) -> PaletteRow | None:
        """The row that Return would take."""
        item = self._model.item_at(self._list.currentIndex().row())
        return item if isinstance(item, PaletteRow) else None

    def set_motion(self, motion: bool) -> None:
        """Fade, or not."""
        self._motion = motion

    def open(self, typed: str = "") -> None:
        """Show the palette with its field empty, or with a mark typed already (">" for actions)."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self.field.setText(typed)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)  # a shortcut's focus would select the mark
        self._veil.setOpacity(1.0)
        if self._motion:
            self._fade.stop()
            self._fade.setStartValue(0.0)
            self._fade.setEndValue(1.0)
            self._fade.start()
        self.typed.emit(typed)

    def dismiss(self) -> None:
        """Close and give the keyboard back to what had it."""
        if self.isHidden():
            return
        self._fade.stop()
        came_from, self._came_from = self._came_from, None
        self.hide()
        if came_from is not None and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def show_items(self, items: Sequence[PaletteItem]) -> None:
        """List these. The first row is chosen, unless one was walked to and is still there."""
        before = self.chosen
        walked = before is not None and self._list.currentIndex().row() != self._first()
        self._model.set_items(items)
        keep = next((n for n, item in enumerate(items) if walked and _same(item, before)), None)
        self._choose(keep if keep is not None else self._first())
        self._box.count = count_rows(items)
        self._box.nothing = not self._box.count and bool(self.field.text().strip())
        self._place()
        self._box.update()

    # --- what the agent does ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; walk and choose with the field's keys; take a click in the list."""
        if watched is self.parentWidget() and event.type() is QEvent.Type.Resize:
            self._place()
        elif watched is self.field and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_field_key(event)
        elif watched is self._list.viewport() and isinstance(event, QMouseEvent):
            return self._on_list_mouse(event)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close at a click beside the box."""
        if not self._box.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what lies below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _SCRIM)
        painter.end()

    def _on_field_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        steps |= {Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def _on_list_mouse(self, event: QMouseEvent) -> bool:
        index = self._list.indexAt(event.position().toPoint())
        if isinstance(self._model.item_at(index.row()), PaletteRow):
            if event.type() is QEvent.Type.MouseMove:
                self._list.setCurrentIndex(index)
            elif event.type() is QEvent.Type.MouseButtonRelease:
                self._list.setCurrentIndex(index)
                self._take()
        return event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease}

    def _step(self, by: int) -> None:
        row: int | None = self._list.currentIndex().row()
        for _ in range(abs(by)):
            assert row is not None
            following = self._model.next_row(row, 1 if by > 0 else -1)
            if following is None or (abs(by) > 1 and (following > row) != (by > 0)):
                break
            row = following
        self._choose(row)
        if self.chosen is not None:
            self._announce(self.chosen.spoken)

    def _take(self) -> None:
        row = self.chosen
        if row is not None:
            self.dismiss()
            self.row_chosen.emit(row)

    def _choose(self, row: int | None) -> None:
        if row is not None and row >= 0:
            self._list.setCurrentIndex(self._model.index(row))
            if row == self._first():
                self._list.scrollToTop()

    def _first(self) -> int | None:
        return self._model.next_row(-1, 1) if self._model.rowCount() else None

    def _announce(self, words: str) -> None:
        event = QAccessibleAnnouncementEvent(self.field, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def _on_field_edited(self, text: str) -> None:
        self.typed.emit(text)

    # --- making and placing -----------------------------------------------------------------------------------

    def _make_field(self) -> QLineEdit:
        field = QLineEdit(self._box)
        field.setObjectName("palette_field")
        field.setAccessibleName(self.tr("Search or jump to"))
        field.setPlaceholderText(self.tr("Search or jump to"))
        field.setFrame(False)
        field.textEdited.connect(self._on_field_edited)
        field.installEventFilter(self)
        return field

    def _make_list(self) -> QListView:
        view = QListView(self._box)
        view.setObjectName("palette_list")
        view.setAccessibleName(self.tr("Results"))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setModel(self._model)
        self._delegate = PaletteDelegate(self._theme)
        view.setItemDelegate(self._delegate)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setMouseTracking(True)
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)
        OverlayScrollBar(view)
        return view

    def _restyle(self) -> None:
        theme = self._theme
        self.field.setFont(theme.font(16))
        palette = self.field.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.colour("bg.surface"))
        palette.setColor(QPalette.ColorRole.Text, theme.colour("text.primary"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.colour("text.tertiary"))
        self.field.setPalette(palette)
        self._list.doItemsLayout()
        self._place()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        theme = self._theme
        self.setGeometry(window.rect())
        width = min(theme.px(_WIDTH), window.width() - 2 * _MARGIN)
        top = min(_TOP, max(_MARGIN, window.height() // 8))
        room = window.height() - top - _MARGIN - theme.px(_INPUT) - theme.px(_HINTS) - 2
        inside = min(self._list_height(), max(theme.px(ROW), room))
        height = theme.px(_INPUT) + inside + theme.px(_HINTS) + 2
        self._box.setGeometry((window.width() - width) // 2, top, width, height)
        left = theme.px(44)
        self.field.setGeometry(left, 2, width - left - theme.px(110), theme.px(_INPUT) - 4)
        self._list.setGeometry(1, theme.px(_INPUT) + _PAD, width - 2, max(0, inside - _PAD - 2))

    def _list_height(self) -> int:
        """Return the height of what is listed, at most twelve rows and their titles."""
        theme, items = self._theme, self._model.items
        rows = count_rows(items)
        if not rows:
            return theme.px(ROW + 24) if self._box.nothing else 0
        titles = min(len(items) - rows, _MOST_TITLES)
        return min(rows, MOST_ROWS) * theme.px(ROW) + titles * theme.px(TITLE) + 2 * _PAD + 2


class _Box(QWidget):
    """The palette's frame: the glass and the count beside the field, the hints at the foot."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.count = 0
        self.nothing = False
        self.setObjectName("palette_box")

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.colour("line.strong"))
        painter.setBrush(theme.colour("bg.surface"))
        painter.drawRoundedRect(frame, 8, 8)
        foot = QRect(1, self.height() - theme.px(_HINTS) - 1, self.width() - 2, theme.px(_HINTS))
        painter.save()
        painter.setClipRect(foot.adjusted(-1, 0, 1, 1))
        painter.setBrush(theme.colour("bg.window"))
        painter.drawRoundedRect(frame, 8, 8)
        painter.restore()
        painter.fillRect(1, foot.top(), self.width() - 2, 1, theme.colour("line.hair"))
        if foot.top() > theme.px(_INPUT):
            painter.fillRect(1, theme.px(_INPUT), self.width() - 2, 1, theme.colour("line.hair"))
        self._paint_head(painter)
        self._paint_hints(painter, foot)
        if self.nothing:
            room = QRect(0, theme.px(_INPUT), self.width(), foot.top() - theme.px(_INPUT))
            painter.setFont(theme.font(13))
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.tr("Nothing found. Esc closes the palette."))
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        theme, side = self._theme, self._theme.px(18)
        row = QRect(0, 0, self.width(), theme.px(_INPUT))
        glass = QRect(theme.px(17), (row.height() - side) // 2, side, side)
        theme.icons.paint(painter, glass, "magnifying-glass", theme.colour("text.secondary"))
        if not self.count:
            return
        words = self.tr("1 result") if self.count == 1 else self.tr("{count} results").format(count=self.count)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text.secondary"))
        where = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(row.adjusted(0, 0, -theme.px(16), 0), where, words)

    def _paint_hints(self, painter: QPainter, foot: QRect) -> None:
        theme = self._theme
        right = foot.right() - theme.px(14)
        marks = (
            ("@", self.tr("customers")),
            ("/", self.tr("replies")),
            (">", self.tr("actions")),
            ("#", self.tr("tickets")),
        )
        for cap, words in reversed(marks):
            right -= self._hint(painter, foot, right - self._width(words, (cap,)), words, (cap,)) + theme.px(14)
        left = foot.left() + theme.px(12)
        for caps, words in ((("↑", "↓"), self.tr("choose")), (("↵",), self.tr("open"))):
            width = self._width(words, caps)
            if left + width > right:
                return
            left += self._hint(painter, foot, left, words, caps) + theme.px(14)

    def _hint(self, painter: QPainter, foot: QRect, left: int, words: str, caps: Sequence[str]) -> int:
        theme, x = self._theme, left
        for cap in caps:
            width = theme.metrics(11, 500).horizontalAdvance(cap) + theme.px(9)
            paint_key(painter, theme, x + width, foot.center().y() + 1, cap)
            x += width + theme.px(5)
        painter.setFont(theme.font(11))
        painter.setPen(theme.colour("text.secondary"))
        length = theme.metrics(11).horizontalAdvance(words)
        painter.drawText(QRect(x, foot.y(), length + 2, foot.height()), int(Qt.AlignmentFlag.AlignVCenter), words)
        return x + length - left

    def _width(self, words: str, caps: Sequence[str]) -> int:
        theme = self._theme
        keys = sum(theme.metrics(11, 500).horizontalAdvance(cap) + theme.px(14) for cap in caps)
        return keys + theme.metrics(11).horizontalAdvance(words)


def _same(item: PaletteItem, other: PaletteRow | None) -> bool:
    return isinstance(item, PaletteRow) and other is not None and (item.kind, item.key) == (other.kind, other.key)
