"""The strip under the top bar: one message at a time, the weightiest first; the others wait."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Label

_LEAST, _MOST = 40, 64
_DURATION = 160


class BannerKind(StrEnum):
    """What a banner is about, weightiest first."""

    OFFLINE = "offline"
    SIGN_IN = "sign_in"
    CRISIS = "crisis"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class BannerAction:
    """A button of a banner. `code` comes back with `action_requested`."""

    code: str
    label: str
    icon: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class BannerMessage:
    """What a banner says: "Offline." · "3 replies queued, …" · "Last synced 20:09" · its buttons."""

    title: str
    text: str
    aside: str = ""
    actions: tuple[BannerAction, ...] = ()


_LOOKS = {
    BannerKind.OFFLINE: ("cloud-slash", "amber"),
    BannerKind.SIGN_IN: ("link-break", "red"),
    BannerKind.CRISIS: ("trend-up", "red"),
    BannerKind.UPDATE: ("download-simple", "accent"),
}


class Banner(QWidget):
    """Shows the weightiest of the messages that were set. 40 px high, up to 64 when the text wraps."""

    action_requested = Signal(object, str)
    """A BannerKind and the action's code."""
    waiting_changed = Signal(object)
    """The messages that are not shown, as a tuple of (BannerKind, BannerMessage), weightiest first."""

    def __init__(self, theme: Theme, *, motion: bool = True, parent: QWidget | None = None) -> None:
        """Start hidden. `motion` False opens and closes without an animation."""
        super().__init__(parent)
        self._theme = theme
        self._motion = motion
        self._messages: dict[BannerKind, BannerMessage] = {}
        self._shown: tuple[BannerKind, BannerMessage] | None = None
        self.setObjectName("banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._icon = QLabel()
        self._title = Label(theme, weight=600, object_name="banner_title")
        self._text = Label(theme, wrap=True, object_name="banner_text")
        self._aside = Label(theme, size=12, colour="text.secondary", object_name="banner_aside")
        self._buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._lay_out()
        self._growth = QPropertyAnimation(self, b"maximumHeight", self)
        self._growth.setDuration(_DURATION)
        self._growth.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._growth.finished.connect(self._on_growth_finished)
        theme.changed.connect(self._restyle)
        self.hide()

    def set_motion(self, motion: bool) -> None:
        """Animate, or not."""
        self._motion = motion

    def set_message(self, kind: BannerKind, message: BannerMessage | None) -> None:
        """Say something of one kind, or (None) nothing more of it."""
        if message is None:
            self._messages.pop(kind, None)
        else:
            self._messages[kind] = message
        first = next(iter(self._ordered()), None)
        if first != self._shown:
            self._show(first)
        self.waiting_changed.emit(self.waiting)

    @property
    def shown(self) -> BannerKind | None:
        """What the banner is about right now."""
        return self._shown[0] if self._shown else None

    @property
    def waiting(self) -> tuple[tuple[BannerKind, BannerMessage], ...]:
        """The messages that are not shown, weightiest first."""
        return self._ordered()[1:]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the tint and draw the line under it."""
        if self._shown is None:
            return
        _, family = _LOOKS[self._shown[0]]
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(f"{family}.tint"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour(f"{family}.line"))
        painter.end()

    def _ordered(self) -> tuple[tuple[BannerKind, BannerMessage], ...]:
        return tuple((each, self._messages[each]) for each in BannerKind if each in self._messages)

    def _lay_out(self) -> None:
        self._row.setContentsMargins(16, 5, 12, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._title)
        self._row.addSpacing(4)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._aside)
        self._row.addSpacing(4)

    def _show(self, what: tuple[BannerKind, BannerMessage] | None) -> None:
        was_visible = self._shown is not None
        if what is None:
            self._close()
            return
        self._growth.stop()
        self._shown = what
        _, message = what
        self._title.setText(message.title)
        self._text.setText(message.text)
        self._aside.setText(message.aside)
        self._aside.setVisible(bool(message.aside))
        self.setAccessibleName(f"{message.title} {message.text}")
        self._remake_buttons(message)
        self._restyle()
        self.show()
        if not was_visible:
            self._grow(0, self._theme.px(_LEAST))

    def _close(self) -> None:
        self._shown_leaving = self._shown
        if self._motion and self.isVisible():
            self._grow(self.height(), 0)
        self._shown = None
        if not self._motion or not self.isVisible():
            self.hide()

    def _grow(self, start: int, end: int) -> None:
        if not self._motion:
            self.setMaximumHeight(self._theme.px(_MOST))
            return
        self._growth.stop()
        self.setMinimumHeight(0)
        self._growth.setStartValue(start)
        self._growth.setEndValue(end)
        self._growth.start()

    def _on_growth_finished(self) -> None:
        if self._shown is None:
            self.hide()
        else:
            self._restyle()

    def _remake_buttons(self, message: BannerMessage) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._make_button(action) for action in message.actions]
        for button in self._buttons:
            self._row.addWidget(button)

    def _make_button(self, action: BannerAction) -> Button:
        kind = ButtonKind.QUIET if action.quiet else ButtonKind.PLAIN
        name = f"banner_{action.code}"
        button = Button(self._theme, action.label, kind=kind, icon=action.icon, small=True, object_name=name)
        button.clicked.connect(lambda: self._on_button_clicked(action.code))
        return button

    def _on_button_clicked(self, code: str) -> None:
        if self._shown is not None:
            self.action_requested.emit(self._shown[0], code)

    def _restyle(self) -> None:
        if self._shown is None:
            return
        icon, family = _LOOKS[self._shown[0]]
        colour = f"{family}.text"
        self._title.set_colour(colour)
        pixmap = self._theme.icons.pixmap(
            icon, self._theme.px(16), self._theme.colour(colour), self.devicePixelRatioF()
        )
        self._icon.setPixmap(pixmap)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(self._theme.px(_LEAST))
        self.setMaximumHeight(self._theme.px(_MOST))
        self.update()
