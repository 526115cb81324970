"""Heaps: the questions of a period put together by all that is counted by, in one walk over the rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.model import Network
from desktop.reports.figures import Heap
from desktop.store.reports import Asked, kind_of


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


def heaped(chunks: Iterable[Asked], edges: Sequence[int], told: Callable[[int], None] | None = None) -> dict[Key, Heap]:
    """Return the heaps of some questions, which come in the order of time.

    `edges` are the moments in milliseconds at which the second and later parts begin; `told` hears how many questions
    have been read so far.
    """
    parts: list[dict[str, Heap]] = [{} for _ in range(len(edges) + 1)]
    read = 0
    for chunk in chunks:
        begin = 0
        for part, end in enumerate([*(bisect_left(chunk.asked, edge) for edge in edges), len(chunk)]):
            _heap(parts[part], chunk, begin, end)
            begin = end
        read += len(chunk)
        if told is not None:
            told(read)
    return {_key(word, part): heap for part, heaps in enumerate(parts) for word, heap in heaps.items()}


def _heap(heaps: dict[str, Heap], chunk: Asked, begin: int, end: int) -> None:
    """Put the questions of a chunk from one place to another on their heaps."""
    words = chunk.kinds[begin:end]
    for word in set(words).difference(heaps):
        heaps[word] = Heap()
    appends = {word: (heaps[word].asked.append, heaps[word].answered.append) for word in set(words)}
    for word, asked, answered in zip(words, chunk.asked[begin:end], chunk.answered[begin:end], strict=True):
        note_asked, note_answered = appends[word]
        note_asked(asked)
        note_answered(answered)


def _key(word: str, part: int) -> Key:
    kind = kind_of(word)
    return Key(kind.account_id, kind.message_class, kind.language, kind.agent, kind.listening, part)
