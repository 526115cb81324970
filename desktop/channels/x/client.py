"""How requests reach X: reads that may be repeated, writes that must not be, both within what their windows allow."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Protocol

import httpx

from desktop.channels.exchange import DROPPED, Answer, Parcel, exchange, once, transport_code
from desktop.channels.x.failures import UnknownFields, change_failure, read_failure, send_failure
from desktop.channels.x.fields import POSTS, TWEETS, Parameters, Vocabulary
from desktop.channels.x.windows import Windows, pause_of
from desktop.model import ChannelError, OutcomeUnknown, SignInExpired, TemporaryFailure
from desktop.model.channel import Clock

_JSON = "application/json"
Meaning = Callable[[int, Mapping[str, str], object, datetime], ChannelError]


class Signing(Protocol):
    """Where access tokens come from. Raises SignInExpired or TemporaryFailure."""

    async def access(self) -> str:
        """Return a token with some life left."""
        ...

    async def renewed(self, refused: str) -> str:
        """Return another token after X turned one down."""
        ...


class XClient:
    """The API for one account. Raises only ChannelErrors; runs in the engine's event loop."""

    def __init__(self, http: httpx.AsyncClient, signing: Signing, clock: Clock, windows: Windows) -> None:
        """`http` has the API's server as its base URL."""
        self._http = http
        self._signing = signing
        self._clock = clock
        self.windows = windows
        self.vocabulary: Vocabulary = POSTS

    async def get(self, path: str, parameters: Parameters, *, window: str) -> object:
        """Return the JSON of a read. `window` names its rate limit; while that is used up nothing is asked."""
        self._refuse_early(window)
        answer = await self._signed("GET", path, window, parameters)
        if not answer.succeeded:
            raise self._failure(answer, window)
        if answer.payload is None:
            raise TemporaryFailure("unreadable_answer")
        return answer.payload

    async def get_as_app(self, path: str, token: str) -> object:
        """Return the JSON of a read that is the app's, not the account's: signed with the app's own token."""
        answer = await self._asked("GET", path, "app", [], None, token)
        if not answer.succeeded:
            raise self._failure(answer, "app")
        return answer.payload

    async def posts(self, path: str, parameters: Parameters, *, window: str) -> object:
        """Return the JSON of a read of posts, with every field that we read of a post."""
        return await self._in_either_language(path, parameters, Vocabulary.of_posts, window)

    async def messages(self, path: str, parameters: Parameters, *, window: str) -> object:
        """Return the JSON of a read of direct messages."""
        return await self._in_either_language(path, parameters, Vocabulary.of_messages, window)

    async def put(self, path: str, body: Mapping[str, object], *, window: str) -> object:
        """Return the JSON of a change that may be repeated."""
        return await self._changed("PUT", path, window, body)

    async def post(self, path: str, body: Mapping[str, object], *, window: str) -> object:
        """Return the JSON of a deed that does no harm when repeated."""
        return await self._changed("POST", path, window, body)

    async def delete(self, path: str, *, window: str) -> object:
        """Return the JSON of a deletion. Raises NotThere if there is nothing to delete."""
        return await self._changed("DELETE", path, window, None)

    async def upload(self, path: str, category: str, content: tuple[str, bytes, str], *, window: str) -> object:
        """Return the JSON of an uploaded file: its name, bytes and type. Nobody sees it before a post carries it."""
        self._refuse_early(window)
        token = await self._signing.access()
        request = self._http.build_request(
            "POST", path, data={"media_category": category}, files={"media": content}, headers=_authorization(token)
        )
        answer = await self._exchanged(request, window)
        if not answer.succeeded:
            raise self._failure(answer, window, change_failure)
        return answer.payload

    async def publish(
        self, path: str, body: Mapping[str, object], *, window: str, replying: bool, on_commit: Callable[[], None]
    ) -> object:
        """Hand over a text and return X's JSON of it.

        `on_commit` is called once, when the connection stands and the first byte of the body is about to leave. Before
        that a lost connection is a TemporaryFailure, after it OutcomeUnknown, as is an answer that can't be read.
        """
        self._refuse_early(window)
        commit = once(on_commit)
        token = await self._signing.access()
        answer = await self._published(path, body, token, commit)
        if answer.status == HTTPStatus.UNAUTHORIZED and answer.payload is not None:
            # X refused the token, so it has not read the text
            answer = await self._published(path, body, await self._signing.renewed(token), commit)
        now = self._clock()
        self.windows.note(window, answer.headers, now)
        if not answer.succeeded:
            if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                self._close(window, answer)
            raise send_failure(answer.status, answer.headers, answer.payload, now, replying=replying)
        if answer.payload is None:
            raise OutcomeUnknown("unreadable_answer")
        return answer.payload

    async def _published(
        self, path: str, body: Mapping[str, object], token: str, on_commit: Callable[[], None]
    ) -> Answer:
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        parcel = Parcel(content, on_commit)
        headers = {**_authorization(token), "Content-Type": _JSON, "Content-Length": str(len(content))}
        request = self._http.build_request("POST", path, content=parcel.bytes(), headers=headers)
        try:
            return await exchange(self._http, request)
        except httpx.HTTPError as error:
            failure = OutcomeUnknown if parcel.left else TemporaryFailure
            raise failure(transport_code(error)) from error

    async def _in_either_language(
        self, path: str, parameters: Parameters, asking: Callable[[Vocabulary], Parameters], window: str
    ) -> object:
        try:
            return await self.get(path, [*parameters, *asking(self.vocabulary)], window=window)
        except UnknownFields:
            other = TWEETS if self.vocabulary is POSTS else POSTS
            answer = await self.get(path, [*parameters, *asking(other)], window=window)
            self.vocabulary = other
            return answer

    async def _changed(self, method: str, path: str, window: str, body: Mapping[str, object] | None) -> object:
        self._refuse_early(window)
        answer = await self._signed(method, path, window, [], body)
        if not answer.succeeded:
            raise self._failure(answer, window, change_failure)
        return answer.payload

    async def _signed(
        self, method: str, path: str, window: str, parameters: Parameters, body: Mapping[str, object] | None = None
    ) -> Answer:
        """Return the answer to a signed request; a token that is turned down is renewed once."""
        token = await self._signing.access()
        answer = await self._asked(method, path, window, parameters, body, token)
        if answer.status == HTTPStatus.UNAUTHORIZED and answer.payload is not None:
            answer = await self._asked(method, path, window, parameters, body, await self._signing.renewed(token))
        return answer

    async def _asked(
        self,
        method: str,
        path: str,
        window: str,
        parameters: Parameters,
        body: Mapping[str, object] | None,
        token: str,
    ) -> Answer:
        request = self._http.build_request(
            method, path, params=list(parameters), json=body, headers=_authorization(token)
        )
        if method != "GET":
            return await self._exchanged(request, window)
        try:
            answer = await exchange(self._http, request)
        except DROPPED:
            return await self._exchanged(request, window)  # servers close idle connections: a read is tried again
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        self.windows.note(window, answer.headers, self._clock())
        return answer

    async def _exchanged(self, request: httpx.Request, window: str) -> Answer:
        try:
            answer = await exchange(self._http, request)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        self.windows.note(window, answer.headers, self._clock())
        return answer

    def _refuse_early(self, window: str) -> None:
        pause = self.windows.pause(window, self._clock())
        if pause > 0:
            raise TemporaryFailure("rate_limited", pause)

    def _failure(self, answer: Answer, window: str, meaning: Meaning = read_failure) -> ChannelError:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._close(window, answer)
        return meaning(answer.status, answer.headers, answer.payload, self._clock())

    def _close(self, window: str, answer: Answer) -> None:
        pause = pause_of(answer.headers, self._clock())
        if pause is not None:
            self.windows.close(window, pause, self._clock())


def _authorization(token: str) -> dict[str, str]:
    """Return the header that signs a request. Raises SignInExpired for what can't be a token."""
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise SignInExpired("no_token")
    return {"Authorization": f"Bearer {token}"}
