"""Garbage is collected in the window's thread alone, whenever enough has gathered.

Python collects in whichever thread allocates next. A Qt object that a background job's thread takes apart leaves its
timers with the window's thread, and the next tick of one ends the program: "timers cannot be stopped from another
thread". So the automatic collection is off for as long as there is a window, and a timer of the window's looks instead.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from desktop.system.garbage import SELDOM

_LOOK_MS = 200


def collect_what_is_due() -> int | None:
    """Collect the oldest generation that is due and return its number, None if none is. Window thread only."""
    counts = gc.get_count()
    for generation in (2, 1, 0):
        if counts[generation] > SELDOM[generation]:
            gc.collect(generation)
            return generation
    return None


def collect_here_alone(parent: QObject) -> QTimer:
    """Let the collection run in this thread only, until `parent` goes, and return the timer that looks."""
    gc.disable()
    timer = QTimer(parent)
    timer.setInterval(_LOOK_MS)
    timer.timeout.connect(collect_what_is_due)
    timer.start()
    return timer
