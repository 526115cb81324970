"""What a person chooses about this desk: themselves, how the window looks, sending, opening hours, accounts."""

from ui.settings.dialog import SettingsDialog
from ui.settings.preferences import Appearance, appearance_of, undo_seconds_of

__all__ = ["Appearance", "SettingsDialog", "appearance_of", "undo_seconds_of"]
