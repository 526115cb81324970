"""A row's geometry: the specification's rectangles, elision and the chips that fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QRect

from desktop.model import CaseRow, Lane, Reason, ReasonCode
from ui.inbox import RowAction, RowState, present_row
from ui.inbox.row_layout import RowLayout, lay_out_row
from ui.theme import Theme
from ui.widgets import chip_width

MakeRow = Callable[..., CaseRow]
WIDTHS = [299, 308, 339, 359, 480]


@pytest.fixture
def state(make_row: MakeRow, now: datetime) -> Callable[..., RowState]:
    def shown(lane: Lane = Lane.MY_OPEN, **changed: object) -> RowState:
        return present_row(make_row(**changed), now=now, tz=UTC, hours_open=True, lane=lane)

    return shown


def overlapping(rects: list[QRect]) -> list[tuple[QRect, QRect]]:
    return [(one, other) for n, one in enumerate(rects) for other in rects[n + 1 :] if one.intersects(other)]


def foot(layout: RowLayout) -> list[QRect]:
    rects = [chip.rect for chip in layout.chips]
    rects += [layout.clock.rect] if layout.clock else []
    return rects + ([layout.assignee] if layout.assignee else [])


def test_fixed_places_are_those_of_the_specification(light: Theme, state: Callable[..., RowState]) -> None:
    layout = lay_out_row(light, state(), 359, actions=False)
    assert layout.avatar == QRect(20, 10, 36, 36)
    assert layout.badge == QRect(44, 33, 16, 16)
    assert layout.dot == QRect(7, 24, 8, 8)
    assert layout.assignee == QRect(359 - 12 - 22, 52, 22, 18)
    assert layout.clock is not None
    assert layout.clock.rect.right() + 1 == 359 - 12 - 26
    time_width = light.metrics(12).horizontalAdvance("10:01")
    assert layout.status == QRect(347 - time_width - 20, 12, 14, 14)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_in_the_foot_overlaps_at_any_width(light: Theme, state: Callable[..., RowState], width: int) -> None:
    every = tuple(Reason(code, "120000") for code in ReasonCode)
    for lane in (Lane.MY_OPEN, Lane.ALL):
        for count in range(len(every) + 1):
            layout = lay_out_row(light, state(lane=lane, reasons=every[:count], priority=90), width, actions=False)
            assert overlapping(foot(layout)) == []
            assert all(rect.right() < width - 12 for rect in foot(layout))


def test_the_chips_that_do_not_fit_are_counted_and_named(light: Theme, state: Callable[..., RowState]) -> None:
    reasons = (Reason(ReasonCode.MEDICAL_NEED), Reason(ReasonCode.URGENT_WORDING), Reason(ReasonCode.NO_MENTION))
    layout = lay_out_row(light, state(reasons=reasons), 359, actions=False)
    assert [chip.look.text for chip in layout.chips] == ["Medical need", "+2"]
    assert layout.chips[-1].whole == "Urgent wording, No @mention"


def test_one_chip_that_does_not_fit_is_cut_but_not_below_64_pixels(
    light: Theme, state: Callable[..., RowState]
) -> None:
    asked = state(reasons=(Reason(ReasonCode.ASKED_BEFORE),))
    whole = lay_out_row(light, asked, 480, actions=False).chips[0]
    cut = lay_out_row(light, asked, 299, actions=False).chips[0]
    assert whole.rect.width() == chip_width(light, whole.look)
    assert 64 <= cut.rect.width() < whole.rect.width()
    assert cut.look.text.endswith("…")
    assert cut.whole == "Asked before, unanswered"


def test_the_assignee_is_left_out_of_a_narrow_my_open_only(light: Theme, state: Callable[..., RowState]) -> None:
    assert lay_out_row(light, state(Lane.MY_OPEN), 307, actions=False).assignee is None
    assert lay_out_row(light, state(Lane.ALL), 307, actions=False).assignee is not None


def test_the_handle_follows_the_name_only_if_all_of_it_fits(light: Theme, state: Callable[..., RowState]) -> None:
    short = lay_out_row(light, state(handle="@ada"), 359, actions=False)
    long = lay_out_row(light, state(handle="@ada.ferrero.torino@social.example"), 359, actions=False)
    assert "@ada" in [words.text for words in short.words]
    assert not any(words.text.startswith("@") for words in long.words)


def test_long_names_and_snippets_end_in_an_ellipsis(light: Theme, state: Callable[..., RowState]) -> None:
    layout = lay_out_row(light, state(name="W" * 60, snippet="w" * 300), 359, actions=False)
    assert [words.text.endswith("…") for words in layout.words[:2]] == [True, True]


def test_actions_take_the_times_place_in_targets_of_24_pixels(light: Theme, state: Callable[..., RowState]) -> None:
    layout = lay_out_row(light, state(), 359, actions=True)
    assert [action for action, _ in layout.actions] == [RowAction.SNOOZE, RowAction.ASSIGN, RowAction.SOLVE]
    assert all((target.width(), target.height()) == (24, 24) for _, target in layout.actions)
    assert layout.status is None
    assert "10:01" not in [words.text for words in layout.words]


def test_at_150_percent_everything_keeps_its_proportion(large: Theme, state: Callable[..., RowState]) -> None:
    layout = lay_out_row(large, state(), 480, actions=False)
    assert layout.avatar == QRect(30, 15, 54, 54)
    assert overlapping(foot(layout)) == []
