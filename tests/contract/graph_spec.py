"""A small judge of HTTP exchanges: does a request, does an answer, keep to the specifications of Meta's Graph?

The nodes' own specifications say which fields, edges and parameters there are; the two official Postman collections
how messages are sent and what is answered. What neither describes is listed here, with the page that does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

SPECIFICATIONS = Path(__file__).parents[2] / "../shared/specs/meta"

Schema = Mapping[str, Any]
_JUDGED = 8  # entries of a list: they are all made by the same hand
_PLACE = re.compile(r"/v\d{2}\.\d/(?P<node>[^/]*)(?:/(?P<edge>[a-z_]+))?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000")
_GENERAL = {"fields", "limit", "after", "before", "summary", "appsecret_proof", "ids"}
"""Parameters of the Graph itself: developers.facebook.com, "Paginated results" and "Field expansion"."""
_ERROR = {
    "message": str,
    "type": str,
    "code": int,
    "error_subcode": int,
    "error_user_title": str,
    "error_user_msg": str,
    "fbtrace_id": str,
    "is_transient": bool,
}
_DOCUMENTED_NODES: dict[str, Schema] = {
    # developers.facebook.com, "Message" and "Conversations API"
    "UnifiedMessage": {
        "fields": {
            "id": "string",
            "created_time": "datetime",
            "from": "Object",
            "to": "Object",
            "message": "string",
            "attachments": "Object",
        },
        "edges": {("GET", "attachments"): {"return": "Object", "params": {}}},
    },
    "Permission": {"fields": {"permission": "string", "status": "string"}, "edges": {}},
}
_DOCUMENTED_PARAMETERS = {
    ("IGUser", "mentioned_media"): {"media_id": "string"},  # "Mentioned Media"
    ("UnifiedThread", "messages"): {},
    ("User", "accounts"): {},
}
_DOCUMENTED_TYPES = {("messages", "tag"): "string"}  # "Message Tags"; the specification calls it an Object
_UNDESCRIBED_FIELDS = {("Page", "tasks"): "list<string>"}  # in the Postman collection's answer
_PLAIN: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "int": (int,),
    "unsigned int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "Object": (dict, list),
}
_MESSAGE_KEYS = {"recipient", "message", "messaging_type", "tag"}
_RECIPIENTS = {"id", "comment_id", "post_id"}  # the collection's own, then "Private Replies"
_CANDIDATES = ("Page", "IGUser", "PagePost", "Comment", "IGMedia", "IGComment", "UnifiedThread", "User")


@dataclass(frozen=True)
class Selected:
    """One field that is asked for, with its modifiers and what is selected of it."""

    name: str
    arguments: tuple[tuple[str, str], ...] = ()
    selection: tuple[Selected, ...] = ()


@dataclass
class GraphSpec:
    """The specifications and what was found wrong by them. `kinds` are the nodes that answers have shown, by id."""

    nodes: Mapping[str, Schema]
    enums: Mapping[str, frozenset[str]]
    sent_answer: frozenset[str]
    faults: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    asked: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> GraphSpec | None:
        """Return a judge, None where the specifications are not beside this checkout."""
        if not SPECIFICATIONS.exists():
            return None
        nodes, enums, sent = _documents(SPECIFICATIONS)
        return cls(nodes, enums, sent)

    # ---- requests

    def check_request(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> None:
        """Note what is wrong with a request: its place, its parameters, the fields it asks for, its body."""
        parameters = parse_qsl(query, keep_blank_values=True)
        self.asked[method, path] = parameters
        found = _PLACE.fullmatch(path)
        if found is None:
            self.faults.append(f"{method} {path}: no place of the Graph")
            return
        if "access_token" in dict(parameters):
            self.faults.append(f"{method} {path}: a token in the address")
        if not headers.get("authorization", "").startswith("Bearer "):
            self.faults.append(f"{method} {path}: unsigned")
        self.faults += self._of_request(method, found, dict(parameters), headers, body)

    def _of_request(
        self, method: str, found: re.Match[str], query: dict[str, str], headers: Mapping[str, str], body: bytes
    ) -> Iterator[str]:
        node, edge = found["node"], found["edge"] or ""
        where = f"{method} {node or '(ids)'}/{edge}"
        if not node and method == "GET":
            yield from self._of_many(query, where)
            return
        kinds = [self.kinds[node]] if node in self.kinds else list(_CANDIDATES)
        kinds = [kind for kind in kinds if (method, edge) in self.nodes[kind]["edges"]]
        if not kinds:
            yield f"{where}: no such operation on {self.kinds.get(node, 'any node')}"
            return
        attempts = [list(self._of_operation(kind, method, edge, query, headers, body, where)) for kind in kinds]
        best = min(range(len(kinds)), key=lambda place: len(attempts[place]))
        if not attempts[best]:
            self.kinds.setdefault(node, kinds[best])
        yield from attempts[best]

    def _of_many(self, query: dict[str, str], where: str) -> Iterator[str]:
        kinds = {self.kinds.get(identity) for identity in query.get("ids", "").split(",")}
        if "ids" not in query or None in kinds or len(kinds) != 1:
            yield f"{where}: ids of {kinds}"
            return
        yield from self._of_fields(str(kinds.pop()), _selection(query.get("fields", "id")), where)
        yield from (f"{where}: unknown parameter {name}" for name in query if name not in _GENERAL)

    def _of_operation(
        self,
        kind: str,
        method: str,
        edge: str,
        query: dict[str, str],
        headers: Mapping[str, str],
        body: bytes,
        where: str,
    ) -> Iterator[str]:
        operation = self.nodes[kind]["edges"][method, edge]
        known = {**operation["params"], **_DOCUMENTED_PARAMETERS.get((kind, edge), {})}
        for name, value in query.items():
            if name not in _GENERAL and name not in known:
                yield f"{where}: unknown parameter {name}"
            elif name in known:
                yield from self._of_text(known[name], value, f"{where} {name}")
        shown = operation["return"] if edge else kind
        if method == "GET" and "fields" in query:
            yield from self._of_fields(shown, _selection(query["fields"]), where)
        if method == "POST":
            yield from self._of_body(operation, edge, headers.get("content-type", ""), body, where)

    def _of_fields(self, kind: str, selection: tuple[Selected, ...], where: str) -> Iterator[str]:
        if kind not in self.nodes:
            return  # no specification of it is here
        node = self.nodes[kind]
        for one in selection:
            place = f"{where} {kind}.{one.name}"
            edge = node["edges"].get(("GET", one.name))
            known = {**(edge["params"] if edge else {}), **_DOCUMENTED_PARAMETERS.get((kind, one.name), {})}
            if edge is None and one.name not in node["fields"] and (kind, one.name) not in _UNDESCRIBED_FIELDS:
                yield f"{place}: no such field"
                continue
            for name, value in one.arguments:
                if name not in known and name not in _GENERAL:
                    yield f"{place}: unknown modifier {name}"
                elif name in known:
                    yield from self._of_text(known[name], value, f"{place}.{name}")
            yield from self._of_fields(
                edge["return"] if edge else node["fields"].get(one.name, ""), one.selection, place
            )

    def _of_body(self, operation: Schema, edge: str, content_type: str, body: bytes, where: str) -> Iterator[str]:
        if content_type.startswith("multipart/"):
            names = _parts(content_type, body)
            yield from (
                f"{where}: unknown part {name}" for name in names if name not in {*operation["params"], "source"}
            )
            return
        if not content_type.startswith("application/json"):
            yield f"{where}: the body is no JSON"
            return
        payload = json.loads(body)
        for name, value in payload.items():
            if name not in operation["params"]:
                yield f"{where}: unknown field {name}"
            else:
                kind = _DOCUMENTED_TYPES.get((edge, name), operation["params"][name])
                yield from self._of_value(kind, value, f"{where} {name}")
        yield from (f"{where}: {name} is missing" for name in operation["required"] if name not in payload)
        if edge == "messages":
            yield from _of_message(payload, where)

    def _of_text(self, kind: str, value: str, where: str) -> Iterator[str]:
        """Judge a parameter, which is always a text in an address."""
        if kind in self.enums:
            if value.upper() not in self.enums[kind]:
                yield f"{where}: {value!r} is none of {sorted(self.enums[kind])}"
        elif (kind in {"unsigned int", "int", "datetime"} and not value.isdigit()) or (
            kind == "bool" and value not in {"true", "false"}
        ):
            yield f"{where}: {value!r} is no {kind}"

    # ---- answers

    def check_answer(self, method: str, path: str, status: int, body: bytes) -> None:
        """Note what is wrong with an answer: what is shown must have been asked for, and be of its type."""
        found = _PLACE.fullmatch(path)
        payload = json.loads(body)
        where = f"{method} {path} {status}"
        if found is None:
            return
        if status >= 400 or "error" in payload:
            self.faults += _of_error(payload, where)
            return
        query = dict(self.asked.get((method, path), []))
        self.faults += self._of_answer(method, found, query, payload, where)

    def _of_answer(
        self, method: str, found: re.Match[str], query: dict[str, str], payload: Any, where: str
    ) -> Iterator[str]:
        node, edge = found["node"], found["edge"] or ""
        selection = _selection(query.get("fields", "id"))
        if not node:
            for identity, shown in payload.items():
                yield from self._of_node(self.kinds[identity], selection, shown, f"{where} {identity}")
            return
        kind = self.kinds.get(node)
        if kind is None:
            return  # the request was at fault, and is noted
        if method == "GET" and not edge:
            yield from self._of_node(kind, selection, payload, where)
        elif method == "GET":
            returned = self.nodes[kind]["edges"][method, edge]["return"]
            yield from self._of_edge(returned, Selected(edge, (), selection), payload, where)
        else:
            yield from self._of_change(method, kind, edge, payload, where)

    def _of_change(self, method: str, kind: str, edge: str, payload: Any, where: str) -> Iterator[str]:
        if method == "POST" and edge == "messages":
            yield from (
                () if set(payload) == self.sent_answer else [f"{where}: {sorted(payload)} is not the collection's"]
            )
        elif method == "POST" and edge:
            if set(payload) - {"id"} or not isinstance(payload.get("id"), str):
                yield f"{where}: {payload!r:.60} is no new node"
                return
            returned = self.nodes[kind]["edges"][method, edge]["return"]
            kinds = {"IGUser": "IGComment", "Page": "Photo"}
            self.kinds[payload["id"]] = kinds.get(kind, returned)
        elif payload != {"success": True}:
            yield f"{where}: {payload!r:.60} is no success"

    def _of_edge(self, kind: str, asked: Selected, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict) or not isinstance(value.get("data"), list):
            yield f"{where}: no edge"
            return
        yield from (f"{where}: {name} is unknown" for name in value if name not in {"data", "paging", "summary"})
        if ("summary" in value) is not (("summary", "true") in asked.arguments):
            yield f"{where}: a summary that nobody asked for, or none"
        paging = value.get("paging", {})
        if set(paging) - {"cursors", "next", "previous"} or (
            "next" in paging and not paging["next"].startswith("http")
        ):
            yield f"{where}: {paging!r:.60} is no paging"
        for place, entry in enumerate(value["data"][:_JUDGED]):
            yield from self._of_node(kind, asked.selection or (Selected("id"),), entry, f"{where}[{place}]")
        for entry in value["data"][_JUDGED:]:
            self._remember(kind, entry)

    def _of_node(self, kind: str, selection: tuple[Selected, ...], value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where}: {type(value).__name__} is no node"
            return
        self._remember(kind, value)
        if kind not in self.nodes:
            return
        node = self.nodes[kind]
        asked = {one.name: one for one in selection}
        for name, inner in value.items():
            place = f"{where}.{name}"
            if name not in asked and name != "id":
                yield f"{place}: nobody asked for it"
            elif ("GET", name) in node["edges"] and name not in node["fields"]:
                yield from self._of_edge(node["edges"]["GET", name]["return"], asked[name], inner, place)
            else:
                shown = node["fields"].get(name) or _UNDESCRIBED_FIELDS.get((kind, name), "")
                chosen = asked[name].selection if name in asked else ()
                yield from self._of_value(shown, inner, place, chosen)
        if not isinstance(value.get("id"), str):
            yield f"{where}: no id"

    def _remember(self, kind: str, value: Any) -> None:
        if isinstance(value, dict) and isinstance(value.get("id"), str) and kind in self.nodes:
            self.kinds.setdefault(value["id"], kind)

    def _of_value(self, kind: str, value: Any, where: str, selection: tuple[Selected, ...] = ()) -> Iterator[str]:
        listed = re.fullmatch(r"list(?:<(.+)>)?", kind)
        if listed is not None:
            if not isinstance(value, list):
                yield f"{where}: {type(value).__name__} is no list"
                return
            for entry in value[:_JUDGED]:
                yield from self._of_value(listed[1] or "Object", entry, where, selection)
        elif kind == "datetime":
            yield from () if _MOMENT.fullmatch(str(value)) else [f"{where}: {value!r:.40} is no time"]
        elif kind in self.enums:
            if str(value).upper() not in self.enums[kind]:
                yield f"{where}: {value!r:.40} is none of {sorted(self.enums[kind])}"
        elif kind in self.nodes:
            yield from self._of_node(kind, selection or (Selected("id"),), value, where)
        elif kind in _PLAIN and not _is(value, kind):
            yield f"{where}: {type(value).__name__} is no {kind}"


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "bool"
    return isinstance(value, _PLAIN[kind]) and not (kind == "unsigned int" and str(value).startswith("-"))


def _of_message(payload: Mapping[str, Any], where: str) -> Iterator[str]:
    """Judge the body of a message by the collection: whom it goes to and what it says."""
    if set(payload) - _MESSAGE_KEYS or set(payload["recipient"]) - _RECIPIENTS or len(payload["recipient"]) != 1:
        yield f"{where}: {sorted(payload)} to {payload['recipient']!r:.60}"
    if set(payload["message"]) != {"text"} or not isinstance(payload["message"]["text"], str):
        yield f"{where}: {sorted(payload['message'])} is no message with a text"
    if (payload.get("messaging_type") == "MESSAGE_TAG") is not ("tag" in payload):
        yield f"{where}: a tag without its type, or the type without a tag"


def _of_error(payload: Any, where: str) -> Iterator[str]:
    error = payload.get("error") if isinstance(payload, dict) else None
    if not isinstance(error, dict) or set(payload) != {"error"}:
        yield f"{where}: {payload!r:.60} is no error of the Graph"
        return
    for name, value in error.items():
        if name not in _ERROR or not isinstance(value, _ERROR[name]):
            yield f"{where}: error.{name} is {value!r:.40}"
    yield from (
        f"{where}: error.{name} is missing" for name in ("message", "type", "code", "fbtrace_id") if name not in error
    )


def _selection(text: str) -> tuple[Selected, ...]:
    """Return what a field expansion selects: "a,b.limit(2){c,d}"."""
    found, _ = _selected(text, 0)
    return found


def _selected(text: str, place: int) -> tuple[tuple[Selected, ...], int]:
    found: list[Selected] = []
    while place < len(text) and text[place] != "}":
        name = re.compile(r"[a-z_]+").match(text, place)
        assert name is not None, f"no field at {text[place:]!r:.40}"
        place = name.end()
        arguments: list[tuple[str, str]] = []
        while (modifier := re.compile(r"\.([a-z_]+)\(([^)]*)\)").match(text, place)) is not None:
            arguments.append((modifier[1], modifier[2]))
            place = modifier.end()
        inner: tuple[Selected, ...] = ()
        if text[place : place + 1] == "{":
            inner, place = _selected(text, place + 1)
            assert text[place : place + 1] == "}", "a bracket is left open"
            place += 1
        found.append(Selected(name[0], tuple(arguments), inner))
        if text[place : place + 1] == ",":
            place += 1
    return tuple(found), place


def _parts(content_type: str, body: bytes) -> list[str]:
    message = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    parts = [part for part in message.walk() if not part.is_multipart()]
    return [str(part.get_param("name", header="content-disposition")) for part in parts]


@cache
def _documents(path: Path) -> tuple[Mapping[str, Schema], Mapping[str, frozenset[str]], frozenset[str]]:
    """Return the nodes, the enumerations, and the keys of the collection's answer to a sent text."""
    folder = path / "graph-api-specs"
    nodes: dict[str, Schema] = dict(_DOCUMENTED_NODES)
    for file in folder.glob("*.json"):
        document = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(document, dict):
            nodes[file.stem] = _node_of(document)
    entries = json.loads((folder / "enum_types.json").read_text(encoding="utf-8"))
    enums = {entry["name"]: frozenset(str(value).upper() for value in entry["values"]) for entry in entries}
    return nodes, enums, _sent_answer(path / "messenger-platform-api.postman_collection.json")


def _node_of(document: Schema) -> Schema:
    edges = {}
    for api in document.get("apis", []):
        parameters = {one["name"]: one["type"] for one in api["params"]}
        required = [one["name"] for one in api["params"] if one.get("required")]
        edges[api["method"], api.get("endpoint", "")] = {
            "return": api["return"],
            "params": parameters,
            "required": required,
        }
    return {"fields": {one["name"]: one["type"] for one in document.get("fields", [])}, "edges": edges}


def _sent_answer(path: Path) -> frozenset[str]:
    requests = list(_requests(json.loads(path.read_text(encoding="utf-8"))["item"]))
    sent = next(one for one in requests if one["name"] == "Text Message")
    return frozenset(json.loads(sent["response"][0]["body"]))


def _requests(items: list[Any]) -> Iterator[Any]:
    for item in items:
        if "item" in item:
            yield from _requests(item["item"])
        else:
            yield item
