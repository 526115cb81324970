"""Crisis desk: a person switches crisis mode on and off, and says what becomes of what it held. Window process.

The state is one row of the store, so every window and the engine see the same, also offline and after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from desktop.cases import Done
from desktop.model import CrisisMode, Deed, Delivery, DeliveryState, HoldReason, ReadyMade, SeenSurge, Tick
from desktop.outbox.ready_made import CrisisHold, is_planned
from desktop.store import Store

_HOUR = timedelta(hours=1)
_MOST = 500
MUTE = timedelta(hours=1)
"""So long the banner of a surge stays away once somebody muted it."""


class CrisisDesk:
    """What is done about a crisis. Every call is one short transaction; raises StoreError."""

    def __init__(self, store: Store, agent: Callable[[], str], clock: Callable[[], datetime], hold: CrisisHold) -> None:
        """`agent` returns the name of who sits there."""
        self._store = store
        self._agent = agent
        self._clock = clock
        self._hold = hold

    def mode(self) -> CrisisMode | None:
        """Return crisis mode if it is on."""
        return self._store.crisis.mode()

    def held_as(self, text: str) -> ReadyMade | None:
        """Return as what a text would be held now, None if it may leave."""
        return self._hold.of_text(text)

    def surges(self) -> tuple[SeenSurge, ...]:
        """Return the surges that are going on, newest first."""
        return self._store.crisis.going_on()

    def asking(self, surges: Sequence[SeenSurge]) -> tuple[int, ...]:
        """Return the cases of those who wrote in surges and await an answer, newest first; at most 500 of each."""
        found = dict[int, None]()
        for surge in surges:
            for voice in self._store.crisis.voices(surge.account_id, surge.last_at - _HOUR, surge.last_at, _MOST):
                found[voice.case_id] = None
        owed = {int(row.id) for row in self._store.lanes.rows(list(found)) if row.owed}
        return tuple(case_id for case_id in found if case_id in owed)

    def held(self) -> tuple[Delivery, ...]:
        """Return what crisis mode holds or held and nobody has looked at since, oldest first."""
        return tuple(one for one in self._store.deliveries.open() if one.hold_reason is HoldReason.CRISIS)

    def switch_on(self) -> CrisisMode:
        """Switch crisis mode on. What is planned is held at once; the engine's check holds the rest at its attempt."""
        now = self._clock()
        with self._store.connection.writing():
            mode = self._store.crisis.switch_on(actor=self._agent(), at=now)
            for delivery in self._store.deliveries.open():
                is_waiting = delivery.state is DeliveryState.HELD and delivery.hold_reason is delivery.planned
                if is_waiting and not delivery.past_crisis and is_planned(delivery, mode):
                    self._keep(delivery, HoldReason.CRISIS, delivery.not_before, now)
        return mode

    def switch_off(self, *, send: bool) -> tuple[Delivery, ...]:
        """Switch crisis mode off and return what it held.

        `send`: what is held may go, in the order of writing, each through the check before sending; what was planned
        for a moment that has not come waits for it. Else all of it stays held until somebody looks at it.
        """
        now = self._clock()
        with self._store.connection.writing():
            if self._store.crisis.switch_off(actor=self._agent(), at=now) is None:
                return ()
            held = self.held()
            for delivery in held:
                if send:
                    self._let_go(delivery, now)
                else:
                    self._keep(delivery, HoldReason.CRISIS, None, now)
        return held

    def mute(self, surge_ids: Sequence[int]) -> None:
        """Show no banner of these surges for an hour."""
        now = self._clock()
        self._store.crisis.mute(surge_ids, now + MUTE, actor=self._agent(), at=now)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the steps of the crisis' playbook that were done since crisis mode was switched on."""
        mode = self.mode()
        return self._store.crisis.ticks(mode.id) if mode is not None else ()

    def tick(self, step: str, *, done: bool) -> Done | None:
        """Note that a step was done, or was not after all; None while crisis mode is off or if it stood so already."""
        mode = self.mode()
        if mode is None or not self._set_tick(mode, step, done=done):
            return None

        def undo() -> None:
            self._set_tick(mode, step, done=not done)

        return Done(Deed.PLAYBOOK, (), step if done else "", undo)

    def _set_tick(self, mode: CrisisMode, step: str, *, done: bool) -> bool:
        return self._store.crisis.set_tick(mode.id, step, done=done, actor=self._agent(), at=self._clock())

    def _let_go(self, delivery: Delivery, now: datetime) -> None:
        if delivery.not_before is not None and delivery.not_before > now and delivery.planned is not None:
            self._keep(delivery, delivery.planned, delivery.not_before, now)
            return
        self._store.deliveries.change(
            delivery.id, (DeliveryState.HELD,), DeliveryState.WAITING, actor=self._agent(), at=now
        )

    def _keep(self, delivery: Delivery, reason: HoldReason, until: datetime | None, now: datetime) -> None:
        self._store.deliveries.change(
            delivery.id,
            (DeliveryState.HELD,),
            DeliveryState.HELD,
            actor=self._agent(),
            at=now,
            hold_reason=reason,
            not_before=until,
            error=HoldReason.CRISIS.value if reason is HoldReason.CRISIS else "",
        )
