"""The ways of writing as tabs: public reply, direct message, note. Choosing is told, the presenter decides."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QTabBar, QWidget

from desktop.model import DraftMode
from ui.composer.composer_presenter import SegmentState
from ui.theme import Theme

_PAD = 9
_ICON = 16
_GAP = 5
_BETWEEN = 2


class SegmentBar(QTabBar):
    """A page tab list of the draft's modes. The wheel never changes it: visibility is only ever chosen."""

    mode_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin without segments."""
        super().__init__(parent)
        self._theme = theme
        self._segments: tuple[SegmentState, ...] = ()
        self._shown: tuple[tuple[SegmentState, ...], DraftMode] | None = None
        self._brief = False
        self._is_note = False
        self.setObjectName("composer_segments")
        self.setAccessibleName(self.tr("Way of writing"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.currentChanged.connect(self._on_current_changed)
        theme.changed.connect(self._refresh)

    def show_segments(self, segments: tuple[SegmentState, ...], mode: DraftMode) -> None:
        """Show the ways of writing and which is in force, without telling of a choice."""
        if (segments, mode) == self._shown:
            return  # every judged word brings them again, and a tab that is set anew lays out the composer
        self._shown = segments, mode
        self.blockSignals(True)
        self._is_note = mode is DraftMode.NOTE
        if tuple(s.mode for s in segments) != tuple(s.mode for s in self._segments):
            while self.count():
                self.removeTab(0)
            for segment in segments:
                self.addTab(segment.text)
        self._segments = segments
        for number, segment in enumerate(segments):
            self.setTabText(number, segment.text)
            self.setTabEnabled(number, not segment.why_not or segment.mode is mode)
            self.setTabToolTip(number, segment.why_not or segment.text)
            self.setAccessibleTabName(number, segment.text)
            if segment.mode is mode:
                self.setCurrentIndex(number)
        self.blockSignals(False)
        self._refresh()

    def set_brief(self, brief: bool) -> None:
        """Keep only the word of the segment in force where there is little room."""
        if brief != self._brief:
            self._brief = brief
            self._refresh()

    def full_width(self) -> int:
        """Return the width with all words."""
        return sum(self._width(number, brief=False) + _BETWEEN for number in range(self.count()))

    def tabSizeHint(self, index: int) -> QSize:
        """Return a segment's size with the gap after it."""
        return QSize(self._width(index, brief=self._brief) + _BETWEEN, self._theme.px(28))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same: segments don't shrink."""
        return self.tabSizeHint(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the mode alone."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the segments."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for number in range(self.count()):
            self._paint_segment(painter, number, hovered=number == hovered)
        painter.end()

    def _paint_segment(self, painter: QPainter, number: int, *, hovered: bool) -> None:
        theme, chosen = self._theme, number == self.currentIndex()
        rect = self.tabRect(number).adjusted(0, 0, -_BETWEEN, 0)
        ground = self._ground(chosen, hovered)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        ink = theme.colour(self._ink(number, chosen))
        icon = theme.px(_ICON)
        place = QRect(rect.x() + _PAD, rect.y() + (rect.height() - icon) // 2, icon, icon)
        theme.icons.paint(painter, place, self._segments[number].icon, ink)
        if chosen or not self._brief:
            painter.setPen(ink)
            painter.setFont(theme.font(12, 600 if chosen else 400))
            words = rect.adjusted(_PAD + icon + _GAP, 0, 4, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.tabText(number))
        if chosen and self.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 5, 5)

    def _ground(self, chosen: bool, hovered: bool) -> str:
        if chosen:
            return "note.line" if self._is_note else "accent.tint.strong"
        return "bg.hover" if hovered and not self._is_note else ""

    def _ink(self, number: int, chosen: bool) -> str:
        if not self.isTabEnabled(number):
            return "text.disabled"
        if chosen:
            return "text.primary" if self._is_note else "accent.text"
        return "text.secondary"

    def _width(self, number: int, *, brief: bool) -> int:
        chosen = number == self.currentIndex()
        icon = self._theme.px(_ICON)
        if brief and not chosen:
            return 2 * _PAD + icon
        words = self._theme.metrics(12, 600 if chosen else 400).horizontalAdvance(self.tabText(number))
        return 2 * _PAD + icon + _GAP + words

    def _refresh(self) -> None:
        for number in range(self.count()):
            self.setTabText(number, self.tabText(number))
        self.updateGeometry()
        self.update()

    def _on_current_changed(self, number: int) -> None:
        if 0 <= number < len(self._segments):
            self._shown = None  # until it is said whether the choice holds
            self._refresh()
            self.mode_chosen.emit(self._segments[number].mode)
