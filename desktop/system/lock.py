"""One process at a time: a lock file whose lock dies with its process, so that a crash never leaves it behind."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout


class AlreadyRunning(Exception):
    """Another process holds the lock."""


class ProcessLock:
    """A lock held from `acquire` to `release` or to the end of the process. The file stays; the lock does not."""

    def __init__(self, path: Path, *, patience: float = 0.0) -> None:
        """`path` is the lock file; its folder must exist. `patience` is in seconds."""
        self._lock = FileLock(str(path), timeout=patience)

    def acquire(self) -> None:
        """Take the lock, at once or within the patience. Raises AlreadyRunning, and OSError if it can't be made."""
        try:
            self._lock.acquire()
        except Timeout as error:
            raise AlreadyRunning from error

    def release(self) -> None:
        """Give the lock back; harmless if it is not held."""
        self._lock.release()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def is_held(path: Path) -> bool:
    """True if some process holds the lock right now."""
    lock = ProcessLock(path)
    try:
        lock.acquire()
    except AlreadyRunning:
        return True
    lock.release()
    return False
