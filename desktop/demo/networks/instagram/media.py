"""The fake Instagram: the company's pictures and broadcasts, others' that tag it, comments, and what may be done."""

from __future__ import annotations

import re
from collections.abc import Callable

from desktop.demo.networks import Heard
from desktop.demo.networks.graph.fields import Asked
from desktop.demo.networks.graph.nodes import Shared
from desktop.demo.networks.graph.problems import Refusal, invalid, missing
from desktop.demo.networks.graph.rendering import Edge, Json, Node, Value
from desktop.demo.networks.graph.side import Need
from desktop.demo.networks.graph.usage import INSTAGRAM, PAGES
from desktop.demo.networks.graph.world import (
    IG_ID,
    IG_NAME,
    PAGE_ID,
    Comment,
    Ground,
    Message,
    Person,
    Talk,
    World,
    stamp,
)

LONGEST = 2_200
_PAGE = 50  # comments of a page, at most
_COMMENTS = re.compile(r"\bcomments[.{]")


class MediaSide:
    """Instagram's half of the fake Graph."""

    def __init__(self, world: World, shared: Shared, tell: Callable[[Heard], None]) -> None:
        """`tell` hears of everything the company posts."""
        self._world = world
        self._shared = shared
        self._tell = tell

    def find(self, identity: str) -> object | None:
        """Return what has an id; others' pictures can't be read by it."""
        if identity in {IG_ID, PAGE_ID}:
            return identity
        ground = self._world.grounds.get(identity)
        if ground is not None:
            return None if ground.deleted or ground.elsewhere else ground
        comment = self._world.comments.get(identity)
        if comment is not None:
            return comment if comment.is_there and not comment.ground.elsewhere else None
        return self._world.talks.get(identity)

    def node(self, thing: object) -> Node:
        """Return a thing as the Graph knows it."""
        if isinstance(thing, Ground):
            return self._media(thing)
        if isinstance(thing, Comment):
            return self._comment(thing)
        if isinstance(thing, Talk):
            return self._shared.talk(thing)
        if isinstance(thing, Message):
            return self._shared.message(thing)
        if thing == PAGE_ID:
            return self._shared.page({})
        edges: dict[str, Value] = {
            "media": lambda _: self._list(lambda one: one.author is None and not one.broadcast),
            "live_media": lambda _: self._list(lambda one: one.live),
            "tags": lambda _: self._list(lambda one: one.elsewhere),
            "mentioned_media": self._mentioned,
        }
        return self._shared.account(edges)

    def reading(self, thing: object, edge: str, fields: str) -> Need:
        """Return what a read needs."""
        if edge in {"conversations", "messages"} or isinstance(thing, Talk):
            return Need(("instagram_basic", "instagram_manage_messages"), INSTAGRAM)
        if thing == PAGE_ID:
            return Need(("pages_show_list",), PAGES)
        on_comments = edge in {"comments", "replies"} or isinstance(thing, Comment) or _COMMENTS.search(fields)
        return Need(("instagram_basic", *(("instagram_manage_comments",) if on_comments else ())), INSTAGRAM)

    def writing(self, edge: str) -> Need:
        """Return what a write needs."""
        if edge == "messages":
            return Need(("instagram_manage_messages",), INSTAGRAM)
        return Need(("instagram_manage_comments",), INSTAGRAM)

    def write(self, thing: object, edge: str, fields: Json) -> Json:
        """Answer a comment or a picture that names us, hide or show a comment."""
        if edge == "mentions" and thing == IG_ID:
            return self._answered_mention(fields)
        if edge == "replies" and isinstance(thing, Comment):
            return self._replied(thing, fields)
        if not edge and isinstance(thing, Comment) and isinstance(fields.get("hide"), bool):
            thing.hidden = fields["hide"]
            return {"success": True}
        raise invalid("Unsupported post request")

    def delete(self, thing: object) -> Json:
        """Delete a comment below a picture of ours."""
        if not isinstance(thing, Comment):
            raise invalid("Unsupported delete request")
        thing.deleted = True
        return {"success": True}

    def _replied(self, target: Comment, fields: Json) -> Json:
        text = self._text_of(fields)
        top = target.parent or target
        if target.hidden or top.hidden:
            raise invalid("You cannot reply to hidden comments")
        if target.ground.broadcast:
            raise invalid("Replies to comments on a live video are not supported")
        if not target.ground.takes_comments:
            raise invalid("Comments are disabled for this media")
        comment = comment_below(self._world, target.ground, None, text, top)
        self._heard(comment, target.id, next(iter(self._world.named_in(text)), None) or top.author)
        return {"id": comment.id}

    def _answered_mention(self, fields: Json) -> Json:
        text, media = self._text_of(fields), self._world.grounds.get(str(fields.get("media_id")))
        if media is None or media.deleted or not media.elsewhere:
            raise missing(str(fields.get("media_id")))
        if f"@{IG_NAME}" not in media.text.casefold():
            raise invalid("Commenting on photos in which you were tagged is not supported")
        comment = comment_below(self._world, media, None, text, None)
        self._heard(comment, f"media-{media.id}", media.author)
        return {"id": comment.id}

    def _heard(self, comment: Comment, reply_to: str, reader: Person | None) -> None:
        key = reader.key if reader is not None else ""
        self._tell(Heard(comment.id, comment.text, direct=False, reply_to=reply_to, recipient_key=key, at=comment.at))

    @staticmethod
    def _text_of(fields: Json) -> str:
        text = fields.get("message")
        if not isinstance(text, str) or not text.strip():
            raise Refusal(100, "message must not be empty")
        if len(text) > LONGEST:
            raise invalid("Param message is too long")
        return text

    def _list(self, wanted: Callable[[Ground], bool]) -> Edge:
        return Edge([one for one in self._world.grounds.values() if not one.deleted and wanted(one)])

    def _mentioned(self, asked: Asked) -> Node:
        media = self._world.grounds.get(asked.argument("media_id") or "")
        if media is None or not media.elsewhere or f"@{IG_NAME}" not in media.text.casefold():
            raise missing(asked.argument("media_id") or "")
        return self._media(media)

    def _media(self, media: Ground) -> Node:
        below = self._world.below(media)
        author = media.author.username if media.author is not None else IG_NAME
        values: dict[str, Value] = {
            "caption": lambda _: media.text,
            "timestamp": lambda _: stamp(media.at),
            "username": lambda _: author,
            "permalink": lambda _: f"https://www.instagram.com/p/{media.id}/",
            "comments_count": lambda _: len(below),
            "like_count": lambda _: self._world.applause.get(media.id, (0, 0, 0))[2],
            "is_comment_enabled": lambda _: media.takes_comments,
            "media_type": lambda _: "VIDEO" if media.broadcast else "IMAGE",
            "media_product_type": lambda _: "LIVE" if media.broadcast else "FEED",
            "comments": lambda _: Edge([one for one in below if one.parent is None], largest=_PAGE),
        }
        return Node("IGMedia", media.id, values)

    def _comment(self, comment: Comment) -> Node:
        below = [one for one in comment.answers if one.is_there]
        username = comment.author.username if comment.author is not None else IG_NAME
        identity = comment.author.id if comment.author is not None else "17900000000000001"
        values: dict[str, Value] = {
            "text": lambda _: comment.text,
            "timestamp": lambda _: stamp(comment.at),
            "username": lambda _: username,
            "from": lambda _: None if comment.anonymous else _named(identity, username),
            "hidden": lambda _: comment.hidden,
            "like_count": lambda _: self._world.applause.get(comment.id, (0, 0, 0))[2],
            "parent_id": lambda _: comment.parent.id if comment.parent is not None else None,
            "media": lambda _: self._media(comment.ground),
            "replies": lambda _: Edge(below, newest_first=False, largest=_PAGE),
        }
        return Node("IGComment", comment.id, values, ("timestamp", "text", "id"))


def _named(identity: str, username: str) -> Node:
    values: dict[str, Value] = {"username": lambda _: username}
    return Node("IGCommentFromUser", identity, values, ("id", "username"))


def comment_below(world: World, ground: Ground, author: Person | None, text: str, above: Comment | None) -> Comment:
    """Let somebody comment; an answer to an answer hangs below the first comment."""
    order = world.tick()
    identity = str(17_870_000_000_000_000 + order * 7_919)
    parent = above.parent or above if above is not None else None
    return world.hang(Comment(identity, author, text, world.now(), order, ground, parent))
