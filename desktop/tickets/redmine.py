"""Redmine 5 by its REST interface (www.redmine.org/projects/redmine/wiki/Rest_api): a key a person, times of change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from desktop.channels.exchange import Answer
from desktop.model.channel import CheckStep
from desktop.model.tickets import NewTicket, RemoteComment, RemoteTicket, TicketFile, TicketState, TicketSystem
from desktop.tickets.checking import Attempt, tried
from desktop.tickets.client import NotThere, TicketClient, items
from desktop.tickets.fields import at, listed, mapping, moment, needed, signed, text, titled, without_key
from desktop.tickets.service import OnCommit
from desktop.tickets.states import state_of

_TYPED = re.compile(r"(?:.*/issues/|#)?(\d{1,12})(?:[.#/?].*)?")
_PAGE = "100"


class Redmine:
    """One Redmine. Our key stands in a custom field where its number is named, else in the subject."""

    files_come_later = False

    def __init__(self, system: TicketSystem, client: TicketClient) -> None:
        """`system.place` is the project; `client` signs with X-Redmine-API-Key."""
        self._system = system
        self._client = client

    async def check(self) -> tuple[CheckStep, ...]:
        """Ask who we are, and for the project."""
        return await tried(self._greet, self._find_project)

    async def find(self, key: str) -> RemoteTicket | None:
        """Look for our key in the field or the subject, in open and closed ones."""
        field = self._system.key_field
        query = {f"cf_{field}": key} if field else {"subject": f"~{key}"}
        found = items(await self._client.get("/issues.json", {"status_id": "*", "limit": "5", **query}), "issues")
        return self._ticket(found[0]) if found else None

    async def open(self, new: NewTicket, on_commit: OnCommit) -> RemoteTicket:
        """Hand the files over first: alone they are nothing, and Redmine forgets them after a day."""
        field = self._system.key_field
        issue: dict[str, object] = {
            "project_id": self._system.place,
            "subject": (new.title if field else titled(new.title, new.key))[:255],
            "description": new.text,
            "uploads": await self._uploaded(new.files),
        }
        if field:
            issue["custom_fields"] = [{"id": int(field), "value": new.key}]
        if tracker := self._system.settings.get("tracker", ""):
            issue["tracker_id"] = tracker
        made = await self._client.write("POST", "/issues.json", {"issue": issue}, on_commit)
        return self._ticket(mapping(at(made.payload, "issue")))

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        """Read an issue with its journal, which its ETag then covers; Redmine answers 304 to one that still holds."""
        answer = await self._client.get(f"/issues/{remote_id}.json", {"include": "journals"}, etag=etag)
        if answer.payload is None:
            return None
        return self._ticket(mapping(at(answer.payload, "issue")), answer)

    async def glance(self, remote_ids: Sequence[str]) -> Mapping[str, str] | None:
        """Ask when some issues were changed last."""
        query = {"status_id": "*", "issue_id": ",".join(remote_ids), "limit": _PAGE}
        found = items(await self._client.get("/issues.json", query), "issues")
        return {text(one, "id"): text(one, "updated_on") for one in found}

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        """Read the journal's entries that have words."""
        answer = await self._client.get(f"/issues/{remote_id}.json", {"include": "journals"})
        entries = [mapping(one) for one in listed(at(answer.payload, "issue", "journals"))]
        return tuple(
            RemoteComment(
                text(one, "id"),
                text(one, "user", "name"),
                text(one, "notes"),
                moment(text(one, "created_on")),
                private=one.get("private_notes") is True,
            )
            for one in entries
            if text(one, "notes") and int(text(one, "id") or 0) > int(after or 0)
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
        """Add a note to an issue."""
        issue = {"notes": signed(words, key), "private_notes": private, "uploads": await self._uploaded(files)}
        await self._client.write("PUT", f"/issues/{remote_id}.json", {"issue": issue}, on_commit)

    async def link(self, remote_id: str, key: str) -> None:
        """Write our key into the field."""
        if field := self._system.key_field:
            issue = {"custom_fields": [{"id": int(field), "value": key}]}
            await self._client.write("PUT", f"/issues/{remote_id}.json", {"issue": issue}, _no_matter)

    def id_in(self, typed: str) -> str | None:
        """Take "7", "#7" and the address of an issue's page."""
        found = _TYPED.fullmatch(typed.strip())
        return found[1] if found else None

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def _greet(self) -> None:
        needed((await self._client.get("/users/current.json")).payload, "user", "id")

    async def _find_project(self) -> Attempt:
        try:
            answer = await self._client.get(
                f"/projects/{quote(self._system.place, safe='')}.json", {"include": "trackers"}
            )
        except NotThere:
            return "no_such_place"
        return "" if listed(at(answer.payload, "project", "trackers")) else "may_not_open"

    async def _uploaded(self, files: Sequence[TicketFile]) -> list[dict[str, str]]:
        done = []
        for file in files:
            path = f"/uploads.json?filename={quote(file.name)}"
            answer = await self._client.send("POST", path, file.content, "application/octet-stream", _no_matter)
            token = needed(answer.payload, "upload", "token")
            done.append({"token": token, "filename": file.name, "content_type": file.content_type})
        return done

    def _ticket(self, issue: Mapping[str, object], answer: Answer | None = None) -> RemoteTicket:
        number, name = needed(issue, "id"), text(issue, "status", "name")
        closed = at(issue, "status", "is_closed")
        told = None if closed is None else TicketState.SOLVED if closed else TicketState.OPEN
        return RemoteTicket(
            remote_id=number,
            number=f"#{number}",
            title=without_key(text(issue, "subject")),
            address=f"{self._system.address}/issues/{number}",
            state=state_of(self._system, name, told),
            state_name=name,
            mark=text(issue, "updated_on"),
            etag=answer.headers.get("ETag", "") if answer is not None else "",
        )


def _no_matter() -> None:
    """A deed that may be repeated leaves no trace of when it left."""
