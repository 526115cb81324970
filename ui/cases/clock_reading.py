"""What the header's clock is made of: the store's facts, the book's reckoning, and the hours of the case's account."""

from __future__ import annotations

from dataclasses import replace

from desktop.model import CaseDetail, Clock
from desktop.triage.clock import clock as response_clock
from ui.cases.clock_presenter import ClockPart, ClockSurroundings, present_clocks
from ui.session import Session


def clock_of(session: Session, detail: CaseDetail) -> Clock:
    """Return how the clock of a case that ends first stands now, by its account's hours and its rule."""
    now, hours, row = session.clock(), session.hours, detail.row
    account = session.store.accounts.get(row.account_id) if row.account_id is not None else None
    runs = row.all_hours or hours.is_open(account, now)
    counts_opening = row.due_at is not None and not row.all_hours
    clock = response_clock(
        due_at=row.due_at,
        now=now,
        is_open_now=runs,
        resumes_at=None if runs else hours.next_opening(account, now),
        queued=row.queued > 0,
        open_seconds_left=hours.open_seconds_left(account, now, row.due_at) if row.due_at and counts_opening else None,
    )
    return replace(clock, kind=row.clock)


def clocks_of(session: Session, detail: CaseDetail) -> tuple[ClockPart, ...]:
    """Return every clock that runs for a case with its reckoning and its steps. Raises StoreError."""
    now, row = session.clock(), detail.row
    facts = session.store.clocks.facts((int(row.id),))
    if not facts or row.due_at is None:
        return ()
    readings = session.clocks.readings(facts[0], now)
    account = session.store.accounts.get(row.account_id) if row.account_id is not None else None
    closed = not session.hours.is_open(account, now)
    around = ClockSurroundings(
        now,
        session.tz,
        {one.uid: one.handle or one.name for one in session.store.accounts.all()},
        row.name or row.handle,
        session.clocks.ladder.leader,
        session.hours.next_opening(account, now) if closed else None,
        closed,
    )
    return present_clocks(readings, session.clocks.steps(readings), session.store.clocks.steps_taken(row.id), around)
