"""Colour, type and icon tokens of the window, light and dark. Nothing else in `ui` names a colour or a size."""

from ui.theme.icons import IconPainter, load_icon_fonts
from ui.theme.theme import Scheme, Theme
from ui.theme.tokens import Tokens, load_tokens

__all__ = ["IconPainter", "Scheme", "Theme", "Tokens", "load_icon_fonts", "load_tokens"]
