"""The reminders of the profile's section "Tickets and follow-up": a row each, ticked off by key, button or menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from ui.customers.section import LINK_INSET, ROW_INSET, SIDE, FocusableRow, RevealedButton, Rows, SmallLink
from ui.follow_up.presenter import ReminderLine
from ui.theme import Theme
from ui.widgets import ElidedLabel

_ICON, _ROW = 16, 38
_PILL_WIDTH, _PILL_HEIGHT = 24, 18
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class InitialsPill(QWidget):
    """Whose reminder it is: initials in a pill. The row speaks for it."""

    def __init__(self, theme: Theme, initials: str) -> None:
        """Show `initials`; hide without any."""
        super().__init__()
        self._theme = theme
        self._initials = initials
        if not initials:
            self.hide()  # shown it would be a window of its own until the row takes it
        theme.changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        """Return the pill's size."""
        return QSize(self._theme.px(_PILL_WIDTH), self._theme.px(_PILL_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the outline and the letters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.strong")))
        shape = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        painter.setPen(self._theme.colour("text.secondary"))
        painter.setFont(self._theme.font(10, 600))
        painter.drawText(QRect(self.rect()), Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()


class ReminderRow(FocusableRow):
    """One reminder. Return, Space, the tick or the menu tick it off; its menu, at a click too, moves or cancels it."""

    done_requested = Signal(str)
    move_requested = Signal(str, object)
    """Its uid and the moment (UTC), None to ask for one."""
    cancel_requested = Signal(str)

    def __init__(self, theme: Theme, line: ReminderLine) -> None:
        """Show `line`."""
        super().__init__(theme, f"reminder_{line.uid}", line.spoken)
        self._line = line
        self.setToolTip("\n".join((line.text, self.tr("Click to move or cancel"))))
        self._icon = QLabel()
        words = QVBoxLayout()
        words.setSpacing(0)
        colour = "amber.text" if line.is_over else "text.primary"
        words.addWidget(ElidedLabel(theme, line.moment, size=12, weight=600, colour=colour))
        words.addWidget(ElidedLabel(theme, line.text, size=12, colour="text.secondary"))
        self._tick = RevealedButton(theme, "check", self.tr("Done"), "reminder_done", self)
        self._tick.clicked.connect(self._tick_off)
        across = QHBoxLayout(self)
        across.setContentsMargins(ROW_INSET, 2, ROW_INSET, 2)
        across.setSpacing(8)
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        across.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(InitialsPill(theme, line.initials), 0, Qt.AlignmentFlag.AlignVCenter)
        self.add_deed(self.tr("Done"), self._tick_off)
        for offer, at in line.moves:
            self.add_deed(offer, partial(self.move_requested.emit, line.uid, at))
        self.add_deed(self.tr("Move to another date…"), lambda: self.move_requested.emit(line.uid, None))
        self.add_deed(self.tr("Cancel follow-up"), lambda: self.cancel_requested.emit(line.uid))
        theme.changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick it off."""
        if event.key() in _ENTER:
            self._tick_off()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row's menu where it was clicked."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            menu = QMenu(self)
            menu.addActions(self.actions())
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(event.globalPosition().toPoint())

    def _tick_off(self) -> None:
        self.done_requested.emit(self._line.uid)

    def _restyle(self) -> None:
        theme = self._theme
        colour = theme.colour("amber.text" if self._line.is_over else "text.secondary")
        icons, side = theme.icons, theme.px(_ICON)
        self._icon.setPixmap(icons.pixmap("calendar-check", side, colour, self.devicePixelRatioF()))
        self.setMinimumHeight(theme.px(_ROW))
        self.update()


class RemindersPart(QWidget):
    """The reminders of the case in front, and the way to a new one; hidden while no case is."""

    new_requested = Signal()
    done_requested = Signal(str)
    move_requested = Signal(str, object)
    cancel_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        """Begin hidden."""
        super().__init__()
        self._theme = theme
        self.setObjectName("profile_reminders")
        self.setAccessibleName(self.tr("Follow-up"))
        self._new = SmallLink(theme, self.tr("Set a follow-up…"), "reminder_new", size=12)
        self._new.clicked.connect(self.new_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE - ROW_INSET, 0, SIDE - ROW_INSET, 0)
        column.setSpacing(0)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        column.addLayout(rows)
        below = QHBoxLayout()
        below.setContentsMargins(ROW_INSET - LINK_INSET, 0, 0, 0)
        below.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(below)
        self._rows = Rows(rows, self._make_row, self._new)
        self.hide()

    def set_lines(self, lines: tuple[ReminderLine, ...], *, has_case: bool) -> None:
        """Show these rows, for a case if there is one."""
        self.setVisible(has_case)
        self._rows.show(lines)

    def _make_row(self, line: ReminderLine) -> ReminderRow:
        row = ReminderRow(self._theme, line)
        row.done_requested.connect(self.done_requested)
        row.move_requested.connect(self.move_requested)
        row.cancel_requested.connect(self.cancel_requested)
        return row
