"""The small dialog in which a key is pressed that is to run a line of the map from now on."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QKeySequenceEdit, QLineEdit, QVBoxLayout, QWidget

from ui.shell.own_keys import KeyFault, fault_of
from ui.shell.shortcuts import Shortcut, ShortcutTable
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconLine, Label, key_words


class KeyDialog(QDialog):
    """Takes one key with its modifiers. `keys` is what was chosen, "" for the usual one."""

    def __init__(self, theme: Theme, table: ShortcutTable, line: Shortcut, parent: QWidget | None = None) -> None:
        """Ask for the key of `line`."""
        super().__init__(parent)
        self._table = table
        self._line = line
        self._reset_wanted = False
        self.setObjectName("key_dialog")
        self.setWindowTitle(self.tr("Change a key"))
        self.setProperty("ground", "surface")
        self._field = QKeySequenceEdit(QKeySequence(line.keys[0]))
        self._field.setObjectName("key_field")
        self._field.setAccessibleName(line.words)
        self._field.setMaximumSequenceLength(1)
        for line_edit in self._field.findChildren(QLineEdit):
            line_edit.setProperty("kind", "field")
        self.setMinimumWidth(theme.px(420))
        self._fault = IconLine(theme, "info", object_name="key_fault")
        self._save = Button(theme, self.tr("Save"), kind=ButtonKind.PRIMARY, object_name="key_save")
        self._reset = Button(theme, self.tr("Usual key"), object_name="key_reset")
        self._cancel = Button(theme, self.tr("Cancel"), object_name="key_cancel")
        words = self.tr("Press the key for “{what}”.").replace("{what}", line.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 16, 14)
        column.setSpacing(12)
        column.addWidget(Label(theme, words))
        column.addWidget(self._field)
        column.addWidget(self._fault)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._reset)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column.addLayout(buttons)
        self._field.keySequenceChanged.connect(self._on_field_changed)
        self._save.clicked.connect(self.accept)
        self._reset.clicked.connect(self._on_reset_clicked)
        self._cancel.clicked.connect(self.reject)
        self._on_field_changed()
        self._field.setFocus()

    @property
    def keys(self) -> str:
        """The key that was chosen in Qt's portable form, "" for the usual one."""
        return "" if self._reset_wanted else self._typed()

    @property
    def fault(self) -> str:
        """Why the key that stands in the field can't be taken, "" if it can."""
        fault = fault_of(self._table, self._line.id, self._typed())
        if fault is None:
            return ""
        return {
            KeyFault.EMPTY: self.tr("One key with {keys}, or a function key.").replace("{keys}", self._held()),
            KeyFault.PLAIN: self.tr("That key types a character; hold {keys} with it.").replace("{keys}", self._held()),
            KeyFault.SYSTEM: self.tr("That key copies, pastes or moves the focus everywhere."),
            KeyFault.TAKEN: self.tr("That key is taken: {what}.").replace("{what}", fault[1]),
        }[fault[0]]

    def _held(self) -> str:
        ctrl, alt = (key_words(f"{held}+X").removesuffix("+X") for held in ("Ctrl", "Alt"))
        return self.tr("{one} or {other}").replace("{one}", ctrl).replace("{other}", alt)

    def _typed(self) -> str:
        return self._field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _on_field_changed(self) -> None:
        fault = self.fault
        self._save.setEnabled(not fault)
        self._fault.say(fault or self.tr("It acts in the whole window."), icon="warning-circle" if fault else "info")
        if fault:
            self._fault.announce()

    def _on_reset_clicked(self) -> None:
        self._reset_wanted = True
        self.accept()
