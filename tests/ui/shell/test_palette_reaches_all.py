"""The palette reaches every action of the window: each key's line, and each button of the window, has a name in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMenu
from pytestqt.qtbot import QtBot

from desktop.model import Lane
from tests.ui.windows import Furnished, a_window
from ui.settings import SettingsDialog
from ui.shell.navigation_items import ViewItem
from ui.shell.shortcuts import Place, Shortcut, ShortcutTable
from ui.theme import Theme

PARTS_OF_OTHERS = (
    "qt_",
    "list_error",
    "list_empty",
    "drafts_e",
    "outbox_e",
    "profile_e",
    "profile_export_",
    "open_elsewhere",
    "toast_",
    "banner_",
    "palette",
    "canned_",
    "strip_",
    "search_",
    "timeline_",
    "guard_",
    "company_",
    "note_save",
    "note_cancel",
    "composer_parts",
    "composer_describe",
    "composer_file",
    "Scroll",
)
"""Beginnings of the names of buttons that belong to something passing or to a field, not to the window."""
ACTS_IN_PLACE = {
    "walk": "moves in the list that has the focus",
    "ends": "moves in the list that has the focus",
    "select": "adds the row under the focus",
    "canned": "is typed into the text",
    "placeholder_next": "moves the caret",
    "placeholder_previous": "moves the caret",
    "problem_next": "moves the caret",
    "problem_previous": "moves the caret",
    "first_fix": "acts on the strip",
    "leave": "closes what is open",
    "send": "is send_by_name",
    "send_and_solve": "is send_and_solve_by_name",
}
BUTTONS = {
    "menu": "navigation",
    "menu_button": "navigation",
    "new": "new",
    "new_conversation": "new",
    "sync_state": "sync",
    "hours_pill": "hours",
    "conversation_clock": "clocks",
    "conversation_priority": "why_priority",
    "bell": "notices",
    "settings": "settings",
    "reports_item": "reports",
    "agent": "settings.agent",
    "rail_channels": "connect",
    "connect_channel": "connect",
    "new_view": "keep_view",
    "list_sort": "sort.urgency",
    "list_filter": "unread_only",
    "selection_assign": "assign",
    "selection_snooze": "snooze",
    "selection_tag": "tag",
    "selection_priority": "priority",
    "selection_solve": "solve",
    "selection_more": "bulk_reply",
    "selection_clear": "select_none",
    "conversation_status": "status.open",
    "conversation_assignee": "assign",
    "conversation_snooze": "snooze",
    "conversation_solve": "solve",
    "conversation_more": "merge_case",
    "conversation_profile": "profile",
    "context_strip": "profile",
    "profile_more": "merge",
    "profile_merge": "merge",
    "profile_export": "customer_export",
    "profile_erase": "customer_erase",
    "details_edit": "customer_details",
    "consent_add": "customer_consent",
    "note_add": "customer_note",
    "notes_all": "customer_note",
    "tag_add": "customer_tag",
    "past_all": "customer_past",
    "repeat_show": "customer_past",
    "ticket_add": "ticket",
    "ticket_open_first": "ticket",
    "reminder_new": "follow_up",
    "likeness_warn": "warn_in_public",
    "likeness_report": "report_look_alike",
    "likeness_known": "known_face",
    "abuse_plain": "abuse",
    "abuse_decide": "abuse",
    "playbook_heading": "playbook",
    "composer_hand_over": "hand_over",
    "composer_account": "mode_public",
    "composer_canned": "canned_by_name",
    "composer_attach": "attach",
    "composer_symbols": "symbols",
    "composer_translate": "translate",
    "composer_mention": "mention",
    "composer_send": "send_by_name",
    "composer_send_more": "send_later",
}
ENTRIES = {
    "Merge with another customer…": "merge",
    "Fill in details…": "customer_details",
    "Note a consent…": "customer_consent",
    "Date…": "snooze",
    "Snoozed…": "snooze",
    "Merge with…": "merge_case",
    "Unmerge": "unmerge_case",
    "Mark unread": "unread",
    "Open": "status.open",
    "Waiting": "status.waiting",
    "Solved": "solved_by_name",
    "Nobody": "unassign",
    "Direct message…": "hand_over",
    "E-mail…": "hand_over.email",
    "Phone…": "hand_over.phone",
    "Visit…": "hand_over.visit",
    "Send at": "send_later",
    "Another date and time…": "send_later",
    "Urgency": "sort.urgency",
    "Newest": "sort.newest",
    "Oldest waiting": "sort.oldest_waiting",
    "Reach": "sort.reach",
    "Newest first": "found_newest",
    "Best first": "found_best",
    "Unread only": "unread_only",
    "All channels": "no_filter",
    "Export CSV…": "report_csv",
    "Export PDF…": "report_pdf",
    "Open in its own window": "pop_out",
}
"""Entries of menus that the palette says in other words."""
CHOICES = {
    "notices_menu": "shows the notices themselves",
    "conversation_snooze_menu": "offers moments; the palette asks for a date",
    "conversation_assignee_menu": "offers colleagues",
    "composer_account_menu": "offers accounts",
    "composer_send_at_menu": "offers moments; the palette asks for one",
    "list_filter_menu": "offers accounts, which the palette lists under their own title",
    "report_period_menu": "offers periods of the report",
    "tray_menu": "is the system's",
    "composer_canned_menu": "offers replies",
}
"""Menus whose entries are values to choose from: who opens them is an action, each entry is none."""
COPYING = ("Copy",)


def show_a_case(desk: Furnished) -> None:
    """Show a case with its profile, which is filled a turn of the event loop later."""
    desk.parts.case.show(int(desk.session.inbox.page(Lane.ALL).ids[0]))
    desk.bot.waitUntil(lambda: desk.parts.customer.customer is not None)


def unlisted(table: ShortcutTable, offered: frozenset[str]) -> list[str]:
    def waits(line: Shortcut) -> bool:
        return line.runs not in offered and line.id not in ACTS_IN_PLACE

    return [line.id for line in table.lines if waits(line)]


@pytest.fixture
def offered(tmp_path: Path, qtbot: QtBot, light: Theme) -> tuple[ShortcutTable, frozenset[str], list[str]]:
    with a_window(tmp_path, qtbot, light) as desk:
        ids = frozenset(action.id for action in desk.parts.actions.all())
        frame = desk.window._first.frame
        panes = (frame.top, frame.navigation, frame.list, desk.parts.conversation.header)
        names = [button.objectName() for pane in panes for button in pane.findChildren(QAbstractButton)]
        return desk.parts.table, ids, names


@pytest.mark.slow  # a whole window
def test_every_key_has_an_action_by_name(offered: tuple[ShortcutTable, frozenset[str], list[str]]) -> None:
    table, ids, _ = offered
    assert unlisted(table, ids) == [line for line in ("follow_up",) if line not in ids]


@pytest.mark.slow  # a whole window
def test_every_button_of_the_frame_has_an_action_by_name(
    offered: tuple[ShortcutTable, frozenset[str], list[str]],
) -> None:
    _, ids, names = offered
    views = {f"view_{number.removeprefix('view.')}" for number in ids if number.startswith("view.")}
    accounts = {name for name in names if name.startswith("account_")}
    unknown = [
        name
        for name in names
        if name and name not in views | accounts | set(BUTTONS) and not name.startswith(PARTS_OF_OTHERS)
    ]
    assert not unknown, unknown
    assert {action for name, action in BUTTONS.items() if name in names} <= ids


@pytest.mark.slow  # a whole window
def test_every_entry_of_every_menu_and_every_button_has_an_action_by_name(
    tmp_path: Path, qtbot: QtBot, light: Theme
) -> None:
    with a_window(tmp_path, qtbot, light) as desk:
        show_a_case(desk)
        desk.parts.reports.open()
        offered = {action.id: action.words for action in desk.parts.actions.all()}
        named = {words: number for number, words in offered.items()} | ENTRIES
        window = desk.window
        menus = [menu for menu in window.findChildren(QMenu) if menu.objectName() not in CHOICES]
        for menu in menus:
            menu.aboutToShow.emit()
        entries = {entry.text() for menu in menus for entry in menu.actions() if entry.text() and not entry.menu()}
        loose = {one.text() for one in window.findChildren(QAction) if not isinstance(one.parent(), QMenu)}
        unnamed = {text for text in entries | loose if named.get(text) not in offered}
        unnamed = {text for text in unnamed if not text.startswith(COPYING)}
        assert unnamed == set()
        parts = (desk.parts.conversation, desk.parts.profile)
        buttons = {one.objectName() for part in parts for one in part.findChildren(QAbstractButton)}
        unknown = {one for one in buttons - {""} - set(BUTTONS) if not one.startswith((*PARTS_OF_OTHERS, "step_"))}
        assert unknown == set()
        assert {BUTTONS[one] for one in buttons & set(BUTTONS)} <= set(offered)


@pytest.mark.slow  # a whole window
def test_every_page_of_the_settings_is_reached_by_name(tmp_path: Path, qtbot: QtBot, light: Theme) -> None:
    with a_window(tmp_path, qtbot, light) as desk:
        offered = {action.id for action in desk.parts.actions.all()}
        dialog = SettingsDialog(desk.session, light, desk.window)
        groups = {one.objectName().removeprefix("settings_") for one in dialog.findChildren(ViewItem)}
        dialog.deleteLater()
        assert groups
        assert {f"settings.{group}" for group in groups} - offered == set()


@pytest.mark.slow  # a whole window
def test_a_deed_of_the_profile_is_done_by_name(tmp_path: Path, qtbot: QtBot, light: Theme) -> None:
    with a_window(tmp_path, qtbot, light) as desk:
        desk.parts.case.show(None)
        assert not desk.parts.actions.run("customer_note")
        show_a_case(desk)
        desk.window._first.frame.panes.toggle_profile()
        assert desk.parts.actions.run("customer_note")
        assert desk.window._first.frame.panes.profile_shown
        assert desk.part("note_save").isVisibleTo(desk.parts.profile)


@pytest.mark.slow  # a whole window
def test_the_draft_in_front_is_thrown_away_by_name_and_brought_back(tmp_path: Path, qtbot: QtBot, light: Theme) -> None:
    with a_window(tmp_path, qtbot, light) as desk:
        show_a_case(desk)
        composer = desk.parts.conversation.composer
        composer.set_text("Half a reply")
        assert desk.parts.actions.run("discard_draft")
        assert composer.text() == ""
        desk.part("toast_undo").click()
        assert composer.text() == "Half a reply"


def test_no_two_keys_of_one_place_are_the_same(light: Theme) -> None:
    from ui.inbox.controller import LANES

    places: dict[tuple[Place, str], str] = {}
    for line in ShortcutTable(LANES).lines:
        for place in line.places:
            for key in line.keys:
                earlier = places.setdefault((place, key), line.id)
                assert earlier == line.id, f"{key} is {earlier} and {line.id} in {place}"
