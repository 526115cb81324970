"""The way into practice from an agent's window: a process of its own that gets the profile's key and no secret."""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.events import Unlock, encode
from ui.bridge import own_window
from ui.session import Session
from ui.shell.palette_actions import ActionRegistry, plain_action

_log = logging.getLogger(__name__)


class PracticeDoor(QObject):
    """Starts one practice at a time. Window thread only."""

    def __init__(self, session: Session, window: QWidget) -> None:
        """Start nothing yet."""
        super().__init__(window)
        self._session = session
        self._window = window
        self._process: subprocess.Popen[str] | None = None

    @property
    def is_open(self) -> bool:
        """Whether a practice that was begun here still runs."""
        return self._process is not None and self._process.poll() is None

    def open(self) -> None:
        """Begin to practise; while somebody does, nothing happens."""
        if self.is_open:
            return
        folder = str(self._session.profile.folder)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                own_window("--practice", "--profile", folder, "--key-from-stdin"),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            _log.warning("practice could not be started: %s", type(error).__name__)
            self._say_why_not()
            return
        self._hand_over(self._process)

    def _hand_over(self, process: subprocess.Popen[str]) -> None:
        """Give the key of the profile, and none of the accounts' secrets."""
        key = self._session.key
        line = encode(Unlock(key.raw.hex() if key.raw else "", key.passphrase or "", {}))
        assert process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            process.stdin.write(line + "\n")
            process.stdin.close()

    def _say_why_not(self) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            _tr("Practice"),
            _tr("Practice could not be started. Your desk is as it was; try again, or run `sportello --practice`."),
            QMessageBox.StandardButton.Ok,
            self._window,
        )
        box.setObjectName("practice_failed")
        box.open()


def fill_practice(registry: ActionRegistry, door: PracticeDoor) -> None:
    """Offer practice by name."""
    words = QCoreApplication.translate("Actions", "Practise…")
    registry.add(plain_action("practice", words, door.open, icon="pencil-simple", is_enabled=lambda: not door.is_open))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Practice", text)
