"""How often the Graph may still be asked: what the headers of its answers say, and how soon to ask again.

developers.facebook.com, "Rate limits": X-App-Usage and X-Page-Usage hold an object, X-Business-Use-Case-Usage a list
for each business; figures are per cent of the limit, the time to regain access is in minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.channels.exchange import seconds_until
from desktop.channels.payload import Fields, entries, maybe_fields, text_in

USUAL = 60.0  # seconds between two pulls
DEFAULT_PAUSE = 300.0  # seconds, where a refusal does not say how long
LONGEST_PAUSE = 3_600.0
_RESTS = ((90.0, 900.0), (75.0, 300.0), (50.0, 120.0))
"""From this share of a limit on (per cent), so many seconds between two pulls."""
_SHARES = ("call_count", "total_time", "total_cputime")
_LONGEST_HEADER = 20_000


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of the limits is used, in per cent, and the seconds until a closed one opens again."""

    share: float = 0.0
    regains: float = 0.0


class Pace:
    """When the next pull may be, and which kinds of requests rest. Of one channel, in the engine's event loop."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._shares: dict[str, float] = {}
        self._pulled_at: datetime | None = None
        self._closed: dict[str, tuple[datetime, str]] = {}

    def heard(self, headers: Mapping[str, str]) -> None:
        """Take in an answer's headers; what they do not speak of stays as it was."""
        self._shares |= {kind: usage.share for kind, usage in _told(headers)}

    def pulled(self, now: datetime) -> None:
        """Note that a pull begins."""
        self._pulled_at = now

    def rests(self, now: datetime) -> bool:
        """Tell whether so much of the limits is used that nothing is to be pulled yet."""
        pause = self._rest()
        return pause > USUAL and self._pulled_at is not None and timedelta(0) <= now - self._pulled_at < _span(pause)

    def seconds(self) -> float:
        """Return the seconds to wait before the next pull."""
        return max(USUAL, self._rest())

    def close(self, part: str, seconds: float, now: datetime, reason: str) -> None:
        """Let nothing of a part be asked for some seconds: the server said no."""
        self._closed[part] = now + _span(seconds), reason

    def is_open(self, part: str, now: datetime) -> bool:
        """Tell whether something of a part may be asked."""
        return part not in self._closed or now >= self._closed[part][0]

    def closed(self, now: datetime) -> tuple[str, ...]:
        """Return the parts that are closed with their reasons: "direct:missing_scope:pages_messaging"."""
        return tuple(f"{part}:{reason}" for part, (until, reason) in self._closed.items() if now < until)

    def _rest(self) -> float:
        most = max(self._shares.values(), default=0.0)
        return next((pause for share, pause in _RESTS if most >= share), 0.0)


def usage_of(headers: Mapping[str, str]) -> Usage | None:
    """Return what an answer says of its limits: of several the one that is used most. None if it says nothing."""
    told = [usage for _, usage in _told(headers)]
    if not told:
        return None
    return Usage(max(usage.share for usage in told), max(usage.regains for usage in told))


def pause_of(headers: Mapping[str, str], now: datetime) -> float:
    """Return the seconds that a refused request is asked to wait: a second at least, an hour at most."""
    usage = usage_of(headers)
    asked = seconds_until(headers.get("retry-after", ""), now)
    seconds = usage.regains if usage is not None and usage.regains > 0 else asked
    return min(max(seconds if seconds is not None else DEFAULT_PAUSE, 1.0), LONGEST_PAUSE)


def _told(headers: Mapping[str, str]) -> Iterator[tuple[str, Usage]]:
    """Yield each limit that an answer speaks of by its name, and how much of it is used."""
    for name in ("x-app-usage", "x-page-usage"):
        found = _json(headers.get(name, ""))
        if found:
            yield name, _usage(found)
    for business in _json(headers.get("x-business-use-case-usage", "")).values():
        for one in entries(business):
            yield text_in(maybe_fields(one), "type")[:40], _usage(maybe_fields(one))


def _usage(told: Fields) -> Usage:
    share = max(_number(told, name) for name in _SHARES)
    return Usage(share, _number(told, "estimated_time_to_regain_access") * 60.0)


def _json(text: str) -> Fields:
    try:
        return maybe_fields(json.loads(text)) if 0 < len(text) <= _LONGEST_HEADER else {}
    except (ValueError, RecursionError):
        return {}


def _number(fields: Fields, name: str) -> float:
    value = fields.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 < value < 10**6 else 0.0  # type: ignore[arg-type, operator]


def _span(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0.0), LONGEST_PAUSE))
