"""A plain button that shows a value and opens the menu that changes it: icon, words, caret; narrow without words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import FocusRing

_PAD = 10
_ICON = 16
_CARET = 12
_GAP = 4
_CARET_GAP = 6


class ValueButton(QAbstractButton):
    """Shows a value and opens the menu that changes it."""

    def __init__(self, theme: Theme, object_name: str, parent: QWidget | None = None) -> None:
        """The menu is filled by whoever owns the button, on its `aboutToShow`."""
        super().__init__(parent)
        self._theme = theme
        self._icon_name = "circle-half"
        self._brief = False
        self.menu = QMenu(self)
        self.setObjectName(object_name)
        self.menu.setObjectName(f"{object_name}_menu")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(theme, self)
        self.clicked.connect(self.open_menu)
        self.menu.aboutToHide.connect(self.update)
        theme.changed.connect(self._on_theme_changed)

    def show_value(self, icon: str, text: str, name: str) -> None:
        """Show an icon and words; `name` is what a screen reader says and the tooltip."""
        self._icon_name = icon
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def set_brief(self, brief: bool) -> None:
        """Show or leave out the words where there is little room."""
        if brief != self._brief:
            self._brief = brief
            self.updateGeometry()
            self.update()

    def open_menu(self) -> None:
        """Open the menu below the button."""
        self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        """Return icon, words and caret with their padding."""
        theme = self._theme
        words = theme.metrics(12, 500).horizontalAdvance(self.text()) + _GAP if self._shows_words() else 0
        return QSize(2 * _PAD - 1 + theme.px(_ICON) + words + self._caret_gap() + theme.px(_CARET), theme.px(28))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu with the arrow down and Enter as well."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_menu()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """End the hover."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour(self._ground()))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        ink = theme.colour("text.primary" if self.isEnabled() else "text.disabled")
        icon = theme.px(_ICON)
        left = _PAD
        theme.icons.paint(painter, QRect(left, (self.height() - icon) // 2, icon, icon), self._icon_name, ink)
        if self._shows_words():
            painter.setPen(ink)
            painter.setFont(theme.font(12, 500))
            words = QRect(left + icon + _GAP, 0, self.width(), self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        caret = theme.px(_CARET)
        place = QRect(self.width() - _PAD + 1 - caret, (self.height() - caret) // 2, caret, caret)
        theme.icons.paint(painter, place, "caret-down", ink)
        painter.end()

    def _ground(self) -> str:
        if not self.isEnabled():
            return "bg.sunken"
        if self.isDown() or self.menu.isVisible():
            return "bg.press"
        return "bg.hover" if self.underMouse() else "bg.raised"

    def _caret_gap(self) -> int:
        return _CARET_GAP if self._shows_words() else _GAP

    def _shows_words(self) -> bool:
        return bool(self.text()) and not self._brief

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
