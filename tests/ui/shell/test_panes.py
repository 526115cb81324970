"""The four panes and the navigation: width steps, the drawer, what is remembered, and what each line asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QSplitter, QSplitterHandle, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Agent, HealthState, Lane, Network
from tests.ui.channels import NOW, account
from tests.ui.conversation import picture
from ui.shell import Navigation, Panes, PaneWishes, present_account, steps_at
from ui.shell.navigation_items import ViewItem
from ui.shell.panes import Wishes
from ui.theme import Theme

LANES = (Lane.MY_OPEN, Lane.UNASSIGNED, Lane.AT_RISK, Lane.SNOOZED, Lane.SOLVED, Lane.OUTBOX, Lane.DRAFTS)
ACCOUNTS = [
    account(HealthState.CONNECTED, Network.X, 1),
    account(HealthState.SIGN_IN, Network.EMAIL, 2),
]


class Frame(QWidget):
    """Panes in a window, with what they were asked to remember."""

    def __init__(self, theme: Theme, kept: Wishes | None = None) -> None:
        super().__init__()
        self.kept: dict[int, Wishes] = {1920: kept} if kept else {}
        self.navigation = Navigation(theme, LANES)
        self.navigation.set_accounts([present_account(one, NOW) for one in ACCOUNTS])
        self.navigation.set_counts({Lane.MY_OPEN: 12, Lane.AT_RISK: 5, Lane.OUTBOX: 3})
        self.navigation.set_agent(Agent("Livia Bruno", "LB", "^LB"), online=True)
        self.list, self.conversation, self.profile = QWidget(), QWidget(), QLabel("profile")
        for pane, ground in ((self.list, "surface"), (self.conversation, "surface"), (self.profile, "window")):
            pane.setProperty("ground", ground)
        self.panes = Panes(
            theme,
            self.navigation,
            self.list,
            self.conversation,
            self.profile,
            load=self.kept.get,
            save=self.kept.__setitem__,
            screen_width=lambda: 1920,
            motion=False,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)


def frame(qtbot: QtBot, theme: Theme, width: int = 1440, kept: Wishes | None = None) -> Frame:
    made = Frame(theme, kept)
    qtbot.addWidget(made)
    made.resize(width, 852)
    made.show()
    made.activateWindow()
    return made


def widths(made: Frame) -> tuple[int, int, int, int]:
    """Return the panes' widths with the line at their edge; 0 for one that is not beside the others."""
    panes = (made.navigation, made.list, made.conversation, made.profile)
    beside = [pane.width() + 1 if pane.isVisible() else 0 for pane in panes]
    return beside[0], beside[1], beside[2] - 1, beside[3] if not made.panes.steps.drawer else 0


