"""The palette as a widget and with its controller: keys, focus, clicks, pictures, and a real store searched aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.model import CaseId
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import RemoteTicket, SystemKind, TicketDeedKind, TicketState, TicketSystem
from desktop.store import Store, open_store
from tests.factories import KEY, NOON, FakeClock
from tests.ui.conversation import picture
from tests.ui.palettes import CONTEXT, REPLIES, actions, found_bills, registry
from tests.ui.sessions import a_session, case_ids
from ui.bridge import JobRunner
from ui.session import Session
from ui.shell.palette import CommandPalette
from ui.shell.palette_actions import ActionRegistry
from ui.shell.palette_controller import PaletteController, remembered_actions
from ui.shell.palette_list import PaletteModel
from ui.shell.palette_presenter import present_palette, query_of
from ui.shell.palette_rows import Found, PaletteRow, RowKind
from ui.theme import Theme

LABELS = ["RT #1423", "RT #1429"]


def tied(store: Store, case: CaseId, number: str, title: str, state: TicketState) -> None:
    """Tie a case to a ticket of a system that is made for it."""
    known = store.ticket_systems.all()
    made = TicketSystem(TicketSystemId(0), "", SystemKind.RT, "RT", "https://rt.example", "General")
    system = known[0] if known else store.ticket_systems.add(made, actor="Laura", at=NOON)
    deed = store.ticket_deeds.want(case, system.id, TicketDeedKind.OPEN, agent="Laura", at=NOON)
    remote = RemoteTicket(number, number, title, f"https://rt.example/{number}", state, "", "1")
    store.tickets.tie(deed, remote, at=NOON, next_read_at=None)


class Window(QWidget):
    """A window with one field that can have the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self.field = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addStretch(1)
        self.resize(1440, 900)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    return shown_window(qtbot)


@pytest.fixture
def plain(qtbot: QtBot, light: Theme) -> Window:
    return shown_window(qtbot)


def shown_window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def opened(theme: Theme, window: QWidget, typed: str = "", *, found: Found | None = None) -> CommandPalette:
    palette = CommandPalette(theme, window, motion=False)
    palette.open(typed)
    found = found or (found_bills() if typed else Found())
    palette.show_items(present_palette(query_of(typed), actions(), ("sync",), REPLIES, found, CONTEXT))
    return palette


def list_of(palette: CommandPalette) -> QListView:
    found = palette.findChild(QListView, "palette_list")
    assert found is not None
    return found


def box_of(palette: CommandPalette) -> QWidget:
    found = palette.findChild(QWidget, "palette_box")
    assert found is not None
    return found


def test_pictures_of_the_palette_are_made_to_look_at(theme: Theme, window: Window, tmp_path: Path) -> None:
    palette = opened(theme, window, "bol")
    image = picture(window, tmp_path, "palette", theme)
    box = box_of(palette).geometry()
    assert (box.width(), box.top(), box.center().x()) == (660, 56, 719)
    row = list_of(palette).visualRect(list_of(palette).currentIndex())
    assert row.height() == 36
    place = list_of(palette).mapTo(window, row.topLeft() + QPoint(300, 3))
    assert image.pixelColor(place) == theme.colour("accent.tint.strong")
    assert image.pixelColor(box.left() + 330, box.bottom() - 3) == theme.colour("bg.window")


def test_the_window_below_is_dimmed(theme: Theme, window: Window) -> None:
    before = window.grab().toImage().pixelColor(20, 880)
    opened(theme, window)
    assert window.grab().toImage().pixelColor(20, 880).lightness() < before.lightness() or theme.is_dark


def test_at_150_percent_in_a_small_window_it_still_fits(qtbot: QtBot, large: Theme, tmp_path: Path) -> None:
    made = Window()
    qtbot.addWidget(made)
    made.resize(960, 600)
    made.show()
    palette = opened(large, made, "bol")
    picture(made, tmp_path, "palette-150", large)
    assert made.rect().contains(box_of(palette).geometry())


def test_the_caret_stays_in_the_field_while_arrows_walk(light: Theme, plain: Window) -> None:
    palette = opened(light, plain, "bol")
    first = palette.chosen
    assert first is not None
    assert palette.field.hasFocus()
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    second = palette.chosen
    assert second is not None
    assert second != first
    assert palette.field.hasFocus()
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.chosen == palette.items[-1]


def test_return_takes_the_chosen_row_and_gives_the_focus_back(qtbot: QtBot, light: Theme, plain: Window) -> None:
    palette = opened(light, plain, "bol")
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.row_chosen) as taken:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert taken.args is not None
    assert (taken.args[0].kind, taken.args[0].key) == (RowKind.CASE, 2)
    assert palette.isHidden()
    assert plain.field.hasFocus()


