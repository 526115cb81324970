"""The last step: the account is connected, and how its first pull goes."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout

from desktop.model import Account, HealthState, Network
from ui.accounts.fault_words import health_sentence
from ui.accounts.step_page import StepPage
from ui.theme import Theme
from ui.widgets import Button, Card, IconLine


class DonePage(StepPage):
    """Says what was done and what happens now."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__(theme, "done_page", "")
        self.rail_title = self.tr("Done")
        self._state = IconLine(
            theme, "spinner-gap", size=13, colour="text.primary", icon_size=16, object_name="first_pull"
        )
        self._state.setContentsMargins(14, 10, 14, 10)
        card = Card(theme, object_name="first_pull_card")
        card.add_row(self._state)
        self.another = Button(theme, self.tr("Connect another account"), icon="plus", object_name="connect_another")
        self.another.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.another)
        row.addStretch(1)
        self.body.addWidget(card)
        self.body.addLayout(row)

    def show_account(self, account: Account, kept_at: datetime, *, renewed: bool) -> None:
        """Show an account that was kept at a moment (UTC), and how its connection does since."""
        done = self.tr("{handle} is connected")
        if renewed:
            is_feeds = account.network is Network.LISTENING
            done = self.tr("What is listened to is changed") if is_feeds else self.tr("{handle} is signed in again")
        lead = self.tr("You can close this window, the messages come in by themselves.")
        self.set_head(done.replace("{handle}", account.handle), lead, account.network)
        icon, colour, text = self._state_of(account, kept_at)
        self._state.say(text, icon=icon, icon_colour=colour)
        self.changed.emit()

    @property
    def rail_note(self) -> str:
        """What happens now."""
        return self.tr("First messages")

    @property
    def continue_words(self) -> str:
        """Close."""
        return self.tr("Done")

    def _state_of(self, account: Account, kept_at: datetime) -> tuple[str, str, str]:
        """Return icon, its colour and words; what was known before the account was kept says nothing of it."""
        health = account.health
        is_news = health.since is not None and health.since >= kept_at
        state = health.state if is_news else HealthState.CONNECTING
        if state is HealthState.CONNECTED:
            return "check-circle-fill", "green.fill", self.tr("The first messages are in your inbox.")
        if state in (HealthState.CONNECTING, HealthState.SYNCING):
            return "spinner-gap", "accent.mark", self.tr("The first messages are on their way…")
        return "warning-circle-fill", "amber.fill", health_sentence(account)
