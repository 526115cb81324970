"""Bluesky as a fake network: an account server, the index and the chat in one, with the company and whoever writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from desktop.demo.faults import Faults
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.bluesky.chat import Chat, ChatMessage
from desktop.demo.networks.bluesky.index import Index
from desktop.demo.networks.bluesky.keeping import Keeping
from desktop.demo.networks.bluesky.refusals import Refusal, invalid
from desktop.demo.networks.bluesky.world import Json, Post, Resident, World, stamp
from desktop.demo.serving import Serving
from desktop.demo.wire import Request, Response
from desktop.model import Network
from desktop.system.clock import utc_now

__all__ = ["BlueskyNetwork"]

CHAT_SERVICE = "did:web:chat.agora.test#bsky_chat"
_PASSWORD = "agor-aaaa-bbbb-cccc"  # noqa: S105 - opens this network alone
_LIMIT, _WINDOW = 3_000, timedelta(minutes=5)
_NAME = re.compile(r"(?<!\S)@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")

Handler = Callable[[Request], Response]


class BlueskyNetwork:
    """One server with the company on it; see `FakeNetwork`. Time passes by its clock alone."""

    network = Network.BLUESKY

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        """`now` is the network's clock."""
        self.now = now
        self.faults = Faults()
        self.heard: list[Callable[[Heard], None]] = []
        self.url = ""
        self.world = World(self._time)
        self.company = self.world.moves_in("aurora", "aurora-energia.agora.test", "Aurora Energia", 9_840)
        self.keeping = Keeping(self.world, self.company, _PASSWORD, lambda: self.url)
        self.index = Index(self.world, self.keeping.signer)
        self.chat = Chat(self.world, self._chats_with)
        self.keeping.written.append(self._tell_post)
        self.chat.sent.append(self._tell_message)
        self._serving = Serving(self._answer, self.faults)
        self._handlers = self._table()
        self._asked: list[datetime] = []

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen. Raises OSError if the port is taken."""
        await self._serving.start(host, port)
        self.url = self._serving.url

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        await self._serving.close()

    def account_settings(self) -> dict[str, str | int | bool | None]:
        """Return where the server is, who we are there and who carries the messages."""
        return {"server": self.url, "remote_id": self.company.did, "chat_service": CHAT_SERVICE}

    def account_handle(self) -> str:
        """Return the company's handle."""
        return f"@{self.company.handle}"

    def secrets(self) -> dict[str, str]:
        """Return the app password."""
        return {"app_password": _PASSWORD}

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody post, or write to us in private; an answer to something of ours is for us without our name."""
        person = self.world.persona(who)
        if direct or _is_message(reply_to):
            convo = self.chat.between(person.did, self.company.did)
            return _remote_id(self.chat.says(convo, person.did, text))
        named = f"@{self.company.handle} {text}" if names_us else text
        return self._writes(person, named, reply_to, who.language).uri

    def edits(self, remote_id: str, text: str) -> None:
        """Let the author change a post, as some programs do; whoever was named stays named."""
        post = self.world.posts[remote_id]
        words = f"@{self.company.handle} {text}" if self.company.did in post.mentions else text
        self.world.writes(post.did, post.rkey, {**post.record, "text": words, "facets": self._facets(words)})

    def removes(self, remote_id: str) -> None:
        """Let the author delete a post; a message vanishes for both sides, as moderation lets it."""
        if _is_message(remote_id):
            self.chat.takes_back(remote_id.partition("/")[2])
        else:
            self.world.removes(remote_id)

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company write from elsewhere."""
        if direct or _is_message(reply_to):
            convo = self.chat.convos[(reply_to or "").partition("/")[0]]
            return _remote_id(self.chat.says(convo, self.company.did, text))
        return self._writes(self.company, text, reply_to, "it").uri

    def _writes(self, who: Resident, text: str, reply_to: str | None, language: str, **more: Json) -> Post:
        record: Json = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": stamp(self.now()),
            "langs": [language],
            "facets": self._facets(text),
            **({"reply": self.world.reply_to(reply_to)} if reply_to else {}),
            **more,
        }
        return self.world.writes(who.did, self.world.key(), record)

    def quotes(self, who: Persona, text: str, quoted: str) -> str:
        """Let somebody quote a post."""
        embed = {"$type": "app.bsky.embed.record", "record": self.world.ref(quoted)}
        return self._writes(self.world.persona(who), text, None, who.language, embed=embed).uri

    def _facets(self, text: str) -> list[Json]:
        found = []
        for match in _NAME.finditer(text):
            who = self.world.named(match[1])
            if who is not None:
                start, end = (len(text[:place].encode()) for place in match.span())
                feature = {"$type": "app.bsky.richtext.facet#mention", "did": who.did}
                found.append({"index": {"byteStart": start, "byteEnd": end}, "features": [feature]})
        return found

    # ---- serving

    def _time(self) -> datetime:
        return self.now()

    def _answer(self, request: Request) -> Response:
        limits, left = self._limits()
        try:
            answer = self._handler(request, left)(request)
        except Refusal as refusal:
            answer = refusal.response
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            answer = invalid("Input of another shape").response
        return Response(answer.status, answer.body, answer.content_type, (*answer.headers, *limits))

    def _handler(self, request: Request, left: int) -> Handler:
        if left < 0:
            raise Refusal("RateLimitExceeded", "Rate Limit Exceeded", HTTPStatus.TOO_MANY_REQUESTS)
        handler = self._handlers.get(f"{request.method} {request.path}")
        if handler is None:
            raise Refusal("MethodNotImplemented", "Method Not Implemented", HTTPStatus.NOT_IMPLEMENTED)
        return handler

    def _limits(self) -> tuple[tuple[tuple[str, str], ...], int]:
        now = self.now()
        self._asked = [at for at in self._asked if now - _WINDOW < at <= now]
        self._asked.append(now)
        left = _LIMIT - len(self._asked)
        reset = int((self._asked[0] + _WINDOW).timestamp())
        headers = (
            ("RateLimit-Limit", str(_LIMIT)),
            ("RateLimit-Remaining", str(max(0, left))),
            ("RateLimit-Reset", str(reset)),
            ("RateLimit-Policy", f"{_LIMIT};w={int(_WINDOW.total_seconds())}"),
        )
        return headers, left

    def _table(self) -> dict[str, Handler]:
        keeping, index, chat = self.keeping, self.index, self.chat
        reads = {
            "com.atproto.server.describeServer": keeping.describe,
            "com.atproto.server.getSession": keeping.get_session,
            "com.atproto.identity.resolveHandle": keeping.resolve_handle,
            "com.atproto.repo.getRecord": keeping.get_record,
            "com.atproto.repo.listRecords": keeping.list_records,
            "app.bsky.notification.listNotifications": index.list_notifications,
            "app.bsky.feed.getPosts": index.get_posts,
            "app.bsky.feed.getPostThread": index.get_thread,
            "app.bsky.feed.searchPosts": index.search,
            "app.bsky.actor.getProfile": index.get_profile,
            "app.bsky.actor.getProfiles": index.get_profiles,
        }
        writes = {
            "com.atproto.server.createSession": keeping.create_session,
            "com.atproto.server.refreshSession": keeping.refresh_session,
            "com.atproto.repo.putRecord": keeping.put_record,
            "com.atproto.repo.createRecord": keeping.create_record,
            "com.atproto.repo.deleteRecord": keeping.delete_record,
            "com.atproto.repo.uploadBlob": keeping.upload_blob,
        }
        return {
            **{f"GET /xrpc/{name}": handler for name, handler in reads.items()},
            **{f"POST /xrpc/{name}": handler for name, handler in writes.items()},
            **chat_table(chat),
        }

    def _chats_with(self, request: Request) -> Resident:
        """Return who asks the chat: requests must name the service that they are for, and the sign-in must reach it."""
        who = self.keeping.signer(request)
        if request.headers.get("atproto-proxy") != CHAT_SERVICE:
            raise Refusal("InvalidRequest", "could not resolve proxy did service url")
        if not self.keeping.private_messages:
            raise Refusal("InvalidToken", "Bad token method")
        return who

    # ---- hearing

    def _tell_post(self, post: Post) -> None:
        parent = self.world.posts.get(post.parent or "")
        named = [did for did in ((parent.did,) if parent else ()) + tuple(post.mentions) if did != self.company.did]
        key = self.world.residents[named[0]].key if named else ""
        self._hear(Heard(post.uri, post.text, False, post.parent, key, post.at))

    def _tell_message(self, message: ChatMessage) -> None:
        convo = self.chat.convos[message.convo]
        other = next(did for did in convo.members if did != self.company.did)
        before = [one for one in convo.messages if one.sender == other]
        answered = _remote_id(before[-1]) if before else None
        key = self.world.residents[other].key
        self._hear(Heard(_remote_id(message), message.text, True, answered, key, message.at))

    def _hear(self, heard: Heard) -> None:
        for each in self.heard:
            each(heard)


def chat_table(chat: Chat) -> dict[str, Handler]:
    """Return the chat's methods by "METHOD /path"."""
    reads = {
        "listConvos": chat.list_convos,
        "getConvo": chat.get_convo,
        "getConvoForMembers": chat.get_convo_for_members,
        "getConvoAvailability": chat.get_availability,
        "getMessages": chat.get_messages,
        "getLog": chat.get_log,
    }
    writes = {
        "sendMessage": chat.send_message,
        "acceptConvo": chat.accept,
        "deleteMessageForSelf": chat.delete_for_self,
    }
    return {
        **{f"GET /xrpc/chat.bsky.convo.{name}": handler for name, handler in reads.items()},
        **{f"POST /xrpc/chat.bsky.convo.{name}": handler for name, handler in writes.items()},
    }


def _is_message(remote_id: str | None) -> bool:
    return remote_id is not None and not remote_id.startswith("at://")


def _remote_id(message: ChatMessage) -> str:
    return f"{message.convo}/{message.id}"
