"""Which language a text's small words speak for: articles, pronouns and prepositions are a language's surest sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from desktop.triage.words import Words, folded

_MARK_POINTS = 0.5  # a pair of letters that one language alone writes says half as much as a word of its own

Votes = tuple[tuple[int, float], ...]


class FunctionWords:
    """Counts the evidence of function words per language. Immutable once made; safe in any thread."""

    def __init__(self, words: Mapping[str, str], marks: Mapping[str, list[str]]) -> None:
        """Take each language's words as one string, and its marks: character sequences it alone writes."""
        self.languages = tuple(words)
        self._votes = _votes_by_word([spellings(words[language]) for language in self.languages])
        self._marks = [(mark, index) for index, name in enumerate(self.languages) for mark in marks.get(name, ())]
        self._votes_of: Callable[[str], Votes] = lru_cache(maxsize=16_384)(self._look_up)

    def _look_up(self, word: str) -> Votes:
        return self._votes.get(word.lower(), ())

    def points(self, words: Words) -> list[float]:
        """Return the points of every language, in the order of `languages`: 1.0 is one word of its own."""
        points = [0.0] * len(self.languages)
        for votes in map(self._votes_of, words.written):
            for index, vote in votes:
                points[index] += vote
        return points

    def add_marks(self, points: list[float], words: Words) -> None:
        """Add what the letters alone say, for a text whose words leave it open."""
        lowered = words.text.lower()
        for mark, index in self._marks:
            if mark in lowered:
                points[index] += _MARK_POINTS


def spellings(words: str) -> set[str]:
    """Return the words of a list as tokens: "c'è" is two of them."""
    return {part for word in words.lower().split() for part in word.replace("'", " ").replace("-", " ").split()}


def _votes_by_word(lists: list[set[str]]) -> dict[str, Votes]:
    """Share one vote per word among the languages that have it; an unaccented spelling only where it is free."""
    speakers: dict[str, set[int]] = {}
    for index, words in enumerate(lists):
        for word in words:
            speakers.setdefault(word, set()).add(index)
    for word in [word for word in speakers if not word.isascii()]:
        bare = folded(word)
        if not any(bare in words for words in lists):
            speakers.setdefault(bare, set()).update(speakers[word])
    return {word: tuple((index, 1 / len(which)) for index in sorted(which)) for word, which in speakers.items()}
