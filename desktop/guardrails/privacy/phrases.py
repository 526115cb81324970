"""Phrases: the book of a language's phrases, and the one pass that finds them among a text's words.

The book is one tree of words. Phrases that end alike share their ends, so the tree stays small where a rule is written
with many alternatives, and a text is read in time proportional to its length whatever the rules say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from desktop.guardrails.privacy.phrasing import PhraseUnreadable, Slot, slots_of, words_of

_CLASS = "@"
_FEWEST_IN_CLASS = 4  # words of a shorthand that are worth a class
_SINGLE = re.compile(r"[^\W\d_]+")
_MOST_SKIPPED = 2  # words that may stand inside any phrase, in one phrase

_NOWHERE: Mapping[str, Any] = MappingProxyType({})

LINK, MAIL, MENTION = "@link", "@mail", "@"  # what these read as, in a text and in a rule's phrase

Label = TypeVar("Label")


class Match(NamedTuple, Generic[Label]):
    """A phrase found among words: from `first` up to before `past`, and all it stands for."""

    first: int
    past: int
    labels: tuple[Label, ...]


class _Node(Generic[Label]):
    """A place in the tree: where each next word leads, and what ends here. Never changed once it is made."""

    __slots__ = ("labels", "next", "wild")

    def __init__(
        self,
        next: Mapping[str, _Node[Label]] = _NOWHERE,  # noqa: A002 - it is what the place is followed by
        wild: Mapping[str, _Node[Label]] = _NOWHERE,
        labels: tuple[Label, ...] = (),
    ) -> None:
        """`wild` is by "*ending" or "beginning*"."""
        self.next, self.wild, self.labels = next, wild, labels

    def by_form(self, word: str) -> Iterator[_Node[Label]]:
        """Yield where a word leads by its beginning or end."""
        for pattern, node in self.wild.items():
            if word.endswith(pattern[1:]) if pattern[0] == "*" else word.startswith(pattern[:-1]):
                yield node


class _Written(Generic[Label]):
    """A phrase as it was written, with its tree when a text first needs it."""

    def __init__(self, slots: Sequence[Slot], label: Label) -> None:
        self._slots, self._label = slots, label

    @cached_property
    def node(self) -> _Node[Label]:
        """The place from which all its variants begin."""
        node: _Node[Label] = _Node(labels=(self._label,))
        for slot in reversed(self._slots):
            node = _before(slot, node)
        return node


class Phrasebook(Generic[Label]):
    """Phrases with what each stands for. Filled once, then only read, from any thread."""

    def __init__(
        self,
        shorthands: Mapping[str, str],
        inside: Set[str] = frozenset(),
        classes: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`inside` are words that may stand inside any phrase without changing it ("please", "your").

        `classes` are the words of each class; a phrase names a class as it names a shorthand. The single words of a
        shorthand are made a class too, since that keeps the tree small.
        """
        self._verbs = classes or {}
        self._members: dict[str, Sequence[str]] = {}  # of the classes that shorthands form, by their marks
        named = {name: class_mark(name) for name in self._verbs} | dict(shorthands)
        self._shorthands = {name: self._as_class(name, written) for name, written in named.items()}
        self._classes: dict[str, frozenset[str]] = {}  # those that phrases name
        self._words: set[str] = set()  # all that phrases are made of, marks of classes included
        self._slots: dict[str, list[Slot]] = {}  # by the phrase as it is written
        self._places: dict[str, Slot] = {}  # by a place of a phrase as it is written
        self._keys: dict[str, tuple[str, ...]] = {}
        self._inside = inside
        self._begins: dict[str, list[_Written[Label]]] = {}  # by what a phrase begins with
        self._nodes: dict[str, _Node[Label]] = {}  # the same, worked out
        self._starts: dict[str, Sequence[_Node[Label]]] = {}

    def _as_class(self, name: str, written: str) -> str:
        """Return a shorthand with its single words replaced by the class that they now form."""
        parts = written.split("|")
        single = [part for part in parts if _SINGLE.fullmatch(part)]
        if len(single) < _FEWEST_IN_CLASS or any(sign in written for sign in "()<>"):
            return written
        self._members[class_mark(name)] = tuple({words_of(part)[0] for part in single})
        return "|".join([class_mark(name), *(part for part in parts if part not in single)])

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """Return by what a word is found in the tree: itself and its classes. Worked out when a text first holds it."""
        keys = self._keys.get(word)
        if keys is None:
            if word not in self.vocabulary:  # not kept, else a text of strange words would fill the memory
                return (word,)
            keys = self._keys[word] = (word, *(mark for mark, members in self._classes.items() if word in members))
        return keys

    def _starts_of(self, word: str) -> Sequence[_Node[Label]]:
        """Work out where a word of the vocabulary leads that may begin a phrase, and keep it."""
        starts = self._starts[word] = [self._begin(key) for key in self._keys_of(word) if key in self._begins]
        return starts

    def _begin(self, key: str) -> _Node[Label]:
        """Return where a word or class leads, all phrases together; two threads that work it out find the same."""
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = _merged([written.node.next[key] for written in self._begins[key]], {})
        return node

    def slots_of(self, phrase: str) -> list[Slot]:
        """Return the places of a written phrase, each with all that may stand there. Raises PhraseUnreadable."""
        known = self._slots.get(phrase)
        if known is None:
            known = self._slots[phrase] = slots_of(phrase, self._shorthands, self._places)
            keys = {key for slot in known for row in slot for key in row}
            self._words |= keys
            for mark in keys - self._classes.keys():
                if mark in self._members:
                    self._classes[mark] = frozenset(self._members[mark])
                elif mark[0] == _CLASS and mark.removeprefix(_CLASS) in self._verbs:
                    self._classes[mark] = frozenset(self._verbs[mark.removeprefix(_CLASS)])
        return known

    def add(self, phrase: str, label: Label) -> None:
        """Add every variant of a written phrase. Raises PhraseUnreadable."""
        slots = self.slots_of(phrase)
        begins = _begins_of(slots)
        if not begins or any("*" in key for key in begins):
            raise PhraseUnreadable(f"{phrase!r} may begin with nothing or with any word")
        self._starts, self._keys, self._nodes = {}, {}, {}
        self.__dict__.pop("vocabulary", None)
        written = _Written(slots, label)
        for key in begins:
            self._begins.setdefault(key, []).append(written)

    def find(self, words: Sequence[str]) -> Sequence[Match[Label]]:
        """Return the phrases among the words from left to right, at each place the longest, none overlapping."""
        found: list[Match[Label]] = []
        past = 0
        starts, vocabulary = self._starts, self.vocabulary
        for place, word in enumerate(words):
            if place < past or word not in vocabulary:
                continue
            nodes = starts.get(word)
            if nodes is None:
                nodes = self._starts_of(word)
            match = self._longest(nodes, words, place) if nodes else None
            if match is not None:
                found.append(match)
                past = match.past
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return every word that some phrase is made of; ask for it when all phrases are added."""
        spelt = {word for word in self._words if word[0] != _CLASS or word in (LINK, MAIL, MENTION)}
        return frozenset(spelt.union(*self._classes.values()))

    def words_of(self, key: str) -> Collection[str]:
        """Return the words that may stand where a phrase has a word or names a class."""
        return self._classes.get(key, (key,))

    def _longest(self, nodes: Sequence[_Node[Label]], words: Sequence[str], first: int) -> Match[Label] | None:
        """Follow all ways from a first word together; a way ends where no phrase goes on."""
        labels = _all_labels(nodes)
        best = Match(first, first + 1, labels) if labels else None
        ways = [(node, 0) for node in nodes if node.next or node.wild]
        place = first + 1
        while ways and place < len(words):
            alike = self._keys_of(words[place])
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


def _begins_of(slots: Sequence[Slot]) -> set[str]:
    """Return all that a phrase may begin with; nothing where the whole phrase may be left out."""
    begins: set[str] = set()
    for slot in slots:
        begins.update(row[0] for row in slot if row)
        if all(slot):
            return begins
    return set()


def _before(slot: Slot, node: _Node[Label]) -> _Node[Label]:
    """Return the place from which each of a slot's word rows leads to a node."""
    if all(len(row) == 1 and "*" not in row[0] for row in slot):
        return _Node(next={row[0]: node for row in slot})
    return _merged([_way(row, node) for row in slot], {})


