"""The composer as one box: what it tells, what it refuses, how it grows."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.composer.symbols import Symbol
from desktop.model import AccountId, DraftMode, Fix, Network, ThreadKind
from tests.factories import NOON
from tests.ui.composer.conftest import Desk, OpenDesk
from tests.ui.drafts import ASKING, asking_verdict, closed_verdict, facts, strip_of
from ui.composer import AccountChoice, CannedChoice, Composer, FilledSpan, FilledText, SendKind, present_composer
from ui.composer.canned_picker import CannedPicker
from ui.composer.symbols import SymbolPopup
from ui.theme import Theme

CREW = "Hello Irene, the crew comes at {?time}. ^LB"
CHOICES = (
    CannedChoice(
        "1",
        "crew",
        "Crew on its way",
        "en",
        CREW,
        FilledText(CREW, (FilledSpan(6, 11, "name"), FilledSpan(31, 38, "time", is_missing=True))),
        3,
    ),
    CannedChoice("2", "crew-it", "Squadra in arrivo", "it", "Arriva", FilledText("Arriva")),
)


def search(query: str) -> tuple[CannedChoice, ...]:
    return tuple(choice for choice in CHOICES if choice.shortcut.startswith(query))


def ready(composer: Composer, **changed: object) -> None:
    given = facts(**changed)
    composer.set_text(given.text)
    composer.set_state(present_composer(given))


def button(parent: QWidget, name: str) -> QAbstractButton:
    found = parent.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def test_send_tells_of_the_draft_that_may_go(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer)
    with qtbot.waitSignal(desk.composer.send_requested) as told:
        QTest.mouseClick(button(desk.composer, "composer_send"), Qt.MouseButton.LeftButton)
    assert told.args == [SendKind.SEND]


def test_the_keys_send_and_send_and_solve(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer)
    desk.composer.focus_editor()
    told: list[SendKind] = []
    desk.composer.send_requested.connect(told.append)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, control)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, control | Qt.KeyboardModifier.ShiftModifier)
    assert told == [SendKind.SEND, SendKind.SEND_AND_SOLVE]


def test_an_empty_draft_is_not_sent(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, text="")
    with qtbot.assertNotEmitted(desk.composer.send_requested):
        desk.composer.send()
    assert desk.composer.editor.hasFocus()


def test_a_blocked_draft_leads_to_the_strip(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, text=ASKING, verdict=asking_verdict())
    desk.composer.set_verdict(strip_of(asking_verdict()), asking_verdict().findings)
    desk.composer.focus_editor()
    with qtbot.assertNotEmitted(desk.composer.send_requested):
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "guard_move_to_direct"


def test_alt_enter_does_the_first_fix(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, text=ASKING, verdict=asking_verdict())
    desk.composer.set_verdict(strip_of(asking_verdict()), asking_verdict().findings)
    with qtbot.waitSignal(desk.composer.fix_requested) as told:
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert told.args == [Fix.MOVE_TO_DIRECT]


def test_too_long_without_a_strip_keeps_the_text_and_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, remaining=-6)
    with qtbot.assertNotEmitted(desk.composer.send_requested):
        desk.composer.send()
    assert desk.composer.editor.hasFocus()
    assert not button(desk.composer, "composer_send").isEnabled()


def test_escape_leaves_the_editor_and_keeps_the_draft(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer)
    with qtbot.waitSignal(desk.composer.focus_left):
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_Escape)
    assert desk.composer.text() == facts().text


def test_choosing_a_segment_is_told_and_a_state_is_not(desk: Desk, qtbot: QtBot) -> None:
    composer = desk.composer
    ready(composer)
    with qtbot.waitSignal(composer.mode_chosen) as told:
        centre = composer.segments.tabRect(1).center()
        QTest.mouseClick(composer.segments, Qt.MouseButton.LeftButton, pos=centre)
    assert told.args == [DraftMode.DIRECT]
    with qtbot.assertNotEmitted(composer.mode_chosen):
        composer.set_state(present_composer(facts(mode=DraftMode.NOTE)))
        composer.set_state(
            present_composer(facts(network=Network.EMAIL, thread_kind=ThreadKind.EMAIL, mode=DraftMode.DIRECT))
        )


def test_a_refused_choice_shows_the_mode_in_force_again(desk: Desk, qtbot: QtBot) -> None:
    composer = desk.composer
    ready(composer)
    QTest.mouseClick(composer.segments, Qt.MouseButton.LeftButton, pos=composer.segments.tabRect(1).center())
    composer.set_state(present_composer(facts()))
    assert composer.segments.currentIndex() == 0


def test_a_mode_that_is_closed_can_not_be_asked_for(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, network=Network.LISTENING)
    with qtbot.assertNotEmitted(desk.composer.mode_chosen):
        desk.composer.choose_mode(DraftMode.DIRECT)
    with qtbot.waitSignal(desk.composer.mode_chosen):
        desk.composer.choose_mode(DraftMode.NOTE)


def test_typing_is_told_and_a_draft_put_in_is_not(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(desk.composer.text_changed):
        desk.composer.set_text("kept from yesterday")
    with qtbot.waitSignal(desk.composer.text_changed) as told:
        QTest.keyClicks(desk.composer.editor, "!")
    assert told.args == ["kept from yesterday!"]


def test_the_editor_grows_to_two_fifths_of_the_conversation_then_scrolls(desk: Desk) -> None:
    composer = desk.composer
    composer.set_room(600)
    composer.set_text("one")
    assert composer.editor.height() == 40
    composer.set_text("\n".join("line" for _ in range(8)))
    assert composer.editor.height() == 160
    composer.set_text("\n".join("line" for _ in range(80)))
    assert composer.editor.height() == 240
    composer.set_room(600, compact=True)
    assert composer.editor.height() == 60


def test_the_caret_never_moves_when_the_strip_opens(desk: Desk, qtbot: QtBot) -> None:
    composer = desk.composer
    ready(composer, text=ASKING)
    qtbot.waitUntil(composer.editor.isVisible)
    before = composer.editor.mapTo(desk.window, QPoint(0, 0)).y()
    composer.set_verdict(strip_of(asking_verdict()), asking_verdict().findings)
    qtbot.waitUntil(lambda: composer.strip.height() == 110)
    assert composer.editor.mapTo(desk.window, QPoint(0, 0)).y() == before


def picker(desk: Desk) -> CannedPicker:
    found = desk.window.findChild(CannedPicker)
    assert isinstance(found, CannedPicker)
    return found


def open_picker(desk: Desk, qtbot: QtBot, typed: str = "/cr") -> CannedPicker:
    desk.composer.set_canned_search(search, 86)
    ready(desk.composer, text="")
    desk.composer.focus_editor()
    qtbot.waitUntil(desk.composer.editor.hasFocus)
    QTest.keyClicks(desk.composer.editor, typed)
    return picker(desk)


def test_a_stroke_opens_the_picker_and_the_caret_stays(desk: Desk, qtbot: QtBot) -> None:
    opened = open_picker(desk, qtbot)
    assert opened.isVisible()
    assert desk.composer.editor.hasFocus()
    assert [choice.uid for choice in opened.choices] == ["1", "2"]


def test_the_picker_stands_four_pixels_above_the_box(desk: Desk, qtbot: QtBot) -> None:
    opened = open_picker(desk, qtbot)
    box_top = desk.composer.mapTo(desk.window, QPoint(0, 12)).y()
    assert opened.geometry().bottom() + 1 == box_top - 4
    assert (opened.x(), opened.width(), opened.height()) == (12, 560, 276)


def answer(desk: Desk, number: int = 0) -> QLineEdit:
    found = desk.window.findChild(QLineEdit, f"canned_answer_{number}")
    assert isinstance(found, QLineEdit)
    return found


def test_enter_asks_for_what_is_open_and_puts_the_reply_in(desk: Desk, qtbot: QtBot) -> None:
    opened = open_picker(desk, qtbot, "Hi /cr")
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return)
    assert answer(desk).hasFocus()
    assert desk.composer.text() == "Hi /cr", "nothing is put in half filled"
    QTest.keyClick(answer(desk), Qt.Key.Key_Return)
    assert opened.isVisible(), "an empty answer is none"
    QTest.keyClicks(answer(desk), "18:30")
    with qtbot.waitSignal(desk.composer.canned_used) as told:
        QTest.keyClick(answer(desk), Qt.Key.Key_Return)
    assert told.args == ["1"]
    assert desk.composer.text() == "Hi Hello Irene, the crew comes at 18:30. ^LB"
    assert opened.isHidden()
    assert desk.composer.editor.hasFocus()


def test_escape_leaves_the_form_for_the_list_and_the_draft_as_it_was(desk: Desk, qtbot: QtBot) -> None:
    opened = open_picker(desk, qtbot)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return)
    QTest.keyClicks(answer(desk), "18")
    with qtbot.assertNotEmitted(desk.composer.focus_left):
        QTest.keyClick(answer(desk), Qt.Key.Key_Escape)
    assert (desk.composer.text(), opened.asks, opened.isVisible()) == ("/cr", False, True)
    assert desk.composer.editor.hasFocus()
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Down)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return)
    assert desk.composer.text() == "Arriva"


def test_a_reply_that_was_chosen_elsewhere_is_asked_about_too(desk: Desk, qtbot: QtBot) -> None:
    desk.composer.set_canned_search(search, 86)
    ready(desk.composer, text="Before ")
    desk.composer.editor.moveCursor(QTextCursor.MoveOperation.End)
    desk.composer.put_canned(CHOICES[0])
    qtbot.waitUntil(lambda: answer(desk).hasFocus())
    QTest.keyClick(answer(desk), Qt.Key.Key_Escape)
    assert (picker(desk).isHidden(), desk.composer.text()) == (True, "Before ")
    desk.composer.put_canned(CHOICES[1])
    assert desk.composer.text() == "Before Arriva"


def test_taking_a_reply_is_one_undo_step(desk: Desk, qtbot: QtBot) -> None:
    open_picker(desk, qtbot)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Down)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return)
    desk.composer.editor.undo()
    assert desk.composer.text() == "/cr"


def test_the_arrows_choose_and_go_round(desk: Desk, qtbot: QtBot) -> None:
    open_picker(desk, qtbot)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Up)
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Tab)
    assert desk.composer.text() == "Arriva"


def test_a_click_takes_a_reply(desk: Desk, qtbot: QtBot) -> None:
    opened = open_picker(desk, qtbot)
    view = opened.findChild(QListView, "canned_list")
    assert isinstance(view, QListView)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    assert desk.composer.text() == "Arriva"


def test_escape_closes_the_picker_first_and_keeps_what_was_typed(desk: Desk, qtbot: QtBot) -> None:
    opened = open_picker(desk, qtbot)
    with qtbot.assertNotEmitted(desk.composer.focus_left):
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_Escape)
    assert opened.isHidden()
    assert desk.composer.text() == "/cr"
    with qtbot.waitSignal(desk.composer.focus_left):
        QTest.keyClick(desk.composer.editor, Qt.Key.Key_Escape)


def test_a_space_after_the_stroke_closes_the_picker(desk: Desk, qtbot: QtBot) -> None:
    opened = open_picker(desk, qtbot)
    QTest.keyClicks(desk.composer.editor, " ")
    assert opened.isHidden()


def test_a_stroke_that_matches_nothing_says_so(desk: Desk, qtbot: QtBot) -> None:
    opened = open_picker(desk, qtbot, "/zzz")
    assert opened.isVisible()
    assert opened.choices == ()
    opened.grab()
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Return)
    assert desk.composer.text() == "/zzz"


def test_the_lightning_button_opens_the_picker(desk: Desk, qtbot: QtBot) -> None:
    desk.composer.set_canned_search(search)
    ready(desk.composer, text="Hello")
    QTest.mouseClick(button(desk.composer, "composer_canned"), Qt.MouseButton.LeftButton)
    assert desk.composer.text() == "Hello /"
    assert picker(desk).isVisible()


def test_a_note_paints_the_whole_box_and_offers_a_mention(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, mode=DraftMode.NOTE, text="")
    assert button(desk.composer, "composer_canned").isHidden()
    QTest.mouseClick(button(desk.composer, "composer_mention"), Qt.MouseButton.LeftButton)
    assert desk.composer.text() == "@"
    assert desk.composer.account.text() == "Team only"


def test_another_account_is_asked_for(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer)
    choices = (
        AccountChoice(AccountId(1), Network.MASTODON, "@lumeservizi"),
        AccountChoice(AccountId(2), Network.MASTODON, "@lume"),
    )
    desk.composer.set_accounts(choices)
    with qtbot.waitSignal(desk.composer.account_chosen) as told:
        desk.composer.account.menu.actions()[1].trigger()
    assert told.args == [2]
    assert desk.composer.account.text() == "@lumeservizi"


def test_fill_it_in_goes_to_the_gap(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, text=CREW)
    with qtbot.waitSignal(desk.composer.fix_requested):
        desk.composer.strip.fix_requested.emit(Fix.FILL_PLACEHOLDER)
    assert desk.composer.editor.textCursor().selectedText() == "{?time}"


def test_symbols_are_put_in_at_the_caret(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, text="ab")
    desk.composer.editor.moveCursor(QTextCursor.MoveOperation.Left)
    desk.composer.open_symbols()
    popup = desk.composer.findChild(SymbolPopup)
    assert isinstance(popup, SymbolPopup)
    buttons = popup.findChildren(QToolButton)
    assert len(buttons) == 60
    QTest.keyClick(popup, Qt.Key.Key_Right)
    QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert desk.composer.text() == "a😊b"


def test_the_menu_offers_the_other_ways_to_send(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer)
    split = desk.composer.findChild(QWidget, "composer_send_split")
    assert split is not None
    told: list[SendKind] = []
    desk.composer.send_requested.connect(told.append)
    for action in split.menu.actions():  # type: ignore[attr-defined]
        action.trigger()
    assert told == [SendKind.SEND_AND_SOLVE, SendKind.SEND_AND_SNOOZE]
    desk.composer.offer_moments([("Tomorrow, 09:00", NOON)])
    moments: list[datetime | None] = []
    desk.composer.send_at_requested.connect(moments.append)
    for action in split.at_menu.actions():  # type: ignore[attr-defined]
        action.trigger()
    assert moments == [NOON, None]


def test_everything_that_can_be_used_has_a_name(desk: Desk) -> None:
    ready(desk.composer)
    for one in desk.composer.findChildren(QAbstractButton):
        if one.isVisible() and not one.objectName().startswith("qt_"):
            assert one.objectName(), one
            assert one.accessibleName(), one.objectName()
    assert desk.composer.editor.accessibleName() == "Public reply to Irene Valsecchi as @lumeservizi"


@pytest.mark.parametrize("width", [480, 584, 664, 900])
def test_nothing_is_cut_at_large_text(open_desk: OpenDesk, large: Theme, width: int, qtbot: QtBot) -> None:
    desk = open_desk(large, width=width)
    ready(desk.composer, text=ASKING, verdict=closed_verdict(), opens_text="Mon 09:00")
    desk.composer.set_verdict(strip_of(closed_verdict()))
    qtbot.waitUntil(lambda: desk.composer.strip.height() > 100)
    assert desk.window.width() == width
    for one in desk.composer.findChildren(QAbstractButton):
        if one.isVisible():
            place = one.mapTo(desk.composer, QPoint(0, 0))
            assert place.x() >= 12, one.objectName()
            assert place.x() + one.width() <= desk.composer.width() - 12, one.objectName()
            assert one.width() >= min(one.sizeHint().width(), 24), one.objectName()


@pytest.mark.parametrize(
    ("key", "held"),
    [(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)],
)
def test_return_on_the_strips_button_asks_for_its_fix(
    desk: Desk, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    ready(desk.composer, text=ASKING, verdict=asking_verdict())
    desk.composer.set_verdict(strip_of(asking_verdict()))
    desk.composer.send()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QAbstractButton)
    with qtbot.waitSignal(desk.composer.fix_requested) as told:
        QTest.keyClick(focused, key, held)
    assert told.args == [Fix.MOVE_TO_DIRECT]


def test_symbols_are_searched_by_name_and_taken_with_enter(desk: Desk, qtbot: QtBot) -> None:
    ready(desk.composer, text="")
    desk.composer.set_symbols(
        lambda: ("🚚",), lambda typed, most: [Symbol("💡", "Light bulb")][:most] if typed == "bu" else []
    )
    desk.composer.open_symbols()
    popup = desk.composer.findChild(SymbolPopup)
    assert isinstance(popup, SymbolPopup)
    assert popup.symbols[:2] == ("🚚", "😀")
    field = popup.findChild(QLineEdit, "symbol_search")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "bux")
    assert not popup.symbols
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert popup.symbols == ("💡",)
    with qtbot.waitSignal(desk.composer.symbol_used):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.composer.text() == "💡"
