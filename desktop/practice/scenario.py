"""Scenarios: what a made-up customer says, what a good answer holds, and how the customer takes a good or a bad one.

A language's scenarios are one file of `resources/practice`. The same tables are made of the desk's own solved cases.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.model import Network

LANGUAGES = ("it", "ca", "es", "en")
END = "end"
"""The name that ends a conversation where a turn would stand."""
_LEVELS = (1, 2, 3)


class Check(StrEnum):
    """What an answer can hold. The values stand in the files."""

    APOLOGY = "apology"
    NEXT_STEP = "next_step"
    THANKS = "thanks"
    TO_PRIVATE = "to_private"  # written in private, or an invitation to go there
    IN_PUBLIC = "in_public"  # others must read it too
    NO_REQUEST = "no_request"  # asks for no personal data in public
    NO_VALUE = "no_value"  # repeats no personal data in public
    NO_PROMISE = "no_promise"  # promises nothing for a time at which the desk is closed
    OPENING = "opening"  # says when the desk opens
    HIDES = "hides"  # what the customer posted was hidden
    SAYS = "says"  # holds one of the turn's own words


class Mood(StrEnum):
    """How a customer feels about the desk."""

    CALM = "calm"
    CONTENT = "content"
    ANGRY = "angry"
    GONE = "gone"


class ScenarioUnreadable(ValueError):
    """A file of scenarios can't be used. `file` is its name, `where` the scenario's key or "", `what` the fault."""

    def __init__(self, file: str, where: str, what: str) -> None:
        """Keep what the sentence needs."""
        super().__init__(f"{file}: {where + ': ' if where else ''}{what}")
        self.file = file
        self.where = where
        self.what = what


@dataclass(frozen=True, slots=True)
class Said:
    """Something the customer says at the beginning, `minutes` before the agent sits down, on a network."""

    text: str
    network: Network
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Reaction:
    """How a customer takes an answer: what they say ("" for nothing), how they feel, and which turn is next."""

    text: str
    mood: Mood
    next: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One question that waits for an answer. All of `must` and half of `should` make an answer good.

    `model` is an answer that would do: shown for comparison afterwards, for an own case the one that was given.
    """

    name: str
    must: tuple[Check, ...]
    should: tuple[Check, ...]
    says: tuple[str, ...]
    model: str
    model_direct: bool
    good: Reaction
    bad: Reaction


