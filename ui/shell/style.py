"""The window's one style sheet and palette, built from the theme's tokens. No other file writes QSS."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme import Theme, load_icon_fonts

_THUMB_ALPHA = 153
"""How much of a scroll bar's thumb covers the content under it, of 255."""

_SHEET = Template("""
QToolTip { background: $bg_tooltip; color: $text_on_tooltip; border: 1px solid $bg_tooltip; padding: 3px 6px; }

QPushButton[kind] { border-radius: 6px; padding: 0 ${pad}px; border: 1px solid transparent; }
QPushButton[kind="plain"] { background: $bg_raised; color: $text_primary; border-color: $line_strong; }
QPushButton[kind="plain"]:hover { background: $bg_hover; }
QPushButton[kind="plain"]:pressed, QPushButton[kind="plain"]:checked { background: $bg_press; }
QPushButton[kind="primary"] { background: $accent_fill; color: $text_on_accent; border-color: $accent_fill; }
QPushButton[kind="primary"]:hover { background: $accent_fill_hover; border-color: $accent_fill_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_fill_press; border-color: $accent_fill_press; }
QPushButton[kind="quiet"] { background: transparent; color: $text_secondary; }
QPushButton[kind="quiet"]:hover { background: $bg_hover; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked { background: $bg_press; }
QPushButton[kind="link"] { background: transparent; color: $accent_text; padding: 0 4px; }
QPushButton[kind="link"]:hover { background: $bg_hover; }
QPushButton[kind="link"]:pressed { background: $bg_press; }
QPushButton[kind]:disabled { background: $bg_sunken; color: $text_disabled; border-color: $line_hair; }
QPushButton[kind="quiet"]:disabled, QPushButton[kind="link"]:disabled {
    background: transparent; border-color: transparent;
}
QPushButton[caret="true"] { text-align: left; padding-right: ${caret}px; }
QPushButton[kind]::menu-indicator { width: 0; image: none; }

QToolButton[kind="icon"] { border: 0; border-radius: 6px; background: transparent; padding: 0; }
QToolButton[kind="icon"]:hover { background: $bg_hover; }
QToolButton[kind="icon"]:pressed, QToolButton[kind="icon"]:checked, QToolButton[kind="icon"]:open {
    background: $bg_press;
}
QToolButton[kind="icon"]::menu-indicator { width: 0; image: none; }
QWidget[ground="window"] QToolButton[kind="icon"]:hover,
QWidget[ground="window"] QPushButton[kind="quiet"]:hover { background: $bg_press; }

QPushButton[kind="link"][ground="tooltip"] { background: transparent; color: $toast_link; }
QPushButton[kind="link"][ground="tooltip"]:hover { text-decoration: underline; }
QToolButton[kind="icon"][ground="tooltip"]:hover { background: transparent; }

QWidget[ground="window"] { background: $bg_window; }
QWidget[ground="surface"] { background: $bg_surface; }
QWidget[ground="sunken"] { background: $bg_sunken; }
QWidget[ground="raised"] { background: $bg_raised; }

QLineEdit[kind="field"] {
    background: $bg_surface; color: $text_primary; border: 1px solid $line_control; border-radius: 6px;
    padding: 0 8px; selection-background-color: $accent_fill; selection-color: $text_on_accent;
    placeholder-text-color: $text_tertiary; min-height: ${field}px; max-height: ${field}px;
}
QLineEdit[kind="field"]:focus { border: 2px solid $focus; padding: 0 7px; min-height: ${field_focus}px; }
QPlainTextEdit[kind="field"] {
    background: $bg_surface; color: $text_primary; border: 1px solid $line_control; border-radius: 6px;
    selection-background-color: $accent_fill; selection-color: $text_on_accent;
}
QPlainTextEdit[kind="field"]:focus { border: 2px solid $focus; }
QLineEdit[kind="field"]:disabled { background: $bg_sunken; color: $text_disabled; border-color: $line_hair; }

QComboBox[kind="field"], QDateTimeEdit[kind="field"] {
    background: $bg_surface; color: $text_primary; border: 1px solid $line_control; border-radius: 6px;
    padding: 0 0 0 8px; min-height: ${field}px; max-height: ${field}px;
    selection-background-color: $accent_fill; selection-color: $text_on_accent;
}
QComboBox[kind="field"]:focus, QDateTimeEdit[kind="field"]:focus {
    border: 2px solid $focus; padding-left: 7px; min-height: ${field_focus}px;
}
QComboBox[kind="field"]:disabled, QDateTimeEdit[kind="field"]:disabled {
    background: $bg_sunken; color: $text_disabled; border-color: $line_hair;
}
QComboBox[kind="field"]::drop-down, QDateTimeEdit[kind="field"]::drop-down { border: 0; width: ${caret}px; }
QComboBox[kind="field"]::down-arrow, QDateTimeEdit[kind="field"]::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $bg_raised; color: $text_primary; border: 1px solid $line_strong; outline: 0; padding: 4px;
    selection-background-color: $accent_tint_strong; selection-color: $text_primary;
}

QSpinBox[kind="field"], QDoubleSpinBox[kind="field"] { min-height: ${field}px; }

QDialogButtonBox { button-layout: 3; }
QDialogButtonBox QPushButton {
    background: $bg_raised; color: $text_primary; border: 1px solid $line_strong; border-radius: 6px;
    padding: 0 12px; min-height: ${field}px;
}
QDialogButtonBox QPushButton:hover { background: $bg_hover; }
QDialogButtonBox QPushButton:pressed { background: $bg_press; }
QDialogButtonBox QPushButton:focus { border: 2px solid $focus; padding: 0 11px; min-height: ${field_focus}px; }
QDialogButtonBox QPushButton:default {
    background: $accent_fill; color: $text_on_accent; border-color: $accent_fill;
}
QDialogButtonBox QPushButton:default:hover { background: $accent_fill_hover; border-color: $accent_fill_hover; }
QDialogButtonBox QPushButton:default:pressed { background: $accent_fill_press; border-color: $accent_fill_press; }
QDialogButtonBox QPushButton:default:focus { border-color: $text_primary; }
QDialogButtonBox QPushButton:disabled, QDialogButtonBox QPushButton:default:disabled {
    background: $bg_sunken; color: $text_disabled; border-color: $line_hair;
}

QLineEdit[kind="search"] {
    background: $bg_surface; color: $text_primary; border: 1px solid $line_control; border-radius: 6px; padding: 1px;
    selection-background-color: $accent_fill; selection-color: $text_on_accent;
    placeholder-text-color: $text_tertiary;
}
QLineEdit[kind="search"]:focus { border: 2px solid $focus; padding: 0; }

QMenu { background: $bg_raised; color: $text_primary; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; min-height: ${menu_row}px; }
QMenu::item:selected { background: $accent_tint_strong; color: $text_primary; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line_hair; margin: 4px 0; }

QScrollArea, QAbstractScrollArea[flat="true"] { border: 0; background: transparent; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $line_control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $line_hair; }
""")


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of the whole window for the theme's scheme and text scale."""
    thumb = theme.colour("line.strong")
    sizes = {
        "pad": theme.px(9),
        "caret": theme.px(26),
        "field": theme.px(30) - 2,
        "field_focus": theme.px(30) - 4,
        "menu_row": theme.px(18),
    }
    names = _Names(theme)
    names["thumb"] = f"rgba({thumb.red()}, {thumb.green()}, {thumb.blue()}, {_THUMB_ALPHA})"
    names.update({name: str(size) for name, size in sizes.items()})
    return _SHEET.substitute(names)


