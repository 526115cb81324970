"""The period's button: whole where there is room, short with its tooltip where there is little, spoken whole always."""

from __future__ import annotations

from datetime import UTC, date

from pytestqt.qtbot import QtBot

from desktop.reports.period import Period
from ui.reports.period_menu import PeriodButton
from ui.theme import Theme


def test_little_room_shortens_what_is_shown_and_not_what_is_said(qtbot: QtBot, light: Theme) -> None:
    button = PeriodButton(light)
    qtbot.addWidget(button)
    button.set_brief(True)
    button.set_period(Period(date(2026, 3, 1), date(2026, 3, 12), UTC))
    assert (button.text(), button.toolTip()) == ("1–12 Mar", "1 to 12 March 2026")
    button.set_brief(False)
    assert (button.text(), button.toolTip()) == ("1 to 12 March 2026", "")
    assert button.accessibleName() == "Period: 1 to 12 March 2026"
