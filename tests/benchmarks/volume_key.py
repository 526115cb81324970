"""The key of the made-up store. In a module of its own, so that a window that needs it loads nothing else."""

from __future__ import annotations

RAW_KEY = bytes(range(32))
