"""One process at a time: a lock file whose lock dies with its process, so that a crash never leaves it behind.

Every window takes such a lock before it paints anything, so POSIX systems are asked directly: loading `filelock`, which
does the same on Windows, takes as long there as reading the inbox.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

_RETRY = 0.05  # seconds


class AlreadyRunning(Exception):
    """Another process holds the lock."""


class _Lock(Protocol):
    def acquire(self) -> object: ...
    def release(self) -> object: ...


class ProcessLock:
    """A lock held from `acquire` to `release` or to the end of the process. The file stays; the lock does not."""

    def __init__(self, path: Path, *, patience: float = 0.0) -> None:
        """`path` is the lock file; its folder must exist. `patience` is in seconds."""
        self._lock: _Lock = _lock_of(path, patience)

    def acquire(self) -> None:
        """Take the lock, at once or within the patience. Raises AlreadyRunning, and OSError if it can't be made."""
        self._lock.acquire()

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


if sys.platform == "win32":

    def _lock_of(path: Path, patience: float) -> _Lock:
        return _FileLock(path, patience)

    class _FileLock:
        def __init__(self, path: Path, patience: float) -> None:
            from filelock import FileLock

            self._lock = FileLock(str(path), timeout=patience)

        def acquire(self) -> None:
            from filelock import Timeout

            try:
                self._lock.acquire()
            except Timeout as error:
                raise AlreadyRunning from error

        def release(self) -> None:
            self._lock.release()

else:
    import fcntl

    def _lock_of(path: Path, patience: float) -> _Lock:
        return _Flock(path, patience)

    class _Flock:
        """A BSD lock on the whole file, the one that `filelock` takes."""

        def __init__(self, path: Path, patience: float) -> None:
            self._path = path
            self._patience = patience
            self._file: int | None = None

        def acquire(self) -> None:
            if self._file is not None:
                return
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                self._wait(file)
            except BaseException:
                os.close(file)
                raise
            self._file = file

        def _wait(self, file: int) -> None:
            end = time.monotonic() + self._patience
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    if time.monotonic() >= end:
                        raise AlreadyRunning from error
                    time.sleep(_RETRY)
                else:
                    return

        def release(self) -> None:
            if self._file is not None:
                file, self._file = self._file, None
                os.close(file)  # which gives the lock back
