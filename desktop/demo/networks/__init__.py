"""What every fake network offers, so that the demo town and the contract drive any of them alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop.demo.faults import Faults
from desktop.model import Network

__all__ = ["FakeNetwork", "Heard", "Persona"]


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who writes, on any network. `key` names the person everywhere, `handle` comes without its "@"."""

    key: str
    name: str
    handle: str
    language: str = "it"
    followers: int = 0
    bio: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the company posted, as whoever it was for gets it.

    `reply_to` is the remote id of what it answers, `recipient_key` the key of the persona it is for; "" if it is
    for nobody in particular.
    """

    remote_id: str
    text: str
    direct: bool
    reply_to: str | None
    recipient_key: str
    at: datetime


class FakeNetwork(Protocol):
    """A network on loopback: small, stateful, deterministic, and as strict as the real one.

    Runs in the event loop that started it. Remote ids are those that our channel gives its arrivals.
    """

    network: Network
    url: str
    """Where it listens, once started."""
    heard: list[Callable[[Heard], None]]
    """Told whenever the company posts through the network's own interface."""
    faults: Faults
    """What is to go wrong."""
    now: Callable[[], datetime]
    """The network's clock: aware, UTC, replaced at will."""

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen, on any free port for 0. Raises OSError if the port is taken."""
        ...

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        ...

    def account_settings(self) -> dict[str, str | int | bool | None]:
        """Return what `Account.settings` needs for the company's account here: servers, its remote id."""
        ...

    def account_handle(self) -> str:
        """Return the company's handle as `Account.handle` keeps it."""
        ...

    def secrets(self) -> dict[str, str]:
        """Return the company's secrets by kind; they belong under `secret_name(account.uid, kind)`."""
        ...

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody write now and return the remote id.

        With `names_us` the network's own way of addressing the company is added where it has one; without, the text
        is all there is, and it may still name the brand.
        """
        ...

    def edits(self, remote_id: str, text: str) -> None:
        """Let the author change a post, where the network has that."""
        ...

    def removes(self, remote_id: str) -> None:
        """Let the author delete a post, where the network has that."""
        ...

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company itself write by other means than ours; return the remote id."""
        ...
