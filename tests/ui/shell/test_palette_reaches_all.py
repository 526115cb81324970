"""The palette reaches every action of the window: each key's line, and each button of the window, has a name in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui.windows import a_window
from ui.shell.shortcuts import Place, Shortcut, ShortcutTable
from ui.theme import Theme

PARTS_OF_OTHERS = (
    "qt_",
    "list_error",
    "list_empty",
    "toast_",
    "banner_",
    "palette",
    "canned_",
    "strip_",
    "search_",
    "timeline_",
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
}


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


def test_every_key_has_an_action_by_name(offered: tuple[ShortcutTable, frozenset[str], list[str]]) -> None:
    table, ids, _ = offered
    assert unlisted(table, ids) == [line for line in ("follow_up",) if line not in ids]


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


def test_no_two_keys_of_one_place_are_the_same(light: Theme) -> None:
    from ui.inbox.controller import LANES

    places: dict[tuple[Place, str], str] = {}
    for line in ShortcutTable(LANES).lines:
        for place in line.places:
            for key in line.keys:
                earlier = places.setdefault((place, key), line.id)
                assert earlier == line.id, f"{key} is {earlier} and {line.id} in {place}"
