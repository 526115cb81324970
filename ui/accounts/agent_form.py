"""Who works here: name, initials and signature, the last two suggested by the name until they are typed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.model import Agent, initials_of
from ui.theme import Theme
from ui.widgets import Field

_LONGEST_NAME, _LONGEST_INITIALS, _LONGEST_SIGNATURE = 60, 3, 12
_MARK = "^"


def agent_faults(agent: Agent) -> dict[str, str]:
    """Return a sentence for each of "name", "initials" and "signature" that won't do."""
    faults: dict[str, str] = {}
    if not agent.name:
        faults["name"] = _tr("Type your name as colleagues and customers see it.")
    elif len(agent.name) > _LONGEST_NAME:
        faults["name"] = _tr("60 characters are enough for a name.")
    if not agent.initials or len(agent.initials) > _LONGEST_INITIALS or not agent.initials.isalnum():
        faults["initials"] = _tr("1 to 3 letters")
    if len(agent.signature) > _LONGEST_SIGNATURE:
        faults["signature"] = _tr("12 characters at most")
    return faults


class AgentForm(QWidget):
    """Three fields side by side."""

    edited = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._theme = theme
        self._initials_typed = self._signature_typed = False
        self.setObjectName("agent_form")
        self._name = Field(theme, self.tr("Your name"), placeholder="Laura Bianchi", object_name="agent_name")
        self._initials = Field(theme, self.tr("Initials"), object_name="agent_initials")
        self._signature = Field(theme, self.tr("Signature"), object_name="agent_signature")
        self._fields = {"name": self._name, "initials": self._initials, "signature": self._signature}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field in self._fields.values():
            row.addWidget(field, 1 if field is self._name else 0, Qt.AlignmentFlag.AlignTop)
        self._name.edited.connect(self._on_name_edited)
        self._initials.edited.connect(self._on_initials_edited)
        self._signature.edited.connect(self._on_signature_edited)
        for field in self._fields.values():
            field.entered.connect(self.entered)
        theme.changed.connect(self._resize)
        self._resize()

    @property
    def agent(self) -> Agent:
        """The agent as typed, white space made single."""
        name, initials, signature = (" ".join(field.text.split()) for field in self._fields.values())
        return Agent(name, initials.upper(), signature)

    def set_agent(self, agent: Agent) -> None:
        """Fill the fields in."""
        self._name.set_text(agent.name)
        self._initials.set_text(agent.initials)
        self._signature.set_text(agent.signature)
        self._initials_typed = bool(agent.initials) and agent.initials != initials_of(agent.name)
        self._signature_typed = agent.is_set and agent.signature != _MARK + agent.initials
        for field in self._fields.values():
            field.set_fault("")

    def check(self) -> bool:
        """Return whether the agent will do; faults are shown and the first gets the focus."""
        faults = agent_faults(self.agent)
        for name, field in self._fields.items():
            field.set_fault(faults.get(name, ""))
        for name in faults:
            self._fields[name].focus()
            break
        return not faults

    def focus(self) -> None:
        """Begin with the name."""
        self._name.focus()

    def _on_name_edited(self, name: str) -> None:
        if not self._initials_typed:
            self._initials.set_text(initials_of(name) if name.strip() else "")
            self._initials.set_fault("")
            self._suggest_signature()
        self.edited.emit()

    def _on_initials_edited(self, initials: str) -> None:
        self._initials_typed = bool(initials)
        self._suggest_signature()
        self.edited.emit()

    def _on_signature_edited(self) -> None:
        self._signature_typed = True
        self.edited.emit()

    def _suggest_signature(self) -> None:
        if not self._signature_typed:
            initials = self._initials.text.strip().upper()
            self._signature.set_text(_MARK + initials if initials else "")

    def _resize(self) -> None:
        self._initials.setFixedWidth(self._theme.px(88))
        self._signature.setFixedWidth(self._theme.px(112))


def _tr(text: str) -> str:
    return QCoreApplication.translate("AgentForm", text)
