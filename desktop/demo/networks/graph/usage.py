"""How much of the fake Graph's limits is used, and the headers in JSON that say so."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desktop.demo.networks.graph.problems import Refusal
from desktop.demo.networks.graph.world import IG_ID, PAGE_ID

PAGES, MESSENGER, INSTAGRAM = "pages", "messenger", "instagram"
_CODES = {PAGES: 80001, MESSENGER: 80006, INSTAGRAM: 80002}
_HOUR = timedelta(hours=1)
_MANY = 100_000

Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Usage:
    """Counts calls by kind over an hour. `limits` may be made smaller; `tells` False keeps quiet about them."""

    now: Callable[[], datetime]
    limits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_CODES, _MANY))
    tells: bool = True
    _calls: dict[str, list[datetime]] = field(default_factory=dict)

    def take(self, kind: str) -> Headers:
        """Count one call and return the headers of its answer. Raises Refusal if none is left."""
        since = self.now() - _HOUR
        calls = [at for at in self._calls.get(kind, []) if since < at <= self.now()]
        is_over = len(calls) >= self.limits[kind]
        self._calls[kind] = calls if is_over else [*calls, self.now()]
        share = min(100, len(self._calls[kind]) * 100 // self.limits[kind])
        minutes = math.ceil((calls[0] + _HOUR - self.now()) / timedelta(minutes=1)) if is_over and calls else 0
        headers = self._headers(kind, share, minutes)
        if is_over:
            raise Limited(_CODES[kind], headers)
        return headers

    def _headers(self, kind: str, share: int, minutes: int) -> Headers:
        if not self.tells:
            return ()
        told = {"call_count": share, "total_cputime": share // 2, "total_time": share // 2}
        of_business = [{"type": kind, **told, "estimated_time_to_regain_access": minutes}]
        business = IG_ID if kind == INSTAGRAM else PAGE_ID
        return (
            ("x-app-usage", json.dumps({**told, "call_count": share // 4})),
            ("x-business-use-case-usage", json.dumps({business: of_business})),
        )


class Limited(Refusal):
    """Too many calls; `headers` say until when."""

    def __init__(self, code: int, headers: Headers) -> None:
        """Keep what the answer says besides."""
        super().__init__(code, "There have been too many calls to this account. Wait a bit and try again.")
        self.headers = headers
