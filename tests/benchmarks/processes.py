"""The programs as processes of their own: started, told apart, weighed and ended."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psutil

from desktop.events import Event, Nudge, Unlock, decode, encode
from tests.benchmarks.volume_key import RAW_KEY

_PATIENCE = 60.0
_BYTECODE = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "sportello-benchmarks-bytecode"),
}
"""An installation has its modules compiled; here they are compiled once, whatever the environment says."""
WINDOW_ENVIRONMENT = {"PYTHON_KEYRING_BACKEND": "tests.benchmarks.keyring_of_one.KeyringOfOne"}
"""What lets the program's own command open the made-up store."""


@contextmanager
def program(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a Python module with arguments; whatever still runs at the end is ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | _BYTECODE | environment,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and what it started, and wait until all are gone."""
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                child.terminate()
    process.terminate()
    process.wait(_PATIENCE)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def unlocked(process: subprocess.Popen[str], secrets: dict[str, str] | None = None) -> None:
    """Hand an engine the key of a made-up store, and the secrets of its accounts."""
    say(process, Unlock(raw_key=RAW_KEY.hex(), secrets=secrets or {}))


def say(process: subprocess.Popen[str], nudge: Nudge) -> None:
    """Send an engine one line."""
    assert process.stdin is not None
    process.stdin.write(encode(nudge) + "\n")
    process.stdin.flush()


def events(process: subprocess.Popen[str]) -> Iterator[tuple[float, Event]]:
    """Yield an engine's events with the seconds at which they came."""
    stream: IO[str] | None = process.stdout
    assert stream is not None
    for line in stream:
        event = decode(line)
        if event is not None:
            yield time.monotonic(), event  # type: ignore[misc]


def megabytes(process: psutil.Process) -> tuple[float, float, float]:
    """Return a process's resident, proportional and own memory: RSS, PSS, USS in MB (10^6); 0 where unknown."""
    info = process.memory_full_info()
    return info.rss / 1e6, getattr(info, "pss", 0) / 1e6, info.uss / 1e6


def weights(process: psutil.Process) -> str:
    """Return a process's memory in words."""
    rss, pss, uss = megabytes(process)
    return f"RSS {rss:.0f} MB, PSS {pss:.0f} MB, USS {uss:.0f} MB"
