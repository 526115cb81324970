"""The loops of the accounts: which are pulled, when a loop begins anew, and what becomes of one that ends."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime

from desktop.accounts.imported import is_imported
from desktop.channels import NoChannel
from desktop.events import AccountsChanged, EngineFault, Event
from desktop.model import Account, AccountHealth, AccountId, Channel, HealthState
from desktop.store import Store, StoreError
from desktop.sync.account_loop import AccountLoop
from desktop.sync.backoff import Backoff
from desktop.sync.pipeline import Pipeline

_log = logging.getLogger(__name__)
_CLOSE_SECONDS = 5.0


class AccountLoops:
    """One loop for every account that has a channel. Engine process, one event loop thread."""

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        open_channel: Callable[[Account], Channel],
        clock: Callable[[], datetime],
        tell: Callable[[Event], None],
        is_back: Callable[[int], None],
    ) -> None:
        """`open_channel` raises NoChannel or ValueError; `is_back` hears of an account that can be reached again."""
        self._store = store
        self._pipeline = pipeline
        self._open_channel = open_channel
        self._clock = clock
        self._tell = tell
        self._is_back = is_back
        self._loops: dict[int, AccountLoop] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def channel_of(self, account_id: int) -> Channel | None:
        """Return an account's open channel, None where none is."""
        loop = self._loops.get(account_id)
        return loop.channel if loop else None

    def nudge(self, account_id: int | None) -> None:
        """Let an account be pulled now, all of them for None."""
        for one, loop in self._loops.items():
            if account_id in (None, one):
                loop.nudge()

    def want_older(self, account_id: int) -> None:
        """Let an account's older messages be pulled too."""
        if account_id in self._loops:
            self._loops[account_id].want_older()

    def changed(self, secrets: dict[str, str]) -> list[int]:
        """Return the accounts whose loops must begin anew: gone, changed, or waiting for a new sign-in."""
        now = {account.id: account for account in self._store.accounts.all()}
        return [
            account_id
            for account_id, loop in self._loops.items()
            if (account := now.get(AccountId(account_id))) is None
            or _what_a_channel_sees(account) != _what_a_channel_sees(loop.account)
            or account.health.state is HealthState.SIGN_IN
            or any(account.uid in name for name in secrets)
        ]

    def follow_all(self) -> None:
        """Begin a loop for every account that has none."""
        for account in self._store.accounts.all():
            if account.id not in self._loops and not is_imported(account):
                self._follow(account)

    def _follow(self, account: Account) -> None:
        try:
            channel = self._open_channel(account)
        except NoChannel:
            _log.info("account %s: no channel serves it", account.id)
            return
        except ValueError:
            _log.info("account %s: its settings can't be used", account.id)
            health = AccountHealth(HealthState.OFFLINE, self._clock(), detail="unusable_settings")
            self._store.accounts.report_health(account.id, health)
            self._tell(AccountsChanged((account.id,)))
            return
        backoff = Backoff(random.random)
        loop = AccountLoop(
            account, channel, self._store, self._pipeline, backoff, self._clock, self._tell, self._is_back
        )
        self._loops[account.id] = loop
        task = asyncio.create_task(loop.run())
        task.add_done_callback(lambda done: self._pull_ended(account.id, done))
        self._tasks[account.id] = task

    def _pull_ended(self, account_id: AccountId, task: asyncio.Task[None]) -> None:
        """Say why an account's pull ended, if nobody asked it to; the others go on."""
        if task.cancelled() or task.exception() is None:
            return
        error = task.exception()
        code = error.code if isinstance(error, StoreError) else "account_stopped"
        _log.error("account %s stopped: %s", account_id, type(error).__name__)
        self._tell(EngineFault(code, str(account_id)))

    async def leave_all(self) -> None:
        """End all loops."""
        await self.leave(list(self._loops))

    async def leave(self, account_ids: list[int]) -> None:
        """End some accounts' loops and close their channels; one that does not close in time is left behind."""
        tasks = [self._tasks.pop(account_id) for account_id in account_ids]
        loops = [self._loops.pop(account_id) for account_id in account_ids]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        closing = [asyncio.create_task(loop.channel.close()) for loop in loops]
        if closing:
            await asyncio.wait(closing, timeout=_CLOSE_SECONDS)


def _what_a_channel_sees(account: Account) -> tuple[object, ...]:
    return (account.uid, account.network, account.handle, account.role, account.settings)
