"""The clock in the conversation's header: a chip that can be pressed, and the card that it opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.cases.below import show_below
from ui.cases.clock_presenter import ClockPart, card_text
from ui.theme import Theme
from ui.widgets import CHIP_HEIGHT, ChipLook, IconLine, Label, Separator, chip_width, fitted_look, paint_chip

_WIDTH, _PAD = 356, 14


class ClockChip(QAbstractButton):
    """A button that looks like a chip: pressed by pointer or keyboard, it opens the card."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme
        self._look = ChipLook("")
        self.setObjectName(object_name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def look(self) -> ChipLook:
        """What is shown."""
        return self._look

    def set_look(self, look: ChipLook) -> None:
        """Show how the clock stands."""
        self._look = look
        self.setAccessibleName(self.tr("Clock: {time}").replace("{time}", look.text))
        self.updateGeometry()
        self.update()

    def set_reckoning(self, text: str) -> None:
        """Say on hover, and to a screen reader, how the clock is reckoned."""
        self.setToolTip(text)
        self.setAccessibleDescription(text)

    def sizeHint(self) -> QSize:
        """Return the size at which nothing is elided."""
        return QSize(chip_width(self._theme, self._look), self._theme.px(CHIP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size: the icon and a few letters."""
        full = self.sizeHint()
        return QSize(min(full.width(), self._theme.px(64)), full.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it with Return too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip and, with the focus, its ring."""
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._theme, fitted_look(self._theme, self._look, self.width()))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
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
        show_below(self, widget)
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
