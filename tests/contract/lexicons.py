"""A small judge of HTTP exchanges: does a request, does an answer, keep to the lexicons of the AT Protocol?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import regex  # type: ignore[import-untyped, unused-ignore]

SPECIFICATION = Path(__file__).parents[2] / "../shared/specs/bluesky-lexicons.json"

Schema = Mapping[str, Any]
_JUDGED = 8  # entries of a list: they are all made by the same hand
_PROXIED = "chat.bsky."
_PROTOCOL_ERRORS = {
    "InvalidRequest",
    "AuthMissing",
    "AuthenticationRequired",
    "InvalidToken",
    "ExpiredToken",
    "RateLimitExceeded",
    "MethodNotImplemented",
    "InternalServerError",
    "PayloadTooLarge",
    "BlobNotFound",
    "BlobTooLarge",
    "UpstreamFailure",
}  # what any method may answer beyond the errors that its lexicon names
_DID = r"did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]"
_HANDLE = r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_NSID = r"[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+"
_KEY = r"(?!\.{1,2}$)[A-Za-z0-9._:~-]{1,512}"


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _is_moment(value: str) -> bool:
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,20})?(?:Z|[+-]\d\d:\d\d)", value) is None:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return not value.endswith("-00:00")


_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "did": _matches(_DID),
    "handle": _matches(_HANDLE),
    "at-identifier": _matches(f"{_DID}|{_HANDLE}"),
    "nsid": _matches(_NSID),
    "at-uri": _matches(rf"at://(?:{_DID}|{_HANDLE})(?:/{_NSID}(?:/{_KEY})?)?"),
    "cid": _matches(r"b[a-z2-7]{58,}"),
    "tid": _matches(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}"),
    "record-key": _matches(_KEY),
    "uri": _matches(r"[A-Za-z][A-Za-z.-]*:(?://)?[^\s/][^\s]*"),
    "language": _matches(r"(?:[a-zA-Z]{2,3}(?:-[A-Za-z0-9]{1,8})*)|i-[a-z]+"),
    "datetime": _is_moment,
}
_PLAIN: Mapping[str, type] = {"string": str, "integer": int, "boolean": bool}


@dataclass
class Lexicons:
    """The lexicons and what was found wrong by them."""

    documents: Mapping[str, Schema]
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls) -> Lexicons | None:
        """Return a judge, None where the lexicons are not beside this checkout."""
        return cls(_documents(SPECIFICATION)) if SPECIFICATION.exists() else None

    def check_request(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> None:
        """Note what is wrong with a request: its method, parameters and body, and whether it names its service."""
        name = path.removeprefix("/xrpc/")
        definition = self._method(name)
        if definition is None:
            self.faults.append(f"{method} {path}: no such method")
            return
        if method != ("GET" if definition["type"] == "query" else "POST"):
            self.faults.append(f"{method} {name}: it is a {definition['type']}")
        if name.startswith(_PROXIED) and not re.fullmatch(rf"{_DID}#\w+", headers.get("atproto-proxy", "")):
            self.faults.append(f"{name}: no service is named")
        self._check_parameters(definition, name, query)
        given = definition.get("input")
        if given is not None and "schema" in given:
            if not headers.get("content-type", "").startswith("application/json"):
                self.faults.append(f"{name}: the body is no JSON")
                return
            self._check(given["schema"], json.loads(body), f"{name} body", name)
        elif given is None and body:
            self.faults.append(f"{name}: a body that nobody reads")

    def check_answer(self, method: str, path: str, status: int, body: bytes) -> None:
        """Note what is wrong with an answer."""
        name = path.removeprefix("/xrpc/")
        definition = self._method(name)
        payload = json.loads(body) if body else None
        if definition is None:
            return
        if status != 200:  # the one success of the protocol
            named = {error["name"] for error in definition.get("errors", [])}
            if not isinstance(payload, dict) or payload.get("error") not in named | _PROTOCOL_ERRORS:
                self.faults.append(f"{name} {status}: an error that is not foreseen: {payload!r:.80}")
            return
        schema = definition.get("output", {}).get("schema")
        if schema is not None:
            self._check(schema, payload, f"{name} {status}", name)

    def violations(self, schema: Schema, value: object, where: str, base: str) -> list[str]:
        """Return what is wrong with a value; `base` is the document that local references belong to."""
        by_kind = {
            "ref": lambda: self._of_ref(schema["ref"], value, where, base),
            "union": lambda: self._of_union(schema, value, where, base),
            "object": lambda: self._of_object(schema, value, where, base),
            "record": lambda: self._of_object(schema["record"], value, where, base),
            "array": lambda: self._of_array(schema, value, where, base),
            "unknown": lambda: self._of_unknown(value, where),
            "blob": lambda: _of_blob(schema, value, where),
        }
        return by_kind.get(schema["type"], lambda: _of_plain(schema, value, where))()

    def _check(self, schema: Schema, value: object, where: str, base: str) -> None:
        self.faults += self.violations(schema, value, where, base)

    def _method(self, name: str) -> Schema | None:
        main: Schema | None = self.documents.get(name, {}).get("defs", {}).get("main")
        return main if main is not None and main["type"] in {"query", "procedure"} else None

    def _check_parameters(self, definition: Schema, name: str, query: str) -> None:
        schema = definition.get("parameters", {"properties": {}})
        given: dict[str, list[str]] = {}
        for key, value in parse_qsl(query, keep_blank_values=True):
            given.setdefault(key, []).append(value)
        self.faults += [f"{name}: unknown parameter {key}" for key in given if key not in schema["properties"]]
        self.faults += [f"{name}: {key} is missing" for key in schema.get("required", []) if key not in given]
        for key, values in given.items():
            inner = schema["properties"].get(key)
            if inner is None:
                continue
            if inner["type"] != "array" and len(values) > 1:
                self.faults.append(f"{name}: {key} is given twice")
            read = [_from_query(inner.get("items", inner), value) for value in values]
            self._check(inner, read if inner["type"] == "array" else read[0], f"{name}?{key}", name)

    def _of_ref(self, reference: str, value: object, where: str, base: str) -> list[str]:
        document, _, part = reference.removeprefix("lex:").partition("#")
        found: Schema | None = self.documents.get(document or base, {}).get("defs", {}).get(part or "main")
        if found is None:
            return [f"{where}: {reference} is not among the lexicons"]
        return self.violations(found, value, where, document or base) if found["type"] != "token" else []

    def _of_union(self, schema: Schema, value: object, where: str, base: str) -> list[str]:
        if not isinstance(value, dict) or not isinstance(value.get("$type"), str):
            return [f"{where}: a choice without $type"]
        chosen = value["$type"]
        for reference in schema["refs"]:
            document, _, part = reference.removeprefix("lex:").partition("#")
            whole = f"{document or base}#{part or 'main'}"
            if chosen in {whole, whole.removesuffix("#main")}:
                return self._of_ref(reference, value, where, base)
        return [f"{where}: {chosen} is none of the choices"]

    def _of_object(self, schema: Schema, value: object, where: str, base: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where}: {type(value).__name__} is no object"]
        found = [f"{where}.{name} is missing" for name in schema.get("required", []) if name not in value]
        known = schema.get("properties", {})
        found += [f"{where}.{name} is unknown" for name in value if name not in known and name != "$type"]
        for name, inner in known.items():
            if name not in value or (value[name] is None and name in schema.get("nullable", [])):
                continue
            found += self.violations(inner, value[name], f"{where}.{name}", base)
        return found

    def _of_array(self, schema: Schema, value: object, where: str, base: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{where}: {type(value).__name__} is no list"]
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            return [f"{where}: {len(value)} entries"]
        return [
            fault
            for place, entry in enumerate(value[:_JUDGED])
            for fault in self.violations(schema["items"], entry, f"{where}[{place}]", base)
        ]

    def _of_unknown(self, value: object, where: str) -> list[str]:
        """Judge a record by the lexicon that it names itself after."""
        if not isinstance(value, dict):
            return [f"{where}: {type(value).__name__} is no object"]
        named = value.get("$type")
        main = self.documents.get(str(named), {}).get("defs", {}).get("main")
        return self.violations(main, value, where, str(named)) if main is not None else []


def _of_blob(schema: Schema, value: object, where: str) -> list[str]:
    if not isinstance(value, dict) or value.get("$type") != "blob":
        return [f"{where}: no blob"]
    link = value.get("ref", {}).get("$link", "")
    found = [] if _FORMATS["cid"](str(link)) else [f"{where}: the blob has no fingerprint"]
    kind, size = str(value.get("mimeType")), value.get("size")
    accepted = [pattern.replace("*", ".*") for pattern in schema.get("accept", ["*/*"])]
    if not any(re.fullmatch(pattern.replace("/", r"\/"), kind) for pattern in accepted):
        found.append(f"{where}: {kind} is not taken")
    if not isinstance(size, int) or size > schema.get("maxSize", size):
        found.append(f"{where}: {size} bytes")
    return found


def _of_plain(schema: Schema, value: object, where: str) -> list[str]:
    wanted = _PLAIN[schema["type"]]
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        return [f"{where}: {type(value).__name__} is no {schema['type']}"]
    found = []
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: {value!r} is not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    if isinstance(value, str):
        found += _of_text(schema, value, where)
    elif not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{where}: {value} is out of bounds")
    return found


def _of_text(schema: Schema, value: str, where: str) -> list[str]:
    found = []
    if "format" in schema and not _FORMATS[schema["format"]](value):
        found.append(f"{where}: {value!r:.60} is no {schema['format']}")
    if len(value.encode()) > schema.get("maxLength", len(value.encode())):
        found.append(f"{where}: {len(value.encode())} bytes")
    if "maxGraphemes" in schema and len(regex.findall(r"\X", value)) > schema["maxGraphemes"]:
        found.append(f"{where}: too many graphemes")
    return found


def _from_query(schema: Schema, value: str) -> object:
    if schema["type"] == "integer" and re.fullmatch(r"-?\d+", value):
        return int(value)
    return {"true": True, "false": False}.get(value, value) if schema["type"] == "boolean" else value


@cache
def _documents(path: Path) -> Mapping[str, Schema]:
    return {document["id"]: document for document in json.loads(path.read_text(encoding="utf-8"))}
