"""A mailbox's sign-in in the browser as the wizard follows it: its address is told, an answer can be pasted."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.accounts.email import EmailSettings, EmailSignIn, browser_sign_in
from desktop.model import TemporaryFailure

if TYPE_CHECKING:
    from desktop.channels.oauth.browser import BrowserSignIn


class SignInDeclined(Exception):
    """The sign-in in the browser did not happen. `reason` is "access_denied", "timed_out" or the provider's code."""

    def __init__(self, reason: str) -> None:
        """Keep the code for the sentence."""
        super().__init__(reason)
        self.reason = reason


class BrowserAttempt:
    """One attempt. `run` belongs to a thread with an event loop of its own, `paste` to any thread."""

    def __init__(
        self,
        settings: EmailSettings,
        *,
        client_secret: str,
        open_browser: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        """`open_browser` gets the address to open, in the attempt's thread, and returns at once."""
        self._settings = settings
        self._client_secret = client_secret
        self._open_browser = open_browser
        self._clock = clock
        self._lock = threading.Lock()
        self._under_way: tuple[asyncio.AbstractEventLoop, BrowserSignIn] | None = None
        self._early = ""

    async def run(self) -> EmailSignIn:
        """Wait for the person's answer and return the sign-in. Raises SignInDeclined; cancel it to give up."""
        from desktop.channels.oauth.flow import SignInRefused

        try:
            async with browser_sign_in(
                self._settings, open_browser=self._open_browser, clock=self._clock, client_secret=self._client_secret
            ) as sign_in:
                self._set_under_way((asyncio.get_running_loop(), sign_in))
                tokens = await sign_in.tokens()
        except (SignInRefused, TemporaryFailure) as error:
            raise SignInDeclined(error.reason) from error
        finally:
            self._set_under_way(None)
        return EmailSignIn(tokens=tokens, client_secret=self._client_secret)

    def paste(self, text: str) -> None:
        """Take the address or code that a person copied from the browser, also before the attempt listens for it."""
        with self._lock:
            if self._under_way is None:
                self._early = text
            else:
                self._hand_over(text)

    def _set_under_way(self, value: tuple[asyncio.AbstractEventLoop, BrowserSignIn] | None) -> None:
        with self._lock:
            self._under_way = value
            if value is not None and self._early:
                self._hand_over(self._early)

    def _hand_over(self, text: str) -> None:
        assert self._under_way is not None
        loop, sign_in = self._under_way
        with contextlib.suppress(RuntimeError):  # the loop has just ended
            loop.call_soon_threadsafe(sign_in.paste, text)
