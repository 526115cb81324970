"""The door to the networks: which channel serves an account, and where a channel keeps its secrets."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, runtime_checkable

from desktop.model import Account, Channel, Network
from desktop.model.channel import Clock

__all__ = ["NoChannel", "Secrets", "looks_up", "open_channel", "secret_name"]


class NoChannel(KeyError):
    """No channel exists for this network."""


@runtime_checkable
class Secrets(Protocol):
    """Where secrets live: the credential store of the operating system, behind the vault.

    Calls are short and may block for some milliseconds. An account's secrets are named by `secret_name`.
    """

    def get(self, name: str) -> str | None:
        """Return the secret of that name, None if there is none."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep a secret under a name, replacing an older one."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret. Unknown names are no error."""
        ...


def secret_name(account_uid: str, kind: str) -> str:
    """Return the name of an account's secret: `kind` is "password", "oauth_refresh", "oauth_access" and so on."""
    return f"account/{account_uid}/{kind}"


def open_channel(account: Account, secrets: Secrets, clock: Clock) -> Channel:
    """Return the channel that serves an account. Opens no connection; raises NoChannel for an unserved network.

    A channel is the folder named like its network; it is loaded when its first account opens.
    """
    room = f"desktop.channels.{account.network.value}"
    if find_spec(room) is None:
        raise NoChannel(account.network.value)
    channel: Channel = import_module(room).open_channel(account, secrets, clock=clock)
    return channel


def looks_up(network: Network) -> bool:
    """Tell whether something sent can be found again on a network, as its channel's manifest says; True without one."""
    room = f"desktop.channels.{network.value}"
    return find_spec(room) is None or bool(import_module(f"{room}.manifest").MANIFEST.looks_up)
