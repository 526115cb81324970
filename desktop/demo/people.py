"""Who lives in the demo town: the company's own account and its customers, with what each of them knows by heart."""

from __future__ import annotations

import random
from dataclasses import dataclass

from desktop.system.resources import resource_path

DOMAIN = "agora.example"
TITLE = "Agorà"
ZONE = "Europe/Rome"
_FIRST_ID = 110_000_000_000_000_000
_STEP = 7_331_977


@dataclass(frozen=True, slots=True)
class Townsperson:
    """One account of the town. `host` is "" for those on the company's own server; `since` None for no customer."""

    key: str
    id: str
    name: str
    user: str
    host: str
    language: str
    followers: int
    since: int | None = None
    street: str = ""

    @property
    def address(self) -> str:
        """The account as the server's API names it: "marta" or "marta@elsewhere"."""
        return f"{self.user}@{self.host}" if self.host else self.user

    @property
    def home(self) -> str:
        """The server on which the account lives."""
        return self.host or DOMAIN


COMPANY = Townsperson("us", str(_FIRST_ID), "Aurora Energia", "aurora", "", "it", 9_840)


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
    import tomllib

    with resource_path("demo", "people.toml").open("rb") as file:
        entries = tomllib.load(file)["person"]
    return {
        entry["key"]: Townsperson(id=str(_FIRST_ID + _STEP * place), **entry)
        for place, entry in enumerate(entries, start=1)
    }
