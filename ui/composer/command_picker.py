"""The command picker: canned replies offered above the composer while a stroke and its letters are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.composer.box import ComposerBox
from ui.composer.canned import CannedChoice
from ui.composer.canned_picker import CannedPicker
from ui.composer.editor import EditorKey
from ui.theme import Theme


class CommandPicker(QObject):
    """Opens the canned picker for what the editor tells, keeps it beside the box, and puts the choice in."""

    canned_used = Signal(str)
    """The uid of the canned reply that was put in."""

    def __init__(self, theme: Theme, box: ComposerBox) -> None:
        """Make the picker when it is first wanted."""
        super().__init__(box)
        self._theme = theme
        self._box = box
        self._picker: CannedPicker | None = None
        self._search: tuple[Callable[[str], Sequence[CannedChoice]], int | None] | None = None
        box.editor.command_typed.connect(self._on_editor_command_typed)

    def set_search(self, search: Callable[[str], Sequence[CannedChoice]], total: int | None = None) -> None:
        """Find canned replies with `search`, which gets what is typed after the stroke. `total` is how many exist."""
        self._search = (search, total)
        if self._picker is not None:
            self._picker.set_search(search, total)

    def press(self, key: EditorKey) -> None:
        """Carry out a key that belongs to the picker."""
        deeds: dict[EditorKey, Callable[[], object]] = {
            EditorKey.PICKER_UP: lambda: self._the_picker().step(-1),
            EditorKey.PICKER_DOWN: lambda: self._the_picker().step(1),
            EditorKey.PICKER_TAKE: lambda: self._the_picker().take(),
            EditorKey.PICKER_CLOSE: self.close,
        }
        deeds[key]()

    def put(self, choice: CannedChoice) -> None:
        """Put a canned reply in at the caret; what it leaves open is asked for first."""
        picker = self._the_picker()
        picker.place_above(self._box, self._box.box().toRect())
        picker.ask(choice)

    def holds(self, widget: QWidget) -> bool:
        """Return whether a widget is part of the picker, which asks for what a reply leaves open."""
        return self._picker is not None and self._picker.isAncestorOf(widget)

    def close(self) -> None:
        """Close the picker if it is open."""
        if self._picker is not None:
            self._picker.close_picker()

    def follow(self) -> None:
        """Keep an open picker above the box: it moved or grew."""
        if self._picker is not None and not self._picker.isHidden():
            self._picker.place_above(self._box, self._box.box().toRect())

    def _the_picker(self) -> CannedPicker:
        if self._picker is None:
            self._picker = CannedPicker(self._theme, self._box.window())
            self._picker.choice_taken.connect(self._on_picker_choice_taken)
            self._picker.closed.connect(self._on_picker_closed)
            self._picker.form_left.connect(self._return)
            if self._search is not None:
                self._picker.set_search(*self._search)
        return self._picker

    def _on_editor_command_typed(self, command: str | None) -> None:
        editor = self._box.editor
        if command is None or self._search is None or not editor.hasFocus():
            self.close()
            return
        self._the_picker().show_query(command)
        self._the_picker().place_above(self._box, self._box.box().toRect())
        editor.picker_is_open = True

    def _on_picker_choice_taken(self, choice: CannedChoice) -> None:
        self._box.editor.take_command(choice.filled.text)
        self._return()
        self.canned_used.emit(choice.uid)

    def _return(self) -> None:
        self._box.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_picker_closed(self) -> None:
        self._box.editor.picker_is_open = False
