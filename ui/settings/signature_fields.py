"""Signatures that differ by network: one field each, empty where the usual one is used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.model import Agent, Network
from ui.inbox import network_name
from ui.theme import Theme
from ui.widgets import Field

_COLUMNS = 3
_LONGEST = 12


class SignatureFields(QWidget):
    """Shows a field for each network on which replies are public."""

    edited = Signal()

    def __init__(self, theme: Theme, networks: Sequence[Network], agent: Agent) -> None:
        """Show what an agent uses where."""
        super().__init__()
        kept = dict(agent.signatures)
        self._fields: dict[Network, Field] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for number, network in enumerate(networks):
            field = Field(theme, network_name(network), object_name=f"signature_{network.value}")
            field.set_text(kept.get(network, ""))
            field.edited.connect(lambda _: self.edited.emit())
            self._fields[network] = field
            grid.addWidget(field, number // _COLUMNS, number % _COLUMNS)
        self._elsewhere = tuple(one for one in agent.signatures if one[0] not in self._fields)

    @property
    def has_any(self) -> bool:
        """Whether there is any network to show."""
        return bool(self._fields)

    @property
    def signatures(self) -> tuple[tuple[Network, str], ...]:
        """The signatures that differ, in the networks' order; those of networks that are not shown stay."""
        shown = {network: field.text.strip() for network, field in self._fields.items() if field.text.strip()}
        found = {**dict(self._elsewhere), **shown}
        return tuple((network, found[network]) for network in Network if network in found)

    def set_usual(self, signature: str) -> None:
        """Show what is used where a field is empty."""
        for field in self._fields.values():
            field.edit.setPlaceholderText(signature)

    def check(self) -> bool:
        """Return whether all are short enough; say so at one that is not."""
        for field in self._fields.values():
            too_long = len(field.text.strip()) > _LONGEST
            field.set_fault(self.tr("12 characters at most") if too_long else "")
            if too_long:
                field.focus()
                return False
        return True