def test_escape_closes_and_chooses_nothing(qtbot: QtBot, light: Theme, plain: Window) -> None:
    palette = opened(light, plain, "bol")
    with qtbot.assertNotEmitted(palette.row_chosen), qtbot.waitSignal(palette.closed):
        QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert plain.field.hasFocus()


def test_a_click_beside_the_box_closes_it_and_one_inside_does_not(qtbot: QtBot, light: Theme, plain: Window) -> None:
    palette = opened(light, plain, "bol")
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=box_of(palette).geometry().topLeft() + QPoint(5, 5))
    assert not palette.isHidden()
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(10, 800))
    assert palette.isHidden()


def test_a_click_takes_a_row_but_not_a_title(qtbot: QtBot, light: Theme, plain: Window) -> None:
    palette = opened(light, plain, "bol")
    view = list_of(palette)
    with qtbot.assertNotEmitted(palette.row_chosen):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 8))
    assert not palette.isHidden()
    rect = view.visualRect(view.model().index(2, 0))
    with qtbot.waitSignal(palette.row_chosen) as taken:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert taken.args is not None
    assert taken.args[0].key == 2


def test_late_results_leave_the_row_that_was_walked_to(light: Theme, plain: Window) -> None:
    palette = opened(light, plain, "bol", found=Found())
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    walked = palette.chosen
    assert walked is not None
    palette.show_items(present_palette(query_of("bol"), actions(), (), REPLIES, found_bills(), CONTEXT))
    assert palette.chosen is not None
    assert palette.chosen.key == walked.key


def test_late_results_are_chosen_first_if_nobody_walked(light: Theme, plain: Window) -> None:
    palette = opened(light, plain, "bol", found=Found())
    palette.show_items(present_palette(query_of("bol"), actions(), (), REPLIES, found_bills(), CONTEXT))
    assert palette.chosen is not None
    assert palette.chosen.kind is RowKind.CASE


def test_nothing_found_is_said(light: Theme, plain: Window, tmp_path: Path) -> None:
    palette = CommandPalette(light, plain, motion=False)
    palette.open("zzzz")
    palette.show_items(())
    picture(plain, tmp_path, "palette-nothing", light)
    assert box_of(palette).nothing is True  # type: ignore[attr-defined]
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isHidden()


def test_it_follows_the_windows_size(qtbot: QtBot, light: Theme) -> None:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    palette = opened(light, made, "bol")
    made.resize(1000, 640)
    qtbot.waitUntil(lambda: palette.size() == made.size())
    assert made.rect().contains(box_of(palette).geometry())


def test_everything_listed_scrolls_within_twelve_rows(light: Theme, plain: Window) -> None:
    palette = opened(light, plain)
    assert len([item for item in palette.items if isinstance(item, PaletteRow)]) == len(actions())
    assert box_of(palette).height() <= 48 + 32 + 12 * 36 + 4 * 26 + 20
    QTest.keyClick(palette.field, Qt.Key.Key_PageDown)
    QTest.keyClick(palette.field, Qt.Key.Key_PageDown)
    chosen = palette.chosen
    assert chosen == palette.items[-1]
    assert list_of(palette).viewport().rect().contains(list_of(palette).visualRect(list_of(palette).currentIndex()))


def test_field_and_results_have_names_and_rows_are_spoken(light: Theme, plain: Window) -> None:
    palette = opened(light, plain, "bol")
    field = QAccessible.queryAccessibleInterface(palette.field)
    assert field.text(QAccessible.Text.Name) == "Search or jump to"
    face = QAccessible.queryAccessibleInterface(list_of(palette))
    assert face.text(QAccessible.Text.Name) == "Results"
    assert face.child(1).text(QAccessible.Text.Name).startswith("Conversation with Marta Sanna")


def test_it_fades_in_unless_motion_is_unwanted(qtbot: QtBot, light: Theme, plain: Window) -> None:
    palette = CommandPalette(light, plain)
    palette.open()
    qtbot.waitUntil(lambda: palette._veil.opacity() == 1.0)
    palette.dismiss()
    assert palette.isHidden()


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = PaletteModel()
    model.set_items(present_palette(query_of("bol"), actions(), (), REPLIES, found_bills(), CONTEXT))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


# --- with its controller --------------------------------------------------------------------------------------


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _ = a_session(tmp_path, FakeClock())
    yield made
    made.store.close()


