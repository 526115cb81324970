"""Every key of the window: its id, its words, where it acts, and who handles it. The one table for all of them.

Ctrl is written as Qt writes it: on macOS it is the command key. Nothing here needs a window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import Lane
from ui.inbox import lane_name
from ui.inbox.lane_letters import LANE_LETTERS
from ui.widgets import tooltip_of


class Place(StrEnum):
    """Where a key acts."""

    WINDOW = "window"
    LIST = "list"  # while the list has the focus
    TIMELINE = "timeline"  # while the conversation has it
    EDITOR = "editor"


class Scope(StrEnum):
    """Under which heading the list of shortcuts shows a key."""

    ANYWHERE = "anywhere"
    READING = "reading"  # list or conversation
    WRITING = "writing"
    LISTS = "lists"  # other lists: outbox, drafts, saved views, tags, steps
    DIALOGS = "dialogs"  # dialogs, cards, menus
    REPORTS = "reports"
    HOURS = "hours"  # the week of the opening hours


_READING = frozenset({Place.LIST, Place.TIMELINE})
_EVERYWHERE = frozenset({Place.WINDOW})
_WRITING = frozenset({Place.EDITOR})


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line of the map. `keys` are alternatives in Qt's portable form, the first is the one that is shown.

    `handled` are the places whose own widget acts on the key already; in the others `install` does. `action` is the
    id of what is run, equal to `id` unless two lines lead to the same.
    """

    id: str
    keys: tuple[str, ...]
    source: str  # untranslated words
    scope: Scope = Scope.ANYWHERE
    places: frozenset[Place] = _EVERYWHERE
    handled: frozenset[Place] = frozenset()
    icon: str = ""
    action: str = ""

    @property
    def words(self) -> str:
        """What it does, in the agent's language."""
        return QCoreApplication.translate("Shortcuts", self.source)

    @property
    def runs(self) -> str:
        """The id of the action that it runs."""
        return self.action or self.id

    @property
    def is_letter(self) -> bool:
        """True if it is typed without a modifier, so that it can be switched off."""
        return all(len(key) == 1 and key.isalpha() for key in self.keys[0].split(", "))

    @property
    def missing(self) -> frozenset[Place]:
        """Where nobody handles it yet."""
        return self.places - self.handled


def _window(number: str, keys: str, source: object, icon: str = "") -> Shortcut:
    return Shortcut(number, tuple(keys.split(" | ")), str(source), icon=icon)


def _letter(number: str, keys: str, source: object, icon: str = "", *, in_list: bool = True) -> Shortcut:
    handled = frozenset({Place.LIST}) if in_list else frozenset()
    return Shortcut(number, tuple(keys.split(" | ")), str(source), Scope.READING, _READING, handled, icon)


def _own(number: str, keys: str, source: object, scope: Scope) -> Shortcut:
    """Return a line for a key that the widget with the focus always handles by itself."""
    places = _WRITING if scope is Scope.WRITING else _READING
    return Shortcut(number, tuple(keys.split(" | ")), str(source), scope, places, places)


def _write(number: str, keys: str, source: object, icon: str = "") -> Shortcut:
    """Return a line for writing that acts from anywhere in the window."""
    return Shortcut(number, tuple(keys.split(" | ")), str(source), Scope.WRITING, icon=icon)


