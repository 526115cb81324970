"""Answers that no honest server gives: one place of a JSON document changed into something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

Path = tuple[str | int, ...]
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**40,
    1e308,
    float("nan"),
    "",
    "0",
    "\x00",
    "\ud800",
    "a" * 5_000,
    "9" * 400,
    "9999-12-31T23:59:59.999999Z",
    "0000-00-00",
    "-1",
    "https://[",
    "javascript:alert(1)",
    "../../../etc/passwd",
    [],
    {},
    [None],
    [[]],
    {"id": None},
    ["17", 17, {"text": {}}],
)
BODIES = (
    b"",
    b"null",
    b"17",
    b"[]",
    b"{}",
    b"[null]",
    b'{"data": null}',
    b'{"error": "trunc',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"1" * 10_000,
    b"NaN",
)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change: the place is chosen among all that the document has, so that it fits any network's."""

    place: int
    value: Any
    drops: bool = False

    def of(self, document: Any) -> Any:
        """Return a copy of a document with the place changed."""
        paths = list(_paths(document))
        return _changed(document, paths[self.place % len(paths)], self)


MUTATIONS = st.builds(Mutation, st.integers(0, 10**6), st.sampled_from(ODD), st.booleans())


def mutated(body: bytes, mutation: Mutation) -> bytes:
    """Return a JSON body with one place changed; anything else as it is."""
    try:
        document = json.loads(body)
    except ValueError:
        return body
    return json.dumps(mutation.of(document)).encode()


def mutated_beside(body: bytes, spoilt: str, spared: str, mutation: Mutation) -> bytes:
    """Return a body with a place changed inside the list entry that holds one word but not the other."""
    try:
        document = json.loads(body)
    except ValueError:
        return body
    for path in _paths(document):
        entry = _at(document, path)
        if path and isinstance(path[-1], int) and spoilt in _text(entry) and spared not in _text(entry):
            return json.dumps(_changed(document, path, Mutation(0, mutation.of(entry)))).encode()
    return body


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from _paths(entry, (*path, key))


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _changed(value: Any, path: Path, mutation: Mutation) -> Any:
    if not path:
        return mutation.value
    first, rest = path[0], path[1:]
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    if not rest and mutation.drops:
        del copy[first]
    else:
        copy[first] = _changed(value[first], rest, mutation)
    return copy
