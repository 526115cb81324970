"""Some lines of text at the type scale's own line height, which a plain label can't set."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.text import Prose, ProseStyle, Span, set_prose
from ui.theme import Theme

_WIDTHS = 4


class Paragraph(QWidget):
    """Wraps its words in the width it gets. `line` is the line height in pixels at 100 %."""

    def __init__(
        self, theme: Theme, object_name: str, size: int, weight: int, line: int, parent: QWidget | None = None
    ) -> None:
        """`size` and `weight` are of the type scale."""
        super().__init__(parent)
        self._theme = theme
        self._style = (size, weight, line)
        self._text = ""
        self._ink = "text.primary"
        self._space = (0, 0)
        self._laid: dict[int, Prose] = {}  # by width: one layout of the strip asks a dozen times for the same two
        self.setObjectName(object_name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._on_theme_changed)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show other words."""
        if text == self._text:
            return
        self._laid.clear()
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_ink(self, ink: str) -> None:
        """Colour the words with another token."""
        if ink != self._ink:
            self._laid.clear()
            self._ink = ink
            self.update()

    def set_space(self, above: int, below: int) -> None:
        """Leave so many pixels free above and below the words."""
        if self._space != (above, below):
            self._space = (above, below)
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """The height depends on how the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words in `width` pixels."""
        return self._set(width).height + sum(self._space)

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        width = max(self.width(), 120)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(60, self._theme.px(self._style[2]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        painter = QPainter(self)
        painter.setPen(self._theme.colour(self._ink))
        self._set(self.width()).draw(painter, QPointF(0, self._space[0]), QRectF(self.rect()))
        painter.end()

    def _set(self, width: int) -> Prose:
        found = self._laid.get(width)
        if found is not None:
            return found
        if len(self._laid) >= _WIDTHS:
            self._laid.clear()
        size, weight, line = self._style
        style = ProseStyle(
            self._theme.font(size, weight), self._theme.px(line), self._theme.colour(self._ink), _nothing
        )
        found = self._laid[width] = set_prose(self._text, style, width, 12)
        return found

    def _on_theme_changed(self) -> None:
        self._laid.clear()
        self.updateGeometry()
        self.update()


def _nothing(_text: str) -> tuple[Span, ...]:
    return ()
