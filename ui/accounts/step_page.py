"""One step of the wizard: its title, what the rail says of it, and whether one may go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.model import Network
from ui.theme import Theme
from ui.widgets import ChannelMark, Label

_MARK = 24


class StepPage(QWidget):
    """A step. Pages put their content into `body`."""

    changed = Signal()
    """Whether or how one may go on, the hint or the rail's words changed."""
    continue_requested = Signal()
    """The step has done its part: go on as if the button had been pressed."""

    def __init__(self, theme: Theme, object_name: str, rail_title: str) -> None:
        """`rail_title` is the step's name in the rail."""
        super().__init__()
        self.theme = theme
        self.rail_title = rail_title
        self.setObjectName(object_name)
        self._mark = ChannelMark(theme, Network.EMAIL, _MARK)
        self._mark.hide()
        self._title = Label(theme, size=16, weight=600, wrap=True, object_name=f"{object_name}_title")
        self._lead = Label(theme, colour="text.secondary", wrap=True, object_name=f"{object_name}_lead")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._mark)
        head.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._lead)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 8, 0, 0)
        self.body.setSpacing(12)
        column.addLayout(self.body)
        column.addStretch(1)

    def set_head(self, title: str, lead: str = "", network: Network | None = None) -> None:
        """Say what the step is about; a network draws its mark before the title."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))
        self._mark.setVisible(network is not None)
        if network is not None:
            self._mark.set_network(network)

    @property
    def title(self) -> str:
        """The title in force."""
        return self._title.text()

    @property
    def rail_note(self) -> str:
        """What the rail says below the step's name."""
        return ""

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do in this step; the wizard passes over those where there is not."""
        return True

    @property
    def may_continue(self) -> bool:
        """Whether the button that goes on can be pressed."""
        return True

    @property
    def continue_words(self) -> str:
        """The words of the button that goes on."""
        return self.tr("Continue")

    @property
    def hint(self) -> str:
        """What the footer says on the left, "" for nothing."""
        return ""

    def enter(self) -> None:
        """The step is shown now: put the focus where the work begins; without work it is on the button that goes on."""

    def leave(self, *, forward: bool) -> bool:  # noqa: ARG002 - steps that have something to check override this
        """Return whether the step may be left; a step that says no shows why."""
        return True

    def give_up(self) -> None:
        """Stop whatever is under way: the wizard closes."""
