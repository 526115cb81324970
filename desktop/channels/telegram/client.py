"""How requests reach the Bot API: calls that may be repeated, the one that must not be, and files.

A bot's token is part of each address. The address that the HTTP library knows, logs and names in its errors is without
it: the real one is given as the request's target, which leaves this machine and appears nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

import httpx

from desktop.channels.exchange import DROPPED, Answer, Parcel, exchange, transport_code
from desktop.channels.http import ANSWER_SECONDS
from desktop.channels.payload import maybe_fields
from desktop.channels.telegram.failures import read_failure, send_failure
from desktop.channels.telegram.settings import is_token
from desktop.model import ChannelError, OutcomeUnknown, SignInExpired, TemporaryFailure
from desktop.model.channel import Clock

FILE_BYTES = 20 * 1024 * 1024  # core.telegram.org/bots/api getFile: the largest that a bot can download


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way: the form's name for it, the file's own name, its type, its bytes."""

    field: str
    name: str
    content_type: str
    content: bytes


class TelegramClient:
    """One bot's requests. Raises only ChannelErrors; runs in the engine's event loop."""

    def __init__(self, http: httpx.AsyncClient, token: Callable[[], Awaitable[str | None]], clock: Clock) -> None:
        """`http` has the Bot API as its base URL; `token` is asked before each request, so a new one is seen."""
        self._http = http
        self._token = token
        self._clock = clock

    async def call(self, method: str, parameters: Mapping[str, object] | None = None, *, patience: float = 0) -> object:
        """Return the result of a call that may be repeated. A dropped connection is tried again once.

        `patience`: the seconds that the server may take beyond the usual ones (long polling).
        """
        content = _json(parameters or {})
        try:
            answer = await self._ask(method, content, patience)
        except DROPPED:
            answer = await self._asked_again(method, content, patience)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        if not _succeeded(answer):
            raise self._read_failure(answer)
        return _result_of(answer)

    async def change(self, method: str, parameters: Mapping[str, object]) -> object:
        """Return the result of a deed whose refusal has a reason of its own, and which may be repeated."""
        try:
            answer = await self._ask(method, _json(parameters), 0)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        if not _succeeded(answer):
            failure = send_failure(answer.status, answer.headers, answer.payload, self._clock())
            raise TemporaryFailure(failure.reason) if isinstance(failure, OutcomeUnknown) else failure
        return _result_of(answer)

    async def publish(
        self,
        method: str,
        parameters: Mapping[str, object],
        on_commit: Callable[[], None],
        files: tuple[Upload, ...] = (),
    ) -> object:
        """Hand over a message and return the Bot API's JSON of it.

        `on_commit` is called when the connection stands and the first byte of the body is about to leave. Before
        that a lost connection is a TemporaryFailure, after it OutcomeUnknown, as is an answer that can't be read.
        """
        content, content_type = _form(parameters, files) if files else (_json(parameters), "application/json")
        parcel = Parcel(content, on_commit)
        headers = {"Content-Type": content_type, "Content-Length": str(len(content))}
        request = await self._request("POST", method, parcel.bytes(), headers)
        try:
            answer = await exchange(self._http, request)
        except httpx.HTTPError as error:
            failure = OutcomeUnknown if parcel.left else TemporaryFailure
            raise failure(transport_code(error)) from error
        if _succeeded(answer):
            return _result_of(answer)
        if answer.succeeded:
            raise OutcomeUnknown("unreadable_answer")
        raise send_failure(answer.status, answer.headers, answer.payload, self._clock())

    async def download(self, path: str, most: int = FILE_BYTES) -> bytes | None:
        """Return a file's bytes, None if it is larger than `most` or gone. `path` is what getFile named.

        Raises TemporaryFailure for what passes: a server that fails or is too busy, a connection that breaks.
        """
        token = await self._signed()
        target = f"{self._prefix}/file/bot{token}/{quote(path, safe='/')}"
        request = self._http.build_request("GET", "/file", extensions={"target": target.encode()})
        try:
            response = await self._http.send(request, stream=True)
            try:
                self._raise_if_passing(response)
                return await _bounded(response, most) if response.is_success else None
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error

    def _raise_if_passing(self, response: httpx.Response) -> None:
        if response.is_server_error or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise read_failure(response.status_code, response.headers, None, self._clock())

    async def _asked_again(self, method: str, content: bytes, patience: float) -> Answer:
        try:
            return await self._ask(method, content, patience)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error

    async def _ask(self, method: str, content: bytes, patience: float) -> Answer:
        request = await self._request("POST", method, content, {"Content-Type": "application/json"}, patience)
        return await exchange(self._http, request)

    async def _request(
        self,
        verb: str,
        method: str,
        content: object,
        headers: Mapping[str, str],
        patience: float = 0,
    ) -> httpx.Request:
        """Return a request whose address is without the token and whose target has it."""
        target = f"{self._prefix}/bot{await self._signed()}/{method}"
        usual = self._http.timeout
        longer = httpx.Timeout((usual.read or ANSWER_SECONDS) + patience, connect=usual.connect)
        return self._http.build_request(
            verb,
            f"/{method}",
            content=content,  # type: ignore[arg-type]
            headers=dict(headers),
            timeout=longer if patience else usual,
            extensions={"target": target.encode()},
        )

    @property
    def _prefix(self) -> str:
        return self._http.base_url.path.rstrip("/")

    async def _signed(self) -> str:
        token = await self._token()
        if not token or not is_token(token):
            raise SignInExpired("no_token")
        return token

    def _read_failure(self, answer: Answer) -> ChannelError:
        if answer.succeeded:
            return TemporaryFailure("unreadable_answer")
        return read_failure(answer.status, answer.headers, answer.payload, self._clock())


def _succeeded(answer: Answer) -> bool:
    return answer.succeeded and maybe_fields(answer.payload).get("ok") is True


def _result_of(answer: Answer) -> object:
    return maybe_fields(answer.payload).get("result")


def _json(parameters: Mapping[str, object]) -> bytes:
    return json.dumps(parameters, ensure_ascii=False).encode("utf-8", "replace")


def _form(parameters: Mapping[str, object], files: tuple[Upload, ...]) -> tuple[bytes, str]:
    """Return a form with files as bytes and its content type; what is no text is written as JSON."""
    fields = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in parameters.items()
    }
    parts = [(each.field, (each.name, each.content, each.content_type)) for each in files]
    built = httpx.Request("POST", "http://form.invalid/", data=fields, files=parts)
    return built.read(), built.headers["Content-Type"]


async def _bounded(response: httpx.Response, most: int) -> bytes | None:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > most:
            return None
    return bytes(body)
