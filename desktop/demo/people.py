"""Who lives in the demo town: on which networks each of them writes, and what each of them knows by heart."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.demo.networks import Persona
from desktop.model import Network
from desktop.system.resources import resource_path

COMPANY = "us"
"""The key of the company itself, on every network."""


@dataclass(frozen=True, slots=True)
class Townsperson:
    """One person. `personas` is who they are on each network they use, `since` None for no customer.

    Whoever is `silent` says what the script wants and takes no notice of answers.
    """

    key: str
    name: str
    language: str
    personas: Mapping[Network, Persona]
    since: int | None = None
    street: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a person would write when asked for it. Invented, and valid nowhere."""

    number: str
    reading: str
    amount: str
    hour: str


def particulars_of(person: Townsperson, seed: int) -> Particulars:
    """Return a person's customer number, meter reading, amount and hour: the same for the same seed."""
    chance = random.Random(f"{seed}|{person.key}|particulars")  # noqa: S311 - a play, no secret
    return Particulars(
        number=f"{chance.randint(1000, 9899)} {chance.randint(1000, 9899)}",
        reading=f"{chance.randint(2_000, 48_000):06d}",
        amount=f"{chance.randint(48, 320)},{chance.randint(0, 9)}0",
        hour=f"{chance.randint(8, 17)}:{chance.choice(('00', '15', '30', '45'))}",
    )


def townspeople() -> dict[str, Townsperson]:
    """Return everybody but the company by key, read from the resources."""
    with resource_path("demo", "people.toml").open("rb") as file:
        entries = tomllib.load(file)["person"]
    return {entry["key"]: _person(entry) for entry in entries}


def _person(entry: Mapping[str, Any]) -> Townsperson:
    return Townsperson(
        key=entry["key"],
        name=entry["name"],
        language=entry["language"],
        personas={Network(name): _persona(entry, name) for name in entry["on"]},
        since=entry.get("since"),
        street=entry.get("street", ""),
        silent=entry.get("silent", False),
    )


def _persona(entry: Mapping[str, Any], network: str) -> Persona:
    return Persona(
        key=entry["key"],
        name=entry.get("named", {}).get(network, entry["name"]),
        handle=entry["on"][network],
        language=entry["language"],
        followers=entry.get("followers", 0),
    )
