"""What a feed that could not be read means: one code for each thing a person or the schedule would do differently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from desktop.channels.exchange import seconds_until
from desktop.model import ChannelError, Refused, TemporaryFailure

DEFAULT_PAUSE = 600.0  # seconds, where a busy server does not say how long
LONGEST_PAUSE = 6 * 3600.0


def failure_of(status: int, headers: Mapping[str, str], now: datetime) -> ChannelError:
    """Return the error of a feed that was answered with `status`."""
    pause = pause_of(headers, now)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TemporaryFailure("rate_limited", pause or DEFAULT_PAUSE)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return TemporaryFailure(f"http_{status}", pause)
    return Refused("feed_gone" if status == HTTPStatus.GONE else f"http_{status}")


def pause_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds a server asks us to wait (RFC 9110, 10.2.3), None if it does not say."""
    seconds = seconds_until(headers.get("Retry-After", ""), now)
    return None if seconds is None else min(max(seconds, 1.0), LONGEST_PAUSE)
