"""The JSON of the fake X: only what was asked for, in the words of its description or in X's older ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop.demo.networks.x.text import first_part, is_long, spelt, spelt_message
from desktop.demo.networks.x.world import File, Message, Post, User, World
from desktop.demo.wire import Request

Json = dict[str, Any]

OLDER = {
    "edit_history_post_ids": "edit_history_tweet_ids",
    "note_post": "note_tweet",
    "referenced_posts": "referenced_tweets",
    "referenced_posts.author_id": "referenced_tweets.id.author_id",
}
"""X's older names of what was renamed, in answers; expansions say "referenced_tweets.id" besides."""
_ALWAYS = {"id", "text", "edit_history_post_ids"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for, in the description's words."""

    post: frozenset[str]
    user: frozenset[str]
    media: frozenset[str]
    message: frozenset[str]
    expansions: frozenset[str]

    @classmethod
    def of(cls, request: Request) -> Wanted:
        """Read a request's fields and expansions, whichever names they have."""
        newer = {older: name for name, older in OLDER.items()} | {"referenced_tweets.id": "referenced_posts"}

        def named(*parameters: str) -> frozenset[str]:
            values = (request.value(parameter) or "" for parameter in parameters)
            return frozenset(newer.get(name, name) for value in values for name in value.split(",") if name)

        return cls(
            named("post.fields", "tweet.fields"),
            named("user.fields"),
            named("media.fields"),
            named("dm_event.fields"),
            named("expansions"),
        )


class Entities:
    """Makes JSON of what is in a world."""

    def __init__(self, world: World) -> None:
        """`world` is what there is."""
        self._world = world

    def user(self, user: User, wanted: frozenset[str]) -> Json:
        """Return a user."""
        metrics = {"followers_count": user.followers, "following_count": 40, "post_count": 1, "listed_count": 0}
        whole = {
            "id": user.id,
            "name": user.name,
            "username": user.username,
            "description": user.bio,
            "public_metrics": metrics,
            "profile_image_url": f"https://pbs.twimg.com/profile_images/{user.id}/normal.png",
            "verified": user.pays,
            "subscription_type": "Premium" if user.pays else "None",
        }
        return {name: value for name, value in whole.items() if name in wanted | {"id", "name", "username"}}

    def media(self, file: File, wanted: frozenset[str]) -> Json:
        """Return a file that a post or message carries."""
        whole = {
            "media_key": file.key,
            "type": file.kind,
            "alt_text": file.alt,
            "url": f"https://pbs.twimg.com/media/{file.key}.jpg",
        }
        kept = {name: value for name, value in whole.items() if name in wanted | {"media_key", "type"}}
        return {name: value for name, value in kept.items() if value}

    def page(self, posts: Sequence[tuple[Post, str]], wanted: Wanted) -> Json:
        """Return "data" and "includes" for posts, each in the version with an id."""
        data = [self.post(post, version, wanted) for post, version in posts]
        return {"data": data, **self._included([post for post, _ in posts], wanted)} if data else {}

    def post(self, post: Post, version: str, wanted: Wanted) -> Json:
        """Return one version of a post."""
        shown = next((one for one in post.versions if one.id == version), post.versions[-1])
        short = first_part(self._world, post, shown.text) if is_long(shown.text) else None
        whole_text = spelt(self._world, post, shown.text)
        text = short or whole_text
        whole: Json = {
            "id": shown.id,
            "text": text.text,
            "edit_history_post_ids": [one.id for one in post.versions],
            "author_id": post.author.id,
            "conversation_id": post.conversation,
            "created_at": stamp(shown.at),
            "lang": post.author.language,
            "display_text_range": [text.start, len(text.text)],
            "entities": text.entities,
            "public_metrics": self._metrics(post),
            "referenced_posts": _references(post),
            "in_reply_to_user_id": post.parent.author.id if post.parent else None,
            "note_post": {"text": whole_text.text, "entities": whole_text.entities} if short else None,
            "attachments": _attachments(post),
        }
        asked = _ALWAYS | wanted.post | {name.split(".")[0] for name in wanted.expansions}
        return {name: value for name, value in whole.items() if name in asked and value not in (None, [], {})}

    def _metrics(self, post: Post) -> Json:
        there = [other for key, other in self._world.posts.items() if key == other.id and not other.deleted]
        replies, reposts, likes = self._world.applause.get(post.id, (0, 0, 0))
        return {
            "repost_count": reposts,
            "reply_count": replies + sum(other.parent is post for other in there),
            "like_count": likes,
            "quote_count": sum(other.quoted is post for other in there),
            "bookmark_count": 0,
            "impression_count": 1,
        }

    def _included(self, posts: Sequence[Post], wanted: Wanted) -> Json:
        asked = wanted.expansions
        others = [one for post in posts for one in (post.parent, post.quoted) if one and not one.deleted]
        others = others if "referenced_posts" in asked else []
        edited = posts if "edit_history_post_ids" in asked else []
        versions = [(post, one.id) for post in edited for one in post.versions]
        people = self._people([*posts, *(others if "referenced_posts.author_id" in asked else [])], asked)
        files = [file for post in (*posts, *others) for file in post.files] if "attachments.media_keys" in asked else []
        polls = [_poll(post) for post in posts if post.poll] if "attachments.poll_ids" in asked else []
        shown = {(post.id, version): self.post(post, version, wanted) for post, version in versions}
        shown |= {(post.id, post.id): self.post(post, post.id, wanted) for post in others}
        return _includes(
            users=[self.user(user, wanted.user) for user in people],
            posts=list(shown.values()),
            media=[self.media(file, wanted.media) for file in dict.fromkeys(files)],
            polls=polls,
        )

    def _people(self, posts: Iterable[Post], asked: frozenset[str]) -> list[User]:
        found: dict[User, None] = {}
        for post in posts:
            if "author_id" in asked:
                found[post.author] = None
            if "in_reply_to_user_id" in asked and post.parent is not None:
                found[post.parent.author] = None
            if "entities.mentions.username" in asked:
                found |= dict.fromkeys(self._world.mentioned(post))
        return list(found)

    def messages(self, messages: Sequence[Message], wanted: Wanted) -> Json:
        """Return "data" and "includes" for direct messages."""
        if not messages:
            return {}
        people = dict.fromkeys(message.sender for message in messages) if "sender_id" in wanted.expansions else {}
        files = [file for message in messages for file in message.files]
        files = files if "attachments.media_keys" in wanted.expansions else []
        return {
            "data": [self._message(message, wanted) for message in messages],
            **_includes(
                users=[self.user(user, wanted.user) for user in people],
                media=[self.media(file, wanted.media) for file in dict.fromkeys(files)],
            ),
        }

    def _message(self, message: Message, wanted: Wanted) -> Json:
        text, urls = spelt_message(message.text)
        whole: Json = {
            "id": message.id,
            "event_type": "MessageCreate",
            "text": text,
            "sender_id": message.sender.id,
            "dm_conversation_id": message.conversation,
            "created_at": stamp(message.at),
            "entities": {"urls": urls} if urls else None,
            "attachments": {"media_keys": [file.key for file in message.files]} if message.files else None,
        }
        asked = {"id", "event_type", "text"} | wanted.message | {name.split(".")[0] for name in wanted.expansions}
        return {name: value for name, value in whole.items() if name in asked and value is not None}


def _references(post: Post) -> list[Json]:
    named = (("replied_to", post.parent), ("quoted", post.quoted))
    return [{"type": kind, "id": other.id} for kind, other in named if other is not None]


def _attachments(post: Post) -> Json:
    found: Json = {"media_keys": [file.key for file in post.files]} if post.files else {}
    return found | ({"poll_ids": [f"9{post.id[-12:]}"]} if post.poll else {})


def _poll(post: Post) -> Json:
    options = [{"position": number, "label": label, "votes": 0} for number, label in enumerate(post.poll, 1)]
    return {"id": f"9{post.id[-12:]}", "options": options}


def _includes(**found: list[Json]) -> Json:
    included = {name: entries for name, entries in found.items() if entries}
    return {"includes": included} if included else {}


def older_words(value: Any) -> Any:
    """Return an answer in X's older words: tweets for posts, retweets for reposts."""
    renamed = {**OLDER, "repost_count": "retweet_count", "post_count": "tweet_count", "posts": "tweets"}
    if isinstance(value, dict):
        return {renamed.get(name, name): older_words(entry) for name, entry in value.items()}
    return [older_words(entry) for entry in value] if isinstance(value, list) else value


def stamp(moment: datetime) -> str:
    """Return a time as X writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
