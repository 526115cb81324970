"""What can be read of the fake X: timelines, search, lookups, direct messages, and how their pages go on."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from desktop.demo.networks.x.entities import Entities, Json, Wanted
from desktop.demo.networks.x.problems import Refusal, forbidden, gone, invalid, missing, problem
from desktop.demo.networks.x.query import BadQuery, read
from desktop.demo.networks.x.world import EPOCH, Message, Post, World
from desktop.demo.wire import Request

MENTIONS = 800
OWN = 3_200
QUERY = 512
SEARCHED = timedelta(days=7)
MESSAGES = timedelta(days=30)
BATCH = 100


class Reading:
    """Answers reads about a world, for the company's account."""

    def __init__(self, world: World) -> None:
        """`world` is what there is."""
        self._world = world
        self._entities = Entities(world)

    def me(self, request: Request, _: str) -> Json:
        """Return the company."""
        return {"data": self._entities.user(self._world.company, Wanted.of(request).user)}

    def by_name(self, request: Request, name: str) -> Json:
        """Return whoever has a name."""
        user = self._world.user_named(name)
        if user is None:
            raise missing(name, "user")
        return {"data": self._entities.user(user, Wanted.of(request).user)}

    def mentions(self, request: Request, identity: str) -> Json:
        """Return the newest posts that mention the company, in their newest version."""
        self._must_be_us(identity)
        us = self._world.company
        posts = [post for post in self._world.alive() if post.author != us and us in self._world.mentioned(post)]
        return self._timeline(posts[-MENTIONS:], request, least=5)

    def own(self, request: Request, identity: str) -> Json:
        """Return the company's newest posts."""
        self._must_be_us(identity)
        posts = [post for post in self._world.alive() if post.author == self._world.company]
        return self._timeline(posts[-OWN:], request, least=5)

    def search(self, request: Request, _: str) -> Json:
        """Return the hits of a query within seven days."""
        try:
            query = read(request.value("query") or "", QUERY, folds=True)
        except BadQuery as fault:
            raise invalid(f"There were errors processing your request: {fault}") from fault
        oldest = self._world.now() - SEARCHED
        start, since = _moment(request, "start_time"), request.value("since_id")
        if start is not None and since is not None:
            raise invalid("start_time and since_id can't both be given")
        if (start or oldest) < oldest or (since is not None and _made(since) < oldest):
            raise invalid("start_time and since_id must be within the last seven days")
        posts = [post for post in self._world.alive() if post.at >= oldest and query.matches(self._world, post)]
        return self._timeline(posts, request, least=10)

    def lookup(self, request: Request, _: str) -> Json:
        """Return posts by their ids, each in the version asked for, and say which are not there."""
        wanted = (request.value("ids") or "").split(",")
        if len(wanted) > BATCH:
            raise invalid("ids: more than 100")
        found = [(post, name) for name in wanted if (post := self._there(name)) is not None]
        absent = [gone(name) for name in wanted if self._there(name) is None]
        return {**self._entities.page(found, Wanted.of(request)), **({"errors": absent} if absent else {})}

    def messages(self, request: Request, _: str) -> Json:
        """Return the company's newest direct messages."""
        return self._messages([one for one in self._world.messages if one.is_with(self._world.company)], request)

    def messages_with(self, request: Request, identity: str) -> Json:
        """Return the newest direct messages with somebody."""
        user = self._world.users.get(identity)
        if user is None:
            raise missing(identity, "user")
        us = self._world.company
        return self._messages([one for one in self._world.messages if one.is_with(us) and one.is_with(user)], request)

    def messages_in(self, request: Request, identity: str) -> Json:
        """Return the newest direct messages of a conversation."""
        return self._messages([one for one in self._world.messages if one.conversation == identity], request)

    def _there(self, identity: str) -> Post | None:
        post = self._world.posts.get(identity)
        return post if post is not None and not post.deleted else None

    def _must_be_us(self, identity: str) -> None:
        if identity != self._world.company.id:
            raise forbidden("Only the company's own timelines can be read here.", "user")

    def _timeline(self, posts: Sequence[Post], request: Request, *, least: int) -> Json:
        size = _size(request, least)
        until = _until(request)
        since, start, end = request.value("since_id"), _moment(request, "start_time"), _moment(request, "end_time")
        if since and until and int(since) >= int(until):
            raise invalid("since_id must be less than until_id")
        shown = [
            post
            for post in reversed(posts)
            if (not since or _newest(post) > int(since))
            and (not until or _newest(post) < int(until))
            and (start is None or post.at >= start)
            and (end is None or post.at < end)
        ]
        page = shown[:size]
        body = self._entities.page([(post, post.versions[-1].id) for post in page], Wanted.of(request))
        meta: Json = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0].versions[-1].id, "oldest_id": page[-1].versions[-1].id}
        if len(shown) > size:
            meta["next_token"] = _token(page[-1].versions[-1].id)
        return {**body, "meta": meta}

    def _messages(self, messages: Sequence[Message], request: Request) -> Json:
        size = _size(request, 1)
        until = _until(request)
        oldest = self._world.now() - MESSAGES
        shown = [
            one
            for one in sorted(messages, key=lambda message: int(message.id), reverse=True)
            if one.at >= oldest and (not until or int(one.id) < int(until))
        ]
        page = shown[:size]
        meta: Json = {"result_count": len(page)}
        if len(shown) > size:
            meta["next_token"] = _token(page[-1].id)
        return {**self._entities.messages(page, Wanted.of(request)), "meta": meta}


def _newest(post: Post) -> int:
    return int(post.versions[-1].id)


def _size(request: Request, least: int) -> int:
    asked = request.value("max_results") or "10"
    size = int(asked) if asked.isdigit() else 0
    if not least <= size <= BATCH:
        raise invalid(f"max_results must be between {least} and {BATCH}")
    return size


def _until(request: Request) -> str | None:
    """Return the id below which a page begins, as asked for or as the last page's token has it."""
    token = request.value("pagination_token") or request.value("next_token")
    if not token:
        return request.value("until_id")
    try:
        return str(int(base64.b32hexdecode(token.upper()).decode()))
    except (ValueError, UnicodeDecodeError) as fault:
        raise _bad_token() from fault


def _bad_token() -> Refusal:
    return problem(HTTPStatus.BAD_REQUEST, "invalid-request", "Invalid Request", "Invalid pagination token")


def _token(identity: str) -> str:
    return base64.b32hexencode(identity.rjust(20, "0").encode()).decode().lower()


def _moment(request: Request, name: str) -> datetime | None:
    value = request.value(name)
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if value else None
    except ValueError as fault:
        raise invalid(f"{name} can't be read") from fault


def _made(identity: str) -> datetime:
    return EPOCH + timedelta(milliseconds=int(identity) >> 22)