_TABLE: tuple[Shortcut, ...] = (
    _window("palette", "Ctrl+K", QT_TRANSLATE_NOOP("Shortcuts", "Search or jump to"), "magnifying-glass"),
    _window("search", "Ctrl+F", QT_TRANSLATE_NOOP("Shortcuts", "Search in this list"), "funnel-simple"),
    _window("new", "Ctrl+N", QT_TRANSLATE_NOOP("Shortcuts", "New conversation"), "note-pencil"),
    _window("pane_next", "F6", QT_TRANSLATE_NOOP("Shortcuts", "Next pane"), "caret-right"),
    _window("pane_previous", "Shift+F6", QT_TRANSLATE_NOOP("Shortcuts", "Previous pane"), "caret-left"),
    _window("navigation", "Ctrl+B", QT_TRANSLATE_NOOP("Shortcuts", "Show or hide the navigation"), "list"),
    _window("profile", "Ctrl+I", QT_TRANSLATE_NOOP("Shortcuts", "Show or hide the profile"), "identification-card"),
    _window("take_next", "Ctrl+J", QT_TRANSLATE_NOOP("Shortcuts", "Next case"), "user-plus"),
    _window("undo_send", "Ctrl+Z", QT_TRANSLATE_NOOP("Shortcuts", "Undo send"), "arrow-counter-clockwise"),
    _window("sync", "Ctrl+R | F5", QT_TRANSLATE_NOOP("Shortcuts", "Sync now"), "arrows-clockwise"),
    _window(
        "open_on_network", "Ctrl+Shift+O", QT_TRANSLATE_NOOP("Shortcuts", "Open on the network"), "arrow-square-out"
    ),
    _window("pop_out", "Ctrl+Shift+W", QT_TRANSLATE_NOOP("Shortcuts", "Open in its own window"), "app-window"),
    _window("reports", "Ctrl+Shift+R", QT_TRANSLATE_NOOP("Shortcuts", "Reports"), "chart-bar"),
    _window("settings", "Ctrl+,", QT_TRANSLATE_NOOP("Shortcuts", "Settings"), "gear-six"),
    _window("shortcuts", "Ctrl+/", QT_TRANSLATE_NOOP("Shortcuts", "Shortcuts"), "keyboard"),
    _window("text_larger", "Ctrl++ | Ctrl+=", QT_TRANSLATE_NOOP("Shortcuts", "Larger text"), "text-aa"),
    _window("text_smaller", "Ctrl+-", QT_TRANSLATE_NOOP("Shortcuts", "Smaller text"), "text-aa"),
    _window("close", "Ctrl+W", QT_TRANSLATE_NOOP("Shortcuts", "Close the window"), "x"),
    _window("quit", "Ctrl+Q", QT_TRANSLATE_NOOP("Shortcuts", "Quit"), "sign-out"),
    _letter("next", "J", QT_TRANSLATE_NOOP("Shortcuts", "Next conversation"), "caret-down"),
    _letter("previous", "K", QT_TRANSLATE_NOOP("Shortcuts", "Previous conversation"), "caret-up"),
    _own("walk", "Up | Down", QT_TRANSLATE_NOOP("Shortcuts", "Walk through the list or the messages"), Scope.READING),
    _own("ends", "Home | End | PgUp | PgDown", QT_TRANSLATE_NOOP("Shortcuts", "Ends and pages"), Scope.READING),
    _letter("reply", "R | Return", QT_TRANSLATE_NOOP("Shortcuts", "Write a reply"), "pencil-simple"),
    _letter("solve", "E", QT_TRANSLATE_NOOP("Shortcuts", "Solve, go to next"), "check-circle"),
    _letter("snooze", "S", QT_TRANSLATE_NOOP("Shortcuts", "Snooze…"), "bell-z"),
    _letter("assign", "A", QT_TRANSLATE_NOOP("Shortcuts", "Assign…"), "user-plus"),
    _letter("assign_to_me", "I", QT_TRANSLATE_NOOP("Shortcuts", "Assign to me"), "user"),
    _letter("priority", "P", QT_TRANSLATE_NOOP("Shortcuts", "Priority…"), "caret-double-up"),
    _letter("tag", "T", QT_TRANSLATE_NOOP("Shortcuts", "Tag…"), "tag"),
    _letter("unread", "U", QT_TRANSLATE_NOOP("Shortcuts", "Unread on or off"), "circle"),
    _letter("merge", "M", QT_TRANSLATE_NOOP("Shortcuts", "Merge customer…"), "git-merge", in_list=False),
    _letter("follow_up", "F", QT_TRANSLATE_NOOP("Shortcuts", "Follow-up…"), "calendar-check", in_list=False),
    _letter("ticket", "D", QT_TRANSLATE_NOOP("Shortcuts", "Open ticket…"), "ticket", in_list=False),
    _letter("playbook", "B", QT_TRANSLATE_NOOP("Shortcuts", "Playbook"), "list-numbers", in_list=False),
    _own("select", "X | Shift+Up | Shift+Down", QT_TRANSLATE_NOOP("Shortcuts", "Select several"), Scope.READING),
    _own("send", "Ctrl+Return | Ctrl+Enter", QT_TRANSLATE_NOOP("Shortcuts", "Send"), Scope.WRITING),
    _own("send_and_solve", "Ctrl+Shift+Return", QT_TRANSLATE_NOOP("Shortcuts", "Send and solve"), Scope.WRITING),
    _write("mode_public", "Ctrl+Shift+P", QT_TRANSLATE_NOOP("Shortcuts", "Write a public reply"), "globe-simple"),
    _write("mode_direct", "Ctrl+Shift+M", QT_TRANSLATE_NOOP("Shortcuts", "Write a direct message"), "lock-key"),
    _write("mode_note", "Ctrl+Shift+N", QT_TRANSLATE_NOOP("Shortcuts", "Write an internal note"), "note"),
    _write("hand_over", "Ctrl+Shift+H", QT_TRANSLATE_NOOP("Shortcuts", "Hand over"), "arrow-bend-up-right"),
    _own("canned", "/", QT_TRANSLATE_NOOP("Shortcuts", "Canned replies"), Scope.WRITING),
    _own("placeholder_next", "Tab", QT_TRANSLATE_NOOP("Shortcuts", "Next placeholder"), Scope.WRITING),
    _own("placeholder_previous", "Shift+Tab", QT_TRANSLATE_NOOP("Shortcuts", "Previous placeholder"), Scope.WRITING),
    _write("attach", "Ctrl+Shift+A", QT_TRANSLATE_NOOP("Shortcuts", "Attach a file"), "paperclip"),
    _write("symbols", "Ctrl+;", QT_TRANSLATE_NOOP("Shortcuts", "Emoji and symbols"), "smiley"),
    _write("translate", "Ctrl+Shift+L", QT_TRANSLATE_NOOP("Shortcuts", "Translate"), "translate"),
    _own("problem_next", "F8", QT_TRANSLATE_NOOP("Shortcuts", "Next problem in the text"), Scope.WRITING),
    _own("problem_previous", "Shift+F8", QT_TRANSLATE_NOOP("Shortcuts", "Previous problem in the text"), Scope.WRITING),
    _own("first_fix", "Alt+Return", QT_TRANSLATE_NOOP("Shortcuts", "First way out of a problem"), Scope.WRITING),
    _own("leave", "Esc", QT_TRANSLATE_NOOP("Shortcuts", "Close what is open, go to the list"), Scope.WRITING),
)
_GO = {lane: f"G, {letter.upper()}" for letter, lane in LANE_LETTERS.items()}
_NUMBERED = 9


