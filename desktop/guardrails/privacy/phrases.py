"""Phrases: the book of a language's phrases, and the one pass that finds them among a text's words.

The book is one tree of words. Phrases that end alike share their ends, so the tree stays small where a rule is written
with many alternatives, and a text is read in time proportional to its length whatever the rules say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from desktop.guardrails.privacy.phrasing import PhraseUnreadable, Slot, slots_of

_MOST_SKIPPED = 2  # words that may stand inside any phrase, in one phrase

Label = TypeVar("Label")


class Match(NamedTuple, Generic[Label]):
    """A phrase found among words: from `first` up to before `past`, and all it stands for."""

    first: int
    past: int
    labels: tuple[Label, ...]


@dataclass(eq=False, slots=True)
class _Node(Generic[Label]):
    """A place in the tree: where each next word leads, and what ends here. Never changed once another leads to it."""

    next: dict[str, _Node[Label]] = field(default_factory=dict)
    wild: dict[str, _Node[Label]] = field(default_factory=dict)  # by "*ending" or "beginning*"
    labels: tuple[Label, ...] = ()

    def step(self, word: str) -> Iterator[_Node[Label]]:
        """Yield where a word leads: exactly, then by its beginning or end."""
        exact = self.next.get(word)
        if exact is not None:
            yield exact
        for pattern, node in self.wild.items():
            if word.endswith(pattern[1:]) if pattern[0] == "*" else word.startswith(pattern[:-1]):
                yield node


class Phrasebook(Generic[Label]):
    """Phrases with what each stands for. Filled once, then only read, from any thread."""

    def __init__(self, shorthands: Mapping[str, str], inside: Set[str] = frozenset()) -> None:
        """`inside` are words that may stand inside any phrase without changing it ("please", "your")."""
        self._shorthands = shorthands
        self._inside = inside
        self._root: _Node[Label] = _Node()

    def slots_of(self, phrase: str) -> list[Slot]:
        """Return the places of a written phrase, each with all that may stand there. Raises PhraseUnreadable."""
        return slots_of(phrase, self._shorthands)

    def add(self, phrase: str, label: Label) -> None:
        """Add every variant of a written phrase. Raises PhraseUnreadable."""
        node: _Node[Label] = _Node(labels=(label,))
        for slot in reversed(self.slots_of(phrase)):
            node = _before(slot, node)
        if node.labels or node.wild:
            raise PhraseUnreadable(f"{phrase!r} may begin with nothing or with any word")
        for word, onward in node.next.items():
            known = self._root.next.get(word)
            self._root.next[word] = onward if known is None else _merged(known, onward, {})

    def find(self, words: Sequence[str]) -> list[Match[Label]]:
        """Return the phrases among the words from left to right, at each place the longest, none overlapping."""
        found: list[Match[Label]] = []
        begins = self._root.next
        past = 0
        for place, word in enumerate(words):
            if place < past or word not in begins:
                continue
            match = self._longest(begins[word], words, place)
            if match is not None:
                found.append(match)
                past = match.past
        return found

    def vocabulary(self) -> frozenset[str]:
        """Return every word that some phrase is made of."""
        words: set[str] = set()
        seen: set[int] = set()
        ahead = [self._root]
        while ahead:
            node = ahead.pop()
            if id(node) not in seen:
                seen.add(id(node))
                words.update(node.next)
                ahead += [*node.next.values(), *node.wild.values()]
        return frozenset(words)

    def _longest(self, node: _Node[Label], words: Sequence[str], first: int) -> Match[Label] | None:
        """Follow all ways from a first word together; a way ends where no phrase goes on."""
        best = Match(first, first + 1, node.labels) if node.labels else None
        if not node.next:
            return best
        ways = [(node, 0)]
        for place in range(first + 1, len(words)):
            word = words[place]
            onward = [(there, skipped) for here, skipped in ways for there in here.step(word)]
            labels = next((there.labels for there, _ in onward if there.labels), ())
            if labels:
                best = Match(first, place + 1, labels)
            if word in self._inside:
                onward.extend((here, skipped + 1) for here, skipped in ways if skipped < _MOST_SKIPPED)
            if not onward:
                break
            ways = onward
        return best


def _before(slot: Sequence[tuple[str, ...]], node: _Node[Label]) -> _Node[Label]:
    """Return the place from which each of a slot's word rows leads to a node."""
    entry: _Node[Label] = _Node()
    for row in slot:
        way = node
        for word in reversed(row):
            way = _Node(wild={word: way}) if "*" in word else _Node(next={word: way})
        entry = _merged(entry, way, {})
    return entry


def _merged(one: _Node[Label], other: _Node[Label], done: dict[tuple[int, int], _Node[Label]]) -> _Node[Label]:
    """Return a place from which both ways go on; the two stay as they are, since others may lead to them."""
    if one is other:
        return one
    pair = (id(one), id(other))
    if pair not in done:
        labels = one.labels + tuple(label for label in other.labels if label not in one.labels)
        both = done[pair] = _Node(dict(one.next), dict(one.wild), labels)
        for ways, more in ((both.next, other.next), (both.wild, other.wild)):
            for word, node in more.items():
                known = ways.get(word)
                ways[word] = node if known is None else _merged(known, node, done)
    return done[pair]
