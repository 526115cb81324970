"""The identities of a person: one row a network, why it is tied, and how it is separated again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel

from ui.customers.presenter import IdentityLine
from ui.customers.section import ROW_INSET, FocusableRow, RevealedButton, Rows, Section
from ui.customers.suggestion_row import SuggestionLine, SuggestionRow
from ui.theme import Theme
from ui.widgets import ChannelMark, ElidedLabel, IconButton

_ROW, _SECOND = 24, 15
_BADGE = 13
_CROSS = 20


class IdentityRow(FocusableRow):
    """One identity. Its menu copies the handle and separates an identity that was tied."""

    separate_requested = Signal(int)

    def __init__(self, theme: Theme, line: IdentityLine) -> None:
        """Show `line`."""
        super().__init__(theme, f"identity_{int(line.id)}", line.spoken)
        self._line = line
        self.setToolTip(line.tooltip)
        self.add_deed(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(line.handle))
        self._badge = QLabel()
        self._separate: RevealedButton | None = None
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button that separates at the lower right, beside the reason."""
        super().resizeEvent(event)
        if self._separate is not None:
            self._separate.move(
                self.width() - self._separate.width() - ROW_INSET + 4, self.height() - self._separate.height()
            )

    def _lay_out(self) -> None:
        theme, line = self._theme, self._line
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(ROW_INSET, 0, ROW_INSET, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        handle = ElidedLabel(theme, line.handle, size=12)
        self._grid.addWidget(ChannelMark(theme, line.network, 16), 0, 0)
        self._grid.addWidget(handle, 0, 1)
        self._grid.setColumnStretch(1, 1)
        if line.is_verified:
            self._grid.addWidget(self._badge, 0, 2)
        if line.aside:
            aside = ElidedLabel(theme, line.aside, size=11, colour="text.tertiary")
            self._grid.addWidget(aside, 0, 3)
        if line.is_tied:
            name = self.tr("Separate {handle}").replace("{handle}", line.handle)
            self._separate = RevealedButton(theme, "link-break", name, f"separate_{int(line.id)}", self)
            self._separate.clicked.connect(lambda: self.separate_requested.emit(int(line.id)))
            self.add_deed(self.tr("Separate from this customer"), self._separate.click)
        if line.because:
            because = ElidedLabel(theme, line.because, size=11, colour="text.secondary")
            because.setContentsMargins(0, 0, _CROSS, 0)
            self._grid.addWidget(because, 1, 1, 1, 3, Qt.AlignmentFlag.AlignTop)

    def _restyle(self) -> None:
        theme = self._theme
        self._grid.setRowMinimumHeight(0, theme.px(_ROW))
        self._grid.setRowMinimumHeight(1, theme.px(_SECOND) if self._line.because else 0)
        colour = theme.colour("accent.text")
        side = theme.px(_BADGE)
        self._badge.setPixmap(theme.icons.pixmap("circle-wavy-check-fill", side, colour, self.devicePixelRatioF()))
        self.update()


class IdentitiesSection(Section):
    """Lists the identities; asks to merge another customer or to separate an identity."""

    merge_requested = Signal()
    separate_requested = Signal(int)
    suggestion_agreed = Signal(int)
    """The identity is the customer's, too."""
    suggestion_refused = Signal(int)
    """The identity is somebody else's."""

    def __init__(self, theme: Theme) -> None:
        """Begin without rows."""
        super().__init__(theme, self.tr("Identities"), "profile_identities")
        merge = IconButton(
            theme, "git-merge", self.tr("Merge with another customer"), object_name="profile_merge", size=24
        )
        merge.clicked.connect(self.merge_requested)
        self.add_control(merge)
        self._rows = Rows(self.add_rows(), self._make_row, merge)
        self._proposed: Rows[SuggestionLine] = Rows(self.add_rows(4), self._make_suggestion, merge)

    def set_lines(self, lines: tuple[IdentityLine, ...]) -> None:
        """Show these identities; hidden without any."""
        self.setVisible(bool(lines))
        self._rows.show(lines)

    def set_suggestions(self, lines: tuple[SuggestionLine, ...]) -> None:
        """Propose these identities below the others."""
        self._proposed.show(lines)

    def _make_suggestion(self, line: SuggestionLine) -> SuggestionRow:
        row = SuggestionRow(self._theme, line)
        row.agreed.connect(self.suggestion_agreed)
        row.refused.connect(self.suggestion_refused)
        return row

    def _make_row(self, line: IdentityLine) -> IdentityRow:
        row = IdentityRow(self._theme, line)
        row.separate_requested.connect(self.separate_requested)
        return row
