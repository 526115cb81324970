"""What this program's larger dialogs share: their footer with a hint and buttons, and the veil over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconLine

_FOOTER, _BUTTON, _LEAST = 56, 30, 80
_SCRIM = QColor(18, 22, 32, 77)
"""rgba(18, 22, 32, .30)."""
_EDGE = 40
_AROUND_FOCUS = 90


class DialogButton(Button):
    """A button of a dialog's footer: 30 px high, 80 px wide at least."""

    def _restyle(self) -> None:
        super()._restyle()
        self.setFixedHeight(self._theme.px(_BUTTON))
        self.setMinimumWidth(self._theme.px(_LEAST))


class Footer(QWidget):
    """A hint at the left, buttons at the right."""

    def __init__(self, theme: Theme, parent: QDialog) -> None:
        """Have no buttons yet. A default button must know its dialog from the start."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("dialog_footer")
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hint = IconLine(theme, "info", object_name="dialog_hint")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 0, 20, 0)
        self._row.setSpacing(8)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._hint)
        middle.addStretch(1)
        self._row.addLayout(middle, 1)
        self._row.addSpacing(8)
        theme.changed.connect(self._resize)
        self._resize()
        self.set_hint("")

    def add(self, text: str, object_name: str, *, primary: bool = False) -> DialogButton:
        """Add a button at the right end and return it. The primary one is pressed by Enter."""
        kind = ButtonKind.PRIMARY if primary else ButtonKind.PLAIN
        button = DialogButton(self._theme, text, kind=kind, object_name=object_name, parent=self)
        button.setDefault(primary)
        button.setAutoDefault(True)
        self._row.addWidget(button)
        return button

    def set_hint(self, hint: str, *, icon: str = "info", colour: str = "text.secondary") -> None:
        """Say something at the left, "" for nothing."""
        self._hint.say(hint, icon=icon, colour=colour)
        self._hint.setVisible(bool(hint))

    @property
    def hint(self) -> str:
        """What is said at the left."""
        return "" if self._hint.isHidden() else self._hint.text

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line above."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line.hair"))
        painter.end()

    def _resize(self) -> None:
        self.setMinimumHeight(self._theme.px(_FOOTER))


class Scrim(QWidget):
    """A flat veil over the window while a dialog is open. Use `dim`."""

    def __init__(self, window: QWidget, dialog: QDialog) -> None:
        """Cover `window` for as long as `dialog` is visible."""
        super().__init__(window)
        self.setObjectName("scrim")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._dialog = dialog
        self.hide()
        dialog.installEventFilter(self)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the dialog, grow with the window."""
        kind = event.type()
        if watched is self._dialog and kind is QEvent.Type.Show:
            self._cover()
        elif watched is self._dialog and kind is QEvent.Type.Hide:
            self.hide()
        elif watched is self.parentWidget() and kind is QEvent.Type.Resize and self.isVisible():
            self._cover()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what is below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _SCRIM)
        painter.end()

    def _cover(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())
            self.raise_()
            self.show()


def dim(dialog: QDialog) -> None:
    """Let a dialog dim its parent's window while it is open; without a parent do nothing."""
    parent = dialog.parentWidget()
    if parent is not None:
        scrim = Scrim(parent.window(), dialog)
        dialog.destroyed.connect(scrim.deleteLater)


def fit(dialog: QDialog, theme: Theme, width: int, height: int) -> None:
    """Give a dialog its size at the theme's text scale, but never more than the screen has."""
    wide, high = theme.px(width), theme.px(height)
    screen = dialog.screen()
    if screen is not None:
        room = screen.availableSize()
        wide, high = min(wide, room.width() - _EDGE), min(high, room.height() - _EDGE)
    dialog.setMinimumSize(min(wide, width), min(high, height))
    dialog.resize(wide, high)


def show_focus(stack: QStackedWidget) -> None:
    """Scroll the page that is shown so that what has just got the focus can be seen."""
    area, focus = stack.currentWidget(), QApplication.focusWidget()
    if isinstance(area, QScrollArea) and focus is not None and area.isAncestorOf(focus):
        area.ensureWidgetVisible(focus, 0, _AROUND_FOCUS)


def scrolled(content: QWidget) -> QScrollArea:
    """Return an area that scrolls a page of a dialog downwards where it is too long."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return area
