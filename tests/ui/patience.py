"""A pytest-qt robot with patience: it waits a minute for a fact, and sees it within two milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from pytestqt.exceptions import TimeoutError as NeverCame
from pytestqt.qtbot import QtBot

PATIENCE = 60_000
"""Milliseconds: a quick machine never waits for them, and a busy one needs more than five seconds at times."""
_STEP = 2
"""Milliseconds between two looks: pytest-qt's ten, some thousand times, are a good part of a run."""


class PatientBot(QtBot):
    """Waits as long as it takes, and no longer."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        """Return when a fact is true, or is asserted without an error; raise after `timeout` milliseconds."""
        ends = time.monotonic() + timeout / 1_000
        while True:
            is_late = time.monotonic() >= ends
            try:
                found = callback()
            except AssertionError:
                if is_late:
                    raise
            else:
                if found is None or found is True:
                    return
                assert found is False, f"{found!r} says neither yes nor no"
                if is_late:
                    raise NeverCame(f"waitUntil timed out in {timeout} milliseconds")
            self.wait(_STEP)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **ways: Any) -> Any:
        """Wait for a signal, likewise."""
        return super().waitSignal(signal, timeout=timeout, **ways)
