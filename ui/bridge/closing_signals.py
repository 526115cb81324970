"""Ctrl-C and the system's wish that the program end: the window closes as a person closes it, and says which it was.

Qt's loop runs no Python while nothing happens, so a signal wakes it through a socket.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_BY_SIGNAL = 128  # a shell's exit code of a process that a signal ended, less the signal's number


class ClosingSignals(QObject):
    """From its making to `stop`, signals ask for the end. Main thread only; what was ignored stays ignored."""

    def __init__(
        self,
        end: Callable[[], object],
        parent: QObject | None = None,
        *,
        insist: Callable[[], object] | None = None,
    ) -> None:
        """`end` closes the program's windows; it is called in the window's thread.

        A window may ask before it closes; a further signal calls `insist` (None: `end` again), which asks nothing.
        """
        super().__init__(parent)
        self._end = end
        self._insist = insist or end
        self._has_asked = False
        self._received = 0
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_socket_woken)
        self._wakeup_before = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._before = {one: signal.getsignal(one) for one in _SIGNALS}
        for one, handler in self._before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(one, self._remember)

    @property
    def exit_code(self) -> int:
        """The exit code of a program that a signal ended, 0 if none came."""
        return _BY_SIGNAL + self._received if self._received else 0

    def stop(self) -> None:
        """Leave signals to whoever had them before."""
        for one, handler in self._before.items():
            signal.signal(one, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()

    def _remember(self, number: int, _frame: object) -> None:
        self._received = self._received or number

    def _on_socket_woken(self) -> None:
        try:
            self._reading.recv(64)
        except BlockingIOError:
            return
        if self._received:
            close = self._insist if self._has_asked else self._end
            self._has_asked = True
            close()
