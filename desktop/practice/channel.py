"""The practice channel: every account of a practice desk speaks to the stage beside it and to nothing else.

It opens no connection because it has nothing that could: what is "sent" is heard by the stage in the same process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from desktop.channels import NoChannel, Secrets
from desktop.guardrails import Guardrails
from desktop.model import Account, Channel, Outgoing, Refused, SentReceipt, made_uid
from desktop.model.channel import CheckStep, Clock, Fetched
from desktop.practice.stage import Stage, uid_of
from desktop.store import Store

_LOOK_SECONDS = 0.5
_NO_RECEIVER = "practice_nobody_there"

Opener = Callable[[Account, Secrets, Clock], Channel]


def channels_for(store: Store, guardrails: Guardrails, clock: Callable[[], datetime]) -> Opener:
    """Return what opens the channels of a practice desk's engine: a PracticeChannel for its own accounts, else none.

    An account that somebody connects to a practice desk all the same has no channel: NoChannel.
    """
    stage = Stage(store, guardrails, clock)

    def open_practice(account: Account, _secrets: Secrets, now: Clock) -> Channel:
        if not isinstance(account.settings.get("practice"), str):
            raise NoChannel(account.network.value)
        return PracticeChannel(account, stage, now)

    return open_practice


class PracticeChannel:
    """One account's way to the stage and back. Engine process, in its event loop."""

    def __init__(self, account: Account, stage: Stage, clock: Clock) -> None:
        """Speak for `account`."""
        self._account = account
        self._stage = stage
        self._clock = clock
        self._told = 0
        self._receipts: dict[str, SentReceipt] = {}

    async def check(self) -> tuple[CheckStep, ...]:
        """Return that all is well: there is nothing to reach."""
        return (CheckStep("connect", True),)

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return what was said since the cursor, which counts what was told."""
        self._stage.tick()
        told = int(cursor) if cursor and cursor.isdigit() else 0
        arrivals = self._stage.arrivals(self._account)
        self._told = len(arrivals)
        return Fetched(tuple(arrivals[told:]), str(len(arrivals)))

    async def older(self, cursor: str | None) -> Fetched:
        """Return that nothing was said before."""
        return Fetched((), cursor or "")

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Let the stage hear an answer. Raises Refused for one to nobody on the stage."""
        uid = uid_of(outgoing.thread_remote_id)
        if not uid.startswith("practice"):
            raise Refused(_NO_RECEIVER)
        on_commit()
        now = self._clock()
        written = outgoing.created_at or now
        self._stage.take(outgoing.thread_remote_id, outgoing.text, outgoing.visibility, self._account.network, written)
        receipt = SentReceipt(f"{uid}.us.{made_uid()}", now)
        self._receipts[outgoing.key] = receipt
        return receipt

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        """Return the receipt of what this process heard."""
        return self._receipts.get(outgoing.key)

    async def delete(self, remote_id: str) -> None:
        """Do nothing: a customer has read it."""

    async def hide(self, remote_id: str, *, hidden: bool) -> None:
        """Hide or show what a customer posted."""
        self._stage.hide(remote_id, hidden=hidden)

    async def wait_for_news(self, timeout: float) -> bool:
        """Look at the stage twice a second until a customer speaks, at most `timeout` seconds."""
        waited = 0.0
        while waited < timeout:
            await asyncio.sleep(_LOOK_SECONDS)
            waited += _LOOK_SECONDS
            self._stage.tick()
            if len(self._stage.arrivals(self._account)) != self._told:
                return True
        return False

    async def close(self) -> None:
        """Do nothing: nothing is open."""
