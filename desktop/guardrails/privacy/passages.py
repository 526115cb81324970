"""Passages: the stretches of a text that are read by themselves, so that a key reads one of them again, not the text.

A passage goes from the end of one sentence to the end of another, so nothing in it depends on what stands around it:
what the words are, where sentences end, and what they may mean in each language. What was read is kept by the words of
the passage; what is only known from the whole text (its language, its neighbours) is `Reading`'s to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.guardrails.privacy.contacts import find_addresses
from desktop.guardrails.privacy.folding import fold
from desktop.guardrails.privacy.identifiers import Identifier, find_identifiers
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.lexicon import Cue, DataNoun, Label, Need, Query, Role
from desktop.guardrails.privacy.phrases import Match, Phrasebook
from desktop.guardrails.privacy.words import Sentence, sentences

if TYPE_CHECKING:
    from desktop.guardrails.privacy.rules import PrivacyRules

_CUT = re.compile(r"[.?!…](?=\s)")  # where a sentence may end; whether it does is known when it is read
_LINK = re.compile(r"(?:https?://|www\.)\S*")
_PAIR = 2  # commas around "please"

Matches = Sequence[Match[Label]]


class Found(NamedTuple):
    """The phrases of a sentence in one language; `nouns` are names of values with where they end, `ways` ways to answer."""

    matches: Matches
    names_data: bool
    nouns: Sequence[tuple[int, DataNoun]]
    ways: Sequence[Role]


NOT_SEARCHED = Found((), False, (), ())
_NEAR = 2  # words from "our" to what is ours
_PUBLISHED = frozenset({DataKind.PHONE, DataKind.EMAIL, DataKind.ADDRESS})
_WAYS = frozenset({Role.PRIVATE, Role.PUBLIC})


class ReadSentence:
    """A sentence as far as it can be read by itself. Told apart by being itself; what is found is found once.

    `known` is how many of its words each language knows, `tells` whether it may name data in each language. Offsets
    are those of its passage.
    """

    __slots__ = ("_cues", "_found", "heard", "known", "sentence", "spelt", "tells")

    def __init__(self, sentence: Sentence, rules: PrivacyRules) -> None:
        """Mend the spelling and count the known words; phrases are searched when they are first asked for."""
        self.sentence = _without_politeness(sentence, rules)
        self.spelt = rules.spelling.mended([word[0] for word in self.sentence.words])
        self.known = tuple(rules.known_words(self.spelt))
        self.tells = tuple(not lexicon.telling.isdisjoint(self.spelt) for lexicon in rules.lexicons)
        self.heard: dict[int, Any] = {}  # what `hearing` keeps, by language
        self._found: dict[int, Found] = {}
        self._cues: Sequence[tuple[int, Cue]] | None = None

    def found(self, language: int, phrases: Phrasebook[Label]) -> Found:
        """Return the phrases of one of the rules' languages, whose book is handed over."""
        found = self._found.get(language)
        if found is None:
            matches = phrases.find(self.spelt)
            labels = [label for match in matches for label in match.labels]
            names = any(isinstance(label, DataNoun | Query) for label in labels)
            ways = [label for label in labels if isinstance(label, Role) and label in _WAYS]
            found = self._found[language] = Found(matches, names, tuple(_nouns(matches, self.sentence)), ways)
        return found

    def cues(self, book: Phrasebook[Cue]) -> Sequence[tuple[int, Cue]]:
        """Return where words end that introduce values, in any language; `book` is the rules'."""
        if self._cues is None:
            words = self.sentence.words
            self._cues = [(words[match.past - 1].end, cue) for match in book.find(self.spelt) for cue in match.labels]
        return self._cues


def _nouns(matches: Matches, sentence: Sentence) -> Iterator[tuple[int, DataNoun]]:
    """Yield each data word that may have a value with where it ends; "our number" has one that all may know."""
    ours = -_NEAR
    for match in matches:
        published = _PUBLISHED if match.first - ours < _NEAR else frozenset[DataKind]()
        ours = match.past if Role.OURS in match.labels else ours
        for label in match.labels:
            if isinstance(label, DataNoun) and _has_value(label) and label.kind not in published:
                yield sentence.words[match.past - 1].end, label


def _has_value(noun: DataNoun) -> bool:
    return noun.need is not Need.LOOSE and noun.has_value


class Passage:
    """A stretch of a text, read. `is_whole`: it ends where a sentence ends, so that what follows can't change it.

    `readable` is the folded text without links.
    """

    def __init__(self, written: str, rules: PrivacyRules) -> None:
        """Cut the text into sentences; values are looked for when they are first asked for."""
        self.folded = fold(written)
        cut, self.is_whole = sentences(self.folded, rules.abbreviations)
        self.sentences = tuple(ReadSentence(one, rules) for one in cut)
        self.readable = _LINK.sub(lambda link: " " * len(link.group()), self.folded.text)
        self._mailboxes = rules.patterns.mailboxes

    @cached_property
    def identifiers(self) -> Sequence[Identifier]:
        """What proves itself to be somebody's, whatever stands around: none goes on over a full stop and a blank."""
        return tuple(find_identifiers(self.readable))

    @cached_property
    def addresses(self) -> Sequence[Identifier]:
        """The e-mail addresses."""
        return tuple(find_addresses(self.readable, self._mailboxes))


def passages(text: str, rules: PrivacyRules) -> Iterator[Passage]:
    """Yield the passages of a text, which together are the whole of it. Takes time proportional to its length.

    Where a full stop ends no sentence ("p. IVA") the passage goes on, over twice as many stops each time.
    """
    cuts = [match.end() for match in _CUT.finditer(text)]
    start, at, over = 0, 0, 1
    while at < len(cuts):
        past = cuts[min(at + over, len(cuts)) - 1]
        passage = _read(text[start:past] + " ", rules)  # "1." begins a list only before the blank that follows here
        at += over
        over *= 2
        if passage.is_whole:
            yield passage
            start, over = past, 1
    yield _read(text[start:], rules)


def _read(written: str, rules: PrivacyRules) -> Passage:
    """Return a passage as it was kept, or read it; a blank at its end is not counted."""
    kept = rules.passages.get(written) or rules.passages.keep(written, (Passage(written, rules),))
    passage: Passage = kept[0]
    return passage


def _without_politeness(sentence: Sentence, rules: PrivacyRules) -> Sentence:
    """Return the sentence without ", please," inside it, which would part a phrase that asks."""
    words = sentence.words
    commas = {place for place, word in enumerate(words) if word.text == ","}
    if len(commas) < _PAIR:
        return sentence
    polite = rules.politeness.find([word.text for word in words])
    dropped = _set_apart(polite, commas)
    if not dropped:
        return sentence
    kept = tuple(word for place, word in enumerate(words) if place not in dropped)
    return replace(sentence, words=kept, polite=True)


def _set_apart(polite: Sequence[Match[Role]], commas: set[int]) -> set[int]:
    """Return the places of polite words between two commas, commas included."""
    return {
        place
        for match in polite
        if match.first - 1 in commas and match.past in commas
        for place in range(match.first - 1, match.past + 1)
    }
