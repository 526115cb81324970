"""What is kept on the fake network: people, their posts, files, talks, and what each of them was told of."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from desktop.demo.networks import Persona
from desktop.demo.networks.bluesky.ids import cid_of, did_of, tid_at

Json = dict[str, Any]

POSTS = "app.bsky.feed.post"


@dataclass(frozen=True, slots=True)
class Resident:
    """An account. `takes` says from whom it takes messages: "all", "none", "following"."""

    key: str
    did: str
    handle: str
    name: str
    followers: int = 0
    takes: str = "all"


@dataclass(frozen=True, slots=True)
class Post:
    """A record and when the index saw it. `pen` keeps posts of one moment in order."""

    did: str
    rkey: str
    record: Json
    at: datetime
    pen: int

    @property
    def uri(self) -> str:
        """Its address."""
        return f"at://{self.did}/{POSTS}/{self.rkey}"

    @property
    def cid(self) -> str:
        """The fingerprint of its content."""
        return cid_of(self.record)

    @property
    def text(self) -> str:
        """Its words."""
        return str(self.record.get("text", ""))

    @property
    def parent(self) -> str | None:
        """The address of what it answers."""
        reply = self.record.get("reply")
        return reply["parent"]["uri"] if isinstance(reply, dict) else None

    @property
    def root(self) -> str | None:
        """The address of the first post of its thread."""
        reply = self.record.get("reply")
        return reply["root"]["uri"] if isinstance(reply, dict) else None

    @property
    def mentions(self) -> list[str]:
        """The DIDs that it names."""
        features = [feature for facet in self.record.get("facets", []) for feature in facet["features"]]
        return [feature["did"] for feature in features if "did" in feature]

    @property
    def quotes(self) -> str | None:
        """The address of the post that it quotes."""
        embed = self.record.get("embed")
        inner = embed.get("record") if isinstance(embed, dict) else None
        return inner.get("uri") if isinstance(inner, dict) else None


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody was told of a post, and why."""

    reader: str
    reason: str
    post: str
    at: datetime
    pen: int
    subject: str | None = None


@dataclass(slots=True)
class World:
    """Everything on the network. `now` is its clock."""

    now: Callable[[], datetime]
    residents: dict[str, Resident] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    files: dict[str, Json] = field(default_factory=dict)
    closed_threads: set[str] = field(default_factory=set)
    applause: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # strangers' replies, reposts, likes by uri
    pens: Iterator[int] = field(default_factory=itertools.count)
    _below: dict[str, list[str]] = field(default_factory=dict)

    def moves_in(self, key: str, handle: str, name: str, followers: int = 0) -> Resident:
        """Return a resident by key, made if there is none."""
        did = did_of(key)
        if did not in self.residents:
            self.residents[did] = Resident(key, did, handle, name, followers)
        return self.residents[did]

    def persona(self, who: Persona) -> Resident:
        """Return the resident that a persona is."""
        user = who.handle.lower().replace("_", "-").split(".")[0]
        return self.moves_in(who.key, f"{user}.agora.test", who.name, who.followers)

    def renames(self, did: str, handle: str) -> None:
        """Give somebody another handle."""
        self.residents[did] = replace(self.residents[did], handle=handle)

    def named(self, name: str) -> Resident | None:
        """Return whom a DID or a handle names."""
        if name in self.residents:
            return self.residents[name]
        return next((one for one in self.residents.values() if one.handle == name.lower()), None)

    def key(self) -> str:
        """Return a fresh key for a record."""
        return tid_at(self.now(), next(self.pens))

    def writes(self, did: str, rkey: str, record: Json) -> Post:
        """Make or change a post; whoever is concerned by a new one is told."""
        before = self.posts.get(f"at://{did}/{POSTS}/{rkey}")
        made = read_moment(record.get("createdAt")) or self.now()
        post = Post(did, rkey, record, min(made, self.now()), next(self.pens))
        self.posts[post.uri] = post if before is None else replace(post, at=before.at, pen=before.pen)
        if before is None:
            self._below.setdefault(post.parent or "", []).append(post.uri)
            self._tell(post)
        return post

    def removes(self, uri: str) -> Post | None:
        """Forget a post and what was told of it."""
        self.notices = [notice for notice in self.notices if notice.post != uri]
        return self.posts.pop(uri, None)

    def ref(self, uri: str) -> Json:
        """Return a post as others name it."""
        return {"uri": uri, "cid": self.posts[uri].cid}

    def reply_to(self, uri: str) -> Json:
        """Return what a record says of the post that it answers."""
        parent = self.posts[uri]
        reply = parent.record.get("reply")
        root = reply["root"] if isinstance(reply, dict) else self.ref(uri)
        return {"root": root, "parent": self.ref(uri)}

    def children(self, uri: str) -> list[Post]:
        """Return what answers a post, oldest first."""
        return [self.posts[below] for below in self._below.get(uri, []) if below in self.posts]

    def _tell(self, post: Post) -> None:
        told = {post.did}
        parent = self.posts.get(post.parent or "")
        quoted = self.posts.get(post.quotes or "")
        reasons = [
            *(((parent.did, "reply", parent.uri),) if parent else ()),
            *((did, "mention", None) for did in post.mentions),
            *(((quoted.did, "quote", quoted.uri),) if quoted else ()),
        ]
        for reader, reason, subject in reasons:
            if reader not in told:
                told.add(reader)
                self.notices.append(Notice(reader, reason, post.uri, post.at, next(self.pens), subject))


def read_moment(value: object) -> datetime | None:
    """Return a time as aware UTC, None if it is none."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read.astimezone(UTC) if read is not None and read.tzinfo is not None else None


def stamp(at: datetime) -> str:
    """Return a time as the network writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
