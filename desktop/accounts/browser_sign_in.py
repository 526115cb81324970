"""A sign-in in the browser as the wizard follows it: its address is told, an answer pasted, what follows awaited."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from desktop.channels.oauth.flow import SignInRefused, Tokens
from desktop.model import ChannelError
from desktop.system.vault import VaultUnavailable

__all__ = [
    "BrowserAddress",
    "BrowserAttempt",
    "Opening",
    "SignInDeclined",
    "Tokens",
    "UnderWay",
]

Result = TypeVar("Result")


class SignInDeclined(Exception):
    """The sign-in in the browser did not happen. `reason` is "access_denied", "timed_out" or the provider's code."""

    def __init__(self, reason: str) -> None:
        """Keep the code for the sentence."""
        super().__init__(reason)
        self.reason = reason


class UnderWay(Protocol):
    """A sign-in that has begun: a network's own object."""

    @property
    def url(self) -> str:
        """The address to open in a browser of this machine."""
        ...

    def paste(self, text: str) -> None:
        """Take what a person copied from the browser."""
        ...

    async def tokens(self) -> Tokens:
        """Wait for the answer."""
        ...


@dataclass(frozen=True, slots=True)
class BrowserAddress:
    """Where a sign-in goes on. `code_url` is for a browser elsewhere, whose last page shows a code; "" for none."""

    url: str
    code_url: str = ""


Opening = Callable[[Callable[[str], None]], AbstractAsyncContextManager[UnderWay]]
"""Begins a sign-in, given what would show its address in the browser. Called in the attempt's thread."""


class BrowserAttempt(Generic[Result]):
    """One attempt. `run` belongs to a thread with an event loop of its own, `paste` to any thread."""

    def __init__(
        self,
        opening: Opening,
        finish: Callable[[Tokens], Awaitable[Result]],
        *,
        tell: Callable[[BrowserAddress], None],
    ) -> None:
        """`tell` gets the address once the answer is listened for, and returns at once; `finish` uses the tokens."""
        self._opening = opening
        self._finish = finish
        self._tell = tell
        self._lock = threading.Lock()
        self._under_way: tuple[asyncio.AbstractEventLoop, UnderWay] | None = None
        self._early = ""

    async def run(self) -> Result:
        """Wait for the person's answer and return what came of it. Raises SignInDeclined; cancel it to give up."""
        try:
            async with self._opening(_shown_by_tell) as sign_in:
                self._set_under_way((asyncio.get_running_loop(), sign_in))
                self._tell(BrowserAddress(sign_in.url, str(getattr(sign_in, "code_url", ""))))
                tokens = await sign_in.tokens()
            return await self._finish(tokens)
        except (SignInRefused, ChannelError) as error:
            raise SignInDeclined(error.reason) from error
        except VaultUnavailable as error:
            raise SignInDeclined("vault_unavailable") from error
        finally:
            self._set_under_way(None)

    def paste(self, text: str) -> None:
        """Take the address or code that a person copied from the browser, also before the attempt listens for it."""
        with self._lock:
            if self._under_way is None:
                self._early = text
            else:
                self._hand_over(text)

    def _set_under_way(self, value: tuple[asyncio.AbstractEventLoop, UnderWay] | None) -> None:
        with self._lock:
            self._under_way = value
            if value is not None and self._early:
                self._hand_over(self._early)

    def _hand_over(self, text: str) -> None:
        assert self._under_way is not None
        loop, sign_in = self._under_way
        with contextlib.suppress(RuntimeError):  # the loop has just ended
            loop.call_soon_threadsafe(sign_in.paste, text)


def _shown_by_tell(_address: str) -> None:
    """Show nothing: `tell` hears of the address together with the one for a browser elsewhere."""
