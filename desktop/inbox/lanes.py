"""Which cases a lane holds, in which order, and where its sections begin."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.guardrails.hours import OpeningHours
from desktop.guardrails.opening import add_open_seconds, is_open, next_opening
from desktop.model import Agent, CaseRow, Lane, Sort
from desktop.store import LaneFilter, Standing, Store

if TYPE_CHECKING:
    from desktop.inbox.query_text import Fault
    from desktop.store import MessageHit, SectionIds

AT_RISK_SECONDS = 900.0
"""A case is at risk from this much of its clock's time before its answer is due."""

_UNSORTED = (
    Lane.SOLVED,
    Lane.WAITING,
    Lane.ALL,
    Lane.IMPOSTORS,
    Lane.ABUSE,
    Lane.OUTBOX,
    Lane.DRAFTS,
    Lane.SNOOZED,
)


class SectionTitle(StrEnum):
    """The headings of the urgency order."""

    BREACHED = "breached"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"
    PAUSED = "paused"  # the desk is closed; the clock runs on when it opens


_TITLES = (SectionTitle.BREACHED, SectionTitle.AT_RISK, SectionTitle.ON_TRACK, SectionTitle.PAUSED)


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
    """What a search found, and what of it could not be understood.

    `hits` are the messages that matched, by case; `words` those that are marked where they stand.
    """

    page: LanePage
    faults: tuple[Fault, ...] = ()
    hits: Mapping[int, MessageHit] = field(default_factory=dict)
    words: tuple[str, ...] = ()


class Inbox:
    """Lanes as one agent sees them. Belongs to the thread of its store."""

    def __init__(
        self,
        store: Store,
        agent: Agent,
        clock: Callable[[], datetime],
        hours: OpeningHours,
        own: Mapping[int, OpeningHours] | None = None,
    ) -> None:
        """`agent`'s initials are the assignee of "my" cases; `hours` are the desk's, `own` those of accounts by id."""
        self._store = store
        self.agent = agent
        self._clock = clock
        self.hours = hours
        self.own = own or {}

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
        if sort is Sort.URGENCY and lane not in _UNSORTED:
            return self._by_sections(lane, now, narrow, limit)
        ids = self._store.lanes.ids(
            lane, agent=self.agent.initials, at_risk_before=now, sort=sort, narrow=narrow, limit=limit
        )
        return LanePage(ids, (), limit is None or len(ids) < limit)

    def rows(self, case_ids: Sequence[int]) -> list[CaseRow]:
        """Return the rows of some cases in the order asked for."""
        return self._store.lanes.rows(case_ids)

    def counts(self, lanes: Sequence[Lane]) -> dict[Lane, int]:
        """Return how many cases each lane holds; of the outbox, how many deliveries."""
        now = self._clock()
        counts = {lane: self._store.lanes.count(lane, agent=self.agent.initials, at_risk_before=now) for lane in lanes}
        if Lane.OUTBOX in counts:
            counts[Lane.OUTBOX] = self._store.deliveries.waiting()
        return counts

    def search(self, typed: str, *, best: bool = False) -> Found:
        """Return the cases that match what was typed, newest first or (`best`) the best first; at most some hundreds.

        Words alone are answered by the index in milliseconds; operators by a read of the rows, for a background job.
        """
        from desktop.inbox.finding import search

        return search(self, self._store, typed, self._clock(), best=best)

    def view(self, query: str, sort: Sort, *, narrow: LaneFilter | None = None) -> Found:
        """Return all cases that a saved view's query asks for, in an order. For a background job."""
        from desktop.inbox.finding import view

        return view(self, self._store, query, self._clock(), sort=sort, narrow=narrow)

    def count_view(self, query: str) -> int:
        """Return how many cases a saved view's query asks for. For a background job."""
        from desktop.inbox.finding import count

        return count(self, self._store, query, self._clock())

    def standing(self, now: datetime) -> Standing:
        """Return which of the desk's clocks run, by each account's own hours."""
        closed = [account for account, hours in self.own.items() if not is_open(hours, now)]
        return Standing(
            now,
            max(add_open_seconds(hours, now, AT_RISK_SECONDS) for hours in (self.hours, *self.own.values())),
            not is_open(self.hours, now),
            frozenset(closed),
            frozenset(self.own) - set(closed),
        )

    def _by_sections(self, lane: Lane, now: datetime, narrow: LaneFilter | None, limit: int | None) -> LanePage:
        standing = self.standing(now)
        found = self._store.lanes.sections(lane, standing, agent=self.agent.initials, narrow=narrow, limit=limit)
        return self.sectioned(found, now, standing, limit)

    def sectioned(self, found: SectionIds, now: datetime, standing: Standing, limit: int | None) -> LanePage:
        """Return sections that were read as a page with headings. `limit` is how many ids were asked for."""
        ids = array("q")
        sections = []
        for title, part in zip(_TITLES, found, strict=True):
            if part:
                until = self._runs_on_at(now, standing) if title is SectionTitle.PAUSED else None
                sections.append(LaneSection(title, len(part), len(ids), until))
            ids.extend(part)
        return LanePage(ids, tuple(sections), limit is None or len(ids) < limit)

    def _runs_on_at(self, now: datetime, standing: Standing) -> datetime | None:
        """Return when the first of the clocks that stand still runs on."""
        still = [self.own[account] for account in standing.closed]
        if standing.desk_closed:
            still.append(self.hours)
        return min((at for hours in still if (at := next_opening(hours, now)) is not None), default=None)
