"""The program `sportello`: the command line with the window added to it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.commands.arguments import WindowOptions

_UNUSABLE = 2


def _open_window(options: WindowOptions) -> int:
    """Load Qt only when a window is wanted. Raises CommandFailed if the system lacks what Qt needs."""
    try:
        return _open(options)
    except ImportError as error:
        from desktop.commands.speaking import CommandFailed
        from ui.libraries import reason

        lacking = reason(error)
        if lacking is None:
            raise
        raise CommandFailed(f"the window can't be opened: {lacking}. Its commands work without.", _UNUSABLE) from error


def _open(options: WindowOptions) -> int:
    from ui.starting import start_lightly

    kept = start_lightly()
    from ui.app import run
    from ui.libraries import look

    look()

    try:
        return run(options)
    finally:
        kept.keep()


def main() -> int:
    """Run the command line of this process; Ctrl-C is quiet from the first import on."""
    from desktop.system.interrupts import leave_quietly_when_interrupted

    leave_quietly_when_interrupted()
    from desktop.commands.program import run

    return run(open_window=_open_window)


if __name__ == "__main__":
    sys.exit(main())
