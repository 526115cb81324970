"""One account's way in: pull until nothing is new, wait for news, back off when the network fails, say so once.

The cursor moves only after what it brought is stored, so a crash repeats a page and never skips one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.events import AccountsChanged, CasesChanged, Event, OlderPulled
from desktop.model import (
    Account,
    AccountHealth,
    Channel,
    ChannelError,
    Fetched,
    HealthState,
    SignInExpired,
    TemporaryFailure,
)
from desktop.store import Store
from desktop.sync.backoff import Backoff
from desktop.sync.pipeline import Pipeline

_log = logging.getLogger(__name__)
_NEWS_SECONDS = 60.0
_AFTER_LOST_NEWS = 5.0
_RATE_LIMITED = "rate_limited"


class AccountLoop:
    """Pulls one account for as long as it is connected. One task in the engine's event loop."""

    def __init__(
        self,
        account: Account,
        channel: Channel,
        store: Store,
        pipeline: Pipeline,
        backoff: Backoff,
        clock: Callable[[], datetime],
        tell: Callable[[Event], None],
    ) -> None:
        """`tell` passes an event to the window."""
        self.account = account
        self.channel = channel
        self._store = store
        self._pipeline = pipeline
        self._backoff = backoff
        self._clock = clock
        self._tell = tell
        self._nudged = asyncio.Event()
        self._older_wanted = False
        self._state: HealthState | None = None
        self._since = clock()

    def nudge(self) -> None:
        """Pull at once instead of waiting."""
        self._nudged.set()

    def want_older(self) -> None:
        """Pull one page of older messages at the next turn."""
        self._older_wanted = True
        self._nudged.set()

    async def run(self) -> None:
        """Pull until cancelled. Only StoreError leaves this loop."""
        while True:
            self._nudged.clear()
            wait = await self._turn()
            if wait is None:
                await self._wait_for_news()
            else:
                await self._pause(wait)

    async def _turn(self) -> float | None:
        """Pull everything that is new; return the seconds to wait after a failure, None after a success."""
        try:
            await self._pull()
            if self._older_wanted:
                await self._pull_older()
        except TemporaryFailure as failure:
            return self._failed(failure)
        except SignInExpired as failure:
            self._report(HealthState.SIGN_IN, detail=failure.reason)
            return float("inf")
        except ChannelError as failure:
            return self._failed(TemporaryFailure(failure.reason))
        self._backoff.succeeded()
        self._report(HealthState.CONNECTED, synced=True)
        return None

    async def _pull(self) -> None:
        more = True
        while more:
            cursor = self._store.accounts.cursor(self.account.id, "news")
            fetched = await self.channel.fetch(cursor)
            if fetched.arrivals and self._state is not HealthState.SYNCING:
                self._report(HealthState.SYNCING)
            self._take(fetched)
            self._store.accounts.move_cursor(self.account.id, "news", fetched.cursor)
            more = fetched.more
            await asyncio.sleep(0)

    async def _pull_older(self) -> None:
        cursor = self._store.accounts.cursor(self.account.id, "older")
        fetched = await self.channel.older(cursor)
        new = self._take(fetched)
        self._store.accounts.move_cursor(self.account.id, "older", fetched.cursor)
        self._older_wanted = False
        self._tell(OlderPulled(self.account.id, new, fetched.more))

    def _take(self, fetched: Fetched) -> int:
        if fetched.refused:
            _log.info("account %s: %s items could not be read", self.account.id, len(fetched.refused))
        if fetched.limits is not None and fetched.limits != self.account.limits:
            self._store.accounts.report_limits(self.account.id, fetched.limits)
            self._tell(AccountsChanged((self.account.id,)))
        result = self._pipeline.take(self.account, fetched.arrivals)
        case_ids = set(result.case_ids)
        if fetched.removals:
            case_ids |= self._store.intake.remove(self.account, fetched.removals).case_ids
        if case_ids:
            self._tell(CasesChanged(tuple(sorted(case_ids)), result.new))
        return result.new

    def _failed(self, failure: TemporaryFailure) -> float:
        wait = self._backoff.failed(failure.retry_after)
        state = HealthState.RATE_LIMITED if failure.reason == _RATE_LIMITED else HealthState.OFFLINE
        self._report(state, detail=failure.reason, retry_at=self._clock() + timedelta(seconds=wait))
        return wait

    def _report(
        self, state: HealthState, *, detail: str = "", retry_at: datetime | None = None, synced: bool = False
    ) -> None:
        """Write how the account is doing; an outage is logged once at its start and once at its end."""
        now = self._clock()
        if state is not self._state and HealthState.SYNCING not in (state, self._state):
            _log.info("account %s is %s: %s", self.account.id, state.value, detail or "fine")
        if state is not self._state:
            self._since = now
        health = AccountHealth(state, self._since, now if synced else None, retry_at, detail)
        self._store.accounts.report_health(self.account.id, health)
        self._state = state
        self._tell(AccountsChanged((self.account.id,)))

    async def _wait_for_news(self) -> None:
        """Wait for the server's word or a nudge, whichever is first."""
        news = asyncio.create_task(self.channel.wait_for_news(_NEWS_SECONDS))
        nudged = asyncio.create_task(self._nudged.wait())
        done: set[asyncio.Task[bool]] = set()
        try:
            done, _ = await asyncio.wait((news, nudged), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (news, nudged):
                task.cancel()
                if task not in done:
                    with contextlib.suppress(asyncio.CancelledError, ChannelError):
                        await task
        if news in done and news.exception() is not None:
            _log.debug("account %s: waiting for news failed", self.account.id)
            await self._pause(_AFTER_LOST_NEWS)

    async def _pause(self, seconds: float) -> None:
        timeout = None if seconds == float("inf") else seconds
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._nudged.wait(), timeout)
