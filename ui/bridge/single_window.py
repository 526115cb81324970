"""One window per profile: a second start asks the first one to come to the front, and ends."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_MS = 1_000
_PATIENCE_MS = 5_000
_PAUSE_MS = 50
_RAISE = b"raise\n"


def _name_of(profile: Path) -> str:
    digest = hashlib.sha256(str(profile.resolve()).encode()).hexdigest()[:16]
    return f"sportello-{digest}"


def raise_first_window(profile: Path, patience_ms: int = _PATIENCE_MS) -> bool:
    """Ask the profile's window to come to the front; True if there is one and it heard within the patience.

    A window that is being opened does not listen yet.
    """
    waited = QElapsedTimer()
    waited.start()
    while not _asked(_name_of(profile)):
        if waited.elapsed() >= patience_ms:
            return False
        QThread.msleep(_PAUSE_MS)
    return True


def _asked(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    socket.write(_RAISE)
    heard = socket.waitForBytesWritten(_ANSWER_MS) and socket.waitForReadyRead(_ANSWER_MS)
    socket.disconnectFromServer()
    return bool(heard)


class SingleWindow(QObject):
    """Listens for second starts of the profile. A name that a crash left behind is taken over."""

    raise_requested = Signal()

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        """Listen for the profile of this folder."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_connected)
        name = _name_of(profile)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_server_connected(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._answer(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _answer(self, socket: QLocalSocket) -> None:
        if bytes(socket.readAll().data()) == _RAISE:
            socket.write(b"heard\n")
            socket.flush()
            self.raise_requested.emit()