class ShortcutTable:
    """The whole map for a window that offers some views: Ctrl+1 to Ctrl+9 by their order, Ctrl+0 for Drafts."""

    def __init__(self, lanes: Sequence[Lane]) -> None:
        """`lanes` are the navigation's views in their order."""
        self.lines: tuple[Shortcut, ...] = (*_views(lanes), *_TABLE)
        self._by_id = {line.id: line for line in self.lines}
        self._usual = dict(self._by_id)

    def change(self, number: str, keys: str) -> Shortcut:
        """Give a line another key, "" for its usual ones, and return it. Raises KeyError for an unknown id."""
        usual = self._usual[number]
        line = replace(usual, keys=(keys,)) if keys else usual
        self._by_id[number] = line
        self.lines = tuple(line if one.id == number else one for one in self.lines)
        return line

    def line(self, number: str) -> Shortcut | None:
        """Return a line by its id, None if there is none."""
        return self._by_id.get(number)

    def words(self, number: str) -> str:
        """Return what a key does. Raises KeyError for an unknown id."""
        return self._by_id[number].words

    def keys(self, number: str) -> str:
        """Return the key that is shown, in Qt's portable form, "" for none."""
        line = self._by_id.get(number)
        return line.keys[0] if line is not None else ""

    def tooltip(self, number: str) -> str:
        """Return the tooltip of a control that does the same. Raises KeyError for an unknown id."""
        return tooltip_of(self.words(number), self.keys(number))


def view_id(lane: Lane) -> str:
    """Return the id of the action that shows a view."""
    return f"view.{lane.value}"


def _views(lanes: Sequence[Lane]) -> tuple[Shortcut, ...]:
    lines = []
    for number, lane in enumerate(lanes, start=1):
        key = 0 if lane is Lane.DRAFTS else number
        if key <= _NUMBERED:
            lines.append(Shortcut(view_id(lane), (f"Ctrl+{key}",), lane_name(lane)))
    for lane, keys in _GO.items():
        if lane in lanes:
            handled = frozenset({Place.LIST})
            words = lane_name(lane)
            go = Shortcut(f"go.{lane.value}", (keys,), words, Scope.READING, _READING, handled, action=view_id(lane))
            lines.append(go)
    return tuple(lines)
