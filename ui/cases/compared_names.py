"""Two names side by side, the letters in which they differ underlined: theirs and ours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.cases.likeness_presenter import Letters
from ui.cases.sheet import fitted
from ui.theme import Theme

_LABEL, _NAME = 14, 20
_GAP = 24
_NAME_FONT = 14


class ComparedNames(QWidget):
    """Paints both names under their labels; without room beside each other ours stands below theirs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[tuple[str, tuple[Letters, ...]], ...] = ()
        self.setObjectName("likeness_names")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def set_names(self, theirs: Sequence[Letters], ours: Sequence[Letters]) -> None:
        """Show two names in pieces."""
        self._names = ((self.tr("Theirs"), tuple(theirs)), (self.tr("Yours"), tuple(ours)))
        words = (f"{label}: {''.join(piece.text for piece in name)}" for label, name in self._names)
        self.setAccessibleName(". ".join(words))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The height depends on whether both fit side by side."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of one or two names in `width` pixels."""
        return self._block() * (1 if self._fits(width) else 2)

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Return the height of both side by side."""
        return QSize(120, self._block())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw labels and names."""
        painter = QPainter(self)
        beside = self._fits(self.width())
        left = top = 0
        for label, name in self._names:
            self._paint_name(painter, left, top, label, name)
            if beside:
                left += self._width(label, name) + self._theme.px(_GAP)
            else:
                top += self._block()
        painter.end()

    def _paint_name(self, painter: QPainter, left: int, top: int, label: str, name: Sequence[Letters]) -> None:
        theme = self._theme
        painter.setFont(theme.font(11))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(QRect(left, top, self.width() - left, theme.px(_LABEL)), _MIDDLE, label)
        at, line = left, QRect(left, top + theme.px(_LABEL), 0, theme.px(_NAME))
        for piece in name:
            metrics = theme.metrics(_NAME_FONT, 600 if piece.differs else 400)
            text = fitted(piece.text, metrics, max(0, self.width() - at))
            width = metrics.horizontalAdvance(text)
            place = QRect(at, line.y(), width, line.height())
            if piece.differs:
                self._paint_mark(painter, place)
            painter.setFont(theme.font(_NAME_FONT, 600 if piece.differs else 400))
            painter.setPen(theme.colour("red.text" if piece.differs else "text.primary"))
            painter.drawText(place.adjusted(0, 0, 2, 0), _MIDDLE, text)
            at += width

    def _paint_mark(self, painter: QPainter, place: QRect) -> None:
        """Draw a bar below letters that differ: colour alone says nothing."""
        thick = max(2, self._theme.px(2))
        bar = QRectF(place.x(), place.bottom() - thick, max(place.width(), thick), thick)
        painter.fillRect(bar, self._theme.colour("red.text"))

    def _block(self) -> int:
        return self._theme.px(_LABEL) + self._theme.px(_NAME)

    def _fits(self, width: int) -> bool:
        wanted = sum(self._width(label, name) for label, name in self._names) + self._theme.px(_GAP)
        return wanted <= width

    def _width(self, label: str, name: Sequence[Letters]) -> int:
        letters = sum(
            self._theme.metrics(_NAME_FONT, 600 if piece.differs else 400).horizontalAdvance(piece.text)
            for piece in name
        )
        return max(letters, self._theme.metrics(11).horizontalAdvance(label))


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
