"""The reports' page in the window: opened by its key, read off the thread, left by Escape, keyboard and tables."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.demo.history import settle_history
from desktop.demo.setup import demo_hours
from desktop.model import Lane, Network
from desktop.reports.period import Period, Preset
from desktop.reports.report import Asking
from desktop.store import open_store
from desktop.system.profile import Profile
from desktop.system.vault import SessionVault
from tests.factories import KEY, NOON, FakeClock, a_profile, an_account
from ui.bridge import JobRunner
from ui.reports.controller import ReportsController
from ui.reports.day_chart import bars_of
from ui.reports.export import report_html, write_csv, write_pdf
from ui.session import Session, begin_session
from ui.theme import Theme

NETWORKS = (Network.X, Network.FACEBOOK)
Opening = Callable[[Theme], ReportsController]


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's file with the demo's history: made once, copied by every test that wants it."""
    profile = a_profile(tmp_path_factory.mktemp("remembered"))
    with open_store(profile, KEY) as store:
        accounts = [an_account(store, network, f"@{network}") for network in NETWORKS]
        settle_history(store, accounts, 1, NOON)
        store.reports.derive_all()
        store.connection.read("PRAGMA wal_checkpoint(TRUNCATE)")
    return profile.store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    yield from _begun(a_profile(tmp_path / "profile"))


@pytest.fixture
def session(tmp_path: Path, remembered: Path) -> Iterator[Session]:
    profile = a_profile(tmp_path / "profile")
    shutil.copyfile(remembered, profile.store)
    yield from _begun(profile)


def _begun(profile: Profile) -> Iterator[Session]:
    made = begin_session(profile, open_store(profile, KEY), KEY, SessionVault(), FakeClock())
    made.store.settings.set("hours", demo_hours(), NOON)
    made.follow_hours()
    yield made
    made.store.close()


@pytest.fixture
def jobs(session: Session) -> Iterator[JobRunner]:
    runner = JobRunner(lambda: open_store(session.profile, KEY))
    yield runner
    runner.close()


@pytest.fixture
def opened(session: Session, jobs: JobRunner, qtbot: QtBot) -> Iterator[Opening]:
    """Return what opens the reports of the last 30 days in a theme and waits until they are read."""
    rooms: list[QWidget] = []

    def open_reports(theme: Theme) -> ReportsController:
        room = QWidget()
        rooms.append(room)
        qtbot.addWidget(room)
        room.resize(1_200, 800)
        room.show()
        session.store.settings.set("reports/preset", Preset.LAST_30_DAYS.value, NOON)
        controller = ReportsController(session, theme, jobs, room)
        controller.page.resize(1_200, 800)
        controller.page.show()
        controller.show()
        qtbot.waitUntil(lambda: controller.is_settled and jobs.is_idle)
        return controller

    yield open_reports
    rooms.clear()


def test_every_table_adds_up_to_the_first_tile(session: Session, theme: Theme, opened: Opening, qtbot: QtBot) -> None:
    controller = opened(theme)
    report, sheet = controller.report, controller.page.sheet
    assert report is not None
    received = report.total.received
    assert received > 20
    assert sum(int(row.cells[1].replace(",", "")) for row in sheet.channels.shown_rows) == received
    assert sum(bar.answered + bar.unanswered for bar in sheet.chart.bars) == received
    tile = sheet.tiles[0].tile
    assert tile is not None
    assert tile.base == f"% of {received}"


def test_an_empty_store_says_what_will_be_here(empty: Session, light: Theme, qtbot: QtBot) -> None:
    jobs = JobRunner(lambda: open_store(empty.profile, KEY))
    room = QWidget()
    qtbot.addWidget(room)
    room.show()
    controller = ReportsController(empty, light, jobs, room)
    controller.page.show()
    controller.show()
    qtbot.waitUntil(lambda: controller.is_settled and jobs.is_idle)
    assert controller.page.notice.isVisible()
    assert "No figures yet" in controller.page.notice.accessibleName()
    jobs.close()


def test_the_heat_map_is_a_table_that_keys_walk_and_a_reader_reads(
    session: Session, light: Theme, opened: Opening, qtbot: QtBot
) -> None:
    heat = opened(light).page.sheet.heat
    heat.setCurrentCell(0, 9)
    QTest.keyClick(heat, Qt.Key.Key_Right)
    assert (heat.currentRow(), heat.currentColumn()) == (0, 10)
    cell = heat.item(0, 10)
    assert cell is not None
    assert heat.week is not None
    spoken = f"Monday 10:00, {heat.week.shown(0, 10)} questions, open"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == spoken
    assert QAccessible.queryAccessibleInterface(heat).role() is QAccessible.Role.Table


def test_the_chart_is_walked_with_arrows_and_shown_as_a_table(
    session: Session, light: Theme, opened: Opening, qtbot: QtBot
) -> None:
    sheet = opened(light).page.sheet
    QTest.keyClick(sheet.chart, Qt.Key.Key_End)
    QTest.keyClick(sheet.chart, Qt.Key.Key_Left)
    assert sheet.chart.accessibleDescription() == sheet.chart.bars[-2].spoken
    sheet.as_table.setChecked(True)
    assert sheet.days.isVisible()
    assert sheet.days.rowCount() == len(sheet.chart.bars)


