"""The timeline as a widget: where it opens, what clicks and keys ask for, how long lists behave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.model import CaseId, DeliveryState, TimelineItem
from tests.ui.conversation import NOW, at, delivery, direct, email, file, item, moved_conversation, reply, show
from ui.cases import Timeline
from ui.cases.timeline_rows import HitKind, MessageRow
from ui.theme import Theme


@pytest.fixture
def timeline(qtbot: QtBot, light: Theme) -> Timeline:
    """A timeline at a conversation's size."""
    made = Timeline(light)
    qtbot.addWidget(made)
    made.resize(584, 616)
    made.show()
    qtbot.waitExposed(made)
    return made


def many(count: int) -> list[TimelineItem]:
    return [
        item(str(n), at=at(1, 8, 0) + timedelta(minutes=n), text=f"Message {n}. " * (n % 9 + 1)) for n in range(count)
    ]


def place_of(timeline: Timeline, kind: HitKind) -> QPoint:
    for number in timeline.view.visible_rows():
        for rect, hit in timeline.view.sheet_of(number).hits:
            if hit.kind is kind:
                return rect.center() + timeline.view.row_rect(number).topLeft()
    raise AssertionError(f"nothing to click for {kind}")


def click(timeline: Timeline, kind: HitKind) -> None:
    viewport = timeline.view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place_of(timeline, kind))


def pending(seconds: int = 7) -> TimelineItem:
    until = NOW + timedelta(seconds=seconds)
    return delivery(delivery_state=DeliveryState.HELD, delivery_reason="undo", undo_until=until, not_before=until)


def test_a_conversation_opens_at_its_end(timeline: Timeline) -> None:
    show(timeline, many(80))
    assert timeline.view.is_at_end()
    last = timeline.view.row_rect(len(timeline.rows) - 1)
    assert last.bottom() + 1 == timeline.view.viewport().height()


def test_a_conversation_opens_at_the_first_unread(timeline: Timeline) -> None:
    show(timeline, many(80), first_unread="40")
    number = [row.key for row in timeline.rows].index("40")
    assert timeline.view.row_rect(number).top() - timeline.view.row_rect(number - 1).bottom() == 13
    assert 20 <= timeline.view.row_rect(number).top() <= 60


def test_an_arrival_does_not_scroll_the_reader_away(timeline: Timeline) -> None:
    show(timeline, many(80), first_unread="40")
    before = timeline.view.verticalScrollBar().value()
    show(timeline, [*many(80), item("new", at=NOW), item("newer", at=NOW)])
    pill = timeline.findChild(QAbstractButton, "timeline_new")
    assert isinstance(pill, QAbstractButton)
    assert (pill.isVisible(), pill.text(), pill.accessibleName()) == (True, "2 new", "2 new messages below")
    assert timeline.view.verticalScrollBar().value() == before
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert timeline.view.is_at_end()
    assert not pill.isVisible()


def test_at_the_end_an_arrival_is_shown_at_once(timeline: Timeline) -> None:
    show(timeline, many(80))
    show(timeline, [*many(80), item("new", at=NOW)])
    assert timeline.view.is_at_end()


def test_our_own_message_brings_the_end_into_sight(timeline: Timeline) -> None:
    show(timeline, many(80), first_unread="40")
    show(timeline, [*many(80), reply("mine", at=NOW)])
    assert timeline.view.is_at_end()


def test_reading_to_the_end_is_told(timeline: Timeline, qtbot: QtBot) -> None:
    show(timeline, many(80), first_unread="40")
    with qtbot.waitSignal(timeline.end_reached):
        timeline.go_to_end()


def test_another_case_opens_anew(timeline: Timeline) -> None:
    show(timeline, many(80), first_unread="40")
    show(timeline, many(60), case_id=CaseId(2))
    assert timeline.view.is_at_end()


