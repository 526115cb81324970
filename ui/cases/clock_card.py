"""The clock in the conversation's header: a chip that can be pressed, and the card that it opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.cases.clock_presenter import ClockPart, card_text
from ui.theme import Theme
from ui.widgets import Chip, ChipLook, IconLine, Label, Separator

_WIDTH, _PAD = 356, 14


class ClockChip(Chip):
    """A chip that tells when it is pressed, by pointer or keyboard."""

    pressed = Signal()

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Show nothing yet."""
        super().__init__(theme, ChipLook(""), object_name=object_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_reckoning(self, text: str) -> None:
        """Say on hover, and to a screen reader, how the clock is reckoned."""
        self.setToolTip(text)
        self.setAccessibleDescription(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the card."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the card with Space or Return."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip and, with the focus, its ring."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
            painter.end()


class ClockCard(QWidget):
    """A popup with every clock's reckoning. Escape and a click beside it close it; the focus goes back to the chip."""

    def __init__(self, theme: Theme, parts: Sequence[ClockPart], parent: QWidget) -> None:
        """Show the clocks one below the other."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setObjectName("clock_card")
        self.setAccessibleName(self.tr("Response clocks"))
        self.setAccessibleDescription(card_text(parts))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        pad = theme.px(_PAD)
        column.setContentsMargins(pad, pad - 2, pad, pad)
        column.setSpacing(theme.px(6))
        for number, part in enumerate(parts):
            if number:
                column.addWidget(Separator(theme, colour="line.strong"))
            self._add(column, part)
        if not parts:
            column.addWidget(Label(theme, self.tr("No clock runs: nothing is owed."), colour="text.secondary"))
        self.setFixedWidth(theme.px(_WIDTH))

    def open_below(self, widget: QWidget) -> None:
        """Show the card under a widget, inside the screen."""
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        screen = widget.screen().availableGeometry()
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        self.move(place)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape, Space or Return."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the outline."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("bg.raised"))
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _add(self, column: QVBoxLayout, part: ClockPart) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self._theme, part.title, weight=600))
        head.addStretch(1)
        colour = f"{part.tone}.text" if part.tone else "text.secondary"
        head.addWidget(Label(self._theme, part.stand, weight=600 if part.tone else 400, colour=colour))
        column.addLayout(head)
        for line in part.lines:
            shown = IconLine(self._theme, line.icon)
            shown.say(line.text, icon_colour=f"{line.tone}.text" if line.tone else "text.secondary")
            column.addWidget(shown)
