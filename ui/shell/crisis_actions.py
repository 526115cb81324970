"""The actions of playbooks and of a crisis, as the palette lists them and the table of keys runs them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.crisis.controller import CrisisController
from ui.playbooks.controller import PlaybookController
from ui.shell.palette_actions import ActionRegistry, plain_action
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_install import table_action


def fill_playbook(registry: ActionRegistry, table: ShortcutTable, playbook: PlaybookController) -> None:
    """Offer the playbook of the conversation in front."""
    registry.add(table_action(table, "playbook", playbook.open, lambda: playbook.is_shown, lambda: playbook.name))


def fill_crisis(registry: ActionRegistry, crisis: CrisisController) -> None:
    """Offer what is done about a crisis: the panel always, the switch as it stands."""
    registry.add(
        plain_action("crisis", _words("Show the crisis panel"), crisis.show_panel, icon="trend-up"),
        plain_action(
            "crisis_on",
            _words("Switch on crisis mode"),
            crisis.switch_on,
            icon="pause-circle",
            is_enabled=lambda: crisis.mode is None,
        ),
        plain_action(
            "crisis_off",
            _words("Switch off crisis mode…"),
            crisis.ask_off,
            icon="play-circle",
            is_enabled=lambda: crisis.mode is not None,
        ),
    )


def _words(source: str) -> str:
    return QCoreApplication.translate("Actions", source)
