"""First step: which network. Only networks with a plan are offered."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.model import Network
from ui.accounts.plan import Plan
from ui.accounts.step_page import StepPage
from ui.inbox import network_name
from ui.theme import Theme
from ui.widgets import Option, OptionList


class NetworkPage(StepPage):
    """The networks that can be connected, one plan each; the wizard goes on with the chosen one."""

    def __init__(self, theme: Theme, plans: Sequence[Plan]) -> None:
        """Choose the first."""
        super().__init__(theme, "network_page", "")
        self.rail_title = self.tr("Network")
        self.set_head(self.tr("Where do customers write to you?"), self.tr("Choose one, you can add others later."))
        self._list = OptionList(theme, self.tr("Networks"), object_name="networks")
        options = [Option(plan.network, network_name(plan.network), plan.pitch, plan.network) for plan in plans]
        self._list.set_options(options, plans[0].network if plans else None)
        self._list.chosen.connect(lambda _: self.changed.emit())
        self.body.addWidget(self._list)

    @property
    def network(self) -> Network | None:
        """The chosen network."""
        chosen = self._list.current
        return chosen if isinstance(chosen, Network) else None

    def choose(self, network: Network) -> None:
        """Choose a network if it is offered."""
        self._list.choose(network)
        self.changed.emit()

    @property
    def rail_note(self) -> str:
        """The network's name."""
        return network_name(self.network) if self.network is not None else ""

    @property
    def may_continue(self) -> bool:
        """Whether a network is chosen."""
        return self.network is not None

    def enter(self) -> None:
        """Begin in the list."""
        self._list.focus()
