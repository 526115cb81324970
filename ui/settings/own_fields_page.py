"""Settings: the desk's own fields about customers, such as a customer number or a tariff."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from desktop.customers import field_fault
from desktop.customers.own_values import MOST_FIELDS
from desktop.model import made_uid
from desktop.model.known import FieldKind, OwnField
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ComboField, Field, Notice, NoticeWords, Option, OptionList


class OwnFieldsPage(SettingsPage):
    """A list of fields and a form for another one. Changes wait for Save; a removed field's values are kept."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__(theme, "details", "identification-card")
        self.set_head(
            self.tr("Customer details"),
            self.tr(
                "Fields of your own about customers. They stand in the profile, the search finds their values, and "
                "they are exported and erased with a person. Keep only what you need and may keep."
            ),
        )
        self._session = session
        self._kept = session.store.own_fields.all()
        self._fields = list(self._kept)
        self._list = OptionList(theme, self.tr("Fields"), object_name="own_fields")
        self._none = Notice(theme, framed=True, object_name="no_own_fields")
        self._none.set_words(
            NoticeWords(
                self.tr("No fields of your own"),
                self.tr("Add one for what you look up again and again, such as a customer number."),
                icon="identification-card",
            )
        )
        self._name = Field(theme, self.tr("Name"), object_name="own_field_name")
        self._kind = ComboField(theme, self.tr("What it holds"), object_name="own_field_kind")
        self._kind.box.set_choices([(kind, self._kind_name(kind)) for kind in FieldKind], FieldKind.TEXT)
        self._choices = Field(
            theme,
            self.tr("Choices"),
            hint=self.tr("Separated by commas."),
            object_name="own_field_choices",
        )
        self._add = Button(theme, self.tr("Add"), icon="plus", object_name="add_own_field")
        self._up = Button(theme, self.tr("Move up"), icon="caret-up", object_name="raise_own_field")
        self._remove = Button(theme, self.tr("Remove"), icon="trash", object_name="remove_own_field")
        self._undo = Button(theme, self.tr("Undo"), kind=ButtonKind.LINK, small=True, object_name="undo_own_field")
        self._before: list[OwnField] | None = None
        self._lay_out()
        self._connect()
        self._show()

    @property
    def is_changed(self) -> bool:
        """Whether fields were added, moved or removed."""
        return tuple(self._fields) != self._kept

    def keep(self) -> None:
        """Keep the fields. Raises StoreError."""
        self._session.store.own_fields.keep(self._fields, actor=self._session.agent.name, at=self._session.clock())
        self._kept = tuple(self._fields)
        self._before = None
        self._show()

    def _lay_out(self) -> None:
        left = Qt.AlignmentFlag.AlignLeft
        for widget in (self._list, self._none):
            self.body.addWidget(widget)
        for button in (self._undo, self._up, self._remove):
            self.body.addWidget(button, 0, left)
        self.body.addWidget(self.heading(self.tr("Add a field")))
        for field in (self._name, self._kind, self._choices):
            self.body.addWidget(field)
        self.body.addWidget(self._add, 0, left)

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add_clicked)
        self._up.clicked.connect(self._on_up_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._undo.clicked.connect(self._on_undo_clicked)
        self._kind.box.currentIndexChanged.connect(lambda _: self._show_choices())
        self._show_choices()

    def _kind_name(self, kind: FieldKind) -> str:
        return {
            FieldKind.TEXT: self.tr("Text"),
            FieldKind.NUMBER: self.tr("Number"),
            FieldKind.DATE: self.tr("Date"),
            FieldKind.CHOICE: self.tr("One of some choices"),
            FieldKind.PLACE: self.tr("Place, shown under the name"),
            FieldKind.SINCE: self.tr("Customer since, a date"),
        }[kind]

    def _show(self, chosen: str | None = None) -> None:
        options = [Option(one.uid, one.name, self._note(one)) for one in self._fields]
        self._list.set_options(options, chosen or (options[0].key if options else None))
        for widget in (self._list, self._remove):
            widget.setVisible(bool(options))
        self._up.setVisible(len(options) > 1)
        self._none.setVisible(not options)
        self._undo.setVisible(self._before is not None)

    def _note(self, field: OwnField) -> str:
        return ", ".join(field.choices) if field.kind is FieldKind.CHOICE else self._kind_name(field.kind)

    def _show_choices(self) -> None:
        self._choices.setVisible(self._kind.box.current == FieldKind.CHOICE)

    def _on_add_clicked(self) -> None:
        kind = FieldKind(str(self._kind.box.current))
        parts = (" ".join(one.split()) for one in self._choices.text.split(","))
        choices = tuple(dict.fromkeys(one for one in parts if one)) if kind is FieldKind.CHOICE else ()
        field = OwnField(made_uid(), " ".join(self._name.text.split())[:60], kind, choices)
        fault = field_fault(field, tuple(self._fields)) or ("too_many" if len(self._fields) >= MOST_FIELDS else "")
        if fault:
            line = self._choices if fault == "no_choices" else self._name
            line.set_fault(self._fault_words(fault))
            line.focus()
            return
        self._change([*self._fields, field], field.uid)
        self._name.set_text("")
        self._choices.set_text("")

    def _fault_words(self, fault: str) -> str:
        return {
            "no_name": self.tr("A field needs a name."),
            "same_name": self.tr("There is a field with this name."),
            "no_choices": self.tr("Write at least one choice."),
            "too_many": self.tr("At most 30 fields."),
        }[fault]

    def _on_up_clicked(self) -> None:
        place = next((n for n, one in enumerate(self._fields) if one.uid == self._list.current), 0)
        if place > 0:
            moved = list(self._fields)
            moved[place - 1], moved[place] = moved[place], moved[place - 1]
            self._change(moved, moved[place - 1].uid)

    def _on_remove_clicked(self) -> None:
        self._before = list(self._fields)
        self._change([one for one in self._fields if one.uid != self._list.current])

    def _on_undo_clicked(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            self._change([replace(one) for one in before])

    def _change(self, fields: list[OwnField], chosen: str | None = None) -> None:
        self._fields = fields
        self._show(chosen)
        self.edited.emit()
