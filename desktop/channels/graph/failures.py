"""What the Graph's errors mean: one code for each thing that a person or the schedule would do differently.

developers.facebook.com: "Handling errors", "Rate limits", "Common error codes" of the Messenger platform, and the
private replies' own ones (10900 and its neighbours).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from desktop.channels.graph.usage import LONGEST_PAUSE, pause_of
from desktop.channels.payload import maybe_fields, text_in
from desktop.model import ChannelError, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure

Meaning = Callable[[int, Mapping[str, str], object, datetime], ChannelError]

SCOPES = frozenset(
    {
        "pages_show_list",
        "pages_read_engagement",
        "pages_read_user_content",
        "pages_manage_engagement",
        "pages_manage_metadata",
        "pages_messaging",
        "instagram_basic",
        "instagram_manage_comments",
        "instagram_manage_messages",
        "business_management",
    }
)
"""The permissions that an error may name."""

_SESSION = frozenset({102, 104, 190, 452, 458, 459, 460, 463, 464, 467, 492, 2500})
"""Codes of a session or token that ended, some of them sub-codes too: the app was removed (458), Meta asks for a look
(459), another password (460), its time is over (463), an unconfirmed person (464), an invalid one (467), no role on the
Page any more (492)."""
_SESSION_SUBCODES = frozenset({458, 459, 460, 463, 464, 467, 492})
_ARGUMENT = frozenset({1, 100, 101})
"""Codes under which a bad token or proof comes as a bad argument; only the words tell."""
_BAD_TOKEN = re.compile(
    r"(?:invalid|malformed|bad) (?:oauth (?:2\.0 )?)?access.?token|cannot parse access.?token|"
    r"validating access.?token|access.?token (?:has expired|is invalid|must be used)",
    re.IGNORECASE,
)
_BAD_SECRET = re.compile(r"app_?secret(?:_proof)?|client.secret", re.IGNORECASE)
_LIMITED = frozenset({4, 17, 32, 341, 613, 80001, 80002, 80006})
FORBIDDEN = "forbidden"
_UNKNOWN = frozenset({1, 2})
_BLOCKED = 368  # the company did something Meta objects to; it passes
_PERMISSION = 10
_PAGE_RESTRICTED = 1893063
_NOT_SENT = 1200  # "temporary send message failure": documented as not sent
_MISSING_FIELD = "nonexisting field"
_GONE = frozenset({33, 2018292})  # of code 100: no such object; no such comment to answer in private
_ALIASES = 803
_ID = re.compile(r"[0-9]+(?:_[0-9]+)*")
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)+")

_BY_SUBCODE = {
    2018278: "window_ended",
    2018065: "window_ended",
    2534022: "window_ended",
    2018108: "no_direct",
    1545041: "no_direct",
    2018001: "no_recipient",
    2534014: "no_recipient",
    2018034: "empty",
    2018047: "attachment_refused",
    2018109: "attachment_refused",
    2018294: "attachment_refused",
    2534025: "private_reply_used",
    2018292: "reply_target_gone",
}
_BY_CODE = {
    506: "duplicate",
    551: "no_direct",
    1346003: "link_refused",
    10900: "private_reply_used",
    10901: "window_ended",
    10902: "no_direct",
    10903: "no_direct",
}
_BY_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words, re.IGNORECASE), code)
    for words, code in (
        (r"outside (?:of )?(?:the )?allowed window", "window_ended"),
        (r"already (?:been )?replied", "private_reply_used"),
        (r"hidden", "hidden"),
        (r"live (?:video|broadcast)", "live"),
        (r"length|too long|must be less than|characters", "too_long"),
        (r"must not be empty|message.{0,40}empty|empty message", "empty"),
        (r"comments? (?:are|is) (?:disabled|turned off)|not allowed to comment|commenting on photos", "replies_off"),
    )
)


class NotThere(Refused):
    """What was asked for does not exist, or not for us. `gone` names the ids that the error does."""

    def __init__(self, reason: str = "not_found", gone: tuple[str, ...] = ()) -> None:
        """Keep which of several are meant, () where the error does not say."""
        super().__init__(reason)
        self.gone = gone


class TooMuch(TemporaryFailure):
    """The Graph asks for less at once."""


class MissingScope(SignInExpired):
    """The sign-in lacks a permission; `reason` names it where the error does ("missing_scope:pages_messaging")."""


class BadToken(SignInExpired):
    """The token itself is no longer accepted, or the app's secret does not prove it ("app_secret_refused")."""


@contextmanager
def lacking(scope: str) -> Iterator[None]:
    """Name the permission that a deed takes where the Graph only says that it may not be done. Raises MissingScope."""
    try:
        yield
    except Refused as refusal:
        if refusal.reason != FORBIDDEN:
            raise
        raise MissingScope(f"missing_scope:{scope}") from refusal


@dataclass(frozen=True, slots=True)
class GraphError:
    """An error as the Graph gives it. The words choose a code and go no further."""

    code: int
    subcode: int
    words: str
    passes: bool

    @property
    def scope(self) -> str:
        """The permission that the words name, "" for none of ours."""
        return next((word for word in _WORD.findall(self.words) if word in SCOPES), "")


