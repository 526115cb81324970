"""What a library is kept from bringing along: httpx's own command line and what draws it."""

from __future__ import annotations

import sys


def without_httpx_command_line() -> None:
    """Let httpx be imported without its command line, which nothing here uses. Call before anything imports httpx.

    Where rich and pygments are installed, they come with it: 7 MB and a third of a second of a start. A None among the
    modules makes the import fail as if the file were missing, and httpx goes on without.
    """
    if "httpx" not in sys.modules:
        sys.modules["httpx._main"] = None  # type: ignore[assignment]
