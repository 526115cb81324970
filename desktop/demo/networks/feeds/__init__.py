"""The web as a fake network: a forum and a paper with a feed each, on which people write about the company."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from desktop.demo.faults import Faults
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.feeds.pages import FORUM, PAPER, Entry, atom, rss
from desktop.demo.serving import Serving
from desktop.demo.wire import Request, Response
from desktop.model import Network
from desktop.system.clock import utc_now

__all__ = ["FeedsNetwork"]

FORUM_FEED, PAPER_FEED = "/forum.xml", "/gazzetta.atom"
SHOWN = 400  # entries of a feed; older ones fall off its end


class FeedsNetwork:
    """Two sites with feeds; see `FakeNetwork`. Time passes by its clock alone. The company can't write here.

    Remote ids are the addresses of the pages. `pages` are whole answers of other paths, for redirects and oddities.
    """

    network = Network.LISTENING

    def __init__(self, now: Callable[[], datetime] = utc_now, *, topic: str = "", language: str = "it") -> None:
        """`topic` is the title of the forum's one thread, "" for none; feeds say that they are in `language`."""
        self.now = now
        self.faults = Faults()
        self.heard: list[Callable[[Heard], None]] = []
        self.url = ""
        self.pages: dict[str, Response] = {}
        self.answered: list[tuple[str, int]] = []
        self._topic = topic
        self._language = language
        self._feeds: dict[str, dict[str, Entry]] = {FORUM_FEED: {}, PAPER_FEED: {}}
        self._made = 0
        self._serving = Serving(self._answer, self.faults)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen. Raises OSError if the port is taken."""
        await self._serving.start(host, port)
        self.url = self._serving.url

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        await self._serving.close()

    def account_settings(self) -> dict[str, str | int | bool | None]:
        """Return the addresses of both feeds."""
        return {"feeds": f"{self.url}{FORUM_FEED}\n{self.url}{PAPER_FEED}"}

    def account_handle(self) -> str:
        """Return what the account is called: it is nobody on the web."""
        return "web"

    def secrets(self) -> dict[str, str]:
        """Return nothing: feeds are for everybody."""
        return {}

    def says(
        self,
        who: Persona,
        text: str,
        *,
        direct: bool = False,  # noqa: ARG002 - there is nothing private on a forum
        reply_to: str | None = None,  # noqa: ARG002 - feeds don't say what answers what
        names_us: bool = True,  # noqa: ARG002 - nobody can be addressed there
    ) -> str:
        """Let somebody write on the forum and return the page's address."""
        return self._write(FORUM_FEED, FORUM, self._topic, text, who.name)

    def publishes(self, title: str, text: str, *, author: str = "", tags: tuple[str, ...] = ()) -> str:
        """Let the paper publish an article and return the page's address."""
        return self._write(PAPER_FEED, PAPER, title, text, author, tags)

    def syndicates(self, remote_id: str) -> None:
        """Let the other site's feed bring an entry too, shortened and with tracking parameters in its address."""
        source = FORUM_FEED if remote_id in self._feeds[FORUM_FEED] else PAPER_FEED
        other = PAPER_FEED if source == FORUM_FEED else FORUM_FEED
        entry = self._feeds[source][remote_id]
        link = f"{remote_id.replace('https://', 'http://www.')}/?utm_source=feed&utm_medium=rss"
        self._feeds[other][f"{remote_id} again"] = replace(entry, link=link, text=entry.text[:40])

    def edits(self, remote_id: str, text: str) -> None:
        """Let the author change an entry."""
        for feed in self._feeds.values():
            if remote_id in feed:
                feed[remote_id] = replace(feed[remote_id], text=text, updated=self.now())

    def removes(self, remote_id: str) -> None:
        """Let an entry vanish. A feed says nothing of it: entries fall off its end all the time."""
        for feed in self._feeds.values():
            feed.pop(remote_id, None)

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:  # noqa: ARG002 - as above
        """Let the company write on the forum like everybody else."""
        return self._write(FORUM_FEED, FORUM, self._topic, text, "Aurora Energia")

    def _write(self, feed: str, site: str, title: str, text: str, author: str, tags: tuple[str, ...] = ()) -> str:
        self._made += 1
        link = f"https://{site}/{'discussione' if site == FORUM else 'articolo'}/{self._made}"
        self._feeds[feed][link] = Entry(link, title, text, author, self.now(), None, tags)
        return link

    def _answer(self, request: Request) -> Response:
        answer = self._answered(request)
        self.answered.append((request.path, answer.status))
        return answer

    def _answered(self, request: Request) -> Response:
        if request.path in self.pages:
            return self.pages[request.path]
        entries = self._feeds.get(request.path)
        if entries is None:
            return Response(HTTPStatus.NOT_FOUND, b"<html><body><h1>404</h1></body></html>", "text/html")
        newest = list(entries.values())[-SHOWN:][::-1]
        if request.path == FORUM_FEED:
            body, kind = rss(newest, "Forum Casa Mia", self._language), "application/rss+xml; charset=utf-8"
        else:
            body, kind = atom(newest, "La Gazzetta di Prova", self._language), "application/atom+xml"
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == etag:
            return Response(HTTPStatus.NOT_MODIFIED, b"", kind, (("ETag", etag),))
        return Response(HTTPStatus.OK, body, kind, (("ETag", etag), ("Cache-Control", "max-age=600")))
