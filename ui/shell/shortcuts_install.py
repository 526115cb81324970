"""Giving the keys of the table to a window: each where it acts and nobody handles it yet, single letters switchable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.model import Lane
from ui.shell.palette_actions import Action, ActionKind, ActionRegistry
from ui.shell.shortcuts import Place, Shortcut, ShortcutTable, view_id


class InstalledShortcuts(QObject):
    """The keys of one window. It lives as long as the window."""

    letters_changed = Signal(bool)
    """Whether single letters act: the list, which handles its own, must be told."""

    def __init__(self, window: QWidget) -> None:
        """Own nothing yet."""
        super().__init__(window)
        self._letters: list[QShortcut] = []
        self._given: dict[str, list[tuple[QShortcut, QWidget, Qt.ShortcutContext, Callable[[], object]]]] = {}
        self._are_enabled = True

    @property
    def letters_enabled(self) -> bool:
        """True while single letters act."""
        return self._are_enabled

    def set_letters_enabled(self, enabled: bool) -> None:
        """Let single letters act, or not."""
        for shortcut in self._letters:
            shortcut.setEnabled(enabled)
        if enabled != self._are_enabled:
            self._are_enabled = enabled
            self.letters_changed.emit(enabled)

    def add(self, line: Shortcut, owner: QWidget, context: Qt.ShortcutContext, run: Callable[[], object]) -> None:
        """Give a line's keys to a widget."""
        for keys in line.keys:
            shortcut = QShortcut(QKeySequence(keys), owner)
            shortcut.setContext(context)
            shortcut.setAutoRepeat(line.id in {"next", "previous"})
            shortcut.activated.connect(run)
            if line.is_letter:
                self._letters.append(shortcut)
            self._given.setdefault(line.id, []).append((shortcut, owner, context, run))

    def change(self, line: Shortcut) -> None:
        """Give a line its keys anew: they were changed."""
        given = self._given.pop(line.id, [])
        for shortcut, *_ in given:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        places = {(owner, context): run for _, owner, context, run in given}
        for (owner, context), run in places.items():
            self.add(line, owner, context, run)


def install(
    window: QWidget,
    table: ShortcutTable,
    actions: ActionRegistry,
    places: Mapping[Place, QWidget],
    editor: QTextEdit | None = None,
) -> InstalledShortcuts:
    """Give every key of the table that has an action to the window, or to the list and the timeline in `places`.

    A key whose place handles it already is left to that place. An action that is not possible right now does
    nothing. With `editor`, Ctrl+Z is the window's while the editor has nothing to undo.
    """
    installed = InstalledShortcuts(window)
    for line in table.lines:
        if actions.get(line.runs) is None:
            continue
        for place in sorted(line.missing):
            owner = window if place is Place.WINDOW else places.get(place)
            if owner is None:
                continue
            context = (
                Qt.ShortcutContext.WindowShortcut
                if place is Place.WINDOW
                else Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            installed.add(line, owner, context, _runner(actions, line.runs))
    if editor is not None:
        editor.installEventFilter(_UndoWhenIdle(editor))
    return installed


def table_action(
    table: ShortcutTable,
    number: str,
    run: Callable[[], object],
    is_enabled: Callable[[], bool] = lambda: True,
    context: Callable[[], str] = str,
) -> Action:
    """Return an action with the words, the key and the icon of a line. Raises KeyError for an unknown id."""
    line = table.line(number)
    if line is None:
        raise KeyError(number)
    return Action(number, line.words, line.keys[0], line.icon, is_enabled, run, ActionKind.ACTION, context)


def view_action(table: ShortcutTable, lane: Lane, words: str, icon: str, run: Callable[[], object]) -> Action:
    """Return the action that shows a view, with its key where it has one."""
    number = view_id(lane)
    return Action(number, words, table.keys(number), icon, lambda: True, run, ActionKind.VIEW)


def _runner(actions: ActionRegistry, number: str) -> Callable[[], object]:
    return lambda: actions.run(number)


class _UndoWhenIdle(QObject):
    """Leaves Ctrl+Z to the window while the editor has nothing to undo: a reply was just sent from it."""

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not event.matches(QKeySequence.StandardKey.Undo) or self._editor.document().isUndoAvailable():
            return False
        event.ignore()
        return True
