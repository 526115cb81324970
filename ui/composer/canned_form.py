"""The form that asks for what a canned reply leaves open: keys alone, Enter goes on and puts it in, Esc goes back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.composer.canned import CannedChoice, Question, questions_of
from ui.theme import Theme
from ui.widgets import Field

_ROW_GAP = 8


class CannedForm(QScrollArea):
    """One field a question. Tells of every change, so that the preview follows, and when all is answered."""

    changed = Signal(object)
    """The CannedChoice with what is answered so far."""
    answered = Signal(object)
    """The CannedChoice with nothing missing."""
    left = Signal()
    """Esc: nothing is put in."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Ask nothing yet."""
        super().__init__(parent)
        self._theme = theme
        self._choice: CannedChoice | None = None
        self._fields: list[tuple[Question, Field]] = []
        self.setObjectName("canned_form")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.hide()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, in the order of the text."""
        return tuple(field for _, field in self._fields)

    def ask(self, choice: CannedChoice) -> None:
        """Ask for everything that is missing in a reply and put the caret into the first field."""
        self._choice = choice
        self._fields = []
        content = QWidget()
        content.setProperty("ground", "surface")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(_ROW_GAP)
        for number, question in enumerate(questions_of(choice)):
            field = Field(self._theme, question.words, object_name=f"canned_answer_{number}")
            field.set_text(question.proposal)
            field.edited.connect(lambda _: self._on_field_edited())
            field.edit.installEventFilter(self)
            self._fields.append((question, field))
            column.addWidget(field)
        column.addStretch(1)
        self.setWidget(content)
        self.setAccessibleName(self.tr("{title}: what is to be filled in").replace("{title}", choice.title))
        self.show()
        self._focus(0)
        self._on_field_edited()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on with Enter, walk with Tab and the arrows, go back with Esc: no key reaches the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            place = next((at for at, field in enumerate(self.fields) if field.edit is watched), None)
            if place is not None:
                return self._key(event, place)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent, place: int) -> bool:
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go_on(place)
            case Qt.Key.Key_Tab | Qt.Key.Key_Down:
                self._focus((place + 1) % len(self._fields))
            case Qt.Key.Key_Backtab | Qt.Key.Key_Up:
                self._focus((place - 1) % len(self._fields))
            case _:
                return False
        return True

    def _go_on(self, place: int) -> None:
        """Go to the next field that is empty; put the reply in when none is."""
        count = len(self._fields)
        order = [(place + step) % count for step in range(1, count + 1)]
        empty = next((at for at in order if not self._fields[at][1].text.strip()), None)
        if empty is not None:
            if empty == place:
                self._fields[place][1].set_fault(self.tr("No reply leaves half filled."))
            self._focus(empty)
            return
        if self._choice is not None:
            self.answered.emit(self._choice.answered(self._answers()))

    def _answers(self) -> dict[str, str]:
        return {question.name: field.text.strip() for question, field in self._fields}

    def _focus(self, place: int) -> None:
        if place < len(self._fields):
            field = self._fields[place][1]
            field.focus()
            self.ensureWidgetVisible(field)

    def _on_field_edited(self) -> None:
        if self._choice is not None:
            self.changed.emit(self._choice.answered(self._answers()))
