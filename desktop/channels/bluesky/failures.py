"""What a failed request means: one code for each thing a person or the schedule would do differently.

A server of the AT Protocol says {"error": NAME, "message": …}; the names are those of the lexicons and of its
reference server. Anything else comes from a proxy on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from desktop.channels.exchange import seconds_until
from desktop.model import ChannelError, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure

DEFAULT_PAUSE = 60.0  # seconds, where a busy server does not say how long
LONGEST_PAUSE = 3600.0  # seconds; a longer one is a server's mistake, and asking hourly does no harm

TOKEN_ERRORS = frozenset({"ExpiredToken", "InvalidToken"})
_SIGN_IN = frozenset(
    {*TOKEN_ERRORS, "AuthMissing", "AuthenticationRequired", "AccountTakedown", "AccountDeactivated", "AccountNotFound"}
)
_GONE = frozenset({"RecordNotFound", "NotFound", "RepoNotFound", "RepoTakendown", "RepoSuspended", "RepoDeactivated"})
_NO_DIRECT = frozenset({"BlockedActor", "MessagesDisabled", "NotFollowedBySender", "AccountSuspended"})
_NO_RECIPIENT = frozenset({"RecipientNotFound", "HandleNotFound"})
# what the reference server says to a sign-in that reaches everything but the chat
_NO_CHAT_WORDS = re.compile(r"bad token (?:method|scope)|insufficient access|missing required scope", re.IGNORECASE)
_TOO_LONG_WORDS = re.compile(r"(?:grapheme|string|utf-?8)s?\b[^.]*\btoo (?:big|long)|must not be longer", re.IGNORECASE)


class NotThere(Refused):
    """What was asked for does not exist, or not for us."""


class NoChat(Refused):
    """The sign-in does not reach private messages: the app password was made without them."""


class AlreadyThere(Refused):
    """A record of that key exists."""


def error_name(payload: object) -> str:
    """Return the name of an error, "" for an answer that is none of the protocol's."""
    name = payload.get("error") if isinstance(payload, dict) else None
    return name if isinstance(name, str) else ""


def is_token_refused(status: int, payload: object) -> bool:
    """Tell whether an answer says that the access token is used up or unknown, so that a new one may help."""
    if _words(payload) and _NO_CHAT_WORDS.search(_words(payload)):
        return False
    return error_name(payload) in TOKEN_ERRORS or status == HTTPStatus.UNAUTHORIZED


def read_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of a read answered with `status`; `payload` is the answer's JSON, None if it had none."""
    name = error_name(payload)
    if status == HTTPStatus.TOO_MANY_REQUESTS or name == "RateLimitExceeded":
        return TemporaryFailure("rate_limited", pause_of(headers, now) or DEFAULT_PAUSE)
    if _is_passing(status):
        code = f"http_{status}" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "redirected"
        return TemporaryFailure(code, pause_of(headers, now))
    if _NO_CHAT_WORDS.search(_words(payload)):
        return NoChat("chat_not_allowed")
    if name == "AuthFactorTokenRequired":
        return Refused("app_password_needed")  # the account's own password, which asks for a code by mail
    if name in _SIGN_IN or status == HTTPStatus.UNAUTHORIZED:
        return SignInExpired("token_refused")
    return _refusal(status, name, is_ours=payload is not None)


def _is_passing(status: int) -> bool:
    """True for a server that fails or sends us elsewhere; one that does not know the question (501) never will."""
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.NOT_IMPLEMENTED
    return failed or status < HTTPStatus.BAD_REQUEST


def _refusal(status: int, name: str, *, is_ours: bool) -> ChannelError:
    if name in _GONE or status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return NotThere("not_found")
    if name in _NO_DIRECT:
        return Refused("no_direct")
    if name in _NO_RECIPIENT:
        return Refused("no_recipient")
    if status == HTTPStatus.FORBIDDEN:
        # an answer in JSON is the server's own; one without is a firewall's, and passes
        return Refused("forbidden") if is_ours else TemporaryFailure("blocked_on_the_way")
    return Refused(f"http_{status}")


def send_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of something handed over that the server answered with `status`.

    A server that fails (5xx), or one behind it, may have kept the text before it failed.
    """
    name = error_name(payload)
    if name == "InvalidSwap":
        return AlreadyThere("already_there")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return OutcomeUnknown(f"http_{status}")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Refused("message_too_large")
    if name in {"InvalidConvo", "ConvoLocked"}:
        return Refused("reply_target_gone" if name == "InvalidConvo" else "no_direct")
    if status == HTTPStatus.BAD_REQUEST and name in {"InvalidRequest", "InvalidRecord"}:
        return Refused("too_long" if _TOO_LONG_WORDS.search(_words(payload)) else "not_accepted")
    return read_failure(status, headers, payload, now)


def pause_of(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds a busy server asks us to wait, None if it does not say; between a second and an hour.

    `Retry-After` is in seconds or an HTTP date, `RateLimit-Reset` in seconds since 1970.
    """
    for name in ("Retry-After", "RateLimit-Reset"):
        seconds = seconds_until(headers.get(name, ""), now)
        if seconds is not None:
            return min(max(seconds, 1.0), LONGEST_PAUSE)
    return None


def _words(payload: object) -> str:
    """Return what the server says of an error. Only for choosing a code, never for a log."""
    message = payload.get("message") if isinstance(payload, dict) else None
    return message if isinstance(message, str) else ""
