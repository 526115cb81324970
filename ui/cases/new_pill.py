"""The pill that tells of messages which arrived below while the reader was further up."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.theme import Theme
from ui.widgets import FocusRing

_HEIGHT = 28
_FROM_BOTTOM = 10


class NewPill(QAbstractButton):
    """Says "2 new" at the bottom centre of the timeline; a click goes to the end."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Wait hidden over `parent`."""
        super().__init__(parent)
        self._over = parent
        self._theme = theme
        self._count = 0
        self.setObjectName("timeline_new")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._ring = FocusRing(theme, self, _HEIGHT // 2)
        self.hide()

    @property
    def count(self) -> int:
        """How many messages arrived unseen."""
        return self._count

    def set_count(self, count: int) -> None:
        """Tell of so many new messages, hide for none."""
        self._count = count
        self.setText(self.tr("{count} new").replace("{count}", str(count)))
        name = self.tr("{count} new messages below").replace("{count}", str(count))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.place()
        self.setVisible(count > 0)
        self.raise_()

    def place(self) -> None:
        """Stand at the bottom centre of the parent."""
        size = self.sizeHint()
        parent = self._over.rect()
        left = (parent.width() - size.width()) // 2
        self.setGeometry(left, parent.height() - size.height() - _FROM_BOTTOM, size.width(), size.height())

    def sizeHint(self) -> QSize:
        """Return the pill's size at the text's scale."""
        theme = self._theme
        width = theme.metrics(12, 600).horizontalAdvance(self.text()) + theme.px(14) + 6 + 24
        return QSize(width, theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("bg.press" if self.isDown() else "bg.raised"))
        shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        size = theme.px(14)
        icon = self.rect().adjusted(12, 0, 0, 0)
        icon.setWidth(size)
        theme.icons.paint(painter, icon, "arrow-down", theme.colour("accent.text"))
        painter.setPen(theme.colour("accent.text"))
        painter.setFont(theme.font(12, 600))
        words = self.rect().adjusted(12 + size + 6, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()
