"""A small judge of HTTP exchanges: does a request, does an answer, keep to an OpenAPI document?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Schema = Mapping[str, Any]
_JUDGED = 8  # entries of a list: they are all made by the same hand
_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


@dataclass
class OpenApi:
    """An OpenAPI document (3.0 or 3.1) and what was found wrong by it.

    `strict` also finds fault with parameters that are missing or not as their schema says, and with properties that no
    schema declares.
    """

    document: Mapping[str, Any]
    strict: bool = False
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path, *, strict: bool = False) -> OpenApi:
        return cls(_document(path), strict)

    def check_request(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> None:
        """Note what is wrong with a request: its path, parameters, required fields and their types."""
        if path in self._sign_in_paths():
            return  # the document only says where it is
        name, operation = self._operation(method, path)
        if operation is None:
            self.faults.append(f"{method} {path}: no such path")
            return
        where = f"{method} {name}"
        self.faults += self._of_query(operation, query, where)
        if self.strict:
            self.faults += self._of_path(operation, name, path, where)
        self.faults += self._of_body(operation, headers.get("content-type", ""), body, where)

    def check_answer(self, method: str, path: str, status: int, body: bytes, content_type: str = _JSON) -> None:
        """Note what is wrong with an answer in JSON."""
        if path in self._sign_in_paths():
            return
        name, operation = self._operation(method, path)
        foreseen = (operation or {}).get("responses", {})
        answer = foreseen.get(str(status)) or foreseen.get("default")
        if answer is None:
            self.faults.append(f"{method} {path}: an answer {status} is not foreseen")
            return
        kinds = answer.get("content", {})
        schema = kinds.get(content_type.split(";", maxsplit=1)[0].strip(), {}).get("schema")
        if schema is not None:
            self._check(schema, json.loads(body), f"{method} {name} {status}")
        elif self.strict and kinds:
            self.faults.append(f"{method} {name} {status}: {content_type} is none of {list(kinds)}")

    def _of_query(self, operation: Schema, query: str, where: str) -> Iterator[str]:
        known = {entry["name"]: entry for entry in self._parameters(operation) if entry.get("in") == "query"}
        given: set[str] = set()
        for key, value in parse_qsl(query, keep_blank_values=True):
            parameter = known.get(key) or known.get(key.removesuffix("[]")) or known.get(f"{key.removesuffix('[]')}[]")
            if parameter is None:
                yield f"{where}: unknown parameter {key}"
            elif self.strict:
                given.add(parameter["name"])
                yield from self.violations(parameter["schema"], self._typed(parameter, value), f"{where} {key}")
        if self.strict:
            needed = {name for name, parameter in known.items() if parameter.get("required")}
            yield from (f"{where}: {name} is missing" for name in sorted(needed - given))

    def _of_path(self, operation: Schema, name: str, path: str, where: str) -> Iterator[str]:
        known = {entry["name"]: entry for entry in self._parameters(operation) if entry.get("in") == "path"}
        found = _pattern(name).fullmatch(path)
        for key, value in (found.groupdict() if found else {}).items():
            if key in known:
                yield from self.violations(known[key]["schema"], self._typed(known[key], value), f"{where} {key}")

    def _of_body(self, operation: Schema, content_type: str, body: bytes, where: str) -> Iterator[str]:
        asked = operation.get("requestBody", {})
        kinds = asked.get("content", {})
        kind = content_type.split(";", maxsplit=1)[0].strip()
        if kind == _JSON and kind in kinds:
            yield from self.violations(kinds[kind]["schema"], json.loads(body), f"{where} body")
        elif kind == _MULTIPART and kind in kinds and self.strict:
            yield from self.violations(kinds[kind]["schema"], _parts(content_type, body), f"{where} body")
        elif self.strict and (body or asked.get("required")) and kind not in kinds:
            yield f"{where}: a body of type {kind or 'none'} is none of {list(kinds)}"

    def _parameters(self, operation: Schema) -> list[Schema]:
        return [
            self._resolved(entry["$ref"]) if "$ref" in entry else entry for entry in operation.get("parameters", [])
        ]

    def _typed(self, parameter: Schema, value: str) -> Any:
        """Return a parameter's value as its schema has it: lists of the "form" style are parted by commas."""
        schema = self._whole(parameter["schema"])
        types = _types_of(schema)
        if "array" in types:
            items = {"schema": schema.get("items", {})}
            entries = [value] if parameter.get("explode", True) else value.split(",")
            return [self._typed(items, entry) for entry in entries]
        if "integer" in types and re.fullmatch(r"-?\d+", value):
            return int(value)
        if "boolean" in types and value in {"true", "false"}:
            return value == "true"
        return value

    def _operation(self, method: str, path: str) -> tuple[str, Mapping[str, Any] | None]:
        paths: Mapping[str, Any] = self.document["paths"]
        if path in paths:
            return path, paths[path].get(method.lower())
        for name, entry in paths.items():
            if method.lower() in entry and _pattern(name).fullmatch(path):
                return name, entry[method.lower()]
        return path, None

    def _sign_in_paths(self) -> set[str]:
        schemes = self.document.get("components", {}).get("securitySchemes", {}).values()
        flows = [flow for scheme in schemes for flow in scheme.get("flows", {}).values()]
        return {
            urlsplit(flow[name]).path for flow in flows for name in ("tokenUrl", "authorizationUrl") if name in flow
        }

    def _check(self, schema: Schema, value: object, where: str) -> None:
        self.faults += self.violations(schema, value, where)

    def violations(self, schema: Schema, value: object, where: str) -> list[str]:
        """Return what is wrong with a value."""
        schema = self._whole(schema)
        if value is None and schema.get("nullable"):
            return []
        found = self._of_composition(schema, value, where)
        types = _types_of(schema)
        if types and not any(_is(value, kind) for kind in types):
            return [*found, f"{where}: {type(value).__name__} is none of {types}"]
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{where}: {value!r} is none of {schema['enum']}")
        if self.strict:
            found += _of_value(schema, value, where)
        if isinstance(value, dict):
            found += self._of_object(schema, value, where)
        if isinstance(value, list) and "items" in schema:
            found += [
                fault
                for n, entry in enumerate(value[:_JUDGED])
                for fault in self.violations(schema["items"], entry, f"{where}[{n}]")
            ]
        return found

    def _of_object(self, schema: Schema, value: Mapping[str, object], where: str) -> list[str]:
        found = [f"{where}: {name} is missing" for name in schema.get("required", []) if name not in value]
        declared = schema.get("properties", {})
        for name, inner in declared.items():
            if name in value:
                found += self.violations(inner, value[name], f"{where}.{name}")
        composed = {"oneOf", "anyOf", "allOf"} & schema.keys()
        if schema.get("additionalProperties") is False or (self.strict and declared and not composed):
            found += [f"{where}: {name} is not declared" for name in value if name not in declared]
        return found

    def _of_composition(self, schema: Schema, value: object, where: str) -> list[str]:
        found = [fault for inner in schema.get("allOf", []) for fault in self.violations(inner, value, where)]
        for kind in ("oneOf", "anyOf"):
            if kind in schema:
                attempts = [self.violations(inner, value, where) for inner in schema[kind]]
                if all(attempts):
                    found += _mildest(attempts)
        return found

    def _whole(self, schema: Schema) -> Schema:
        return self._resolved(schema["$ref"]) if "$ref" in schema else schema

    def _resolved(self, reference: str) -> Schema:
        node: Any = self.document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        schema: Schema = node
        return self._resolved(schema["$ref"]) if "$ref" in schema else schema


