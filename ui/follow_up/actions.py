"""The reminders' actions, as the palette lists them and the table of keys runs them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.follow_up.controller import FollowUpController
from ui.shell.doors import Doors
from ui.shell.palette_actions import ActionRegistry, plain_action
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_install import table_action


def fill_follow_up(registry: ActionRegistry, table: ShortcutTable, follow_up: FollowUpController, doors: Doors) -> None:
    """Offer a reminder in the conversation in front, and the page of what is asked afterwards."""
    registry.add(
        table_action(table, "follow_up", follow_up.ask, lambda: follow_up.has_case, lambda: follow_up.name),
        plain_action(
            "follow_up_settings",
            QCoreApplication.translate("Actions", "Ask how it went…"),
            lambda: doors.open_settings("follow_up"),
            icon="smiley",
        ),
    )
