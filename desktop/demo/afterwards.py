"""What became of each question in the demo's history: when it was over, the mark given, what the guardrails held."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desktop.model import CaseId
from desktop.model.outbox import HoldReason
from desktop.store.earlier_work import Settled

_GIVEN_UP = timedelta(hours=30)
"""After so long a case that nobody answered was put away."""
_MARKS = {1: (2, 4, 9, 32, 53), 24: (5, 9, 21, 39, 26), 10_000: (18, 25, 31, 19, 7)}
"""Weights of the marks 1 to 5, by how many hours an answer took at most: who waits long is less content."""
_HELD = (HoldReason.GUARDRAIL, HoldReason.GUARDRAIL, HoldReason.CLOSED, HoldReason.NEW_MESSAGE)


@dataclass(frozen=True, slots=True)
class After:
    """What became of a question. `settled` puts it into a case."""

    at: datetime
    mark: int | None = None
    marked_at: datetime | None = None
    held: HoldReason | None = None
    override_reason: str = ""
    channels: tuple[str, str] | None = None

    def settled(self, case_id: CaseId, by: str) -> Settled:
        """Return it as the store takes it."""
        return Settled(case_id, by, self.at, self.mark, self.marked_at, self.held, self.override_reason, self.channels)


class Afterwards:
    """Decides it by chance, as the resource says how often."""

    def __init__(self, words: Mapping[str, Any], now: datetime) -> None:
        """`words` are the resource's table "afterwards"; nobody gave a mark after `now`."""
        self._words = words
        self._now = now

    def of(self, asked: datetime, answered: datetime | None, chance: random.Random) -> After:
        """Return what became of a question that was asked, and answered unless None."""
        if answered is None:
            return After(asked + _GIVEN_UP)
        words = self._words
        over = answered + timedelta(minutes=chance.randint(2, 90))
        is_marked, is_held, is_overridden, says_channels = (
            chance.randrange(100) < words[one] for one in ("marked", "held", "overridden", "channels")
        )
        said_at = over + timedelta(hours=chance.randint(1, 40))
        rather = chance.choices(words["rather"], [one[2] for one in words["rather"]])[0]
        return After(
            over,
            _mark((answered - asked).total_seconds() / 3600, chance) if is_marked and said_at < self._now else None,
            said_at,
            chance.choice(_HELD) if is_held else None,
            chance.choice(words["reasons"]) if is_overridden else "",
            (rather[0], rather[1]) if says_channels and said_at < self._now else None,
        )


def _mark(hours: float, chance: random.Random) -> int:
    weights = next(weights for most, weights in _MARKS.items() if hours <= most)
    return chance.choices(range(1, 6), weights)[0]
