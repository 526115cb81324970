"""What the desk learns of itself, walked in the real window with the real engine: reports, advice, self-test, weights.

All walks share one window on two networks with weeks of questions and answers behind them, and may come in any order.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import MessageClass, Network
from desktop.reports.channels import SETTING as CHANNELS_SETTING
from tests.journeys.demowindow import DemoWindow, demo_window
from tests.journeys.hands import (
    SHIFTED,
    by_name,
    choosing,
    click,
    detail_of,
    dialog,
    found,
    has_gone,
    key,
    open_case,
    settings,
    words_of,
)
from tests.journeys.windowed import Windowed
from ui.reports.table import FigureTable

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoWindow]:
    folder = tmp_path_factory.mktemp("demo")
    with demo_window(QtBot(request), qapp, folder, Network.X, Network.FACEBOOK, remembers=True) as opened:
        yield opened


def reports(at: Windowed) -> QWidget:
    """Open the reports with their key, read anew."""
    key(at, Qt.Key.Key_R, SHIFTED)
    at.until(lambda: at.window.is_settled and at.part("report_sheet").isVisible())
    return at.part("reports")


def cells(room: QWidget, name: str) -> list[tuple[str, ...]]:
    """Return what a table of figures says."""
    return [row.cells for row in found(room, FigureTable, name).shown_rows]


def test_the_reports_say_how_much_was_answered_how_soon_on_each_channel_and_day(desk: DemoWindow) -> None:
    page = reports(desk.at)
    hour, day = (found(page, QWidget, name).accessibleName() for name in ("tile_hour", "tile_day"))
    assert hour.startswith("Answered within 1 h, ")
    assert day.startswith("Answered within 24 h, ")
    channels = {row[0]: row[1:] for row in cells(page, "report_channels_table")}
    assert {"X", "Facebook"} <= channels.keys()
    received = sum(int(row[0]) for row in channels.values()) - int(channels.get("Web listening", ("0",))[0])
    days = cells(page, "report_days_table")
    assert sum(int(answered) + int(unanswered) for _, answered, unanswered in days) == received
    assert f"% of {received}" in found(page, QWidget, "tile_rate").accessibleName()


def test_suggestions_have_a_line_of_their_own_and_a_new_one_joins_it(desk: DemoWindow) -> None:
    at = desk.at
    before = classes(at)["Suggestion"]
    desk.lets_say("ugo", Network.FACEBOOK, "Suggerimento: nella app mettete un avviso prima dei lavori. Sarebbe utile.")
    case_id = open_case(at, "nella app mettete un avviso prima dei lavori")
    assert detail_of(at, case_id).row.message_class is MessageClass.SUGGESTION
    assert classes(at)["Suggestion"] == before + 1


def classes(at: Windowed) -> dict[str, int]:
    """Return how many questions of each class the reports count."""
    return {row[0]: int(row[1]) for row in cells(reports(at), "report_classes")}


def test_the_badge_says_how_far_it_is_and_opens_the_cases_that_win_it_back(desk: DemoWindow) -> None:
    at = desk.at
    badge = found(reports(at), QWidget, "badge_panel")
    assert "below the badge. Last 7 days: " in badge.accessibleName()
    assert "mean" in badge.accessibleName()
    click(badge, "badge_open")
    at.until(lambda: not at.part("reports").isVisible())
    at.until(lambda: at.list_pane.list_view.model().rowCount() > 0)
    assert "Facebook, no reply" in words_of(at.part("case_list_pane"))


def test_what_lacks_an_entry_becomes_one_with_the_answer_that_was_given(desk: DemoWindow) -> None:
    at = desk.at
    by_name(at, "Knowledge…")
    window = dialog(at, "knowledge_window")
    gaps = found(window, QListWidget, "faq_gaps")
    at.until(lambda: gaps.count() > 0)
    asked = [gaps.item(number).text() for number in range(gaps.count())]
    gaps.setFocus()
    gaps.setCurrentRow(0)
    at.press(gaps, Qt.Key.Key_Return)
    answer = found(window, QPlainTextEdit, "faq_answer")
    if not answer.toPlainText():
        at.type_text(answer, "Lo trova nella sua area clienti.")
    click(window, "faq_save")
    at.until(lambda: "Saved. It is offered among the canned replies." in words_of(window))
    at.until(lambda: asked[0] not in [gaps.item(number).text() for number in range(gaps.count())])
    window.close()


def test_channels_are_ranked_by_figures_and_by_what_customers_prefer(desk: DemoWindow) -> None:
    at = desk.at
    click(reports(at), "compare")
    asking = dialog(at, "channels_dialog")
    for name, count in (("x", 0), ("facebook", 90)):
        found(asking, QSpinBox, f"channels_preferred_{name}").setValue(count)
    assert cells(asking, "channels_ranking")[0][0] == "1. Facebook"
    for name, count in (("x", 90), ("facebook", 0)):
        found(asking, QSpinBox, f"channels_preferred_{name}").setValue(count)
    assert cells(asking, "channels_ranking")[0][0] == "1. X"
    click(asking, "channels_keep")
    at.until(lambda: has_gone(asking))
    assert at.session.store.settings.get(CHANNELS_SETTING)["preferred"] == {"x": 90}


def test_a_self_test_knows_its_posts_when_they_come_and_keeps_them_out_of_the_figures(desk: DemoWindow) -> None:
    at = desk.at
    counted = sum(classes(at).values())
    asking = self_test(at)
    at.type_text(found(asking, QLineEdit, "trial_handle_0"), "@tombrizzi")
    click(asking, "trial_begin")
    click(asking, "trial_copy")
    text = QApplication.clipboard().text()
    assert cells(asking, "trial_posts")[0][0] == text
    assert cells(asking, "trial_results")[-1][-1] == "without @: 3 of 40, less than 8 %"
    click(asking, "trial_close")
    desk.lets_say("tommaso", Network.X, text, names_us=False)
    open_case(at, text)
    reports(at)
    asking = self_test(at)
    at.until(lambda: cells(asking, "trial_results")[-1][1] != "–")
    click(asking, "trial_close")
    assert sum(classes(at).values()) == counted


def self_test(at: Windowed) -> QDialog:
    """Open the self-test from the reports."""
    with choosing(at, "Self-test"):
        click(at.part("reports"), "report_export")
    return dialog(at, "trial_dialog")


def test_the_text_for_the_profile_names_hours_languages_and_response_time(desk: DemoWindow) -> None:
    at = desk.at
    asking = settings(at, "profile")
    at.until(lambda: "Rispondiamo 24/7" in found(asking, QPlainTextEdit, "profile_text").toPlainText())
    click(asking, "copy_profile")
    assert "in italiano, catalano, spagnolo e inglese" in QApplication.clipboard().text()
    at.type_text(found(asking, QLineEdit, "code_address"), "https://aurora.example/care")
    at.until(lambda: found(asking, QWidget, "code_picture").accessibleName().endswith("https://aurora.example/care"))
    click(asking, "cancel")
