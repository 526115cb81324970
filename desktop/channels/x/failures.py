"""What a refused request means: one code for each thing a person or the schedule would do differently.

The words are those of docs.x.com, "Response codes & errors"; X has no codes of its own for most refusals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from desktop.channels.x.mapping_answers import problem_of, server_words
from desktop.channels.x.windows import DEFAULT_PAUSE, pause_of
from desktop.model import ChannelError, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure

CREDITS_PAUSE = 900.0  # seconds between two tries while the company's credits are used up

DUPLICATE = "duplicate"

_CREDITS = "credits"
_NOT_OURS = frozenset({"client-forbidden", "unsupported-authentication", "oauth1-permissions"})
_SIGN_IN_WORDS = re.compile(
    r"scope|oauth|app permission|unsupported authentication|suspended|temporarily locked|log in", re.IGNORECASE
)
_FIELD_WORDS = re.compile(r"(?:post|tweet)\.fields|expansions", re.IGNORECASE)

_REFUSALS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), code)
    for words, code in (
        (r"duplicate content|already (?:said|posted|sent) that", DUPLICATE),
        (r"deleted or not visible", "reply_target_gone"),
        (
            r"not been mentioned|reply to this conversation is not allowed|not (?:allowed|permitted) to reply",
            "not_mentioned",
        ),
        (r"too long|exceeds? .*(?:characters|length)|longer than", "too_long"),
        (r"cashtag", "too_many_cashtags"),
        (r"cannot send (?:direct )?messages? to|does ?n.t (?:allow|accept)|not (?:accept|follow)", "no_direct"),
        (r"invalid url|malware|harmful", "link_refused"),
        (r"media", "attachment_refused"),
        (r"must not be (?:blank|empty)|is (?:blank|empty)|missing text", "empty"),
    )
)


class NotThere(Refused):
    """What was asked for does not exist, or not for us."""


class UnknownFields(Refused):
    """X does not know the fields by the names they were asked for."""


def read_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of a read answered with `status`; `payload` is the answer's JSON, None if it had none."""
    if status == HTTPStatus.UNAUTHORIZED:
        return SignInExpired("token_refused")
    if status == HTTPStatus.PAYMENT_REQUIRED or problem_of(payload) == _CREDITS:
        return TemporaryFailure("credits_used_up", CREDITS_PAUSE)
    if status == HTTPStatus.FORBIDDEN:
        # an answer in JSON is X's own; one without is a firewall's, and passes
        return SignInExpired("forbidden") if payload is not None else TemporaryFailure("blocked_on_the_way")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return NotThere("not_found")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TemporaryFailure("rate_limited", pause_of(headers, now) or DEFAULT_PAUSE)
    return _other_failure(status, headers, payload, now)


def _other_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        asked_wrongly = _FIELD_WORDS.search(server_words(payload)) is not None
        return UnknownFields("unknown_fields") if asked_wrongly else Refused(f"http_{status}")
    code = f"http_{status}" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "redirected"
    return TemporaryFailure(code, pause_of(headers, now))


def send_failure(
    status: int, headers: Mapping[str, str], payload: object, now: datetime, *, replying: bool
) -> ChannelError:
    """Return the error of a text that X answered with `status` after it was handed over.

    A server that fails (5xx) may have kept the text before it failed: X promises nothing of them.
    """
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return OutcomeUnknown(f"http_{status}")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Refused("reply_target_gone" if replying else "not_found")
    if payload is not None and status in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN}:
        return _refusal(payload)
    return read_failure(status, headers, payload, now)


def change_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of a deletion or a change that may be repeated, answered with `status`."""
    if payload is not None and status in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN}:
        return _refusal(payload)
    return read_failure(status, headers, payload, now)


def _refusal(payload: object) -> ChannelError:
    kind, words = problem_of(payload), server_words(payload)
    if kind == _CREDITS:
        return TemporaryFailure("credits_used_up", CREDITS_PAUSE)
    for pattern, code in _REFUSALS:
        if pattern.search(words):
            return Refused(code)
    if kind in _NOT_OURS or _SIGN_IN_WORDS.search(words):
        return SignInExpired("forbidden")
    return Refused("forbidden")
