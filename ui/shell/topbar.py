"""The bar over everything: menu, mark, search, how fresh the inbox is, the desk's hours, the bell and New."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ui.shell.app_mark import AppMark
from ui.shell.search_field import SearchField
from ui.theme import Theme
from ui.widgets import Button, FocusRing, IconButton, Label

_HEIGHT = 48
_SEARCH_LEFT, _SEARCH_WIDTH = 228, 336
_RAIL_SEARCH_LEFT, _RAIL_SEARCH_WIDTH = 72, 284
_PILL_RADIUS = 13


class SyncKind(StrEnum):
    """How fresh the inbox is."""

    SYNCED = "synced"
    SYNCING = "syncing"
    OFFLINE = "offline"
    NO_CHANNELS = "no_channels"


@dataclass(frozen=True, slots=True)
class SyncState:
    """How fresh the inbox is; `time` is the last sync's local time, "10:48", where it is known."""

    kind: SyncKind
    time: str = ""


@dataclass(frozen=True, slots=True)
class BellNotice:
    """One line of the bell's menu. `key` comes back with `notice_chosen`."""

    key: str
    text: str


_SYNC_LOOKS = {
    SyncKind.SYNCED: ("cloud-check", "text.secondary"),
    SyncKind.SYNCING: ("arrows-clockwise", "text.secondary"),
    SyncKind.OFFLINE: ("cloud-slash", "amber.text"),
    SyncKind.NO_CHANNELS: ("cloud", "text.secondary"),
}