@pytest.mark.parametrize(
    ("given", "kind", "signal", "value"),
    [
        (pending(), HitKind.UNDO, "undo_requested", 7),
        (delivery(delivery_state=DeliveryState.REFUSED), HitKind.RETRY, "retry_requested", 7),
        (delivery(delivery_state=DeliveryState.REFUSED), HitKind.EDIT, "edit_requested", 7),
        (
            delivery(delivery_state=DeliveryState.UNSURE, delivery_reason="not_found"),
            HitKind.WAS_SENT,
            "arrival_confirmed",
            7,
        ),
        (
            delivery(delivery_state=DeliveryState.HELD, delivery_reason="scheduled", not_before=NOW),
            HitKind.CHANGE_TIME,
            "change_time_requested",
            7,
        ),
        (direct(attachments=(file(number=9),)), HitKind.ATTACHMENT, "attachment_requested", 9),
        (email(html=""), HitKind.HTML, "html_requested", 31),
        (
            item(permalink="https://social.example/1"),
            HitKind.PERMALINK,
            "permalink_requested",
            "https://social.example/1",
        ),
        (item(text="see https://example.org/a."), HitKind.LINK, "link_requested", "https://example.org/a"),
    ],
)
def test_a_click_asks_for_what_it_is_on(
    timeline: Timeline, qtbot: QtBot, given: TimelineItem, kind: HitKind, signal: str, value: object
) -> None:
    show(timeline, [given])
    with qtbot.waitSignal(getattr(timeline, signal)) as told:
        click(timeline, kind)
    assert told.args == [value]


def test_every_click_can_be_made_from_the_menu_too(timeline: Timeline) -> None:
    show(
        timeline,
        [direct(attachments=(file("map.pdf"),), text="https://example.org/a", permalink="https://s.example/1")],
    )
    menu = timeline.menu_of(1)
    said = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert said == ["https://example.org/a", "map.pdf", "Open on Mastodon", "Copy text", "Copy link"]
    menu.close()


def test_a_long_message_is_folded_and_unfolds(timeline: Timeline) -> None:
    show(timeline, [item(text="word " * 4_000)])
    folded = timeline.view.row_rect(1).height()
    assert folded < 900
    timeline.view.setCurrentIndex(timeline.view.model().index(1, 0))
    QTest.keyClick(timeline.view, Qt.Key.Key_Space)
    assert timeline.view.row_rect(1).height() > folded
    row = timeline.rows[1]
    assert isinstance(row, MessageRow)
    assert row.unfolded


def test_a_folded_quotation_is_shown_on_demand(timeline: Timeline) -> None:
    show(timeline, [email(quoted="> what was said before")])
    click(timeline, HitKind.UNFOLD)
    body = timeline.view.sheet_of(1).body
    assert body is not None
    assert body.text.endswith("> what was said before")
    show(timeline, [email(quoted="> what was said before"), item("new", at=NOW)])
    row = timeline.rows[1]
    assert isinstance(row, MessageRow)
    assert row.unfolded


