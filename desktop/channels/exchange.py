"""One request and its answer, for every channel: how much is read, when a text has left, what a silence means."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

LARGEST_ANSWER = 16 * 1024 * 1024  # bytes; a page of long posts is far below
DROPPED = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
"""A connection that broke: servers close idle ones, so a read may be tried again at once."""

_YEAR = 31_536_000  # seconds; a reset below this counts from now, above it from 1970

_BY_CAUSE: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "certificate_untrusted"),
    (ssl.SSLError, "no_tls"),
    (socket.gaierror, "host_not_found"),
    (ConnectionRefusedError, "connection_refused"),
    (TimeoutError, "timed_out"),
    (httpx.TimeoutException, "timed_out"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: `payload` is its JSON, None if it was empty or something else."""

    status: int
    headers: Mapping[str, str]
    payload: object

    @property
    def succeeded(self) -> bool:
        """True for 2xx."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class Parcel:
    """A body that says when it leaves: its first byte is only asked for once the connection stands."""

    def __init__(self, content: bytes, on_commit: Callable[[], None]) -> None:
        """`on_commit` is called when the first byte is about to leave."""
        self._content = content
        self._on_commit = on_commit
        self.left = False

    async def bytes(self) -> AsyncIterator[bytes]:
        """Yield the body, once."""
        self._on_commit()
        self.left = True
        yield self._content


async def exchange(http: httpx.AsyncClient, request: httpx.Request) -> Answer:
    """Send a request and return its answer, read up to the largest that is believed. Raises httpx.HTTPError."""
    response = await http.send(request, stream=True)
    try:
        payload = json_of(await _bounded(response))
    finally:
        await response.aclose()
    return Answer(response.status_code, response.headers, payload)


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise httpx.DecodingError("the answer is too large", request=response.request)
    return bytes(body)


def once(deed: Callable[[], None]) -> Callable[[], None]:
    """Return a deed that is done at most once, however many attempts ask for it: such as noting that a text left."""
    done: list[bool] = []

    def do() -> None:
        if not done:
            done.append(True)
            deed()

    return do


def json_of(body: bytes) -> object:
    """Return a body's JSON, None for anything else."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def transport_code(error: BaseException) -> str:
    """Return the code of a request that got no answer.

    One of certificate_untrusted, no_tls, host_not_found, connection_refused, timed_out, connection_lost.
    """
    for cause in _causes(error):
        for kind, code in _BY_CAUSE:
            if isinstance(cause, kind):
                return code
    return "connection_lost"


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error's causes, the innermost first: it knows best."""
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found[::-1]


def seconds_until(value: str, now: datetime) -> float | None:
    """Return the seconds from now until what a header names, None if it can't be read. Negative for the past.

    Takes seconds from now, seconds since 1970, an ISO date, or an HTTP date (RFC 9110, 10.2.3).
    """
    text = value.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        number = float(text[:12])
        return number if number < _YEAR else number - now.timestamp()
    moment = _iso_date(text) or _http_date(text)
    return None if moment is None else (moment - now).total_seconds()


def _iso_date(value: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _http_date(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
