"""Words on the window: a label by size, weight and colour, one that elides, a line to paint, and the hairline."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from ui.theme import Theme


class Label(QLabel):
    """Plain text in a size and weight of the type scale and in a text token's colour."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        size: int = 13,
        weight: int = 400,
        colour: str = "text.primary",
        wrap: bool = False,
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`size` is in pixels at 100 % (10 11 12 13 14 15 16 20 24 26), `weight` 400, 500 or 600."""
        super().__init__(text, parent)
        self._theme = theme
        self._size = size
        self._weight = weight
        self.setObjectName(object_name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._colour = colour
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_colour(self, colour: str) -> None:
        """Colour the words with another text token."""
        if colour != self._colour:
            self._colour = colour
            self._recolour()

    def set_weight(self, weight: int) -> None:
        """Write in another weight: 400, 500 or 600."""
        if weight != self._weight:
            self._weight = weight
            self._restyle()

    @property
    def colour(self) -> str:
        """The text token in force."""
        return self._colour

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._size, self._weight))
        self._recolour()

    def _recolour(self) -> None:
        palette = self.palette()
        palette.setColor(self.foregroundRole(), self._theme.colour(self._colour))
        self.setPalette(palette)


class ElidedLabel(Label):
    """One line that ends in an ellipsis when it does not fit; the whole text is then its tooltip."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        size: int = 13,
        weight: int = 400,
        colour: str = "text.primary",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`mode` says where the ellipsis goes."""
        self._mode = mode
        self._short = ""
        super().__init__(theme, text, size=size, weight=weight, colour=colour, object_name=object_name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(0)

    def setText(self, text: str) -> None:
        """Change the text; a line break becomes a space."""
        super().setText(" ".join(text.split()))
        self._refresh_tooltip()

    def set_short(self, text: str) -> None:
        """Say less, before anything is cut, where the whole text does not fit; "" for nothing shorter."""
        self._short = text
        self._refresh_tooltip()
        self.update()

    def shown_text(self) -> str:
        """Return what fits, with its ellipsis."""
        width, metrics = self.contentsRect().width(), self.fontMetrics()
        whole = not self._short or metrics.horizontalAdvance(self.text()) <= width
        return metrics.elidedText(self.text() if whole else self._short, self._mode, width)

    def minimumSizeHint(self) -> QSize:
        """Return room for an ellipsis and a letter or two."""
        return QSize(self.fontMetrics().horizontalAdvance("Mm…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the whole text as a tooltip only while it is cut."""
        super().resizeEvent(event)
        self._refresh_tooltip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the elided line in the colour that the style sheet gives."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        flags = int(self.alignment()) | Qt.TextFlag.TextSingleLine
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(flags),
            self.palette(),
            self.isEnabled(),
            self.shown_text(),
            self.foregroundRole(),
        )
        painter.end()

    def _refresh_tooltip(self) -> None:
        self.setToolTip(self.text() if self.shown_text() != self.text() else "")


class ClampedLabel(Label):
    """Some lines at most; the last one ends in an ellipsis when there is more, and the whole text is the tooltip."""

    def __init__(
        self, theme: Theme, *, lines: int, size: int, weight: int = 400, colour: str = "text.primary", object_name: str
    ) -> None:
        """`lines` are as many as may be shown."""
        self._lines = lines
        super().__init__(theme, size=size, weight=weight, colour=colour, object_name=object_name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(0)

    def setText(self, text: str) -> None:
        """Change the text; a line break becomes a space."""
        super().setText(" ".join(text.split()))
        self._refresh_tooltip()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the whole text as a tooltip only while it is cut."""
        super().resizeEvent(event)
        self._refresh_tooltip()

    def shown_lines(self, width: int) -> tuple[str, ...]:
        """Return what is shown in a width of so many pixels."""
        layout, shown = QTextLayout(self.text(), self.font()), list[str]()
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            rest = self.text()[line.textStart() :]
            if len(shown) == self._lines - 1:
                shown.append(self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, width))
                break
            shown.append(rest[: line.textLength()].rstrip())
        layout.endLayout()
        return tuple(shown)

    def hasHeightForWidth(self) -> bool:
        """Return that lines take height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of what is shown in a width."""
        return max(1, len(self.shown_lines(width))) * self.fontMetrics().lineSpacing()

    def sizeHint(self) -> QSize:
        """Return one line's size."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 1, metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Return room for a letter or two."""
        return QSize(self.fontMetrics().horizontalAdvance("Mm…"), self.fontMetrics().lineSpacing())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        painter, metrics, rect = QPainter(self), self.fontMetrics(), self.contentsRect()
        lines = self.shown_lines(rect.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        for number, words in enumerate(lines):
            painter.drawText(rect.x(), rect.y() + number * metrics.lineSpacing() + metrics.ascent(), words)
        painter.end()

    def _refresh_tooltip(self) -> None:
        shown = " ".join(self.shown_lines(self.contentsRect().width()))
        self.setToolTip(self.text() if shown != self.text() else "")


class Separator(QFrame):
    """A 1 px hairline, horizontal unless told otherwise. Decorative."""

    def __init__(
        self, theme: Theme, *, vertical: bool = False, colour: str = "line.hair", parent: QWidget | None = None
    ) -> None:
        """`colour` is a token."""
        super().__init__(parent)
        self._theme = theme
        self._colour = colour
        self.setFrameShape(QFrame.Shape.NoFrame)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(self._colour))
        painter.end()


def paint_line(
    painter: QPainter,
    theme: Theme,
    place: QRect,
    text: str,
    size: int,
    colour: str,
    *,
    weight: int = 400,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Paint a line of words in the middle of a place's height, with an ellipsis where `cut` says if it has no room.

    `size` is in pixels at 100 %, `weight` 400, 500 or 600, `colour` a token. Pen and font stay as they were set.
    """
    painter.setFont(theme.font(size, weight))
    painter.setPen(theme.colour(colour))
    flags = int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
    painter.drawText(place, flags, theme.metrics(size, weight).elidedText(text, cut, place.width()))
