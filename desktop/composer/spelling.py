"""Spelling: which words of a draft are looked up, and which of them are wrong.

Not looked up: links, addresses, @names, #tags, what holds figures, initials in capitals, quoted lines and quotations,
and placeholders. Words that were looked up and lines that have not changed are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex  # type: ignore[import-untyped, unused-ignore]

from desktop.composer.dictionaries import Checker

_QUOTED = re.compile(
    r"^[ \t]*>[^\n]*"  # quoted lines
    r"|«[^»\n]*»|“[^”\n]*”|\"[^\"\n]*\""
    r"|\{[^}\n]*\}",  # placeholders
    re.MULTILINE,
)
_TOKEN = re.compile(r"\S+")
_ODD = re.compile(r"[@#/\\_^\d]|\.[^\W\d_]{2,}")  # names, tags, addresses, paths, signatures, figures, hosts
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+(?:['’·-]\p{L}[\p{L}\p{M}]*+)*")
_MOST_KNOWN = 20_000
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A word that no dictionary knows, in code points of the text."""

    start: int
    end: int
    word: str


class Spelling:
    """One language's words and the agent's own. One thread at a time."""

    def __init__(self, checker: Checker, own: Callable[[], frozenset[str]]) -> None:
        """`own` returns the agent's words, folded."""
        self._checker = checker
        self._own = own
        self._known: dict[str, bool] = {}
        self._lines: dict[str, tuple[Misspelt, ...]] = {}

    def errors(self, text: str) -> tuple[Misspelt, ...]:
        """Return the words of a text that are wrong, in order. Only lines that have changed are looked at again."""
        found: list[Misspelt] = []
        lines: dict[str, tuple[Misspelt, ...]] = {}
        place = 0
        for line in text.split("\n"):
            wrong = self._lines.get(line)
            if wrong is None:
                wrong = tuple(word for word in words_in(line) if not self.knows(word.word))
            lines[line] = wrong
            found += (Misspelt(place + one.start, place + one.end, one.word) for one in wrong)
            place += len(line) + 1
        self._lines = lines
        return tuple(found)

    def knows(self, word: str) -> bool:
        """Tell whether a word is right."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            found = self._known[word] = self._look_up(word)
        return found

    def suggestions(self, word: str, most: int = 5) -> tuple[str, ...]:
        """Return what may be meant. Up to a second: not for the thread that paints."""
        return tuple(self._checker.suggest(word.replace("’", "'"))[:most])

    def forget(self) -> None:
        """Look every word up anew: the agent's own words changed."""
        self._known.clear()
        self._lines = {}

    def _look_up(self, word: str) -> bool:
        plain = word.replace("’", "'")
        if plain.casefold() in self._own() or self._checker.check(plain):
            return True
        parts = regex.split(r"['-]", plain)  # "dell'acqua", "costa-cantabrica"
        return len(parts) > 1 and all(len(part) < _SHORTEST or self._is_part(part) for part in parts)

    def _is_part(self, part: str) -> bool:
        return part.casefold() in self._own() or self._checker.check(part) or self._checker.check(f"{part}'")


def words_in(text: str) -> Iterator[Misspelt]:
    """Yield the words of a text that are looked up."""
    position = 0
    for quoted in _QUOTED.finditer(text):
        yield from _between(text, position, quoted.start())
        position = quoted.end()
    yield from _between(text, position, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Misspelt]:
    for token in _TOKEN.finditer(text, start, end):
        if _ODD.search(token[0]) is None:
            yield from _words(text, token.start(), token.end())


def _words(text: str, start: int, end: int) -> Iterator[Misspelt]:
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        if len(word) >= _SHORTEST and not word.isupper():
            yield Misspelt(match.start(), match.end(), word)
