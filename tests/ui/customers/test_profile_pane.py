"""The profile pane and its parts as widgets: what can be seen, reached, read aloud and asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import CaseId, CustomerNote, Network
from tests.ui.conversation import case, colour_at, picture
from tests.ui.customers.conftest import (
    MOMENT,
    Show,
    days,
    earlier,
    fill,
    identity,
    past,
    profile,
    repeat_row,
)
from ui.customers import FootState, ProfilePane, ProfileShown
from ui.customers.past_model import PAGE
from ui.customers.presenter import PastLine, past_lines, present_past
from ui.customers.tags import TagPill
from ui.theme import Theme
from ui.widgets import NoticeWords

FAILED = NoticeWords("Profile not read", "The store did not answer at 10:48.", "warning-circle", "Try again")


def part(pane: QWidget, name: str) -> QWidget:
    found = pane.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def press(pane: QWidget, name: str) -> None:
    button = part(pane, name)
    assert isinstance(button, QAbstractButton)
    assert button.isVisibleTo(pane)
    assert button.isEnabled()
    button.click()


def pills(pane: ProfilePane) -> list[str]:
    return [pill.tag for pill in pane.tags.findChildren(TagPill) if not pill.isHidden()]


def place(pane: ProfilePane, name: str) -> QRect:
    widget = part(pane, name)
    return QRect(widget.mapTo(pane, QPoint(0, 0)), widget.size())


def test_the_parts_stand_where_picture_01_has_them(show: Show, theme: Theme, tmp_path: Path) -> None:
    pane = show(theme, profile(), repeat_row(), earlier())
    image = picture(pane, tmp_path, "profile-01", theme)
    facts, card = place(pane, "profile_facts"), place(pane, "profile_repeat")
    assert (facts.x(), facts.y(), facts.width(), facts.height()) == (16, 72, 255, 47)
    assert abs(card.y() - 153) <= 2
    assert abs(card.height() - 82) <= 4
    assert abs(place(pane, "profile_identities").y() - 235) <= 4
    assert place(pane, "identity_1").height() == 24
    foot = place(pane, "profile_foot")
    assert (foot.height(), foot.bottom() + 1) == (35, 852)
    assert colour_at(image, 2, 400) == theme.hex("bg.window")
    assert colour_at(image, 60, 78) == theme.hex("bg.surface")
    assert colour_at(image, 16, 95) == theme.hex("line.hair")
    assert colour_at(image, 100, card.y() + 4) == theme.hex("violet.tint")
    assert colour_at(image, 16, card.y() + 40) == theme.hex("violet.line")
    assert colour_at(image, 100, foot.y()) == theme.hex("line.hair")
    avatar, _ = theme.avatar_colours("irene")
    assert colour_at(image, 20, 38) == avatar.name().upper()


def test_marks_of_past_interactions_are_joined_by_a_line(show: Show, theme: Theme, tmp_path: Path) -> None:
    pane = show(theme, profile(), case().row)
    image = picture(pane, tmp_path, "profile-past", theme)
    top = place(pane, "past_list").y()
    mark = theme.channel_colour(Network.X).name().upper()
    assert colour_at(image, 18, top + 13) == mark
    assert colour_at(image, 23, top + 32) == theme.hex("line.strong")
    assert colour_at(image, 23, top + 2 * 40 + 32) == theme.hex("bg.window")


@pytest.mark.parametrize("width", [263, 287, 319, 359])
def test_nothing_is_wider_than_the_pane_at_any_text_size(show: Show, large: Theme, width: int) -> None:
    long = "massimiliano.bartolomeo.valsecchi@precipitevolissimevolmente.example"
    crowded = profile(
        name="Massimiliano Bartolomeo Valsecchi della Rovere",
        identities=(identity(handle=long, followers=99_999, verified=True),),
        tags=("contestazione doppio addebito bimestrale", "SDD"),
        notes=(CustomerNote("n", "Giulia Neri-Precipitevolissimevolmente", "precipitevolissimevolmente" * 4, days(1)),),
    )
    pane = show(large, crowded, repeat_row(), earlier(), width=width)
    content = pane.area.widget()
    assert content is not None
    assert content.width() == width
    assert content.minimumSizeHint().width() <= width
    for label in pane.findChildren(QLabel):
        if label.isVisibleTo(pane) and content.isAncestorOf(label):
            assert label.mapTo(content, QPoint(label.width(), 0)).x() <= width


def test_facts_stand_in_lines_where_cells_would_cut_their_words(show: Show, light: Theme, large: Theme) -> None:
    narrow = show(large, profile(), width=263)
    assert narrow.facts.is_stacked
    assert narrow.facts.height() > 80


def test_facts_stand_in_cells_at_the_usual_size(show: Show, light: Theme) -> None:
    pane = show(light, profile(), width=263)
    assert not pane.facts.is_stacked
    assert pane.facts.accessibleName() == "1,204 followers. 47 interactions, 131 messages. Customer since 4 May 2017"


def test_what_there_is_nothing_of_says_so_or_is_left_out(show: Show, light: Theme) -> None:
    pane = show(
        light,
        profile(identities=(), interactions_shown=(past(1),), cases_total=1, notes=(), tags=(), top_share=None),
        case().row,
    )
    assert not pane.identities.isVisible()
    assert not pane.repeat.isVisible()
    assert not part(pane, "profile_activity").isVisible()
    said = [part(pane, name) for name in ("past_empty", "notes_empty", "tags_empty")]
    assert [label.text() for label in said if isinstance(label, QLabel) and label.isVisible()] == [
        "No earlier conversations.",
        "No notes.",
        "No tags.",
    ]
    assert not part(pane, "past_all").isVisible()


def test_nobody_is_an_invitation_to_choose_a_conversation(show: Show, light: Theme) -> None:
    pane = show(light)
    assert pane.shown is ProfileShown.NOBODY
    assert part(pane, "profile_empty").isVisible()
    assert not pane.foot.isVisible()


def test_a_failed_reread_keeps_what_is_shown_above_a_card_with_one_button(
    qtbot: QtBot, show: Show, light: Theme
) -> None:
    pane = show(light, profile())
    pane.show_stale(FAILED)
    assert part(pane, "profile_error").isVisible()
    assert pane.identities.isVisible()
    with qtbot.waitSignal(pane.retry_requested):
        press(pane, "profile_error_action")
    fill(pane, profile())
    assert not pane.error.isVisible()


def test_a_profile_that_was_never_read_shows_the_name_and_nothing_of_anybody_else(show: Show, light: Theme) -> None:
    from ui.customers.presenter import present_stranger

    pane = show(light, profile(name="Somebody Else"))
    pane.show_unreadable(present_stranger(case().row), FAILED)
    assert pane.header.name == "Irene Valsecchi"
    assert not any(one.isVisible() for one in (pane.past, pane.notes, pane.tags, pane.identities, pane.foot))
    assert pane.facts.facts == ()


def test_every_control_has_a_name_and_can_be_reached_with_tab(show: Show, light: Theme) -> None:
    pane = show(light, profile(), repeat_row(), earlier())
    part(pane, "profile_more").setFocus()
    seen: list[str] = []
    for _ in range(40):
        widget = QGuiApplication.focusObject()
        assert isinstance(widget, QWidget)
        if seen and widget.objectName() == seen[0]:
            break
        assert widget.accessibleName() or widget.objectName() == "profile_area", widget.objectName()
        seen.append(widget.objectName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert seen == [
        "profile_more",
        "repeat_show",
        "profile_merge",
        "identity_1",
        "identity_2",
        "identity_3",
        "past_all",
        "past_list",
        "note_add",
        "note_n1",
        "tag_add",
        "tag_fatturazione",
        "tag_SDD",
        "tag_cliente storico",
        "profile_export",
        "profile_erase",
    ]


def test_the_card_asks_for_the_earlier_message(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile(), repeat_row(), earlier())
    with qtbot.waitSignal(pane.repeat.earlier_requested) as asked:
        press(pane, "repeat_show")
    assert asked.args == [2, "message-7"]


def test_a_handle_can_be_copied_and_a_tied_identity_separated_from_its_menu(
    qtbot: QtBot, show: Show, light: Theme
) -> None:
    pane = show(light, profile())
    row = part(pane, "identity_3")
    copy, separate = row.actions()
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "i.valsecchi@example.org"
    with qtbot.waitSignal(pane.identities.separate_requested) as asked:
        separate.trigger()
    assert asked.args == [3]
    assert [action.text() for action in part(pane, "identity_1").actions()] == ["Copy"]


def test_the_button_that_separates_is_seen_with_the_rows_focus(show: Show, light: Theme) -> None:
    pane = show(light, profile())
    button = part(pane, "separate_3")
    before = button.grab().toImage()
    part(pane, "identity_3").setFocus()
    assert button.grab().toImage() != before
    assert button.accessibleName() == "Separate i.valsecchi@example.org"


# --- past interactions ------------------------------------------------------------------------------------------


def many(pane: ProfilePane, count: int, asked: list[int]) -> None:
    """List so many interactions, noting which ids are asked for."""

    def fetch(ids: list[int]) -> tuple[PastLine, ...]:
        asked.extend(ids)
        rows = [past(number, f"Domanda {number}", last_at=days(number)) for number in ids]
        return past_lines(rows, MOMENT, CaseId(3))

    pane.past.set_all(range(1, count + 1), fetch)  # type: ignore[arg-type]


def test_ten_thousand_interactions_are_listed_and_only_what_is_seen_is_read(
    qtbot: QtBot, show: Show, light: Theme
) -> None:
    pane = show(light, profile(), case().row)
    asked: list[int] = []
    many(pane, 10_000, asked)
    view = pane.past.view
    qtbot.waitUntil(lambda: view.height() == 10_000 * 40)
    qtbot.waitUntil(lambda: pane.area.verticalScrollBar().maximum() > 390_000)
    pane.grab()
    assert 0 < len(asked) <= PAGE
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == 9_999
    pane.grab()
    assert max(asked) == 10_000
    assert len(asked) <= 3 * PAGE
    bar = pane.area.verticalScrollBar()
    assert bar.value() > 390_000
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() < 400


def test_a_click_or_return_opens_an_interaction_but_not_the_one_in_front(
    qtbot: QtBot, show: Show, light: Theme
) -> None:
    pane = show(light, profile(), case().row)
    many(pane, 5, [])
    view = pane.past.view
    chosen: list[int] = []
    pane.past.chosen.connect(chosen.append)
    for row in (0, 2, 4):
        centre = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert chosen == [1, 5]
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen == [1, 5, 2]


def test_all_of_them_and_fewer_again(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile(), case().row)
    with qtbot.waitSignal(pane.past.all_requested) as asked:
        press(pane, "past_all")
    assert asked.args == [True]
    many(pane, 47, [])
    assert part(pane, "past_all").accessibleName() == "Show fewer"
    with qtbot.waitSignal(pane.past.all_requested) as asked:
        press(pane, "past_all")
    assert asked.args == [False]


def test_an_interaction_is_read_aloud_in_full_words(show: Show, light: Theme) -> None:
    pane = show(light, profile(), case().row)
    model = pane.past.view.past
    said = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert said[1] == "Voltura contratto luce, E-mail, Solved in 3 h, 22 January 2026"


def test_what_the_store_does_not_have_is_asked_for_once(show: Show, light: Theme) -> None:
    pane = show(light, profile(), case().row)
    asked: list[int] = []

    def fetch(ids: list[int]) -> tuple[PastLine, ...]:
        asked.extend(ids)
        return (present_past(past(1), MOMENT, None),)

    pane.past.set_all([1, 2], fetch)  # type: ignore[arg-type]
    model = pane.past.view.past
    for _ in range(3):
        assert model.data(model.index(1)) == "Not readable"
    assert asked == [1, 2]


def test_the_current_interaction_stays_current_when_all_are_listed(show: Show, light: Theme) -> None:
    pane = show(light, profile(), case().row)
    view = pane.past.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, 0))
    many(pane, 47, [])
    assert view.past.ids[view.currentIndex().row()] == 4


# --- notes ------------------------------------------------------------------------------------------------------


def test_a_note_is_written_in_place_and_saved_with_ctrl_return(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile(notes=()))
    press(pane, "note_add")
    edit = pane.notes.editor.edit
    assert edit.hasFocus()
    assert not part(pane, "note_save").isEnabled()
    QTest.keyClicks(edit, "Chiamare dopo le 18")
    with qtbot.waitSignal(pane.notes.added) as added:
        QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert added.args == ["Chiamare dopo le 18"]


def test_escape_closes_the_field_and_keeps_what_was_written(show: Show, light: Theme) -> None:
    pane = show(light, profile(notes=()))
    press(pane, "note_add")
    QTest.keyClicks(pane.notes.editor.edit, "a meta")
    QTest.keyClick(pane.notes.editor.edit, Qt.Key.Key_Escape)
    assert not pane.notes.editor.isVisible()
    assert part(pane, "note_add").hasFocus()
    assert part(pane, "notes_empty").isVisible()
    press(pane, "note_add")
    assert pane.notes.editor.text == "a meta"


def test_cancel_gives_up_what_was_written(show: Show, light: Theme) -> None:
    pane = show(light, profile())
    press(pane, "note_add")
    pane.notes.editor.set_text("a metà")
    press(pane, "note_cancel")
    assert pane.notes.editor.text == ""


def test_the_field_grows_with_its_text_up_to_eight_lines(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile())
    press(pane, "note_add")
    edit = pane.notes.editor.edit
    low = edit.height()
    pane.notes.editor.set_text("\n".join("abcdef"))
    qtbot.waitUntil(lambda: edit.height() > low)
    pane.notes.editor.set_text("\n".join("abcdefghijklmno"))
    assert edit.height() <= 8 * edit.fontMetrics().lineSpacing() + 2


def test_a_note_is_removed_with_delete_or_from_its_menu(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile())
    removed: list[str] = []
    pane.notes.removed.connect(removed.append)
    row = part(pane, "note_n1")
    QTest.keyClick(row, Qt.Key.Key_Delete)
    row.actions()[1].trigger()
    press(pane, "note_remove_n1")
    assert removed == ["n1", "n1", "n1"]


def test_a_long_note_is_folded_and_many_notes_too(qtbot: QtBot, show: Show, light: Theme) -> None:
    notes = [CustomerNote(f"n{n}", "LB", f"nota {n}", days(n)) for n in range(9)]
    notes[0] = CustomerNote("n0", "LB", "una nota molto lunga " * 40, days(0))
    pane = show(light, profile(notes=tuple(notes)))
    rows = [row for row in range(9) if pane.findChild(QWidget, f"note_n{row}") is not None]
    assert rows == [0, 1, 2, 3]
    folded = place(pane, "note_n0").height()
    press(part(pane, "note_n0"), "note_more")
    qtbot.waitUntil(lambda: place(pane, "note_n0").height() > folded + 50)
    assert part(pane, "notes_all").accessibleName() == "All 9 notes"
    press(pane, "notes_all")
    assert all(pane.findChild(QWidget, f"note_n{row}") is not None for row in range(9))


def test_a_refresh_leaves_the_field_and_its_caret_alone(show: Show, light: Theme) -> None:
    pane = show(light, profile())
    press(pane, "note_add")
    QTest.keyClicks(pane.notes.editor.edit, "a meta")
    QTest.keyClick(pane.notes.editor.edit, Qt.Key.Key_Left)
    from ui.customers import present_profile

    state = present_profile(profile(tags=("nuovo",)), case().row, MOMENT)
    pane.show_profile(state, starts_over=False)
    assert pane.notes.editor.edit.hasFocus()
    assert pane.notes.editor.text == "a meta"
    assert pane.notes.editor.edit.textCursor().position() == 5
    assert pills(pane) == ["nuovo"]


# --- tags -------------------------------------------------------------------------------------------------------


def test_a_tag_is_added_in_the_spelling_that_is_in_use(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile())
    with qtbot.waitSignal(pane.tags.known_requested):
        press(pane, "tag_add")
    pane.tags.set_known(("SDD", "Condominio"))
    added: list[str] = []
    pane.tags.added.connect(added.append)
    for typed in ("condominio", "  nuovo  ", "   "):
        QTest.keyClicks(pane.tags.field, typed)
        QTest.keyClick(pane.tags.field, Qt.Key.Key_Return)
        pane.tags.field.clear()
    assert added == ["Condominio", "nuovo"]
    assert pane.tags.field.isVisible(), "the field stays for the next tag"


def test_tags_that_the_customer_has_are_not_offered(show: Show, light: Theme) -> None:
    pane = show(light, profile())
    pane.tags.set_known(("SDD", "Condominio"))
    completions = pane.tags.field.completer().model()
    assert [completions.index(row, 0).data() for row in range(completions.rowCount())] == ["Condominio"]


def test_the_field_closes_with_escape_and_when_it_is_left_empty(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile())
    press(pane, "tag_add")
    QTest.keyClicks(pane.tags.field, "mezzo")
    QTest.keyClick(pane.tags.field, Qt.Key.Key_Escape)
    assert not pane.tags.field.isVisible()
    assert part(pane, "tag_add").hasFocus()
    press(pane, "tag_add")
    part(pane, "profile_export").setFocus()
    qtbot.waitUntil(lambda: not pane.tags.field.isVisible())


def test_only_the_cross_of_a_pill_takes_a_click_and_keys_take_the_tag_away(show: Show, light: Theme) -> None:
    pane = show(light, profile())
    removed: list[str] = []
    pane.tags.removed.connect(removed.append)
    pill = part(pane, "tag_fatturazione")
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert removed == []
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton, pos=QPoint(pill.width() - 8, 10))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(pill, key)
    assert removed == ["fatturazione"] * 5
    assert pill.accessibleName() == "Remove tag fatturazione"


def test_after_a_removed_tag_the_next_one_has_the_focus(show: Show, light: Theme) -> None:
    pane = show(light, profile())
    part(pane, "tag_SDD").setFocus()
    pane.tags.set_tags(("fatturazione", "cliente storico"))
    assert part(pane, "tag_cliente storico").hasFocus()
    pane.tags.set_tags(())
    assert part(pane, "tag_add").hasFocus()


def test_pills_flow_into_lines(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile(tags=tuple(f"etichetta numero {n}" for n in range(8))))
    tops = {place(pane, f"tag_etichetta numero {n}").y() for n in range(8)}
    assert len(tops) >= 4
    assert {b - a for a, b in zip(sorted(tops), sorted(tops)[1:], strict=False)} == {24}


# --- the foot ---------------------------------------------------------------------------------------------------


def test_the_foot_says_how_the_copy_stands(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile())
    pane.foot.set_state(FootState.BUSY)
    assert not part(pane, "profile_export").isEnabled()
    assert part(pane, "profile_export").accessibleName() == "Exporting…"
    pane.foot.set_state(FootState.SAVED, "Saved as x.zip")
    with qtbot.waitSignal(pane.foot.folder_requested):
        press(pane, "profile_export_folder")
    press(pane, "profile_export_dismiss")
    assert pane.foot.state is FootState.IDLE
    pane.foot.set_state(FootState.FAILED, "The disk is full")
    with qtbot.waitSignal(pane.foot.export_requested):
        press(pane, "profile_export_again")


def test_the_pane_fits_the_drawer_and_follows_a_change_of_theme(show: Show, light: Theme, tmp_path: Path) -> None:
    from ui.shell import apply_style
    from ui.theme import Scheme

    pane = show(light, profile(), repeat_row(), earlier(), width=319)
    assert pane.facts.width() == 319 - 32
    light.set_scheme(Scheme.DARK)
    application = QGuiApplication.instance()
    assert application is not None
    apply_style(application, light)  # type: ignore[arg-type]
    image = picture(pane, tmp_path, "profile-drawer", light)
    assert colour_at(image, 2, 400) == light.hex("bg.window")
    assert colour_at(image, 60, 78) == light.hex("bg.surface")
    light.set_scheme(Scheme.LIGHT)


def test_another_customer_begins_at_the_top(qtbot: QtBot, show: Show, light: Theme) -> None:
    pane = show(light, profile(), case().row, height=300)
    bar = pane.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    fill(pane, profile(name="Pau Vila", since=datetime.now(tz=MOMENT.tz) - timedelta(days=1)))
    assert bar.value() == 0
