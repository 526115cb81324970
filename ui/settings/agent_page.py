"""Settings: who works here, and how public replies end."""

from __future__ import annotations

from ui.accounts import AgentForm
from ui.session import Session
from ui.settings.settings_page import SettingsPage
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
        self._show_preview()

    @property
    def is_changed(self) -> bool:
        """Whether another agent is typed."""
        return self._form.agent != self._session.agent

    def check(self) -> bool:
        """Check the fields."""
        return self._form.check()

    def keep(self) -> None:
        """Let the agent sit at the desks."""
        self._session.set_agent(self._form.agent)

    def _on_form_edited(self) -> None:
        self._show_preview()
        self.edited.emit()

    def _show_preview(self) -> None:
        signature = self._form.agent.signature
        words = self.tr("A public reply ends like this: “… we are looking into it. {signature}”")
        unsigned = self.tr("Public replies are not signed.")
        self._preview.say(words.replace("{signature}", signature) if signature else unsigned)
