"""How requests reach a Mastodon server: reads that may be repeated, and the one write that must not be."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx

from desktop.channels.exchange import DROPPED, Answer, Parcel, exchange, transport_code
from desktop.channels.mastodon.failures import read_failure, send_failure
from desktop.model import ChannelError, OutcomeUnknown, SignInExpired, TemporaryFailure
from desktop.model.channel import Clock

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way to the server. `description` says what it shows, "" if nobody said."""

    name: str
    content_type: str
    content: bytes
    description: str = ""


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
        except DROPPED:
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
        told = {"description": upload.description} if upload.description else {}
        request = self._http.build_request("POST", path, data=told, files=files, headers=await self.authorization())
        try:
            answer = await exchange(self._http, request)
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
        parcel = Parcel(content, on_commit)
        headers = {
            **await self.authorization(),
            "Idempotency-Key": key,
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
        }
        request = self._http.build_request("POST", path, content=parcel.bytes(), headers=headers)
        try:
            answer = await exchange(self._http, request)
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
        return await exchange(self._http, request)

    def _readable(self, answer: Answer) -> object:
        if not answer.succeeded:
            raise self._failure(answer)
        if answer.payload is None:
            raise TemporaryFailure("unreadable_answer")
        return answer.payload

    def _failure(self, answer: Answer) -> ChannelError:
        return read_failure(answer.status, answer.headers, answer.payload, self._clock())
