"""What the company can write on the fake X, and the rules it keeps to: length, summons, duplicates, whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from http import HTTPStatus

from desktop.demo.networks import Heard
from desktop.demo.networks.x.entities import Json
from desktop.demo.networks.x.problems import forbidden, invalid, missing
from desktop.demo.networks.x.text import spelt
from desktop.demo.networks.x.world import SHORT, File, Post, User, World, weight
from desktop.demo.wire import Request

DIRECT, ALT = 10_000, 1_000
DIRECT_PREFIX = "dm-"
"""What our channel puts before the id of a direct message, which X numbers like a post."""
_SAME_TEXT = timedelta(hours=12)
_CASHTAG = re.compile(r"(?<!\w)\$[A-Za-z]{1,6}\b")
_NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author."
)


class Writing:
    """Carries out what the company asks for."""

    def __init__(self, world: World, tell: Callable[[Heard], None]) -> None:
        """`tell` hears of everything the company posts."""
        self._world = world
        self._tell = tell
        self.closed: set[str] = set()
        """Ids of people who take no direct messages."""

    def post(self, request: Request, _: str) -> tuple[int, Json]:
        """Publish a post or reply."""
        fields = request.fields() or {}
        text = fields.get("text")
        reply = fields.get("reply")
        parent = self._parent(reply) if isinstance(reply, dict) else None
        files = self._files(fields.get("media"), "media_ids")
        if not isinstance(text, str) or not (text.strip() or files):
            raise invalid("text must not be blank")
        self._refuse_unfit(text, parent)
        post = self._world.write(self._world.company, text, parent=parent, files=files)
        self._tell(self._heard(post))
        data = {"id": post.id, "text": spelt(self._world, post, text).text, "edit_history_post_ids": [post.id]}
        return HTTPStatus.CREATED, {"data": data}

    def delete(self, _: Request, identity: str) -> tuple[int, Json]:
        """Delete a post of the company's."""
        post = self._world.posts.get(identity)
        if post is None or post.deleted:
            raise missing(identity)
        if post.author != self._world.company:
            raise forbidden("You are not allowed to delete this post.")
        post.deleted = True
        return HTTPStatus.OK, {"data": {"deleted": True}}

    def hide(self, request: Request, identity: str) -> tuple[int, Json]:
        """Hide or show a reply in a conversation of the company's."""
        hidden = (request.fields() or {}).get("hidden")
        post = self._world.posts.get(identity)
        if post is None or post.deleted:
            raise missing(identity)
        root = self._world.posts.get(post.conversation)
        if post.parent is None or root is None or root.author != self._world.company:
            raise forbidden("You are not the author of this conversation.")
        if not isinstance(hidden, bool):
            raise invalid("hidden is required")
        post.hidden = hidden
        return HTTPStatus.OK, {"data": {"hidden": hidden}}

    def message(self, request: Request, identity: str) -> tuple[int, Json]:
        """Send a direct message to somebody."""
        recipient = self._world.users.get(identity)
        if recipient is None or recipient == self._world.company:
            raise missing(identity, "user")
        if identity in self.closed:
            raise forbidden("You cannot send messages to this user.", "user")
        fields = request.fields() or {}
        text = fields.get("text", "")
        files = self._files({"ids": [_media_id(one) for one in _listed(fields.get("attachments"))]}, "ids")
        if not isinstance(text, str) or not (text.strip() or files):
            raise invalid("text must not be blank")
        if len(text) > DIRECT:
            raise invalid(f"The text is too long: it exceeds {DIRECT} characters")
        sent = self._world.send(self._world.company, recipient, text, files)
        name = f"{DIRECT_PREFIX}{sent.id}"
        self._tell(Heard(name, text, direct=True, reply_to=None, recipient_key=recipient.key, at=sent.at))
        return HTTPStatus.CREATED, {"data": {"dm_conversation_id": sent.conversation, "dm_event_id": sent.id}}

    def message_in(self, request: Request, identity: str) -> tuple[int, Json]:
        """Send a direct message into a conversation."""
        others = [name for name in identity.split("-") if name != self._world.company.id]
        if len(others) != 1:
            raise missing(identity, "dm_conversation")
        return self.message(request, others[0])

    def delete_message(self, _: Request, identity: str) -> tuple[int, Json]:
        """Delete a direct message of the company's."""
        sent = next((one for one in self._world.messages if one.id == identity), None)
        if sent is None:
            raise missing(identity, "dm_event")
        if sent.sender != self._world.company:
            raise forbidden("You are not allowed to delete this message.", "dm_event")
        self._world.messages.remove(sent)
        return HTTPStatus.OK, {"data": {"deleted": True}}

    def upload(self, request: Request, _: str) -> tuple[int, Json]:
        """Keep an uploaded picture."""
        head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
        parts = [part for part in message_from_bytes(head + request.body).walk() if not part.is_multipart()]
        named = {part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in parts}
        content, category = named.get("media"), named.get("media_category")
        if not isinstance(content, bytes) or not isinstance(category, bytes) or not content:
            raise invalid("media is required")
        kind = "animated_gif" if category.endswith(b"gif") else "photo"
        identity = self._world.new_id()
        self._world.uploads[identity] = File(f"3_{identity}", kind)
        return HTTPStatus.OK, {"data": {"id": identity, "media_key": f"3_{identity}", "size": len(content)}}

    def describe(self, request: Request, _: str) -> tuple[int, Json]:
        """Keep what an uploaded picture shows."""
        fields = request.fields() or {}
        identity, metadata = fields.get("id"), fields.get("metadata")
        said = metadata.get("alt_text") if isinstance(metadata, dict) else None
        words = said.get("text") if isinstance(said, dict) else None
        if not isinstance(identity, str) or identity not in self._world.uploads:
            raise missing(str(identity), "media")
        if not isinstance(words, str) or len(words) > ALT:
            raise invalid(f"alt_text must have a text of at most {ALT} characters")
        self._world.uploads[identity] = replace(self._world.uploads[identity], alt=words)
        told = {"alt_text": {"text": words}}
        return HTTPStatus.OK, {"data": {"id": identity, "associated_metadata": told}}

    def upload_status(self, request: Request, _: str) -> tuple[int, Json]:
        """Say how far an uploaded picture is: always finished."""
        identity = request.value("media_id") or ""
        if identity not in self._world.uploads:
            raise missing(identity, "media")
        return HTTPStatus.OK, {"data": {"id": identity, "processing_info": {"state": "succeeded"}}}

    def _parent(self, reply: Json) -> Post:
        identity = str(reply.get("in_reply_to_tweet_id", ""))
        post = self._world.posts.get(identity)
        if post is None or post.deleted:
            raise forbidden("You attempted to reply to a Post that is deleted or not visible to you.")
        return post

    def _refuse_unfit(self, text: str, parent: Post | None) -> None:
        us = self._world.company
        if parent is not None and parent.author != us:
            quotes_us = parent.quoted is not None and parent.quoted.author == us
            if us not in self._world.mentioned(parent) and not quotes_us:
                raise forbidden(_NOT_SUMMONED)
        if weight(text) > SHORT and not us.pays:
            raise forbidden("Your post text is too long.")
        if len(_CASHTAG.findall(text)) > 1:
            raise forbidden("A post may hold at most one cashtag.")
        since = self._world.now() - _SAME_TEXT
        for post in self._world.alive():
            if post.author == us and post.at > since and (post.text, post.parent) == (text, parent):
                raise forbidden("You are not allowed to create a Post with duplicate content.")

    def _files(self, media: object, name: str) -> tuple[File, ...]:
        wanted = media.get(name, []) if isinstance(media, dict) else []
        unknown = [one for one in wanted if one not in self._world.uploads]
        if unknown:
            raise invalid("Your media IDs are invalid.")
        return tuple(self._world.uploads[one] for one in wanted)

    def _heard(self, post: Post) -> Heard:
        named: list[User] = [post.parent.author] if post.parent and post.parent.author != post.author else []
        named += [user for user in self._world.mentioned(post) if user != post.author]
        return Heard(
            post.id,
            post.text,
            direct=False,
            reply_to=post.parent.id if post.parent else None,
            recipient_key=named[0].key if named else "",
            at=post.at,
        )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _media_id(value: object) -> str:
    return str(value.get("media_id")) if isinstance(value, dict) else ""
