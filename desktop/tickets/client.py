"""How requests reach a ticket system, and what a refused one means: the words that the channels use, no others."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus

import httpx

from desktop.channels.exchange import DROPPED, Answer, Parcel, exchange, seconds_until, transport_code
from desktop.model.channel import ChannelError, Clock, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure
from desktop.tickets.fields import listed, mapping, text

CHANGED = "changed_meanwhile"
NOT_FOUND = "not_found"
SAID = "said:"
"""A reason that begins so goes on with the system's own words."""

_DEFAULT_PAUSE = 60.0
_LONGEST_PAUSE = 3600.0
_MOST_WORDS = 200


class NotThere(Refused):
    """What was asked for does not exist, or not for us."""


class ChangedMeanwhile(TemporaryFailure):
    """Somebody changed the ticket since it was read (412 or 409): nothing was changed by us; read it and try again."""


class TicketClient:
    """One system's requests. Raises only ChannelErrors; runs in the engine's event loop, or in a trial's."""

    def __init__(self, http: httpx.AsyncClient, sign: Callable[[], Awaitable[Mapping[str, str]]], clock: Clock) -> None:
        """`http` has the system's address as its base URL; `sign` gives the headers of whoever asks, each time anew."""
        self._http = http
        self._sign = sign
        self._clock = clock

    async def get(self, path: str, params: Mapping[str, str] | None = None, *, etag: str = "") -> Answer:
        """Return the answer to a question that may be repeated; 304 where `etag` still holds."""
        headers = {**await self._sign(), **({"If-None-Match": etag} if etag else {})}
        request = self._http.build_request("GET", path, params=params, headers=headers)
        try:
            answer = await exchange(self._http, request)
        except DROPPED:
            answer = await self._asked_again(path, params, headers)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        if answer.status == HTTPStatus.NOT_MODIFIED and etag:
            return answer
        if not answer.succeeded:
            raise failure(answer, self._clock(), writing=False)
        if answer.payload is None:
            raise TemporaryFailure("not_this_system")
        return answer

    async def write(
        self,
        method: str,
        path: str,
        payload: object,
        on_commit: Callable[[], None],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Hand over JSON. Before `on_commit` a lost connection is a TemporaryFailure, after it OutcomeUnknown."""
        content = json.dumps(payload, ensure_ascii=False).encode()
        return await self.send(method, path, content, "application/json", on_commit, headers)

    async def send(
        self,
        method: str,
        path: str,
        content: bytes,
        content_type: str,
        on_commit: Callable[[], None],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Hand over a body of any kind, as `write` does."""
        parcel = Parcel(content, on_commit)
        own = {"Content-Type": content_type, "Content-Length": str(len(content)), **(headers or {})}
        request = self._http.build_request(method, path, content=parcel.bytes(), headers={**await self._sign(), **own})
        try:
            answer = await exchange(self._http, request)
        except httpx.HTTPError as error:
            kind = OutcomeUnknown if parcel.left else TemporaryFailure
            raise kind(transport_code(error)) from error
        if not answer.succeeded:
            raise failure(answer, self._clock(), writing=True)
        return answer

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def _asked_again(self, path: str, params: Mapping[str, str] | None, headers: Mapping[str, str]) -> Answer:
        request = self._http.build_request("GET", path, params=params, headers=headers)
        try:
            return await exchange(self._http, request)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error


def failure(answer: Answer, now: datetime, *, writing: bool) -> ChannelError:
    """Return what an answer that says no means. A system that fails while it writes may have written."""
    status = answer.status
    plain: dict[int, ChannelError] = {
        HTTPStatus.UNAUTHORIZED: SignInExpired("token_refused"),
        HTTPStatus.FORBIDDEN: Refused("forbidden"),
        HTTPStatus.NOT_FOUND: NotThere(NOT_FOUND),
        HTTPStatus.GONE: NotThere(NOT_FOUND),
        HTTPStatus.PRECONDITION_FAILED: ChangedMeanwhile(CHANGED),
        HTTPStatus.CONFLICT: ChangedMeanwhile(CHANGED),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Refused("message_too_large"),
    }
    if status in plain:
        return plain[status]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TemporaryFailure("rate_limited", _pause(answer, now) or _DEFAULT_PAUSE)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        if writing and status != HTTPStatus.SERVICE_UNAVAILABLE:
            return OutcomeUnknown(f"http_{status}")
        return TemporaryFailure(f"http_{status}", _pause(answer, now))
    if status >= HTTPStatus.BAD_REQUEST:
        words = said(answer.payload)
        return Refused(f"{SAID}{words}" if words else f"http_{status}")
    return TemporaryFailure("redirected")


def said(payload: object) -> str:
    """Return the system's own words about why it said no, "" if it gave none. At most 200 characters."""
    answer = mapping(payload)
    found: list[str] = []
    for name in ("message", "error", "description", "details"):
        found.extend(_words(answer.get(name)))
    for name in ("errors", "errorMessages"):
        found.extend(_words(answer.get(name)))
    return ", ".join(dict.fromkeys(found))[:_MOST_WORDS]


def _words(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list):
        return [one for item in value for one in _words(item)]
    if isinstance(value, dict):
        inner = text(value, "description") or text(value, "message")
        return [inner] if inner else [f"{name}: {one}" for name, item in value.items() for one in _words(item)]
    return []


def _pause(answer: Answer, now: datetime) -> float | None:
    seconds = seconds_until(answer.headers.get("Retry-After", ""), now)
    return None if seconds is None else min(max(seconds, 1.0), _LONGEST_PAUSE)


def items(answer: Answer, name: str = "items") -> list[Mapping[str, object]]:
    """Return the objects that an answer lists under a name."""
    return [mapping(one) for one in listed(mapping(answer.payload).get(name))]
