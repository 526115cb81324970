"""HTTP on one connection of the demo town: requests, answers, event streams and WebSockets; survives bad ones.

The protocols themselves are h11's and websockets'; this decides limits, time-outs and what a broken request is told.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

import h11
from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request as Upgrade
from websockets.protocol import State
from websockets.server import ServerProtocol

_HEAD_BYTES = 32 * 1024
_BODY_BYTES = 24 * 1024 * 1024
_IDLE_SECONDS = 75.0
_HEARTBEAT_SECONDS = 15.0
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Header names are lower case; `query` keeps repeated names."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes

    def value(self, name: str) -> str | None:
        """Return the first value of a query parameter."""
        return next((value for key, value in self.query if key == name), None)

    def values(self, name: str) -> list[str]:
        """Return all values of a query parameter, written as `name` or `name[]`."""
        return [value for key, value in self.query if key in {name, f"{name}[]"}]

    def fields(self) -> dict[str, object] | None:
        """Return the body's fields, from JSON or a form; None if it is neither."""
        kind = self.headers.get("content-type", "").split(";")[0].strip().lower()
        try:
            if kind == "application/json":
                data = json.loads(self.body)
                return data if isinstance(data, dict) else None
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class Response:
    """One answer."""

    status: int
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    drops: bool = False  # the connection breaks instead


@dataclass(slots=True, eq=False)
class EventStream:
    """An answer that goes on: each queued piece is sent as it comes, a heartbeat when nothing does."""

    pieces: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(1000))
    ended: bool = False  # nobody listens any more
    greeting: bytes = b":)\n\n"
    heartbeat: bytes = b":thump\n\n"
    content_type: str = "text/event-stream"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, eq=False)
class Socket(EventStream):
    """An event stream over a WebSocket: each piece is a text message, and the other side may say something too."""

    hears: Callable[[str], None] = field(kw_only=True)
    heartbeat: bytes = b""  # stands for a ping


Answering = Callable[[Request], Awaitable[Response | EventStream]]


