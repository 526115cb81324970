"""A channel on a network that does what a script says, and a pipeline without rules, for tests of the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from desktop.model import (
    Account,
    Arrival,
    Assessment,
    ChannelError,
    CheckStep,
    Fetched,
    MessageClass,
    Outgoing,
    SentReceipt,
    SignInExpired,
    Spent,
    TemporaryFailure,
)
from desktop.store import Store
from desktop.sync import Pipeline
from desktop.triage import MessageFacts
from tests.factories import NOON, an_arrival, an_author

PAGE = 3


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one pull: "ok", "limited", "offline", "expired", "bug", or "slow" for `seconds`."""

    what: str = "ok"
    seconds: float = 0.0


@dataclass
class ScriptedChannel:
    """Gives its messages page by page; each pull meets the next step of the script, later ones meet none.

    `written` are the moments (seconds since noon) at which messages come to be.
    """

    name: str
    clock: Callable[[], datetime]
    written: list[float] = field(default_factory=list)
    script: list[Step] = field(default_factory=list)
    asked: list[datetime] = field(default_factory=list)
    news_after: float = 60.0
    price: int = 0
    repeats: bool = False
    faults: tuple[str, ...] = ()
    sent: list[tuple[datetime, Outgoing]] = field(default_factory=list)
    sending: list[Step] = field(default_factory=list)
    micros: int = 0
    closed: bool = False

    async def check(self) -> tuple[CheckStep, ...]:
        return ()

    async def fetch(self, cursor: str | None) -> Fetched:
        self.asked.append(self.clock())
        await self._meet(self.script)
        start = int(cursor or 0)
        there = [number for number, at in enumerate(self.written) if NOON + timedelta(seconds=at) <= self.clock()]
        page = there[start : start + PAGE]
        spent = (Spent("post", len(page), self.price * len(page)),) if self.price else ()
        more = self.repeats or start + len(page) < len(there)
        arrivals = tuple(self._arrival(number) for number in page)
        return Fetched(arrivals, str(start + len(page)), more=more, spent=spent, faults=self.faults)

    async def older(self, cursor: str | None) -> Fetched:
        return Fetched((), cursor or "")

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        await self._meet(self.sending)
        on_commit()
        self.sent.append((self.clock(), outgoing))
        return SentReceipt(f"{self.name}-sent-{len(self.sent)}", self.clock(), micros=self.micros)

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        return None

    async def delete(self, remote_id: str) -> None:
        return

    async def wait_for_news(self, timeout: float) -> bool:
        await asyncio.sleep(min(timeout, self.news_after))
        return False

    async def close(self) -> None:
        self.closed = True

    async def _meet(self, script: list[Step]) -> None:
        step = script.pop(0) if script else Step()
        await asyncio.sleep(step.seconds if step.what == "slow" else 0)
        failures: dict[str, Exception] = {
            "limited": TemporaryFailure("rate_limited", step.seconds or None),
            "offline": TemporaryFailure("connection_refused"),
            "odd": ChannelError("http_418"),
            "expired": SignInExpired("token_refused"),
            "bug": KeyError("text of a customer"),
        }
        if step.what in failures:
            raise failures[step.what]

    def _arrival(self, number: int) -> Arrival:
        at = NOON + timedelta(seconds=self.written[number])
        author = an_author(f"Person {number}")
        return an_arrival(f"{self.name}-{number}", author=author, sent_at=at, text=f"domanda {number}")


class NoTriage:
    """Finds every message ordinary."""

    def assess(self, facts: MessageFacts) -> Assessment:
        return Assessment("it", MessageClass.FAQ_QUESTION, urgent=False, priority=10)

    def rest(self) -> None: ...


class AlwaysOpen:
    """Keeps no hours."""

    def due(self, account: Account, arrived_at: datetime, seconds: float) -> datetime:
        return arrived_at + timedelta(seconds=seconds)


def a_pipeline(store: Store, clock: Callable[[], datetime], **changes: Any) -> Pipeline:
    """Return a pipeline without rules."""
    return Pipeline(store, NoTriage(), AlwaysOpen(), clock, str.lower)
