"""A real X server with a window manager on a display of its own, and hands and eyes for it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

NEEDED = "apt-get install xvfb openbox xdotool imagemagick libxcb-cursor0"
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds


def require_x_server() -> None:
    """Skip the test where the programs are not there; fail it in CI."""
    if all(shutil.which(name) for name in ("Xvfb", "openbox", "xdotool", "import")):
        return
    if os.environ.get("CI"):
        pytest.fail(f"no X server: {NEEDED}")
    pytest.skip(f"no X server: {NEEDED}")


def wait_until(fact: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait for a fact; fail with `what` if it never becomes true."""
    deadline = time.monotonic() + patience
    while not fact():
        assert time.monotonic() < deadline, f"never came true: {what}"
        time.sleep(0.1)


class Screen:
    """A display of 1600 × 1000 with openbox. Use it as a context."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        require_x_server()
        self.display = ""
        self._server: subprocess.Popen[bytes] | None = None
        self._manager: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start both and wait until windows are managed."""
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
            pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as number:
            self.display = f":{number.readline().strip()}"
        self._manager = subprocess.Popen(
            ["openbox", "--sm-disable"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(lambda: self._do("get_desktop").returncode == 0, "openbox manages the display")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop both."""
        for process in (self._manager, self._server):
            if process is not None:
                process.terminate()
                process.wait(60)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a program on this display."""
        left_out = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "SPORTELLO_PASSPHRASE")
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        return kept | {"DISPLAY": self.display}

    @contextmanager
    def sportello(self, *arguments: str | Path, **changes: str) -> Iterator[subprocess.Popen[str]]:
        """Run the program on this display; it is gone when the context ends."""
        with start(*arguments, environment=self.environment | changes) as process:
            yield process

    def windows_of(self, process: subprocess.Popen[str]) -> list[str]:
        """Return the visible windows of a process that have the program's name."""
        found = self._do("search", "--onlyvisible", "--pid", str(process.pid), "--name", "Sportello")
        return found.stdout.split()

    def window_of(self, process: subprocess.Popen[str]) -> str:
        """Wait until a process shows a window, and return it."""

        def is_there() -> bool:
            if process.poll() is not None:
                raise AssertionError(f"the window's process ended with {process.returncode}: {process.communicate()}")
            return bool(self.windows_of(process))

        wait_until(is_there, "the window is there")
        return self.windows_of(process)[0]

    def press(self, keys: str) -> None:
        """Press keys as a person does: whichever window has the focus gets them."""
        assert self._do("key", keys).returncode == 0

    def activate(self, window: str) -> None:
        """Give a window the focus."""
        assert self._do("windowactivate", "--sync", window).returncode == 0

    def minimise(self, window: str) -> None:
        """Put a window into the task bar."""
        assert self._do("windowminimize", "--sync", window).returncode == 0

    def active_window(self) -> str:
        """Return the window that has the focus, "" if none has."""
        return self._do("getactivewindow").stdout.strip()

    def photograph(self, window: str, target: Path) -> Path:
        """Take a picture of a window and return its file."""
        subprocess.run(["import", "-window", window, str(target)], env=self.environment, check=True, timeout=30)
        return target

    def _do(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, timeout=30, check=False
        )


@contextmanager
def start(*arguments: str | Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run the program with its window as the process that it is; it is gone when the context ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", *map(str, arguments)],
        cwd=ROOT, env=dict(environment), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
