"""What X charges (docs.x.com, pay-per-use since February 2026), counted as X counts: each thing read once a UTC day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desktop.model import Spent
from desktop.model.channel import Clock

OWNED_READ, POST_READ, DIRECT_READ = "owned_read", "post_read", "dm_read"
POST, POST_WITH_LINK, SUMMONED_REPLY, DIRECT, DELETION = "post", "post_with_link", "summoned_reply", "dm", "delete"

MICROS = {
    OWNED_READ: 1_000,
    POST_READ: 5_000,
    DIRECT_READ: 10_000,
    POST: 15_000,
    POST_WITH_LINK: 200_000,
    SUMMONED_REPLY: 10_000,
    DIRECT: 15_000,
    DELETION: 10_000,
}
"""Prices in millionths of a US dollar."""


def kind_of_post(*, has_link: bool, replying: bool) -> str:
    """Return as what a post is charged; a reply with a link counts as the dearer of the two."""
    if has_link:
        return POST_WITH_LINK
    return SUMMONED_REPLY if replying else POST


class Ledger:
    """What a channel has spent since it last told. In the engine's event loop.

    X calls its counting "a soft guarantee"; after a restart this one may count a thing twice in a day, never less.
    """

    def __init__(self, clock: Clock) -> None:
        """`clock` says which UTC day it is."""
        self._clock = clock
        self._day = clock().date()
        self._charged: set[str] = set()
        self._counts: dict[str, int] = {}

    def read(self, kind: str, identities: Iterable[str]) -> None:
        """Charge for what was read, unless it was read today already."""
        charged = self._today()
        fresh = set(identities) - charged
        charged |= fresh
        self._add(kind, len(fresh))

    def did(self, kind: str) -> None:
        """Charge for one deed."""
        self._add(kind, 1)

    def remember(self, read: Iterable[tuple[str, datetime]]) -> None:
        """Take in what was read earlier, by another run: what was read today is paid for."""
        charged = self._today()
        charged.update(identity for identity, at in read if at.date() == self._day)

    def told(self) -> tuple[Spent, ...]:
        """Return what was spent since the last time, and begin anew."""
        counts, self._counts = self._counts, {}
        return tuple(Spent(kind, count, count * MICROS[kind]) for kind, count in sorted(counts.items()))

    def _add(self, kind: str, count: int) -> None:
        if count:
            self._counts[kind] = self._counts.get(kind, 0) + count

    def _today(self) -> set[str]:
        day = self._clock().date()
        if day != self._day:
            self._day = day
            self._charged = set()
        return self._charged
