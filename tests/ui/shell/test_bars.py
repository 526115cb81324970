"""The bars around the panes: top bar, search field, banner and toast, as widgets and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conversation import picture
from ui.shell import (
    Banner,
    BannerAction,
    BannerKind,
    BannerMessage,
    BellNotice,
    SyncKind,
    SyncState,
    Toast,
    TopBar,
)
from ui.theme import Theme
from ui.widgets import Button, Label

OFFLINE = BannerMessage(
    "Offline.",
    "3 replies queued, they go out when you are back.",
    "Last synced 20:09",
    (BannerAction("view_outbox", "View outbox"), BannerAction("try_now", "Try now", "arrows-clockwise")),
)
EXPIRED = BannerMessage(
    "Facebook sign-in expired.", "New comments are not arriving.", "", (BannerAction("in", "Sign in"),)
)


# --- top bar and search ---------------------------------------------------------------------------------------


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> TopBar:
    return shown_bar(qtbot, theme)


def shown_bar(qtbot: QtBot, theme: Theme, width: int = 1440) -> TopBar:
    made = TopBar(theme)
    qtbot.addWidget(made)
    made.resize(width, 48)
    made.set_sync(SyncState(SyncKind.SYNCED, "10:48"))
    made.set_hours(True, "Open until 18:00")
    made.show()
    made.activateWindow()
    return made


def part(widget: QWidget, name: str) -> QWidget:
    found = widget.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_a_picture_of_the_top_bar_has_its_parts_where_the_specification_says(
    bar: TopBar, theme: Theme, tmp_path: Path
) -> None:
    image = picture(bar, tmp_path, "topbar", theme)
    assert bar.height() == 48
    assert image.pixelColor(700, 47) == theme.colour("line.hair")
    assert image.pixelColor(700, 46) == theme.colour("bg.window")
    menu = part(bar, "menu")
    assert (menu.mapTo(bar, QPoint(0, 0)).x(), menu.width()) == (10, 28)
    search = bar.search.geometry()
    assert (search.x(), search.width(), search.height()) == (228, 336, 30)
    new = part(bar, "new")
    assert (new.geometry().right() + 1, new.height()) == (1440 - 12, 28)
    pill = part(bar, "hours_pill")
    assert pill.height() == 26
    assert image.pixelColor(pill.geometry().center().x(), pill.y() + 3) == theme.colour("green.tint")


def test_in_rail_mode_words_go_and_the_search_moves_left(qtbot: QtBot, light: Theme, tmp_path: Path) -> None:
    bar = shown_bar(qtbot, light, 1024)
    bar.set_rail(True)
    qtbot.waitUntil(lambda: (bar.search.x(), bar.search.width()) == (72, 284))
    picture(bar, tmp_path, "topbar-rail", light)
    assert not part(bar, "app_name").isVisible()
    new = part(bar, "new")
    assert isinstance(new, Button)
    assert (new.text(), new.accessibleName()) == ("", "New")
    bar.set_rail(False)
    assert new.text() == "New"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SyncState(SyncKind.SYNCED, "10:48"), "Synced 10:48"),
        (SyncState(SyncKind.SYNCED), "Synced"),
        (SyncState(SyncKind.SYNCING), "Syncing…"),
        (SyncState(SyncKind.OFFLINE), "Offline"),
        (SyncState(SyncKind.NO_CHANNELS), "No channels yet"),
    ],
)
def test_the_sync_state_is_said_in_words(qtbot: QtBot, light: Theme, state: SyncState, words: str) -> None:
    bar = shown_bar(qtbot, light)
    bar.set_sync(state)
    label = part(bar, "sync_state")
    assert (label.accessibleName(), label.toolTip()) == (words, words)


def test_the_bell_lists_notices_and_tells_which_was_chosen(qtbot: QtBot, light: Theme) -> None:
    bar = shown_bar(qtbot, light)
    menu = bar.findChild(QMenu, "notices_menu")
    bell = bar.findChild(QToolButton, "bell")
    assert menu is not None
    assert bell is not None
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [("Nothing new", False)]
    bar.set_notices([BellNotice("a", "10:38 New message"), BellNotice("b", "10:20 Not sent")])
    bar.set_unread_notices(2)
    assert bell.accessibleName() == "Notifications, 2 new"
    with qtbot.waitSignal(bar.notice_chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == ["b"]
    with qtbot.waitSignal(bar.notices_opened):
        menu.aboutToShow.emit()
    bar.set_unread_notices(0)
    assert bell.accessibleName() == "Notifications"


def test_a_closed_desk_is_grey_and_no_words_hide_the_pill(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    bar = shown_bar(qtbot, theme)
    bar.set_hours(False, "Closed · opens Mon 09:00")
    image = picture(bar, tmp_path, "topbar-closed", theme)
    pill = part(bar, "hours_pill")
    assert image.pixelColor(pill.geometry().center().x(), pill.y() + 3) == theme.colour("bg.sunken")
    assert pill.accessibleName() == "Closed · opens Mon 09:00"
    bar.set_hours(True, "")
    assert not pill.isVisible()


def test_typing_searches_escape_clears_and_return_commits(qtbot: QtBot, light: Theme) -> None:
    bar = shown_bar(qtbot, light)
    bar.focus_search()
    qtbot.waitUntil(bar.search.hasFocus)
    with qtbot.waitSignal(bar.search_changed) as typed:
        QTest.keyClicks(bar.search, "b")
    assert typed.args == ["b"]
    with qtbot.waitSignal(bar.search_committed) as committed:
        QTest.keyClick(bar.search, Qt.Key.Key_Return)
    assert committed.args == ["b"]
    with qtbot.waitSignal(bar.search_changed) as cleared:
        QTest.keyClick(bar.search, Qt.Key.Key_Escape)
    assert cleared.args == [""]
    assert bar.search.text() == ""


def test_the_search_shows_its_key_only_while_it_is_empty_and_left_alone(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    bar = shown_bar(qtbot, theme)
    part(bar, "menu").setFocus()
    before = picture(bar.search, tmp_path, "search-empty", theme)
    bar.focus_search()
    qtbot.waitUntil(bar.search.hasFocus)
    after = picture(bar.search, tmp_path, "search-focused", theme)
    place = QPoint(before.width() - 14, 15)
    assert before.pixelColor(place) == theme.colour("bg.window") or before.pixelColor(place) != after.pixelColor(place)
    assert after.pixelColor(QPoint(1, 15)) == theme.colour("focus")


# --- banner ---------------------------------------------------------------------------------------------------


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setProperty("ground", "window")
    qtbot.addWidget(made)
    made.resize(1440, 200)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return made


def banner_in(place: QWidget, theme: Theme, *, motion: bool = False) -> Banner:
    made = Banner(theme, motion=motion)
    layout = place.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(made)
    layout.addStretch(1)
    place.show()
    return made


def test_a_picture_of_the_banner_is_40_pixels_of_tint_with_a_line(place: QWidget, theme: Theme, tmp_path: Path) -> None:
    banner = banner_in(place, theme)
    banner.set_message(BannerKind.OFFLINE, OFFLINE)
    image = picture(place, tmp_path, "banner", theme)
    assert banner.height() == 40
    assert image.pixelColor(900, 5) == theme.colour("amber.tint")
    assert image.pixelColor(900, 39) == theme.colour("amber.line")
    assert banner.accessibleName() == f"{OFFLINE.title} {OFFLINE.text}"


def test_the_weightiest_banner_shows_and_the_others_wait(qtbot: QtBot, place: QWidget, light: Theme) -> None:
    banner = banner_in(place, light)
    waiting: list[object] = []
    banner.waiting_changed.connect(waiting.append)
    update = BannerMessage("Sportello 2 is ready.", "")
    banner.set_message(BannerKind.UPDATE, update)
    banner.set_message(BannerKind.SIGN_IN, EXPIRED)
    banner.set_message(BannerKind.OFFLINE, OFFLINE)
    shown = [banner.shown]
    assert waiting[-1] == ((BannerKind.SIGN_IN, EXPIRED), (BannerKind.UPDATE, update))
    for kind in (BannerKind.OFFLINE, BannerKind.SIGN_IN, BannerKind.UPDATE):
        banner.set_message(kind, None)
        shown.append(banner.shown)
    assert shown == [BannerKind.OFFLINE, BannerKind.SIGN_IN, BannerKind.UPDATE, None]
    assert not banner.isVisible()


def test_a_button_tells_its_kind_and_code(qtbot: QtBot, place: QWidget, light: Theme) -> None:
    banner = banner_in(place, light)
    banner.set_message(BannerKind.OFFLINE, OFFLINE)
    button = banner.findChild(Button, "banner_view_outbox")
    assert button is not None
    with qtbot.waitSignal(banner.action_requested) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [BannerKind.OFFLINE, "view_outbox"]


def test_the_same_words_make_no_new_buttons(place: QWidget, light: Theme) -> None:
    banner = banner_in(place, light)
    banner.set_message(BannerKind.OFFLINE, OFFLINE)
    before = banner.findChild(Button, "banner_try_now")
    banner.set_message(BannerKind.OFFLINE, OFFLINE)
    assert banner.findChild(Button, "banner_try_now") is before


def test_long_words_wrap_up_to_64_pixels(place: QWidget, light: Theme, tmp_path: Path) -> None:
    place.resize(620, 200)
    banner = banner_in(place, light)
    banner.set_message(BannerKind.OFFLINE, OFFLINE)
    picture(place, tmp_path, "banner-narrow", light)
    assert 40 <= banner.height() <= 64


def test_a_banner_slides_open_and_shut(qtbot: QtBot, place: QWidget, light: Theme) -> None:
    banner = banner_in(place, light, motion=True)
    banner.set_message(BannerKind.SIGN_IN, EXPIRED)
    qtbot.waitUntil(lambda: banner.height() == 40)
    banner.set_message(BannerKind.SIGN_IN, None)
    qtbot.waitUntil(lambda: not banner.isVisible())


def test_a_banner_that_comes_back_while_it_leaves_stays(qtbot: QtBot, place: QWidget, light: Theme) -> None:
    banner = banner_in(place, light, motion=True)
    banner.set_message(BannerKind.SIGN_IN, EXPIRED)
    banner.set_message(BannerKind.SIGN_IN, None)
    banner.set_message(BannerKind.SIGN_IN, EXPIRED)
    qtbot.waitUntil(lambda: banner.height() == 40)
    assert banner.isVisible()


# --- toast ----------------------------------------------------------------------------------------------------


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setProperty("ground", "surface")
    qtbot.addWidget(made)
    made.resize(584, 400)
    made.show()
    made.activateWindow()
    return made


def test_a_picture_of_the_toast_stands_at_the_foot_in_the_middle(over: QWidget, theme: Theme, tmp_path: Path) -> None:
    toast = Toast(theme, over, motion=False)
    toast.show_done("Snoozed until Mon 09:00", 1)
    image = picture(over, tmp_path, "toast", theme)
    assert abs(toast.geometry().center().x() - 292) <= 1
    assert toast.geometry().bottom() + 1 == 400 - 16
    assert image.pixelColor(toast.x() + 20, toast.y() + 3) == theme.colour("bg.tooltip")
    over.resize(400, 300)
    assert toast.geometry().bottom() + 1 == 300 - 16


def test_undo_gives_the_token_back_once(qtbot: QtBot, over: QWidget, light: Theme) -> None:
    toast = Toast(light, over, motion=False)
    toast.show_done("Solved", "token")
    with qtbot.assertNotEmitted(toast.expired), qtbot.waitSignal(toast.undo_requested) as undone:
        QTest.mouseClick(part(toast, "toast_undo"), Qt.MouseButton.LeftButton)
    assert undone.args == ["token"]
    assert not toast.isVisible()


def test_its_time_runs_out(qtbot: QtBot, over: QWidget, light: Theme) -> None:
    toast = Toast(light, over, motion=False, stays=20)
    with qtbot.waitSignal(toast.expired) as gone:
        toast.show_done("Solved", "token")
    assert gone.args == ["token"]
    assert not toast.isVisible()


def test_a_second_toast_ends_the_first(qtbot: QtBot, over: QWidget, light: Theme) -> None:
    toast = Toast(light, over, motion=False)
    toast.show_done("Solved", 1)
    with qtbot.waitSignal(toast.expired) as gone:
        toast.show_done("Tagged", 2)
    assert gone.args == [1]
    assert toast.accessibleName() == "Tagged"


def test_its_time_stands_still_under_the_pointer_and_with_the_focus(qtbot: QtBot, over: QWidget, light: Theme) -> None:
    toast = Toast(light, over, motion=False)
    toast.show_done("Solved", 1)
    assert toast.is_running
    where = QPointF(3, 3)
    QApplication.sendEvent(toast, QEnterEvent(where, where, where))
    assert not toast.is_running
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast.is_running
    part(toast, "toast_undo").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: not toast.is_running)


def test_a_dismissed_toast_keeps_what_was_done(qtbot: QtBot, over: QWidget, light: Theme) -> None:
    toast = Toast(light, over, motion=False)
    toast.show_done("Solved", 1)
    label = toast.findChild(Label, "toast_text")
    assert label is not None
    with qtbot.assertNotEmitted(toast.undo_requested), qtbot.waitSignal(toast.expired):
        QTest.mouseClick(part(toast, "toast_close"), Qt.MouseButton.LeftButton)
