"""Weighing: what the learned weights add to what the rules heard, and what of it they take back.

A sentence is weighed alone and together with the one behind it, since the second may only ask for what the first named.
The weights never speak where all asking is denied, and never take back what nobody may ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from itertools import pairwise

from desktop.guardrails.privacy.clues import ASKING, Clue
from desktop.guardrails.privacy.hearing import Heard, Said, heard_in
from desktop.guardrails.privacy.hints import hearing, tokens_of, wording
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.leanings import Leanings
from desktop.guardrails.privacy.lexicon import Role
from desktop.guardrails.privacy.reading import Reading
from desktop.guardrails.privacy.themes import hints_of_word
from desktop.guardrails.privacy.words import Sentence

_MOST_MARKED = 4  # words of a request that no rule names
_SPEAKS = ASKING | {Clue.WHICH, Clue.HAVE, Clue.STUCK, Clue.WITHOUT, Clue.UNTIL, Clue.BUT, Clue.PLEASE, Clue.HERE}
_ASKED = frozenset(f"=clue {clue}" for clue in _SPEAKS)
_DENIED = frozenset(f"=clue {clue}-" for clue in ASKING) | {f"=clue {Clue.NOT}"}
_PRIVATE, _PUBLIC = f"=role {Role.PRIVATE}", f"=role {Role.PUBLIC}"
_TOLD = _ASKED | _DENIED | {_PRIVATE, _PUBLIC}

Window = tuple[int, ...]  # the numbers of one sentence or of two that follow each other


class Weighing:
    """One text that has been read, weighed where it may ask for something."""

    def __init__(self, reading: Reading, leanings: Leanings) -> None:
        """Nothing is weighed before it is asked for."""
        self._reading, self._leanings = reading, leanings
        there = [number for number, read in enumerate(reading.read) if read.spelt]
        self._windows: list[Window] = [*((number,) for number in there), *pairwise(there)]

    def weighed(self, heard: Sequence[Said]) -> Iterator[Said]:
        """Yield what of the rules' findings stands, then what the weights find beside them."""
        leanings = self._leanings
        taken: set[int] = set()
        for said in heard:
            if said.secret or said.number in taken or self._stands(said.number):
                taken.add(said.number)
                yield said
        for score, window in sorted(self._leaning(taken), reverse=True):
            fires = score >= leanings.fires and taken.isdisjoint(window) and self._may_ask(window)
            if fires and not self._goes_on(window, taken):
                taken.update(window)
                yield self._said(window)

    def _goes_on(self, window: Window, taken: Set[int]) -> bool:
        """Return whether a sentence only asks for what was found in the one before: "could you write it here?"."""
        if len(window) > 1 or window[0] - 1 not in taken:
            return False
        return not any(heard.mentions for heard in self._heard(window[0]))

    def windows(self) -> list[Window]:
        """Return the sentences that hold any word, each alone, then each with the next."""
        return self._windows

    def windows_of(self, number: int) -> list[Window]:
        """Return the windows that hold a sentence, three at most, however many a text has."""
        return self._holding.get(number, [])

    def hints(self, window: Window) -> frozenset[str]:
        """Return all hints of a window."""
        return frozenset().union(*map(self._all_hints, window))

    def _score(self, window: Window) -> int:
        """Return how far a window leans to a request, remembered by its sentences."""
        key = tuple([(self._reading.read[number], self._reading.languages[number]) for number in window])
        memory = self._leanings.memory
        kept = memory.get(key) or memory.keep(key, (self._leanings.score(self.hints(window)),))
        return int(kept[0])

    def _stands(self, number: int) -> bool:
        """Return whether what the rules heard in a sentence stands: in one of the windows that hold it."""
        keeps = self._leanings.keeps
        return any(self._score(window) >= keeps for window in self.windows_of(number))

    @cached_property
    def _holding(self) -> dict[int, list[Window]]:
        holding: dict[int, list[Window]] = {}
        for window in self._windows:
            for number in window:
                holding.setdefault(number, []).append(window)
        return holding

    def _leaning(self, taken: Set[int]) -> Iterator[tuple[int, Window]]:
        """Yield the windows that may reach a request, with their scores; most never need their rules' hints."""
        enough = self._leanings.fires - self._leanings.slack
        told = set(filter(self._tells, range(len(self._reading.read))))
        for window in self._windows if told - taken else ():
            if not told.isdisjoint(window) and taken.isdisjoint(window) and self.roughly(window) >= enough:
                yield self._score(window), window

    def _tells(self, number: int) -> bool:
        """Return whether a sentence holds a word without which nothing names data."""
        tells = self._reading.read[number].tells
        return any(tells[language] for language in self._reading.languages[number])

    def roughly(self, window: Window) -> int:
        """Return about how far the words of a window lean to a request."""
        start = self._leanings.start
        return start + sum(self._rough(number) - start for number in window)

    def _rough(self, number: int) -> int:
        memory, key = self._leanings.memory, ("rough", self._reading.read[number], self._reading.languages[number])
        kept = memory.get(key)
        if kept is None:
            kept = memory.keep(key, (self._leanings.roughly(self._tokens(number), self._codes(number)),))
        return int(kept[0])

    def _may_ask(self, window: Window) -> bool:
        """Return whether something but a denial is said: "we don't need your number" never is a request."""
        hints = self.hints(window)
        asks = any(self._reading.read[number].sentence.asks for number in window)
        return asks or _DENIED.isdisjoint(hints) or not _ASKED.isdisjoint(hints)

    def _languages(self, number: int) -> list[int]:
        return sorted(self._reading.languages[number])

    def _codes(self, number: int) -> list[str]:
        return [self._reading.rules.lexicons[language].language for language in self._languages(number)]

    def _tokens(self, number: int) -> list[str]:
        read = self._reading.read[number]
        return tokens_of(read.spelt, asks=read.sentence.asks)

    def _all_hints(self, number: int) -> frozenset[str]:
        """Return the hints of a sentence's words and of what the rules make of them, as far as they weigh anything."""
        leanings = self._leanings
        key = ("hints", self._reading.read[number], self._reading.languages[number])
        kept = leanings.memory.get(key)
        if kept is None:
            found = wording(self._tokens(number), self._codes(number), leanings.themes)
            found.update(hint for heard in self._heard(number) for hint in hearing(heard))
            kept = leanings.memory.keep(
                key, (frozenset(hint for hint in found if leanings.knows(hint) or hint in _TOLD),)
            )
        return frozenset(kept[0])

    def _heard(self, number: int) -> Iterator[Heard]:
        """Yield a sentence as each of its languages hears it, its small words too where it names no data."""
        for language in self._languages(number):
            yield heard_in(self._reading, language, number)

    def _said(self, window: Window) -> Said:
        """Return the finding on a window: its likeliest kind, and the words that speak for it."""
        hints = self.hints(window)
        kind = self._leanings.kind(hints)
        number, first, past = self._named(window, kind) or self._weightiest(window)
        words, at = self._reading.read[number].sentence.words, self._reading.starts[number]
        private = _PRIVATE in hints and _PUBLIC not in hints
        return Said(kind, False, at + words[first].start, at + words[past - 1].end, private, number)

    def _named(self, window: Window, kind: DataKind) -> tuple[int, int, int] | None:
        """Return sentence and places of the first data word of a kind."""
        for number in window:
            for heard in self._heard(number):
                for mention in heard.mentions:
                    if mention.kind is kind:
                        return number, mention.first, mention.past
        return None

    def _weightiest(self, window: Window) -> tuple[int, int, int]:
        """Return sentence and places of the words that speak most for a request: some in a row, none against it."""
        weights = self._leanings.weights
        best: tuple[int, int, int, int] | None = None
        for number in window:
            spelt, sentence = self._reading.read[number].spelt, self._reading.read[number].sentence
            speaks = [sum(weights.get(hint, 0) for hint in hints_of_word(word)) for word in spelt]
            for first, past in _rows(sentence, speaks):
                weight = sum(speaks[first:past])
                if best is None or weight > best[0]:
                    best = weight, number, first, past
        return best[1:] if best is not None else (window[0], 0, len(self._reading.read[window[0]].spelt))


def _rows(sentence: Sentence, speaks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the places of rows of words that all speak for a request, up to _MOST_MARKED long."""
    words = sentence.words
    for first in range(len(words)):
        for past in range(first + 1, min(first + _MOST_MARKED, len(words)) + 1):
            if words[past - 1].is_mark or speaks[past - 1] <= 0:
                break
            yield first, past
