"""The frame around the panes: top bar, banner, navigation, splitter, toast and the application's style."""

from ui.shell.style import apply_style, palette_of, style_sheet

__all__ = ["apply_style", "palette_of", "style_sheet"]