def test_many_days_become_weeks_and_lose_none(session: Session, light: Theme, opened: Opening, qtbot: QtBot) -> None:
    controller = opened(light)
    year = Period(date(2025, 3, 13), date(2026, 3, 12), session.tz)
    controller.read(Asking(year))
    qtbot.waitUntil(lambda: controller.is_settled)
    assert controller.report is not None
    bars = bars_of(controller.report.days)
    assert len(bars) <= 62
    assert sum(bar.answered for bar in bars) == controller.report.total.answered


def test_choosing_open_hours_reads_again(session: Session, light: Theme, opened: Opening, qtbot: QtBot) -> None:
    controller = opened(light)
    before = controller.report
    controller.page.times.choose(True)
    controller.page.times.chosen.emit(True)
    qtbot.waitUntil(lambda: controller.is_settled)
    assert before is not None
    assert controller.report is not None
    assert controller.report.business
    assert (controller.report.total.mean or 0) < (before.total.mean or 0)


def test_choosing_a_channel_narrows_everything_but_the_choice(
    session: Session, light: Theme, opened: Opening, qtbot: QtBot
) -> None:
    controller = opened(light)
    page = controller.page
    page.channels.choose(Network.FACEBOOK)
    qtbot.waitUntil(lambda: controller.is_settled)
    assert controller.report is not None
    assert [line.of for line in controller.report.networks] == ["facebook"]
    assert page.channels.count() == 3
    page.channels.choose(None)
    qtbot.waitUntil(lambda: controller.is_settled)
    assert len(controller.report.networks) == 2
    page.agents.choose("Giulia Neri")
    qtbot.waitUntil(lambda: controller.is_settled)
    assert [line.of for line in controller.report.agents] == ["Giulia Neri"]
    tile = page.sheet.tiles[0].tile
    assert tile is not None
    assert tile.title == "Answered"


def test_the_button_of_an_advice_names_the_very_cases(
    session: Session, light: Theme, opened: Opening, qtbot: QtBot
) -> None:
    controller = opened(light)
    buttons = [
        one for one in controller.page.sheet.advisor.findChildren(QWidget) if one.objectName() == "advice_0_button"
    ]
    with qtbot.waitSignal(controller.cases_requested) as asked:
        buttons[0].click()  # type: ignore[attr-defined]
    name, ids = asked.args
    assert "no reply" in name
    line = next(one for one in controller.report.networks if one.of == "facebook")  # type: ignore[union-attr]
    assert len(ids) == line.figures.unanswered


def test_days_that_come_in_the_wrong_order_are_not_taken(
    session: Session, light: Theme, opened: Opening, qtbot: QtBot
) -> None:
    controller = opened(light)
    dialog = controller.ask_days()
    assert dialog is not None
    dialog.first.setDate(dialog.last.date())
    dialog.last.setDate(dialog.last.date().addDays(-3))
    dialog.show_button.click()
    assert dialog.isVisible()
    dialog.first.setDate(dialog.last.date())
    with qtbot.waitSignal(dialog.days_chosen):
        dialog.show_button.click()
    qtbot.waitUntil(lambda: controller.is_settled)


def test_a_report_goes_into_a_spreadsheet_and_on_paper(
    session: Session, light: Theme, opened: Opening, tmp_path: Path
) -> None:
    report = opened(light).report
    assert report is not None
    write_csv(tmp_path / "report.csv", report, ())
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    total = next(row for row in rows if row and row[0] == "total")
    assert total[2:4] == [str(report.total.received), str(report.total.answered)]
    write_pdf(tmp_path / "report.pdf", report, ())
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    page = report_html(report, ())
    assert "Facebook" in page
    assert page.count("<table") == page.count("<thead>") + 1, "the figures need no head"


def test_nothing_is_cut_at_the_largest_text_in_the_smallest_window(light: Theme, opened: Opening) -> None:
    page = opened(light).page
    light.set_scale(1.5)
    room = page.parentWidget()
    assert room is not None
    room.resize(1_024, 700)
    page.resize(972, 628)  # beside the rail of the narrow window
    QTest.qWait(0)
    assert page.sheet.minimumSizeHint().width() <= page.width() - 8
    title, times = page.findChild(QWidget, "reports_title"), page.times
    assert title is not None
    assert times.mapTo(page, QPoint()).y() > title.mapTo(page, QPoint()).y()
    assert times.width() >= times.sizeHint().width()
    assert page.sheet.tiles[2].y() > page.sheet.tiles[0].y()
    light.set_scale(1.0)
    page.resize(1_200, 628)
    assert page._beside.indexOf(times) == 0


def test_escape_asks_to_leave(session: Session, light: Theme, opened: Opening, qtbot: QtBot) -> None:
    controller = opened(light)
    with qtbot.waitSignal(controller.closed):
        QTest.keyClick(controller.page, Qt.Key.Key_Escape)


def test_the_list_keeps_showing_the_very_cases_that_were_named(session: Session) -> None:
    ids = session.store.lanes.ids(Lane.SOLVED, agent="", at_risk_before=NOON)
    assert len(ids) > 10
    account = session.store.accounts.all()[1]
    found = session.store.reports
    found.derive_all()
    some = found.unanswered([int(account.id)], NOON - timedelta(days=30), NOON)
    assert set(map(int, some)) <= set(map(int, ids))
