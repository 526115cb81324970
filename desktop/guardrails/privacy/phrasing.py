"""Phrasing: the small language in which the rules' phrases are written.

A phrase is words with spaces between them, written as people write them (case, accents and apostrophes are folded):

    (can|could) you (please|) send us    alternatives, an empty one makes a part optional; brackets may lie in brackets
    (invia|manda)(ci|mi)                 without a space the parts make one word
    <modal> inviarci                     a shorthand named in the same file
    per *are                             any word that ends so; "client*": any that begins so (never the first word)
    write to @mail                       an e-mail address; @link a link, @ a mention

There is no repetition, so what a phrase stands for is finite and known when the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from desktop.guardrails.privacy.folding import fold

MOST_VARIANTS = 2_000  # of what stands between two spaces
_DEEPEST = 8  # brackets and shorthands inside each other

_PIECE = re.compile(r"(?P<plain>[^()<>|]+)|<(?P<short>[a-z_]+)>|\(")
_BRACKET = re.compile(r"[()<>|]")
_WORDS = re.compile(r"@\w*|\*?[^\W_]+\*?")


class PhraseUnreadable(ValueError):
    """A phrase breaks the small language's grammar; the message says where."""


Slot = tuple[tuple[str, ...], ...]  # the rows of words that may stand at one place of a phrase; one may be empty


def slots_of(phrase: str, shorthands: Mapping[str, str], known: dict[str, Slot]) -> list[Slot]:
    """Return a written phrase as the places between its spaces, each with all that may stand there.

    `known` remembers places by how they are written, for one set of shorthands. Raises PhraseUnreadable.
    """
    slots = []
    for place in _places(phrase):
        slot = known.get(place)
        if slot is None:
            texts = _Writing(place, shorthands, _DEEPEST).whole() if _BRACKET.search(place) else (place,)
            slot = known[place] = tuple(dict.fromkeys(words_of(text) for text in texts))
        slots.append(slot)
    return slots


def _places(phrase: str) -> list[str]:
    """Return a phrase parted where a space stands outside any bracket."""
    places: list[str] = []
    open_brackets = 0
    for part in phrase.split(" "):
        if open_brackets > 0:
            places[-1] += " " + part
        else:
            places.append(part)
        open_brackets += part.count("(") - part.count(")")
    return places


@lru_cache(20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are read in a reply. Remembered, since rules use the same words all over."""
    if text.isascii() and (not text or text.replace(" ", "a").isalpha()):
        return tuple(text.lower().split())
    folded = fold(text)
    return tuple(folded.word(*match.span()) for match in _WORDS.finditer(folded.text))


def alternatives(text: str) -> list[str]:
    """Return all that a word with brackets may read, as it is written. Raises PhraseUnreadable."""
    return _Writing(text, {}, _DEEPEST).texts()


class _Writing:
    """One written phrase being read, or a shorthand inside it."""

    def __init__(self, phrase: str, shorthands: Mapping[str, str], depth: int) -> None:
        self._phrase = phrase
        self._shorthands = shorthands
        self._depth = depth
        self._place = 0

    def whole(self) -> list[str]:
        """Read the whole phrase, in which no "|" may stand outside a bracket."""
        texts = self._sequence()
        self._must_end()
        return texts

    def texts(self) -> list[str]:
        """Read the whole phrase as alternatives."""
        texts = self._alternatives()
        self._must_end()
        return texts

    def _must_end(self) -> None:
        if self._place < len(self._phrase):
            raise PhraseUnreadable(f"{self._phrase!r} can't be read from character {self._place + 1}")

    def _alternatives(self) -> list[str]:
        """Read up to a closing bracket or the end: texts parted by "|"."""
        texts = self._sequence()
        while self._phrase.startswith("|", self._place):
            self._place += 1
            texts += self._sequence()
        return texts

    def _sequence(self) -> list[str]:
        """Read plain text, brackets and shorthands that follow each other, in every combination."""
        texts = [""]
        while (piece := _PIECE.match(self._phrase, self._place)) is not None:
            self._place = piece.end()
            texts = self._joined(texts, [piece["plain"]] if piece["plain"] else self._choices(piece))
        return texts

    def _joined(self, texts: list[str], choices: list[str]) -> list[str]:
        if len(texts) * len(choices) > MOST_VARIANTS:
            raise PhraseUnreadable(f"{self._phrase!r} stands for more than {MOST_VARIANTS} phrases in one place")
        return [text + choice for text in texts for choice in choices]

    def _choices(self, piece: re.Match[str]) -> list[str]:
        """Return what a bracket or a shorthand may read."""
        if self._depth == 0:
            raise PhraseUnreadable(f"{self._phrase!r}: brackets or shorthands lie too deep, or name each other")
        self._depth -= 1
        choices = self._bracket() if piece["short"] is None else self._shorthand(piece["short"])
        self._depth += 1
        return choices

    def _bracket(self) -> list[str]:
        choices = self._alternatives()
        if not self._phrase.startswith(")", self._place):
            raise PhraseUnreadable(f"{self._phrase!r} opens a bracket that it does not close")
        self._place += 1
        return choices

    def _shorthand(self, name: str) -> list[str]:
        if name not in self._shorthands:
            raise PhraseUnreadable(f"{self._phrase!r} names the shorthand <{name}>, which does not exist")
        return _Writing(self._shorthands[name], self._shorthands, self._depth).texts()
