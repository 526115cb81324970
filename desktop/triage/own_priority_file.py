"""The file of a desk's own priority: read by window, engine and terminal alike, written whole or not at all.

It lies in the profile as `priority.json`, so that an administrator can roll it out. Only what differs from the
program's own is in it, and no text of a customer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.system.profile import JsonUnreadable, mark_of, read_json
from desktop.triage.own_figures import bounded
from desktop.triage.own_phrases import fault_of_phrase
from desktop.triage.own_priority import (
    MOST_FAVOUR,
    NOTHING_OWN,
    STRENGTHS,
    TARGETS,
    USUAL_STRENGTH,
    Favour,
    FavourKind,
    OwnPhrase,
    OwnPriority,
)


class OwnPriorityUnreadable(Exception):
    """The file of the own priority can't be read or holds something else; `str()` says where. Nothing was changed."""


class OwnPriorityFile:
    """The file of a profile, read again when it changed."""

    def __init__(self, path: Path) -> None:
        """Read at the first question; a file that is not there changes nothing."""
        self._path = path
        self._mark: tuple[int, int] | None = None
        self._own = NOTHING_OWN

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

    def read(self) -> OwnPriority:
        """Return what holds now; of a file that can't be read what was read last goes on to hold."""
        mark = mark_of(self._path)
        if mark != self._mark:
            self._mark = mark
            try:
                self._own = read_own_priority(self._path)
            except OwnPriorityUnreadable:
                return self._own
        return self._own


def read_own_priority(path: Path) -> OwnPriority:
    """Return what a file holds, nothing for one that is not there. Raises OwnPriorityUnreadable."""
    try:
        content: Any = read_json(path)
    except FileNotFoundError:
        return NOTHING_OWN
    except JsonUnreadable as error:
        raise OwnPriorityUnreadable(f"{path.name}: {error}") from error
    try:
        return _own(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OwnPriorityUnreadable(f"{path.name}: {error}") from error


def write_own_priority(path: Path, own: OwnPriority) -> None:
    """Keep it in place of what is there, whole or not at all. Raises OSError."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(json.dumps(own.to_json(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    fresh.replace(path)


def _own(content: Mapping[str, Any]) -> OwnPriority:
    return OwnPriority(
        {name: bounded(name, figure) for name, figure in content.get("weights", {}).items()},
        tuple(_phrase(entry) for entry in content.get("phrases", [])),
        tuple(_favour(entry) for entry in content.get("favoured", [])),
    )


def _phrase(entry: Mapping[str, Any]) -> OwnPhrase:
    one = OwnPhrase(
        _one_of(entry["list"], TARGETS),
        _text(entry["phrase"]),
        _text(entry.get("language", "")),
        _one_of(entry.get("strength", USUAL_STRENGTH), STRENGTHS),
        entry.get("counts", True) is True,
    )
    if (fault := fault_of_phrase(one)) is not None:
        raise ValueError(f"{fault.value}: {one.phrase!r}")
    return one


def _favour(entry: Mapping[str, Any]) -> Favour:
    points = entry["points"]
    if isinstance(points, bool) or not isinstance(points, int) or not 1 <= points <= MOST_FAVOUR:
        raise ValueError(f"not 1 to {MOST_FAVOUR} points: {points!r}")
    value = _text(entry["value"]).strip()
    if not value:
        raise ValueError("a favoured customer without a name")
    return Favour(FavourKind(entry["kind"]), value, points, _text(entry.get("name", "")))


def _one_of(value: object, choices: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"unknown: {value!r}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
