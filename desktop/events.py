"""Every event the engine tells the window, and every nudge the window gives the engine: one JSON line each.

Events only say "look again" and carry ids; what matters is in the store before anyone is told. A lost event costs
a refresh, never data. Unknown lines are left alone, so that an older window and a newer engine still get along.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class EngineReady:
    """The engine has the store and its accounts; `pid` is its process."""

    pid: int


@dataclass(frozen=True, slots=True)
class CasesChanged:
    """Facts of these cases changed: messages came, were edited or removed, a snooze ended."""

    case_ids: tuple[int, ...]
    new_messages: int = 0


@dataclass(frozen=True, slots=True)
class DeliveriesChanged:
    """Deliveries of these cases changed their state."""

    case_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AccountsChanged:
    """The health or the limits of these accounts changed."""

    account_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OlderPulled:
    """A pull of older messages ended; `more` says whether there are older ones still."""

    account_id: int
    new_messages: int
    more: bool


@dataclass(frozen=True, slots=True)
class CrisisChanged:
    """Surges were seen, go on or are over, or a person switched crisis mode. `begun`: those seen for the first time."""

    begun: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineFault:
    """The engine can't go on, or not with one thing; `code` is a StoreError's code or a fault of the engine."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unlock:
    """The first nudge: what opens the store, and the secrets of a session that has no credential store."""

    raw_key: str = ""  # hexadecimal
    passphrase: str = ""
    secrets: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SyncNow:
    """Pull at once. None: every account."""

    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class AccountsEdited:
    """The window connected, changed or removed an account, or signed in again. `secrets` of a session go along."""

    secrets: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OutboxEdited:
    """The window made, took back or released a delivery."""


@dataclass(frozen=True, slots=True)
class PullOlder:
    """Pull older messages of an account."""

    account_id: int


@dataclass(frozen=True, slots=True)
class PriorityEdited:
    """The window wrote other weights, words or favoured customers: weigh open cases again."""


Event = EngineReady | CasesChanged | DeliveriesChanged | AccountsChanged | OlderPulled | CrisisChanged | EngineFault
Nudge = Unlock | SyncNow | AccountsEdited | OutboxEdited | PullOlder | PriorityEdited

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        EngineReady,
        CasesChanged,
        DeliveriesChanged,
        AccountsChanged,
        OlderPulled,
        CrisisChanged,
        EngineFault,
        Unlock,
        SyncNow,
        AccountsEdited,
        OutboxEdited,
        PullOlder,
        PriorityEdited,
    )
}


def encode(item: Event | Nudge) -> str:
    """Return an event or nudge as one JSON line without its line break."""
    return json.dumps({"kind": type(item).__name__, **asdict(item)})


def decode(line: str) -> Event | Nudge | None:
    """Return the event or nudge of a line, None for a line that is none."""
    try:
        data = json.loads(line)
        kind = _KINDS[data.pop("kind")]
        known = {field.name for field in fields(kind)}
        item: Event | Nudge = kind(**{name: _frozen(value) for name, value in data.items() if name in known})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return item


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
