"""Which cases a lane holds, in which order, and where its sections begin."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from desktop.guardrails.hours import OpeningHours
from desktop.guardrails.opening import add_open_seconds, is_open, next_opening
from desktop.inbox.query_text import Fault, read_query
from desktop.model import Agent, CaseRow, Lane, Sort
from desktop.store import LaneFilter, Standpoint, Store

AT_RISK_SECONDS = 900.0
"""A case is at risk from this much opening time before its answer is due."""

_MOST_FOUND = 1_000
_UNSORTED = (Lane.SOLVED, Lane.WAITING, Lane.ALL, Lane.OUTBOX, Lane.DRAFTS, Lane.SNOOZED)


class SectionTitle(StrEnum):
    """The headings of the urgency order."""

    BREACHED = "breached"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"
    PAUSED = "paused"  # the desk is closed; the clock runs on when it opens


@dataclass(frozen=True, slots=True)
class LaneSection:
    """A heading, how many cases stand under it, and the place of the first one in the lane's ids.

    `until` is when a paused clock runs on.
    """

    title: SectionTitle
    count: int
    start: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LanePage:
    """A lane's case ids in order with their sections; `complete` is False for a first screen."""

    ids: array[int]
    sections: tuple[LaneSection, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and what of it could not be understood."""

    page: LanePage
    faults: tuple[Fault, ...] = ()


class Inbox:
    """Lanes as one agent sees them. Belongs to the thread of its store."""

    def __init__(self, store: Store, agent: Agent, clock: Callable[[], datetime], hours: OpeningHours) -> None:
        """`agent`'s initials are the assignee of "my" cases; `hours` are the desk's."""
        self._store = store
        self.agent = agent
        self._clock = clock
        self.hours = hours

    def page(
        self,
        lane: Lane,
        *,
        sort: Sort = Sort.URGENCY,
        narrow: LaneFilter | None = None,
        limit: int | None = None,
    ) -> LanePage:
        """Return a lane's ids: all of them, or the first `limit` for a first screen in about a millisecond."""
        now = self._clock()
        ids = self._store.lanes.ids(
            lane,
            agent=self.agent.initials,
            at_risk_before=self._at_risk_before(now),
            sort=sort,
            narrow=narrow,
            limit=limit,
        )
        complete = limit is None or len(ids) < limit
        if sort is not Sort.URGENCY or lane in _UNSORTED:
            return LanePage(ids, (), complete)
        return LanePage(ids, self._sections(lane, now, narrow, len(ids)), complete)

    def rows(self, case_ids: Sequence[int]) -> list[CaseRow]:
        """Return the rows of some cases in the order asked for."""
        return self._store.lanes.rows(case_ids)

    def counts(self, lanes: Sequence[Lane]) -> dict[Lane, int]:
        """Return how many cases each lane holds; of the outbox, how many deliveries."""
        before = self._at_risk_before(self._clock())
        counts = {
            lane: self._store.lanes.count(lane, agent=self.agent.initials, at_risk_before=before) for lane in lanes
        }
        if Lane.OUTBOX in counts:
            counts[Lane.OUTBOX] = self._store.deliveries.waiting()
        return counts

    def search(self, typed: str) -> Found:
        """Return the cases that match what was typed, newest first; at most some hundreds.

        Words alone are answered by the index in milliseconds; operators by a read of the rows, for a background job.
        """
        now = self._clock()
        read = read_query(typed, now=now, tz=ZoneInfo(self.hours.timezone))
        if read.is_plain:
            ids = array("q", self._store.search.case_ids(typed))
        else:
            standpoint = Standpoint(self.agent.initials, now, self._at_risk_before(now))
            ids = self._store.lanes.found(read.query, standpoint, limit=_MOST_FOUND)
        return Found(LanePage(ids, (), complete=True), read.faults)

    def _sections(self, lane: Lane, now: datetime, narrow: LaneFilter | None, known: int) -> tuple[LaneSection, ...]:
        breached = min(known, self._due_before(lane, now, narrow))
        at_risk = min(known, self._due_before(lane, self._at_risk_before(now), narrow))
        resumes_at = None if is_open(self.hours, now) else next_opening(self.hours, now)
        if resumes_at is not None:
            bounds = [(SectionTitle.BREACHED, 0, breached), (SectionTitle.PAUSED, breached, known)]
        else:
            bounds = [
                (SectionTitle.BREACHED, 0, breached),
                (SectionTitle.AT_RISK, breached, at_risk),
                (SectionTitle.ON_TRACK, at_risk, known),
            ]
        return tuple(
            LaneSection(title, end - start, start, resumes_at if title is SectionTitle.PAUSED else None)
            for title, start, end in bounds
            if end > start
        )

    def _at_risk_before(self, now: datetime) -> datetime:
        """Return the moment up to which a due time counts as at risk: a quarter of an hour of opening time from now."""
        return add_open_seconds(self.hours, now, AT_RISK_SECONDS)

    def _due_before(self, lane: Lane, moment: datetime, narrow: LaneFilter | None) -> int:
        return self._store.lanes.due_before(lane, moment, agent=self.agent.initials, narrow=narrow)
