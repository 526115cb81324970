"""How posts are found on the fake Mastodon: hashtags' timelines, those that the company follows, and the search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time

from desktop.demo.faults import Manners
from desktop.demo.networks.mastodon.entities import Entities, Json
from desktop.demo.networks.mastodon.markup import hashtags
from desktop.demo.networks.mastodon.paging import page_of, size_of
from desktop.demo.networks.mastodon.posts import Post
from desktop.demo.networks.mastodon.residents import COMPANY, DOMAIN
from desktop.demo.networks.mastodon.world import World
from desktop.demo.wire import Request, Response, json_response

_PAGE, _LARGEST_PAGE = 20, 40
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")


class Finding:
    """Answers what is asked about other people's posts. `followed` are the hashtags that the company follows."""

    def __init__(self, world: World, entities: Entities, manners: Manners) -> None:
        """A server whose manners are not to search finds people, but no posts."""
        self.followed: list[str] = []
        self._world = world
        self._entities = entities
        self._manners = manners

    def tagged(self, name: str) -> list[Post]:
        """Return the public posts with a hashtag, oldest first."""
        return [post for post in self._public() if has_tag(post, name)]

    def followed_tags(self, _: Request, __: str) -> Response:
        """Answer with the hashtags that the company follows."""
        return json_response([self._tag(name) for name in self.followed])

    def search(self, request: Request, _: str) -> Response:
        """Answer a search: every word or quoted phrase must be there, as words; the newest come first."""
        question = (request.value("q") or "").strip().lower()
        kind = request.value("type")
        size = size_of(request, _PAGE, _LARGEST_PAGE)
        people = [
            one for one in self._world.by_id.values() if question and question in f"{one.name} {one.address}".lower()
        ]
        found = page_of(self._with_words(question, request), lambda post: int(post.id), request, _PAGE, _LARGEST_PAGE)
        accounts = [self._entities.account(one) for one in people[:size]] if kind in {None, "accounts"} else []
        statuses = [self._entities.status(post) for post in found] if kind in {None, "statuses"} else []
        return json_response({"accounts": accounts, "statuses": statuses, "hashtags": []})

    def _with_words(self, question: str, request: Request) -> Sequence[Post]:
        if not question or not self._manners.searches:
            return []
        terms = [_spoken(quoted or plain) for quoted, plain in _TERM.findall(question)]
        author = request.value("account_id")
        posts = [post for post in self._public() if author in {None, post.author.id}]
        return [post for post in posts if all(term in _spoken(post.text) for term in terms)]

    def _public(self) -> list[Post]:
        return [post for post in self._world.posts.by_id.values() if not post.direct and post.readable_by(COMPANY)]

    def _tag(self, name: str) -> Json:
        today = datetime.combine(self._world.now().date(), time(), UTC)
        used = {"day": str(int(today.timestamp())), "uses": "1", "accounts": "1"}
        return {"id": name, "name": name, "url": f"https://{DOMAIN}/tags/{name}", "history": [used], "following": True}


def has_tag(post: Post, name: str) -> bool:
    """Tell whether a post carries a hashtag."""
    return name.lower() in {tag.lower() for tag in hashtags(post.text)}


def _spoken(text: str) -> str:
    """Return the words of a text with a space around each, for looking for whole ones."""
    return f" {' '.join(_WORD.findall(text.lower()))} "
