"""The fake Mastodon's part of the client API: which path does what, for whom, and how it says no."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from http import HTTPStatus

from desktop.demo.faults import Manners
from desktop.demo.networks.mastodon.entities import (
    MAX_CHARACTERS,
    MAX_DESCRIPTION,
    MAX_MEDIA,
    Entities,
    Media,
    instance,
    instance_v1,
)
from desktop.demo.networks.mastodon.finding import Finding, has_tag
from desktop.demo.networks.mastodon.paging import links_of, page_of, size_of
from desktop.demo.networks.mastodon.posts import Post
from desktop.demo.networks.mastodon.residents import COMPANY
from desktop.demo.networks.mastodon.signin import SignIn
from desktop.demo.networks.mastodon.world import Event, World
from desktop.demo.routing import Handler, compiled, found
from desktop.demo.wire import EventStream, Request, Response, Socket, error_response, json_response

_PAGE, _LARGEST_PAGE = 20, 40
_NOTICES, _MOST_NOTICES = 40, 80
_BATCH = 20
_LIMIT = 300  # requests in five minutes, as the headers tell; nobody counts them here


class Refusal(Exception):
    """An answer that ends a request."""

    def __init__(self, status: int, message: str) -> None:
        """Keep what the client is told."""
        super().__init__(message)
        self.response = error_response(status, message)


class Api:
    """Answers requests to a server, for the one token that it knows."""

    def __init__(self, world: World, token: str, manners: Manners, origin: Callable[[], str]) -> None:
        """`origin` gives the URL at which the server is reached."""
        self.world = world
        self.entities = Entities(world, direct_called=manners.direct_called)
        self.finding = Finding(world, self.entities, manners)
        self.sign_in = SignIn(token, manners)
        self.streams: set[EventStream] = set()
        self.tag_streams: dict[EventStream, str] = {}
        self.sockets: dict[Socket, set[str]] = {}
        """The WebSockets, all of which hear of notifications, each with the hashtags that it subscribed to."""
        self._token = token
        self._manners = manners
        self._origin = origin
        self._keys: dict[str, str] = {}
        self._open_routes = compiled(self._open_table())
        self._signed_routes = compiled(self._signed_table())
        world.listeners.append(self._tell)

    def answer(self, request: Request) -> Response | EventStream:
        """Return the answer to a request. Never raises."""
        try:
            answer = self._route(request)
        except Refusal as refusal:
            answer = refusal.response
        if isinstance(answer, EventStream):
            return answer
        if self._manners.errors_in_html and answer.status >= HTTPStatus.BAD_REQUEST:
            page = b"<!DOCTYPE html><html><body><h1>Something is broken here</h1></body></html>"
            return Response(answer.status, page, "text/html; charset=utf-8")
        closing = (("Connection", "close"),) if self._manners.closes_connections else ()
        return Response(answer.status, answer.body, answer.content_type, (*answer.headers, *self._limits(), *closing))

    def _limits(self) -> tuple[tuple[str, str], ...]:
        reset = (self.world.now() + timedelta(minutes=5)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return (
            ("X-RateLimit-Limit", str(_LIMIT)),
            ("X-RateLimit-Remaining", str(_LIMIT - 1)),
            ("X-RateLimit-Reset", reset),
        )

    def _route(self, request: Request) -> Response | EventStream:
        handler, argument = found(self._open_routes, request)
        if handler is None:
            handler, argument = found(self._signed_routes, request)
            if handler is not None and request.headers.get("authorization", "") != f"Bearer {self._token}":
                raise Refusal(HTTPStatus.UNAUTHORIZED, "The access token is invalid")
        if handler is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        return handler(request, argument)

    def _open_table(self) -> dict[str, Handler]:
        return {
            "GET /api/v2/instance": self._instance,
            "GET /api/v1/instance": lambda _, __: json_response(instance_v1(self._origin())),
            "GET /api/v1/streaming/health": lambda _, __: Response(200, b"OK", "text/plain"),
            "POST /api/v1/apps": self.sign_in.register,
            "GET /oauth/authorize": self.sign_in.authorize,
            "POST /oauth/token": self.sign_in.exchange,
        }

    def _signed_table(self) -> dict[str, Handler]:
        return {
            "GET /api/v1/accounts/verify_credentials": lambda _, __: json_response(self.entities.credential_account()),
            "GET /api/v1/accounts/{id}": self._account,
            "GET /api/v1/accounts/{id}/statuses": self._account_statuses,
            "GET /api/v1/notifications": self._notifications,
            "GET /api/v1/notifications/{id}": self._notification,
            "GET /api/v1/conversations": self._conversations,
            "GET /api/v1/statuses": self._statuses,
            "POST /api/v1/statuses": self._post,
            "GET /api/v1/statuses/{id}": self._status,
            "DELETE /api/v1/statuses/{id}": self._delete,
            "GET /api/v1/statuses/{id}/context": self._context,
            "GET /api/v1/timelines/public": self._public_timeline,
            "GET /api/v1/timelines/tag/{id}": self._tag_timeline,
            "GET /api/v1/followed_tags": self.finding.followed_tags,
            "GET /api/v2/search": self.finding.search,
            "POST /api/v2/media": self._upload,
            "GET /api/v1/media/{id}": self._media,
            "GET /api/v1/streaming": self._socket,
            "GET /api/v1/streaming/user": self._stream,
            "GET /api/v1/streaming/user/notification": self._stream,
            "GET /api/v1/streaming/hashtag": self._tag_stream,
        }

    # ---- reading

    def _instance(self, _: Request, __: str) -> Response:
        if not self._manners.second_instance_form:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        return json_response(instance(self._origin()))

    def _account(self, _: Request, identity: str) -> Response:
        person = self.world.by_id.get(identity)
        if person is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        return json_response(self.entities.account(person))

    def _account_statuses(self, request: Request, identity: str) -> Response:
        if identity not in self.world.by_id:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        return self._page_of([post for post in self._readable() if post.author.id == identity], request)

    def _notifications(self, request: Request, _: str) -> Response:
        types, without = request.values("types"), request.values("exclude_types")
        shown = self.world.mentions if (not types or "mention" in types) and "mention" not in without else []
        page = page_of(shown, lambda mention: mention.id, request, _NOTICES, _MOST_NOTICES)
        links = links_of(self._origin() + request.path, [str(mention.id) for mention in page])
        return json_response([self.entities.notification(mention) for mention in page], headers=links)

    def _notification(self, _: Request, identity: str) -> Response:
        mention = next((one for one in self.world.mentions if str(one.id) == identity), None)
        if mention is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        return json_response(self.entities.notification(mention))

    def _conversations(self, request: Request, _: str) -> Response:
        threads: dict[str, list[Post]] = {}
        for post in self._readable():
            if post.direct:
                first = next((above for above in self.world.posts.ancestors(post) if above.direct), post)
                threads.setdefault(first.id, []).append(post)
        newest = sorted(threads.values(), key=lambda posts: int(posts[-1].id), reverse=True)
        size = size_of(request, _PAGE, _LARGEST_PAGE)
        return json_response([self.entities.conversation(posts) for posts in newest[:size]])

    def _statuses(self, request: Request, _: str) -> Response:
        wanted = request.values("id")
        if not self._manners.gives_batches:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        if len(wanted) > _BATCH:
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "Validation failed: too many ids")
        found = [self.world.posts.by_id[identity] for identity in wanted if identity in self.world.posts.by_id]
        return json_response([self.entities.status(post) for post in found if post.readable_by(COMPANY)])

    def _status(self, _: Request, identity: str) -> Response:
        return json_response(self.entities.status(self._known(identity)))

    def _context(self, _: Request, identity: str) -> Response:
        post = self._known(identity)
        above, below = self.world.posts.ancestors(post), self.world.posts.descendants(post)
        return json_response({"ancestors": self._shown(above), "descendants": self._shown(below)})

    def _public_timeline(self, request: Request, _: str) -> Response:
        return self._page_of([post for post in self._readable() if not post.direct], request)

    def _tag_timeline(self, request: Request, name: str) -> Response:
        return self._page_of(self.finding.tagged(name), request)

    def _page_of(self, posts: Sequence[Post], request: Request) -> Response:
        page = page_of(posts, lambda post: int(post.id), request, _PAGE, _LARGEST_PAGE)
        return json_response(
            self._shown(page), headers=links_of(self._origin() + request.path, [post.id for post in page])
        )

    def _readable(self) -> list[Post]:
        return [post for post in self.world.posts.by_id.values() if post.readable_by(COMPANY)]

    def _shown(self, posts: Iterable[Post]) -> list[dict[str, object]]:
        return [self.entities.status(post) for post in posts if post.readable_by(COMPANY)]

    def _known(self, identity: str) -> Post:
        post = self.world.posts.by_id.get(identity)
        if post is None or not post.readable_by(COMPANY):
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        return post

    # ---- writing

    def _post(self, request: Request, _: str) -> Response:
        key = request.headers.get("idempotency-key", "")
        before = self.world.posts.by_id.get(self._keys.get(key, "")) if self._manners.keeps_idempotency else None
        if key and before is not None:
            return json_response(self.entities.status(before))
        fields = request.fields()
        if fields is None:
            raise Refusal(HTTPStatus.BAD_REQUEST, "The body can't be read")
        post = self._written(fields)
        self._keys[key] = post.id
        return json_response(self.entities.status(post))

    def _written(self, fields: dict[str, object]) -> Post:
        text, parent = fields.get("status"), fields.get("in_reply_to_id")
        media = fields.get("media_ids")
        media_ids = [str(identity) for identity in media] if isinstance(media, list) else []
        visibility = str(fields.get("visibility", "public"))
        self._refuse_unfit(text, visibility, media_ids)
        if parent is not None and str(parent) not in self.world.posts.by_id:
            raise Refusal(HTTPStatus.NOT_FOUND, "The post you are trying to reply to does not appear to exist.")
        language = fields.get("language")
        return self.world.write(
            text if isinstance(text, str) else "",
            direct=visibility in {"direct", "private"},
            parent_id=str(parent) if parent is not None else None,
            language=language if isinstance(language, str) else "",
            media_ids=tuple(media_ids),
        )

    def _refuse_unfit(self, text: object, visibility: str, media_ids: Sequence[str]) -> None:
        if (not isinstance(text, str) or not text.strip()) and not media_ids:
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "Validation failed: Text can't be blank")
        if isinstance(text, str) and weight(text) > MAX_CHARACTERS:
            message = f"Validation failed: Text character limit of {MAX_CHARACTERS} exceeded"
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, message)
        if visibility not in {"public", "unlisted", "private", "direct"}:
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "Validation failed: Visibility is not included in the list")
        if len(media_ids) > MAX_MEDIA or any(identity not in self.entities.media for identity in media_ids):
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "Validation failed: Media can't be attached")

    def _delete(self, _: Request, identity: str) -> Response:
        post = self._known(identity)
        if post.author != COMPANY:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        gone = {**self.entities.status(post), "text": post.text}
        self.world.take_back(identity)
        return json_response(gone)

    def _upload(self, request: Request, _: str) -> Response:
        part = _file_part(request)
        if part is None:
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "Validation failed: File can't be blank")
        words = _field(request, "description")
        if words is not None and len(words) > MAX_DESCRIPTION:
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "Validation failed: Description is too long")
        content = part.get_payload(decode=True)
        identity = str(900_000 + len(self.entities.media))
        size = len(content) if isinstance(content, bytes) else 0
        media = Media(identity, part.get_filename() or "file", part.get_content_type(), size, words)
        self.entities.media[identity] = media
        return json_response(self.entities.attachment(media))

    def _media(self, _: Request, identity: str) -> Response:
        media = self.entities.media.get(identity)
        if media is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        return json_response(self.entities.attachment(media))

    # ---- streaming

    def _stream(self, _: Request, __: str) -> EventStream:
        if not self._manners.streams:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        stream = EventStream()
        self.streams.add(stream)
        return stream

    def _tag_stream(self, request: Request, _: str) -> EventStream:
        if not self._manners.streams or not request.value("tag"):
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        stream = EventStream()
        self.tag_streams[stream] = request.value("tag") or ""
        return stream

    def _socket(self, request: Request, _: str) -> Socket:
        if not self._manners.streams or not self._manners.sockets:
            raise Refusal(HTTPStatus.NOT_FOUND, "Record not found")
        socket = Socket(hears=lambda said: self._subscribe(socket, said))
        if request.value("stream") not in {"user", "user:notification"}:
            _put(socket, json_response({"error": "Unknown stream type", "status": 400}).body)
            return socket
        self.sockets[socket] = set()
        return socket

    def _subscribe(self, socket: Socket, said: str) -> None:
        """Take in what a WebSocket wants to hear besides. One that asks for something odd is told so."""
        try:
            wish = json.loads(said)
        except (ValueError, RecursionError):
            wish = None
        tag = wish.get("tag") if isinstance(wish, dict) and wish.get("type") == "subscribe" else None
        if not isinstance(tag, str) or wish.get("stream") != "hashtag" or socket not in self.sockets:
            _put(socket, json_response({"error": "Unknown stream type", "status": 400}).body)
            return
        self.sockets[socket].add(tag)

    def _tell(self, event: Event) -> None:
        """Pass an event to everybody whom it concerns; one who does not read loses it, and polls."""
        self.streams = {stream for stream in self.streams if not stream.ended}
        self.tag_streams = {stream: tag for stream, tag in self.tag_streams.items() if not stream.ended}
        hearing = list(self._hearing(event))
        if hearing:
            piece = f"event: {event.name}\ndata: {self._event_data(event)}\n\n".encode()
            for stream in hearing:
                _put(stream, piece)
        self._tell_sockets(event)

    def _tell_sockets(self, event: Event) -> None:
        self.sockets = {socket: tags for socket, tags in self.sockets.items() if not socket.ended}
        if not self.sockets:
            return  # nobody hears it, and ten thousand posts are quickly there
        told = {"event": event.name, "payload": self._event_data(event)}
        for socket, tags in self.sockets.items():
            if event.name != "update":
                _put(socket, json_response({"stream": ["user:notification"], **told}).body)
                continue
            post = self.world.posts.by_id[event.subject]
            for tag in (tag for tag in tags if has_tag(post, tag)):
                _put(socket, json_response({"stream": ["hashtag", tag], **told}).body)

    def _hearing(self, event: Event) -> Iterable[EventStream]:
        if event.name != "update":
            return self.streams
        post = self.world.posts.by_id[event.subject]
        return [stream for stream, tag in self.tag_streams.items() if has_tag(post, tag)]

    def _event_data(self, event: Event) -> str:
        if event.name == "notification":
            payload: object = self.entities.notification(self.world.mentions[-1])
        elif event.name in {"update", "status.update"}:
            payload = self.entities.status(self.world.posts.by_id[event.subject])
        else:
            return event.subject
        return json_response(payload).body.decode()


def _put(stream: EventStream, piece: bytes) -> None:
    if not stream.pieces.full():
        stream.pieces.put_nowait(piece)


def weight(text: str) -> int:
    """Return a text's length as Mastodon counts it: links 23, mentions without their host."""
    short = re.sub(r"(?<![\w/])(@\w[\w.-]*)@\w[\w.-]*\w", r"\1", text)
    return len(re.sub(r"https?://\S+", "x" * 23, short))


def _field(request: Request, name: str) -> str | None:
    """Return a field of a multipart form, None if it has none."""
    part = _part(request, name)
    content = part.get_payload(decode=True) if part is not None else None
    return content.decode() if isinstance(content, bytes) else None


def _file_part(request: Request) -> Message | None:
    """Return the part of a multipart form that holds a file."""
    return _part(request, "file")


def _part(request: Request, name: str) -> Message | None:
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode("latin-1", "replace")
    message = message_from_bytes(head + request.body)
    if not message.is_multipart():
        return None
    parts = [part for part in message.walk() if part.get_param("name", header="content-disposition") == name]
    return parts[0] if parts else None
