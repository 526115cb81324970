"""Settings: who works here, and how public replies end."""

from __future__ import annotations

from dataclasses import replace

from desktop.model import AccountRole, Agent, Network, traits_of
from ui.accounts import AgentForm
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.settings.signature_fields import SignatureFields
from ui.theme import Theme
from ui.widgets import IconLine


class AgentPage(SettingsPage):
    """Name, initials, signature."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show the session's agent."""
        super().__init__(theme, "agent", "user")
        self.set_head(self.tr("You"), self.tr("Customers and colleagues see who answered."))
        self._session = session
        self._form = AgentForm(theme)
        self._form.set_agent(session.agent)
        self._preview = IconLine(theme, "pen-nib", object_name="signature_preview")
        self._form.edited.connect(self._on_form_edited)
        self.body.addWidget(self._form)
        self.body.addWidget(self._preview)
        self._others = SignatureFields(theme, _public_networks(session), session.agent)
        self._others.edited.connect(self._on_form_edited)
        if self._others.has_any:
            self.body.addWidget(self.heading(self.tr("Another signature where it is needed")))
            self.body.addWidget(self._others)
        self._show_preview()

    @property
    def _agent(self) -> Agent:
        return replace(self._form.agent, signatures=self._others.signatures)

    @property
    def is_changed(self) -> bool:
        """Whether another agent is typed."""
        return self._agent != self._session.agent

    def check(self) -> bool:
        """Check the fields."""
        return self._form.check() and self._others.check()

    def keep(self) -> None:
        """Let the agent sit at the desks."""
        self._session.set_agent(self._agent)

    def _on_form_edited(self) -> None:
        self._show_preview()
        self.edited.emit()

    def _show_preview(self) -> None:
        signature = self._form.agent.signature
        self._others.set_usual(signature)
        words = self.tr("A public reply ends like this: “… we are looking into it. {signature}”")
        unsigned = self.tr("Public replies are not signed.")
        self._preview.say(words.replace("{signature}", signature) if signature else unsigned)


def _public_networks(session: Session) -> tuple[Network, ...]:
    """Return the networks on which this desk answers in public."""
    answering = {one.network for one in session.store.accounts.all() if one.role is not AccountRole.MONITORED}
    return tuple(network for network in Network if network in answering and traits_of(network).has_public)
