"""The name under which Sportello introduces itself to servers."""

from __future__ import annotations

from desktop.system.version import version


def user_agent() -> str:
    """Return "Sportello/<version>"."""
    return f"Sportello/{version()}"
