"""A list of options of which one is chosen: a card of rows with a radio mark, a title and a note that says more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.model import Network
from ui.theme import Theme
from ui.widgets.card import Card
from ui.widgets.marks import paint_channel_badge

_PAD_X, _PAD_Y = 14, 8
_RADIO, _MARK, _GAP = 16, 28, 12
_DOT = 6
_TITLE, _NOTE = 13, 12


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `key` is what `chosen` tells; a network draws its mark before the words."""

    key: object
    title: str
    note: str = ""
    network: Network | None = None
    enabled: bool = True


class OptionList(Card):
    """Options as rows; Tab reaches the chosen one, arrows walk and choose."""

    chosen = Signal(object)
    """The key of the option that was chosen by hand."""

    def __init__(self, theme: Theme, name: str, *, object_name: str = "", parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the list."""
        super().__init__(theme, object_name=object_name, parent=parent)
        self._rows: dict[object, OptionRow] = {}
        self.setAccessibleName(name)

    def set_options(self, options: Sequence[Option], chosen: object = None) -> None:
        """Offer these options with one of them chosen; None chooses nothing."""
        self.clear()
        self._rows = {}
        for option in options:
            row = OptionRow(self._theme, option, self)
            row.setObjectName(f"{self.objectName()}_{option.key}")
            row.toggled.connect(self._on_row_toggled)
            row.clicked.connect(lambda _=False, key=option.key: self.chosen.emit(key))
            self._rows[option.key] = row
            self.add_row(row)
        self.choose(chosen)

    def choose(self, key: object) -> None:
        """Mark an option as chosen without telling."""
        if key in self._rows:
            self._rows[key].setChecked(True)
        self._on_row_toggled()

    @property
    def current(self) -> object:
        """The key of the chosen option, None if there is none."""
        return next((key for key, row in self._rows.items() if row.isChecked()), None)

    def focus(self) -> None:
        """Put the focus on the chosen option, else on the first that can be chosen."""
        rows = [row for row in self._rows.values() if row.isEnabled()]
        stop = next((row for row in rows if row.isChecked()), rows[0] if rows else None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def walk(self, row: OptionRow, step: int) -> None:
        """Choose the next option that can be chosen, `step` is 1 or -1, and take the focus along."""
        rows = [each for each in self._rows.values() if each.isEnabled()]
        place = rows.index(row) + step if row in rows else 0
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.TabFocusReason)
            rows[place].click()

    def ground_row(self, row: OptionRow) -> None:
        """Lay the ground that fits a row's state."""
        hovered = row.underMouse() and row.isEnabled()
        self.set_ground(row, "accent.tint" if row.isChecked() else "bg.hover" if hovered else "")

    def _on_row_toggled(self) -> None:
        """Make the chosen row, else the first, the list's one stop for Tab."""
        stop = next((row for row in self._rows.values() if row.isChecked()), None)
        for number, row in enumerate(self._rows.values()):
            is_stop = row is stop or (stop is None and number == 0)
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
            self.ground_row(row)


class OptionRow(QAbstractButton):
    """One row of an OptionList."""

    def __init__(self, theme: Theme, option: Option, owner: OptionList) -> None:
        """Belong to one list."""
        super().__init__(owner)
        self._theme = theme
        self._option = option
        self._owner = owner
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setEnabled(option.enabled)
        self.setText(option.title)
        self.setAccessibleName(option.title)
        self.setAccessibleDescription(option.note)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height that the words take in the width at hand."""
        width = max(self.width(), self._theme.px(240))
        return QSize(self._theme.px(240), self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """The note wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of title and wrapped note."""
        title, note = self._heights(width)
        least = self._theme.px(_MARK if self._option.network else 24)
        return max(title + note, least) + 2 * self._theme.px(_PAD_Y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}.get(
            Qt.Key(event.key())
        )
        if step is None:
            super().keyPressEvent(event)
        else:
            self._owner.walk(self, step)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover."""
        super().enterEvent(event)
        self._owner.ground_row(self)

    def leaveEvent(self, event: QEvent) -> None:
        """End the hover."""
        super().leaveEvent(event)
        self._owner.ground_row(self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the radio mark, the network's mark and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_radio(painter)
        if self._option.network is not None:
            side = self._theme.px(_MARK)
            place = QRect(self._theme.px(_PAD_X + _RADIO + _GAP), (self.height() - side) // 2, side, side)
            painter.setOpacity(1.0 if self.isEnabled() else 0.5)
            paint_channel_badge(painter, place, self._theme, self._option.network, None)
            painter.setOpacity(1.0)
        self._paint_words(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
        painter.end()

    def _paint_radio(self, painter: QPainter) -> None:
        theme, side = self._theme, self._theme.px(_RADIO)
        disc = QRectF(theme.px(_PAD_X), (self.height() - side) / 2, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.fill" if self.isEnabled() else "text.disabled"))
            painter.drawEllipse(disc)
            dot = QRectF(0, 0, theme.px(_DOT), theme.px(_DOT))
            dot.moveCenter(disc.center())
            painter.setBrush(theme.colour("text.on.accent"))
            painter.drawEllipse(dot)
            return
        painter.setPen(QPen(theme.colour("line.control" if self.isEnabled() else "text.disabled"), 1))
        painter.setBrush(theme.colour("bg.surface" if self.isEnabled() else "bg.sunken"))
        painter.drawEllipse(disc)

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._theme
        title, note = self._heights(self.width())
        left, room = self._left(), self._room(self.width())
        top = (self.height() - title - note) // 2
        painter.setFont(theme.font(_TITLE, 600 if self._option.note else 400))
        painter.setPen(theme.colour("text.primary" if self.isEnabled() else "text.disabled"))
        painter.drawText(QRect(left, top, room, title), Qt.TextFlag.TextWordWrap, self._option.title)
        painter.setFont(theme.font(_NOTE))
        painter.setPen(theme.colour("text.secondary" if self.isEnabled() else "text.tertiary"))
        painter.drawText(QRect(left, top + title, room, note), Qt.TextFlag.TextWordWrap, self._option.note)

    def _heights(self, width: int) -> tuple[int, int]:
        room = QRect(0, 0, self._room(width), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        title_metrics = self._theme.metrics(_TITLE, 600 if self._option.note else 400)
        title = max(self._theme.px(18), title_metrics.boundingRect(room, flags, self._option.title).height())
        if not self._option.note:
            return title, 0
        return title, self._theme.metrics(_NOTE).boundingRect(room, flags, self._option.note).height()

    def _left(self) -> int:
        mark = _MARK + _GAP if self._option.network is not None else 0
        return self._theme.px(_PAD_X + _RADIO + _GAP + mark)

    def _room(self, width: int) -> int:
        return max(40, width - self._left() - self._theme.px(_PAD_X))
