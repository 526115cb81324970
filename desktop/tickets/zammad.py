"""Zammad by its REST interface (docs.zammad.org/en/latest/api): tokens, articles, states by name with `expand`."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence

from desktop.channels.exchange import Answer
from desktop.model.channel import CheckStep
from desktop.model.tickets import NewTicket, RemoteComment, RemoteTicket, TicketFile, TicketSystem
from desktop.tickets.checking import Attempt, tried
from desktop.tickets.client import TicketClient
from desktop.tickets.fields import listed, mapping, moment, needed, signed, text, titled, without_key
from desktop.tickets.plain import plain_words
from desktop.tickets.service import OnCommit
from desktop.tickets.states import state_of

_API = "/api/v1"
_TYPED = re.compile(r"(?:.*ticket/zoom/|id\s*)(\d{1,12})(?:[/#?].*)?|#?(\d{1,12})", re.IGNORECASE)


class Zammad:
    """One Zammad. Our key stands in the title, which its search looks through with and without Elasticsearch."""

    files_come_later = False

    def __init__(self, system: TicketSystem, client: TicketClient) -> None:
        """`system.place` is the group; `client` signs with "Authorization: Token token=…"."""
        self._system = system
        self._client = client

    async def check(self) -> tuple[CheckStep, ...]:
        """Ask who we are, and for the group."""
        return await tried(self._greet, self._find_group)

    async def find(self, key: str) -> RemoteTicket | None:
        """Search for our key, and believe only what carries it in its title."""
        query = {"query": key, "limit": "10", "expand": "true"}
        answer = await self._client.get(f"{_API}/tickets/search", query)
        for found in listed(answer.payload):
            if key in text(found, "title"):
                return self._ticket(mapping(found))
        return None

    async def open(self, new: NewTicket, on_commit: OnCommit) -> RemoteTicket:
        """Open a ticket whose customer is ourselves: Zammad writes to nobody."""
        me = await self._client.get(f"{_API}/users/me")
        article = self._article(new.text, new.files, private=True)
        payload = {
            "title": titled(new.title, new.key),
            "group": self._system.place,
            "customer_id": int(needed(me.payload, "id")),
            "article": {**article, "subject": new.title},
        }
        made = await self._client.write("POST", f"{_API}/tickets?expand=true", payload, on_commit)
        return self._ticket(mapping(made.payload))

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        """Read a ticket; Zammad answers 304 to an ETag that still holds."""
        answer = await self._client.get(f"{_API}/tickets/{remote_id}", {"expand": "true"}, etag=etag)
        return None if answer.payload is None else self._ticket(mapping(answer.payload), answer)

    async def glance(self, remote_ids: Sequence[str]) -> Mapping[str, str] | None:
        """Zammad has no such question: each ticket is read by its ETag."""
        del remote_ids
        return None

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        """Read the articles after the first, which is the ticket's own text."""
        answer = await self._client.get(f"{_API}/ticket_articles/by_ticket/{remote_id}", {"expand": "true"})
        articles = sorted((mapping(one) for one in listed(answer.payload)), key=lambda one: int(text(one, "id") or 0))
        return tuple(
            RemoteComment(
                text(one, "id"),
                text(one, "from") or text(one, "created_by"),
                plain_words(text(one, "body"), is_html=text(one, "content_type") == "text/html"),
                moment(text(one, "created_at")),
                private=one.get("internal") is True,
            )
            for one in articles[1:]
            if int(text(one, "id") or 0) > int(after or 0)
        )

    async def comment(
        self,
        remote_id: str,
        key: str,
        words: str,
        on_commit: OnCommit,
        *,
        files: tuple[TicketFile, ...] = (),
        private: bool = True,
    ) -> None:
        """Add an article of the kind "note"."""
        article = {**self._article(signed(words, key), files, private=private), "ticket_id": int(remote_id)}
        await self._client.write("POST", f"{_API}/ticket_articles", article, on_commit)

    async def link(self, remote_id: str, key: str) -> None:
        """Nothing is written into a ticket that others opened: its title is theirs."""

    def id_in(self, typed: str) -> str | None:
        """Take "7" and the address of a ticket's page (#ticket/zoom/7)."""
        found = _TYPED.fullmatch(typed.strip())
        return (found[1] or found[2]) if found else None

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def _greet(self) -> None:
        needed((await self._client.get(f"{_API}/users/me")).payload, "id")

    async def _find_group(self) -> Attempt:
        groups = listed((await self._client.get(f"{_API}/groups")).payload)
        here = any(text(one, "name") == self._system.place for one in groups)
        return "" if here else "no_such_place"

    def _article(self, words: str, files: Sequence[TicketFile], *, private: bool) -> dict[str, object]:
        attachments = [
            {
                "filename": file.name,
                "data": base64.b64encode(file.content).decode(),
                "mime-type": file.content_type or "application/octet-stream",
            }
            for file in files
        ]
        return {
            "body": words,
            "content_type": "text/plain",
            "type": "note",
            "internal": private,
            **({"attachments": attachments} if attachments else {}),
        }

    def _ticket(self, ticket: Mapping[str, object], answer: Answer | None = None) -> RemoteTicket:
        key, name = needed(ticket, "id"), text(ticket, "state")
        return RemoteTicket(
            remote_id=key,
            number=f"#{text(ticket, 'number') or key}",
            title=without_key(text(ticket, "title")),
            address=f"{self._system.address}/#ticket/zoom/{key}",
            state=state_of(self._system, name),
            state_name=name,
            mark=text(ticket, "updated_at"),
            etag=answer.headers.get("ETag", "") if answer is not None else "",
        )
