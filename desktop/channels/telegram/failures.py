"""What a refused request means: one code for each thing a person or the schedule would do differently.

The Bot API says {"ok": false, "error_code": …, "description": …, "parameters": …}; it has no codes of its own beyond
HTTP's, so its words decide. An answer that is none of its JSON comes from a proxy on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from desktop.channels.exchange import seconds_until
from desktop.channels.payload import maybe_fields
from desktop.channels.telegram.fields import number, text
from desktop.model import ChannelError, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure

DEFAULT_PAUSE = 60.0  # seconds, where a busy server does not say how long
LONGEST_PAUSE = 3600.0
OTHER_CONSUMER, WEBHOOK_SET = "other_consumer", "webhook_set"
OTHER_CONSUMER_PAUSE = 120.0  # seconds: asking again takes the messages away from the other one
WEBHOOK_PAUSE = 300.0

_REFUSALS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), code)
    for words, code in (
        (r"too long", "too_long"),
        (r"text is empty|must be non-empty", "empty"),
        (r"message to (?:be replied|reply) not found|replied message not found", "reply_target_gone"),
        (r"blocked by the user", "blocked"),
        (r"can't initiate conversation|can't send messages? to the user", "no_direct"),
        (r"chat not found|user not found|user is deactivated|peer_id_invalid|messages? to bots", "no_recipient"),
        (r"message can't be deleted|can't be deleted for everyone", "not_deletable"),
        (r"wrong (?:type|file)|photo_|file is too big|media|document", "attachment_refused"),
    )
)
_MESSAGE_GONE = re.compile(r"message to delete not found|message_id_invalid", re.IGNORECASE)


class NotThere(Refused):
    """What was asked for does not exist any more."""


class Moved(Refused):
    """A group became a supergroup, which has another id; nothing was sent."""

    def __init__(self, chat: int) -> None:
        """Keep the id that the group has now."""
        super().__init__("moved")
        self.chat = chat


def read_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of a read answered with `status`; `payload` is the answer's JSON, None if it had none."""
    words = _words(payload)
    if status == HTTPStatus.UNAUTHORIZED or (status == HTTPStatus.NOT_FOUND and words):
        return SignInExpired("token_refused")  # the token is part of the address: a wrong one is found nowhere
    if status == HTTPStatus.CONFLICT:
        return _conflict(words)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TemporaryFailure("rate_limited", pause_of(headers, payload, now) or DEFAULT_PAUSE)
    if status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND} and not words:
        return TemporaryFailure("blocked_on_the_way")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refused("forbidden" if status == HTTPStatus.FORBIDDEN else f"http_{status}")
    code = f"http_{status}" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "redirected"
    return TemporaryFailure(code, pause_of(headers, payload, now))


def _conflict(words: str) -> TemporaryFailure:
    """Return who else takes the messages. Neither is ended by us: somebody may rely on it."""
    if "webhook" in words.lower():
        return TemporaryFailure(WEBHOOK_SET, WEBHOOK_PAUSE)
    return TemporaryFailure(OTHER_CONSUMER, OTHER_CONSUMER_PAUSE)


def send_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of something handed over that was answered with `status`.

    A server that fails (5xx) may have kept the text before it failed: the Bot API promises nothing of them.
    """
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return OutcomeUnknown(f"http_{status}")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Refused("message_too_large")
    refused = status in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN} and bool(_words(payload))
    return _refusal(status, payload) if refused else read_failure(status, headers, payload, now)


def _refusal(status: int, payload: object) -> ChannelError:
    words = _words(payload)
    moved = number(maybe_fields(maybe_fields(payload).get("parameters")), "migrate_to_chat_id")
    if moved:
        return Moved(moved)
    if _MESSAGE_GONE.search(words):
        return NotThere("not_found")
    for pattern, code in _REFUSALS:
        if pattern.search(words):
            return Refused(code)
    return Refused("forbidden" if status == HTTPStatus.FORBIDDEN or "right" in words else "not_accepted")


def pause_of(headers: Mapping[str, str], payload: object, now: datetime) -> float | None:
    """Return the seconds the Bot API asks us to wait, None if it does not say; between a second and an hour."""
    named = number(maybe_fields(maybe_fields(payload).get("parameters")), "retry_after")
    seconds = float(named) if named is not None else seconds_until(headers.get("Retry-After", ""), now)
    return None if seconds is None else min(max(seconds, 1.0), LONGEST_PAUSE)


def _words(payload: object) -> str:
    """Return what the Bot API says of an error. Only for choosing a code, never for a log."""
    return text(maybe_fields(payload), "description")
