"""The tokens while the system asks for high contrast: its own palette, no tints, every outline drawn."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_ROLES = {
    "accent.fill": _Role.Highlight,
    "accent.text": _Role.Link,
    "accent.mark": _Role.Highlight,
    "focus": _Role.Highlight,
    "text.on.accent": _Role.HighlightedText,
    "bg.window": _Role.Window,
    "bg.tooltip": _Role.ToolTipBase,
    "text.on.tooltip": _Role.ToolTipText,
}


def system_tokens(palette: QPalette, usual: Tokens) -> Tokens:
    """Return every token of `usual` in the system's colours: text and lines in its text colour, grounds in its base."""
    colours = {token: palette.color(_role_of(token)).name() for token in usual.colours}
    disabled = palette.color(QPalette.ColorGroup.Disabled, _Role.WindowText).name()
    return Tokens(colours | {"text.disabled": disabled}, usual.channels)


def _role_of(token: str) -> QPalette.ColorRole:
    if token in _ROLES:
        return _ROLES[token]
    if token.startswith("accent.fill"):
        return _Role.Highlight
    ground = token.startswith(("bg.", "heat.")) or token.endswith((".tint", ".bg", ".strong"))
    is_line = token.startswith("line.")
    return _Role.Base if ground and not is_line else _Role.Text
