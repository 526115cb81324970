"""What a person chooses about this desk: themselves, how the window looks, sending, opening hours, accounts.

The dialog is loaded when it is first asked for; what was chosen is read without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.settings.preferences import Appearance, appearance_of, undo_seconds_of

if TYPE_CHECKING:
    from ui.settings.dialog import SettingsDialog

__all__ = ["Appearance", "SettingsDialog", "appearance_of", "undo_seconds_of"]


def __getattr__(name: str) -> Any:
    """Load the dialog when it is asked for."""
    if name == "SettingsDialog":
        from ui.settings.dialog import SettingsDialog

        return SettingsDialog
    raise AttributeError(name)
