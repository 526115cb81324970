"""Zendesk by its Support interface (developer.zendesk.com "Tickets"): external ids and idempotency keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from desktop.model.channel import CheckStep, Refused
from desktop.model.tickets import NewTicket, RemoteComment, RemoteTicket, TicketFile, TicketSystem
from desktop.tickets.checking import Attempt, tried
from desktop.tickets.client import TicketClient, items
from desktop.tickets.fields import at, mapping, moment, needed, signed, text
from desktop.tickets.service import OnCommit
from desktop.tickets.states import state_of

_API = "/api/v2"
_TYPED = re.compile(r"(?:.*/tickets/|#)?(\d{1,15})(?:[.#/?].*)?")
_MOST_PAGES = 20


class Zendesk:
    """One Zendesk. Our key is the ticket's external id, and the key of the request that makes it."""

    files_come_later = False

    def __init__(self, system: TicketSystem, client: TicketClient) -> None:
        """`system.place` is a group's number, "" for Zendesk's own choice."""
        self._system = system
        self._client = client

    async def check(self) -> tuple[CheckStep, ...]:
        """Ask who we are (nobody is answered with an empty person), and for the group."""
        return await tried(self._greet, self._find_group)

    async def find(self, key: str) -> RemoteTicket | None:
        """Ask for the ticket with our key as its external id."""
        found = items(await self._client.get(f"{_API}/tickets.json", {"external_id": key}), "tickets")
        return self._ticket(found[0]) if found else None

    async def open(self, new: NewTicket, on_commit: OnCommit) -> RemoteTicket:
        """Open a ticket with an internal comment. The same key twice makes one ticket (Idempotency-Key)."""
        if self._system.place and not self._system.place.isdecimal():
            raise Refused("no_such_place")
        uploads = await self._uploaded(new.files)
        ticket: dict[str, object] = {
            "subject": new.title,
            "comment": {"body": new.text, "public": False, **({"uploads": uploads} if uploads else {})},
            "external_id": new.key,
        }
        if self._system.place:
            ticket["group_id"] = int(self._system.place)
        answer = await self._client.write(
            "POST", f"{_API}/tickets.json", {"ticket": ticket}, on_commit, {"Idempotency-Key": new.key}
        )
        return self._ticket(mapping(at(answer.payload, "ticket")))

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        """Read a ticket."""
        answer = await self._client.get(f"{_API}/tickets/{remote_id}.json", etag=etag)
        return None if answer.payload is None else self._ticket(mapping(at(answer.payload, "ticket")))

    async def glance(self, remote_ids: Sequence[str]) -> Mapping[str, str] | None:
        """Ask when some tickets were changed last: at most a hundred."""
        answer = await self._client.get(f"{_API}/tickets/show_many.json", {"ids": ",".join(remote_ids)})
        return {text(one, "id"): text(one, "updated_at") for one in items(answer, "tickets")}

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        """Read the comments after the first, which is the ticket's own text."""
        found: list[Mapping[str, object]] = []
        names: dict[str, str] = {}
        query = {"include": "users", "page[size]": "100"}
        for _ in range(_MOST_PAGES):
            answer = await self._client.get(f"{_API}/tickets/{remote_id}/comments.json", query)
            found.extend(items(answer, "comments"))
            names.update({text(one, "id"): text(one, "name") for one in items(answer, "users")})
            if at(answer.payload, "meta", "has_more") is not True:
                break
            query = {**query, "page[after]": text(answer.payload, "meta", "after_cursor")}
        return tuple(
            RemoteComment(
                text(one, "id"),
                names.get(text(one, "author_id"), ""),
                text(one, "plain_body") or text(one, "body"),
                moment(text(one, "created_at")),
                private=one.get("public") is False,
            )
            for one in found[1:]
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
        """Add a comment by an update of the ticket."""
        uploads = await self._uploaded(files)
        comment = {"body": signed(words, key), "public": not private, **({"uploads": uploads} if uploads else {})}
        await self._client.write("PUT", f"{_API}/tickets/{remote_id}.json", {"ticket": {"comment": comment}}, on_commit)

    async def link(self, remote_id: str, key: str) -> None:
        """Nothing is written: the external id of a ticket that others opened may be somebody's."""

    def id_in(self, typed: str) -> str | None:
        """Take "7", "#7" and the address of a ticket's page."""
        found = _TYPED.fullmatch(typed.strip())
        return found[1] if found else None

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def _greet(self) -> Attempt:
        answer = await self._client.get(f"{_API}/users/me.json")
        return "" if text(answer.payload, "user", "id") else "token_refused"

    async def _find_group(self) -> Attempt:
        if not self._system.place:
            return ""
        if not self._system.place.isdigit():
            return "no_such_place"
        groups = items(await self._client.get(f"{_API}/groups.json"), "groups")
        return "" if any(text(one, "id") == self._system.place for one in groups) else "no_such_place"

    async def _uploaded(self, files: Sequence[TicketFile]) -> list[str]:
        done = []
        for file in files:
            path = f"{_API}/uploads.json?filename={quote(file.name)}"
            kind = file.content_type or "application/octet-stream"
            answer = await self._client.send("POST", path, file.content, kind, _no_matter)
            done.append(needed(answer.payload, "upload", "token"))
        return done

    def _ticket(self, ticket: Mapping[str, object]) -> RemoteTicket:
        number, name = needed(ticket, "id"), text(ticket, "status")
        return RemoteTicket(
            remote_id=number,
            number=f"#{number}",
            title=text(ticket, "subject"),
            address=f"{self._system.address}/agent/tickets/{number}",
            state=state_of(self._system, name),
            state_name=name,
            mark=text(ticket, "updated_at"),
        )


def _no_matter() -> None:
    """An upload that nothing refers to is forgotten by Zendesk."""