@dataclass(frozen=True, slots=True)
class Scenario:
    """One case to practise on. `network` is where the last of `opening` was said; `level` is 1 (easy) to 3."""

    key: str
    title: str
    language: str
    level: int
    network: Network
    direct: bool
    closed: bool
    customer: str
    handle: str
    followers: int
    mood: Mood
    opening: tuple[Said, ...]
    turns: tuple[Turn, ...]
    nags: str
    leaves: str
    is_past: bool = False

    def turn(self, name: str) -> Turn | None:
        """Return a turn by its name, None for the end."""
        return next((one for one in self.turns if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Words:
    """By which words each check is known in a language; a phrase counts where a word begins with it."""

    language: str
    phrases: Mapping[str, tuple[str, ...]]


def read_scenarios(folder: Path, language: str) -> tuple[Words, tuple[tuple[Scenario, dict[str, Any]], ...]]:
    """Return a language's words and its scenarios, each with the table that it was read from.

    Raises ScenarioUnreadable: nothing of a file with a fault is used.
    """
    path = folder / f"{language}.toml"
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ScenarioUnreadable(path.name, "", "missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioUnreadable(path.name, "", "unreadable") from error
    except tomllib.TOMLDecodeError as error:
        raise ScenarioUnreadable(path.name, "", f"toml: {error}") from error
    words = _words(path.name, language, content.get("words"))
    tables = content.get("scenario")
    if not isinstance(tables, list) or not tables:
        raise ScenarioUnreadable(path.name, "", "scenario")
    usual = {"nags": content.get("nags", ""), "leaves": content.get("leaves", "")}
    found = tuple(
        (scenario_from(path.name, language, table := {**usual, **_table(path.name, one)}), table) for one in tables
    )
    keys = [scenario.key for scenario, _ in found]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise ScenarioUnreadable(path.name, twice, "key")
    return words, found


def scenario_from(file: str, language: str, table: Mapping[str, Any]) -> Scenario:
    """Return the scenario of a table. Raises ScenarioUnreadable, whose `what` names the entry at fault."""
    key = table.get("key")
    if not isinstance(key, str) or not key:
        raise ScenarioUnreadable(file, "", "key")
    read = _Reading(file, key, table)
    network = read.network("network", table)
    turns = read.turns()
    scenario = Scenario(
        key=key,
        title=read.text("title"),
        language=language,
        level=read.level(),
        network=network,
        direct=bool(table.get("direct", False)),
        closed=bool(table.get("closed", False)),
        customer=read.text("customer"),
        handle=read.text("handle"),
        followers=read.number("followers", table, 120),
        mood=read.mood("mood", table, Mood.CALM),
        opening=read.opening(network),
        turns=turns,
        nags=str(table.get("nags", "")),
        leaves=str(table.get("leaves", "")),
        is_past=bool(table.get("past", False)),
    )
    read.check_ways(scenario)
    return scenario


def _table(file: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ScenarioUnreadable(file, "", "scenario")
    return value


def _words(file: str, language: str, table: object) -> Words:
    if not isinstance(table, Mapping):
        raise ScenarioUnreadable(file, "", "words")
    return words_from(file, language, table)


def words_from(file: str, language: str, table: Mapping[str, Any]) -> Words:
    """Return a language's words. Raises ScenarioUnreadable where a list is missing or none."""
    found: dict[str, tuple[str, ...]] = {}
    for check in (Check.APOLOGY, Check.NEXT_STEP, Check.THANKS, Check.TO_PRIVATE, Check.OPENING):
        phrases = table.get(check.value)
        if not isinstance(phrases, list | tuple) or not all(isinstance(one, str) and one for one in phrases):
            raise ScenarioUnreadable(file, "", f"words.{check.value}")
        found[check.value] = tuple(phrases)
    return Words(language, found)


class _Reading:
    """One scenario's table, entry by entry; a fault names the entry."""

    def __init__(self, file: str, key: str, table: Mapping[str, Any]) -> None:
        self._file = file
        self._key = key
        self._table = table

    def text(self, name: str, table: Mapping[str, Any] | None = None) -> str:
        value = (self._table if table is None else table).get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(name)
        return value.strip()

    def number(self, name: str, table: Mapping[str, Any], usual: int) -> int:
        value = table.get(name, usual)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fault(name)
        return value

    def level(self) -> int:
        level = self._table.get("level", 1)
        if level not in _LEVELS:
            raise self.fault("level")
        return int(level)

    def network(self, name: str, table: Mapping[str, Any]) -> Network:
        value = table.get(name)
        found = next((one for one in Network if one.value == value), None)
        if found is None:
            raise self.fault(name)
        return found

    def mood(self, name: str, table: Mapping[str, Any], usual: Mood) -> Mood:
        value = table.get(name, usual.value)
        found = next((one for one in Mood if one.value == value), None)
        if found is None:
            raise self.fault(name)
        return found

    def opening(self, network: Network) -> tuple[Said, ...]:
        says = self._table.get("says")
        if not isinstance(says, list) or not says or not all(isinstance(one, dict) for one in says):
            raise self.fault("says")
        return tuple(
            Said(
                self.text("text", one),
                self.network("network", one) if "network" in one else network,
                self.number("minutes", one, 0),
            )
            for one in says
        )

    def turns(self) -> tuple[Turn, ...]:
        turns = self._table.get("turn")
        if not isinstance(turns, list) or not turns or not all(isinstance(one, dict) for one in turns):
            raise self.fault("turn")
        return tuple(self._turn(number, one) for number, one in enumerate(turns))

    def check_ways(self, scenario: Scenario) -> None:
        """Every way leads to a turn that is there, and every turn's name is its own."""
        names = [turn.name for turn in scenario.turns]
        if len({*names}) != len(names):
            raise self.fault("turn.name")
        for turn in scenario.turns:
            for way in (turn.good, turn.bad):
                if way.next not in {*names, END}:
                    raise self.fault(f"next {way.next!r}")

    def fault(self, what: str) -> ScenarioUnreadable:
        return ScenarioUnreadable(self._file, self._key, what)

    def _turn(self, number: int, table: Mapping[str, Any]) -> Turn:
        name = str(table.get("name", f"turn{number + 1}"))
        says = self._list("say", table)
        must, should = self._checks("must", table), self._checks("should", table)
        if Check.SAYS in {*must, *should} and not says:
            raise self.fault("say")
        return Turn(
            name=name,
            must=must,
            should=should,
            says=says,
            model=self.text("model", table),
            model_direct=bool(table.get("model_direct", False)),
            good=self._way("good", table, Mood.CONTENT, END),
            bad=self._way("bad", table, Mood.ANGRY, name),
        )

    def _way(self, name: str, table: Mapping[str, Any], mood: Mood, usual: str) -> Reaction:
        way = table.get(name)
        if not isinstance(way, dict):
            raise self.fault(name)
        text = way.get("text", "")
        if not isinstance(text, str):
            raise self.fault(f"{name}.text")
        return Reaction(text.strip(), self.mood("mood", way, mood), str(way.get("next", usual)))

    def _checks(self, name: str, table: Mapping[str, Any]) -> tuple[Check, ...]:
        try:
            return tuple(Check(one) for one in self._list(name, table))
        except ValueError as error:
            raise self.fault(name) from error

    def _list(self, name: str, table: Mapping[str, Any]) -> tuple[str, ...]:
        values: Iterable[Any] = table.get(name, ())
        if not isinstance(values, list | tuple) or not all(isinstance(one, str) for one in values):
            raise self.fault(name)
        return tuple(values)
