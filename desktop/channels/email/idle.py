"""Waiting for the server to speak (RFC 2177), in a way that another thread can end at once."""

from __future__ import annotations

import imaplib
import selectors
import ssl
import time
from collections.abc import Callable
from typing import Any

from imap_tools.idle import IdleManager

from desktop.channels.email.worker import Bell


class Idle(IdleManager):
    """IDLE for one mailbox connection.

    Unlike its parent it sees what arrived together with the server's go-ahead, notices a closed connection, never
    loses half a line, and listens to a bell beside the socket.
    """

    def start(self) -> None:
        """Begin to idle. Raises imaplib's error if the server will not."""
        client = self.mailbox.client
        self._idle_tag = client._command("IDLE")  # noqa: SLF001 - imaplib has no IDLE before Python 3.14
        while client._get_response() is not None:  # noqa: SLF001 - None is the "+" to go ahead
            if client.tagged_commands[self._idle_tag]:
                raise imaplib.IMAP4.error("IDLE was refused")

    def watch(self, seconds: float, bell: Bell, leave: Callable[[], bool], known: int) -> bool:
        """Wait until mail is added to a folder that holds `known` messages, at most `seconds`; True if it was.

        Returns at once when `leave` says so, asked whenever the bell rings. Raises imaplib's abort when the
        connection is gone.
        """
        client = self.mailbox.client
        ends = time.monotonic() + seconds
        count = _noted(client, known)  # what was said before the go-ahead
        known = min(known, count)
        with selectors.DefaultSelector() as selector:
            selector.register(client.sock, selectors.EVENT_READ)
            selector.register(bell.ear, selectors.EVENT_READ)
            while True:
                while _has_input(client):
                    count = _heard(client, count)
                    known = min(known, count)
                left = ends - time.monotonic()
                if count > known or leave() or left <= 0:
                    return count > known
                selector.select(left)
                bell.hush()


def _has_input(client: Any) -> bool:
    """Tell whether a response has begun to arrive, in the socket, in TLS or in the file's own buffer."""
    patience = client.sock.gettimeout()
    client.sock.settimeout(0)
    try:
        begun = client.file.peek(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        client.sock.settimeout(patience)
    if not begun:
        raise imaplib.IMAP4.abort("connection closed while idling")
    return True


def _heard(client: Any, count: int) -> int:
    client._get_response()  # noqa: SLF001 - the line is read with the connection's ordinary patience
    if "BYE" in client.untagged_responses:
        raise imaplib.IMAP4.abort(client.untagged_responses["BYE"][-1].decode("ascii", "replace"))
    return _noted(client, count)


def _noted(client: Any, count: int) -> int:
    count -= len(client.untagged_responses.pop("EXPUNGE", ()))
    exists = client.untagged_responses.pop("EXISTS", None)
    return int(exists[-1]) if exists else max(0, count)
