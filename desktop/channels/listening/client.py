"""How a feed is asked for: only if it changed, within bounds of time and size, over a few safe redirects."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpx

from desktop.channels.exchange import DROPPED, transport_code
from desktop.channels.listening.failures import failure_of
from desktop.channels.listening.settings import is_here, is_safe
from desktop.model import Refused, TemporaryFailure
from desktop.model.channel import Clock

LARGEST = 3 * 1024 * 1024  # bytes, decoded; a feed of a thousand items is below
SECONDS = 30.0  # for one feed, with its redirects
REDIRECTS = 4
_ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as its server gave it. `address` is where it was in the end, after redirects."""

    body: bytes
    content_type: str
    address: str
    etag: str
    modified: str


class FeedClient:
    """Asks for feeds. Raises only ChannelErrors; runs in the engine's event loop."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock, seconds: float = SECONDS) -> None:
        """`seconds` bounds the time that one feed may take."""
        self._http = http
        self._clock = clock
        self._seconds = seconds

    async def get(self, address: str, etag: str = "", modified: str = "") -> Document | None:
        """Return a feed, None if it has not changed since it had this `etag` or date."""
        if not is_safe(address):
            raise Refused("not_an_address")
        headers = {"Accept": _ACCEPT}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        try:
            async with asyncio.timeout(self._seconds):
                return await self._followed(address, headers)
        except TimeoutError:
            raise TemporaryFailure("timed_out") from None

    async def _followed(self, address: str, headers: Mapping[str, str]) -> Document | None:
        here = is_here(address)
        for _ in range(REDIRECTS + 1):
            answer = await self._asked(address, headers)
            if not isinstance(answer, str):
                return answer
            address = answer
            if not may_follow(address, here=here):
                raise Refused("redirect_refused")
        raise Refused("too_many_redirects")

    async def _asked(self, address: str, headers: Mapping[str, str]) -> Document | str | None:
        """Return the feed, None for an unchanged one, or the address that it moved to."""
        try:
            try:
                return await self._answer(address, headers)
            except DROPPED:
                return await self._answer(address, headers)  # servers close idle connections
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TemporaryFailure(transport_code(error)) from error

    async def _answer(self, address: str, headers: Mapping[str, str]) -> Document | str | None:
        request = self._http.build_request("GET", address, headers=dict(headers))
        response = await self._http.send(request, stream=True)
        try:
            status = response.status_code
            if status == HTTPStatus.NOT_MODIFIED:
                return None
            if response.has_redirect_location:
                return _joined(address, response.headers["Location"])
            if status != HTTPStatus.OK:
                raise failure_of(status, response.headers, self._clock())
            return Document(
                await _bounded(response),
                response.headers.get("Content-Type", ""),
                address,
                _kept(response.headers.get("ETag", "")),
                _kept(response.headers.get("Last-Modified", "")),
            )
        finally:
            await response.aclose()


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        raise Refused("redirect_refused") from None


def may_follow(address: str, *, here: bool) -> bool:
    """Tell whether a redirect may lead to an address. From outside none leads to this machine or its neighbours.

    `here`: the feed itself is on this machine.
    """
    if not is_safe(address):
        return False
    if here:
        return True
    return not is_here(address) and not _is_inside(urlsplit(address).hostname or "")


def _is_inside(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return not address.is_global


def _kept(value: str) -> str:
    """Return a header that is to be sent back, "" for one that no honest server sends."""
    return value if len(value) <= 300 and value.isprintable() and value.isascii() else ""  # noqa: PLR2004 - a header


async def _bounded(response: httpx.Response) -> bytes:
    announced = response.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:18]) > LARGEST:
        raise Refused("too_large")
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise Refused("too_large")
    return bytes(body)
