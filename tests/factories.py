"""Made-up values with defaults, so that a test names only what it is about."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from desktop.model import (
    Account,
    AccountRole,
    Arrival,
    Assessment,
    Author,
    Direction,
    MessageClass,
    Network,
    ThreadKind,
    Visibility,
)
from desktop.store import Store, StoreKey, Taken, open_store
from desktop.system.profile import Profile, prepare

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
KEY = StoreKey(raw=bytes(range(32)))


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@cache
def _made_once() -> Profile:
    """Return a profile with an empty store that every test of this process copies: to make one takes ten times longer."""
    folder = Path(tempfile.mkdtemp(prefix="sportello-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = prepare(Profile(folder))
    open_store(made, KEY).close()
    return made


def a_profile(folder: Path) -> Profile:
    """Return a profile in a folder, with an empty store that KEY opens; one that is there stays as it is."""
    profile = prepare(Profile(folder))
    if not profile.store.exists():
        made = _made_once()
        shutil.copyfile(made.key_note, profile.key_note)
        shutil.copyfile(made.store, profile.store)
    return profile


def a_store(folder: Path) -> Store:
    """Open a fresh store below a folder."""
    return open_store(a_profile(folder / "profile"), KEY)


def an_account(store: Store, network: Network = Network.MASTODON, handle: str = "@aurora@town.example") -> Account:
    """Connect an account."""
    return store.accounts.add(
        network, name="Aurora Energia", handle=handle, role=AccountRole.CARE, settings={}, actor="Laura", at=NOON
    )


def an_author(name: str = "Marta Rossi", network: Network = Network.MASTODON) -> Author:
    """Return an author whose remote id follows from the name."""
    key = name.lower().replace(" ", ".")
    return Author(network, key, f"@{key}", name)


def an_arrival(remote_id: str = "m1", **changes: Any) -> Arrival:
    """Return an incoming public post."""
    values: dict[str, Any] = {
        "remote_id": remote_id,
        "thread_remote_id": remote_id,
        "thread_kind": ThreadKind.PUBLIC,
        "author": an_author(),
        "direction": Direction.INCOMING,
        "visibility": Visibility.PUBLIC,
        "sent_at": NOON,
        "text": "La bolletta è arrivata due volte.",
    }
    return Arrival(**(values | changes))


def a_mail(remote_id: str = "1@example.org", **changes: Any) -> Arrival:
    """Return an incoming e-mail."""
    values: dict[str, Any] = {
        "thread_kind": ThreadKind.EMAIL,
        "visibility": Visibility.DIRECT,
        "author": an_author(network=Network.EMAIL),
        "subject": "Doppio addebito",
    }
    return an_arrival(remote_id, **(values | changes))


def an_assessment(message_class: MessageClass = MessageClass.COMPLAINT, priority: int = 40) -> Assessment:
    """Return what triage might say."""
    return Assessment("it", message_class, urgent=False, priority=priority)


def taken(arrival: Arrival, **changes: Any) -> Taken:
    """Return an arrival that awaits an answer within the hour and reopens its case."""
    values: dict[str, Any] = {
        "assessment": an_assessment(),
        "due_at": arrival.sent_at + timedelta(hours=1),
        "reopens": True,
    }
    if arrival.direction is Direction.OUTGOING:
        values = {}
    return Taken(arrival, **(values | changes))


def thanks(arrival: Arrival) -> Taken:
    """Return an arrival that triage found to be a thank you."""
    return Taken(arrival, an_assessment(MessageClass.PRAISE_THANKS, 5), None, reopens=False)