def test_a_picture_of_the_panes_has_the_default_widths(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    made = frame(qtbot, theme)
    image = picture(made, tmp_path, "panes", theme)
    assert widths(made) == (208, 360, 584, 288)
    assert image.pixelColor(207, 700) == theme.colour("line.hair")
    assert image.pixelColor(208 + 359, 400) == theme.colour("line.hair")


@pytest.mark.parametrize(
    ("width", "navigation", "list_width", "profile"),
    [(1440, 208, 360, 288), (1336, 208, 360, 288), (1335, 208, 308, 288), (1284, 208, 308, 288), (1283, 52, 308, 288), (1128, 52, 308, 288), (1127, 52, 308, 0), (960, 52, 308, 0)],
)  # fmt: skip
def test_panes_fold_in_three_steps(
    qtbot: QtBot, light: Theme, width: int, navigation: int, list_width: int, profile: int
) -> None:
    made = frame(qtbot, light, width)
    shown = widths(made)
    assert (shown[0], shown[1], shown[3]) == (navigation, list_width, profile)
    assert shown[2] >= 480


def test_they_unfold_again_in_reverse(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light, 960)
    made.resize(1440, 852)
    qtbot.waitUntil(lambda: widths(made) == (208, 360, 584, 288))
    assert not made.navigation.is_rail


@given(st.integers(960, 3000), st.booleans() | st.none(), st.booleans() | st.none(), st.integers(0, 900) | st.none())
def test_at_every_width_the_conversation_keeps_its_least(
    width: int, rail: bool | None, profile: bool | None, wished: int | None
) -> None:
    steps = steps_at(width, PaneWishes(rail, profile, wished, wished, wished))
    assert steps.rail == (rail if rail is not None else width < 1284)
    assert not (steps.drawer and steps.profile)
    assert 300 <= steps.list_width <= 480 or steps.list_width == 308
    assert steps.navigation_width == 52 or 184 <= steps.navigation_width <= 260
    assert 264 <= steps.profile_width <= 360


def test_own_wishes_win_over_the_width_and_are_remembered(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    with qtbot.waitSignal(made.panes.rail_changed) as told:
        made.panes.toggle_navigation()
    assert told.args == [True]
    made.panes.toggle_profile()
    assert widths(made)[0] == 52
    assert not made.profile.isVisible()
    again = frame(qtbot, light, kept=made.kept[1920])
    assert widths(again)[0] == 52
    assert not again.profile.isVisible()


def test_in_a_narrow_window_the_profile_opens_as_a_drawer_over_the_conversation(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    made = frame(qtbot, theme, 1024)
    assert not made.panes.profile_shown
    with qtbot.waitSignal(made.panes.profile_shown_changed) as told:
        made.panes.toggle_profile()
    assert told.args == [True]
    picture(made, tmp_path, "panes-drawer", theme)
    drawer = made.findChild(QWidget, "profile_drawer")
    assert drawer is not None
    assert drawer.isVisible()
    assert (drawer.width(), drawer.geometry().right()) == (320, 1023)
    assert made.profile.isVisible()
    assert made.panes.close_drawer()
    assert not made.panes.close_drawer()
    assert not drawer.isVisible()


def test_the_profile_comes_back_from_the_drawer(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light, 1024)
    made.panes.toggle_profile()
    with qtbot.waitSignal(made.panes.drawer_mode_changed) as told:
        made.resize(1440, 852)
    assert told.args == [False]
    assert widths(made) == (208, 360, 584, 288)


def test_dragging_a_line_is_remembered_and_a_double_click_forgets_it(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    splitter = made.panes.findChild(QSplitter)
    assert splitter is not None
    splitter.moveSplitter(207 + 1 + 420, 2)
    assert made.kept[1920]["list_width"] == widths(made)[1]
    assert widths(made)[1] > 400
    handle = splitter.findChildren(QSplitterHandle)[2]
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert widths(made) == (208, 360, 584, 288)


# --- navigation -----------------------------------------------------------------------------------------------


def line(made: Frame | Navigation, name: str) -> QAbstractButton:
    found = made.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def test_lines_are_28_pixels_and_the_selected_one_is_tinted(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    made = frame(qtbot, theme)
    made.navigation.set_current(Lane.MY_OPEN)
    image = picture(made.navigation, tmp_path, "navigation", theme)
    item = line(made, "view_my_open")
    top = item.mapTo(made.navigation, item.rect().topLeft())
    assert (item.height(), top.x()) == (28, 8)
    assert image.pixelColor(top.x() + 90, top.y() + 3) == theme.colour("accent.tint.strong")
    other = line(made, "view_unassigned").mapTo(made.navigation, item.rect().topLeft())
    assert image.pixelColor(other.x() + 90, other.y() + 3) == theme.colour("bg.window")


def test_the_rail_is_52_pixels_with_icons_only(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    made = frame(qtbot, theme, 1024)
    picture(made.navigation, tmp_path, "rail", theme)
    assert made.navigation.width() + 1 == 52
    assert line(made, "view_my_open").height() == 34
    assert not any(item.isVisible() for item in made.findChildren(QAbstractButton, "account_1"))
    assert line(made, "rail_channels").isVisible()


def test_at_150_percent_the_rail_still_shows_the_agent(qtbot: QtBot, large: Theme, tmp_path: Path) -> None:
    made = frame(qtbot, large, 1024)
    image = picture(made.navigation, tmp_path, "rail-150", large)
    agent = line(made, "agent")
    corner = agent.mapTo(made.navigation, agent.rect().topLeft())
    middle = corner.y() + agent.height() // 2
    assert image.pixelColor(corner.x(), middle - agent.height() // 3) == large.colour("bg.window")  # round, not cut


def test_counts_are_shown_and_spoken(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    view = line(made, "view_outbox")
    assert isinstance(view, ViewItem)
    assert (view.count_text, view.accessibleName()) == ("3 queued", "Outbox, 3 queued")
    made.navigation.set_counts({Lane.MY_OPEN: 1234})
    assert line(made, "view_my_open").accessibleName() == "My open, 1,234"
    assert line(made, "view_outbox").accessibleName() == "Outbox"


def test_a_click_chooses_a_view_and_marks_it(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    with qtbot.waitSignal(made.navigation.lane_chosen) as chosen:
        QTest.mouseClick(line(made, "view_outbox"), Qt.MouseButton.LeftButton)
    assert chosen.args == [Lane.OUTBOX]
    assert [lane for lane in LANES if line(made, f"view_{lane.value}").isChecked()] == [Lane.OUTBOX]
    made.navigation.set_current(None)
    assert not any(line(made, f"view_{lane.value}").isChecked() for lane in LANES)


def test_tooltips_tell_the_keys_of_the_table(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    assert line(made, "view_my_open").toolTip() == "My open (Ctrl+1)"
    assert line(made, "view_drafts").toolTip() == "Drafts (Ctrl+0)"


def test_views_are_one_stop_of_tab_and_arrows_walk_inside(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    made.navigation.set_current(Lane.UNASSIGNED)
    stops = [lane for lane in LANES if line(made, f"view_{lane.value}").focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [Lane.UNASSIGNED]
    first = line(made, "view_unassigned")
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert line(made, "view_at_risk").hasFocus()
    QTest.keyClick(line(made, "view_at_risk"), Qt.Key.Key_Up)
    QTest.keyClick(first, Qt.Key.Key_Up)
    QTest.keyClick(line(made, "view_my_open"), Qt.Key.Key_Up)
    assert line(made, "view_my_open").hasFocus()


def test_an_account_opens_unless_it_must_sign_in(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    with qtbot.waitSignal(made.navigation.account_chosen) as chosen:
        QTest.mouseClick(line(made, "account_1"), Qt.MouseButton.LeftButton)
    assert chosen.args == [1]
    with qtbot.waitSignal(made.navigation.account_sign_in_requested) as asked:
        QTest.mouseClick(line(made, "account_2"), Qt.MouseButton.LeftButton)
    assert asked.args == [2]
    assert line(made, "account_2").accessibleName() == "E-mail, @lumeservizi, sign-in expired"


def test_accounts_come_and_go(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    made.navigation.set_accounts([present_account(ACCOUNTS[0], NOW)])
    qtbot.waitUntil(lambda: made.navigation.findChild(QAbstractButton, "account_2") is None)
    assert line(made, "account_1").isVisible()


def test_the_rails_menu_lists_every_channel(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light, 1024)
    QTest.mouseClick(line(made, "rail_channels"), Qt.MouseButton.LeftButton)
    menu = made.findChild(QMenu, "channels_menu")
    assert menu is not None
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:2] == ["X: @lumeservizi", "E-mail: @lumeservizi (Sign in)"]
    menu.close()


def test_channels_settings_and_agent_ask_for_themselves(qtbot: QtBot, light: Theme) -> None:
    made = frame(qtbot, light)
    for name, signal in (
        ("connect_channel", made.navigation.connect_requested),
        ("settings", made.navigation.settings_requested),
        ("agent", made.navigation.agent_requested),
    ):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(line(made, name), Qt.MouseButton.LeftButton)
    assert line(made, "agent").accessibleName() == "Livia Bruno, Available · signs ^LB"
