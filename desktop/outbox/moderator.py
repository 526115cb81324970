"""The moderator: carries out on the networks what agents asked for: hiding, showing and deleting messages.

Each account has a queue of its own, as for replies. All three deeds may be repeated without harm, so whatever was
interrupted or ended without an answer is simply done again; only a refusal waits for a person.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from desktop.events import CasesChanged, Event
from desktop.model import (
    AccountId,
    Channel,
    ChannelError,
    Hiding,
    Moderating,
    Moderation,
    ModerationState,
    Refused,
    SignInExpired,
    TemporaryFailure,
)
from desktop.outbox.queues import RATE_LIMITED
from desktop.store import Store
from desktop.store.journal import ENGINE

_log = logging.getLogger(__name__)
_RETRY_FIRST = 5.0
_RETRY_LONGEST = 600.0
_FINISH_SECONDS = 20.0


class Moderator:
    """Moves moderations on. Engine process, one event loop thread, one deed at a time per account."""

    def __init__(
        self,
        store: Store,
        channel_of: Callable[[int], Channel | None],
        clock: Callable[[], datetime],
        tell: Callable[[Event], None],
    ) -> None:
        """`channel_of` returns an account's open channel, None if it has none now."""
        self._store = store
        self._channel_of = channel_of
        self._clock = clock
        self._tell = tell
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._stopping = False

    def recover(self) -> None:
        """Take up again what a crash interrupted."""
        for moderation in self._store.moderations.under_way():
            if moderation.state is ModerationState.DOING:
                self._change(moderation, ModerationState.WAITING)

    def work(self) -> datetime | None:
        """Start what is due and return when something is due next, None if nothing waits for a moment."""
        now = self._clock()
        soonest: datetime | None = None
        for moderation, due in due_in(self._store.moderations.under_way()):
            if due > now:
                soonest = due if soonest is None else min(soonest, due)
            elif moderation.account_id not in self._busy and not self._stopping:
                self._start(moderation)
        return soonest

    def hurry(self, account_id: int) -> None:
        """Try again at once what waits for an account's network, which is back; a rate limit is still waited out."""
        for moderation in self._store.moderations.under_way():
            waits = moderation.state is ModerationState.WAITING and moderation.error not in {"", RATE_LIMITED}
            if moderation.account_id == account_id and waits:
                self._change(moderation, ModerationState.WAITING, error=moderation.error)

    async def stop(self) -> None:
        """Start nothing more; wait for what is being done, at most 20 s, and leave the rest to `recover`."""
        self._stopping = True
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=_FINISH_SECONDS)

    def _start(self, moderation: Moderation) -> None:
        task = asyncio.create_task(self._advance(moderation))
        self._busy[moderation.account_id] = task
        task.add_done_callback(lambda _: self._busy.pop(moderation.account_id, None))

    async def _advance(self, moderation: Moderation) -> None:
        channel = self._channel_of(moderation.account_id)
        is_connected = any(account.id == moderation.account_id for account in self._store.accounts.all())
        if channel is None and is_connected:
            self._wait(moderation, "no_channel", _seconds(moderation.attempts))
        elif self._change(moderation, ModerationState.DOING, attempted=True):
            await self._carry_out(moderation, channel)

    async def _carry_out(self, moderation: Moderation, channel: Channel | None) -> None:
        try:
            await _asked_of(channel, moderation)
        except Refused as error:
            self._change(moderation, ModerationState.REFUSED, error=error.reason)
        except SignInExpired as error:
            self._wait(moderation, error.reason, _RETRY_LONGEST)
        except TemporaryFailure as error:
            self._wait(moderation, error.reason, max(error.retry_after or 0.0, _seconds(moderation.attempts)))
        except ChannelError as error:
            self._wait(moderation, error.reason, _seconds(moderation.attempts))
        except Exception:  # noqa: BLE001 - a channel's mistake must not leave a deed half done for good
            _log.warning("moderation %s: the channel failed", moderation.id, exc_info=True)
            self._wait(moderation, "channel_fault", _RETRY_LONGEST)
        else:
            self._finish(moderation)

    def _finish(self, moderation: Moderation) -> None:
        account = self._store.accounts.get(AccountId(moderation.account_id))
        assert account is not None, "accounts are never deleted"
        self._store.moderations.finish(moderation, account, actor=ENGINE, at=self._clock())
        _log.info("moderation %s is done", moderation.id)
        self._tell(CasesChanged((int(moderation.case_id),)))

    def _wait(self, moderation: Moderation, reason: str, seconds: float) -> None:
        again = self._clock() + timedelta(seconds=seconds)
        self._change(moderation, ModerationState.WAITING, error=reason, next_try_at=again)

    def _change(
        self,
        moderation: Moderation,
        state: ModerationState,
        *,
        error: str = "",
        next_try_at: datetime | None = None,
        attempted: bool = False,
    ) -> bool:
        """Move a moderation on from where it stands in the store now; False if a person took it back meanwhile."""
        changed = self._store.moderations.change(
            moderation.id,
            (ModerationState.WAITING, ModerationState.DOING),
            state,
            actor=ENGINE,
            at=self._clock(),
            error=error,
            next_try_at=next_try_at,
            attempted=attempted,
        )
        if changed:
            self._tell(CasesChanged((int(moderation.case_id),)))
        return changed


def due_in(queue: Sequence[Moderation]) -> Iterator[tuple[Moderation, datetime]]:
    """Yield what waits, oldest first, each with when it is due: not before its network wants to be asked again."""
    paused: dict[int, datetime] = {}
    for moderation in queue:
        if moderation.error == RATE_LIMITED and moderation.next_try_at is not None:
            until = paused.get(moderation.account_id, moderation.next_try_at)
            paused[moderation.account_id] = max(until, moderation.next_try_at)
    for moderation in queue:
        if moderation.state is ModerationState.WAITING:
            due = moderation.next_try_at or moderation.at
            yield moderation, max(due, paused.get(moderation.account_id, due))


async def _asked_of(channel: Channel | None, moderation: Moderation) -> None:
    if channel is None:
        raise Refused("account_removed")
    if moderation.deed is Moderating.DELETE:
        await channel.delete(moderation.remote_id)
    elif isinstance(channel, Hiding):
        await channel.hide(moderation.remote_id, hidden=moderation.deed is Moderating.HIDE)
    else:
        raise Refused("cannot_hide")


def _seconds(attempts: int) -> float:
    return min(_RETRY_LONGEST, _RETRY_FIRST * 2.0 ** min(attempts, 10))