def _way(row: Sequence[str], node: _Node[Label]) -> _Node[Label]:
    """Return the place from which a row of words leads to a node."""
    for word in reversed(row):
        node = _Node(wild={word: node}) if "*" in word else _Node(next={word: node})
    return node


def _merged(nodes: Sequence[_Node[Label]], done: dict[tuple[int, ...], _Node[Label]]) -> _Node[Label]:
    """Return a place from which all ways go on; the places stay as they are, since others may lead to them."""
    distinct = {id(node): node for node in nodes}
    if len(distinct) == 1:
        return nodes[0]
    known = done.get(tuple(distinct))
    if known is None:
        apart = list(distinct.values())
        known = done[tuple(distinct)] = _Node(
            _ways_together([node.next for node in apart], done),
            _ways_together([node.wild for node in apart], done),
            _all_labels(apart),
        )
    return known


def _ways_together(
    ways: Sequence[Mapping[str, _Node[Label]]], done: dict[tuple[int, ...], _Node[Label]]
) -> Mapping[str, _Node[Label]]:
    """Return by each word the place where all its ways lead."""
    there: dict[str, list[_Node[Label]]] = {}
    ways = [one for one in ways if one]
    if len(ways) < 2:  # noqa: PLR2004 - one or none needs no merging
        return ways[0] if ways else _NOWHERE
    for one in ways:
        for word, node in one.items():
            there.setdefault(word, []).append(node)
    return {word: nodes[0] if len(nodes) == 1 else _merged(nodes, done) for word, nodes in there.items()}
