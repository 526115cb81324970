"""The fake Page: its posts, visitors' posts, those that tag it, their comments, and what may be done to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from desktop.demo.networks import Heard
from desktop.demo.networks.graph.fields import Asked
from desktop.demo.networks.graph.nodes import Shared
from desktop.demo.networks.graph.problems import Refusal, invalid
from desktop.demo.networks.graph.rendering import Edge, Json, Node, Value
from desktop.demo.networks.graph.side import Need
from desktop.demo.networks.graph.usage import MESSENGER, PAGES
from desktop.demo.networks.graph.world import (
    PAGE_ID,
    PAGE_NAME,
    Comment,
    Ground,
    Message,
    Person,
    Talk,
    World,
    stamp,
)

LONGEST = 8_000
US = {"name": PAGE_NAME, "id": PAGE_ID}


class PageSide:
    """Facebook's half of the fake Graph."""

    def __init__(self, world: World, shared: Shared, tell: Callable[[Heard], None]) -> None:
        """`tell` hears of everything the company posts."""
        self._world = world
        self._shared = shared
        self._tell = tell
        self._photos = 0

    def find(self, identity: str) -> object | None:
        """Return what has an id."""
        if identity == PAGE_ID:
            return identity
        ground = self._world.grounds.get(identity)
        if ground is not None:
            return None if ground.deleted else ground
        comment = self._world.comments.get(identity)
        if comment is not None:
            return comment if comment.is_there else None
        return self._world.talks.get(identity)

    def node(self, thing: object) -> Node:
        """Return a thing as the Graph knows it."""
        if isinstance(thing, Ground):
            return self._post(thing)
        if isinstance(thing, Comment):
            return self._comment(thing)
        if isinstance(thing, Talk):
            return self._shared.talk(thing)
        if isinstance(thing, Message):
            return self._shared.message(thing)
        return self._shared.page({"feed": self._feed, "tagged": self._tagged})

    def reading(self, thing: object, edge: str, fields: str) -> Need:
        """Return what a read needs."""
        if edge in {"conversations", "messages"} or isinstance(thing, Talk):
            return Need(("pages_messaging",), MESSENGER)
        if edge == "comments" or "comments" in fields or isinstance(thing, Comment):
            return Need(("pages_read_engagement", "pages_read_user_content"), PAGES)
        return Need(("pages_read_engagement",) if edge or isinstance(thing, Ground) else ("pages_show_list",), PAGES)

    def writing(self, edge: str) -> Need:
        """Return what a write needs."""
        if edge == "messages":
            return Need(("pages_messaging",), MESSENGER)
        return Need(("pages_manage_engagement",), PAGES)

    def write(self, thing: object, edge: str, fields: Json) -> Json:
        """Comment, hide or show, or keep a picture."""
        if edge == "photos":
            self._photos += 1
            return {"id": f"8800{self._photos:06d}"}
        if edge == "comments" and isinstance(thing, Ground | Comment):
            return self._commented(thing, fields)
        if not edge and isinstance(thing, Ground | Comment) and isinstance(fields.get("is_hidden"), bool):
            if thing.author is None:
                raise Refusal(200, "You can't hide your own comment", status=403)
            thing.hidden = fields["is_hidden"]
            return {"success": True}
        raise invalid("Unsupported post request")

    def delete(self, thing: object) -> Json:
        """Delete a comment on the Page, or a post of ours."""
        if not isinstance(thing, Ground | Comment) or (isinstance(thing, Ground) and thing.elsewhere):
            raise invalid("Unsupported delete request")
        thing.deleted = True
        return {"success": True}

    def _commented(self, target: Ground | Comment, fields: Json) -> Json:
        text, picture = fields.get("message", ""), fields.get("attachment_id", "")
        if not isinstance(text, str) or not (text.strip() or picture):
            raise Refusal(100, "message must not be empty", subcode=2018034)
        if len(text) > LONGEST:
            raise invalid("Param message is too long")
        ground = target.ground if isinstance(target, Comment) else target
        if not ground.takes_comments:
            raise Refusal(200, "Comments are turned off for this post", status=403)
        above = target if isinstance(target, Comment) else None
        comment = comment_below(self._world, ground, None, text, above)
        comment.picture = "foto.jpg" if picture else ""
        reader = above.author if above is not None else ground.author
        self._tell(
            Heard(
                comment.id,
                text,
                direct=False,
                reply_to=target.id,
                recipient_key=reader.key if reader else "",
                at=comment.at,
            )
        )
        return {"id": comment.id}

    def _feed(self, _: Asked) -> Edge:
        return Edge([one for one in self._world.grounds.values() if not one.deleted and not one.elsewhere])

    def _tagged(self, _: Asked) -> Edge:
        return Edge([one for one in self._world.grounds.values() if not one.deleted and one.elsewhere])

    def _post(self, post: Ground) -> Node:
        below = self._world.below(post)
        values: dict[str, Value] = {
            "created_time": lambda _: stamp(post.at),
            "updated_time": lambda _: stamp(max((post.at, *(one.at for one in below)))),
            "from": lambda _: _named(post.author),
            "message": lambda _: post.text,
            "story": lambda _: None,
            "permalink_url": lambda _: f"https://www.facebook.com/{post.id}",
            "is_hidden": lambda _: post.hidden,
            "can_reply_privately": lambda _: post.author is not None and post.talk is None,
            "full_picture": lambda _: None,
            "shares": lambda _: self._shares(post),
            "comments": lambda asked: self._listed(below, asked),
        }
        return Node("PagePost", post.id, values, ("created_time", "message", "id"))

    def _shares(self, post: Ground) -> Json | None:
        shares = self._world.applause.get(post.id, (0, 0, 0))[1]
        return {"count": shares} if shares else None

    def _comment(self, comment: Comment) -> Node:
        below = [one for one in comment.answers if one.is_there]
        values: dict[str, Value] = {
            "created_time": lambda _: stamp(comment.at),
            "from": lambda _: None if comment.anonymous else _named(comment.author),
            "message": lambda _: comment.text,
            "parent": lambda _: self._comment(comment.parent) if comment.parent is not None else None,
            "is_hidden": lambda _: comment.hidden,
            "can_comment": lambda _: comment.ground.takes_comments,
            "can_reply_privately": lambda _: comment.author is not None and comment.talk is None,
            "private_reply_conversation": lambda _: _conversation(comment),
            "like_count": lambda _: self._world.applause.get(comment.id, (0, 0, 0))[2],
            "comment_count": lambda _: len(below),
            "permalink_url": lambda _: f"https://www.facebook.com/{comment.ground.id}?comment_id={comment.id}",
            "attachment": lambda _: _attachment(comment),
            "message_tags": lambda _: self._tags(comment),
            "comments": lambda asked: self._listed(below, asked),
        }
        return Node("Comment", comment.id, values, ("created_time", "from", "message", "id"))

    def _listed(self, comments: list[Comment], asked: Asked) -> Edge:
        """Return comments as asked for: of the first level alone unless the whole stream is wanted."""
        stream = asked.argument("filter") == "stream"
        top = {comment.parent for comment in comments}
        is_below_comment = len(top) == 1 and None not in top
        shown = [comment for comment in comments if stream or is_below_comment or comment.parent is None]
        since = asked.argument("since")
        if since is not None:
            if not since.isdigit():
                raise invalid("Param since must be a time")
            shown = [comment for comment in shown if comment.at >= datetime.fromtimestamp(int(since), UTC)]
        return Edge(shown, newest_first=asked.argument("order") == "reverse_chronological", total=len(shown))

    def _tags(self, comment: Comment) -> list[Json] | None:
        tags = [
            {"id": person.id, "name": person.name, "type": "user", "offset": start, "length": len(person.name)}
            for person in self._world.people.values()
            if (start := comment.text.find(f"@{person.name}")) >= 0
        ]
        return tags or None


def _named(person: Person | None) -> Json:
    return US if person is None else {"name": person.name, "id": person.id}


def _conversation(comment: Comment) -> Json | None:
    return None if comment.talk is None else {"id": comment.talk.id, "link": f"/{PAGE_ID}/inbox/{comment.talk.id}"}


def _attachment(comment: Comment) -> Json | None:
    if not comment.picture:
        return None
    address = f"https://www.facebook.com/photo/{comment.picture}"
    return {"type": "photo", "title": comment.picture, "url": address, "target": {"id": "77", "url": address}}


def comment_below(world: World, ground: Ground, author: Person | None, text: str, above: Comment | None) -> Comment:
    """Let somebody comment; an answer to an answer hangs below the first comment."""
    order = world.tick()
    identity = f"{ground.number}_{9_000_000_000 + order}"
    parent = above.parent or above if above is not None else None
    return world.hang(Comment(identity, author, text, world.now(), order, ground, parent))
