"""The name under which Sportello introduces itself to servers."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def user_agent() -> str:
    """Return "Sportello/<version>"."""
    try:
        return f"Sportello/{version('sportello')}"
    except PackageNotFoundError:
        return "Sportello/0"
