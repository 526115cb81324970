"""The demo town's script: what was said before the demo begins, and what comes while it runs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desktop.model import Network
from desktop.system.resources import resource_path

_SPAN = re.compile(r"(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One post of the past, written `ago` before the demo begins or `after` the post before it."""

    by: str
    text: str
    ago: timedelta | None
    after: timedelta
    direct: bool
    names_us: bool
    photo: str
    title: str  # of an article
    counts: tuple[int, int, int] | None  # replies elsewhere, shares, likes


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation of the past on one network, oldest first. `below` names the announcement under which it stands."""

    network: Network
    lines: tuple[Line, ...]
    key: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that happens while the demo runs.

    Without a `network` it happens where the person wrote last. `answers` names somebody whose last public post there
    is answered: what an impostor does.
    """

    who: str
    text: str = ""
    network: Network | None = None
    direct: bool = False
    names_us: bool = True
    on_last: bool = False
    edits: bool = False
    deletes: bool = False
    answers: str = ""
    photo: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A post that anybody of a language may write, with the writer's particulars left open."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """All of it: past talks, the scripted future in order, and the endless rest."""

    past: tuple[Talk, ...]
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
        past=tuple(_talk(entry) for entry in (*past["announcement"], *past["thread"])),
        coming=tuple(_coming(entry) for entry in coming["event"]),
        templates=tuple(Template(entry["language"], entry["text"]) for entry in coming["template"]),
    )


def _table(name: str) -> dict[str, Any]:
    with resource_path("demo", name).open("rb") as file:
        return tomllib.load(file)


def _talk(entry: Mapping[str, Any]) -> Talk:
    first = _line(entry, entry.get("who", "us"), direct=entry.get("kind") == "direct", names_us=True)
    rest = [_line(post, post["by"], direct=first.direct, names_us=first.names_us) for post in entry.get("then", [])]
    return Talk(Network(entry["network"]), (first, *rest), entry.get("key", ""), entry.get("below", ""))


def _line(entry: Mapping[str, Any], by: str, *, direct: bool, names_us: bool) -> Line:
    counts = entry.get("counts")
    return Line(
        by=by,
        text=entry["text"],
        ago=span(entry["ago"]) if "ago" in entry else None,
        after=span(entry.get("after", "1m")),
        direct=entry.get("direct", direct),
        names_us=entry.get("names_us", names_us),
        photo=entry.get("photo", ""),
        title=entry.get("title", ""),
        counts=tuple(counts) if counts else None,
    )


def _coming(entry: Mapping[str, Any]) -> Coming:
    return Coming(
        who=entry["who"],
        text=entry.get("edit") or entry.get("text", ""),
        network=Network(entry["network"]) if "network" in entry else None,
        direct=entry.get("kind") == "direct",
        names_us=entry.get("names_us", True),
        on_last=entry.get("on") == "last",
        edits="edit" in entry,
        deletes=bool(entry.get("delete")),
        answers=entry.get("answers", ""),
        photo=entry.get("photo", ""),
        title=entry.get("title", ""),
    )
