"""Emoji and symbols for a reply: the ones used last, the usual ones, and any other by its name, with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.composer.symbols import FAVOURITES, Symbol, name_of
from ui.theme import Theme
from ui.widgets import Label

_COLUMNS = 10
_ROWS = 6
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SymbolPopup(QWidget):
    """A popup with a search field over a grid; choosing a symbol tells of it and closes."""

    symbol_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        recent: Sequence[str] = (),
        search: Callable[[str, int], Sequence[Symbol]] | None = None,
    ) -> None:
        """`recent` come first while nothing is typed; `search` finds at most so many by what is typed."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._search = search
        self._usual = [Symbol(text, name_of(text)) for text in _before(recent, FAVOURITES)]
        self.setObjectName("symbol_popup")
        self.setAccessibleName(self.tr("Emoji and symbols"))
        self._field = QLineEdit()
        self._field.setObjectName("symbol_search")
        self._field.setProperty("kind", "field")
        self._field.setPlaceholderText(self.tr("Search by name"))
        self._field.setAccessibleName(self.tr("Search by name"))
        self._field.installEventFilter(self)
        self._field.setVisible(search is not None)
        nothing = self.tr("Nothing has that name")
        self._nothing = Label(theme, nothing, colour="text.secondary", object_name="symbol_none")
        self._grid = QGridLayout()
        self._grid.setSpacing(2)
        self._buttons: list[_SymbolButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(6)
        column.addWidget(self._field)
        column.addLayout(self._grid)
        column.addWidget(self._nothing)
        column.addStretch(1)
        self._make_buttons()
        self._show(self._usual)
        self._field.textChanged.connect(self._on_field_text_changed)

    @property
    def symbols(self) -> tuple[str, ...]:
        """What the grid shows."""
        return tuple(button.text() for button in self._buttons if not button.isHidden())

    def open_above(self, corner: QPoint) -> None:
        """Open with the lower left corner at a point of the screen."""
        self.setFixedSize(self.sizeHint())  # the grid keeps its room while the search finds less
        self.move(corner.x(), corner.y() - self.height() - 4)
        self.show()
        first = self._field if self._search is not None else self._buttons[0]
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the grid, type on in the field, close at Esc."""
        steps: dict[int, int] = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_COLUMNS,
            Qt.Key.Key_Down: _COLUMNS,
        }
        step = steps.get(event.key())
        if step is not None:
            self._walk(step)
        elif event.text().isprintable() and event.text() and self._search is not None:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.insert(event.text())
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the field into the grid with Down, take the first symbol with Enter."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shown = [button for button in self._buttons if not button.isHidden()]
            if event.key() == Qt.Key.Key_Down and shown:
                shown[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in _ENTER:
                if shown:
                    shown[0].click()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the outline."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.setBrush(self._theme.colour("bg.raised"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _walk(self, step: int) -> None:
        shown = [button for button in self._buttons if not button.isHidden()]
        here = next((number for number, button in enumerate(shown) if button.hasFocus()), None)
        if not shown:
            return
        if here is not None and here + step < 0 and self._search is not None:
            self._field.setFocus(Qt.FocusReason.TabFocusReason)
            return
        number = 0 if here is None and self._search is not None else ((here or 0) + step) % len(shown)
        shown[number].setFocus(Qt.FocusReason.TabFocusReason)

    def _make_buttons(self) -> None:
        for number in range(_COLUMNS * _ROWS):
            button = _SymbolButton(self)
            side = self._theme.px(28)
            button.setFixedSize(side, side)
            button.setObjectName(f"symbol_{number}")
            button.setProperty("kind", "icon")
            button.setFont(self._theme.font(15))
            button.clicked.connect(lambda _=False, button=button: self._on_symbol_clicked(button.text()))
            self._buttons.append(button)
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)

    def _show(self, symbols: Sequence[Symbol]) -> None:
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(symbols))
            if number < len(symbols):
                button.setText(symbols[number].text)
                button.setAccessibleName(symbols[number].name)
                button.setToolTip(symbols[number].name)
        self._nothing.setVisible(not symbols)

    def _on_field_text_changed(self, typed: str) -> None:
        if self._search is None or not typed.strip():
            self._show(self._usual)
        else:
            self._show(self._search(typed, len(self._buttons)))

    def _on_symbol_clicked(self, symbol: str) -> None:
        self.close()
        self.symbol_chosen.emit(symbol)


def _before(recent: Sequence[str], usual: str) -> list[str]:
    """Return the recent symbols and then the usual ones, each once, as many as the grid holds."""
    return list(dict.fromkeys((*recent, *usual)))[: _COLUMNS * _ROWS]


class _SymbolButton(QToolButton):
    """Leaves the arrow keys and letters to the popup and is pressed by Enter too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        walks = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in _ENTER:
            self.click()
        elif walks or (event.text().isprintable() and event.text().strip()):
            event.ignore()
        else:
            super().keyPressEvent(event)
