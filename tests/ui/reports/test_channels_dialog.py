"""The four questions about channels: the survey's base is said, and a narrow dialog puts the form above the ranking."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Network
from desktop.reports.channels import Form, Own
from ui.reports.channels_dialog import ChannelsDialog
from ui.theme import Theme

OWN = Own({Network.X: 3, Network.FACEBOOK: 9}, (100, 400), {Network.TELEGRAM: 6}, 11)


@pytest.fixture
def room(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(room: QWidget, light: Theme) -> ChannelsDialog:
    shown = ChannelsDialog(light, Form(), OWN, room)
    shown.show()
    return shown


def test_who_answered_the_survey_is_said_and_counted(dialog: ChannelsDialog) -> None:
    assert any("11 customers answered" in one.text() for one in dialog.findChildren(QLabel))
    row = next(one for one in dialog.ranking.shown_rows if one.network == "telegram")
    assert row.cells[1] == "50 (0 %, 55 %)"


def test_a_narrow_dialog_puts_the_ranking_below_the_form(dialog: ChannelsDialog, qtbot: QtBot) -> None:
    def left() -> int:
        return dialog.ranking.mapTo(dialog, QPoint()).x()

    dialog.resize(1000, 620)
    qtbot.waitUntil(lambda: left() > 300)
    dialog.resize(760, 620)
    qtbot.waitUntil(lambda: left() < 60)
    assert dialog.ranking.columnWidth(0) > 90
