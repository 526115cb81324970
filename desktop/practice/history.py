"""One's sittings: figures only, kept in the agent's own profile, never what anybody said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.practice.scoring import PARTS, Part, Result, mean
from desktop.store import Store

_HISTORY = "practice.history"
_KEPT = 200
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting: when it began, in which language, how hard, how many cases, and the means from 0 to 100."""

    at: datetime
    agent: str
    language: str
    level: int
    cases: int
    total: int
    parts: tuple[int, ...]
    """In the order of PARTS."""

    def part(self, part: Part) -> int:
        """Return one part's mean."""
        return self.parts[PARTS.index(part)]


def sitting_of(results: Sequence[Result], *, at: datetime, agent: str, language: str, level: int) -> Sitting | None:
    """Return the sitting of some results, None if no case was answered or has ended."""
    counted = [one for one in results if one.counts]
    if not counted:
        return None
    parts = tuple(mean(one.part(part).points for one in counted) for part in PARTS)
    return Sitting(at, agent, language, level, len(counted), mean(one.total for one in counted), parts)


def sittings_of(store: Store, agent: str) -> tuple[Sitting, ...]:
    """Return an agent's sittings, oldest first; one that can't be read is left out. `agent` are initials."""
    read = (_sitting_from(one) for one in _raw(store))
    return tuple(one for one in read if one is not None and one.agent == agent)


def keep_sitting(store: Store, sitting: Sitting) -> None:
    """Keep a sitting among the last 200 of a profile, in the place of what was kept of it while it went on.

    Raises StoreError.
    """
    now = _plain(sitting)
    with store.connection.writing():
        others = [one for one in _raw(store) if not (isinstance(one, Mapping) and _same(one, now))]
        store.settings.set(_HISTORY, [*others, now][-_KEPT:], sitting.at)


def forget_sittings(store: Store, agent: str, at: datetime) -> None:
    """Forget an agent's sittings. Raises StoreError."""
    kept = [one for one in _raw(store) if not (isinstance(one, Mapping) and one.get("agent") == agent)]
    store.settings.set(_HISTORY, kept, at)


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether both are of one sitting: nobody begins two at the same moment."""
    return all(one.get(name) == other[name] for name in ("at", "agent"))


def _raw(store: Store) -> list[object]:
    value = store.settings.get(_HISTORY, [])
    return value if isinstance(value, list) else []


def _plain(sitting: Sitting) -> dict[str, object]:
    return {
        "at": sitting.at.isoformat(),
        "agent": sitting.agent,
        "language": sitting.language,
        "level": sitting.level,
        "cases": sitting.cases,
        "total": sitting.total,
        "parts": list(sitting.parts),
    }


def _sitting_from(value: object) -> Sitting | None:
    if not isinstance(value, Mapping):
        return None
    try:
        parts = tuple(int(one) for one in value["parts"])
        made = Sitting(
            datetime.fromisoformat(value["at"]),
            str(value["agent"]),
            str(value["language"]),
            int(value["level"]),
            int(value["cases"]),
            int(value["total"]),
            parts,
        )
    except (KeyError, TypeError, ValueError):
        return None
    sound = len(parts) == len(PARTS) and all(0 <= one <= _HUNDRED for one in (made.total, *parts))
    return made if sound and made.at.tzinfo is not None else None
