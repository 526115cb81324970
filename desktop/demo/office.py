"""The billing office of the demo town: it keeps its tickets in a small Zammad on loopback, and works on them.

As much of Zammad as its description says about what the desk asks of it (docs.zammad.org/en/latest/api). A ticket that
the desk opens is taken up after a while and settled later; what is settled is told with an article.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from desktop.demo.faults import Faults
from desktop.demo.routing import compiled, found
from desktop.demo.serving import Serving
from desktop.demo.setup import OFFICE_GROUP, OFFICE_TOKEN
from desktop.demo.wire import EventStream, Request, Response, json_response

FIRST = 1423
"""The ticket that is there from the beginning, and its number."""
_FIRST_TITLE = "Rimborso doppio addebito"
_FIRST_TEXT = "Doppio addebito SDD, lotto di febbraio: 91,20 €. Rimborsare sul conto della cliente."
_DESK, _OFFICE = "Sportello", "Anna Bruni"
_TAKEN_UP, _SETTLED, _FIRST_SETTLED = 30.0, 90.0, 75.0  # seconds of the town's script


@dataclass(slots=True)
class Article:
    """What was said in a ticket."""

    id: int
    author: str
    body: str
    internal: bool
    at: datetime


@dataclass(slots=True)
class OfficeTicket:
    """One ticket. `state` is the office's own word."""

    id: int
    title: str
    state: str
    changed_at: datetime
    articles: list[Article] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


