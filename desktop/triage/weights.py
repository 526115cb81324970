"""The figures of the priority as data: read from a file, edited by a person, tried before they are saved."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.model import MessageClass
from desktop.triage.own_priority import NOTHING_OWN, FavourKind, OwnPriority, favours_of, folded_tag


class WeightsUnreadable(ValueError):
    """The weights file lacks a figure or holds something else in its place; `str()` names where."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points per factor; see `resources/triage/weights.toml` for what each one means."""

    urgency: Mapping[MessageClass, int]
    gravity: Mapping[str, int]
    gravity_most: int
    reach_from: int
    reach_per_tenfold: float
    reach_most: int
    reach_verified: int
    reach_chip_from: int
    activity_per_doubling: float
    activity_most: int
    repeat_each: int
    repeat_most: int
    waiting_per_doubling: float
    waiting_most: int
    sentiment_each: int
    sentiment_most: int
    customer_value: Mapping[str, int]  # by folded tag
    customer_value_most: int
    caps: Mapping[MessageClass, int]
    favours: Mapping[tuple[FavourKind, str], int] = field(default_factory=dict)  # beside customer_value_most

    @property
    def least(self) -> int:
        """The points of whatever is neither thanks nor noise: more than either can ever have."""
        return max(self.caps.values(), default=0) + 1

    @classmethod
    def load(cls, path: Path, own: OwnPriority = NOTHING_OWN) -> Weights:
        """Read a weights file, with what a desk put in its place. Raises WeightsUnreadable, OSError."""
        try:
            figures = figures_of(path)
            for name, figure in own.figures.items():
                section, _, key = name.partition(".")
                figures[section][key] = figure
            return _weights(figures, favours_of(own))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise WeightsUnreadable(f"{path.name}: {error}") from error


def figures_of(path: Path) -> dict[str, dict[str, float]]:
    """Return the figures of a weights file by section and key. Raises OSError, ValueError."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _weights(data: dict[str, dict[str, float]], favours: Mapping[tuple[FavourKind, str], int]) -> Weights:
    gravity = {name: _points(points) for name, points in data["gravity"].items() if name != "most"}
    return Weights(
        urgency={kind: _points(data["urgency"][kind]) for kind in MessageClass},
        gravity=gravity,
        gravity_most=_points(data["gravity"]["most"]),
        reach_from=max(1, _points(data["reach"]["from"])),
        reach_per_tenfold=float(data["reach"]["per_tenfold"]),
        reach_most=_points(data["reach"]["most"]),
        reach_verified=_points(data["reach"]["verified"]),
        reach_chip_from=_points(data["reach"]["chip_from"]),
        activity_per_doubling=float(data["activity"]["per_doubling"]),
        activity_most=_points(data["activity"]["most"]),
        repeat_each=_points(data["repeat"]["each"]),
        repeat_most=_points(data["repeat"]["most"]),
        waiting_per_doubling=float(data["waiting"]["per_doubling"]),
        waiting_most=_points(data["waiting"]["most"]),
        sentiment_each=_points(data["sentiment"]["each"]),
        sentiment_most=_points(data["sentiment"]["most"]),
        customer_value=_tag_points(data["customer_value"]),
        customer_value_most=_points(data["customer_value"]["most"]),
        caps={MessageClass(name): _points(points) for name, points in data["caps"].items()},
        favours=favours,
    )


def _points(value: float) -> int:
    """Return a figure of the file as whole points; a negative one would turn a reason into its opposite."""
    if isinstance(value, bool) or int(value) != value or value < 0:
        raise ValueError(f"not a number of points: {value!r}")
    return int(value)


def _tag_points(section: Mapping[str, object]) -> dict[str, int]:
    """Return the points of every spelling of a tag."""
    spellings = section["tags"]
    if not isinstance(spellings, dict):
        raise TypeError("customer_value.tags is not a table")
    return {
        folded_tag(tag): _points(section[name])  # type: ignore[arg-type]
        for name, tags in spellings.items()
        for tag in tags.split(",")
    }
