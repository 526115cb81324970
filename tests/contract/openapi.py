"""A small judge of HTTP exchanges: does a request, does an answer, keep to an OpenAPI document?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

Schema = Mapping[str, Any]
_JUDGED = 8  # entries of a list: they are all made by the same hand
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
    """An OpenAPI 3.1 document and what was found wrong by it."""

    document: Mapping[str, Any]
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> OpenApi:
        return cls(_document(path))

    def check_request(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> None:
        """Note what is wrong with a request: its path, parameters, required fields and their types."""
        name, operation = self._operation(method, path)
        if operation is None:
            self.faults.append(f"{method} {path}: no such path")
            return
        known = {entry.get("name") for entry in operation.get("parameters", []) if entry.get("in") == "query"}
        for key, _ in parse_qsl(query):
            if key.removesuffix("[]") not in known:
                self.faults.append(f"{method} {name}: unknown parameter {key}")
        if headers.get("content-type", "").startswith("application/json"):
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            self._check(schema, json.loads(body), f"{method} {name} body")

    def check_answer(self, method: str, path: str, status: int, body: bytes) -> None:
        """Note what is wrong with an answer in JSON."""
        name, operation = self._operation(method, path)
        answer = (operation or {}).get("responses", {}).get(str(status))
        if answer is None:
            self.faults.append(f"{method} {path}: an answer {status} is not foreseen")
            return
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if schema is not None:
            self._check(schema, json.loads(body), f"{method} {name} {status}")

    def _operation(self, method: str, path: str) -> tuple[str, Mapping[str, Any] | None]:
        paths: Mapping[str, Any] = self.document["paths"]
        if path in paths:
            return path, paths[path].get(method.lower())
        for name, entry in paths.items():
            if method.lower() in entry and _pattern(name).fullmatch(path):
                return name, entry[method.lower()]
        return path, None

    def _check(self, schema: Schema, value: object, where: str) -> None:
        self.faults += self.violations(schema, value, where)

    def violations(self, schema: Schema, value: object, where: str) -> list[str]:
        """Return what is wrong with a value."""
        if "$ref" in schema:
            schema = self._resolved(schema["$ref"])
        found = self._of_composition(schema, value, where)
        types = _types_of(schema)
        if types and not any(_is(value, kind) for kind in types):
            return [*found, f"{where}: {type(value).__name__} is none of {types}"]
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{where}: {value!r} is none of {schema['enum']}")
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
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                found += self.violations(inner, value[name], f"{where}.{name}")
        return found

    def _of_composition(self, schema: Schema, value: object, where: str) -> list[str]:
        found = [fault for inner in schema.get("allOf", []) for fault in self.violations(inner, value, where)]
        for kind in ("oneOf", "anyOf"):
            if kind in schema:
                attempts = [self.violations(inner, value, where) for inner in schema[kind]]
                if all(attempts):
                    found += _mildest(attempts)
        return found

    def _resolved(self, reference: str) -> Schema:
        node: Any = self.document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        schema: Schema = node
        return self._resolved(schema["$ref"]) if "$ref" in schema else schema


@cache
def _document(path: Path) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^}]+\}", "[^/]+", name))


def _mildest(attempts: list[list[str]]) -> list[str]:
    return min(attempts, key=lambda faults: (len(faults), faults))


def _types_of(schema: Schema) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else list(types)


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])
