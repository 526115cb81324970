"""How fast a bot may write: one message a second in a chat, twenty a minute in a group, thirty a second in all.

core.telegram.org/bots/faq, "My bot is hitting limits". A pause of a second or so is waited out; a longer one is told,
so that it holds up no other chat.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from desktop.model import TemporaryFailure

PER_CHAT = 1.0  # seconds between two messages
GROUP_MINUTE = 20
ALL_SECOND = 30
WAITED_OUT = 1.5  # seconds
_CHATS = 500  # remembered


class Pace:
    """The times of what was written last. Runs in the engine's event loop."""

    def __init__(
        self,
        seconds: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`seconds` is a clock that only goes forward: the event loop's unless a test brings its own."""
        self._seconds = seconds or (lambda: asyncio.get_running_loop().time())
        self._sleep = sleep
        self._written: dict[int, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=ALL_SECOND)
        self._closed: dict[int, float] = {}

    async def turn(self, chat: int) -> None:
        """Wait until a chat may be written to, and count it. Raises TemporaryFailure("rate_limited") if it is long."""
        wait = self._wait(chat)
        if wait > WAITED_OUT:
            raise TemporaryFailure("rate_limited", wait)
        if wait > 0:
            await self._sleep(wait)
        now = self._seconds()
        self._written.setdefault(chat, deque(maxlen=GROUP_MINUTE)).append(now)
        self._all.append(now)
        if len(self._written) > _CHATS:
            del self._written[min(self._written, key=lambda one: self._written[one][-1])]

    def close(self, chat: int, seconds: float) -> None:
        """Leave a chat alone for as long as Telegram asked."""
        now = self._seconds()
        self._closed = {one: until for one, until in self._closed.items() if until > now}
        self._closed[chat] = now + seconds

    def _wait(self, chat: int) -> float:
        now = self._seconds()
        waits = [self._closed.get(chat, now) - now]
        times = self._written.get(chat)
        if times:
            waits.append(times[-1] + PER_CHAT - now)
            if chat < 0 and len(times) == GROUP_MINUTE:
                waits.append(times[0] + 60.0 - now)
        if len(self._all) == ALL_SECOND:
            waits.append(self._all[0] + 1.0 - now)
        return max(0.0, *waits)
