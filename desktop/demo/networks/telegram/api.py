"""The fake Bot API: which method does what, and how it says no."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from email import message_from_bytes
from http import HTTPStatus

from desktop.demo.networks.telegram.entities import bot_json, entities_in, message_json
from desktop.demo.networks.telegram.polling import Polling
from desktop.demo.networks.telegram.rules import (
    CAPTION,
    DELETABLE,
    FILE_BYTES,
    TEXT,
    Flood,
    Refusal,
    bad,
    forbidden,
)
from desktop.demo.networks.telegram.world import Chat, Document, Message, World
from desktop.demo.wire import Request, Response, json_response

Method = Callable[[Mapping[str, object]], object | Awaitable[object]]
_UNKNOWN = (HTTPStatus.NOT_FOUND, "Not Found")


class Api:
    """Answers requests for the one token that it knows. Never raises."""

    def __init__(self, world: World, polling: Polling, token: str, sent: Callable[[Message], None]) -> None:
        """`sent` is told of everything that the bot writes through this door."""
        self.flood = Flood(world.now)
        self.files: dict[str, Document] = {}
        self._world = world
        self._polling = polling
        self._token = token
        self._sent = sent
        self._methods: dict[str, Method] = {
            "getMe": lambda _: bot_json(world.bot),
            "getUpdates": polling.get_updates,
            "getWebhookInfo": self._webhook,
            "getFile": self._file,
            "sendMessage": self._send_text,
            "sendPhoto": self._send_file,
            "sendDocument": self._send_file,
            "sendMediaGroup": self._send_group,
            "deleteMessage": self._delete,
        }

    async def answer(self, request: Request) -> Response:
        """Return the answer to a request: /bot<token>/<method> or /file/bot<token>/<path>."""
        try:
            parts = request.path.lstrip("/").split("/")
            if parts[0] == "file":
                return self._download(parts[1:])
            result = self._method(parts)(fields_of(request))
            return json_response({"ok": True, "result": await result if inspect.isawaitable(result) else result})
        except Refusal as refusal:
            return refusal.response
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return bad("can't parse the request").response

    def _method(self, parts: list[str]) -> Method:
        self._refuse_others(parts[0])
        method = self._methods.get("/".join(parts[1:]))
        if method is None:
            raise Refusal(*_UNKNOWN)
        return method

    def _refuse_others(self, part: str) -> None:
        given = part.removeprefix("bot")
        if ":" not in given:
            raise Refusal(*_UNKNOWN)
        if given != self._token:
            raise Refusal(HTTPStatus.UNAUTHORIZED, "Unauthorized")

    # ---- reading

    def _webhook(self, _: Mapping[str, object]) -> object:
        waiting = len(self._world.waiting(None))
        return {"url": self._polling.webhook, "has_custom_certificate": False, "pending_update_count": waiting}

    def _file(self, asked: Mapping[str, object]) -> object:
        file = self.files.get(str(asked["file_id"]))
        if file is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > FILE_BYTES:
            raise bad("file is too big")
        return {
            "file_id": file.id,
            "file_unique_id": file.id[-12:],
            "file_size": len(file.content),
            "file_path": f"files/{file.id}",
        }

    def _download(self, parts: list[str]) -> Response:
        self._refuse_others(parts[0])
        file = self.files.get(parts[2]) if parts[1] == "files" else None
        if file is None:
            raise Refusal(*_UNKNOWN)
        return Response(HTTPStatus.OK, file.content, "application/octet-stream")

    # ---- writing

    def _send_text(self, asked: Mapping[str, object]) -> object:
        text = str(asked.get("text", ""))
        if not text.strip():
            raise bad("message text is empty")
        if len(text) > TEXT:
            raise bad("message is too long")
        return self._written(asked, text, ())

    def _send_file(self, asked: Mapping[str, object]) -> object:
        caption = str(asked.get("caption", ""))
        if len(caption) > CAPTION:
            raise bad("message caption is too long")
        kind = "photo" if "photo" in asked else "document"
        file = asked[kind]
        if not isinstance(file, Document) or not file.content:
            raise bad("file must be non-empty")
        return self._written(asked, caption, (self._kept(file, photo=kind == "photo"),))

    def _send_group(self, asked: Mapping[str, object]) -> object:
        media = asked["media"]
        if not isinstance(media, list) or not 1 < len(media) <= 10:  # noqa: PLR2004 - two to ten
            raise bad("group send failed")
        sent: list[object] = []
        for entry in media:
            file = asked[str(entry["media"]).removeprefix("attach://")]
            assert isinstance(file, Document)
            kept = self._kept(file, photo=entry["type"] == "photo")
            sent.append(self._written(asked, str(entry.get("caption", "")), (kept,), counts=not sent))
        return sent

    def _kept(self, file: Document, *, photo: bool) -> Document:
        identity = f"ours{len(self.files):08d}"
        self.files[identity] = Document(identity, file.name, file.content_type, file.content, photo)
        return self.files[identity]

    def _written(
        self, asked: Mapping[str, object], text: str, files: tuple[Document, ...], *, counts: bool = True
    ) -> object:
        chat = self._chat(int(str(asked["chat_id"])))
        answers = self._answered(asked, chat)
        if counts:
            self.flood.count(chat.id)
        message = self._world.write(
            chat, self._world.bot, text, entities=entities_in(text), answers=answers, files=files
        )
        self._sent(message)
        return message_json(self._world, message)

    def _chat(self, identity: int) -> Chat:
        world = self._world
        if identity in world.moved:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=world.moved[identity])
        if identity == world.group.id:
            return world.group
        if identity not in world.users:
            raise bad("chat not found")
        if identity in world.blocked:
            raise forbidden("bot was blocked by the user")
        if identity not in world.started:
            raise forbidden("bot can't initiate conversation with a user")
        return Chat(identity)

    def _answered(self, asked: Mapping[str, object], chat: Chat) -> int | None:
        reply = asked.get("reply_parameters")
        if not isinstance(reply, dict):
            return None
        number = int(reply["message_id"])
        if (chat.id, number) in self._world.messages:
            return number
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")

    def _delete(self, asked: Mapping[str, object]) -> object:
        place = int(str(asked["chat_id"])), int(str(asked["message_id"]))
        message = self._world.messages.get(place)
        if message is None:
            raise bad("message to delete not found")
        if message.author != self._world.bot and not message.chat.private:
            raise bad("message can't be deleted")
        if self._world.now() - message.at > DELETABLE:
            raise bad("message can't be deleted for everyone")
        del self._world.messages[place]
        return True


def fields_of(request: Request) -> Mapping[str, object]:
    """Return a request's parameters, from its address, JSON or a form; what a form holds in JSON is read."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        return _form(kind, request.body)
    return {**dict(request.query), **(request.fields() or {})}


def _form(kind: str, body: bytes) -> dict[str, object]:
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found: dict[str, object] = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        if part.get_filename():
            found[name] = Document("", part.get_filename() or "", part.get_content_type(), content)
        else:
            found[name] = _value(name, content.decode())
    return found


def _value(name: str, text: str) -> object:
    return json.loads(text) if name in {"media", "reply_parameters"} else text
