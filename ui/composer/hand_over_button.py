"""The fourth segment: "Hand over", with a menu of the ways in which a conversation can go on elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from desktop.model import HandOverWay
from ui.composer.hand_over_words import way_words
from ui.theme import Theme
from ui.widgets import FocusRing, themed_icon, tooltip_of

_PAD, _ICON, _GAP, _CARET = 9, 16, 5, 12


class HandOverButton(QAbstractButton):
    """Looks like a segment and is none: a conversation is handed over once, not written in that way."""

    chosen = Signal(object)
    """A HandOverWay."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Offer the four ways."""
        super().__init__(parent)
        self._theme = theme
        self._brief = False
        self.setObjectName("composer_hand_over")
        self.setText(self.tr("Hand over"))
        self.setAccessibleName(self.tr("Hand over"))
        self.setToolTip(tooltip_of(self.tr("Hand over"), "Ctrl+Shift+H"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ring = FocusRing(theme, self)
        self.menu = QMenu(self)
        self.menu.setObjectName("composer_hand_over_menu")
        self._fill()
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._fill)
        theme.changed.connect(self.updateGeometry)

    def set_brief(self, brief: bool) -> None:
        """Keep only the glyphs where there is little room."""
        if brief != self._brief:
            self._brief = brief
            self.updateGeometry()
            self.update()

    def full_width(self) -> int:
        """Return the width with the words."""
        return self._width(brief=False)

    def sizeHint(self) -> QSize:
        """Return glyph, words and caret."""
        return QSize(self._width(brief=self._brief), self._theme.px(28))

    def minimumSizeHint(self) -> QSize:
        """Return the same: nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it as a segment that is not in force."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.menu.isVisible():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg.hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        ink = theme.colour("text.secondary")
        icon, caret = theme.px(_ICON), theme.px(_CARET)
        theme.icons.paint(painter, self._centred(_PAD, icon), "arrow-bend-up-right", ink)
        if not self._brief:
            painter.setPen(ink)
            painter.setFont(theme.font(12))
            words = self.rect().adjusted(_PAD + icon + _GAP, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        theme.icons.paint(painter, self._centred(self.width() - _PAD - caret, caret), "caret-down", ink)
        painter.end()

    def _centred(self, left: int, side: int) -> QRect:
        return QRect(left, (self.height() - side) // 2, side, side)

    def _width(self, *, brief: bool) -> int:
        words = 0 if brief else _GAP + self._theme.metrics(12).horizontalAdvance(self.text())
        return 2 * _PAD + self._theme.px(_ICON) + words + _GAP + self._theme.px(_CARET)

    def _fill(self) -> None:
        self.menu.clear()
        for way in HandOverWay:
            icon, words = way_words(way)
            action = self.menu.addAction(
                themed_icon(self._theme, icon, "text.secondary"), self.tr("{way}…").replace("{way}", words)
            )
            action.triggered.connect(lambda _=False, way=way: self.chosen.emit(way))

    def _on_clicked(self) -> None:
        self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