def graph_error(payload: object) -> GraphError | None:
    """Return the error of an answer, None if it holds none in the Graph's form."""
    error = maybe_fields(payload).get("error")
    if not isinstance(error, dict):
        return None
    words = " ".join(text_in(error, name) for name in ("message", "error_user_title", "error_user_msg"))[:2_000]
    return GraphError(
        _number(error.get("code")), _number(error.get("error_subcode")), words, bool(error.get("is_transient"))
    )


def read_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of a read answered with `status`; `payload` is the answer's JSON, None if it had none."""
    error = graph_error(payload)
    if error is None:
        return _without_words(status, headers, payload, now)
    if error.code in _UNKNOWN and "reduce the amount" in error.words:
        return TooMuch("too_much_asked")
    general = _general(status, headers, error, now)
    if general is not None:
        return general
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or error.passes or error.code in _UNKNOWN:
        return TemporaryFailure(f"http_{status}" if status >= HTTPStatus.BAD_REQUEST else "server_error")
    gone = _gone(error)
    return gone if gone is not None else Refused(_refusal(error) or f"graph_{error.code}")


def send_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of a text that was answered with `status` after it was handed over.

    A server that fails (5xx, "unknown error") may have kept the text before it failed: the Messenger platform says so
    of its own. Only what is documented as not sent is a TemporaryFailure.
    """
    error = graph_error(payload)
    if error is None:
        lost = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in {HTTPStatus.OK, HTTPStatus.REQUEST_TIMEOUT}
        return OutcomeUnknown(f"http_{status}") if lost else _without_words(status, headers, payload, now)
    general = _general(status, headers, error, now)
    if general is not None:
        return general
    if error.code == _NOT_SENT:
        return TemporaryFailure("not_sent_for_now")
    code = _refusal(error)
    if code:
        return Refused(code)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or error.passes or error.code in _UNKNOWN:
        return OutcomeUnknown(f"http_{status}")
    return Refused("reply_target_gone") if _gone(error) is not None else Refused("not_accepted")


def change_failure(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of a deletion or a change that may be repeated, answered with `status`."""
    return read_failure(status, headers, payload, now)


def _general(status: int, headers: Mapping[str, str], error: GraphError, now: datetime) -> ChannelError | None:
    """Return what means the same whatever was asked for: the session, limits, restrictions, permissions."""
    bad = _bad_sign_in(error)
    if bad is not None:
        return bad
    if error.code in _LIMITED or status == HTTPStatus.TOO_MANY_REQUESTS:
        return TemporaryFailure("rate_limited", pause_of(headers, now))
    if error.code == _BLOCKED:
        return TemporaryFailure("blocked_for_now", LONGEST_PAUSE)
    if error.code == _PERMISSION and error.subcode == _PAGE_RESTRICTED:
        return TemporaryFailure("page_restricted", LONGEST_PAUSE)
    is_permission = error.code == _PERMISSION or 200 <= error.code < 300 or error.code == 3  # noqa: PLR2004
    if is_permission and not _refusal(error):
        return MissingScope(f"missing_scope:{error.scope}") if error.scope else Refused(FORBIDDEN)
    return None


def _bad_sign_in(error: GraphError) -> BadToken | None:
    """Return what is wrong with the token or with the app's secret that proves it, None if neither is."""
    if error.code in _ARGUMENT and _BAD_SECRET.search(error.words):
        return BadToken("app_secret_refused")
    if error.code in _SESSION or error.subcode in _SESSION_SUBCODES:
        return BadToken("token_refused")
    return BadToken("token_refused") if error.code in _ARGUMENT and _BAD_TOKEN.search(error.words) else None


def _refusal(error: GraphError) -> str:
    """Return the code of a refusal of this very text, "" if the error is no such."""
    named = _BY_SUBCODE.get(error.subcode) or _BY_CODE.get(error.code)
    if named or error.scope:
        return named or ""
    return next((code for pattern, code in _BY_WORDS if pattern.search(error.words)), "")


def _gone(error: GraphError) -> NotThere | None:
    if error.code == _ALIASES:
        return NotThere(gone=tuple(_ID.findall(error.words.partition("exist")[2])))
    if error.code == 100 and error.subcode in _GONE and _MISSING_FIELD not in error.words:  # noqa: PLR2004
        return NotThere()
    return None


def _without_words(status: int, headers: Mapping[str, str], payload: object, now: datetime) -> ChannelError:
    """Return the error of an answer that is not in the Graph's form: a proxy's, or a server's that is broken."""
    if status == HTTPStatus.UNAUTHORIZED:
        return BadToken("token_refused")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TemporaryFailure("rate_limited", pause_of(headers, now))
    if status == HTTPStatus.FORBIDDEN and payload is None:
        return TemporaryFailure("blocked_on_the_way")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return TemporaryFailure(f"http_{status}")
    return Refused(f"http_{status}") if status >= HTTPStatus.BAD_REQUEST else TemporaryFailure("redirected")


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0
