"""Choosing: which cases make a sitting, by language, level, number and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.practice.plan import Level
from desktop.practice.scenario import Scenario

Offer = tuple[Scenario, Mapping[str, Any]]
"""A scenario and the table that it was read from."""


class Source(StrEnum):
    """Where cases come from."""

    SCENARIOS = "scenarios"
    PAST = "past"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Choice:
    """What an agent chose at the beginning. `count` is at most so many cases."""

    language: str
    source: Source
    level: Level
    count: int


def offered(scenarios: Sequence[Offer], past: Sequence[Offer], source: Source, level: Level) -> tuple[Offer, ...]:
    """Return what can be practised on; with both sources one of each in turns."""
    fit = [[one for one in offers if one[0].level <= level] for offers in (scenarios, past)]
    if source is Source.SCENARIOS:
        return tuple(fit[0])
    if source is Source.PAST:
        return tuple(fit[1])
    longest = max(map(len, fit))
    return tuple(offers[place] for place in range(longest) for offers in fit if place < len(offers))


def chosen(
    choice: Choice,
    scenarios: Sequence[Offer],
    past: Sequence[Offer],
    shuffled: Callable[[Sequence[Offer]], Sequence[Offer]],
) -> tuple[Offer, ...]:
    """Return the cases of a sitting, at most `choice.count`; `shuffled` brings them into another order."""
    mixed = offered(shuffled(scenarios), shuffled(past), choice.source, choice.level)
    return mixed[: choice.count]
