"""Which version this is."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """Return the installed version, "0" for a tree that was never installed."""
    try:
        return metadata.version("sportello")
    except metadata.PackageNotFoundError:
        return "0"
