"""How requests reach an account's server: reads that may be repeated, writes that must not, files, and the chat."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

import httpx

from desktop.channels.bluesky.failures import NoChat, is_token_refused, read_failure, send_failure
from desktop.channels.bluesky.pace import Pace
from desktop.channels.bluesky.session import KeptSession, Session
from desktop.channels.bluesky.settings import Places
from desktop.channels.exchange import DROPPED, Answer, Parcel, exchange, transport_code
from desktop.model import OutcomeUnknown, TemporaryFailure
from desktop.model.channel import Clock

Parameters = Sequence[tuple[str, str]]

_PROXY = "atproto-proxy"


class BlueskyClient:
    """One account's requests. Raises only ChannelErrors; runs in the engine's event loop.

    Names are those of the lexicons ("app.bsky.feed.getPosts"); what begins with "chat." goes on to the chat service.
    """

    def __init__(self, http: httpx.AsyncClient, session: KeptSession, places: Places, clock: Clock, pace: Pace) -> None:
        """`session` is asked before each request; `pace` hears of the limits that answers tell."""
        self._http = http
        self._session = session
        self._places = places
        self._clock = clock
        self._pace = pace

    async def session(self) -> Session:
        """Return the session in force. Raises SignInExpired or TemporaryFailure."""
        return await self._session.current()

    async def describe(self) -> object:
        """Return what the server that signs in says of itself, unsigned."""
        request = self._http.build_request("GET", _url(self._places.server, "com.atproto.server.describeServer"))
        try:
            answer = await exchange(self._http, request)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error
        return self._readable(answer)

    async def get(self, name: str, parameters: Parameters = ()) -> object:
        """Return the JSON of a read. One dropped connection is tried again at once: servers close idle ones."""

        def request(session: Session) -> httpx.Request:
            url = _url(session.pds, name)
            return self._http.build_request("GET", url, params=list(parameters), headers=self._headers(session, name))

        return self._readable(_told_apart(name, await self._asked(request, again=True)))

    async def post(self, name: str, body: Mapping[str, object]) -> object:
        """Return the JSON of a deed that does no harm when repeated; an empty object for an answer without."""

        def request(session: Session) -> httpx.Request:
            url = _url(session.pds, name)
            return self._http.build_request("POST", url, json=dict(body), headers=self._headers(session, name))

        return self._readable(_told_apart(name, await self._asked(request, again=False)), empty_too=True)

    async def upload(self, content: bytes, content_type: str) -> object:
        """Return the JSON of an uploaded file. Nobody sees a file before a post carries it."""
        name = "com.atproto.repo.uploadBlob"

        def request(session: Session) -> httpx.Request:
            headers = {**self._headers(session, name), "Content-Type": content_type}
            return self._http.build_request("POST", _url(session.pds, name), content=content, headers=headers)

        return self._readable(await self._asked(request, again=True))

    async def publish(self, name: str, body: Mapping[str, object], on_commit: Callable[[], None]) -> object:
        """Hand over a text and return the server's JSON of it.

        `on_commit` is called once, when the connection stands and the first byte of the body is about to leave.
        Before that a lost connection is a TemporaryFailure, after it OutcomeUnknown, as is an answer that can't be
        read. A token that ran out meanwhile is renewed: the server has taken nothing then.
        """
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        session = await self._session.current()
        answer = await self._handed_over(name, content, session, on_commit)
        if is_token_refused(answer.status, answer.payload):
            session = await self._session.after(session)
            answer = await self._handed_over(name, content, session, _nothing)
        if not _told_apart(name, answer).succeeded:
            raise send_failure(answer.status, answer.headers, answer.payload, self._clock())
        if answer.payload is None:
            raise OutcomeUnknown("unreadable_answer")
        return answer.payload

    async def _handed_over(self, name: str, content: bytes, session: Session, on_commit: Callable[[], None]) -> Answer:
        parcel = Parcel(content, on_commit)
        headers = {
            **self._headers(session, name),
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
        }
        request = self._http.build_request("POST", _url(session.pds, name), content=parcel.bytes(), headers=headers)
        try:
            return self._noted(await exchange(self._http, request))
        except httpx.HTTPError as error:
            failure = OutcomeUnknown if parcel.left else TemporaryFailure
            raise failure(transport_code(error)) from error

    async def _asked(self, request: Callable[[Session], httpx.Request], *, again: bool) -> Answer:
        """Ask, and once more with a new token if the old one is refused."""
        session = await self._session.current()
        answer = await self._tried(request(session), request(session) if again else None)
        if is_token_refused(answer.status, answer.payload):
            session = await self._session.after(session)
            answer = await self._tried(request(session), None)
        return answer

    async def _tried(self, request: httpx.Request, again: httpx.Request | None) -> Answer:
        try:
            return self._noted(await exchange(self._http, request))
        except DROPPED as error:
            if again is None:
                raise TemporaryFailure(transport_code(error)) from error
            return await self._tried(again, None)
        except httpx.HTTPError as error:
            raise TemporaryFailure(transport_code(error)) from error

    def _noted(self, answer: Answer) -> Answer:
        self._pace.heard(answer.headers, self._clock())
        return answer

    def _headers(self, session: Session, name: str) -> dict[str, str]:
        return {**session.headers, **({_PROXY: self._places.chat_service} if name.startswith("chat.") else {})}

    def _readable(self, answer: Answer, *, empty_too: bool = False) -> object:
        if not answer.succeeded:
            raise read_failure(answer.status, answer.headers, answer.payload, self._clock())
        if answer.payload is None:
            if empty_too and answer.status == HTTPStatus.OK:
                return {}
            raise TemporaryFailure("unreadable_answer")
        return answer.payload


def _url(base: str, name: str) -> str:
    return f"{base}/xrpc/{name}"


def _told_apart(name: str, answer: Answer) -> Answer:
    """Return an answer, unless the chat refuses a token that was renewed a moment ago: then it is the chat's alone.

    Raises NoChat.
    """
    if name.startswith("chat.") and is_token_refused(answer.status, answer.payload):
        raise NoChat("chat_not_allowed")
    return answer


def _nothing() -> None:
    """The first attempt has told already that the text is about to leave."""
