"""A labelled line to type into: its label above, below it a hint or, while something is wrong, the fault."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.buttons import IconButton
from ui.widgets.hint_line import HintLine
from ui.widgets.labels import Label


class Field(QWidget):
    """Label, line edit, hint. Enter is told by `entered`; a fault goes away with the next key."""

    edited = Signal(str)
    entered = Signal()

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        hint: str = "",
        placeholder: str = "",
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`object_name` names the line edit; the field itself is called `<object_name>_field`."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(f"{object_name}_field")
        self.edit = QLineEdit()
        self.edit.setObjectName(object_name)
        self.edit.setProperty("kind", "field")
        self.edit.setPlaceholderText(placeholder)
        self._label = Label(theme, label, size=12, colour="text.secondary", object_name=f"{object_name}_label")
        self._label.setBuddy(self.edit)
        self._below = HintLine(theme, self.edit, hint, object_name=f"{object_name}_hint")
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.edit, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addLayout(self._row)
        column.addWidget(self._below)
        self.set_label(label)
        self.edit.textEdited.connect(self._on_edit_text_edited)
        self.edit.returnPressed.connect(self.entered)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put other words in without telling."""
        self.edit.setText(text)

    @property
    def fault(self) -> str:
        """The fault that is shown, "" for none."""
        return self._below.fault

    def set_label(self, label: str) -> None:
        """Change the label and the accessible name."""
        self._label.setText(label)
        self.edit.setAccessibleName(label)

    def set_hint(self, hint: str) -> None:
        """Change what is said below while nothing is wrong."""
        self._below.set_hint(hint)

    def set_fault(self, fault: str) -> None:
        """Say what is wrong, "" for nothing: then the hint is back."""
        self._below.set_fault(fault)

    def focus(self) -> None:
        """Put the caret into the line and select what stands there."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def add_beside(self, widget: QWidget) -> None:
        """Put a small control at the line's right."""
        self._row.addWidget(widget)

    def _on_edit_text_edited(self, text: str) -> None:
        if self.fault:
            self.set_fault("")
        self.edited.emit(text)

    def _restyle(self) -> None:
        self.edit.setFont(self._theme.font(13))


class SecretField(Field):
    """A field whose text is hidden until a button beside it is pressed."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        hint: str = "",
        placeholder: str = "",
        object_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Hide the text."""
        super().__init__(theme, label, hint=hint, placeholder=placeholder, object_name=object_name, parent=parent)
        self._eye = IconButton(theme, "eye", self.tr("Show"), object_name=f"{object_name}_show")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye_toggled)
        self.add_beside(self._eye)
        self.hide_text()

    def hide_text(self) -> None:
        """Hide the text again."""
        self._eye.setChecked(False)
        self._on_eye_toggled(False)

    def _on_eye_toggled(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.set_icon_name("eye-slash" if shown else "eye")
        self._eye.set_name(self.tr("Hide") if shown else self.tr("Show"))
