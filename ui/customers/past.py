"""Past interactions: marks joined by a line, three of them or, when asked for, all; each leads to its conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.customers.past_model import FetchLines, PastModel
from ui.customers.presenter import PastLine
from ui.customers.section import LINK_INSET, SIDE, Section, SmallLink
from ui.theme import Theme
from ui.widgets import Label, paint_channel_badge, paint_line

_ROW = 40
_TOP = 4
"""The list begins 4 px above its first line, so that a row's highlight has room around its words."""
_MARK, _TEXT = 16, 24
_MOST = 100_000
"""A widget can be some 16 million pixels high; a person with more interactions sees the newest of them."""
_Index = QModelIndex | QPersistentModelIndex


class PastDelegate(QStyledItemDelegate):
    """Paints one interaction in 40 px: mark, subject, date, outcome, and the line to the next."""

    def __init__(self, theme: Theme, model: PastModel, view: QListView) -> None:
        """Paint in the theme's colours."""
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return a row's size at the text's scale."""
        return QSize(100, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a row."""
        line = self._model.line_at(index.row())
        rect, state = option.rect, option.state
        self._paint_ground(painter, rect, state, enabled=line is not None and not line.is_shown)
        if line is not None:
            self._paint_line(painter, rect, line, is_last=index.row() == self._model.rowCount() - 1)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, enabled: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = rect.toRectF().adjusted(SIDE / 2, 0, -SIDE / 2, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if enabled and state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(self._theme.colour("bg.press"))
            painter.drawRoundedRect(shape, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(shape.adjusted(1, 1, -1, -1), 6, 6)
        painter.restore()

    def _paint_line(self, painter: QPainter, rect: QRect, line: PastLine, *, is_last: bool) -> None:
        theme = self._theme
        top, height, side = rect.y() + theme.px(_TOP), theme.px(16), theme.px(_MARK)
        mark = QRect(rect.x() + SIDE, top + 1, side, side)
        if not is_last:
            gap = theme.px(3)
            begin = mark.bottom() + 1 + gap
            end = top + theme.px(_ROW) + 1 - gap
            painter.fillRect(mark.center().x(), begin, 1, end - begin, theme.colour("line.strong"))
        paint_channel_badge(painter, mark, theme, line.network, None)
        left = rect.x() + SIDE + theme.px(_TEXT)
        right = rect.right() + 1 - SIDE
        when_width = theme.metrics(11).horizontalAdvance(line.when)
        when = QRect(right - when_width, top, when_width + 1, height)
        paint_line(painter, theme, when, line.when, 11, "text.tertiary")
        subject = QRect(left, top, right - when_width - 8 - left, height)
        paint_line(painter, theme, subject, line.subject, 12, "text.primary")
        paint_line(painter, theme, QRect(left, top + height, right - left, height), line.outcome, 11, "text.secondary")


class PastView(QListView):
    """As high as its rows, because the pane scrolls, not the list. One tab stop, arrows inside."""

    chosen = Signal(int)
    """A case's id."""
    row_focused = Signal(QRect)
    """Where the current row is, to be brought into sight."""

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self._past = PastModel(self)
        self.setModel(self._past)
        self.setItemDelegate(PastDelegate(theme, self._past, self))
        self.setObjectName("past_list")
        self.setProperty("flat", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._fit)
        self._fit()

    @property
    def past(self) -> PastModel:
        """The model."""
        return self._past

    def show_lines(self, lines: Sequence[PastLine]) -> None:
        """Show these few."""
        self._change(lambda: self._past.show_lines(lines))

    def show_all(self, ids: Sequence[int], fetch: FetchLines) -> None:
        """Show all of these."""
        self._change(lambda: self._past.show_all(ids[:_MOST], fetch))

    def sizeHint(self) -> QSize:
        """Return room for every row."""
        return QSize(100, self._past.rowCount() * self._theme.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: rows are never cut."""
        return QSize(0, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current conversation with Return or Space; walk with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell where the current row is."""
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            self.row_focused.emit(self.visualRect(current))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the first row current where none is, so that the focus can be seen."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._past.rowCount():
            self.selectionModel().setCurrentIndex(self._past.index(0), QItemSelectionModel.SelectionFlag.NoUpdate)
        if self.currentIndex().isValid():
            self.row_focused.emit(self.visualRect(self.currentIndex()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over rows that lead somewhere."""
        super().mouseMoveEvent(event)
        leads = self._leads_to(self.indexAt(event.position().toPoint())) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def _change(self, change: Callable[[], None]) -> None:
        """Show something else; the current interaction stays current if it is still there."""
        row = self.currentIndex().row()
        current = self._past.ids[row] if 0 <= row < len(self._past.ids) else None
        change()
        self._fit()
        if current is not None and current in self._past.ids:
            index = self._past.index(self._past.ids.index(current))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self.sizeHint().height()))
        self.doItemsLayout()

    def _leads_to(self, index: _Index) -> int | None:
        line = self._past.line_at(index.row()) if index.isValid() else None
        return int(line.case_id) if line is not None and not line.is_shown else None

    def _on_clicked(self, index: _Index) -> None:
        case_id = self._leads_to(index)
        if case_id is not None:
            self.chosen.emit(case_id)


class PastSection(Section):
    """Past interactions with the link that lists all of them, or the newest few again."""

    chosen = Signal(int)
    all_requested = Signal(bool)
    """True: list all of them. False: the newest few."""

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__(theme, self.tr("Past interactions"), "profile_past", inset=LINK_INSET)
        self._all_words = ""
        self._lists_all = False
        self.view = PastView(theme)
        self.view.setAccessibleName(self.tr("Past interactions"))
        self.view.chosen.connect(self.chosen)
        self._link = SmallLink(theme, "", "past_all")
        self._link.clicked.connect(lambda: self.all_requested.emit(not self._lists_all))
        self.add_control(self._link)
        self._empty = Label(theme, self.tr("No earlier conversations."), size=12, colour="text.secondary")
        self._empty.setObjectName("past_empty")
        self._empty.setContentsMargins(0, _TOP, 0, 0)
        self.body.setContentsMargins(0, -_TOP, 0, 0)
        self.body.addWidget(self.view)
        self.add_inset(self._empty)

    @property
    def lists_all(self) -> bool:
        """True while all interactions are listed."""
        return self._lists_all

    def set_lines(self, lines: Sequence[PastLine], all_words: str) -> None:
        """Show the newest few; `all_words` is the link to all of them, "" for none."""
        self._lists_all = False
        self._all_words = all_words
        self.view.show_lines(lines)
        self._show_state(all_words)

    def set_all(self, ids: Sequence[int], fetch: FetchLines) -> None:
        """List all of them."""
        self._lists_all = True
        self.view.show_all(ids, fetch)
        self._show_state(self.tr("Show fewer"))

    def set_loading(self, loading: bool) -> None:
        """Say that all of them are being looked up."""
        self._link.setEnabled(not loading)
        self._link.setText(self.tr("Loading…") if loading else self._link_words())

    def _link_words(self) -> str:
        return self.tr("Show fewer") if self._lists_all else self._all_words

    def _show_state(self, link: str) -> None:
        rows = self.view.past.rowCount()
        self.view.setVisible(rows > 0)
        self._empty.setVisible(rows == 0)
        self._link.setEnabled(True)
        self._link.setText(link)
        self._link.setVisible(bool(link))
