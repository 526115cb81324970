"""What a failed request means: one code for each thing a person or the schedule would do differently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from desktop.channels.exchange import seconds_until
from desktop.channels.mastodon.mapping_answers import server_words
from desktop.model import ChannelError, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure

DEFAULT_PAUSE = 60.0  # seconds, where a busy server does not say how long
_LONGEST_PAUSE = 3600.0  # seconds; a longer one is a server's mistake, and asking hourly does no harm

_SIGN_IN_WORDS = re.compile(r"token|scope|login|sign.?in|disabled|suspended|confirm|authenticat", re.IGNORECASE)
_TOO_LONG_WORDS = re.compile(r"character limit|too long|exceed", re.IGNORECASE)
_EMPTY_WORDS = re.compile(r"blank|empty", re.IGNORECASE)


class NotThere(Refused):
    """What was asked for does not exist, or not for us."""


def read_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of a read answered with `status`; `payload` is the answer's JSON, None if it had none."""
    if status == HTTPStatus.UNAUTHORIZED:
        return SignInExpired("token_refused")
    if status == HTTPStatus.FORBIDDEN:
        # an answer in JSON is Mastodon's own; one without is a firewall's, and passes
        return SignInExpired("forbidden") if payload is not None else TemporaryFailure("blocked_on_the_way")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return NotThere("not_found")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TemporaryFailure("rate_limited", pause_of(headers, now) or DEFAULT_PAUSE)
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refused(f"http_{status}")
    code = f"http_{status}" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "redirected"
    return TemporaryFailure(code, pause_of(headers, now))


def send_failure(
    status: int, headers: Mapping[str, str], payload: object, now: datetime, *, replying: bool
) -> ChannelError:
    """Return the error of a status that the server answered with `status`, its text handed over.

    A server that fails (5xx) may have kept the post before it failed; only 503 says that it took nothing.
    """
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Refused("reply_target_gone" if replying else "not_found")
    if status == HTTPStatus.FORBIDDEN:
        about_us = bool(_SIGN_IN_WORDS.search(server_words(payload)))
        return SignInExpired("forbidden") if about_us else Refused("forbidden")
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return Refused(_refusal_code(payload))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return TemporaryFailure("http_503", pause_of(headers, now))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return OutcomeUnknown(f"http_{status}")
    return read_failure(status, headers, payload, now)


def _refusal_code(payload: object) -> str:
    words = server_words(payload)
    if _TOO_LONG_WORDS.search(words):
        return "too_long"
    return "empty" if _EMPTY_WORDS.search(words) else "not_accepted"


def pause_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds a busy server asks us to wait, None if it does not say.

    `Retry-After` is in seconds or an HTTP date (RFC 9110, 10.2.3); `X-RateLimit-Reset` is an ISO date on Mastodon,
    seconds since 1970 or seconds from now elsewhere. Between one second and one hour.
    """
    for name in ("Retry-After", "X-RateLimit-Reset"):
        seconds = seconds_until(headers.get(name, ""), now)
        if seconds is not None:
            return min(max(seconds, 1.0), _LONGEST_PAUSE)
    return None
