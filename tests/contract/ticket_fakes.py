"""Zammad, Zendesk and Jira made up: as much of each as its public description says about what Sportello asks of it.

Each keeps its own state, refuses what its description does not know (paths, methods, fields, a missing signature) and
answers in the description's shapes, so that a request that would fail there fails here:
docs.zammad.org/en/latest/api, developer.zendesk.com/api-reference/ticketing,
developer.atlassian.com/cloud/jira/platform/rest/v3.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx

Answer = tuple[int, object]
NOT_FOUND: Answer = (404, {"error": "Couldn't find it"})


@dataclass
class Said:
    """One comment or article."""

    id: int
    author: str
    words: str
    private: bool
    at: str


@dataclass
class Kept:
    """One ticket."""

    id: int
    title: str
    text: str
    state: str
    key: str = ""
    labels: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    changed: int = 0


class FakeSystem(httpx.AsyncBaseTransport):
    """A made-up system as a way there: no socket, the same bytes."""

    signature = ("", "")
    first = 100

    def __init__(self) -> None:
        self.tickets: dict[int, Kept] = {}
        self.uploads: dict[str, tuple[str, bytes]] = {}
        self.clock = 0
        self.number = self.first
        self.body: Any = None
        self.query: dict[str, str] = {}
        self.headers: httpx.Headers = httpx.Headers()
        self.content = b""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.content = await request.aread()
        self.headers = request.headers
        name, value = self.signature
        if request.headers.get(name) != value:
            status, payload = self.unsigned(request.url.path)
        else:
            self.query = {key: values[0] for key, values in parse_qs(request.url.query.decode()).items()}
            is_json = request.headers.get("Content-Type") == "application/json"
            self.body = json.loads(self.content) if is_json and self.content else None
            status, payload = self.answer(request.method, request.url.path)
        body = b"" if payload is None else json.dumps(payload).encode()
        etag = f'W/"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        if request.method == "GET" and status == 200 and request.headers.get("If-None-Match") == etag:
            return httpx.Response(304, headers={"ETag": etag})
        return httpx.Response(status, content=body, headers={"Content-Type": "application/json", "ETag": etag})

    def unsigned(self, path: str) -> Answer:
        return 401, {"error": "Authentication required"}

    def answer(self, method: str, path: str) -> Answer:
        for pattern, verb, name in self.routes():
            match = re.fullmatch(pattern, path)
            if match and verb == method:
                handler: Callable[..., Answer] = getattr(self, name)
                return handler(*match.groups())
        return 404, {"error": f"No route matches {method} {path}"}

    def routes(self) -> tuple[tuple[str, str, str], ...]:
        raise NotImplementedError

    def tick(self, ticket: Kept | None = None) -> str:
        self.clock += 1
        if ticket is not None:
            ticket.changed = self.clock
        return self.moment(self.clock)

    @staticmethod
    def moment(number: int) -> str:
        return f"2026-03-12T10:{number // 60 % 60:02}:{number % 60:02}.000Z"

    def make(self, title: str, text: str, state: str, **about: Any) -> Kept:
        self.number += 1
        ticket = Kept(self.number, title, text, state, **about)
        self.tickets[ticket.id] = ticket
        self.tick(ticket)
        return ticket

    def say(self, ticket_id: int, words: str, *, private: bool, author: str = "Anna Bruni") -> Said:
        ticket = self.tickets[ticket_id]
        at = self.tick(ticket)
        self.number += 1
        said = Said(self.number, author, words, private, at)
        ticket.said.append(said)
        return said


def known(fields: dict[str, Any], *names: str) -> None:
    """Fail for a field that the description does not have."""
    assert set(fields) <= set(names), f"unknown fields: {set(fields) - set(names)}"


class FakeZammad(FakeSystem):
    """Zammad: articles, states by name, search through titles and texts."""

    signature = ("Authorization", "Token token=zammad-token")

    def routes(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (r"/api/v1/users/me", "GET", "me"),
            (r"/api/v1/groups", "GET", "groups"),
            (r"/api/v1/tickets", "POST", "create"),
            (r"/api/v1/tickets/search", "GET", "search"),
            (r"/api/v1/tickets/(\d+)", "GET", "show"),
            (r"/api/v1/ticket_articles", "POST", "article"),
            (r"/api/v1/ticket_articles/by_ticket/(\d+)", "GET", "articles"),
        )

    def me(self) -> Answer:
        return 200, {"id": 3, "login": "desk@example.test"}

    def groups(self) -> Answer:
        return 200, [{"id": 1, "name": "Users"}]

    def create(self) -> Answer:
        body = self.body
        known(body, "title", "group", "customer_id", "customer", "article", "tags", "note", "priority", "state")
        if body.get("group") != "Users":
            return 422, {"error": "No lookup value found for 'group'", "error_human": "Group not found"}
        if not body.get("title") or not isinstance(body.get("customer_id"), int):
            return 422, {"error": "Missing required value"}
        article = body["article"]
        self._judge(article, "subject")
        ticket = self.make(body["title"], article["body"], "new")
        self._keep_files(ticket, article)
        self.say(ticket.id, article["body"], private=article["internal"], author="Desk")
        return 201, self._ticket(ticket)

    def search(self) -> Answer:
        sought = self.query["query"]
        found = [
            one
            for one in self.tickets.values()
            if sought in one.title or any(sought in said.words for said in one.said)
        ]
        return 200, [self._ticket(one) for one in found]

    def show(self, number: str) -> Answer:
        ticket = self.tickets.get(int(number))
        return (200, self._ticket(ticket)) if ticket else (404, {"error": "Couldn't find Ticket"})

    def article(self) -> Answer:
        self._judge(self.body, "ticket_id")
        ticket = self.tickets.get(self.body["ticket_id"])
        if ticket is None:
            return NOT_FOUND
        self._keep_files(ticket, self.body)
        said = self.say(ticket.id, self.body["body"], private=self.body["internal"], author="Desk")
        return 201, self._article(ticket, said)

    def articles(self, number: str) -> Answer:
        ticket = self.tickets.get(int(number))
        if ticket is None:
            return NOT_FOUND
        return 200, [self._article(ticket, said) for said in ticket.said]

    def _judge(self, article: dict[str, Any], *more: str) -> None:
        known(article, "body", "content_type", "type", "internal", "attachments", *more)
        assert article["type"] == "note"
        assert article["content_type"] in {"text/plain", "text/html"}

    def _keep_files(self, ticket: Kept, article: dict[str, Any]) -> None:
        for one in article.get("attachments", []):
            known(one, "filename", "data", "mime-type")
            ticket.files[one["filename"]] = base64.b64decode(one["data"])

    def _article(self, ticket: Kept, said: Said) -> dict[str, Any]:
        return {
            "id": said.id,
            "ticket_id": ticket.id,
            "from": said.author,
            "body": said.words,
            "content_type": "text/plain",
            "type": "note",
            "internal": said.private,
            "created_at": said.at,
            "created_by": said.author,
        }

    def _ticket(self, ticket: Kept) -> dict[str, Any]:
        expanded = {"state": ticket.state, "group": "Users"} if self.query.get("expand") == "true" else {}
        return {
            "id": ticket.id,
            "number": str(31000 + ticket.id),
            "title": ticket.title,
            "state_id": 2,
            "article_count": len(ticket.said),
            "updated_at": self.moment(ticket.changed),
            **expanded,
        }


class FakeZendesk(FakeSystem):
    """Zendesk: external ids, idempotency keys, comments by updates."""

    signature = ("Authorization", "Basic " + base64.b64encode(b"desk@example.test/token:zendesk-token").decode())

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, tuple[bytes, Answer]] = {}

    def routes(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (r"/api/v2/users/me\.json", "GET", "me"),
            (r"/api/v2/groups\.json", "GET", "groups"),
            (r"/api/v2/tickets\.json", "GET", "listed"),
            (r"/api/v2/tickets\.json", "POST", "create"),
            (r"/api/v2/tickets/show_many\.json", "GET", "several"),
            (r"/api/v2/tickets/(\d+)\.json", "GET", "show"),
            (r"/api/v2/tickets/(\d+)\.json", "PUT", "update"),
            (r"/api/v2/tickets/(\d+)/comments\.json", "GET", "comments"),
            (r"/api/v2/uploads\.json", "POST", "upload"),
        )

    def unsigned(self, path: str) -> Answer:
        if path == "/api/v2/users/me.json" and "Authorization" not in self.headers:
            return 200, {"user": {"id": None, "name": "Anonymous user"}}
        return 401, {"error": "Couldn't authenticate you"}

    def me(self) -> Answer:
        return 200, {"user": {"id": 7, "name": "Desk"}}

    def groups(self) -> Answer:
        return 200, {"groups": [{"id": 360001, "name": "Care"}]}

    def listed(self) -> Answer:
        key = self.query["external_id"]
        return 200, {"tickets": [self._ticket(one) for one in self.tickets.values() if one.key == key]}

    def create(self) -> Answer:
        key = self.headers.get("Idempotency-Key", "")
        if key in self.made:
            before, answer = self.made[key]
            if before != self.content:
                return 400, {"error": "IdempotentRequestError"}
            return answer
        asked = self.body["ticket"]
        known(asked, "subject", "comment", "external_id", "group_id", "requester_id", "tags", "priority")
        if asked.get("group_id", 360001) != 360001:
            return 422, {"error": "RecordInvalid", "details": {"group": [{"description": "Group is invalid"}]}}
        ticket = self.make(asked["subject"], asked["comment"]["body"], "new", key=asked["external_id"])
        self._comment(ticket, asked["comment"])
        answer = (201, {"ticket": self._ticket(ticket)})
        if key:
            self.made[key] = (self.content, answer)
        return answer

    def several(self) -> Answer:
        ids = [int(one) for one in self.query["ids"].split(",")]
        assert len(ids) <= 100
        return 200, {"tickets": [self._ticket(self.tickets[one]) for one in ids if one in self.tickets]}

    def show(self, number: str) -> Answer:
        ticket = self.tickets.get(int(number))
        return (200, {"ticket": self._ticket(ticket)}) if ticket else (404, {"error": "RecordNotFound"})

    def update(self, number: str) -> Answer:
        ticket = self.tickets.get(int(number))
        if ticket is None:
            return 404, {"error": "RecordNotFound", "description": "Not found"}
        known(self.body["ticket"], "comment", "status")
        self._comment(ticket, self.body["ticket"]["comment"])
        return 200, {"ticket": self._ticket(ticket)}

    def comments(self, number: str) -> Answer:
        ticket = self.tickets.get(int(number))
        if ticket is None:
            return 404, {"error": "RecordNotFound"}
        listed = [
            {
                "id": said.id,
                "author_id": 9,
                "plain_body": said.words,
                "body": said.words,
                "public": not said.private,
                "created_at": said.at,
            }
            for said in ticket.said
        ]
        people = [{"id": 9, "name": "Anna Bruni"}] if self.query.get("include") == "users" else []
        return 200, {"comments": listed, "users": people, "meta": {"has_more": False}}

    def upload(self) -> Answer:
        token = f"upload-{len(self.uploads)}"
        self.uploads[token] = (self.query["filename"], self.content)
        return 201, {"upload": {"token": token}}

    def _comment(self, ticket: Kept, comment: dict[str, Any]) -> None:
        known(comment, "body", "public", "uploads")
        for token in comment.get("uploads", []):
            name, content = self.uploads[token]
            ticket.files[name] = content
        self.say(ticket.id, comment["body"], private=not comment["public"])

    def _ticket(self, ticket: Kept) -> dict[str, Any]:
        return {
            "id": ticket.id,
            "subject": ticket.title,
            "status": ticket.state,
            "external_id": ticket.key,
            "updated_at": self.moment(ticket.changed),
        }


class FakeJira(FakeSystem):
    """Jira in the cloud: documents, labels, attachments after the issue, categories of states."""

    signature = ("Authorization", "Basic " + base64.b64encode(b"desk@example.test:jira-token").decode())

    def routes(self) -> tuple[tuple[str, str, str], ...]:
        issue = r"/rest/api/3/issue/(CARE-\d+)"
        return (
            (r"/rest/api/3/myself", "GET", "me"),
            (r"/rest/api/3/project/(\w+)", "GET", "project"),
            (r"/rest/api/3/mypermissions", "GET", "permissions"),
            (r"/rest/api/3/search/jql", "GET", "search"),
            (r"/rest/api/3/issue", "POST", "create"),
            (issue, "GET", "show"),
            (issue, "PUT", "edit"),
            (issue + "/comment", "GET", "comments"),
            (issue + "/comment", "POST", "comment"),
            (issue + "/attachments", "POST", "attach"),
        )

    def me(self) -> Answer:
        return 200, {"accountId": "5b10", "displayName": "Desk"}

    def project(self, key: str) -> Answer:
        return (200, {"id": "1", "key": "CARE"}) if key == "CARE" else (404, {"errorMessages": ["No project"]})

    def permissions(self) -> Answer:
        assert self.query["permissions"] == "CREATE_ISSUES"
        return 200, {"permissions": {"CREATE_ISSUES": {"havePermission": True}}}

    def search(self) -> Answer:
        match = re.fullmatch(r'labels = "([^"]+)"', self.query["jql"])
        assert match
        assert self.query["fields"]
        found = [one for one in self.tickets.values() if match[1] in one.labels]
        return 200, {"issues": [self._issue(one) for one in found], "isLast": True}

    def create(self) -> Answer:
        fields = self.body["fields"]
        known(fields, "project", "issuetype", "summary", "description", "labels")
        if fields["project"] != {"key": "CARE"}:
            return 400, {"errorMessages": [], "errors": {"project": "valid project is required"}}
        assert fields["issuetype"] == {"name": "Task"}
        assert all(" " not in label for label in fields["labels"])
        assert "\n" not in fields["summary"]
        text = self._words(fields["description"])
        ticket = self.make(fields["summary"], text, "To Do", labels=list(fields["labels"]))
        return 201, {"id": str(10_000 + ticket.id), "key": f"CARE-{ticket.id}"}

    def show(self, key: str) -> Answer:
        ticket = self._of(key)
        return (200, self._issue(ticket)) if ticket else (404, {"errorMessages": ["Issue does not exist"]})

    def edit(self, key: str) -> Answer:
        ticket = self._of(key)
        if ticket is None:
            return 404, {"errorMessages": ["Issue does not exist"]}
        for change in self.body["update"]["labels"]:
            ticket.labels.append(change["add"])
        self.tick(ticket)
        return 204, None

    def comments(self, key: str) -> Answer:
        ticket = self._of(key)
        if ticket is None:
            return 404, {"errorMessages": ["Issue does not exist"]}
        assert self.query["orderBy"] == "-created"
        listed = [
            {
                "id": str(said.id),
                "author": {"displayName": said.author},
                "body": _document(said.words),
                "created": said.at.replace("Z", "+0000"),
                "jsdPublic": not said.private,
            }
            for said in reversed(ticket.said)
        ]
        return 200, {"comments": listed, "total": len(listed)}

    def comment(self, key: str) -> Answer:
        ticket = self._of(key)
        if ticket is None:
            return 404, {"errorMessages": ["Issue does not exist"]}
        known(self.body, "body", "visibility", "properties")
        internal = {"key": "sd.public.comment", "value": {"internal": True}} in self.body.get("properties", [])
        said = self.say(ticket.id, self._words(self.body["body"]), private=internal)
        return 201, {"id": str(said.id)}

    def attach(self, key: str) -> Answer:
        ticket = self._of(key)
        if ticket is None:
            return 404, {"errorMessages": ["Issue does not exist"]}
        if self.headers.get("X-Atlassian-Token") != "no-check":
            return 403, {"errorMessages": ["XSRF check failed"]}
        boundary = self.headers["Content-Type"].partition("boundary=")[2].encode()
        head, _, rest = self.content.split(b"--" + boundary)[1].partition(b"\r\n\r\n")
        match = re.search(rb'name="file"; filename="([^"]+)"', head)
        assert match
        ticket.files[match[1].decode()] = rest.removesuffix(b"\r\n")
        self.tick(ticket)
        return 200, [{"id": "1", "filename": match[1].decode()}]

    def _of(self, key: str) -> Kept | None:
        return self.tickets.get(int(key.removeprefix("CARE-")))

    def _words(self, document: dict[str, Any]) -> str:
        assert document["type"] == "doc"
        assert document["version"] == 1
        lines = []
        for paragraph in document["content"]:
            assert paragraph["type"] == "paragraph"
            assert all(part["type"] == "text" and part["text"] for part in paragraph["content"])
            lines.append("".join(part["text"] for part in paragraph["content"]))
        return "\n".join(lines)

    def _issue(self, ticket: Kept) -> dict[str, Any]:
        category = {"To Do": "new", "In Progress": "indeterminate", "Shipped": "done"}[ticket.state]
        every: dict[str, Any] = {
            "summary": ticket.title,
            "status": {"name": ticket.state, "statusCategory": {"key": category}},
            "updated": self.moment(ticket.changed).replace("Z", "+0000"),
            "attachment": [{"filename": name, "size": len(content)} for name, content in ticket.files.items()],
        }
        asked = self.query.get("fields", "").split(",")
        return {
            "id": str(10_000 + ticket.id),
            "key": f"CARE-{ticket.id}",
            "fields": {name: every[name] for name in asked},
        }


def _document(words: str) -> dict[str, Any]:
    lines = words.split("\n")
    content = [{"type": "paragraph", "content": [{"type": "text", "text": one}] if one else []} for one in lines]
    return {"type": "doc", "version": 1, "content": content}
