"""`python -m desktop`: the command line of an installation without a window, and of the engine's process."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line of this process; Ctrl-C is quiet from the first import on."""
    from desktop.system.interrupts import leave_quietly_when_interrupted

    leave_quietly_when_interrupted()
    from desktop.commands.program import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