def json_response(payload: object, status: int = HTTPStatus.OK, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """Return an answer in JSON, its bytes the same for the same payload."""
    return Response(status, json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(), headers=headers)


def error_response(status: int, message: str) -> Response:
    """Return an error as Mastodon words it."""
    return json_response({"error": message}, status)


class TooLarge(Exception):
    """A request's body is larger than anybody needs."""


class Connection:
    """Serves one connection until it is closed, idle, or speaks no HTTP."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answering) -> None:
        self._reader = reader
        self._writer = writer
        self._answer = answer
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD_BYTES)

    async def serve(self) -> None:
        """Answer request after request. Never raises but for cancellation."""
        try:
            while await self._serve_one():
                self._http.start_next_cycle()
        except (ConnectionError, TimeoutError, h11.LocalProtocolError):
            pass  # the other side went away; there is nobody to tell
        finally:
            self._writer.close()
            with suppress(ConnectionError, TimeoutError):
                await self._writer.wait_closed()

    async def _serve_one(self) -> bool:
        """Answer one request; return whether another may follow on this connection."""
        try:
            request = await self._read()
        except h11.RemoteProtocolError as error:
            await self._refuse(error.error_status_hint)
            return False
        except TooLarge:
            await self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return False
        if request is None:
            return False
        answer = await self._answer(request)
        if isinstance(answer, EventStream):
            await (self._talk(answer, request) if isinstance(answer, Socket) else self._stream(answer))
            return False
        if answer.drops:
            return False
        await self._write(answer, head_only=request.method == "HEAD")
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    async def _read(self) -> Request | None:
        """Return the next request, None if the other side closed. Raises RemoteProtocolError, TooLarge."""
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = await self._event()
            if isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > _BODY_BYTES:
                    raise TooLarge
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return _request(head, bytes(body))
            else:
                return None

    async def _event(self) -> h11.Event | type[h11.PAUSED]:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]
            if self._http.they_are_waiting_for_100_continue:
                self._writer.write(self._http.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
            async with asyncio.timeout(_IDLE_SECONDS):
                self._http.receive_data(await self._reader.read(_CHUNK))

    async def _refuse(self, status: int) -> None:
        """Tell a broken request what it is, and close: what follows can't be trusted to be one."""
        if self._http.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            refusal = error_response(status, "Bad request")
            await self._write(Response(status, refusal.body, headers=(("Connection", "close"),)))

    async def _write(self, answer: Response, *, head_only: bool = False) -> None:
        headers = [
            ("Content-Type", answer.content_type),
            ("Content-Length", str(len(answer.body))),
            *answer.headers,
        ]
        pieces = [self._http.send(h11.Response(status_code=int(answer.status), headers=headers)) or b""]
        if answer.body and not head_only:
            pieces.append(self._http.send(h11.Data(data=answer.body)) or b"")
        pieces.append(self._http.send(h11.EndOfMessage()) or b"")
        self._writer.write(b"".join(pieces))
        await self._writer.drain()

    async def _stream(self, stream: EventStream) -> None:
        headers = [
            ("Content-Type", stream.content_type),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
            *stream.headers,
        ]
        self._writer.write(self._http.send(h11.Response(status_code=200, headers=headers)) or b"")
        gone = asyncio.create_task(self._reader.read(1))
        try:
            piece = stream.greeting
            while not gone.done():
                self._writer.write(self._http.send(h11.Data(data=piece)) or b"")
                await self._writer.drain()
                piece = await _next_piece(stream, gone)
        finally:
            stream.ended = True
            gone.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await gone

    async def _talk(self, socket: Socket, request: Request) -> None:
        """Hand the connection over to a WebSocket. A request that asks for none is told so."""
        protocol = ServerProtocol()
        protocol.receive_data(Upgrade("/", Headers(request.headers)).serialize())
        for asked in protocol.events_received():
            if isinstance(asked, Upgrade):
                protocol.send_response(protocol.accept(asked))
        await self._flush(protocol)
        gone = asyncio.create_task(self._hear(socket, protocol))
        try:
            while protocol.state is State.OPEN and not gone.done():
                piece = await _next_piece(socket, gone)
                if protocol.state is State.OPEN and not gone.done():
                    protocol.send_text(piece) if piece else protocol.send_ping(b"")
                    await self._flush(protocol)
        finally:
            socket.ended = True
            gone.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await gone

    async def _hear(self, socket: Socket, protocol: ServerProtocol) -> None:
        """Pass on what the other side says until it is gone."""
        while data := await self._reader.read(_CHUNK):
            protocol.receive_data(data)
            for event in protocol.events_received():
                if isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                    socket.hears(bytes(event.data).decode(errors="replace"))
            await self._flush(protocol)
            if protocol.close_expected():
                return

    async def _flush(self, protocol: ServerProtocol) -> None:
        self._writer.write(b"".join(protocol.data_to_send()))
        await self._writer.drain()


async def _next_piece(stream: EventStream, gone: asyncio.Task[bytes] | asyncio.Task[None]) -> bytes:
    """Return what to send next: an event, or after a while a heartbeat. Also returns once the reader is gone."""
    coming = asyncio.create_task(stream.pieces.get())
    try:
        await asyncio.wait((coming, gone), timeout=_HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return coming.result() if coming.done() else stream.heartbeat
    finally:
        coming.cancel()


def _request(head: h11.Request, body: bytes) -> Request:
    target = urlsplit(head.target.decode("ascii", "replace"))
    return Request(
        method=head.method.decode("ascii"),
        path=unquote(target.path),
        query=tuple(parse_qsl(target.query, keep_blank_values=True)),
        headers={name.decode("ascii"): value.decode("latin-1") for name, value in head.headers},
        body=body,
    )
