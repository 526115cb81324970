"""The plan of a sitting: which cases come when and how fast, kept in the practice desk's own store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from desktop.practice.scenario import Scenario, Words, scenario_from, words_from
from desktop.store import Store

_PLAN, _TRIES = "practice.plan", "practice.tries"
_MOST_TRIES = 500


class Level(IntEnum):
    """How hard a sitting is."""

    CALM = 1
    USUAL = 2
    BUSY = 3

    @property
    def target(self) -> timedelta:
        """Within which time a first answer is wanted: a real desk has to find things out as well."""
        return timedelta(minutes={Level.CALM: 6, Level.USUAL: 4, Level.BUSY: 3}[self])

    @property
    def gap(self) -> timedelta:
        """After which time the next case comes, though the one before has not ended."""
        return timedelta(seconds={Level.CALM: 240, Level.USUAL: 100, Level.BUSY: 30}[self])


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One case to come. `uid` names it everywhere; `table` is what the scenario was read from.

    `wanted_at`: a person asked for it to come now. `attempt` counts from 1.
    """

    uid: str
    scenario: Scenario
    table: Mapping[str, Any]
    attempt: int = 1
    wanted_at: datetime | None = None

    @property
    def account(self) -> str:
        """Which of the practice desk's accounts it comes to."""
        return account_key(self.scenario)


def account_key(scenario: Scenario) -> str:
    """Return the name of the account that a scenario needs: a network's, or the one whose desk is closed."""
    return f"{scenario.network.value}{'.closed' if scenario.closed else ''}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A sitting. `pace` shortens every customer's time to answer: 0 answers at once."""

    level: Level
    entries: tuple[PlanEntry, ...]
    words: Mapping[str, Words]
    begun_at: datetime
    pace: float = 1.0

    @property
    def target(self) -> timedelta:
        """The target of a first answer."""
        return self.level.target

    def entry(self, uid: str) -> PlanEntry | None:
        """Return an entry by its uid."""
        return next((one for one in self.entries if one.uid == uid), None)

    def again(self, uid: str, now: datetime) -> Plan:
        """Return the plan with a case once more, at once. Raises LookupError for an unknown one."""
        entry = self.entry(uid)
        if entry is None:
            raise LookupError(uid)
        attempt = 1 + max(one.attempt for one in self.entries if one.scenario.key == entry.scenario.key)
        once_more = replace(entry, uid=_uid(len(self.entries) + 1, attempt), attempt=attempt, wanted_at=now)
        return replace(self, entries=(*self.entries, once_more))

    def hurried(self, uid: str, now: datetime) -> Plan:
        """Return the plan with a case that comes now."""
        return replace(
            self, entries=tuple(replace(one, wanted_at=now) if one.uid == uid else one for one in self.entries)
        )


def plan_of(
    level: Level,
    chosen: Sequence[tuple[Scenario, Mapping[str, Any]]],
    words: Mapping[str, Words],
    now: datetime,
    *,
    pace: float = 1.0,
) -> Plan:
    """Return the plan of a new sitting: these cases in this order."""
    entries = tuple(
        PlanEntry(_uid(number, 1), scenario, table) for number, (scenario, table) in enumerate(chosen, start=1)
    )
    return Plan(level, entries, words, now, pace)


def _uid(number: int, attempt: int) -> str:
    return f"practice{number:02d}x{attempt}"


@dataclass(frozen=True, slots=True)
class Try:
    """Something that was to be sent and was stopped: by which rules, on which words (at most 80 characters)."""

    uid: str
    rules: tuple[str, ...]
    words: str
    at: datetime


class PlanBook:
    """Reads and writes the plan and the tries. Either process of a practice desk; one short transaction each."""

    def __init__(self, store: Store) -> None:
        """Keep both in a practice desk's store."""
        self._store = store

    def keep(self, plan: Plan, now: datetime) -> None:
        """Keep a plan. Raises StoreError."""
        self._store.settings.set(_PLAN, _plain(plan), now)

    def read(self) -> Plan | None:
        """Return the plan, None where there is none or it can't be read."""
        return _plan_from(self._store.settings.get(_PLAN))


class Tries:
    """What was stopped before it was sent. Window process."""

    def __init__(self, store: Store) -> None:
        """Keep them in a practice desk's store."""
        self._store = store

    def add(self, one: Try) -> None:
        """Keep one more. Raises StoreError."""
        kept = [*self._raw(), [one.uid, list(one.rules), one.words[:80], one.at.isoformat()]]
        self._store.settings.set(_TRIES, kept[-_MOST_TRIES:], one.at)

    def all(self) -> tuple[Try, ...]:
        """Return them in their order."""
        return tuple(Try(uid, tuple(rules), words, datetime.fromisoformat(at)) for uid, rules, words, at in self._raw())

    def _raw(self) -> list[Any]:
        value = self._store.settings.get(_TRIES, [])
        return value if isinstance(value, list) else []


def _plain(plan: Plan) -> dict[str, Any]:
    return {
        "level": int(plan.level),
        "pace": plan.pace,
        "begun_at": plan.begun_at.isoformat(),
        "words": {language: {k: list(v) for k, v in words.phrases.items()} for language, words in plan.words.items()},
        "entries": [
            {
                "uid": one.uid,
                "language": one.scenario.language,
                "attempt": one.attempt,
                "wanted_at": one.wanted_at.isoformat() if one.wanted_at else "",
                "table": dict(one.table),
            }
            for one in plan.entries
        ],
    }


def _plan_from(value: object) -> Plan | None:
    if not isinstance(value, Mapping):
        return None
    try:
        return Plan(
            Level(value["level"]),
            tuple(_entry_from(one) for one in value["entries"]),
            {language: words_from("plan", language, table) for language, table in value["words"].items()},
            datetime.fromisoformat(value["begun_at"]),
            float(value["pace"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _entry_from(value: Mapping[str, Any]) -> PlanEntry:
    wanted = value["wanted_at"]
    return PlanEntry(
        value["uid"],
        scenario_from("plan", value["language"], value["table"]),
        value["table"],
        int(value["attempt"]),
        datetime.fromisoformat(wanted) if wanted else None,
    )
