"""The short message at the foot of the conversation that lets an action be undone, one at a time, for six seconds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import ElidedLabel, IconButton
from ui.widgets.buttons import Button, ButtonKind

_STAYS = 6_000
_FADE_IN, _FADE_OUT = 160, 120
_BOTTOM = 16
_WIDEST = 480


class Toast(QWidget):
    """Says what was done and offers Undo. Its time stands still under the pointer and while it has the focus."""

    undo_requested = Signal(object)
    """The token that `show_done` was given."""
    expired = Signal(object)
    """The token: from now on the action can't be undone from here."""

    def __init__(self, theme: Theme, over: QWidget, *, motion: bool = True, stays: int = _STAYS) -> None:
        """Lie over the bottom of `over`. `stays` is in milliseconds; `motion` False shows and hides at once."""
        super().__init__(over)
        self._theme = theme
        self._over = over
        self._motion = motion
        self._stays = stays
        self._token: object = None
        self.setObjectName("toast")
        self._text = ElidedLabel(theme, colour="text.on.tooltip", object_name="toast_text")
        self._undo = Button(theme, self.tr("Undo"), kind=ButtonKind.LINK, object_name="toast_undo", shortcut="Ctrl+Z")
        self._undo.setProperty("ground", "tooltip")
        self._close = IconButton(theme, "x", self.tr("Dismiss"), object_name="toast_close", colour="text.on.tooltip")
        self._close.setProperty("ground", "tooltip")
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._expire)
        self._left = stays
        self._veil = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._veil)
        self._fade = QPropertyAnimation(self._veil, b"opacity", self)
        self._fade.finished.connect(self._on_fade_finished)
        self._lay_out()
        self.hide()

    def show_done(self, text: str, token: object) -> None:
        """Say what was done; a toast that is still there expires first. `token` comes back with the signals."""
        if self._token is not None:
            self.expired.emit(self._token)
        self._token = token
        self._text.setText(text)
        self._text.setMinimumWidth(min(self._text.sizeHint().width(), _WIDEST))
        self.setAccessibleName(text)
        self._left = self._stays
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._fade_to(1.0, _FADE_IN)
        self._run()

    def lie_over(self, over: QWidget) -> None:
        """Lie over the bottom of another widget from now on, as visible as before."""
        if over is self._over:
            return
        seen = not self.isHidden()
        self._over.removeEventFilter(self)
        self._over = over
        self.setParent(over)
        over.installEventFilter(self)
        self._place()
        self.setVisible(seen)
        self.raise_()

    def dismiss(self) -> None:
        """Take the toast away; what was done stays done."""
        self._expire()

    @property
    def is_running(self) -> bool:
        """True while its time runs."""
        return self._clock.isActive()

    def set_motion(self, motion: bool) -> None:
        """Fade, or not."""
        self._motion = motion

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("bg.tooltip"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let its time stand still under the pointer."""
        super().enterEvent(event)
        self._pause()

    def leaveEvent(self, event: QEvent) -> None:
        """Let its time run on."""
        super().leaveEvent(event)
        self._run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the conversation; pause while a button has the focus."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._place()
        elif event.type() is QEvent.Type.FocusIn:
            self._pause()
        elif event.type() is QEvent.Type.FocusOut:
            self._run()
        return False

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._undo.clicked.connect(self._on_undo_clicked)
        self._close.clicked.connect(self.dismiss)
        for watched in (self._over, self._undo, self._close):
            watched.installEventFilter(self)

    def _place(self) -> None:
        widest = min(self.sizeHint().width(), self._over.width() - 2 * _BOTTOM)
        self.resize(widest, self.sizeHint().height())
        self.move((self._over.width() - self.width()) // 2, self._over.height() - self.height() - _BOTTOM)

    def _run(self) -> None:
        held = self.underMouse() or self._undo.hasFocus() or self._close.hasFocus()
        if self._token is not None and not held and not self._clock.isActive():
            self._clock.start(self._left)

    def _pause(self) -> None:
        if self._clock.isActive():
            self._left = max(self._clock.remainingTime(), 1)
            self._clock.stop()

    def _on_undo_clicked(self) -> None:
        token, self._token = self._token, None
        self._leave()
        self.undo_requested.emit(token)

    def _expire(self) -> None:
        token, self._token = self._token, None
        self._leave()
        if token is not None:
            self.expired.emit(token)

    def _leave(self) -> None:
        self._clock.stop()
        self._fade_to(0.0, _FADE_OUT)

    def _fade_to(self, opacity: float, duration: int) -> None:
        self._fade.stop()
        if not self._motion:
            self._veil.setOpacity(opacity)
            self._on_fade_finished()
            return
        self._fade.setDuration(duration)
        self._fade.setStartValue(self._veil.opacity() if self.isVisible() else 0.0)
        self._fade.setEndValue(opacity)
        self._fade.start()

    def _on_fade_finished(self) -> None:
        if self._token is None:
            self.hide()
