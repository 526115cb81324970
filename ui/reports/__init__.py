"""The reports' page. Loaded when it is first opened: the window starts without it."""

from __future__ import annotations
