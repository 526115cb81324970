"""A network that does to each text what a script says, and knows what it truly published."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.model import (
    CheckStep,
    Fetched,
    OutcomeUnknown,
    Outgoing,
    Refused,
    SentReceipt,
    SignInExpired,
    TemporaryFailure,
)


class Act(StrEnum):
    """What the network does to one text that is handed to it."""

    PUBLISHES = "publishes"
    OFFLINE = "offline"
    LIMITED = "limited"
    EXPIRED = "expired"
    REFUSES = "refuses"
    TIMES_OUT_BEFORE = "times_out_before"  # handed over, never published, and nobody says so
    TIMES_OUT_AFTER = "times_out_after"  # published, and nobody says so
    FAULT_BEFORE = "fault_before"  # the channel's own mistake
    FAULT_AFTER = "fault_after"
    STALLS_BEFORE_COMMIT = "stalls_before_commit"
    STALLS_BEFORE_ACTING = "stalls_before_acting"
    STALLS_AFTER_ACTING = "stalls_after_acting"


@dataclass(frozen=True, slots=True)
class Published:
    """One text that everybody can read now."""

    outgoing: Outgoing
    receipt: SentReceipt


@dataclass
class ScriptedNetwork:
    """A channel and the network behind it. `asked` hears of every text before anything else happens to it."""

    name: str
    clock: Callable[[], datetime]
    asked: Callable[[Outgoing], None]
    acts: list[Act] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    under_way: list[Outgoing] = field(default_factory=list)
    shows: bool = True
    answers: bool = True
    stalled: list[asyncio.Event] = field(default_factory=list)

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        self.asked(outgoing)
        act = self.acts.pop(0) if self.acts else Act.PUBLISHES
        await self._stall(act is Act.STALLS_BEFORE_COMMIT)
        failures: dict[Act, Exception] = {
            Act.OFFLINE: TemporaryFailure("connection_refused"),
            Act.LIMITED: TemporaryFailure("rate_limited", 90.0),
            Act.EXPIRED: SignInExpired("token_refused"),
            Act.FAULT_BEFORE: KeyError("a mistake in the channel"),
        }
        if act in failures:
            raise failures[act]
        on_commit()
        self.under_way.append(outgoing)
        await self._stall(act is Act.STALLS_BEFORE_ACTING)
        self.under_way.remove(outgoing)
        if act is Act.REFUSES:
            raise Refused("forbidden")
        if act is Act.TIMES_OUT_BEFORE:
            raise OutcomeUnknown("timeout")
        receipt = self._publish(outgoing)
        await self._stall(act is Act.STALLS_AFTER_ACTING)
        if act is Act.TIMES_OUT_AFTER:
            raise OutcomeUnknown("timeout")
        if act is Act.FAULT_AFTER:
            raise KeyError("a mistake in the channel")
        return receipt

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        await asyncio.sleep(0)
        if not self.answers:
            raise TemporaryFailure("connection_refused")
        return self.receipt_of(outgoing.key) if self.shows else None

    def receipt_of(self, key: str) -> SentReceipt | None:
        """Return what a person who looks there finds."""
        return next((one.receipt for one in self.published if one.outgoing.key == key), None)

    def resume(self) -> None:
        """Let everything go on that has stalled."""
        for event in self.stalled:
            event.set()
        self.stalled.clear()

    def loses_the_line(self, *, arrives: bool) -> None:
        """Forget what stalled, because whoever sent it is gone; what was on its way may arrive all the same."""
        if arrives:
            for outgoing in self.under_way:
                self._publish(outgoing)
        self.under_way.clear()
        self.stalled.clear()

    def _publish(self, outgoing: Outgoing) -> SentReceipt:
        receipt = SentReceipt(f"{self.name}-{len(self.published) + 1}", self.clock())
        self.published.append(Published(outgoing, receipt))
        return receipt

    async def _stall(self, stalls: bool) -> None:
        if stalls:
            self.stalled.append(asyncio.Event())
            await self.stalled[-1].wait()

    async def check(self) -> tuple[CheckStep, ...]:
        return ()

    async def fetch(self, cursor: str | None) -> Fetched:
        return Fetched((), cursor or "")

    async def older(self, cursor: str | None) -> Fetched:
        return Fetched((), cursor or "")

    async def delete(self, remote_id: str) -> None:
        return

    async def wait_for_news(self, timeout: float) -> bool:
        return False

    async def close(self) -> None:
        return


def texts(published: Sequence[Published]) -> list[str]:
    """Return the words of what was published, in its order."""
    return [one.outgoing.text for one in published]
