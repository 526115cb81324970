"""A light start: what brings the first paint sooner and keeps the process small, without deciding anything else.

Measured on the whole window: a sixth of the way to the first paint, and 11 MB.
"""

from __future__ import annotations

import builtins
import gc
from typing import TYPE_CHECKING

from ui.kept_code import KeptCode
from ui.light_enums import make_enums_lightly
from ui.light_records import make_records_lightly
from ui.light_support import compiled_once

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

SETTLED_MS = 3_000
"""Milliseconds after the window is shown at which the start is over."""


def start_lightly() -> KeptCode:
    """Load Qt without its switches, and collect no garbage until `settle`: nothing of a start is garbage.

    PySide6 replaces Python's import by one that reads the source of every module that is loaded from then on, to find
    out which of its optional spellings (snake_case, properties) the module asks for. This program asks for none.
    Returns what was compiled besides modules, to be kept when the program ends.
    """
    gc.disable()
    kept = KeptCode()
    make_records_lightly(kept)
    make_enums_lightly()
    with compiled_once(kept):
        import PySide6.QtCore  # noqa: F401 - loading it replaces the import

    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
    return kept


def settle(window: QObject) -> None:
    """Look for garbage from now on, but no more at what the start has made: it stays to the end. Window thread only."""
    from ui.bridge.garbage import collect_here_alone

    gc.collect()
    gc.freeze()
    collect_here_alone(window)
