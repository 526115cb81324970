"""How this program starts itself again without a window: by a module in a checkout, by its file where it is frozen."""

from __future__ import annotations

import sys


def own_command(*arguments: str) -> list[str]:
    """Return the command line of one of this program's commands, such as "engine"."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    return [*program, *arguments]


def own_window(*arguments: str) -> list[str]:
    """Return the command line of this program with its window, such as "--practice"."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]
    return [*program, *arguments]
