"""How the fake network shows its people and posts (lexicons app.bsky.actor.defs, app.bsky.feed.defs)."""

from __future__ import annotations

from desktop.demo.networks.bluesky.world import Json, Notice, Post, Resident, World, stamp

_PICTURES = "https://cdn.agora.test/img"
_QUOTE = "app.bsky.embed.record"
_IMAGES = "app.bsky.embed.images"


class Views:
    """Writes the things of a world as JSON, as one resident sees them."""

    def __init__(self, world: World) -> None:
        """Keep the world."""
        self._world = world

    def basic(self, who: Resident) -> Json:
        """Return a profile as it stands beside a post."""
        return {
            "did": who.did,
            "handle": who.handle,
            "displayName": who.name,
            "avatar": f"{_PICTURES}/avatar/{who.did}",
            "associated": {"chat": {"allowIncoming": who.takes}},
            "viewer": {"muted": False, "blockedBy": False},
            "labels": [],
        }

    def detailed(self, who: Resident) -> Json:
        """Return a whole profile."""
        written = sum(post.did == who.did for post in self._world.posts.values())
        return {**self.basic(who), "followersCount": who.followers, "followsCount": 3, "postsCount": written}

    def post(self, post: Post) -> Json:
        """Return a post."""
        author = self._world.residents[post.did]
        embed = self._embed(post)
        root = post.root or post.uri
        replies, reposts, likes = self._world.applause.get(post.uri, (0, 0, 0))
        return {
            "uri": post.uri,
            "cid": post.cid,
            "author": self.basic(author),
            "record": post.record,
            **({"embed": embed} if embed else {}),
            "bookmarkCount": 0,
            "replyCount": replies + len(self._world.children(post.uri)),
            "repostCount": reposts,
            "likeCount": likes,
            "quoteCount": 0,
            "indexedAt": stamp(post.at),
            "viewer": {"threadMuted": False, **({"replyDisabled": True} if self._is_closed(root) else {})},
            "labels": [],
        }

    def notice(self, notice: Notice) -> Json:
        """Return a notification."""
        post = self._world.posts[notice.post]
        return {
            "uri": post.uri,
            "cid": post.cid,
            "author": self.basic(self._world.residents[post.did]),
            "reason": notice.reason,
            **({"reasonSubject": notice.subject} if notice.subject else {}),
            "record": post.record,
            "isRead": False,
            "indexedAt": stamp(notice.at),
            "labels": [],
        }

    def thread(self, post: Post, depth: int, height: int) -> Json:
        """Return a post with what it answers and what answers it."""
        return {**self._node(post), **self._above(post, height), "replies": self._below(post, depth)}

    def _node(self, post: Post) -> Json:
        return {"$type": "app.bsky.feed.defs#threadViewPost", "post": self.post(post), "threadContext": {}}

    def _above(self, post: Post, height: int) -> Json:
        if post.parent is None or height <= 0:
            return {}
        parent = self._world.posts.get(post.parent)
        if parent is None:
            gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": post.parent, "notFound": True}
            return {"parent": gone}
        return {"parent": {**self._node(parent), **self._above(parent, height - 1)}}

    def _below(self, post: Post, depth: int) -> list[Json]:
        if depth <= 0:
            return []
        children = self._world.children(post.uri)
        return [{**self._node(child), "replies": self._below(child, depth - 1)} for child in children]

    def _embed(self, post: Post) -> Json | None:
        embed = post.record.get("embed")
        if not isinstance(embed, dict):
            return None
        if embed.get("$type") == _IMAGES:
            return {"$type": f"{_IMAGES}#view", "images": [_image(post, image) for image in embed["images"]]}
        quoted = self._world.posts.get(post.quotes or "")
        if quoted is None:
            uri = post.quotes or post.uri
            return {
                "$type": f"{_QUOTE}#view",
                "record": {"$type": f"{_QUOTE}#viewNotFound", "uri": uri, "notFound": True},
            }
        record = {
            "$type": f"{_QUOTE}#viewRecord",
            "uri": quoted.uri,
            "cid": quoted.cid,
            "author": self.basic(self._world.residents[quoted.did]),
            "value": quoted.record,
            "labels": [],
            "indexedAt": stamp(quoted.at),
        }
        return {"$type": f"{_QUOTE}#view", "record": record}

    def _is_closed(self, root: str) -> bool:
        return root in self._world.closed_threads


def _image(post: Post, image: Json) -> Json:
    where = f"{_PICTURES}/{{}}/{post.did}/{image['image']['ref']['$link']}"
    return {"thumb": where.format("thumb"), "fullsize": where.format("full"), "alt": image["alt"]}
