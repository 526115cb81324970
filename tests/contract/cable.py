"""The cable between a channel and a network: it can be cut, lose answers, change them, and it judges what passes."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx


class Judge(Protocol):
    """Knows a network's own description and notes what does not keep to it."""

    faults: list[str]

    def check_request(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> None: ...

    def check_answer(self, method: str, path: str, status: int, body: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Passing:
    """One request on its way."""

    method: str
    url: str
    body: bytes

    def holds(self, word: str) -> bool:
        """Tell whether the request carries a word that needs no encoding."""
        return word.encode() in self.body or word in self.url


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that comes instead of the network's own."""

    status: int
    body: bytes = b"{}"
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, status: int, payload: object, **headers: str) -> Answer:
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return cls(status, json.dumps(payload).encode(), headers=named)

    @classmethod
    def page(cls, status: int) -> Answer:
        """Return what a proxy says in HTML."""
        return cls(status, b"<!DOCTYPE html><html><body><h1>Sorry</h1></body></html>", "text/html; charset=utf-8")


@dataclass(slots=True)
class Trouble:
    """What happens to the next requests that match: they are answered, or time out.

    `acts` says whether the network gets the request all the same. Without an `answer` nothing comes back in time.
    """

    meets: Callable[[Passing], bool]
    answer: Answer | None = None
    acts: bool = False
    times: int = 1


class _Tapped(httpx.AsyncByteStream):
    """A request's body, remembered while it passes."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream
        self.passed = bytearray()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            self.passed += piece
            yield piece


@dataclass
class Cable(httpx.AsyncBaseTransport):
    """The real network on this machine with everything that can happen on the way.

    `twist` changes the bodies of JSON answers; what was changed, lost or made up is not judged.
    """

    judge: Judge | None = None
    is_cut: bool = False
    troubles: list[Trouble] = field(default_factory=list)
    twist: Callable[[Passing, bytes], bytes] | None = None
    passed: list[Passing] = field(default_factory=list)

    def __post_init__(self) -> None:
        # trusts nobody: what it reaches is plain HTTP on this machine
        self._network = httpx.AsyncHTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            raise httpx.ConnectError("cut", request=request)
        assert isinstance(request.stream, httpx.AsyncByteStream)
        trouble = await self._trouble_of(request) if any(each.times > 0 for each in self.troubles) else None
        if trouble is not None and not trouble.acts:
            return _answered(request, trouble)
        request.stream = body = _Tapped(request.stream)
        response = await self._network.handle_async_request(request)
        passing = Passing(request.method, str(request.url), bytes(body.passed))
        self.passed.append(passing)
        if trouble is not None:
            await response.aclose()
            return _answered(request, trouble)
        in_json = response.headers.get("content-type", "").startswith("application/json")
        if not in_json or "content-length" not in response.headers:
            return response  # what has no length is a stream that goes on
        return await self._read(request, passing, response)

    async def _trouble_of(self, request: httpx.Request) -> Trouble | None:
        """Return what happens to a request. Its body leaves the channel now, as it would on a real way."""
        assert isinstance(request.stream, httpx.AsyncByteStream)
        body = b"".join([piece async for piece in request.stream])
        request.stream = httpx.ByteStream(body)
        passing = Passing(request.method, str(request.url), body)
        for trouble in self.troubles:
            if trouble.times > 0 and trouble.meets(passing):
                trouble.times -= 1
                return trouble
        return None

    async def _read(self, request: httpx.Request, passing: Passing, response: httpx.Response) -> httpx.Response:
        body = await response.aread()
        await response.aclose()
        path, query = request.url.path, request.url.query.decode()
        if self.judge is not None and self.twist is None:
            self.judge.check_request(passing.method, path, query, request.headers, passing.body)
            self.judge.check_answer(passing.method, path, response.status_code, body)
        if self.twist is not None:
            body = self.twist(passing, body)
        outer = {"content-length", "content-encoding"}  # of the body as it came, not as it is passed on
        headers = [(name, value) for name, value in response.headers.items() if name not in outer]
        return httpx.Response(response.status_code, headers=headers, content=body, request=request)

    async def aclose(self) -> None:
        await self._network.aclose()


def _answered(request: httpx.Request, trouble: Trouble) -> httpx.Response:
    answer = trouble.answer
    if answer is None:
        raise httpx.ReadTimeout("nothing came back in time", request=request)
    headers = [("content-type", answer.content_type), *answer.headers]
    return httpx.Response(answer.status, headers=headers, content=answer.body, request=request)
