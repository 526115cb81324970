"""The budget meter of an account whose network charges: what the month has cost, and a button for its limit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.accounts.budget_presenter import BudgetState
from ui.theme import Theme
from ui.widgets import Button, IconLine, Label

_BAR = 6


class BudgetBar(QWidget):
    """A bar that is filled as far as the limit is spent."""

    def __init__(self, theme: Theme, share: float, tint: str) -> None:
        """`share` is 0 to 1."""
        super().__init__()
        self._theme, self._share, self._tint = theme, share, tint
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the bar's height at the text's scale."""
        return QSize(120, self._theme.px(_BAR))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, its outline and what is spent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = box.height() / 2
        painter.setPen(self._theme.colour("line.control"))
        painter.setBrush(self._theme.colour("bg.sunken"))
        painter.drawRoundedRect(box, radius, radius)
        if self._share > 0:
            box.setWidth(max(box.height(), box.width() * self._share))
            painter.setPen(self._theme.colour(self._tint))
            painter.setBrush(self._theme.colour(self._tint))
            painter.drawRoundedRect(box, radius, radius)
        painter.end()


class BudgetRow(QWidget):
    """Shows one account's month."""

    limit_requested = Signal()

    def __init__(self, theme: Theme, state: BudgetState, account_id: int, handle: str) -> None:
        """Show a month as it stands."""
        super().__init__()
        self.setObjectName(f"budget_{account_id}")
        self.setAccessibleName(" ".join(part for part in (f"{state.said}.", f"{state.counts}.", state.warning) if part))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._first_line(theme, state, account_id, handle))
        if state.share is not None:
            column.addWidget(BudgetBar(theme, state.share, state.tint))
        column.addWidget(Label(theme, state.counts, size=12, colour="text.secondary", wrap=True))
        if state.warning:
            colour = "red.text" if state.share is not None and state.share >= 1 else "amber.text"
            name = f"budget_warning_{account_id}"
            column.addWidget(IconLine(theme, "warning-circle", state.warning, colour=colour, object_name=name))

    def _first_line(self, theme: Theme, state: BudgetState, account_id: int, handle: str) -> QHBoxLayout:
        button = Button(theme, self.tr("Monthly limit…"), small=True, object_name=f"budget_limit_{account_id}")
        button.setAutoDefault(False)
        button.setAccessibleName(f"{button.text()} {handle}")
        button.clicked.connect(self.limit_requested)
        line = QHBoxLayout()
        line.setSpacing(8)
        said = Label(theme, state.said, size=12, weight=500, wrap=True, object_name=f"budget_said_{account_id}")
        line.addWidget(said, 1)
        line.addWidget(button)
        return line
