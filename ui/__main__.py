"""The program `sportello`: the command line with the window added to it."""

from __future__ import annotations

import sys

from desktop.__main__ import main as run_command_line
from desktop.commands.arguments import WindowOptions


def _open_window(options: WindowOptions) -> int:
    """Load Qt only when a window is wanted."""
    from ui.app import run

    return run(options)


def main() -> int:
    """Run the command line of this process."""
    return run_command_line(open_window=_open_window)


if __name__ == "__main__":
    sys.exit(main())
