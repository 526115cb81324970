"""The channel survey: what customers answered to "which channel do you use, which would you rather", per channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.model import Network


@dataclass(frozen=True, slots=True)
class Said:
    """How many people use a channel and how many would rather use it. `channel` is a code, perhaps of no network."""

    channel: str
    uses: int
    rather: int


def said_of(figures: Iterable[tuple[str, str, int]]) -> tuple[Said, ...]:
    """Return what was said of each channel that anybody named, the most wanted first.

    Whoever named only the channel that they use is counted there alone.
    """
    uses: Counter[str] = Counter()
    rather: Counter[str] = Counter()
    for used, wanted, count in figures:
        uses[used] += count
        if wanted:
            rather[wanted] += count
    found = [Said(one, uses[one], rather[one]) for one in {*uses, *rather}]
    return tuple(sorted(found, key=lambda one: (-one.rather, -one.uses, one.channel)))


def preferences(said: Iterable[Said]) -> tuple[Mapping[Network, int], int]:
    """Return how many would rather use each network, and how many answered: the base, shops and telephones included."""
    found = tuple(said)
    networks = {one.value: one for one in Network}
    return (
        {networks[one.channel]: one.rather for one in found if one.channel in networks and one.rather},
        sum(one.rather for one in found),
    )
