"""Who is writing: the profile across networks, and what agents note about a customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.model import Agent, CustomerId, CustomerProfile
from desktop.store import Store

_LONGEST_TAG = 40


class CustomerDesk:
    """One agent's view of customers. Belongs to the thread of its store."""

    def __init__(self, store: Store, agent: Agent, clock: Callable[[], datetime]) -> None:
        """`agent` is written into the journal."""
        self._store = store
        self.agent = agent
        self._clock = clock

    def profile(self, customer_id: CustomerId) -> CustomerProfile | None:
        """Return what the profile pane shows, None if there is no such customer."""
        return self._store.people.profile(customer_id)

    def add_note(self, customer_id: CustomerId, text: str) -> None:
        """Write a note about a customer. Raises ValueError for an empty one."""
        if not text.strip():
            raise ValueError("an empty note says nothing")
        self._store.customers.add_note(customer_id, text.strip(), author=self.agent.name, at=self._clock())

    def set_tag(self, customer_id: CustomerId, tag: str, *, present: bool) -> None:
        """Add or take away a tag. Raises ValueError for an empty one."""
        clean = tag.strip()[:_LONGEST_TAG]
        if not clean:
            raise ValueError("an empty tag says nothing")
        self._store.customers.set_tag(customer_id, clean, present=present, actor=self.agent.name, at=self._clock())
