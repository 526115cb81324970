"""Phrases: the book of a language's phrases, and the one pass that finds them among a text's words.

The book is one tree of words. Phrases that end alike share their ends, so the tree stays small where a rule is written
with many alternatives, and a text is read in time proportional to its length whatever the rules say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from desktop.guardrails.privacy.phrasing import PhraseUnreadable, Slot, slots_of

_CLASS = "@"
_FEWEST_IN_CLASS = 4  # words of a shorthand that are worth a class
_SINGLE = re.compile(r"[^\W\d_]+")
_REMEMBERED = 256  # sentences
_MOST_SKIPPED = 2  # words that may stand inside any phrase, in one phrase

LINK, MAIL, MENTION = "@link", "@mail", "@"  # what these read as, in a text and in a rule's phrase

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

    def by_form(self, word: str) -> Iterator[_Node[Label]]:
        """Yield where a word leads by its beginning or end."""
        for pattern, node in self.wild.items():
            if word.endswith(pattern[1:]) if pattern[0] == "*" else word.startswith(pattern[:-1]):
                yield node


class Phrasebook(Generic[Label]):
    """Phrases with what each stands for. Filled once, then only read, from any thread."""

    def __init__(
        self,
        shorthands: Mapping[str, str],
        inside: Set[str] = frozenset(),
        classes: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`inside` are words that may stand inside any phrase without changing it ("please", "your").

        `classes` says which classes a word belongs to; a phrase names a class as it names a shorthand. The single
        words of a shorthand are made a class too, since that keeps the tree small.
        """
        self._members: dict[str, set[str]] = {}  # by the mark of a class
        for word, names in (classes or {}).items():
            for name in names:
                self._members.setdefault(class_mark(name), set()).add(word)
        named = {mark.removeprefix(_CLASS): mark for mark in self._members} | dict(shorthands)
        self._shorthands = {name: self._as_class(name, written) for name, written in named.items()}
        self._used: set[str] = set()  # the marks of classes that phrases name
        self._keys: dict[str, tuple[str, ...]] = {}
        self._inside = inside
        self._root: _Node[Label] = _Node()
        self._starts: dict[str, list[_Node[Label]]] = {}
        self._remembered = lru_cache(_REMEMBERED)(self._find)

    def _as_class(self, name: str, written: str) -> str:
        """Return a shorthand with its single words replaced by the class that they now form."""
        parts = written.split("|")
        single = [part for part in parts if _SINGLE.fullmatch(part)]
        if len(single) < _FEWEST_IN_CLASS or any(sign in written for sign in "()<>"):
            return written
        self._members[class_mark(name)] = {slots_of(part, {})[0][0][0] for part in single}
        return "|".join([class_mark(name), *(part for part in parts if part not in single)])

    def _keys_by_word(self) -> dict[str, tuple[str, ...]]:
        """Return by what a word is found in the tree: itself and its classes."""
        keys: dict[str, list[str]] = {}
        for mark in sorted(self._used):
            for word in self._members[mark]:
                keys.setdefault(word, [word]).append(mark)
        return {word: tuple(alike) for word, alike in keys.items()}

    def slots_of(self, phrase: str) -> list[Slot]:
        """Return the places of a written phrase, each with all that may stand there. Raises PhraseUnreadable."""
        slots = slots_of(phrase, self._shorthands)
        self._used.update(key for slot in slots for row in slot for key in row if key in self._members)
        return slots

    def add(self, phrase: str, label: Label) -> None:
        """Add every variant of a written phrase. Raises PhraseUnreadable."""
        node: _Node[Label] = _Node(labels=(label,))
        for slot in reversed(self.slots_of(phrase)):
            node = _before(slot, node)
        if node.labels or node.wild:
            raise PhraseUnreadable(f"{phrase!r} may begin with nothing or with any word")
        self._starts = {}
        self._remembered.cache_clear()
        for word, onward in node.next.items():
            known = self._root.next.get(word)
            self._root.next[word] = onward if known is None else _merged(known, onward, {})

    def find(self, words: Sequence[str]) -> Sequence[Match[Label]]:
        """Return the phrases among the words from left to right, at each place the longest, none overlapping.

        Remembers some sentences: while somebody types, all but one stay what they were.
        """
        return self._remembered(tuple(words))

    def _find(self, words: tuple[str, ...]) -> Sequence[Match[Label]]:
        starts = self._starts or self._find_starts()
        known = self._keys
        keys: list[tuple[str, ...]] | None = None
        found: list[Match[Label]] = []
        past = 0
        for place, word in enumerate(words):
            nodes = starts.get(word)
            if nodes is None or place < past:
                continue
            if keys is None:
                keys = [known.get(word) or (word,) for word in words]
            match = self._longest(nodes, keys, place)
            if match is not None:
                found.append(match)
                past = match.past
        return found

    def _find_starts(self) -> dict[str, list[_Node[Label]]]:
        """Work out once where each word that may begin a phrase leads; two threads that do so find the same."""
        self._keys = self._keys_by_word()
        begins = self._root.next
        starts = {word: [node] for word, node in begins.items() if word[0] != _CLASS or word in (LINK, MAIL, MENTION)}
        for word, alike in self._keys.items():
            nodes = [begins[key] for key in alike if key in begins]
            if nodes:
                starts[word] = nodes
        self._starts = starts
        return starts

    def vocabulary(self) -> frozenset[str]:
        """Return every word that some phrase is made of."""
        words = {word for mark in self._used for word in self._members[mark]}
        seen: set[int] = set()
        ahead = [self._root]
        while ahead:
            node = ahead.pop()
            if id(node) not in seen:
                seen.add(id(node))
                words.update(node.next)
                ahead += [*node.next.values(), *node.wild.values()]
        return frozenset(word for word in words if word[0] != _CLASS)

    def words_of(self, key: str) -> frozenset[str]:
        """Return the words that may stand where a phrase has a word or names a class."""
        return frozenset(self._members.get(key, (key,)))

    def _longest(self, nodes: list[_Node[Label]], keys: Sequence[tuple[str, ...]], first: int) -> Match[Label] | None:
        """Follow all ways from a first word together; a way ends where no phrase goes on."""
        labels = _all_labels(nodes)
        best = Match(first, first + 1, labels) if labels else None
        ways = [(node, 0) for node in nodes if node.next or node.wild]
        place = first + 1
        while ways and place < len(keys):
            alike = keys[place]
            onward: list[tuple[_Node[Label], int]] = []
            for node, skipped in ways:
                onward.extend((node.next[key], skipped) for key in alike if key in node.next)
                if node.wild:
                    onward.extend((there, skipped) for there in node.by_form(alike[0]))
            labels = _all_labels([node for node, _ in onward])
            if labels:
                best = Match(first, place + 1, labels)
            if alike[0] in self._inside:
                onward.extend((node, skipped + 1) for node, skipped in ways if skipped < _MOST_SKIPPED)
            ways = onward
            place += 1
        return best


def class_mark(name: str) -> str:
    """Return the word by which a phrase names a class of words: no text holds it."""
    return f"{_CLASS}{name}"


def _all_labels(nodes: Sequence[_Node[Label]]) -> tuple[Label, ...]:
    """Return everything that ends here, each once."""
    ending = [node.labels for node in nodes if node.labels]
    if len(ending) < 2:  # noqa: PLR2004 - one or none needs no merging
        return ending[0] if ending else ()
    return tuple(dict.fromkeys(label for labels in ending for label in labels))


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
