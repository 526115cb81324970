"""A case's history as its clocks see it: when the customer was to answer, and since when it is to be solved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.clocks.reckoning import Pause, Run
from desktop.model import ClockKind


class Turn(StrEnum):
    """Who is to do something from a moment on."""

    OURS = "ours"  # the customer wrote something that wants an answer, or an agent opened the case
    THEIRS = "theirs"  # we answered, or an agent set the case waiting
    DONE = "done"  # solved


@dataclass(frozen=True, slots=True)
class Moment:
    """From `at` on it is this one's turn."""

    at: datetime
    turn: Turn


def waits_since(moments: Iterable[Moment], since: datetime, now: datetime) -> tuple[Pause, ...]:
    """Return from when until when the customer was to answer after `since`; a wait that goes on ends `now`.

    What came before `since` counts for nothing: a clock that begins is ours.
    """
    pauses: list[Pause] = []
    begun: datetime | None = None
    for moment in _in_order(moments):
        if moment.at < since or moment.at > now:
            continue
        if moment.turn is Turn.THEIRS:
            begun = begun or moment.at
        elif begun is not None:
            pauses.append((begun, moment.at))
            begun = None
    if begun is not None:
        pauses.append((begun, max(begun, now)))
    return tuple(pause for pause in pauses if pause[0] < pause[1])


def resolution_run(moments: Sequence[Moment], now: datetime) -> Run | None:
    """Return the run of the clock until the case is solved, None while it is solved or nothing was ever asked.

    It begins with the first thing that was asked, anew after every solution.
    """
    since: datetime | None = None
    for moment in _in_order(moments):
        if moment.turn is Turn.DONE:
            since = None
        elif moment.turn is Turn.OURS and since is None:
            since = moment.at
    if since is None:
        return None
    return Run(ClockKind.RESOLUTION, since, waits_since(moments, since, now))


def _in_order(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda moment: moment.at)
