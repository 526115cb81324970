"""When the next answer is due and how its clock stands: the target counts opening hours only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.model import Clock, ClockState

FIRST_REPLY_SECONDS = 3_600
AT_RISK_SECONDS = 15 * 60


def first_reply_due(
    arrived_at: datetime,
    add_open_seconds: Callable[[datetime, float], datetime],
    target_seconds: float = FIRST_REPLY_SECONDS,
) -> datetime:
    """Return when the answer to a message is due, UTC.

    `add_open_seconds` adds seconds of opening hours to a moment; what arrives while the desk is closed starts its
    clock when it opens. Both moments are aware.
    """
    return add_open_seconds(arrived_at, target_seconds)


def clock(
    *,
    due_at: datetime | None,
    now: datetime,
    is_open_now: bool,
    resumes_at: datetime | None,
    queued: int | bool,
    open_seconds_left: float | None,
) -> Clock:
    """Return how a case's clock stands at `now`.

    `due_at` None: nothing is owed. `queued`: our answer waits in the outbox, so the agent owes nothing more, though the
    seconds still tell how late it will be. `open_seconds_left` are opening-hours seconds until `due_at`; None counts
    wall time. A target that was missed stays missed while the desk is closed; one that was not is paused until
    `resumes_at`.
    """
    if due_at is None:
        return Clock(ClockState.NONE)
    left = _seconds_left(due_at, now, open_seconds_left)
    if queued:
        return Clock(ClockState.QUEUED, due_at, left)
    if now >= due_at:
        return Clock(ClockState.BREACHED, due_at, left)
    if not is_open_now:
        return Clock(ClockState.PAUSED, due_at, left, resumes_at)
    return Clock(ClockState.AT_RISK if left <= AT_RISK_SECONDS else ClockState.ON_TRACK, due_at, left)


def _seconds_left(due_at: datetime, now: datetime, open_seconds_left: float | None) -> int:
    """Return opening-hours seconds, negative once due; where the hours say nothing of the time since, wall time."""
    on_the_wall = (due_at - now).total_seconds()
    if open_seconds_left is None or (on_the_wall <= 0 <= open_seconds_left):
        return int(on_the_wall)
    return int(max(0.0, open_seconds_left)) if on_the_wall > 0 else int(open_seconds_left)
