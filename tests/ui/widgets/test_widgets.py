"""The shared widgets: their sizes, names, focus ring and colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Network
from ui.theme import Theme
from ui.widgets import (
    Button,
    ButtonKind,
    Chip,
    ChipLook,
    ClampedLabel,
    ElidedLabel,
    FocusRing,
    IconButton,
    Label,
    Separator,
    chip_width,
    paint_avatar,
    paint_channel_badge,
)


def canvas(width: int, height: int, colour: QColor) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(colour)
    return image


def test_buttons_are_28_pixels_high_and_named_by_their_words(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "Solve", object_name="solve", shortcut="E")
    qtbot.addWidget(button)
    button.show()
    assert button.height() == 28
    assert button.accessibleName() == "Solve"
    assert button.toolTip() == "Solve (E)"
    button.setText("Reopen")
    assert button.accessibleName() == "Reopen"


@pytest.mark.parametrize(
    ("kind", "token"), [(ButtonKind.PRIMARY, "accent.fill"), (ButtonKind.PLAIN, "bg.raised")], ids=str
)
def test_a_button_is_filled_by_its_kind(qtbot: QtBot, theme: Theme, kind: ButtonKind, token: str) -> None:
    button = Button(theme, "Send", kind=kind)
    qtbot.addWidget(button)
    button.resize(80, 28)
    button.show()
    assert button.grab().toImage().pixelColor(5, 14) == theme.colour(token)


def test_an_icon_buttons_name_is_its_tooltip_and_the_tooltip_adds_the_shortcut(qtbot: QtBot, light: Theme) -> None:
    button = IconButton(light, "bell", "Notifications", shortcut="Ctrl+B")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Notifications"
    assert button.toolTip().startswith("Notifications (")
    assert (button.width(), button.height()) == (28, 28)


def test_a_focused_button_has_a_ring_two_pixels_thick_outside_its_edge(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setProperty("ground", "window")
    row = QHBoxLayout(window)
    row.setContentsMargins(10, 10, 10, 10)
    first, second = Button(theme, "One"), Button(theme, "Two")
    row.addWidget(first)
    row.addWidget(second)
    window.show()
    window.activateWindow()
    second.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(second.hasFocus)
    edge = second.geometry()
    picture = window.grab().toImage()
    for reach in (3, 4):
        assert picture.pixelColor(edge.center().x(), edge.top() - reach) == theme.colour("focus")
    assert picture.pixelColor(edge.center().x(), edge.top() - 1) == theme.colour("bg.window")
    rings = [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]
    assert len(rings) == 1


def test_the_ring_leaves_with_the_focus(qtbot: QtBot, light: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    first, second = Button(light, "One"), Button(light, "Two")
    row.addWidget(first)
    row.addWidget(second)
    window.show()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    (ring,) = [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]
    assert ring.geometry().center() == second.geometry().center()


def test_buttons_grow_with_the_text_scale(qtbot: QtBot, large: Theme) -> None:
    button = Button(large, "Solve")
    qtbot.addWidget(button)
    button.show()
    assert button.height() == 42
    assert button.fontMetrics().height() <= button.height()


def test_an_avatars_colours_follow_its_key(theme: Theme) -> None:
    image = canvas(36, 36, theme.colour("bg.surface"))
    painter = QPainter(image)
    paint_avatar(painter, QRect(0, 0, 36, 36), theme, "customer-1", "AB")
    painter.end()
    assert image.pixelColor(18, 4) == theme.avatar_colours("customer-1")[0]
    assert image.pixelColor(0, 0) == theme.colour("bg.surface")


@pytest.mark.parametrize("network", list(Network), ids=str)
def test_every_network_has_a_badge_with_a_ring_in_the_rows_colour(theme: Theme, network: Network) -> None:
    image = canvas(24, 24, QColor("#FF00FF"))
    painter = QPainter(image)
    paint_channel_badge(painter, QRect(4, 4, 16, 16), theme, network, theme.colour("bg.surface"))
    painter.end()
    assert image.pixelColor(12, 3) == theme.colour("bg.surface")
    assert image.pixelColor(12, 5) == theme.channel_colour(network)
    glyph = theme.channel_glyph_colour(network)
    inside = [image.pixelColor(x, y).lightness() for x in range(7, 17) for y in range(7, 17)]
    assert min(abs(lightness - glyph.lightness()) for lightness in inside) < 90


def test_a_chip_is_as_wide_as_its_words(qtbot: QtBot, light: Theme) -> None:
    look = ChipLook("Medical need", icon="first-aid", icon_colour="red.text")
    chip = Chip(light, look)
    qtbot.addWidget(chip)
    words = light.metrics(11).horizontalAdvance("Medical need")
    assert chip.sizeHint().width() == chip_width(light, look) == 4 + 12 + 4 + words + 5
    assert chip.sizeHint().height() == 18
    assert chip.accessibleName() == "Medical need"


def test_an_elided_label_tells_the_whole_text_in_its_tooltip(qtbot: QtBot, light: Theme) -> None:
    label = ElidedLabel(light, "A rather long account name that can't fit")
    qtbot.addWidget(label)
    label.resize(90, 18)
    label.show()
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text()
    label.resize(600, 18)
    assert label.toolTip() == ""


def test_a_label_takes_its_colour_from_its_token_after_a_change_of_scheme(qtbot: QtBot, light: Theme) -> None:
    from ui.theme import Scheme

    label = Label(light, "42", colour="text.tertiary")
    qtbot.addWidget(label)
    light.set_scheme(Scheme.DARK)
    assert label.palette().color(label.foregroundRole()) == light.colour("text.tertiary")


def test_a_separator_is_one_pixel_of_hairline(qtbot: QtBot, theme: Theme) -> None:
    line = Separator(theme)
    qtbot.addWidget(line)
    line.resize(40, 1)
    line.show()
    assert line.grab().toImage().pixelColor(20, 0) == theme.colour("line.hair")


def test_a_clamped_label_shows_so_many_lines_and_tells_the_rest_by_its_tooltip(qtbot: QtBot, light: Theme) -> None:
    label = ClampedLabel(light, lines=2, size=15, weight=600, object_name="name")
    qtbot.addWidget(label)
    label.setText("Maria Grazia Quagliariello della Torre")
    wide = label.fontMetrics().horizontalAdvance("Maria Grazia Q")
    label.resize(wide, label.heightForWidth(wide))
    label.show()
    lines = label.shown_lines(wide)
    assert lines[0] == "Maria Grazia"
    assert lines[1].endswith("…")
    assert label.height() == 2 * label.fontMetrics().lineSpacing()
    assert label.toolTip() == label.text()
    label.setText("Ada")
    assert label.shown_lines(wide) == ("Ada",)
    assert label.toolTip() == ""
