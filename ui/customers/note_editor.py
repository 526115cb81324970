"""The field for a new note about a customer: grows with its text, saves with Ctrl+Return, closes with Escape."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, ButtonKind

_LEAST_LINES, _MOST_LINES = 3, 8
_PAD = 7
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteEditor(QWidget):
    """Writes a note. What is written stays in it until it is saved or given up."""

    saved = Signal(str)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self.setObjectName("note_editor")
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("note_field")
        self.edit.setProperty("flat", True)
        self.edit.setAccessibleName(self.tr("New note"))
        self.edit.setPlaceholderText(self.tr("What should the team know?"))
        self.edit.setTabChangesFocus(True)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.document().setDocumentMargin(0)
        self.edit.viewport().setAutoFillBackground(False)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._on_text_changed)
        self._save = Button(
            theme,
            self.tr("Save note"),
            kind=ButtonKind.PRIMARY,
            object_name="note_save",
            shortcut="Ctrl+Return",
            small=True,
        )
        self._cancel = Button(theme, self.tr("Cancel"), kind=ButtonKind.QUIET, object_name="note_cancel", small=True)
        self._save.clicked.connect(self._on_save_clicked)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._lay_out()
        theme.changed.connect(self._fit)
        self._on_text_changed()

    @property
    def last_stop(self) -> QWidget:
        """The control that is last in the order of tabs."""
        return self._cancel

    @property
    def text(self) -> str:
        """What is written."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Go on with what was written before."""
        if text != self.text:
            self.edit.setPlainText(text)
            self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save with Ctrl+Return, close with Escape; show the focus in the frame."""
        if watched is self.edit and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._on_save_clicked()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.cancelled.emit()
                return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field's frame."""
        focused = self.edit.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("bg.surface"))
        painter.setPen(QPen(self._theme.colour("focus" if focused else "line.control"), 2 if focused else 1))
        inset = 1 if focused else 0.5
        frame = self.edit.geometry().adjusted(-_PAD, -_PAD, _PAD, _PAD)
        painter.drawRoundedRect(frame.toRectF().adjusted(inset, inset, -inset, -inset), 6, 6)
        painter.end()

    def _lay_out(self) -> None:
        field = QVBoxLayout()
        field.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        field.addWidget(self.edit)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addLayout(field)
        column.addLayout(buttons)

    def _fit(self) -> None:
        self.edit.setFont(self._theme.font(12))
        lines = round(self.edit.document().size().height())
        shown = min(_MOST_LINES, max(_LEAST_LINES, lines))
        self.edit.setFixedHeight(shown * self.edit.fontMetrics().lineSpacing() + 2)
        crowded = lines > _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if crowded else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.edit.setVerticalScrollBarPolicy(policy)

    def _on_text_changed(self) -> None:
        self._save.setEnabled(bool(self.text.strip()))
        self._fit()

    def _on_save_clicked(self) -> None:
        text = self.text.strip()
        if text:
            self.saved.emit(text)

    def _on_cancel_clicked(self) -> None:
        self.edit.clear()
        self.cancelled.emit()
