"""The profile's section "Tickets and follow-up": a row a ticket, opened in the browser by click, key or menu."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from ui.customers.section import LINK_INSET, ROW_INSET, SIDE, FocusableRow, Rows, SmallLink, add_button
from ui.theme import Theme
from ui.tickets.presenter import TicketLine
from ui.widgets import Chip, ElidedLabel, Label

_ICON, _ROW = 16, 38
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TicketRow(FocusableRow):
    """One ticket, or something wanted that is not done."""

    address_requested = Signal(str)
    comment_requested = Signal(int)
    read_requested = Signal(int)
    untie_requested = Signal(int)
    retry_requested = Signal(int)
    take_back_requested = Signal(int)

    def __init__(self, theme: Theme, line: TicketLine) -> None:
        """Show `line`."""
        name = f"ticket_{line.ticket_id}" if line.ticket_id else f"ticket_deed_{line.deed_id}"
        super().__init__(theme, name, line.spoken)
        self._line = line
        self.setToolTip(line.tooltip)
        if line.address:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._icon = QLabel()
        self._lay_out()
        self._offer()
        theme.changed.connect(self._restyle)
        self._restyle()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the ticket's page."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the ticket's page, or the menu of what is wanted."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif self._line.address:
            self._open()
        else:
            menu = QMenu(self)
            menu.addActions(self.actions())
            menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _open(self) -> None:
        if self._line.address:
            self.address_requested.emit(self._line.address)

    def _lay_out(self) -> None:
        theme, line = self._theme, self._line
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(theme, line.label, size=12, weight=500))
        if line.deed_id:  # why something waits or was refused is said whole
            words.addWidget(Label(theme, line.title, size=12, colour="text.secondary", wrap=True))
        else:
            words.addWidget(ElidedLabel(theme, line.title, size=12, colour="text.secondary"))
        across = QHBoxLayout(self)
        across.setContentsMargins(ROW_INSET, 2, ROW_INSET, 2)
        across.setSpacing(8)
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        if line.chip is not None:
            across.addWidget(Chip(theme, line.chip), 0, Qt.AlignmentFlag.AlignVCenter)

    def _offer(self) -> None:
        line = self._line
        if line.ticket_id:
            if line.address:
                self.add_deed(self.tr("Open in the browser"), self._open)
                self.add_deed(self.tr("Copy address"), lambda: QGuiApplication.clipboard().setText(line.address))
            if not line.is_gone:
                self.add_deed(self.tr("Comment…"), lambda: self.comment_requested.emit(line.ticket_id))
                self.add_deed(self.tr("Look for news"), lambda: self.read_requested.emit(line.ticket_id))
            self.add_deed(self.tr("Take off this conversation"), lambda: self.untie_requested.emit(line.ticket_id))
            return
        if line.may_retry:
            self.add_deed(self.tr("Try again now"), lambda: self.retry_requested.emit(line.deed_id))
        if line.may_give_up:
            self.add_deed(self.tr("Give up"), lambda: self.take_back_requested.emit(line.deed_id))

    def _restyle(self) -> None:
        theme, side = self._theme, self._theme.px(_ICON)
        colour = theme.colour(self._line.icon_colour)
        self._icon.setPixmap(theme.icons.pixmap(self._line.icon, side, colour, self.devicePixelRatioF()))
        self.setMinimumHeight(theme.px(_ROW))
        self.update()


class TicketsPart(QWidget):
    """The tickets of the section "Tickets and follow-up"; hidden while there are none and none can be opened."""

    open_requested = Signal()
    link_requested = Signal()
    address_requested = Signal(str)
    comment_requested = Signal(int)
    read_requested = Signal(int)
    untie_requested = Signal(int)
    retry_requested = Signal(int)
    take_back_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        """Begin hidden."""
        super().__init__()
        self._theme = theme
        self.setObjectName("profile_tickets")
        self.setAccessibleName(self.tr("Tickets"))
        self.add = add_button(theme, self.tr("Add a ticket"), "ticket_add")
        """The plus for the section's label; it is this part's until it is put there, never a window of its own."""
        self.add.setParent(self)
        self._menu = QMenu(self)
        self._menu.setObjectName("ticket_add_menu")
        self._menu.addAction(self.tr("Open ticket…")).triggered.connect(self.open_requested)
        self._menu.addAction(self.tr("Link a ticket…")).triggered.connect(self.link_requested)
        self.add.clicked.connect(lambda: self._menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft())))
        self._none = SmallLink(theme, self.tr("Open ticket…"), "ticket_open_first", size=12)
        self._none.clicked.connect(self.open_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE - ROW_INSET, 0, SIDE - ROW_INSET, 0)
        column.setSpacing(0)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        column.addLayout(rows)
        first = QHBoxLayout()
        first.setContentsMargins(ROW_INSET - LINK_INSET, 0, 0, 0)
        first.addWidget(self._none, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(first)
        self._rows = Rows(rows, self._make_row, self._none)
        self.add.hide()
        self.hide()

    def set_lines(self, lines: tuple[TicketLine, ...], *, may_add: bool) -> None:
        """Show these rows; `may_add`: a system is connected."""
        self.add.setVisible(may_add)
        self._none.setVisible(may_add and not lines)
        self.setVisible(bool(lines) or may_add)
        self._rows.show(lines)

    def _make_row(self, line: TicketLine) -> TicketRow:
        row = TicketRow(self._theme, line)
        for told, signal in (
            (row.address_requested, self.address_requested),
            (row.comment_requested, self.comment_requested),
            (row.read_requested, self.read_requested),
            (row.untie_requested, self.untie_requested),
            (row.retry_requested, self.retry_requested),
            (row.take_back_requested, self.take_back_requested),
        ):
            told.connect(signal)
        return row
