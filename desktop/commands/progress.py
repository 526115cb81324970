"""The progress bar of a command on a terminal: how much of a file was read. Elsewhere nothing is shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

_WIDTH = 24
_REDRAW_SECONDS = 0.1


class Progress:
    """One file's bar. `total` is in bytes; a file that grows meanwhile stays at 100 %."""

    def __init__(self, stream: TextIO, label: str, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`stream` is where the bar is drawn if it is a terminal; `clock` counts seconds."""
        self._stream = stream
        self._label = "".join(character if character.isprintable() else "?" for character in label)
        self._total = max(total, 1)
        self._clock = clock
        self._is_shown = stream.isatty()
        self._done = 0
        self._drawn_at = -_REDRAW_SECONDS
        self._drawn = 0

    def advance(self, size: int) -> None:
        """Count bytes that were read, and draw at most ten times a second."""
        self._done += size
        now = self._clock()
        if self._is_shown and now - self._drawn_at >= _REDRAW_SECONDS:
            self._drawn_at = now
            self._draw()

    def clear(self) -> None:
        """Remove the bar, so that a line can be written in its place."""
        if self._drawn:
            self._stream.write(f"\r{' ' * self._drawn}\r")
            self._stream.flush()
            self._drawn = 0

    def _draw(self) -> None:
        share = min(1.0, self._done / self._total)
        bar = f"{self._label} [{'#' * round(share * _WIDTH):<{_WIDTH}}] {share:4.0%}"
        self._stream.write(f"\r{bar}")
        self._stream.flush()
        self._drawn = len(bar)
