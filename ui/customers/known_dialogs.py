"""Two small dialogs: filling in the desk's own fields of a customer, and writing a consent down."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.customers import CustomerKnown, ValueFault, checked_value
from desktop.model.known import ConsentKind, FieldKind, OwnField
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled
from ui.customers.known_presenter import consent_name, shown_value
from ui.theme import Theme
from ui.widgets import ComboBox, ComboField, Field, Label, Segmented

_FAULTS: Mapping[str, object] = {
    "no_number": QT_TRANSLATE_NOOP("OwnValues", "Write a number, such as 3.5."),
    "no_date": QT_TRANSLATE_NOOP("OwnValues", "Write a date as day, month and year: 31.12.2026."),
    "no_choice": QT_TRANSLATE_NOOP("OwnValues", "Choose one of the values."),
    "too_long": QT_TRANSLATE_NOOP("OwnValues", "At most 200 characters."),
}


class _Asking(QDialog):
    """A titled dialog with Cancel and one primary button."""

    def __init__(
        self, theme: Theme, title: str, deed: str, name: str, size: tuple[int, int], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setProperty("ground", "surface")
        self._theme = theme
        self.footer = Footer(theme, self)
        cancel = self.footer.add(self.tr("Cancel"), "cancel")
        self.deed = self.footer.add(deed, "keep", primary=True)
        cancel.clicked.connect(self.reject)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(24, 20, 24, 16)
        self.body.setSpacing(12)
        self.body.addWidget(Label(theme, title, size=16, weight=600, wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled(inside), 1)
        column.addWidget(self.footer)
        dim(self)
        fit(self, theme, *size)


class OwnValuesDialog(_Asking):
    """One line a field; a value that does not fit is said to, and nothing is kept until all fit."""

    def __init__(self, theme: Theme, name: str, known: CustomerKnown, parent: QWidget | None = None) -> None:
        """Show what is known of `name`."""
        title = self.tr("Details of {name}").replace("{name}", name)
        super().__init__(theme, title, self.tr("Keep"), "own_values_dialog", (440, 460), parent)
        values = {one.field.uid: one.value for one in known.values}
        self._lines: list[tuple[OwnField, Field | ComboBox]] = []
        for field in known.fields:
            self._add(field, values.get(field.uid, ""))
        self.body.addStretch(1)
        self.deed.clicked.connect(self._on_keep_clicked)
        first = self._lines[0][1] if self._lines else None
        if first is not None:
            (first.edit if isinstance(first, Field) else first).setFocus()

    @property
    def values(self) -> dict[str, str]:
        """The values by field, as the store keeps them. Raises ValueFault where one does not fit."""
        return {field.uid: checked_value(field, _typed(line)) for field, line in self._lines}

    def _add(self, field: OwnField, value: str) -> None:
        if field.kind is FieldKind.CHOICE:
            choosing = ComboField(self._theme, field.name, object_name=f"own_{field.uid}")
            offered = [*field.choices, *([value] if value and value not in field.choices else [])]
            choosing.box.set_choices([("", self.tr("Nothing")), *((one, one) for one in offered)], value)
            self.body.addWidget(choosing)
            self._lines.append((field, choosing.box))
            return
        line = Field(self._theme, field.name, object_name=f"own_{field.uid}")
        line.set_text(shown_value(field, value))
        self.body.addWidget(line)
        self._lines.append((field, line))

    def _on_keep_clicked(self) -> None:
        fits = True
        for field, line in self._lines:
            try:
                checked_value(field, _typed(line))
            except ValueFault as fault:
                fits = False
                if isinstance(line, Field):
                    line.set_fault(QCoreApplication.translate("OwnValues", str(_FAULTS[fault.code])))
                    line.focus()
        if fits:
            self.accept()


class ConsentDialog(_Asking):
    """Wants to know what about, whether they agreed, and how they said so."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Ask about `name`."""
        title = self.tr("What did {name} say?").replace("{name}", name)
        super().__init__(theme, title, self.tr("Write down"), "consent_dialog", (440, 340), parent)
        about = ComboField(theme, self.tr("About"), object_name="consent_kind")
        self._kind = about.box
        self._kind.set_choices([(kind, consent_name(kind)) for kind in ConsentKind], ConsentKind.AUTOMATIC)
        answers = ((True, self.tr("Agreed")), (False, self.tr("Refused or took it back")))
        self._given = Segmented(theme, self.tr("Answer"), answers, object_name="consent_given")
        self._given.choose(True)
        hint = self.tr("Who can be shown how it was said can rely on it.")
        self._how = Field(
            theme, self.tr("How"), hint=hint, placeholder=self.tr("on the phone, by e-mail"), object_name="consent_how"
        )
        self.body.addWidget(about)
        self.body.addWidget(self._given)
        self.body.addWidget(self._how)
        self.body.addStretch(1)
        self._how.edited.connect(lambda _: self._judge())
        self.deed.clicked.connect(self.accept)
        self._how.focus()
        self._judge()

    @property
    def kind(self) -> ConsentKind:
        """What about."""
        return ConsentKind(str(self._kind.current))

    @property
    def given(self) -> bool:
        """Whether they agreed."""
        return bool(self._given.current)

    @property
    def how(self) -> str:
        """How they said so."""
        return self._how.text.strip()

    def _judge(self) -> None:
        self.deed.setEnabled(bool(self.how))


def _typed(line: Field | ComboBox) -> str:
    return line.text if isinstance(line, Field) else str(line.current or "")
