"""The demo town's script: what was said before the demo begins, and what comes while it runs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desktop.system.resources import resource_path

_SPAN = re.compile(r"(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One post of the past: `after` is the time since the post before it, or back from the beginning for the first."""

    by: str
    text: str
    after: timedelta
    direct: bool
    photo: str
    counts: tuple[int, int, int] | None  # replies elsewhere, boosts, likes


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that happens while the demo runs."""

    who: str
    text: str
    direct: bool
    on_last: bool
    edits: bool
    deletes: bool
    photo: str


@dataclass(frozen=True, slots=True)
class Template:
    """A post that anybody of a language may write, with the writer's particulars left open."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """All of it: past talks, each oldest post first; the scripted future in order; and the endless rest."""

    past: tuple[tuple[Line, ...], ...]
    coming: tuple[Coming, ...]
    templates: tuple[Template, ...]


def span(text: str) -> timedelta:
    """Return the time that "2d3h", "1h10m" or "45m" stands for. Raises ValueError for anything else."""
    found = _SPAN.fullmatch(text)
    if not text or found is None:
        raise ValueError(f"no span of time: {text!r}")
    return timedelta(**{unit: int(count) for unit, count in found.groupdict().items() if count})


def read_script() -> Script:
    """Return the script, read from the resources."""
    past = _table("past.toml")
    coming = _table("coming.toml")
    return Script(
        past=tuple(_talk(entry) for entry in past["thread"]),
        coming=tuple(_coming(entry) for entry in coming["event"]),
        templates=tuple(Template(entry["language"], entry["text"]) for entry in coming["template"]),
    )


def _table(name: str) -> dict[str, Any]:
    with resource_path("demo", name).open("rb") as file:
        return tomllib.load(file)


def _talk(entry: Mapping[str, Any]) -> tuple[Line, ...]:
    first = _line(entry, entry["who"], entry["ago"], direct=entry.get("kind") == "direct")
    rest = [
        _line(post, post["by"], post["after"], direct=post.get("direct", first.direct))
        for post in entry.get("then", [])
    ]
    return (first, *rest)


def _line(entry: Mapping[str, Any], by: str, after: str, *, direct: bool) -> Line:
    counts = entry.get("counts")
    return Line(by, entry["text"], span(after), direct, entry.get("photo", ""), tuple(counts) if counts else None)


def _coming(entry: Mapping[str, Any]) -> Coming:
    return Coming(
        who=entry["who"],
        text=entry.get("edit") or entry.get("text", ""),
        direct=entry.get("kind") == "direct",
        on_last=entry.get("on") == "last",
        edits="edit" in entry,
        deletes=bool(entry.get("delete")),
        photo=entry.get("photo", ""),
    )
