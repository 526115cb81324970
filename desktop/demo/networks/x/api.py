"""The fake X's part of the API: which path does what, with which permission, how often, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from desktop.demo.networks.x.entities import Json, older_words
from desktop.demo.networks.x.problems import Refusal, invalid, missing
from desktop.demo.networks.x.reading import Reading
from desktop.demo.networks.x.signin import SignIn
from desktop.demo.networks.x.streaming import Streaming
from desktop.demo.networks.x.windows import Headers, Windows
from desktop.demo.networks.x.writing import Writing
from desktop.demo.routing import compiled, found
from desktop.demo.wire import EventStream, Request, Response, json_response

Deed = Callable[[Request, str], Json | tuple[int, Json]]
_READ = ("tweet.read", "users.read")
_APP: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class XManners:
    """How the network behaves. `older` knows only X's older words; `closes` ends each connection after its answer."""

    older: bool = False
    closes: bool = False
    counts: bool = True  # tells in headers what is left of a window


class Api:
    """Answers requests. Never raises."""

    def __init__(
        self,
        reading: Reading,
        writing: Writing,
        streaming: Streaming,
        sign_in: SignIn,
        windows: Windows,
        manners: XManners,
    ) -> None:
        """Tie the rooms together."""
        self._reading = reading
        self._writing = writing
        self._streaming = streaming
        self._sign_in = sign_in
        self._windows = windows
        self._manners = manners
        self._deeds = self._table()
        self._open = compiled({"GET /i/oauth2/authorize": sign_in.authorize, "POST /2/oauth2/token": sign_in.token})
        self._routes = {route: compiled({route: self._unused}) for route in self._deeds}

    def answer(self, request: Request) -> Response | EventStream:
        """Return the answer to a request."""
        headers: Headers = ()
        handler, _ = found(self._open, request)
        try:
            if handler is not None:
                return self._finished(handler(request, ""), ())
            route, argument = self._route_of(request)
            deed, scopes = self._deeds[route]
            self._sign_in.check(request, scopes)
            headers = self._windows.take(route)
            self._refuse_other_words(request)
            if route == "GET /2/tweets/search/stream":
                return self._streaming.connect(request, headers)
            return self._finished(self._done(deed, request, argument), headers)
        except Refusal as refusal:
            return self._finished(refusal.response, headers)

    def _done(self, deed: Deed, request: Request, argument: str) -> Response:
        said = deed(request, argument)
        status, body = said if isinstance(said, tuple) else (HTTPStatus.OK, said)
        return json_response(older_words(body) if self._manners.older else body, status)

    def _finished(self, answer: Response | EventStream, headers: Headers) -> Response | EventStream:
        if isinstance(answer, EventStream):
            return answer
        told = headers if self._manners.counts else ()
        closing = (("Connection", "close"),) if self._manners.closes else ()
        known = {name for name, _ in answer.headers}
        more = tuple(header for header in told if header[0] not in known)
        return Response(answer.status, answer.body, answer.content_type, (*answer.headers, *more, *closing))

    def _refuse_other_words(self, request: Request) -> None:
        """Refuse the words that this network does not know; the stream only ever knows the older ones."""
        older = self._manners.older or request.path.endswith("/search/stream")
        unknown = "post.fields" if older else "tweet.fields"
        if request.value(unknown) is not None:
            raise invalid(f"The query parameter [{unknown}] is not one of those that are known here.")

    def _route_of(self, request: Request) -> tuple[str, str]:
        for route, compiled_route in self._routes.items():
            handler, argument = found(compiled_route, request)
            if handler is not None:
                return route, argument
        raise missing(request.path, "path")

    @staticmethod
    def _unused(_: Request, __: str) -> Response:
        return Response(HTTPStatus.NOT_FOUND)

    def _table(self) -> dict[str, tuple[Deed, tuple[str, ...]]]:
        reading, writing, streaming = self._reading, self._writing, self._streaming
        direct_read, direct_write = (*_READ, "dm.read"), (*_READ, "dm.write")
        return {
            "GET /2/users/me": (reading.me, _READ),
            "GET /2/users/by/username/{id}": (reading.by_name, _READ),
            "GET /2/users/{id}/mentions": (reading.mentions, _READ),
            "GET /2/users/{id}/tweets": (reading.own, _READ),
            "GET /2/tweets": (reading.lookup, _READ),
            "GET /2/tweets/search/recent": (reading.search, _READ),
            "GET /2/tweets/search/stream": (streaming.rules, _APP),
            "GET /2/tweets/search/stream/rules": (streaming.rules, _APP),
            "POST /2/tweets/search/stream/rules": (streaming.change, _APP),
            "POST /2/tweets": (writing.post, (*_READ, "tweet.write")),
            "DELETE /2/tweets/{id}": (writing.delete, (*_READ, "tweet.write")),
            "PUT /2/tweets/{id}/hidden": (writing.hide, (*_READ, "tweet.moderate.write")),
            "GET /2/dm_events": (reading.messages, direct_read),
            "GET /2/dm_conversations/with/{id}/dm_events": (reading.messages_with, direct_read),
            "GET /2/dm_conversations/{id}/dm_events": (reading.messages_in, direct_read),
            "POST /2/dm_conversations/with/{id}/messages": (writing.message, direct_write),
            "POST /2/dm_conversations/{id}/messages": (writing.message_in, direct_write),
            "DELETE /2/dm_events/{id}": (writing.delete_message, ("dm.read", "dm.write")),
            "POST /2/media/upload": (writing.upload, ("media.write",)),
            "POST /2/media/metadata": (writing.describe, ("media.write",)),
            "GET /2/media/upload": (writing.upload_status, ("media.write",)),
        }