class HoursPill(QAbstractButton):
    """The hours of the account in front, else the desk's: 26 px high, round ends, green while open. Opens them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Show nothing until `set_hours`."""
        super().__init__(parent)
        self._theme = theme
        self._open = True
        self._text = ""
        self.setObjectName("hours_pill")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._ring = FocusRing(theme, self, _PILL_RADIUS)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_hours(self, is_open: bool, text: str, whose: str = "") -> None:
        """Show "Open until 18:00" or "Closed · opens Mon 09:00"; "" hides the pill. `whose` is an account's name."""
        self._open, self._text = is_open, text
        self.setAccessibleName(f"{text}, {whose}" if whose else text)
        tip = self.tr("Opening hours of {account}").replace("{account}", whose) if whose else self.tr("Opening hours")
        self.setToolTip(tip)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the pill's size."""
        words = self._theme.metrics(12, 500).horizontalAdvance(self._text)
        return QSize(self._theme.px(28) + words + self._theme.px(11), self._theme.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        theme = self._theme
        ground, line, text, icon = (
            ("green.tint", "green.line", "green.text", "clock")
            if self._open
            else ("bg.sunken", "line.strong", "text.secondary", "moon")
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour(line))
        painter.setBrush(theme.colour(ground))
        shape = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        side = theme.px(14)
        theme.icons.paint(
            painter, QRect(theme.px(9), (self.height() - side) // 2, side, side), icon, theme.colour(text)
        )
        painter.setPen(theme.colour(text))
        painter.setFont(theme.font(12, 500))
        painter.drawText(self.rect().adjusted(theme.px(28), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()


class SyncLabel(QWidget):
    """The sync state: an icon and, unless the bar is narrow, words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start with no channels."""
        super().__init__(parent)
        self._theme = theme
        self._state = SyncState(SyncKind.NO_CHANNELS)
        self.setObjectName("sync_state")
        self._icon = QLabel()
        self._words = Label(theme, size=12, colour="text.secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._words)
        theme.changed.connect(self._refresh)
        self._refresh()

    def set_state(self, state: SyncState) -> None:
        """Show how fresh the inbox is."""
        self._state = state
        self._refresh()

    def set_narrow(self, narrow: bool) -> None:
        """Hide the words; they stay in the tooltip and the accessible name."""
        self._words.setVisible(not narrow)

    def words(self) -> str:
        """Return the state in words."""
        names = {
            SyncKind.SYNCED: self.tr("Synced {time}").format(time=self._state.time).rstrip(),
            SyncKind.SYNCING: self.tr("Syncing…"),
            SyncKind.OFFLINE: self.tr("Offline"),
            SyncKind.NO_CHANNELS: self.tr("No channels yet"),
        }
        return names[self._state.kind]

    def _refresh(self) -> None:
        icon, colour = _SYNC_LOOKS[self._state.kind]
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.icons.pixmap(icon, self._theme.px(16), self._theme.colour(colour), ratio))
        self._words.set_colour(colour)
        self._words.set_weight(500 if self._state.kind is SyncKind.OFFLINE else 400)
        self._words.setText(self.words())
        self.setAccessibleName(self.words())
        self.setToolTip(self.words())


class TopBar(QWidget):
    """48 px over the full width."""

    menu_requested = Signal()
    search_changed = Signal(str)
    search_committed = Signal(str)
    new_requested = Signal()
    hours_requested = Signal()
    """The hours that are shown are to be opened."""
    notices_opened = Signal()
    notice_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start wide, with no channels and no notices."""
        super().__init__(parent)
        self._theme = theme
        self._rail = False
        self.setObjectName("top_bar")
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._menu = IconButton(theme, "list", self.tr("Navigation"), object_name="menu", shortcut="Ctrl+B")
        self._mark = AppMark(theme, 20)
        self._name = Label(theme, "Sportello", size=14, weight=600, object_name="app_name")
        self.search = SearchField(theme)
        self._sync = SyncLabel(theme)
        self._hours = HoursPill(theme)
        self._bell = IconButton(theme, "bell", self.tr("Notifications"), object_name="bell")
        self._new = Button(theme, self.tr("New"), icon="note-pencil", object_name="new", shortcut="Ctrl+N")
        self._notices = QMenu(self)
        self._lay_out()
        self._connect()
        self._hours.clicked.connect(self.hours_requested)
        self.set_notices(())
        self.set_hours(True, "")
        theme.changed.connect(self._place_left)
        self._place_left()

    def set_sync(self, state: SyncState) -> None:
        """Show how fresh the inbox is."""
        self._sync.set_state(state)

    def set_hours(self, is_open: bool, text: str, whose: str = "") -> None:
        """Show the hours of an account, of the desk where `whose` is ""; no text: nothing."""
        self._hours.set_hours(is_open, text, whose)

    def set_notices(self, notices: Sequence[BellNotice]) -> None:
        """Fill the bell's menu, newest first."""
        self._notices.clear()
        for notice in notices:
            action = self._notices.addAction(notice.text)
            action.triggered.connect(lambda _checked, key=notice.key: self.notice_chosen.emit(key))
        if not notices:
            self._notices.addAction(self.tr("Nothing new")).setEnabled(False)

    def set_unread_notices(self, count: int) -> None:
        """Fill the bell while there are notices that nobody has looked at."""
        self._bell.set_icon_name("bell-fill" if count else "bell")
        name = self.tr("Notifications, {count} new").format(count=count) if count else self.tr("Notifications")
        self._bell.set_name(name)

    def set_rail(self, rail: bool) -> None:
        """Show the narrow bar: no name, no words beside the icons."""
        self._rail = rail
        self._sync.set_narrow(rail)
        self._new.set_icon_only(rail)
        self._place_left()

    def add_pill(self, pill: QWidget) -> None:
        """Show something of a kind with the hours' pill, left of how fresh the inbox is."""
        self._row.insertWidget(self._row.indexOf(self._sync), pill)

    def open_notices(self) -> None:
        """Open the bell's menu."""
        self._bell.showMenu()

    def focus_search(self) -> None:
        """Put the caret into the search field and select what is there."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline under the bar."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line.hair"))
        painter.end()

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 12, 1)
        row.setSpacing(8)
        self._left = QWidget()
        left = QHBoxLayout(self._left)
        left.setContentsMargins(4, 0, 0, 0)  # room for the focus ring
        left.setSpacing(8)
        left.setDirection(QBoxLayout.Direction.LeftToRight)
        for widget in (self._menu, self._mark, self._name):
            left.addWidget(widget)
        left.addStretch(1)
        row.addWidget(self._left)
        row.addWidget(self.search, 1000)
        row.addStretch(1)
        row.addWidget(self._sync)
        row.addSpacing(8)
        row.addWidget(self._hours)
        row.addWidget(self._bell)
        row.addWidget(self._new)

    def _connect(self) -> None:
        self._menu.clicked.connect(self.menu_requested)
        self.search.search_changed.connect(self.search_changed)
        self.search.search_committed.connect(self.search_committed)
        self._new.clicked.connect(self.new_requested)
        self._bell.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._bell.setMenu(self._notices)
        self._notices.setObjectName("notices_menu")
        self._notices.aboutToShow.connect(self.notices_opened)

    def _place_left(self) -> None:
        """Give the left cluster the width after which the search field stands where it should."""
        left, width = (_RAIL_SEARCH_LEFT, _RAIL_SEARCH_WIDTH) if self._rail else (_SEARCH_LEFT, _SEARCH_WIDTH)
        self._mark.setVisible(not self._rail)
        self._name.setVisible(not self._rail)
        self._left.setFixedWidth(self._theme.px(left - 14))
        self.search.setMinimumWidth(self._theme.px(120))
        self.search.setMaximumWidth(self._theme.px(width))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = self.tr("Search or jump to") if self._rail else self.tr("Search customers, messages, tickets")
        self.search.setPlaceholderText(words)
        self.setFixedHeight(self._theme.px(_HEIGHT))
