"""The fake network's index of everything public: notifications, threads, searches, profiles (app.bsky)."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

from desktop.demo.networks.bluesky.reading import needed, number, page_of
from desktop.demo.networks.bluesky.refusals import Refusal, invalid
from desktop.demo.networks.bluesky.views import Views
from desktop.demo.networks.bluesky.world import Post, Resident, World, read_moment
from desktop.demo.wire import Request, Response, json_response

_BATCH = 25
_MOST = 1000
_TAG = re.compile(r"[#＃](\w+)")


class Index:
    """The index's methods, for whoever signed the request."""

    def __init__(self, world: World, signer: Callable[[Request], Resident]) -> None:
        """`signer` says who asks, or refuses."""
        self._world = world
        self._views = Views(world)
        self._signer = signer

    def list_notifications(self, request: Request) -> Response:
        """Show what the signer was told of, the latest first."""
        reader, reasons = self._signer(request), request.values("reasons")
        told = [
            notice
            for notice in self._world.notices
            if notice.reader == reader.did and (not reasons or notice.reason in reasons)
        ]
        page, cursor = page_of(sorted(told, key=lambda notice: (notice.at, notice.pen), reverse=True), request)
        shown = [self._views.notice(notice) for notice in page]
        return json_response({"notifications": shown, "priority": False, **cursor})

    def get_posts(self, request: Request) -> Response:
        """Show some posts; those that are gone are missing."""
        self._signer(request)
        uris = request.values("uris")
        if not 0 < len(uris) <= _BATCH:
            raise invalid("Error: uris must not have more than 25 elements")
        found = [self._world.posts[uri] for uri in dict.fromkeys(uris) if uri in self._world.posts]
        return json_response({"posts": [self._views.post(post) for post in found]})

    def get_thread(self, request: Request) -> Response:
        """Show a post in its thread."""
        self._signer(request)
        uri = needed(request, "uri")
        post = self._world.posts.get(uri)
        if post is None:
            raise Refusal("NotFound", f"Post not found: {uri}")
        depth, height = number(request, "depth", 6, _MOST), number(request, "parentHeight", 80, _MOST)
        return json_response({"thread": self._views.thread(post, depth, height)})

    def search(self, request: Request) -> Response:
        """Find posts by words, phrases and hashtags, the latest first."""
        self._signer(request)
        words = needed(request, "q")
        since, language = read_moment(request.value("since")), request.value("lang")
        found = [
            post
            for post in self._world.posts.values()
            if _has(post, words)
            and (since is None or post.at >= since)
            and (language is None or language in post.record.get("langs", []))
        ]
        page, cursor = page_of(sorted(found, key=lambda post: (post.at, post.pen), reverse=True), request)
        return json_response({"posts": [self._views.post(post) for post in page], **cursor})

    def get_profiles(self, request: Request) -> Response:
        """Show some profiles; unknown ones are missing."""
        self._signer(request)
        actors = request.values("actors")
        if not 0 < len(actors) <= _BATCH:
            raise invalid("Error: actors must not have more than 25 elements")
        found = [who for name in actors if (who := self._world.named(name)) is not None]
        return json_response({"profiles": [self._views.detailed(who) for who in found]})

    def get_profile(self, request: Request) -> Response:
        """Show one profile."""
        self._signer(request)
        who = self._world.named(needed(request, "actor"))
        if who is None:
            raise Refusal("InvalidRequest", "Profile not found", HTTPStatus.BAD_REQUEST)
        return json_response(self._views.detailed(who))


def _has(post: Post, words: str) -> bool:
    text = post.text.casefold()
    if words.startswith("#"):
        return words[1:].casefold() in _TAG.findall(text)
    phrases = re.findall(r'"([^"]+)"', words)
    rest = re.sub(r'"[^"]+"', " ", words).split()
    return all(word.casefold() in text for word in (*phrases, *rest))
