"""Conversations are carried with the pointer: what the drag holds, which line lights up, what a drop does, real events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import CaseStatus, Lane
from tests.ui.windows import Furnished, a_window
from ui.inbox import list_view
from ui.inbox.carrying import carried, cases_of
from ui.theme import Theme

pytestmark = pytest.mark.slow  # a whole window each

NO_BUTTON = Qt.MouseButton.NoButton
MOVE, LEFT, NONE = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, light: Theme) -> Iterator[Furnished]:
    with a_window(tmp_path, qtbot, light) as opened:
        yield opened


class Hand:
    """Carries data over widgets as the window system does: it enters, moves, and is let go or leaves."""

    def __init__(self, data: QMimeData) -> None:
        self.data = data

    def enter(self, widget: QWidget) -> bool:
        """Return whether the widget wants to hear of more."""
        event = QDragEnterEvent(widget.rect().center(), MOVE, self.data, LEFT, NONE)
        QApplication.sendEvent(widget, event)
        return event.isAccepted()

    def move(self, widget: QWidget) -> bool:
        """Return whether the widget would take what is carried."""
        event = QDragMoveEvent(widget.rect().center(), MOVE, self.data, LEFT, NONE)
        event.ignore()
        QApplication.sendEvent(widget, event)
        return event.isAccepted()

    def leave(self, widget: QWidget) -> None:
        """Go on without dropping."""
        QApplication.sendEvent(widget, QDragLeaveEvent())

    def drop(self, widget: QWidget) -> bool:
        """Let go; return whether it was taken."""
        event = QDropEvent(QPointF(widget.rect().center()), MOVE, self.data, LEFT, NONE)
        event.ignore()
        QApplication.sendEvent(widget, event)
        return event.isAccepted()


def mine(desk: Furnished) -> list[int]:
    return [int(one) for one in desk.session.inbox.page(Lane.MY_OPEN).ids]


def looks(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def is_lit(desk: Furnished, widget: QWidget) -> bool:
    """Return whether the line has the accent's frame and ground, as it is painted."""
    colour, seen = desk.window._theme.colour, looks(widget)
    middle = seen.height() // 2
    return seen.pixelColor(1, middle) == colour("accent.mark") and seen.pixelColor(5, middle) == colour("accent.tint")


def test_a_line_lights_up_under_what_it_takes_and_goes_out_again(desk: Furnished) -> None:
    solved, hand = desk.part("view_solved"), Hand(carried(mine(desk)[:1]))
    before = looks(solved)
    assert hand.enter(solved)
    assert hand.move(solved)
    assert is_lit(desk, solved)
    hand.leave(solved)
    assert looks(solved) == before
    hand.enter(solved)
    assert is_lit(desk, solved)
    assert hand.drop(solved)
    assert not is_lit(desk, solved)


def test_cases_let_go_on_a_line_are_solved_and_undo_brings_them_back(desk: Furnished) -> None:
    first, second, *_ = mine(desk)
    solved, hand = desk.part("view_solved"), Hand(carried((first, second)))
    hand.enter(solved)
    hand.move(solved)
    assert hand.drop(solved)
    assert {row.status for row in desk.session.inbox.rows([first, second])} == {CaseStatus.SOLVED}
    desk.part("toast_undo").click()
    assert {first, second} <= set(mine(desk))


def test_a_line_that_takes_none_stays_dark_and_changes_nothing(desk: Furnished) -> None:
    at_risk, hand = desk.part("view_at_risk"), Hand(carried(mine(desk)))
    cases = mine(desk)
    assert hand.enter(at_risk)  # it is told of the moves, to say why
    assert not hand.move(at_risk)
    assert not is_lit(desk, at_risk)
    assert not hand.drop(at_risk)
    assert mine(desk) == cases


@pytest.mark.parametrize("text", ["", "7", "https://town.example"])
def test_what_another_program_carries_is_no_case(desk: Furnished, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    hand, solved, cases = Hand(data), desk.part("view_solved"), mine(desk)
    hand.enter(solved)
    assert not hand.move(solved)
    assert not hand.drop(solved)
    assert mine(desk) == cases


@pytest.mark.parametrize("packed", [b"", b"x,y", b"-3", b"\xff\xfe", b"999999", b"1,1,1"])
def test_a_drag_that_was_tampered_with_harms_nothing(desk: Furnished, packed: bytes) -> None:
    data = carried(())
    data.setData(data.formats()[0], packed)
    hand, solved = Hand(data), desk.part("view_solved")
    hand.enter(solved)
    hand.drop(solved)
    assert len(desk.session.inbox.page(Lane.SOLVED).ids) <= 1


def test_a_saved_view_lights_up_and_gives_its_tag(desk: Furnished) -> None:
    views, case = desk.tools.views, mine(desk)[0]
    views.book.add("VIP", "tag:vip is:open")
    views.refresh()
    item, hand = desk.part(f"view_{views.book.all()[0].uid}"), Hand(carried((case,)))
    hand.enter(item)
    assert is_lit(desk, item)
    assert hand.drop(item)
    assert desk.session.store.cases.tags(case) == ("vip",)  # type: ignore[arg-type]


def test_a_row_pulled_off_the_list_carries_what_is_selected(desk: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    drags: list[Pulled] = []

    class Pulled:
        """A drag whose end is in the test's hand: the real one waits for the window system."""

        def __init__(self, _source: QWidget) -> None:
            drags.append(self)
            self.data = QMimeData()

        def setMimeData(self, data: QMimeData) -> None:
            self.data = data

        def setPixmap(self, picture: object) -> None:
            self.picture = picture

        def exec(self, action: Qt.DropAction) -> None:
            self.action = action

    monkeypatch.setattr(list_view, "QDrag", Pulled)
    view, (first, second, *_) = desk.part("case_list"), mine(desk)
    desk.pane.select_case(first)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    start = view.visualRect(view.currentIndex()).center()
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in (4, 20, 40):
        place = QPointF(start + QPoint(step, 0))
        move = QMouseEvent(QEvent.Type.MouseMove, place, view.viewport().mapToGlobal(place), NO_BUTTON, LEFT, NONE)
        QApplication.sendEvent(view.viewport(), move)
    QTest.mouseRelease(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    assert len(drags) == 1
    assert set(cases_of(drags[0].data)) == {first, second}
    hand = Hand(drags[0].data)
    hand.enter(desk.part("view_solved"))
    assert hand.drop(desk.part("view_solved"))
    assert {first, second} <= {int(one) for one in desk.session.inbox.page(Lane.SOLVED).ids}
