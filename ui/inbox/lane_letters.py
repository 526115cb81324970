"""The letters that, typed after G, lead to a view."""

from __future__ import annotations

from desktop.model import Lane

LANE_LETTERS = {
    "o": Lane.MY_OPEN,
    "u": Lane.UNASSIGNED,
    "r": Lane.REPEAT,
    "l": Lane.LISTENING,
    "i": Lane.IMPOSTORS,
    "b": Lane.ABUSE,
    "x": Lane.OUTBOX,
}