class Office:
    """Keeps tickets and answers for them. Runs in the event loop that serves it."""

    def __init__(self, now: Callable[[], datetime], plan: Callable[[float, Callable[[], object]], None]) -> None:
        """`plan` lets something happen after so many seconds of the town's script."""
        self._now = now
        self._plan = plan
        self._number = FIRST - 1
        self.tickets: dict[int, OfficeTicket] = {}
        self._routes = compiled(
            {
                "GET /api/v1/users/me": lambda *_: json_response({"id": 3, "login": "sportello@aurora.example"}),
                "GET /api/v1/groups": lambda *_: json_response([{"id": 1, "name": OFFICE_GROUP}]),
                "POST /api/v1/tickets": self._create,
                "GET /api/v1/tickets/search": self._search,
                "GET /api/v1/tickets/{id}": self._show,
                "POST /api/v1/ticket_articles": self._comment,
                "GET /api/v1/ticket_articles/by_ticket/{id}": self._articles,
            }
        )
        self._serving = Serving(self._answer, Faults())
        first = self._add(_FIRST_TITLE, _FIRST_TEXT, "open", now() - timedelta(minutes=40))
        self._plan(_FIRST_SETTLED, lambda: self.settle(first.id, "Bonifico disposto, valuta venerdì. Chiudo."))

    @property
    def url(self) -> str:
        """Where it listens, "" before it does."""
        return self._serving.url

    async def start(self, host: str) -> None:
        """Listen on a free port. Raises OSError."""
        await self._serving.start(host, 0)

    async def close(self) -> None:
        """Stop listening. Never raises."""
        await self._serving.close()

    def take_up(self, ticket_id: int) -> None:
        """Let somebody begin to work on a new ticket."""
        ticket = self.tickets[ticket_id]
        if ticket.state == "new":
            ticket.state = "open"
            self._say(ticket, _OFFICE, "Presa in carico.", internal=True)

    def settle(self, ticket_id: int, words: str) -> None:
        """Let somebody finish a ticket and say so."""
        ticket = self.tickets[ticket_id]
        ticket.state = "closed"
        self._say(ticket, _OFFICE, words, internal=False)

    def _add(self, title: str, text: str, state: str, at: datetime) -> OfficeTicket:
        self._number += 1
        ticket = OfficeTicket(self._number, title, state, at)
        self.tickets[ticket.id] = ticket
        self._say(ticket, _DESK, text, internal=True, at=at)
        return ticket

    def _say(
        self, ticket: OfficeTicket, author: str, body: str, *, internal: bool, at: datetime | None = None
    ) -> Article:
        number = 1 + sum(len(one.articles) for one in self.tickets.values())
        article = Article(number, author, body, internal, at or self._now())
        ticket.articles.append(article)
        ticket.changed_at = article.at
        return article

    # ---- what is asked of it

    def _answer(self, request: Request) -> Response | EventStream:
        if request.headers.get("authorization") != f"Token token={OFFICE_TOKEN}":
            return json_response({"error": "Authentication required"}, HTTPStatus.UNAUTHORIZED)
        handler, key = found(self._routes, request)
        answer = handler(request, key) if handler is not None else _missing()
        if request.method != "GET" or not isinstance(answer, Response) or answer.status != HTTPStatus.OK:
            return answer
        etag = f'W/"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == etag:
            return Response(HTTPStatus.NOT_MODIFIED, headers=(("ETag", etag),))
        return Response(answer.status, answer.body, headers=(("ETag", etag),))

    def _create(self, request: Request, _: str) -> Response:
        body = request.fields() or {}
        article, title = body.get("article"), str(body.get("title") or "")
        if not title or not isinstance(article, dict):
            return _refused("Missing required value")
        if body.get("group") != OFFICE_GROUP:
            return _refused("Group not found")
        ticket = self._add(title, str(article.get("body", "")), "new", self._now())
        _keep_files(ticket, article)
        self._plan(_TAKEN_UP, lambda: self.take_up(ticket.id))
        self._plan(_SETTLED, lambda: self.settle(ticket.id, "Fatto, potete rispondere alla cliente."))
        return json_response(_shown(ticket), HTTPStatus.CREATED)

    def _search(self, request: Request, _: str) -> Response:
        sought = request.value("query") or ""
        held = [
            one
            for one in self.tickets.values()
            if sought in one.title or any(sought in said.body for said in one.articles)
        ]
        return json_response([_shown(one) for one in held])

    def _show(self, _: Request, key: str) -> Response:
        ticket = self._ticket(key)
        return json_response(_shown(ticket)) if ticket is not None else _missing()

    def _comment(self, request: Request, _: str) -> Response:
        body = request.fields() or {}
        ticket = self._ticket(str(body.get("ticket_id", "")))
        if ticket is None:
            return _missing()
        _keep_files(ticket, body)
        said = self._say(ticket, _DESK, str(body.get("body", "")), internal=body.get("internal") is True)
        return json_response(_said(ticket, said), HTTPStatus.CREATED)

    def _articles(self, _: Request, key: str) -> Response:
        ticket = self._ticket(key)
        return json_response([_said(ticket, one) for one in ticket.articles]) if ticket is not None else _missing()

    def _ticket(self, key: str) -> OfficeTicket | None:
        return self.tickets.get(int(key)) if key.isascii() and key.isdigit() else None


def _missing() -> Response:
    return json_response({"error": "Couldn't find it"}, HTTPStatus.NOT_FOUND)


def _refused(why: str) -> Response:
    return json_response({"error": why, "error_human": why}, HTTPStatus.UNPROCESSABLE_ENTITY)


def _keep_files(ticket: OfficeTicket, article: dict[str, Any]) -> None:
    files = article.get("attachments")
    for one in files if isinstance(files, list) else ():
        ticket.files[str(one.get("filename"))] = base64.b64decode(str(one.get("data", "")))


def _shown(ticket: OfficeTicket) -> dict[str, object]:
    return {
        "id": ticket.id,
        "number": str(ticket.id),
        "title": ticket.title,
        "state": ticket.state,
        "group": OFFICE_GROUP,
        "article_count": len(ticket.articles),
        "updated_at": ticket.changed_at.isoformat(),
    }


def _said(ticket: OfficeTicket, article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "ticket_id": ticket.id,
        "from": article.author,
        "created_by": article.author,
        "body": article.body,
        "content_type": "text/plain",
        "type": "note",
        "internal": article.internal,
        "created_at": article.at.isoformat(),
    }
