"""High contrast: the system's palette takes over every token, and nothing relies on a tint."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.shell import style_sheet
from ui.theme import Scheme, Theme, load_tokens
from ui.theme.high_contrast import system_tokens
from ui.theme.tokens import contrast

TOKENS = load_tokens(Path(__file__).parents[3] / "resources" / "styles" / "tokens.json")


def black_on_white() -> QPalette:
    return QPalette(QColor("white"), QColor("black"))


def test_text_and_lines_take_the_systems_text_colour_and_grounds_its_base() -> None:
    palette = black_on_white()
    palette.setColor(QPalette.ColorRole.Base, QColor("#101010"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#FFFF00"))
    tokens = system_tokens(palette, TOKENS["light"]).colours
    assert {tokens[name] for name in ("text.primary", "red.text", "line.hair", "line.strong", "amber.line")} == {
        "#ffff00"
    }
    assert {tokens[name] for name in ("bg.surface", "red.tint", "accent.tint.strong", "note.bg", "av1.bg")} == {
        "#101010"
    }


@pytest.mark.parametrize("name", ["text.secondary", "red.text", "green.text", "note.text", "av3.fg"])
def test_words_stand_out_from_the_base_as_the_system_wants(name: str, qapp: QApplication) -> None:
    theme = Theme(TOKENS, Scheme.LIGHT, high_contrast=True)
    assert contrast(theme.hex(name), theme.hex("bg.surface")) >= 7


def test_the_usual_colours_are_untouched_without_it(qapp: QApplication) -> None:
    theme = Theme(TOKENS, Scheme.LIGHT, high_contrast=False)
    assert theme.hex("red.tint") == TOKENS["light"].colours["red.tint"]


def test_the_style_sheet_is_written_in_the_systems_colours(qapp: QApplication) -> None:
    theme = Theme(TOKENS, Scheme.LIGHT, high_contrast=True)
    assert TOKENS["light"].colours["accent.tint"] not in style_sheet(theme)


def test_the_system_may_ask_for_high_contrast_while_the_window_is_open(qapp: QApplication) -> None:
    theme = Theme(TOKENS, Scheme.LIGHT)
    assert not theme.high_contrast
    theme._on_system_contrast_changed(Qt.ContrastPreference.HighContrast)
    assert theme.high_contrast
    assert theme.hex("red.tint") != TOKENS["light"].colours["red.tint"]
