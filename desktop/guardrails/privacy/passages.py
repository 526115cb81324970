"""Passages: the stretches of a text that are read by themselves, so that a key reads one of them again, not the text.

A passage goes from the end of one sentence to the end of another, so nothing in it depends on what stands around it:
what the words are, where sentences end, and what they may mean in each language. What was read is kept by the words of
the passage; what is only known from the whole text (its language, its neighbours) is `Reading`'s to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.guardrails.privacy.folding import Folded, fold
from desktop.guardrails.privacy.lexicon import Cue, Label, Role
from desktop.guardrails.privacy.phrases import Match, Phrasebook
from desktop.guardrails.privacy.words import Sentence, sentences

if TYPE_CHECKING:
    from desktop.guardrails.privacy.rules import PrivacyRules

_CUT = re.compile(r"[.?!…](?=\s)")  # where a sentence may end; whether it does is known when it is read
_PAIR = 2  # commas around "please"

Matches = Sequence[Match[Label]]


class ReadSentence:
    """A sentence as far as it can be read by itself. Told apart by being itself; what is found is found once.

    `known` is how many of its words each language knows, `tells` whether it may name data in each language. Offsets
    are those of its passage.
    """

    __slots__ = ("_cues", "_found", "known", "sentence", "spelt", "tells")

    def __init__(self, sentence: Sentence, rules: PrivacyRules) -> None:
        """Mend the spelling and count the known words; phrases are searched when they are first asked for."""
        self.sentence = _without_politeness(sentence, rules)
        self.spelt = rules.spelling.mended([word[0] for word in self.sentence.words])
        self.known = tuple(rules.known_words(self.spelt))
        self.tells = tuple(not lexicon.telling.isdisjoint(self.spelt) for lexicon in rules.lexicons)
        self._found: dict[int, Matches] = {}
        self._cues: Sequence[Match[Cue]] | None = None

    def found(self, language: int, phrases: Phrasebook[Label]) -> Matches:
        """Return the phrases of one of the rules' languages, whose book is handed over."""
        found = self._found.get(language)
        if found is None:
            found = self._found[language] = phrases.find(self.spelt)
        return found

    def cues(self, book: Phrasebook[Cue]) -> Sequence[Match[Cue]]:
        """Return the words of any language that introduce values; `book` is the rules'."""
        if self._cues is None:
            self._cues = book.find(self.spelt)
        return self._cues


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, read. `is_whole`: it ends where a sentence ends, so that what follows can't change it."""

    folded: Folded
    sentences: Sequence[ReadSentence]
    is_whole: bool


def passages(text: str, rules: PrivacyRules) -> Iterator[Passage]:
    """Yield the passages of a text, which together are the whole of it. Takes time proportional to its length.

    Where a full stop ends no sentence ("p. IVA") the passage goes on, over twice as many stops each time.
    """
    cuts = [match.end() for match in _CUT.finditer(text)]
    start, at, over = 0, 0, 1
    while at + over <= len(cuts):
        past = cuts[at + over - 1]
        passage = _read(text[start:past] + " ", rules)  # "1." begins a list only before the blank that follows here
        at += over
        over *= 2
        if passage.is_whole:
            yield passage
            start, over = past, 1
    yield _read(text[start:], rules)


def _read(written: str, rules: PrivacyRules) -> Passage:
    """Return a passage as it was kept, or read it; a blank at its end is not counted."""
    kept = rules.passages.get(written)
    if kept is None:
        folded = fold(written)
        cut, is_whole = sentences(folded, rules.abbreviations)
        passage = Passage(folded, tuple(ReadSentence(one, rules) for one in cut), is_whole)
        kept = rules.passages.keep(written, (passage,))
    found: Passage = kept[0]
    return found


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
