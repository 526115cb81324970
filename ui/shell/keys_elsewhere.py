"""Keys that a list, a card, a field or a page handles by itself while it has the focus: listed, never changed."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.shell.shortcuts import Scope, Shortcut


def _key(number: str, keys: str, source: object, scope: Scope) -> Shortcut:
    return Shortcut(f"in.{number}", tuple(keys.split(" | ")), str(source), scope, frozenset(), frozenset())


KEYS_ELSEWHERE: tuple[Shortcut, ...] = (
    _key("unfold", "Space", QT_TRANSLATE_NOOP("Shortcuts", "Unfold or fold the message"), Scope.READING),
    _key("copy_message", "Ctrl+C", QT_TRANSLATE_NOOP("Shortcuts", "Copy the message or what is marked"), Scope.READING),
    _key("row_menu", "Menu | Shift+F10", QT_TRANSLATE_NOOP("Shortcuts", "Menu of the row or message"), Scope.READING),
    _key("select_clear", "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Select none"), Scope.READING),
    _key("picker_walk", "Up | Down", QT_TRANSLATE_NOOP("Shortcuts", "Walk through canned replies"), Scope.WRITING),
    _key(
        "picker_take", "Return | Tab", QT_TRANSLATE_NOOP("Shortcuts", "Put the chosen canned reply in"), Scope.WRITING
    ),
    _key(
        "symbol_walk", "Left | Right | Up | Down", QT_TRANSLATE_NOOP("Shortcuts", "Walk through symbols"), Scope.WRITING
    ),
    _key("file_off", "Del", QT_TRANSLATE_NOOP("Shortcuts", "Take the file off the reply"), Scope.WRITING),
    _key("row_open", "Return", QT_TRANSLATE_NOOP("Shortcuts", "Open the conversation of the row"), Scope.LISTS),
    _key("row_discard", "Del", QT_TRANSLATE_NOOP("Shortcuts", "Discard or remove what has the focus"), Scope.LISTS),
    _key("row_copy", "Ctrl+C", QT_TRANSLATE_NOOP("Shortcuts", "Copy the text of the row"), Scope.LISTS),
    _key("row_rename", "F2", QT_TRANSLATE_NOOP("Shortcuts", "Edit the view or reply"), Scope.LISTS),
    _key("row_move", "Alt+Up | Alt+Down", QT_TRANSLATE_NOOP("Shortcuts", "Move the view or step"), Scope.LISTS),
    _key("step_add", "Return", QT_TRANSLATE_NOOP("Shortcuts", "Add a step below"), Scope.LISTS),
    _key("tick", "Space | Return", QT_TRANSLATE_NOOP("Shortcuts", "Tick, open or press"), Scope.LISTS),
    _key("choice", "Up | Down | Left | Right", QT_TRANSLATE_NOOP("Shortcuts", "Choose among options"), Scope.LISTS),
    _key(
        "palette_walk",
        "Up | Down | PgUp | PgDown | Tab",
        QT_TRANSLATE_NOOP("Shortcuts", "Walk through the palette or a menu"),
        Scope.DIALOGS,
    ),
    _key("palette_run", "Return", QT_TRANSLATE_NOOP("Shortcuts", "Do what is chosen"), Scope.DIALOGS),
    _key("next_field", "Tab | Shift+Tab", QT_TRANSLATE_NOOP("Shortcuts", "Next or previous field"), Scope.DIALOGS),
    _key("dialog_close", "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Close without changing anything"), Scope.DIALOGS),
    _key("save_lines", "Ctrl+Return", QT_TRANSLATE_NOOP("Shortcuts", "Save a note or an answer"), Scope.DIALOGS),
    _key("search_clear", "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Clear the search"), Scope.DIALOGS),
    _key("reply_new", "Ctrl+N", QT_TRANSLATE_NOOP("Shortcuts", "New canned reply, in the settings"), Scope.DIALOGS),
    _key("report_close", "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Close the reports"), Scope.REPORTS),
    _key("bar_walk", "Left | Right", QT_TRANSLATE_NOOP("Shortcuts", "Previous or next bar"), Scope.REPORTS),
    _key("bar_ends", "Home | End", QT_TRANSLATE_NOOP("Shortcuts", "First or last bar"), Scope.REPORTS),
    _key("cell_walk", "Up | Down | Left | Right", QT_TRANSLATE_NOOP("Shortcuts", "Walk over hours"), Scope.REPORTS),
    _key("slot_choose", "Left | Right", QT_TRANSLATE_NOOP("Shortcuts", "Choose a period"), Scope.HOURS),
    _key("slot_day", "Up | Down", QT_TRANSLATE_NOOP("Shortcuts", "Another day"), Scope.HOURS),
    _key("slot_move", "Ctrl+Left | Ctrl+Right", QT_TRANSLATE_NOOP("Shortcuts", "Move the period"), Scope.HOURS),
    _key("slot_end", "Shift+Left | Shift+Right", QT_TRANSLATE_NOOP("Shortcuts", "End earlier or later"), Scope.HOURS),
    _key(
        "slot_begin",
        "Ctrl+Shift+Left | Ctrl+Shift+Right",
        QT_TRANSLATE_NOOP("Shortcuts", "Begin earlier or later"),
        Scope.HOURS,
    ),
    _key("slot_add", "Ins | + | Space", QT_TRANSLATE_NOOP("Shortcuts", "Add a period"), Scope.HOURS),
    _key("slot_remove", "Del", QT_TRANSLATE_NOOP("Shortcuts", "Remove the period"), Scope.HOURS),
    _key("slot_copy", "Ctrl+C | Ctrl+V", QT_TRANSLATE_NOOP("Shortcuts", "Copy and paste a day"), Scope.HOURS),
)
"""In the order in which they are listed. What Qt's own fields do with keys everywhere is left out."""
