"""A trial's rows: a long permission's name goes on in the next line, at any size of text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.accounts.trial_steps import StepState, TrialSteps, breakable
from ui.theme import Theme

NOTE = "The sign-in lacks “instagram_manage_comments”. Sign in again and allow it."


@pytest.mark.parametrize("width", [230, 300, 480])
def test_nothing_of_a_row_is_cut_at_the_largest_text(qtbot: QtBot, light: Theme, width: int) -> None:
    light.set_scale(1.5)
    steps = TrialSteps(light)
    qtbot.addWidget(steps)
    steps.set_steps([("read", "Read comments and mentions")])
    steps.set_state("read", StepState.LACKING, NOTE, "Ask again", in_browser=True)
    steps.resize(width, 400)
    steps.show()
    qtbot.waitExposed(steps)
    assert steps.minimumSizeHint().width() <= width
    qtbot.waitUntil(lambda: all(room_of(label) >= longest_of(label) for label in steps.findChildren(QLabel)))
    (button,) = (one for one in steps.findChildren(QWidget, "trial_fix_read"))
    right = button.mapTo(steps, QPoint(button.width(), 0)).x()
    assert right <= width


def room_of(label: QLabel) -> int:
    return label.contentsRect().width()


def longest_of(label: QLabel) -> int:
    """Return the width of a label's longest piece that can't go on in the next line."""
    pieces = label.text().replace(" ", "\u200b").split("\u200b")
    return max(label.fontMetrics().horizontalAdvance(piece) for piece in pieces) if label.isVisible() else 0


def test_a_row_is_read_out_without_the_joints(qtbot: QtBot, light: Theme) -> None:
    steps = TrialSteps(light)
    qtbot.addWidget(steps)
    steps.set_steps([("read", "Read")])
    steps.set_state("read", StepState.FAILED, NOTE)
    (row,) = (one for one in steps.findChildren(QWidget, "trial_step_read"))
    assert row.accessibleDescription() == NOTE
    assert breakable(NOTE).replace("\u200b", "") == NOTE
