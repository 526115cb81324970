"""Selecting text in a painted message: a read-only editor laid exactly over the words while they are marked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from ui.cases.sheet import BodyPlace
from ui.theme import Theme


class SelectionOverlay(QTextEdit):
    """Holds the selection of one message at a time; Esc, a click elsewhere or scrolling closes it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Wait hidden over `parent`, the timeline's viewport."""
        super().__init__(parent)
        self._theme = theme
        self._anchor = 0
        self.setObjectName("timeline_selection")
        self.setAccessibleName(self.tr("Message text"))
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setContentsMargins(0, 0, 0, 0)
        self.document().setDocumentMargin(0)
        self.hide()

    def begin(self, body: BodyPlace, rect: QRect, at: QPoint) -> None:
        """Lie over a text that stands in `rect` of the parent and begin a selection at `at`."""
        self.setFont(self._theme.font(body.size))
        self.setPlainText(body.text)
        self._set_line_height(body.line_height)
        self._dress(body)
        lift = self._lift(body)
        self.setGeometry(rect.x(), rect.y() - lift, rect.width(), rect.height() + lift + 2)
        self.show()
        self.raise_()
        self._anchor = self.cursorForPosition(self.mapFromParent(at)).position()
        self.extend(at)

    def extend(self, at: QPoint) -> None:
        """Mark up to a point of the parent."""
        cursor = self.textCursor()
        cursor.setPosition(self._anchor)
        cursor.setPosition(self.cursorForPosition(self.mapFromParent(at)).position(), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def finish(self) -> None:
        """Take the focus so that the selection can be copied; an empty one closes."""
        if self.textCursor().hasSelection():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            self.close_selection()

    def close_selection(self) -> None:
        """Give the place back to the painted text."""
        if self.isVisible():
            self.hide()
            self.clear()
            self.closed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close when the focus goes elsewhere, but not for the context menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.close_selection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_selection()
            return
        super().keyPressEvent(event)

    def _set_line_height(self, height: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        look = QTextBlockFormat()
        look.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(look)

    def _lift(self, body: BodyPlace) -> int:
        """A fixed line height puts the spare pixels above the line, the painted text has half of them below."""
        metrics = QFontMetricsF(self._theme.font(body.size))
        spare = body.line_height - metrics.ascent() - metrics.descent()
        return round(spare / 2)

    def _dress(self, body: BodyPlace) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.colour(body.background))
        palette.setColor(QPalette.ColorRole.Text, self._theme.colour(body.ink))
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.colour("accent.fill"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("text.on.accent"))
        self.setPalette(palette)