def test_the_countdown_runs_while_it_is_seen_and_stops(timeline: Timeline, qtbot: QtBot) -> None:
    show(timeline, [pending()])
    assert timeline._second.isActive()
    timeline.set_now(NOW + timedelta(seconds=5))
    row = timeline.rows[-1]
    assert isinstance(row, MessageRow)
    assert row.delivery is not None
    assert row.delivery.text == "Sends in 2 s"
    timeline.set_now(NOW + timedelta(seconds=9))
    assert not timeline._second.isActive()
    with qtbot.assertNotEmitted(timeline.undo_requested):
        QTest.keyClick(timeline.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_control_z_takes_back_what_still_can_be(timeline: Timeline, qtbot: QtBot) -> None:
    show(timeline, [pending()])
    with qtbot.waitSignal(timeline.undo_requested) as told:
        QTest.keyClick(timeline.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [7]


def test_the_sending_glyph_turns_only_where_things_move(timeline: Timeline) -> None:
    show(timeline, [delivery(delivery_state=DeliveryState.SENDING)])
    assert timeline._turn.isActive()
    timeline.set_motion(False)
    assert not timeline._turn.isActive()
    timeline.set_motion(True)
    timeline.hide()
    assert not timeline._turn.isActive()


def test_dragging_over_a_message_marks_its_text(timeline: Timeline) -> None:
    show(timeline, [item(text="The lamps are dark since Monday")])
    body = timeline.view.sheet_of(1).body
    assert body is not None
    origin = body.rect.topLeft() + timeline.view.row_rect(1).topLeft()
    viewport = timeline.view.viewport()
    start, end = origin + QPoint(1, 10), origin + QPoint(400, 10)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    drag(timeline, QPoint(start.x() + 20, start.y()))
    drag(timeline, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    overlay = timeline._pointer.overlay
    assert overlay.isVisible()
    assert overlay.textCursor().selectedText() == "The lamps are dark since Monday"
    overlay.copy()
    assert QGuiApplication.clipboard().text() == "The lamps are dark since Monday"
    QTest.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()


def drag(timeline: Timeline, to: QPoint) -> None:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    viewport = timeline.view.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(viewport.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QGuiApplication.sendEvent(viewport, event)


def test_the_arrows_walk_over_messages(timeline: Timeline) -> None:
    show(timeline, moved_conversation())
    timeline.view.setFocus()
    QTest.keyClick(timeline.view, Qt.Key.Key_Home)
    assert timeline.view.currentIndex().row() == 0
    QTest.keyClick(timeline.view, Qt.Key.Key_Down)
    assert timeline.view.currentIndex().row() == 1
    QTest.keyClick(timeline.view, Qt.Key.Key_End)
    assert timeline.view.currentIndex().row() == len(timeline.rows) - 1


def test_a_screen_reader_hears_each_row_and_how_many_there_are(timeline: Timeline) -> None:
    show(timeline, moved_conversation())
    assert timeline.view.accessibleName() == "Conversation, 5 messages"
    model = timeline.view.model()
    spoken = [model.data(model.index(n, 0), Qt.ItemDataRole.AccessibleTextRole) for n in range(model.rowCount())]
    assert all(spoken)
    assert spoken[0] == "Tuesday 10 March"


def test_ten_thousand_messages_are_measured_only_near_the_screen(timeline: Timeline) -> None:
    show(timeline, many(10_000))
    stack = timeline.view._stack
    measured = sum(stack.is_measured(number) for number in range(len(stack)))
    assert measured < 60
    bar = timeline.view.verticalScrollBar()
    for part in range(1, 20):
        bar.setValue(bar.maximum() * part // 20)
    assert sum(stack.is_measured(number) for number in range(len(stack))) < 600


def test_scrolling_up_keeps_the_row_under_the_eye(timeline: Timeline) -> None:
    show(timeline, many(400))
    bar = timeline.view.verticalScrollBar()
    for _ in range(60):
        seen = timeline.view.visible_rows()[1]
        before = timeline.view.row_rect(seen).top()
        bar.setValue(bar.value() - 40)
        assert timeline.view.row_rect(seen).top() == before + 40


def test_another_width_keeps_the_end_in_sight(timeline: Timeline, qtbot: QtBot) -> None:
    show(timeline, many(80))
    timeline.resize(480, 500)
    qtbot.waitUntil(lambda: timeline.view.viewport().width() == 480)
    assert timeline.view.is_at_end()


def test_odd_texts_are_shown_at_every_width(timeline: Timeline) -> None:
    odd = [
        "",
        "\n\n\n",
        "😀" * 500,
        "م" * 5_000,
        "\u202e reversed",
        "a" * 100_000,
        "\x00\x01",
        "e\u0301" * 2_000,
        "\u200b" * 50,
    ]
    items = [item(str(n), text=text, at=NOW + timedelta(seconds=n)) for n, text in enumerate(odd)]
    items += [direct(f"d{n}", text=text, at=NOW + timedelta(minutes=n)) for n, text in enumerate(odd)]
    show(timeline, items)
    for width in (320, 584, 1_400):
        timeline.resize(width, 616)
        timeline.grab()
        for number in range(len(timeline.rows)):
            sheet = timeline.view.sheet_of(number)
            assert sheet.height > 0
            assert all(rect.right() <= sheet.width for rect, _ in sheet.hits)


def test_nothing_and_something_again(timeline: Timeline) -> None:
    show(timeline, many(3))
    timeline.clear()
    assert timeline.rows == ()
    timeline.grab()
    show(timeline, many(3))
    assert timeline.view.is_at_end()


def test_a_delivery_that_becomes_a_message_changes_in_place(timeline: Timeline) -> None:
    show(timeline, [*many(40), pending()])
    show(timeline, [*many(40), delivery(delivery_state=DeliveryState.SENDING)])
    assert timeline.view.is_at_end()
    show(timeline, [*many(40), direct("message-9", direction="outgoing", delivery_state=DeliveryState.SENT)])
    assert timeline.rows[-1].key == "message-9"
    timeline.grab()


def test_another_text_size_lays_out_anew(timeline: Timeline, light: Theme) -> None:
    show(timeline, moved_conversation())
    before = timeline.view.row_rect(1).height()
    light.set_scale(1.5)
    assert timeline.view.row_rect(1).height() > before * 1.3
    timeline.grab()
