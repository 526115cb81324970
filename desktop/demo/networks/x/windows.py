"""How often each thing may be asked of the fake X in fifteen minutes, and the headers that say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from desktop.demo.networks.x.problems import Refusal, error

LIMITS = {
    "GET /2/users/me": 75,
    "GET /2/users/by/username/{id}": 900,
    "GET /2/users/{id}/mentions": 300,
    "GET /2/users/{id}/tweets": 900,
    "GET /2/tweets": 5_000,
    "GET /2/tweets/search/recent": 300,
    "GET /2/tweets/search/stream": 50,
    "GET /2/tweets/search/stream/rules": 450,
    "POST /2/tweets/search/stream/rules": 100,
    "POST /2/tweets": 100,
    "DELETE /2/tweets/{id}": 50,
    "PUT /2/tweets/{id}/hidden": 50,
    "GET /2/dm_events": 15,
    "GET /2/dm_conversations/with/{id}/dm_events": 15,
    "GET /2/dm_conversations/{id}/dm_events": 15,
    "POST /2/dm_conversations/with/{id}/messages": 15,
    "POST /2/dm_conversations/{id}/messages": 15,
    "DELETE /2/dm_events/{id}": 300,
    "POST /2/media/upload": 500,
    "POST /2/media/metadata": 500,
    "GET /2/media/upload": 1_000,
}
WINDOW = timedelta(minutes=15)

Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Window:
    ends: datetime
    left: int


class Windows:
    """What is left of each kind of request."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` is the network's clock."""
        self._now = now
        self._windows: dict[str, _Window] = {}

    def take(self, route: str) -> Headers:
        """Count one request and return the headers of its answer. Raises Refusal if none is left."""
        limit = LIMITS[route]
        window = self._windows.get(route)
        if window is None or window.ends <= self._now():
            window = self._windows[route] = _Window(self._now() + WINDOW, limit)
        left = window.left
        window.left = max(0, left - 1)
        headers = (
            ("x-rate-limit-limit", str(limit)),
            ("x-rate-limit-remaining", str(window.left)),
            ("x-rate-limit-reset", str(int(window.ends.timestamp()))),
        )
        if left <= 0:
            raise self._used_up(headers)
        return headers

    @staticmethod
    def _used_up(headers: Headers) -> Refusal:
        return error(HTTPStatus.TOO_MANY_REQUESTS, 88, "Rate limit exceeded", headers)
