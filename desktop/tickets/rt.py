"""Request Tracker 5 by its REST 2 interface (docs.bestpractical.com/rt/5.0/RT/REST2.html): tokens and ETags."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from desktop.channels.exchange import Answer
from desktop.model.channel import CheckStep
from desktop.model.tickets import NewTicket, RemoteComment, RemoteTicket, TicketFile, TicketSystem
from desktop.tickets.checking import Attempt, tried
from desktop.tickets.client import ChangedMeanwhile, NotThere, TicketClient, items
from desktop.tickets.fields import at, listed, moment, needed, signed, text, titled, without_key
from desktop.tickets.service import OnCommit
from desktop.tickets.states import state_of

_API = "/REST/2.0"
_PAGE = 100
_MOST_PAGES = 20
_TRIES = 3
_TYPED = re.compile(r"(?:.*[?&]id=|.*/ticket/|rt\s*#?\s*|#)?(\d{1,12})(?:[&#/?].*)?", re.IGNORECASE)


class RequestTracker:
    """One RT. Our key stands in a custom field where one is named, else in the subject."""

    files_come_later = False

    def __init__(self, system: TicketSystem, client: TicketClient) -> None:
        """`system.place` is the queue; `client` signs with "Authorization: token …"."""
        self._system = system
        self._client = client

    async def check(self) -> tuple[CheckStep, ...]:
        """Ask for the version, and for the queue with what may be done there."""
        return await tried(self._greet, self._find_queue)

    async def find(self, key: str) -> RemoteTicket | None:
        """Look for our key in the field or the subject."""
        field = self._system.key_field
        query = f"CF.{{{field}}} = '{key}'" if field else f"Subject LIKE '{key}'"
        answer = await self._client.get(f"{_API}/tickets", {"query": query, "per_page": "5"})
        found = items(answer)
        return await self.read(needed(found[0], "id")) if found else None

    async def open(self, new: NewTicket, on_commit: OnCommit) -> RemoteTicket:
        """Create a ticket without requestors: RT writes to nobody."""
        field = self._system.key_field
        payload: dict[str, object] = {
            "Queue": self._system.place,
            "Subject": new.title if field else titled(new.title, new.key),
            "Content": new.text,
            "ContentType": "text/plain",
            "Attachments": _attached(new.files),
            **({"CustomFields": {field: new.key}} if field else {}),
        }
        made = await self._client.write("POST", f"{_API}/ticket", payload, on_commit)
        read = await self.read(needed(made.payload, "id"))
        assert read is not None, "without an ETag a ticket is always told"
        return read

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        """Read a ticket; RT answers 304 to an ETag that still holds."""
        answer = await self._client.get(f"{_API}/ticket/{remote_id}", etag=etag)
        return None if answer.payload is None else self._ticket(answer)

    async def glance(self, remote_ids: Sequence[str]) -> Mapping[str, str] | None:
        """Ask when some tickets were changed last."""
        query = " OR ".join(f"id = {one}" for one in remote_ids)
        answer = await self._client.get(
            f"{_API}/tickets", {"query": query, "fields": "LastUpdated", "per_page": str(_PAGE)}
        )
        return {text(one, "id"): text(one, "LastUpdated") for one in items(answer)}

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        """Read the history, and the words of each entry, which RT keeps as attachments."""
        entries = {
            text(one, "id"): one
            for one in await self._pages(f"{_API}/ticket/{remote_id}/history", "Type,Creator,Created")
            if text(one, "Type") in {"Comment", "Correspond"} and int(text(one, "id")) > int(after or 0)
        }
        if not entries:
            return ()
        fields = "TransactionId,ContentType,Content,Filename"
        words: dict[str, str] = {}
        for part in await self._pages(f"{_API}/ticket/{remote_id}/attachments", fields):
            entry, is_text = text(part, "TransactionId"), text(part, "ContentType").startswith("text/")
            if entry in entries and is_text and not text(part, "Filename"):
                words.setdefault(entry, text(part, "Content"))
        return tuple(
            RemoteComment(
                number,
                text(entry, "Creator", "id"),
                words.get(number, ""),
                moment(text(entry, "Created")),
                private=text(entry, "Type") == "Comment",
            )
            for number, entry in sorted(entries.items(), key=lambda one: int(one[0]))
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
        """Comment (its own people read it) or correspond (RT writes to the requestors)."""
        payload = {"Content": signed(words, key), "ContentType": "text/plain", "Attachments": _attached(files)}
        way = "comment" if private else "correspond"
        await self._client.write("POST", f"{_API}/ticket/{remote_id}/{way}", payload, on_commit)

    async def link(self, remote_id: str, key: str) -> None:
        """Write our key into the field, never over a change that was not seen: a stale ETag is answered with 412."""
        field = self._system.key_field
        if not field:
            return
        for attempt in range(_TRIES):
            read = await self.read(remote_id)
            assert read is not None, "without an ETag a ticket is always told"
            try:
                await self._client.write(
                    "PUT",
                    f"{_API}/ticket/{remote_id}",
                    {"CustomFields": {field: key}},
                    _no_matter,
                    {"If-Match": read.etag} if read.etag else None,
                )
            except ChangedMeanwhile:
                if attempt == _TRIES - 1:
                    raise
            else:
                return

    def id_in(self, typed: str) -> str | None:
        """Take "1423", "#1423", "RT #1423" and the address of a ticket's page."""
        found = _TYPED.fullmatch(typed.strip())
        return found[1] if found else None

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def _greet(self) -> None:
        await self._client.get(f"{_API}/rt")

    async def _find_queue(self) -> Attempt:
        try:
            answer = await self._client.get(f"{_API}/queue/{quote(self._system.place, safe='')}")
        except NotThere:
            return "no_such_place"
        links = listed(at(answer.payload, "_hyperlinks"))
        may = any(text(one, "ref") == "create" and text(one, "type") == "ticket" for one in links)
        return "" if may or not links else "may_not_open"

    async def _pages(self, path: str, fields: str) -> list[Mapping[str, object]]:
        found: list[Mapping[str, object]] = []
        for page in range(1, _MOST_PAGES + 1):
            asked = {"fields": fields, "per_page": str(_PAGE), "page": str(page)}
            some = items(await self._client.get(path, asked))
            found.extend(some)
            if len(some) < _PAGE:
                break
        return found

    def _ticket(self, answer: Answer) -> RemoteTicket:
        payload = answer.payload
        number, name = needed(payload, "id"), text(payload, "Status")
        return RemoteTicket(
            remote_id=number,
            number=f"#{number}",
            title=without_key(text(payload, "Subject")),
            address=f"{self._system.address}/Ticket/Display.html?id={number}",
            state=state_of(self._system, name),
            state_name=name,
            mark=text(payload, "LastUpdated"),
            etag=answer.headers.get("ETag", ""),
        )


def _attached(files: Sequence[TicketFile]) -> list[dict[str, str]]:
    return [
        {
            "FileName": file.name,
            "FileType": file.content_type or "application/octet-stream",
            "FileContent": base64.b64encode(file.content).decode(),
        }
        for file in files
        if file.content
    ]


def _no_matter() -> None:
    """A deed that may be repeated leaves no trace of when it left."""
