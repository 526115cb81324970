"""How requests reach a Mastodon server: reads that may be repeated, and the one write that must not be."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from desktop.channels.mastodon.failures import read_failure, send_failure, transport_code
from desktop.model import ChannelError, OutcomeUnknown, SignInExpired, TemporaryFailure
from desktop.model.channel import Clock

Parameters = Sequence[tuple[str, str]]

_LARGEST_ANSWER = 16 * 1024 * 1024  # bytes; forty long posts are far below
_DROPPED = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)


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


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way to the server."""

    name: str
    content_type: str
    content: bytes


class MastodonClient:
    """The client API of one server for one account. Raises only ChannelErrors; runs in the engine's event loop."""

    def __init__(self, http: httpx.AsyncClient, token: Callable[[], Awaitable[str | None]], clock: Clock) -> None:
        """`http` has the server as its base URL; `token` is asked before each request, so a new one is seen."""
        self._http = http
        self._token = token
        self._clock = clock

    async def get(self, path: str, parameters: Parameters = (), *, signed: bool = True) -> object:
        """Return the JSON of a read. One dropped connection is tried again at once: servers close idle ones."""
        headers = await self.authorization() if signed else {}
        try:
            answer = await self._ask("GET", path, parameters, headers)
        except _DROPPED:
            answer = await self._read_again(path, parameters, headers)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        return self._readable(answer)

    async def _read_again(self, path: str, parameters: Parameters, headers: Mapping[str, str]) -> Answer:
        try:
            return await self._ask("GET", path, parameters, headers)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error

    async def delete(self, path: str) -> None:
        """Delete something. Raises NotThere if it is gone already."""
        try:
            answer = await self._ask("DELETE", path, (), await self.authorization())
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        if not answer.succeeded:
            raise self._failure(answer)

    async def upload(self, path: str, upload: Upload) -> object:
        """Return the JSON of an uploaded file. Nobody sees a file before a post carries it."""
        files = {"file": (upload.name, upload.content, upload.content_type)}
        request = self._http.build_request("POST", path, files=files, headers=await self.authorization())
        try:
            answer = await self._exchange(request)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        return self._readable(answer)

    async def publish(
        self, path: str, body: Mapping[str, object], *, key: str, replying: bool, on_commit: Callable[[], None]
    ) -> object:
        """Hand over a post and return the server's JSON of it.

        `on_commit` is called when the connection stands and the first byte of the body is about to leave. Before
        that a lost connection is a TemporaryFailure, after it OutcomeUnknown, as is an answer that can't be read.
        """
        content = json.dumps(body, ensure_ascii=False).encode()
        parcel = _Parcel(content, on_commit)
        headers = {
            **await self.authorization(),
            "Idempotency-Key": key,
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
        }
        request = self._http.build_request("POST", path, content=parcel.bytes(), headers=headers)
        try:
            answer = await self._exchange(request)
        except httpx.HTTPError as error:
            failure = OutcomeUnknown if parcel.left else TemporaryFailure
            raise failure(transport_code(error)) from error
        if not answer.succeeded:
            raise send_failure(answer.status, answer.headers, answer.payload, self._clock(), replying=replying)
        if answer.payload is None:
            raise OutcomeUnknown("unreadable_answer")
        return answer.payload

    async def authorization(self) -> dict[str, str]:
        """Return the header that signs a request. Raises SignInExpired if there is no token."""
        token = await self._token()
        if not token or not token.isascii() or not token.isprintable():
            raise SignInExpired("no_token")
        return {"Authorization": f"Bearer {token}"}

    async def _ask(self, method: str, path: str, parameters: Parameters, headers: Mapping[str, str]) -> Answer:
        request = self._http.build_request(method, path, params=list(parameters), headers=dict(headers))
        return await self._exchange(request)

    async def _exchange(self, request: httpx.Request) -> Answer:
        response = await self._http.send(request, stream=True)
        try:
            payload = _json(await _bounded(response))
        finally:
            await response.aclose()
        return Answer(response.status_code, response.headers, payload)

    def _readable(self, answer: Answer) -> object:
        if not answer.succeeded:
            raise self._failure(answer)
        if answer.payload is None:
            raise TemporaryFailure("unreadable_answer")
        return answer.payload

    def _failure(self, answer: Answer) -> ChannelError:
        return read_failure(answer.status, answer.headers, answer.payload, self._clock())


class _Parcel:
    """A body that says when it leaves: its first byte is only asked for once the connection stands."""

    def __init__(self, content: bytes, on_commit: Callable[[], None]) -> None:
        self._content = content
        self._on_commit = on_commit
        self.left = False

    async def bytes(self) -> AsyncIterator[bytes]:
        """Yield the body, once."""
        self._on_commit()
        self.left = True
        yield self._content


async def _bounded(response: httpx.Response) -> bytes:
    """Return an answer's body up to the largest that is believed; more is no answer to any of our questions."""
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > _LARGEST_ANSWER:
            raise httpx.DecodingError("the answer is too large", request=response.request)
    return bytes(body)


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