@pytest.fixture
def jobs(session: Session) -> Iterator[JobRunner]:
    runner = JobRunner(lambda: open_store(session.profile, KEY))
    yield runner
    runner.close()


def controlled(
    light: Theme, plain: Window, session: Session, jobs: JobRunner, made: ActionRegistry
) -> PaletteController:
    palette = CommandPalette(light, plain, motion=False)
    return PaletteController(session, palette, jobs, made, lambda: REPLIES)


def test_what_is_typed_is_searched_and_its_conversation_opened(
    qtbot: QtBot, light: Theme, plain: Window, session: Session, jobs: JobRunner
) -> None:
    controller = controlled(light, plain, session, jobs, registry())
    controller.open()
    palette = controller._palette
    QTest.keyClicks(palette.field, "bo li")
    qtbot.waitUntil(lambda: palette.chosen is not None and palette.chosen.kind is RowKind.CASE)
    assert palette.chosen is not None
    assert palette.chosen.title == "Bo Li"
    with qtbot.waitSignal(controller.case_requested) as asked:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert asked.args == [int(case_ids(session)[1])]


def test_a_customer_leads_to_the_newest_conversation(
    qtbot: QtBot, light: Theme, plain: Window, session: Session, jobs: JobRunner
) -> None:
    controller = controlled(light, plain, session, jobs, registry())
    controller.open("@")
    palette = controller._palette
    QTest.keyClicks(palette.field, "cleo")
    qtbot.waitUntil(lambda: palette.chosen is not None and palette.chosen.kind is RowKind.CUSTOMER)
    with qtbot.waitSignal(controller.case_requested) as asked:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert asked.args == [int(case_ids(session)[2])]


def test_an_action_runs_after_the_focus_is_back_and_is_remembered(
    qtbot: QtBot, light: Theme, plain: Window, session: Session, jobs: JobRunner
) -> None:
    ran: list[tuple[str, bool]] = []
    made = remembered_actions(session)
    made.add(*actions(lambda number: ran.append((number, plain.field.hasFocus()))))
    controller = controlled(light, plain, session, jobs, made)
    controller.open()
    QTest.keyClicks(controller._palette.field, "sync")
    QTest.keyClick(controller._palette.field, Qt.Key.Key_Return)
    assert ran == [("sync", True)]
    assert remembered_actions(session).recent == ("sync",)


def test_a_reply_is_asked_for_by_its_shortcut(
    qtbot: QtBot, light: Theme, plain: Window, session: Session, jobs: JobRunner
) -> None:
    controller = controlled(light, plain, session, jobs, registry())
    controller.open("/")
    QTest.keyClicks(controller._palette.field, "dupl")
    with qtbot.waitSignal(controller.reply_requested) as asked:
        QTest.keyClick(controller._palette.field, Qt.Key.Key_Return)
    assert asked.args == ["duplicato"]


def test_the_mark_of_tickets_lists_open_ones_and_a_number_leads_to_its_conversation(
    qtbot: QtBot, light: Theme, plain: Window, session: Session, jobs: JobRunner
) -> None:
    cases = case_ids(session)
    tied(session.store, cases[0], "#1423", "Rimborso", TicketState.OPEN)
    tied(session.store, cases[1], "#1429", "Guasto", TicketState.SOLVED)
    controller = controlled(light, plain, session, jobs, registry())
    controller.open("#")
    palette = controller._palette
    qtbot.waitUntil(lambda: [row.title for row in palette.items if isinstance(row, PaletteRow)] == LABELS)
    QTest.keyClicks(palette.field, "1429")
    qtbot.waitUntil(lambda: palette.chosen is not None and palette.chosen.title == "RT #1429")
    with qtbot.waitSignal(controller.case_requested) as asked:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert asked.args == [int(cases[1])]


def test_the_same_key_closes_what_it_opened(light: Theme, plain: Window, session: Session, jobs: JobRunner) -> None:
    controller = controlled(light, plain, session, jobs, registry())
    controller.open()
    assert not controller._palette.isHidden()
    controller.open()
    assert controller._palette.isHidden()


def test_results_of_an_older_search_are_never_shown(
    qtbot: QtBot, light: Theme, plain: Window, session: Session, jobs: JobRunner
) -> None:
    controller = controlled(light, plain, session, jobs, registry())
    controller.open()
    field, before = controller._palette.field, controller._found
    QTest.keyClicks(field, "bo li")
    QTest.keyClicks(field, "zzzz")
    qtbot.waitUntil(lambda: controller._found is not before)
    assert all(row.kind is not RowKind.CASE for row in controller._palette.items if isinstance(row, PaletteRow))
