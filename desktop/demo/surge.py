"""The demo's surge: on demand an outage makes a crowd write at once, and the weeks before it were ordinary ones.

It follows from the seed alone and is no part of the town that is shown otherwise.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from desktop.demo.networks import Persona
from desktop.demo.town import Town
from desktop.model import HourCount, Network
from desktop.system.resources import resource_path

PEOPLE = 48
"""How many write; the detector wants a dozen at least."""

WHERE = (Network.MASTODON, Network.X)
_FIRST, _APART = 8.0, 0.25  # seconds of the script until the first one writes, and between two of them
_WEEKS = 4
_BUSY, _QUIET = (2, 5), (0, 1)  # people an hour between 8 and 21 o'clock, and otherwise


def plan_surge(town: Town, people: int = PEOPLE) -> None:
    """Let a crowd write soon, on the first network of the town where crowds gather."""
    network = next((town.networks[one] for one in WHERE if one in town.networks), None)
    if network is None:
        return
    for number, (persona, text) in enumerate(crowd(town.seed, people)):
        town.plan(_FIRST + number * _APART, lambda who=persona, said=text: network.says(who, said))  # type: ignore[misc]


def crowd(seed: int, people: int) -> list[tuple[Persona, str]]:
    """Return who writes what, in order: the same for the same seed."""
    with resource_path("demo", "surge.toml").open("rb") as file:
        words = tomllib.load(file)
    chance = random.Random(f"{seed}|surge")  # noqa: S311 - a play, no secret
    names = [f"{first} {last}" for first in words["first_names"] for last in words["last_names"]]
    found = []
    for number, name in enumerate(chance.sample(names, min(people, len(names)))):
        key = f"crowd_{number}"
        handle = name.lower().replace(" ", "_")
        found.append((Persona(key, name, handle, "it", chance.randint(10, 900)), chance.choice(words["texts"])))
    return found


def ordinary_weeks(seed: int, now: datetime) -> Iterable[HourCount]:
    """Yield the hours of the weeks before `now`, as an ordinary account of the town has them."""
    chance = random.Random(f"{seed}|weeks")  # noqa: S311 - a play, no secret
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(weeks=_WEEKS)
    while hour < now - timedelta(hours=1):
        least, most = _BUSY if 8 <= hour.hour < 21 else _QUIET  # noqa: PLR2004 - o'clock
        people = chance.randint(least, most)
        yield HourCount(hour, people, chance.randint(0, people // 3))
        hour += timedelta(hours=1)
