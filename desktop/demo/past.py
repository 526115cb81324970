"""When each post of the past was written: never in the future, old ones never at night, comments after their post."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.demo.script import Talk
from desktop.demo.setup import ZONE

_NIGHT_ENDS = 7  # o'clock: nobody writes to a company before
_SHIFT = 0.01  # of the time since: no two beginnings are alike
_A_MOMENT = timedelta(minutes=1)


def moments_of(talks: Sequence[Talk], now: datetime, chance: random.Random) -> list[tuple[datetime, int, int]]:
    """Return (moment, place of the talk, place of the line in it) of every line, in the order of time."""
    plan: list[tuple[datetime, int, int]] = []
    begun: dict[str, datetime] = {}
    for place, talk in enumerate(talks):
        moments = _moments(talk, now, chance, begun.get(talk.below) if talk.below else None)
        begun.setdefault(talk.key, moments[0])
        plan += [(at, place, line) for line, at in enumerate(moments)]
    return sorted(plan)


def _moments(talk: Talk, now: datetime, chance: random.Random, after: datetime | None) -> list[datetime]:
    """Return when a talk's lines were written; the first not before `after`."""
    shift = 1 + chance.uniform(-_SHIFT, _SHIFT)
    moments: list[datetime] = []
    for line in talk.lines:
        at = now - line.ago * shift if line.ago is not None else moments[-1] + line.after
        floor = moments[-1] + timedelta(seconds=20) if moments else after + _A_MOMENT if after else None
        at = at if moments else _waking(at, now)
        moments.append(max(at, floor) if floor else at)
    late = moments[-1] - (now - _A_MOMENT)
    return [moment - late for moment in moments] if late > timedelta(0) else moments


def _waking(moment: datetime, now: datetime) -> datetime:
    """Return a moment of more than a day ago moved out of the night, towards the past."""
    local = moment.astimezone(ZoneInfo(ZONE))
    if now - moment < timedelta(days=1) or local.hour >= _NIGHT_ENDS:
        return moment
    return moment - timedelta(hours=local.hour + 3)
