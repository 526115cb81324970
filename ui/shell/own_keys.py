"""Keys of one's own: which lines of the map can be given another key, which keys are refused and why."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from desktop.store import StoreError
from ui.session import Session
from ui.shell.shortcuts import Place, Shortcut, ShortcutTable

_KEY = "keys"
_COPYING = frozenset({"Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+Y", "Ctrl+Shift+Z"})
_MOVING = frozenset({"Tab", "Shift+Tab", "Esc"})
_HELD = ("Ctrl+", "Alt+", "Meta+")
_FUNCTION_KEYS = frozenset(f"F{number}" for number in range(1, 13))


class KeyFault(StrEnum):
    """Why a key can't be taken."""

    EMPTY = "empty"
    PLAIN = "plain"  # a key that types a letter would act while one writes
    SYSTEM = "system"  # copying, pasting, moving the focus
    TAKEN = "taken"


def can_change(line: Shortcut) -> bool:
    """Tell whether a line can have another key: what acts in the whole window can, what a field handles can't."""
    return line.places == frozenset({Place.WINDOW})


def fault_of(table: ShortcutTable, number: str, keys: str) -> tuple[KeyFault, str] | None:
    """Return why a key can't be a line's, and the words of the line that has it; None if it can."""
    plain = QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)
    if not plain or ", " in plain:
        return KeyFault.EMPTY, ""
    if plain in _COPYING | _MOVING:
        return KeyFault.SYSTEM, ""
    if plain.removeprefix("Shift+") not in _FUNCTION_KEYS and not plain.startswith(_HELD):
        return KeyFault.PLAIN, ""
    other = next((line for line in table.lines if line.id != number and plain in line.keys), None)
    return (KeyFault.TAKEN, other.words) if other is not None else None


def kept_keys(session: Session) -> dict[str, str]:
    """Return the keys that this desk chose, by line; what can't be read is left out."""
    kept = session.store.settings.get(_KEY)
    known = kept.items() if isinstance(kept, dict) else ()
    return {str(number): keys for number, keys in known if isinstance(keys, str) and keys}


def keep_keys(session: Session, keys: Mapping[str, str]) -> None:
    """Keep the desk's own keys; a store that fails leaves them for this window alone."""
    try:
        session.store.settings.set(_KEY, dict(keys), session.clock())
    except StoreError:
        return


def apply_kept(table: ShortcutTable, keys: Mapping[str, str]) -> None:
    """Give the table the desk's own keys, those that a newer version took for something else left out."""
    for number, chosen in keys.items():
        line = table.line(number)
        if line is not None and can_change(line) and fault_of(table, number, chosen) is None:
            table.change(number, chosen)
