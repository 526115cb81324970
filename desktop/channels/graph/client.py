"""How requests reach the Graph: reads that may be repeated, changes, and texts that must not be handed over twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from urllib.parse import quote

import httpx

from desktop.channels.exchange import DROPPED, Answer, Parcel, exchange, transport_code
from desktop.channels.graph.failures import (
    BadToken,
    Meaning,
    change_failure,
    graph_error,
    read_failure,
    send_failure,
)
from desktop.channels.graph.settings import VERSION
from desktop.channels.graph.token import Signing
from desktop.channels.graph.usage import Pace
from desktop.channels.payload import Fields, maybe_fields
from desktop.model import ChannelError, OutcomeUnknown, TemporaryFailure
from desktop.model.channel import Clock

Parameters = Sequence[tuple[str, str]]


class GraphClient:
    """The Graph for one account. Raises only ChannelErrors; runs in the engine's event loop.

    Places are node ids and edges ("1234/feed"); the version is put before them.
    """

    def __init__(self, http: httpx.AsyncClient, signing: Signing, clock: Clock, pace: Pace) -> None:
        """`http` has the API's server as its base URL; `pace` hears of the limits that answers tell."""
        self._http = http
        self._signing = signing
        self._clock = clock
        self.pace = pace

    async def get(self, place: str, parameters: Parameters = ()) -> object:
        """Return the JSON of a read. One dropped connection is tried again at once: servers close idle ones."""
        answer = await self._asked("GET", place, parameters)
        return self._payload(answer, read_failure)

    async def change(self, place: str, body: Mapping[str, object]) -> Fields:
        """Return the JSON of a change that may be repeated."""
        return maybe_fields(self._payload(await self._asked("POST", place, (), body), change_failure))

    async def delete(self, place: str) -> None:
        """Delete something. Raises NotThere if there is nothing to delete."""
        self._payload(await self._asked("DELETE", place, ()), change_failure)

    async def upload(self, place: str, fields: Mapping[str, str], content: tuple[str, bytes, str]) -> object:
        """Return the JSON of an uploaded file: its name, bytes and type. Nobody sees it before a text carries it."""
        signature = await self._signing.current()
        request = self._http.build_request(
            "POST",
            _path(place),
            params=list(signature.parameters),
            headers=signature.headers,
            data=dict(fields),
            files={"source": content},
        )
        return self._payload(await self._exchanged(request), change_failure)

    async def publish(self, place: str, body: Mapping[str, object], on_commit: Callable[[], None]) -> Fields:
        """Hand over a text and return the Graph's JSON of it.

        `on_commit` is called once, when the connection stands and the first byte of the body is about to leave. Before
        that a lost connection is a TemporaryFailure, after it OutcomeUnknown, as is an answer that can't be read.
        """
        signature = await self._signing.current()
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        parcel = Parcel(content, on_commit)
        headers = {**signature.headers, "Content-Type": "application/json", "Content-Length": str(len(content))}
        request = self._http.build_request(
            "POST", _path(place), params=list(signature.parameters), content=parcel.bytes(), headers=headers
        )
        try:
            answer = await exchange(self._http, request)
        except httpx.HTTPError as error:
            failure = OutcomeUnknown if parcel.left else TemporaryFailure
            raise failure(transport_code(error)) from error
        self.pace.heard(answer.headers)
        if not answer.succeeded or graph_error(answer.payload) is not None:
            raise self._failure(answer, send_failure)
        if not isinstance(answer.payload, dict):
            raise OutcomeUnknown("unreadable_answer")
        return answer.payload

    async def _asked(
        self, method: str, place: str, parameters: Parameters, body: Mapping[str, object] | None = None
    ) -> Answer:
        signature = await self._signing.current()
        request = self._http.build_request(
            method,
            _path(place),
            params=[*parameters, *signature.parameters],
            headers=signature.headers,
            json=None if body is None else dict(body),
        )
        if method != "GET":
            return await self._exchanged(request)
        try:
            return self._noted(await exchange(self._http, request))
        except DROPPED:
            return await self._exchanged(request)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error

    async def _exchanged(self, request: httpx.Request) -> Answer:
        try:
            return self._noted(await exchange(self._http, request))
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error

    def _noted(self, answer: Answer) -> Answer:
        self.pace.heard(answer.headers)
        return answer

    def _payload(self, answer: Answer, meaning: Meaning) -> object:
        if not answer.succeeded or graph_error(answer.payload) is not None:
            raise self._failure(answer, meaning)
        if answer.payload is None:
            raise TemporaryFailure("unreadable_answer")
        return answer.payload

    def _failure(self, answer: Answer, meaning: Meaning) -> ChannelError:
        status = answer.status if not answer.succeeded else HTTPStatus.BAD_REQUEST
        failure = meaning(status, answer.headers, answer.payload, self._clock())
        if isinstance(failure, BadToken):
            self._signing.forget()
        return failure


def _path(place: str) -> str:
    return f"/{VERSION}/{quote(place, safe='/_=$:.-')}"
