"""A list of entries with the form of the chosen one: add, change, delete, and take a deletion back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconLine, Option, OptionList


class Entry(Protocol):
    """What stands in the list."""

    @property
    def uid(self) -> str:
        """What tells it from others."""
        ...


E = TypeVar("E", bound=Entry)


class EntryForm(QWidget):
    """The form of one entry. It keeps nothing: it tells of every change."""

    edited = Signal(object)
    """The entry as it is now."""
    delete_requested = Signal()

    def show_entry(self, entry: object, entries: Sequence[object]) -> None:
        """Show an entry among the others, with what is wrong with it."""
        raise NotImplementedError

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        raise NotImplementedError

    @property
    def is_complete(self) -> bool:
        """Whether nothing that the form asks for is still empty."""
        return True


class EntryBench(QWidget, Generic[E]):
    """The list, its buttons and the form."""

    edited = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        object_name: str,
        form: EntryForm,
        words: Callable[[E], tuple[str, str]],
        make: Callable[[], E],
        add_words: str,
        deleted_words: str,
    ) -> None:
        """`words` gives an entry's title and note, `make` a new entry."""
        super().__init__()
        self.setObjectName(f"{object_name}_bench")
        self._words = words
        self._make = make
        self._deleted_words = deleted_words
        self._entries: tuple[E, ...] = ()
        self._removed: tuple[int, E] | None = None
        self.form = form
        self._list = OptionList(theme, name, object_name=object_name)
        self._add = Button(theme, add_words, icon="plus", object_name=f"{object_name}_add")
        self._undo = Button(theme, self.tr("Undo"), kind=ButtonKind.LINK, small=True, object_name=f"{object_name}_undo")
        self._said = IconLine(theme, "info", object_name=f"{object_name}_said")
        for button in (self._add, self._undo):
            button.setAutoDefault(False)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self._list.chosen.connect(lambda uid: self.show_entry(str(uid)))
        self._add.clicked.connect(self._on_add_clicked)
        self._undo.clicked.connect(self._on_undo_clicked)
        form.edited.connect(self._on_form_edited)
        form.delete_requested.connect(self._on_form_delete_requested)

    @property
    def entries(self) -> tuple[E, ...]:
        """What stands in the list, in its order."""
        return self._entries

    @property
    def is_complete(self) -> bool:
        """Whether nothing is still empty in the form that is shown."""
        return not self._entries or self.form.is_complete

    def set_entries(self, entries: Sequence[E]) -> None:
        """Show these entries with the first one chosen."""
        self._entries, self._removed = tuple(entries), None
        self.show_entry(self._entries[0].uid if self._entries else "")

    def show_entry(self, uid: str = "") -> None:
        """Show the list and the form of an entry, "" for the one that is chosen."""
        uid = uid or str(self._list.current or "")
        entry = next((one for one in self._entries if one.uid == uid), None)
        options = [Option(one.uid, *self._words(one)) for one in self._entries]
        had_focus = self._list.isAncestorOf(focus) if (focus := self.focusWidget()) is not None else False
        self._list.set_options(options, uid)
        self._list.setVisible(bool(self._entries))
        self.form.setVisible(entry is not None)
        if entry is not None:
            self.form.show_entry(entry, self._entries)
        self._undo.setVisible(self._removed is not None)
        self._said.setVisible(self._removed is not None)
        if had_focus:
            self._list.focus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._add)
        row.addWidget(self._said, 1)
        row.addWidget(self._undo)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._list)
        column.addLayout(row)
        column.addWidget(self.form)

    def _on_add_clicked(self) -> None:
        entry = self._make()
        self._entries = (*self._entries, entry)
        self._changed(entry.uid)
        self.form.begin()

    def _on_form_edited(self, entry: E) -> None:
        self._entries = tuple(entry if one.uid == entry.uid else one for one in self._entries)
        self._changed(entry.uid)

    def _on_form_delete_requested(self) -> None:
        uid = str(self._list.current)
        place = next((number for number, one in enumerate(self._entries) if one.uid == uid), None)
        if place is None:
            return
        self._removed = (place, self._entries[place])
        self._entries = (*self._entries[:place], *self._entries[place + 1 :])
        self._said.say(self._deleted_words)
        self._changed(self._entries[min(place, len(self._entries) - 1)].uid if self._entries else "")

    def _on_undo_clicked(self) -> None:
        if self._removed is not None:
            place, entry = self._removed
            self._removed = None
            self._entries = (*self._entries[:place], entry, *self._entries[place:])
            self._changed(entry.uid)

    def _changed(self, uid: str) -> None:
        self.show_entry(uid)
        self.edited.emit()
