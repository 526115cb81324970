"""The ladder: what happens at, before and after a clock's end, each step once for every run of the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from desktop.clocks.reckoning import Deadline, Run, Schedule
from desktop.model import ClockKind

LONGEST_MINUTES = 60 * 24 * 31
LEADER, OWNER = "leader", "agent"
"""Whom a step tells: the team leader, or the agent whose case it is."""


class StepDeed(StrEnum):
    """What a step does. The value is stored."""

    RAISE_PRIORITY = "raise_priority"
    NOTIFY = "notify"
    REASSIGN = "reassign"
    OPEN_TICKET = "open_ticket"


class StepFault(StrEnum):
    """Why a step can't be kept."""

    TOO_FAR = "too_far"
    NOBODY = "nobody"  # it tells the leader and there is none
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one clock: `minutes` of the clock's own time after its end, negative before it.

    `to` is LEADER or OWNER for NOTIFY, initials or "" (nobody) for REASSIGN. What was due before `made_at` is left
    alone, so that a new step does not fall upon every case that is late already.
    """

    uid: str
    clock: ClockKind
    minutes: int
    deed: StepDeed
    to: str = ""
    made_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values."""
        return {
            "uid": self.uid,
            "clock": self.clock.value,
            "minutes": self.minutes,
            "deed": self.deed.value,
            "to": self.to,
            "made_at": self.made_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Ladder:
    """All steps, and the initials of the team leader ("" for nobody)."""

    steps: tuple[Step, ...] = ()
    leader: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values for the settings."""
        return {"leader": self.leader, "steps": [step.to_dict() for step in self.steps]}

    @classmethod
    def from_value(cls, value: object) -> Ladder:
        """Return the ladder that `to_dict` wrote down; a step that can't be read is left out. A new desk has none."""
        if not isinstance(value, Mapping):
            return cls()
        steps, leader = value.get("steps"), value.get("leader")
        read = [_step_from(item) for item in steps] if isinstance(steps, list) else []
        return cls(tuple(step for step in read if step is not None), leader if isinstance(leader, str) else "")


def moment_of_step(step: Step, run: Run, deadline: Deadline, schedule: Schedule) -> datetime | None:
    """Return when a step of a run is due, None where it never is: of another clock, or due before it was made."""
    if step.clock is not run.clock:
        return None
    seconds = abs(step.minutes) * 60
    if step.minutes < 0:
        at = max(run.since, schedule.earlier(deadline.due_at, seconds, run.pauses))
    else:
        after = tuple(pause for pause in run.pauses if pause[1] > deadline.due_at)
        at = schedule.later(deadline.due_at, seconds, after)
    return at if at >= step.made_at else None


def faults_of_step(step: Step, ladder: Ladder) -> tuple[StepFault, ...]:
    """Return why a step can't be kept; () if it can."""
    faults = []
    if abs(step.minutes) > LONGEST_MINUTES:
        faults.append(StepFault.TOO_FAR)
    if step.deed is StepDeed.NOTIFY and step.to == LEADER and not ladder.leader.strip():
        faults.append(StepFault.NOBODY)
    same = (step.clock, step.minutes, step.deed, step.to)
    if any(
        other.uid != step.uid and (other.clock, other.minutes, other.deed, other.to) == same for other in ladder.steps
    ):
        faults.append(StepFault.DOUBLE)
    return tuple(faults)


def made_now(edited: Sequence[Step], before: Sequence[Step], now: datetime) -> tuple[Step, ...]:
    """Return steps of which those that are new or come at another time count as made now."""
    known = {step.uid: step for step in before}
    return tuple(step if _comes_as(step, known.get(step.uid)) else _made(step, now) for step in edited)


def _comes_as(step: Step, earlier: Step | None) -> bool:
    return earlier is not None and (step.clock, step.minutes, step.deed) == (
        earlier.clock,
        earlier.minutes,
        earlier.deed,
    )


def _made(step: Step, now: datetime) -> Step:
    return Step(step.uid, step.clock, step.minutes, step.deed, step.to, now)


def _step_from(value: object) -> Step | None:
    if not isinstance(value, Mapping):
        return None
    uid, minutes, to = value.get("uid"), value.get("minutes"), value.get("to", "")
    clock = next((one for one in ClockKind if one == value.get("clock")), None)
    deed = next((one for one in StepDeed if one == value.get("deed")), None)
    if not isinstance(uid, str) or not uid or clock is None or deed is None or not isinstance(to, str):
        return None
    if not isinstance(minutes, int) or isinstance(minutes, bool) or abs(minutes) > LONGEST_MINUTES:
        return None
    try:
        made_at = datetime.fromisoformat(str(value.get("made_at")))
    except ValueError:
        return None
    return Step(uid, clock, minutes, deed, to, made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC))
