"""Who is favoured: customers, tags and handles that get points besides those that their messages earn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop.triage.own_priority import MOST_FAVOUR, Favour, FavourKind, favour_key
from ui.settings.entry_rows import Entry, EntryRows
from ui.settings.priority_words import favour_name
from ui.theme import Theme
from ui.widgets import Button, ComboField, Field, Label

FindCustomers = Callable[[str], Sequence[tuple[str, str]]]
"""Gives the customers of a name: uid and name."""
_USUAL = 10


class FavoursForm(QWidget):
    """Edits the list; it keeps nothing and tells of every change."""

    edited = Signal(object)
    """The favoured as they are now."""

    def __init__(self, theme: Theme, find: FindCustomers) -> None:
        """`find` looks customers up by name."""
        super().__init__()
        self.setObjectName("favours_form")
        self._find = find
        self._favours: tuple[Favour, ...] = ()
        self._kind = ComboField(theme, self.tr("Known by"), object_name="favour_kind")
        self._kind.box.set_choices([(kind, favour_name(kind)) for kind in FavourKind], FavourKind.HANDLE)
        self.value = Field(theme, self.tr("Who"), placeholder="@marta@social.example", object_name="favour_value")
        self._points = QSpinBox()
        self._points.setObjectName("favour_points")
        self._points.setAccessibleName(self.tr("Points"))
        self._points.setProperty("kind", "field")
        self._points.setFont(theme.font(13))
        self._points.setRange(1, MOST_FAVOUR)
        self._points.setValue(_USUAL)
        self._points_label = Label(theme, self.tr("Points"), size=12, colour="text.secondary")
        self._points_label.setBuddy(self._points)
        self._add = Button(theme, self.tr("Add"), icon="plus", object_name="add_favour")
        self._add.setAutoDefault(False)
        self._rows = EntryRows(theme, self.tr("Favoured customers"), object_name="favours")
        self._lay_out()
        self._kind.box.activated.connect(lambda _: self._show_placeholder())
        self._add.clicked.connect(self._on_add_clicked)
        self.value.entered.connect(self._on_add_clicked)
        self._rows.removed.connect(self._on_row_removed)

    def show_favours(self, favours: Sequence[Favour]) -> None:
        """Show who is favoured."""
        self._favours = tuple(favours)
        self._show()

    def _lay_out(self) -> None:
        line, points, last = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        points.setSpacing(4)
        points.addWidget(self._points_label)
        points.addWidget(self._points)
        points.addStretch(1)
        line.setSpacing(10)
        line.addWidget(self._kind, 2, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.value, 3, Qt.AlignmentFlag.AlignTop)
        line.addLayout(points)
        last.addStretch(1)
        last.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(line)
        column.addLayout(last)
        column.addWidget(self._rows)

    def _show_placeholder(self) -> None:
        words = {
            FavourKind.CUSTOMER: self.tr("The name, as the profile shows it"),
            FavourKind.TAG: self.tr("press"),
            FavourKind.HANDLE: "@marta@social.example",
        }
        self.value.edit.setPlaceholderText(words[FavourKind(str(self._kind.box.current))])

    def _on_add_clicked(self) -> None:
        favour = self._chosen()
        self.value.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if favour is None:
            return
        key = (favour.kind, favour_key(favour.kind, favour.value))
        if any((one.kind, favour_key(one.kind, one.value)) == key for one in self._favours):
            self.value.set_fault(self.tr("This one is in the list already."))
            return
        self._favours = (*self._favours, favour)
        self.value.set_text("")
        self._changed()

    def _chosen(self) -> Favour | None:
        kind, text = FavourKind(str(self._kind.box.current)), " ".join(self.value.text.split())
        if not favour_key(kind, text):
            self.value.set_fault(self.tr("Write who it is."))
            return None
        if kind is not FavourKind.CUSTOMER:
            return Favour(kind, text, self._points.value())
        found = [one for one in self._find(text) if one[1].casefold() == text.casefold()]
        if len(found) == 1:
            return Favour(kind, found[0][0], self._points.value(), found[0][1])
        fault = self.tr("Several customers have this name. Take a handle or an address instead.")
        self.value.set_fault(fault if found else self.tr("No customer has this name."))
        return None

    def _on_row_removed(self, place: int) -> None:
        self._favours = (*self._favours[:place], *self._favours[place + 1 :])
        self._changed()

    def _changed(self) -> None:
        self._show()
        self.edited.emit(self._favours)

    def _show(self) -> None:
        points = self.tr("{kind} · {points} points")
        self._rows.set_entries(
            [
                Entry(
                    place,
                    one.name or one.value,
                    points.replace("{kind}", favour_name(one.kind)).replace("{points}", str(one.points)),
                )
                for place, one in enumerate(self._favours)
            ]
        )
