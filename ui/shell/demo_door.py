"""The way into the demo from the first-run page: a window of its own on a throw-away profile, beside this one."""

from __future__ import annotations

import logging
import subprocess
import sys

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ui.bridge import own_window

_log = logging.getLogger(__name__)
_LOOK_MS = 500


class DemoDoor(QObject):
    """Starts one demo at a time, which outlives this window. Window thread only."""

    open_changed = Signal(bool)
    """Whether a demo that was begun here runs."""

    def __init__(self, window: QWidget) -> None:
        """Start nothing yet."""
        super().__init__(window)
        self._window = window
        self._process: subprocess.Popen[bytes] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def open(self) -> None:
        """Begin the demo; while one runs, nothing happens."""
        if self._process is not None:
            return
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                own_window("--demo"),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            _log.warning("the demo could not be started: %s", type(error).__name__)
            self._say_why_not()
            return
        self._timer.start()
        self.open_changed.emit(True)

    def _look(self) -> None:
        if self._process is None or self._process.poll() is None:
            return
        failed, self._process = self._process.returncode != 0, None
        self._timer.stop()
        self.open_changed.emit(False)
        if failed:
            self._say_why_not()

    def _say_why_not(self) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            self.tr("Sample data"),
            self.tr("The demo could not be started. Nothing was changed; try again, or run `sportello --demo`."),
            QMessageBox.StandardButton.Ok,
            self._window,
        )
        box.setObjectName("demo_failed")
        box.open()