class _Names(dict[str, str]):
    """Looks a template's `bg_surface` up as the token `bg.surface`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def __missing__(self, name: str) -> str:
        return self._theme.hex(name.replace("_", "."))


_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "bg.window",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.Base: "bg.surface",
    QPalette.ColorRole.AlternateBase: "bg.sunken",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.PlaceholderText: "text.tertiary",
    QPalette.ColorRole.Button: "bg.raised",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.BrightText: "text.on.accent",
    QPalette.ColorRole.Highlight: "accent.fill",
    QPalette.ColorRole.HighlightedText: "text.on.accent",
    QPalette.ColorRole.Link: "accent.text",
    QPalette.ColorRole.LinkVisited: "violet.text",
    QPalette.ColorRole.ToolTipBase: "bg.tooltip",
    QPalette.ColorRole.ToolTipText: "text.on.tooltip",
    QPalette.ColorRole.Light: "bg.raised",
    QPalette.ColorRole.Midlight: "bg.hover",
    QPalette.ColorRole.Mid: "line.strong",
    QPalette.ColorRole.Dark: "line.control",
    QPalette.ColorRole.Shadow: "line.strong",
    QPalette.ColorRole.Accent: "accent.fill",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.PlaceholderText,
)


def palette_of(theme: Theme) -> QPalette:
    """Return the palette for what no style sheet rule reaches: editors' selections, native dialogs' texts."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(theme.hex(token)))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("text.disabled"))
    return palette


def apply_style(app: QApplication, theme: Theme) -> None:
    """Dress the whole application in the theme. Call again whenever `theme.changed` tells of a change."""
    dress(app, theme)
    lay_sheet(app, theme)


def dress(app: QApplication, theme: Theme) -> None:
    """Give the application its style, palette and font: what widgets ask for while they are made."""
    load_icon_fonts()
    app.setStyle("Fusion")
    app.setPalette(palette_of(theme))
    app.setFont(theme.font(13))


def lay_sheet(app: QApplication, theme: Theme) -> None:
    """Lay the style sheet over the application.

    A start does it when the window is put together: under a sheet, whatever is put into a layout is polished again
    with all it holds, which is half of the time that making the window takes.
    """
    app.setStyleSheet(style_sheet(theme))
