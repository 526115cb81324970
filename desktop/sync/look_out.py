"""The look-out: whether somebody who answers in public looks like one of our accounts, asked once for each author."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop.model import Account, Arrival, Direction, LookAlike, Network, Visibility
from desktop.store import Store
from desktop.system.resources import resource_path

if TYPE_CHECKING:
    from desktop.triage.impostors import Face, ImpostorWatch

_AUTHORS = 8_192  # whose likeness is remembered
_FACELESS = (Network.EMAIL, Network.LISTENING)


class LookOut:
    """Compares authors with the accounts that are connected. Engine process, one event loop thread."""

    def __init__(self, store: Store, load: Callable[[], ImpostorWatch]) -> None:
        """`load` reads the words of service when somebody is first looked at."""
        self._store = store
        self._load = load
        self._compare: Callable[[Face, tuple[Face, ...]], tuple[LookAlike, ...]] | None = None

    @classmethod
    def shipped(cls, store: Store) -> LookOut:
        """Return one with the words that the program brings."""

        def load() -> ImpostorWatch:
            from desktop.triage.impostors import ImpostorWatch

            return ImpostorWatch.load(resource_path("triage"))

        return cls(store, load)

    def faces(self, network: Network) -> tuple[Face, ...]:
        """Return how our accounts present themselves, those of a network first; mailboxes present nobody."""
        from desktop.triage.impostors import Face

        ours = sorted(self._store.accounts.all(), key=lambda one: one.network is not network)
        return tuple(Face(one.handle, one.name) for one in ours if _has_face(one))

    def look_alikes(self, arrival: Arrival, faces: tuple[Face, ...]) -> tuple[LookAlike, ...]:
        """Return in what the author of a public answer looks like one of `faces`, nothing for anything else."""
        from desktop.triage.impostors import Face

        if not faces or not answers_in_public(arrival):
            return ()
        if self._compare is None:
            self._compare = lru_cache(_AUTHORS)(self._load().look_alikes)
        return self._compare(Face(arrival.author.handle, arrival.author.name), faces)


def answers_in_public(arrival: Arrival) -> bool:
    """Tell whether an arrival is what somebody else answered in public."""
    begins = arrival.thread_remote_id == arrival.remote_id or arrival.thread_remote_id.startswith(
        f"{arrival.remote_id}/"
    )
    below_another = bool(arrival.in_reply_to or arrival.below) or not begins
    public = arrival.visibility is Visibility.PUBLIC and arrival.direction is Direction.INCOMING
    return public and below_another and bool(arrival.author.handle or arrival.author.name)


def _has_face(account: Account) -> bool:
    return account.network not in _FACELESS and bool(account.handle)
