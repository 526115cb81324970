"""Heaps: the questions of a period put together by all that is counted by, in one walk over the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.model import Network
from desktop.reports.figures import Heap
from desktop.store.reports import SLOTS, Row


@dataclass(frozen=True, slots=True)
class Key:
    """What a heap's questions share. `part` is the number of the stretch of the period that they were asked in."""

    account_id: int
    message_class: str
    language: str
    agent: str
    listening: bool
    part: int


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a report is narrowed to; None: everything. An agent's report knows only what they answered."""

    network: Network | None = None
    agent: str | None = None

    def holds(self, key: Key, networks: Mapping[int, Network]) -> bool:
        """Return whether a heap belongs to it."""
        if self.network is not None and networks.get(key.account_id) is not self.network:
            return False
        return self.agent is None or key.agent == self.agent


EVERYTHING = Narrow()


def heaped(
    chunks: Iterable[Sequence[Row]], edges: Sequence[int], told: Callable[[int], None] | None = None
) -> dict[Key, Heap]:
    """Return the heaps of some rows, which come in the order of time.

    `edges` are the moments in milliseconds at which the second and later parts begin; `told` hears how many rows have
    been read so far.
    """
    heaps: dict[Key, Heap] = {}
    known: dict[tuple[int, str, str, str, int, int], Heap] = {}
    part, read = 0, 0
    ends = [*edges, 1 << 62]
    for rows in chunks:
        for account, answered, kind, language, agent, listening, key in rows:
            asked = key // SLOTS
            while asked >= ends[part]:
                part += 1
            plain = (account, kind, language, agent, listening, part)
            heap = known.get(plain)
            if heap is None:
                heap = known[plain] = heaps[Key(account, kind, language, agent, bool(listening), part)] = Heap()
            heap.asked.append(asked)
            if answered is not None:
                heap.pairs.append((asked, answered))
        read += len(rows)
        if told is not None:
            told(read)
    return heaps
