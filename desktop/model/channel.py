"""What every channel offers and the four ways in which it may fail. Only `sync` and `outbox` call channels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from desktop.model.accounts import AccountLimits
from desktop.model.messages import Arrival, Removal
from desktop.model.outbox import Outgoing, SentReceipt


class ChannelError(Exception):
    """A channel could not do what was asked. `reason` is a code or the server's words, never a customer's text."""

    def __init__(self, reason: str) -> None:
        """Keep the reason as a code that the window can turn into a sentence."""
        super().__init__(reason)
        self.reason = reason


class TemporaryFailure(ChannelError):
    """Try again later: no network, server busy, rate limit. Nothing was sent."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        """`retry_after` is in seconds, None if the server did not say."""
        super().__init__(reason)
        self.retry_after = retry_after


class SignInExpired(ChannelError):
    """The stored sign-in is no longer accepted; a person must sign in again."""


class Refused(ChannelError):
    """The network said no for good. Trying again gives the same answer. Nothing was sent."""


class OutcomeUnknown(ChannelError):
    """It may or may not have been sent. It must be looked up before anything is sent again."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a network charges for: `kind` names it as its price list does, `micros` is in millionths of a US dollar."""

    kind: str
    count: int
    micros: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one pull brought. `cursor` goes into the next pull once these are stored; `more` asks for it at once."""

    arrivals: tuple[Arrival, ...]
    cursor: str
    removals: tuple[Removal, ...] = ()
    more: bool = False
    refused: tuple[str, ...] = ()  # codes of items that could not be read, counted and named in the log
    limits: AccountLimits | None = None  # what the server said it allows, where it says so
    spent: tuple[Spent, ...] = ()  # what this pull cost, where the network charges
    faults: tuple[str, ...] = ()  # parts that can't be read for now while the rest can, as codes: "feed_2"


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One step of a connection test: `step` names it ("connect", "tls", "sign_in"), `reason` says why it failed."""

    step: str
    passed: bool
    reason: str = ""


@runtime_checkable
class Channel(Protocol):
    """A connected account's way in and out. All methods run in the engine's event loop."""

    async def check(self) -> tuple[CheckStep, ...]:
        """Try every step of the connection without sending anything; stops after the first failure."""
        ...

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return what is new since `cursor` (None: the first pull of the last days). Raises ChannelError."""
        ...

    async def older(self, cursor: str | None) -> Fetched:
        """Return older messages than any pulled before, on demand. `cursor` is of the older pull itself."""
        ...

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Send one thing.

        `on_commit` is called right before the network can have it: a failure before that call has sent nothing.
        Raises TemporaryFailure, SignInExpired, Refused (nothing was sent) or OutcomeUnknown.
        """
        ...

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        """Return the receipt of something sent earlier by its key, None if the network does not have it."""
        ...

    async def delete(self, remote_id: str) -> None:
        """Delete one of our own messages on the network, where it can."""
        ...

    async def wait_for_news(self, timeout: float) -> bool:
        """Wait until the server says something is new, at most `timeout` seconds. False: nothing, poll anyway."""
        ...

    async def close(self) -> None:
        """Close every connection. Never raises."""
        ...


@runtime_checkable
class Hiding(Protocol):
    """A channel whose network lets us hide what others wrote below our posts."""

    async def hide(self, remote_id: str, *, hidden: bool) -> None:
        """Hide or show somebody's public message. Raises ChannelError."""
        ...


Clock = Callable[[], datetime]
"""Returns the current time, aware, UTC. Handed in, so that tests bring their own."""