def _of_value(schema: Schema, value: object, where: str) -> Iterator[str]:
    """Yield what is wrong with a value in itself: its pattern, format, length or size."""
    if isinstance(value, str):
        if "pattern" in schema and re.search(schema["pattern"], value) is None:
            yield f"{where}: {value[:40]!r} is not like {schema['pattern']}"
        if schema.get("format") == "date-time" and not _is_moment(value):
            yield f"{where}: {value[:40]!r} is no time"
    if isinstance(value, str | list):
        low, high = ("minLength", "maxLength") if isinstance(value, str) else ("minItems", "maxItems")
        if not schema.get(low, 0) <= len(value) <= schema.get(high, len(value)):
            yield f"{where}: its length is {len(value)}"
    if (
        isinstance(value, list)
        and schema.get("uniqueItems")
        and len({json.dumps(entry) for entry in value}) < len(value)
    ):
        yield f"{where}: an entry is there twice"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where}: {value} is out of range"


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _parts(content_type: str, body: bytes) -> dict[str, str]:
    """Return the fields of a form with files; a file's bytes are a text to its schema."""
    message = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    parts = [part for part in message.walk() if not part.is_multipart()]
    return {
        str(part.get_param("name", header="content-disposition")): str(part.get_payload(decode=True), "latin-1")  # type: ignore[arg-type]
        for part in parts
    }


@cache
def _document(path: Path) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{([^}]+)\}", r"(?P<\1>[^/]+)", name))


def _mildest(attempts: list[list[str]]) -> list[str]:
    return min(attempts, key=lambda faults: (len(faults), faults))


def _types_of(schema: Schema) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else list(types)


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])
