"""A labelled box for some lines of text: its label above, below it a hint or, while something is wrong, the fault."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import HintLine, Label


class TextBox(QWidget):
    """Label, lines, hint; Tab goes on to the next control. A fault goes away with the next key."""

    edited = Signal()
    entered = Signal()
    """Ctrl+Return."""

    def __init__(
        self, theme: Theme, label: str, *, lines: int, hint: str = "", placeholder: str = "", object_name: str = ""
    ) -> None:
        """`object_name` names the box itself; the whole is called `<object_name>_box`."""
        super().__init__()
        self._theme = theme
        self._lines = lines
        self.setObjectName(f"{object_name}_box")
        self.edit = _Lines(self.entered.emit)
        self.edit.setObjectName(object_name)
        self.edit.setProperty("kind", "field")
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label)
        self.edit.setTabChangesFocus(True)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.document().setDocumentMargin(7)
        title = Label(theme, label, size=12, colour="text.secondary", object_name=f"{object_name}_label")
        title.setBuddy(self.edit)
        self._below = HintLine(theme, self.edit, hint, object_name=f"{object_name}_hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (title, self.edit, self._below):
            column.addWidget(widget)
        self.edit.textChanged.connect(self._on_edit_text_changed)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.edit.toPlainText()

    @property
    def entries(self) -> tuple[str, ...]:
        """The lines with something in them, each once."""
        return tuple(dict.fromkeys(line.strip() for line in self.text.splitlines() if line.strip()))

    def set_text(self, text: str) -> None:
        """Put other lines in without telling."""
        if text != self.text:
            self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(False)

    @property
    def fault(self) -> str:
        """The fault that is shown, "" for none."""
        return self._below.fault

    def set_hint(self, hint: str) -> None:
        """Change what is said below while nothing is wrong."""
        self._below.set_hint(hint)

    def set_fault(self, fault: str) -> None:
        """Say what is wrong, "" for nothing: then the hint is back."""
        self._below.set_fault(fault)

    def focus(self) -> None:
        """Put the caret at the end."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def _on_edit_text_changed(self) -> None:
        if self.fault:
            self.set_fault("")
        self.edited.emit()

    def _restyle(self) -> None:
        self.edit.setFont(self._theme.font(13))
        line = self._theme.metrics(13).lineSpacing()
        self.edit.setFixedHeight(self._lines * line + 18)


class _Lines(QPlainTextEdit):
    def __init__(self, enter: Callable[[], None]) -> None:
        super().__init__()
        self._enter = enter

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
