"""How seldom garbage is looked for: a page of messages makes thousands of objects and no cycles."""

from __future__ import annotations

SELDOM = (5_000, 20, 50)
"""Thresholds of the three generations, for the engine and the window.

With Python's own, every seventh long conversation was opened with a full collection of 40 ms.
"""
