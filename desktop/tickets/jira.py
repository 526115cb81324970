"""Jira by its REST interface: version 3 in the cloud, version 2 in a data centre (developer.atlassian.com)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence

from desktop.model.channel import CheckStep
from desktop.model.tickets import NewTicket, RemoteComment, RemoteTicket, TicketFile, TicketState, TicketSystem
from desktop.tickets.checking import Attempt, tried
from desktop.tickets.client import NotThere, TicketClient, items
from desktop.tickets.fields import at, listed, mapping, moment, needed, signed, text
from desktop.tickets.plain import document, document_words
from desktop.tickets.service import OnCommit
from desktop.tickets.states import state_of

_TYPED = re.compile(r"(?:.*/browse/)?([A-Za-z][A-Za-z0-9_]{0,29}-\d{1,9})(?:[#/?].*)?")
_CATEGORIES = {"new": TicketState.NEW, "indeterminate": TicketState.OPEN, "done": TicketState.SOLVED}
_FIELDS = "summary,status,updated"
_PAGE = "100"


class Jira:
    """One Jira. Our key is a label, which every project has."""

    files_come_later = True

    def __init__(self, system: TicketSystem, client: TicketClient) -> None:
        """`system.place` is the project; the setting "edition" is "cloud" or "data_center"."""
        self._system = system
        self._client = client
        self._is_cloud = system.settings.get("edition", "cloud") == "cloud"
        self._api = f"/rest/api/{3 if self._is_cloud else 2}"

    async def check(self) -> tuple[CheckStep, ...]:
        """Ask who we are, for the project, and whether we may open issues there."""
        return await tried(self._greet, self._find_project)

    async def find(self, key: str) -> RemoteTicket | None:
        """Look for the label."""
        path = f"{self._api}/search/jql" if self._is_cloud else f"{self._api}/search"
        query = {"jql": f'labels = "{key}"', "fields": _FIELDS, "maxResults": "5"}
        found = items(await self._client.get(path, query), "issues")
        return self._ticket(found[0]) if found else None

    async def open(self, new: NewTicket, on_commit: OnCommit) -> RemoteTicket:
        """Open an issue. Its files follow as a comment: Jira takes none with it."""
        fields = {
            "project": {"key": self._system.place},
            "issuetype": {"name": self._system.settings.get("issue_type") or "Task"},
            "summary": " ".join(new.title.split())[:254],
            "description": self._body(new.text),
            "labels": [new.key],
        }
        made = await self._client.write("POST", f"{self._api}/issue", {"fields": fields}, on_commit)
        read = await self.read(needed(made.payload, "key"))
        assert read is not None, "without an ETag a ticket is always told"
        return read

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        """Read an issue."""
        answer = await self._client.get(f"{self._api}/issue/{remote_id}", {"fields": _FIELDS}, etag=etag)
        return None if answer.payload is None else self._ticket(mapping(answer.payload))

    async def glance(self, remote_ids: Sequence[str]) -> Mapping[str, str] | None:
        """Jira refuses a search in which one issue is gone: each is read."""
        del remote_ids
        return None

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        """Read the comments, the newest page of a hundred."""
        query = {"orderBy": "-created", "maxResults": _PAGE}
        answer = await self._client.get(f"{self._api}/issue/{remote_id}/comment", query)
        found = [one for one in items(answer, "comments") if int(text(one, "id") or 0) > int(after or 0)]
        return tuple(
            RemoteComment(
                text(one, "id"),
                text(one, "author", "displayName"),
                document_words(one.get("body")),
                moment(text(one, "created")),
                private=one.get("jsdPublic") is not True,
            )
            for one in sorted(found, key=lambda one: int(text(one, "id") or 0))
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
        """Attach files that are not there yet, then comment. Only Jira Service Management tells internal ones apart."""
        await self._attach(remote_id, files)
        payload: dict[str, object] = {"body": self._body(signed(words, key))}
        if private:
            payload["properties"] = [{"key": "sd.public.comment", "value": {"internal": True}}]
        await self._client.write("POST", f"{self._api}/issue/{remote_id}/comment", payload, on_commit)

    async def link(self, remote_id: str, key: str) -> None:
        """Add our key to the labels; others stay as they are."""
        update = {"update": {"labels": [{"add": key}]}}
        await self._client.write("PUT", f"{self._api}/issue/{remote_id}", update, _no_matter)

    def id_in(self, typed: str) -> str | None:
        """Take "PROJ-7" and the address of an issue's page."""
        found = _TYPED.fullmatch(typed.strip())
        return found[1].upper() if found else None

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def _greet(self) -> None:
        me = (await self._client.get(f"{self._api}/myself")).payload
        needed(me, "accountId" if self._is_cloud else "name")

    async def _find_project(self) -> Attempt:
        place = self._system.place
        try:
            await self._client.get(f"{self._api}/project/{place}")
        except NotThere:
            return "no_such_place"
        query = {"projectKey": place, **({"permissions": "CREATE_ISSUES"} if self._is_cloud else {})}
        answer = await self._client.get(f"{self._api}/mypermissions", query)
        may = at(answer.payload, "permissions", "CREATE_ISSUES", "havePermission")
        return "may_not_open" if may is False else ""

    async def _attach(self, remote_id: str, files: Sequence[TicketFile]) -> None:
        if not files:
            return
        answer = await self._client.get(f"{self._api}/issue/{remote_id}", {"fields": "attachment"})
        there = {
            (text(one, "filename"), text(one, "size")) for one in listed(at(answer.payload, "fields", "attachment"))
        }
        for file in files:
            if (file.name, str(len(file.content))) not in there:
                content, kind = _form(file)
                await self._client.send(
                    "POST",
                    f"{self._api}/issue/{remote_id}/attachments",
                    content,
                    kind,
                    _no_matter,
                    {"X-Atlassian-Token": "no-check"},
                )

    def _body(self, words: str) -> object:
        return document(words) if self._is_cloud else words

    def _ticket(self, issue: Mapping[str, object]) -> RemoteTicket:
        key, name = needed(issue, "key"), text(issue, "fields", "status", "name")
        told = _CATEGORIES.get(text(issue, "fields", "status", "statusCategory", "key"))
        return RemoteTicket(
            remote_id=key,
            number=key,
            title=text(issue, "fields", "summary"),
            address=f"{self._system.address}/browse/{key}",
            state=state_of(self._system, name, told),
            state_name=name,
            mark=text(issue, "fields", "updated"),
        )


def _form(file: TicketFile) -> tuple[bytes, str]:
    """Return a file as multipart/form-data (RFC 7578) and the type that names its boundary."""
    boundary = secrets.token_hex(16)
    name = file.name.replace("\\", "_").replace('"', "_").replace("\r", " ").replace("\n", " ")
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {file.content_type or 'application/octet-stream'}\r\n\r\n"
    )
    return (
        head.encode() + file.content + f"\r\n--{boundary}--\r\n".encode(),
        f"multipart/form-data; boundary={boundary}",
    )


def _no_matter() -> None:
    """A deed that may be repeated leaves no trace of when it left."""
