"""Ctrl-C while nothing can be lost: the process ends quietly with 130 instead of telling how far it had come.

A running command gets KeyboardInterrupt, so that it can leave its transaction; start-up and shutdown have nothing to
leave, and a traceback out of an import says nothing to anybody.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""The exit code of a process that Ctrl-C ended, as shells count it."""


def leave_quietly_when_interrupted() -> None:
    """From now on Ctrl-C ends the process at once. Main thread only; an ignored Ctrl-C stays ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _leave)


@contextmanager
def interruptible() -> Iterator[None]:
    """While the context lasts, Ctrl-C raises KeyboardInterrupt in the main thread."""
    before = signal.getsignal(signal.SIGINT)
    if before is not _leave:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _leave)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
