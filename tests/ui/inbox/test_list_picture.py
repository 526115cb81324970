"""The case list as it is painted: sizes, places and colours of the specification, and pictures to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.model import CaseRow, Lane
from ui.inbox import CaseListModel, CaseListPane, ListContext, Section
from ui.theme import Theme

WIDTH, HEIGHT = 359, 852


@pytest.fixture
def pane(
    qtbot: QtBot, theme: Theme, morning: Sequence[CaseRow], morning_sections: Sequence[Section], now: datetime
) -> CaseListPane:
    return make_pane(qtbot, theme, morning, morning_sections, now)


def make_pane(
    qtbot: QtBot, theme: Theme, rows: Sequence[CaseRow], sections: Sequence[Section], now: datetime
) -> CaseListPane:
    known = {row.id: row for row in rows}
    model = CaseListModel(lambda ids: [known[case_id] for case_id in ids], lambda: now)
    model.set_context(ListContext(Lane.MY_OPEN, "LV"))
    pane = CaseListPane(theme, model)
    model.setParent(pane)
    model.set_ids([row.id for row in rows], sections)
    pane.set_title("My open", len(rows))
    pane.resize(WIDTH, HEIGHT)
    qtbot.addWidget(pane)
    pane.show()
    return pane


def list_picture(pane: CaseListPane) -> QImage:
    return pane.list_view.viewport().grab().toImage()


def test_a_picture_of_the_list_is_made_to_look_at(pane: CaseListPane, theme: Theme, tmp_path: Path) -> None:
    pane.select_case(4)
    place = tmp_path / f"list-{'dark' if theme.is_dark else 'light'}.png"
    assert pane.grab().save(str(place))
    picture = QImage(str(place))
    assert (picture.width(), picture.height()) == (WIDTH, HEIGHT)


def test_rows_are_80_and_titles_26_pixels_high(pane: CaseListPane) -> None:
    tops = [pane.list_view.top_of(row) for row in range(5)]
    assert tops == [0, 26, 106, 186, 212]


def test_the_header_is_48_pixels_with_a_hairline_at_its_foot(pane: CaseListPane, theme: Theme) -> None:
    picture = pane.grab().toImage()
    assert picture.pixelColor(180, 47) == theme.colour("line.hair")
    assert picture.pixelColor(180, 46) == theme.colour("bg.surface")


def test_titles_are_sunken_and_end_in_a_hairline(pane: CaseListPane, theme: Theme) -> None:
    picture = list_picture(pane)
    assert picture.pixelColor(200, 10) == theme.colour("bg.sunken")
    assert picture.pixelColor(200, 25) == theme.colour("line.hair")


def test_a_row_ends_in_a_hairline_at_its_79th_pixel(pane: CaseListPane, theme: Theme) -> None:
    picture = list_picture(pane)
    assert picture.pixelColor(200, 26 + 79) == theme.colour("line.hair")
    assert picture.pixelColor(200, 26 + 78) == theme.colour("bg.surface")


def test_the_unread_dot_sits_at_7_24(pane: CaseListPane, theme: Theme) -> None:
    picture = list_picture(pane)
    assert picture.pixelColor(11, 26 + 28) == theme.colour("accent.mark")
    assert picture.pixelColor(4, 26 + 28) == theme.colour("bg.surface")
    read_row = pane.list_view.top_of(5)
    assert picture.pixelColor(11, read_row + 28) == theme.colour("bg.surface")


def test_the_selected_row_has_a_bar_three_pixels_wide_and_a_tint(pane: CaseListPane, theme: Theme) -> None:
    pane.activateWindow()
    pane.focus_list()
    pane.select_case(4)
    top = pane.list_view.top_of(pane.list_view.currentIndex().row())
    picture = list_picture(pane)
    assert {picture.pixelColor(x, top + 40).name() for x in range(3)} == {theme.colour("accent.mark").name()}
    assert picture.pixelColor(3, top + 40) == theme.colour("accent.tint")


def test_the_selected_row_of_a_list_without_focus_is_grey_and_keeps_its_bar(pane: CaseListPane, theme: Theme) -> None:
    pane.select_case(4)
    pane.list_view.clearFocus()
    top = pane.list_view.top_of(pane.list_view.currentIndex().row())
    picture = list_picture(pane)
    assert picture.pixelColor(1, top + 40) == theme.colour("accent.mark")
    assert picture.pixelColor(3, top + 40) == theme.colour("bg.press")


def test_the_avatar_and_the_badge_stand_where_the_specification_says(pane: CaseListPane, theme: Theme) -> None:
    picture = list_picture(pane)
    top = 26
    background, _ = theme.avatar_colours("customer-1")
    assert picture.pixelColor(38, top + 13) == background
    assert picture.pixelColor(38, top + 8) == theme.colour("bg.surface")
    assert picture.pixelColor(52, top + 34).blue() > 150  # the disc of the first row's network
    assert picture.pixelColor(43, top + 41) == theme.colour("bg.surface")  # its ring


def test_a_breached_clock_is_a_red_chip_that_ends_26_before_the_margin(pane: CaseListPane, theme: Theme) -> None:
    picture = list_picture(pane)
    right = WIDTH - 12 - 26
    assert picture.pixelColor(right - 3, 26 + 61) == theme.colour("red.tint")
    assert picture.pixelColor(right + 1, 26 + 61) == theme.colour("bg.surface")


def test_a_grey_chip_turns_to_the_surfaces_colour_on_the_selected_row(
    qtbot: QtBot, theme: Theme, morning: Sequence[CaseRow], now: datetime
) -> None:
    pane = make_pane(qtbot, theme, morning[:1], (), now)
    chip = QRect(85, 52, 90, 18)
    before = list_picture(pane).pixelColor(chip.left() + 2, chip.center().y())
    pane.select_case(1)
    after = list_picture(pane).pixelColor(chip.left() + 2, chip.center().y())
    assert (before, after) == (theme.colour("bg.sunken"), theme.colour("bg.surface"))


def test_hovering_a_row_offers_its_three_actions(qtbot: QtBot, pane: CaseListPane) -> None:
    view = pane.list_view
    with qtbot.waitSignal(pane.snooze_requested) as snoozed:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(WIDTH - 12 - 56, 26 + 19))
    with qtbot.waitSignal(pane.solve_requested) as solved:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(WIDTH - 12 - 8, 26 + 19))
    assert snoozed.args == solved.args == [(1,)]
    assert pane.selected_ids() == ()


def test_at_150_percent_nothing_is_clipped(
    qtbot: QtBot,
    large: Theme,
    morning: Sequence[CaseRow],
    morning_sections: Sequence[Section],
    now: datetime,
    tmp_path: Path,
) -> None:
    pane = make_pane(qtbot, large, morning, morning_sections, now)
    assert pane.list_view.top_of(1) == 39
    assert pane.list_view.top_of(2) == 159
    assert large.metrics(13, 600).height() <= large.px(18)
    assert pane.grab().save(str(tmp_path / "list-150.png"))
