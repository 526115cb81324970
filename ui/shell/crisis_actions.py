"""The actions of playbooks and of a crisis, as the palette lists them and the table of keys runs them."""

from __future__ import annotations

from ui.playbooks.controller import PlaybookController
from ui.shell.palette_actions import ActionRegistry
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_install import table_action


def fill_playbook(registry: ActionRegistry, table: ShortcutTable, playbook: PlaybookController) -> None:
    """Offer the playbook of the conversation in front."""
    registry.add(table_action(table, "playbook", playbook.open, lambda: playbook.is_shown, lambda: playbook.name))
