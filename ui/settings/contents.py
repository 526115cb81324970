"""The settings' table of contents: which pages there are, in what order, under which title, and who makes each.

The dialog shows the whole table at once and makes a page when it is first looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QObject

from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.theme import Theme

MakePage = Callable[[Session, Theme], SettingsPage]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One line of the table: the group that Save tells, an icon's Phosphor name, the page's title, module and class."""

    group: str
    icon: str
    title: str
    home: str

    def make(self, session: Session, theme: Theme) -> SettingsPage:
        """Load and make the page. Window thread only; raises StoreError where the page can not read."""
        module, name = self.home.split(":")
        made: MakePage = getattr(import_module(module), name)
        return made(session, theme)


class Contents(QObject):
    """Says the titles in the language of the window."""

    def chapters(self) -> tuple[Chapter, ...]:
        """Return the table in the order of the list at the left."""
        return (*self._desk(), *self._rules(), *self._texts(), *self._outside())

    def _desk(self) -> tuple[Chapter, ...]:
        return (
            Chapter("agent", "user", self.tr("You"), "ui.settings.agent_page:AgentPage"),
            Chapter("appearance", "moon", self.tr("Appearance and keys"), "ui.settings.appearance_page:AppearancePage"),
            Chapter("sending", "paper-plane-tilt", self.tr("Sending"), "ui.settings.sending_page:SendingPage"),
            Chapter("notices", "bell", self.tr("Notifications"), "ui.settings.notices_page:NoticesPage"),
            Chapter("hours", "clock", self.tr("Opening hours"), "ui.settings.hours_page:HoursPage"),
            Chapter("team", "users-three", self.tr("Team"), "ui.settings.team_page:TeamPage"),
        )

    def _rules(self) -> tuple[Chapter, ...]:
        return (
            Chapter("targets", "timer", self.tr("Response times"), "ui.settings.targets_page:TargetsPage"),
            Chapter("profile", "megaphone-simple", self.tr("Tell your hours"), "ui.settings.profile_page:ProfilePage"),
            Chapter("priority", "gauge", self.tr("Priority"), "ui.settings.priority_page:PriorityPage"),
            Chapter("privacy", "shield-check", self.tr("Privacy"), "ui.settings.privacy_page:PrivacyPage"),
            Chapter("retention", "eraser", self.tr("How long to keep"), "ui.settings.retention_page:RetentionPage"),
        )

    def _texts(self) -> tuple[Chapter, ...]:
        fields = "ui.settings.own_fields_page:OwnFieldsPage"
        asking = "ui.settings.follow_up_page:FollowUpPage"
        return (
            Chapter("details", "identification-card", self.tr("Customer details"), fields),
            Chapter("canned", "lightning", self.tr("Canned replies"), "ui.settings.canned_page:CannedPage"),
            Chapter("follow_up", "smiley", self.tr("Asking afterwards"), asking),
            Chapter("playbooks", "list-numbers", self.tr("Playbooks"), "ui.settings.playbooks_page:PlaybooksPage"),
        )

    def _outside(self) -> tuple[Chapter, ...]:
        return (
            Chapter("faces", "user-focus", self.tr("Known accounts"), "ui.settings.faces_page:FacesPage"),
            Chapter("accounts", "broadcast", self.tr("Accounts"), "ui.settings.accounts_page:AccountsPage"),
            Chapter("tickets", "ticket", self.tr("Ticket systems"), "ui.tickets.systems_page:SystemsPage"),
        )
