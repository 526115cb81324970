"""The desk's own fields in the profile: a name and a value a row, and one button to fill them in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from ui.customers.known_presenter import ConsentLine, DetailLine, KnownState
from ui.customers.section import ROW_INSET, FocusableRow, Rows, Section
from ui.theme import Theme
from ui.widgets import ElidedLabel, IconButton, IconLine

_ROW = 24


class DetailRow(FocusableRow):
    """One field. Its menu copies the value."""

    def __init__(self, theme: Theme, line: DetailLine) -> None:
        """Show `line`."""
        super().__init__(theme, f"detail_{line.name}", f"{line.name}: {line.value}")
        self.setToolTip(f"{line.name}: {line.value}")
        self.add_deed(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(line.value))
        row = QHBoxLayout(self)
        row.setContentsMargins(ROW_INSET, 0, ROW_INSET, 0)
        row.setSpacing(8)
        row.addWidget(ElidedLabel(theme, line.name, size=12, colour="text.secondary"), 2)
        row.addWidget(ElidedLabel(theme, line.value, size=12), 3)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedHeight(self._theme.px(_ROW))


class DetailsSection(Section):
    """Hidden for a desk without fields of its own."""

    edit_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Begin hidden."""
        super().__init__(theme, self.tr("Details"), "profile_details")
        edit = IconButton(theme, "pencil-simple", self.tr("Fill in details"), object_name="details_edit", size=24)
        edit.clicked.connect(self.edit_requested)
        self.add_control(edit)
        self._rows: Rows[DetailLine] = Rows(self.add_rows(), lambda line: DetailRow(theme, line), edit)
        self.hide()

    def set_known(self, state: KnownState) -> None:
        """Show the fields that say something."""
        self._rows.show(state.details)
        self.setVisible(state.has_fields)


class ConsentRow(FocusableRow):
    """What was said of one kind, in two lines."""

    def __init__(self, theme: Theme, line: ConsentLine) -> None:
        """Show `line`."""
        super().__init__(theme, f"consent_{line.title}", line.spoken)
        self.setToolTip(line.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(ROW_INSET, 2, ROW_INSET, 2)
        icon, colour = ("check", "green.text") if line.given else ("prohibit", "text.secondary")
        words = IconLine(theme, icon, f"{line.title}\n{line.words}", colour="text.primary")
        words.say(words.text, icon_colour=colour)
        row.addWidget(words)


class ConsentsSection(Section):
    """Hidden until something was written down; the header's menu writes down the first."""

    add_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        """Begin hidden."""
        super().__init__(theme, self.tr("Consents"), "profile_consents")
        add = IconButton(theme, "plus", self.tr("Note a consent"), object_name="consent_add", size=24)
        add.clicked.connect(self.add_requested)
        self.add_control(add)
        self._rows: Rows[ConsentLine] = Rows(self.add_rows(), lambda line: ConsentRow(theme, line), add)
        self.hide()

    def set_known(self, state: KnownState) -> None:
        """Show what stands."""
        self._rows.show(state.consents)
        self.setVisible(bool(state.consents))
