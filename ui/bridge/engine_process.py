"""The engine's process as the window sees it: started after the first paint, restarted with backoff, never needed.

The window works without an engine: it reads and writes the store, and the outbox waits. When the window closes it
only closes the engine's stdin; the engine finishes its send by itself.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.bridge.own_command import own_command

if TYPE_CHECKING:
    from desktop.events import Event, Nudge, Unlock

_log = logging.getLogger(__name__)
_FIRST_RESTART_MS = 500
_LONGEST_RESTART_MS = 30_000
_STEADY_MS = 60_000


def engine_command(profile: Path) -> list[str]:
    """Return the command line of a profile's engine, in a checkout as in a frozen program."""
    return own_command("engine", "--profile", str(profile), "--unlock-from-stdin")


class EngineProcess(QObject):
    """Starts, feeds and watches the engine. Lives in the window's thread; a reader thread only emits a signal."""

    event_received = Signal(object)  # desktop.events.Event
    started = Signal()
    stopped = Signal(int)  # exit code
    _line_read = Signal(int, str)
    _ended = Signal(int, int)

    def __init__(self, command: list[str], unlock: Callable[[], Unlock], parent: QObject | None = None) -> None:
        """`unlock` returns what the engine needs to open the store, asked for at every start."""
        super().__init__(parent)
        self._command = command
        self._unlock = unlock
        self._process: subprocess.Popen[str] | None = None
        self._run = 0
        self._failures = 0
        self._wanted = False
        self._restart = QTimer(self)
        self._restart.setSingleShot(True)
        self._restart.timeout.connect(self._launch)
        self._steady = QTimer(self)
        self._steady.setSingleShot(True)
        self._steady.timeout.connect(self._on_steady_reached)
        self._line_read.connect(self._on_line_read)
        self._ended.connect(self._on_process_ended)

    @property
    def is_running(self) -> bool:
        """True while the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process id, None while there is none."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the engine now and keep it running."""
        self._wanted = True
        self._launch()

    def nudge(self, nudge: Nudge) -> None:
        """Tell the engine something; lost without harm while it does not run."""
        from desktop.events import encode

        process = self._process
        if process is None or process.stdin is None:
            return
        with contextlib.suppress(OSError, ValueError):
            process.stdin.write(encode(nudge) + "\n")
            process.stdin.flush()

    def leave(self) -> None:
        """Let the engine finish and end by itself: its stdin closes."""
        self._wanted = False
        self._restart.stop()
        self._steady.stop()
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdin.close()

    def wait(self, seconds: float) -> bool:
        """Wait for the process to end (tests, and a profile that is about to be deleted); False if it still runs."""
        process = self._process
        if process is None:
            return True
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _launch(self) -> None:
        if self.is_running or not self._wanted:
            return
        self._run += 1
        flags = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                creationflags=flags,
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            _log.warning("the engine could not be started: %s", type(error).__name__)
            self._later()
            return
        self.nudge(self._unlock())
        threading.Thread(target=self._read, args=(self._process, self._run), name="engine-events", daemon=True).start()
        self._steady.start(_STEADY_MS)
        self.started.emit()

    def _read(self, process: subprocess.Popen[str], run: int) -> None:
        """Pass lines on until the process ends. Reader thread; a window that is gone ends it silently."""
        assert process.stdout is not None
        with contextlib.suppress(RuntimeError, ValueError, OSError):
            for line in process.stdout:
                self._line_read.emit(run, line)
        code = process.wait()
        with contextlib.suppress(RuntimeError):
            self._ended.emit(run, code)

    def _on_line_read(self, run: int, line: str) -> None:
        from desktop.events import decode

        event = decode(line)
        if run == self._run and event is not None:
            self._pass_on(event)  # type: ignore[arg-type]

    def _pass_on(self, event: Event) -> None:
        self.event_received.emit(event)

    def _on_process_ended(self, run: int, code: int) -> None:
        if run != self._run:
            return
        process, self._process = self._process, None
        if process is not None:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError, ValueError):
                        stream.close()
        self._steady.stop()
        self.stopped.emit(code)
        if self._wanted:
            _log.warning("the engine ended with code %s and is started again", code)
            self._later()

    def _later(self) -> None:
        wait = min(_LONGEST_RESTART_MS, _FIRST_RESTART_MS * 2**self._failures)
        self._failures = min(self._failures + 1, 10)
        self._restart.start(wait)

    def _on_steady_reached(self) -> None:
        self._failures = 0
