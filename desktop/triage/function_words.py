"""Which language a text's small words speak for: articles, pronouns and prepositions are a language's surest sign."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping

from desktop.triage.memo import Memo
from desktop.triage.words import Words, folded

_MARK_POINTS = 0.5  # a pair of letters that one language alone writes says half as much as a word of its own

_BITS = 32  # of a column


class FunctionWords:
    """Counts the evidence of function words per language. Immutable once made; safe in any thread.

    A word's votes are one whole number with a column of `_BITS` bits a language: one sum adds up every language.
    """

    def __init__(self, words: Mapping[str, str], marks: Mapping[str, list[str]]) -> None:
        """Take each language's words as one string, and its marks: character sequences it alone writes."""
        self.languages = tuple(words)
        self._whole = math.lcm(*range(1, len(self.languages) + 1))  # one vote, however many share it
        self._row = struct.Struct(f"<{len(self.languages)}I")
        speakers = _speakers([spellings(words[language]) for language in self.languages])
        self._votes = {
            word: sum([self._whole // len(which) << (_BITS * index) for index in which])
            for word, which in speakers.items()
        }
        self._marks = [(mark, index) for index, name in enumerate(self.languages) for mark in marks.get(name, ())]
        self._votes_of: Memo[int] = Memo(lambda word: self._votes.get(word.lower(), 0))

    def points(self, words: Words) -> list[float]:
        """Return the points of every language, in the order of `languages`: 1.0 is one word of its own."""
        votes = sum(map(self._votes_of.__getitem__, words.written))
        return [vote / self._whole for vote in self._row.unpack(votes.to_bytes(self._row.size, "little"))]

    def add_marks(self, points: list[float], words: Words) -> None:
        """Add what the letters alone say, for a text whose words leave it open."""
        lowered = words.text.lower()
        for mark, index in self._marks:
            if mark in lowered:
                points[index] += _MARK_POINTS


def spellings(words: str) -> set[str]:
    """Return the words of a list as tokens: "c'è" is two of them."""
    return {part for word in words.lower().split() for part in word.replace("'", " ").replace("-", " ").split()}


def _speakers(lists: list[set[str]]) -> dict[str, set[int]]:
    """Return which languages share a word's vote; an unaccented spelling counts only where it is free."""
    speakers: dict[str, set[int]] = {}
    for index, words in enumerate(lists):
        for word in words:
            speakers.setdefault(word, set()).add(index)
    for word in [word for word in speakers if not word.isascii()]:
        bare = folded(word)
        if not any(bare in words for words in lists):
            speakers.setdefault(bare, set()).update(speakers[word])
    return speakers
