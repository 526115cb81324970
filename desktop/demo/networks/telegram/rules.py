"""What the Bot API refuses: wrong tokens, empty and long texts, closed chats, and whoever writes too fast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from desktop.demo.wire import Response, json_response

TEXT, CAPTION = 4_096, 1_024
DELETABLE = timedelta(hours=48)
FILE_BYTES = 20 * 1024 * 1024
_PER_CHAT, _MINUTE, _GROUP_MINUTE, _ALL_SECOND = timedelta(seconds=1), timedelta(minutes=1), 20, 30


class Refusal(Exception):
    """An answer that ends a request."""

    def __init__(self, status: int, description: str, **parameters: object) -> None:
        """Keep what the bot is told."""
        super().__init__(description)
        more = {"parameters": parameters} if parameters else {}
        body = {"ok": False, "error_code": int(status), "description": description, **more}
        self.response: Response = json_response(body, status)


def bad(description: str, **parameters: object) -> Refusal:
    """Return the refusal of a request that can't be done."""
    return Refusal(HTTPStatus.BAD_REQUEST, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> Refusal:
    """Return the refusal of what somebody does not let the bot do."""
    return Refusal(HTTPStatus.FORBIDDEN, f"Forbidden: {description}")


def conflict(description: str) -> Refusal:
    """Return the refusal of a poll while somebody else takes the updates."""
    return Refusal(HTTPStatus.CONFLICT, f"Conflict: {description}")


class Flood:
    """Who wrote when. A bot may write once a second into a chat, 20 times a minute into a group, 30 a second in all."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` is the network's clock."""
        self._now = now
        self._written: list[tuple[int, datetime]] = []

    def count(self, chat: int) -> None:
        """Count a message. Raises Refusal if it comes too soon."""
        now = self._now()
        self._written = [(one, at) for one, at in self._written if now - at < _MINUTE and at <= now]
        here = [at for one, at in self._written if one == chat]
        waits = [at + _PER_CHAT - now for at in here[-1:]]
        if chat < 0 and len(here) >= _GROUP_MINUTE:
            waits.append(here[-_GROUP_MINUTE] + _MINUTE - now)
        if len(self._written) >= _ALL_SECOND:
            waits.append(self._written[-_ALL_SECOND][1] + timedelta(seconds=1) - now)
        wait = max((one.total_seconds() for one in waits), default=0.0)
        if wait > 0:
            seconds = int(-(-wait // 1))
            words = f"Too Many Requests: retry after {seconds}"
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, words, retry_after=seconds)
        self._written.append((chat, now))
