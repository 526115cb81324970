"""One account's way in: pull until nothing is new, wait for news, back off when the network fails, say so once.

The cursor moves only after what it brought is stored, so a crash repeats a page and never skips one. Each account has
a loop of its own, so one that is slow or dead delays no other. What a server asked for in waiting time is kept even if
a person asks for news; a month's budget that is spent ends the pulling until the next month, never the sending.
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
from desktop.store import Store, StoreBusy, StoreError, next_month
from desktop.sync.backoff import Backoff
from desktop.sync.pipeline import Pipeline

_log = logging.getLogger(__name__)
_NEWS_SECONDS = 60.0
_AFTER_LOST_NEWS = 5.0
_LEAST_SECONDS = 1.0  # between two pulls of which the first brought nothing
_LOOK_AT_BUDGET = 3_600.0
_FAULTS = 5  # parts that are named in an account's health
_RATE_LIMITED, _BUDGET_SPENT = "rate_limited", "budget_spent"
_OUTAGE = frozenset({HealthState.OFFLINE, HealthState.RATE_LIMITED, HealthState.SIGN_IN})


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
        is_back: Callable[[int], None] = lambda _: None,
    ) -> None:
        """`tell` passes an event to the window; `is_back` is told an account's id when its outage has ended."""
        self.account = account
        self.channel = channel
        self._store = store
        self._pipeline = pipeline
        self._backoff = backoff
        self._clock = clock
        self._tell = tell
        self._is_back = is_back
        self._nudged = asyncio.Event()
        self._older_wanted = False
        self._state: HealthState | None = None
        self._fine_since = clock()
        self._out_since: datetime | None = None
        self._not_before: datetime | None = None
        self._partly = ""  # what of the account can't be read while the rest can

    def nudge(self) -> None:
        """Pull at once instead of waiting, unless the server has asked for patience."""
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
        patience = self._patience_left()
        if patience > 0:
            return patience
        try:
            await self._pull()
            if self._older_wanted:
                await self._pull_older()
        except ChannelError as failure:
            return self._failed(failure)
        except StoreBusy:
            return self._failed(TemporaryFailure("store_busy"))
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - a channel's mistake costs its own account some minutes, and no other anything
            _log.warning("account %s: its channel failed", self.account.id, exc_info=True)
            return self._failed(TemporaryFailure("channel_fault"))
        self._backoff.succeeded()
        if self._is_over_budget():
            return self._wait_for_budget()
        self._report(HealthState.CONNECTED, detail=self._partly, synced=True)
        return None

    async def _pull(self) -> None:
        more = not self._is_over_budget()
        while more:
            cursor = self._store.accounts.cursor(self.account.id, "news")
            fetched = await self.channel.fetch(cursor)
            self._store.spending.add(self.account.id, fetched.spent, self._clock())
            if fetched.arrivals and self._state is not HealthState.SYNCING:
                self._report(HealthState.SYNCING)
            self._take(fetched)
            self._partly = f"partly:{' '.join(fetched.faults[:_FAULTS])}" if fetched.faults else ""
            self._store.accounts.move_cursor(self.account.id, "news", fetched.cursor)
            more = fetched.more and _moves_on(fetched, cursor) and not self._is_over_budget()
            await asyncio.sleep(0)

    async def _pull_older(self) -> None:
        cursor = self._store.accounts.cursor(self.account.id, "older")
        fetched = await self.channel.older(cursor)
        self._store.spending.add(self.account.id, fetched.spent, self._clock())
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

    def _failed(self, failure: ChannelError) -> float:
        """Say what went wrong and return the seconds to wait; for a sign-in as long as nobody signs in."""
        if isinstance(failure, SignInExpired):
            self._report(HealthState.SIGN_IN, detail=failure.reason)
            return float("inf")
        asked = failure.retry_after if isinstance(failure, TemporaryFailure) else None
        wait = self._backoff.failed(asked)
        self._ask_for_patience(asked)
        state = HealthState.RATE_LIMITED if failure.reason == _RATE_LIMITED else HealthState.OFFLINE
        self._report(state, detail=failure.reason, retry_at=self._clock() + timedelta(seconds=wait))
        return wait

    def _ask_for_patience(self, seconds: float | None) -> None:
        if seconds:
            self._not_before = self._clock() + timedelta(seconds=seconds)

    def _patience_left(self) -> float:
        """Return the seconds that the server still wants to be left alone, 0 for none."""
        if self._not_before is None:
            return 0.0
        return max(0.0, (self._not_before - self._clock()).total_seconds())

    def _is_over_budget(self) -> bool:
        left = self._store.spending.left(self.account, self._clock())
        return left is not None and left <= 0

    def _wait_for_budget(self) -> float:
        until = next_month(self._clock())
        self._report(HealthState.RATE_LIMITED, detail=_BUDGET_SPENT, retry_at=until)
        return min(_LOOK_AT_BUDGET, max(1.0, (until - self._clock()).total_seconds()))

    def _report(
        self, state: HealthState, *, detail: str = "", retry_at: datetime | None = None, synced: bool = False
    ) -> None:
        """Write how the account is doing; an outage is logged once at its start and once at its end."""
        now = self._clock()
        ended_after: timedelta | None = None
        if state in _OUTAGE and self._out_since is None:
            self._out_since = now
            _log.info("account %s is %s: %s", self.account.id, state.value, detail)
        elif state is HealthState.CONNECTED and self._out_since is not None:
            ended_after, self._out_since, self._fine_since = now - self._out_since, None, now
            _log.info("account %s is back after %d s", self.account.id, ended_after.total_seconds())
        self._state = state
        since = self._out_since or self._fine_since
        health = AccountHealth(state, since, now if synced else None, retry_at, detail)
        self._store.accounts.report_health(self.account.id, health)
        self._tell(AccountsChanged((self.account.id,)))
        if ended_after is not None:
            self._is_back(self.account.id)

    async def _wait_for_news(self) -> None:
        """Wait for the server's word or a nudge, whichever is first."""
        started = asyncio.get_running_loop().time()
        news = asyncio.create_task(self.channel.wait_for_news(_NEWS_SECONDS))
        nudged = asyncio.create_task(self._nudged.wait())
        try:
            await asyncio.wait((news, nudged), return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
            nudged.cancel()
            await asyncio.gather(news, nudged, return_exceptions=True)
        error = None if news.cancelled() else news.exception()
        if error is not None:
            _log.debug("account %s: waiting for news failed", self.account.id)
            if isinstance(error, TemporaryFailure):
                self._ask_for_patience(error.retry_after)
            await self._pause(_AFTER_LOST_NEWS)
        elif not news.cancelled() and asyncio.get_running_loop().time() - started < _LEAST_SECONDS:
            await self._pause(_LEAST_SECONDS)  # whoever cries wolf is not believed more often than this

    async def _pause(self, seconds: float) -> None:
        timeout = None if seconds == float("inf") else seconds
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._nudged.wait(), timeout)


def _moves_on(fetched: Fetched, cursor: str | None) -> bool:
    """Tell whether a pull that promises more came any further: a server that repeats itself is left alone."""
    return bool(fetched.arrivals or fetched.removals) or fetched.cursor != cursor
