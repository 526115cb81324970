"""The icon in the system's tray: how much is unread in My open, messages, and a way back to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from ui.shell.app_mark import paint_app_mark
from ui.shell.notices import Notice
from ui.theme import Theme

_SIZES = (16, 22, 24, 32, 48, 64)
_SHOWS_MS = 8_000


class TrayIcon(Protocol):
    """What is used of QSystemTrayIcon, so that a test can stand in for a system's tray."""

    def setIcon(self, icon: QIcon) -> None:
        """Show another icon."""
        ...

    def setToolTip(self, tip: str) -> None:
        """Say what the icon says when pointed at."""
        ...

    def setContextMenu(self, menu: QMenu) -> None:
        """Offer a menu."""
        ...

    def showMessage(self, title: str, msg: str, icon: QIcon, msecs: int) -> None:
        """Show a message for some milliseconds."""
        ...

    def show(self) -> None:
        """Appear."""
        ...

    def hide(self) -> None:
        """Disappear."""
        ...


class Tray(QObject):
    """Shows the badge and passes notices to the system. Where there is no tray it does nothing but count."""

    raise_requested = Signal()
    quit_requested = Signal()
    practice_requested = Signal()
    notice_chosen = Signal(object)
    """The Notice whose message was clicked."""

    def __init__(
        self, theme: Theme, window: QWidget, icon: TrayIcon | None = None, *, is_available: bool | None = None
    ) -> None:
        """`icon` and `is_available` are the system's unless they are given."""
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._unread = 0
        self._last: Notice | None = None
        there = QSystemTrayIcon.isSystemTrayAvailable() if is_available is None else is_available
        self._icon = (icon or self._system_icon()) if there else None
        self._menu = self._make_menu()
        if self._icon is not None:
            self._icon.setContextMenu(self._menu)
            self._refresh()
            self._icon.show()
        theme.changed.connect(self._refresh)

    @property
    def is_there(self) -> bool:
        """True if the system has a tray."""
        return self._icon is not None

    @property
    def unread(self) -> int:
        """What the badge shows."""
        return self._unread

    def set_unread(self, count: int) -> None:
        """Show how many of my open conversations are unread, here and on the dock or taskbar."""
        if count == self._unread:
            return
        self._unread = count
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setBadgeNumber(count)
        self._refresh()

    def tell(self, notice: Notice) -> None:
        """Ask the system to show a notice; an alarming one also makes the taskbar flash or the dock bounce."""
        self._last = notice
        if notice.alarming:
            QApplication.alert(self._window)
        if self._icon is not None:
            self._icon.showMessage(notice.title, notice.text, tray_icon(self._theme, 0), _SHOWS_MS)

    def leave(self) -> None:
        """Take the icon away: the program ends."""
        if self._icon is not None:
            self._icon.hide()

    def _system_icon(self) -> QSystemTrayIcon:
        icon = QSystemTrayIcon(self)
        icon.activated.connect(self._on_icon_activated)
        icon.messageClicked.connect(self._on_icon_message_clicked)
        return icon

    def _make_menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName("tray_menu")
        menu.addAction(self.tr("Open Sportello")).triggered.connect(self.raise_requested)
        menu.addAction(self.tr("Practise…")).triggered.connect(self.practice_requested)
        menu.addSeparator()
        menu.addAction(self.tr("Quit")).triggered.connect(self.quit_requested)
        return menu

    def _refresh(self) -> None:
        if self._icon is None:
            return
        self._icon.setIcon(tray_icon(self._theme, self._unread))
        unread = self.tr("Sportello, {count} unread").replace("{count}", str(self._unread))
        self._icon.setToolTip(unread if self._unread else "Sportello")

    def _on_icon_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.raise_requested.emit()

    def _on_icon_message_clicked(self) -> None:
        self.raise_requested.emit()
        if self._last is not None:
            self.notice_chosen.emit(self._last)


def tray_icon(theme: Theme, unread: int) -> QIcon:
    """Return the mark with a badge: a figure up to 9, then "9+"; small sizes only get a dot."""
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(_drawn(size, lambda painter, place: paint_app_mark(painter, place, theme), theme, unread))
    return icon


def _drawn(size: int, mark: Callable[[QPainter, QRect], None], theme: Theme, unread: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    mark(painter, QRect(0, 0, size, size))
    if unread:
        _paint_badge(painter, size, theme, "9+" if unread > 9 else str(unread))
    painter.end()
    return pixmap


def _paint_badge(painter: QPainter, size: int, theme: Theme, text: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = round(size * (0.45 if size < 24 else 0.62))
    place = QRect(size - side, size - side, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("bg.surface"))
    painter.drawEllipse(place.adjusted(-1, -1, 1, 1))
    painter.setBrush(theme.colour("red.fill"))
    painter.drawEllipse(place)
    if size < 24:
        return
    font = theme.font(10, 600)
    font.setPixelSize(max(6, round(side * (0.55 if len(text) > 1 else 0.7))))
    painter.setFont(font)
    painter.setPen(theme.colour("text.on.accent"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
