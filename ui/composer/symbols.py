"""Emoji and symbols for a reply: a small grid under the smiley button, walked with the arrow keys."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from ui.theme import Theme

_COLUMNS = 10
_SYMBOLS = (
    "😀😊🙂😉😍🤗🤔😮😅😢😞😡🙏👍👎👏👋💪🤝👌❤💙💚💛🎉✨⭐🌟🔥💡✅❌⚠❓❗📞📧📦🚚🏠📅⏰⌛🔒🔑💳🧾📍🌍🚀€£$%°§©®™…"
)


class SymbolPopup(QWidget):
    """A popup with sixty symbols; choosing one tells of it and closes."""

    symbol_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Wait hidden."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setObjectName("symbol_popup")
        self.setAccessibleName(self.tr("Emoji and symbols"))
        grid = QGridLayout(self)
        grid.setContentsMargins(6, 6, 6, 6)
        grid.setSpacing(2)
        self._buttons = [self._button(symbol) for symbol in _SYMBOLS]
        for number, button in enumerate(self._buttons):
            grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)

    def open_above(self, corner: QPoint) -> None:
        """Open with the lower left corner at a point of the screen."""
        self.adjustSize()
        self.move(corner.x(), corner.y() - self.height() - 4)
        self.show()
        self._buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the grid, close at Esc."""
        steps: dict[int, int] = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_COLUMNS,
            Qt.Key.Key_Down: _COLUMNS,
        }
        step = steps.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        here = next((number for number, button in enumerate(self._buttons) if button.hasFocus()), 0)
        self._buttons[(here + step) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the outline."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.setBrush(self._theme.colour("bg.raised"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _button(self, symbol: str) -> QToolButton:
        button = _SymbolButton(self)
        side = self._theme.px(28)
        button.setFixedSize(side, side)
        button.setProperty("kind", "icon")
        button.setFont(self._theme.font(15))
        button.setText(symbol)
        button.setAccessibleName(unicodedata.name(symbol, symbol).capitalize())
        button.setToolTip(button.accessibleName())
        button.clicked.connect(lambda _=False, symbol=symbol: self._on_symbol_clicked(symbol))
        return button

    def _on_symbol_clicked(self, symbol: str) -> None:
        self.close()
        self.symbol_chosen.emit(symbol)


class _SymbolButton(QToolButton):
    """Leaves the arrow keys to the grid and is pressed by Enter too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)
