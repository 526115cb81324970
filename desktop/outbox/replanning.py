"""Replanning: when the opening hours change, what is held for them is looked at again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from desktop.accounts.hours_book import SCHEDULE_SETTINGS, HoursBook
from desktop.model import DeliveryState, HoldReason
from desktop.store import Store
from desktop.store.journal import ENGINE

_PLANNED = "clocks.planned"


class Replanner:
    """Lets held replies follow the schedules. Engine process, one event loop thread.

    Which schedules were followed last is written down, so that a change made while no engine ran, or one that a crash
    cut short, is caught up with.
    """

    def __init__(self, store: Store, hours: HoursBook, clock: Callable[[], datetime]) -> None:
        """Share the engine's store and hours."""
        self._store = store
        self._hours = hours
        self._clock = clock

    def work(self) -> tuple[int, ...]:
        """Return the cases whose held reply changed; () at once while the schedules are as they were."""
        schedules = self._store.clocks.settings_below(SCHEDULE_SETTINGS)
        mark = hashlib.sha256(repr(schedules).encode()).hexdigest() if schedules else ""
        if mark == self._store.settings.get(_PLANNED, ""):
            return ()
        self._hours.forget()
        changed = self._look_at_held()
        self._store.settings.set(_PLANNED, mark, self._clock())
        return tuple(sorted(changed))

    def _look_at_held(self) -> set[int]:
        """Let the check before sending look again, now, at what was held for an opening that may have moved."""
        now, seen = self._clock(), set()
        for delivery in self._store.deliveries.open():
            if delivery.state is DeliveryState.HELD and delivery.hold_reason is HoldReason.CLOSED:
                self._store.deliveries.change(
                    delivery.id,
                    (DeliveryState.HELD,),
                    DeliveryState.HELD,
                    actor=ENGINE,
                    at=now,
                    hold_reason=HoldReason.CLOSED,
                    not_before=now,
                )
                seen.add(int(delivery.case_id))
        return seen
