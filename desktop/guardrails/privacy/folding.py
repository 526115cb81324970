"""Folding: which differences of spelling don't matter (case, accents, typographic signs, invisible characters)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

# Latin with its extensions, letter-like and enclosed signs, full-width forms, and the mathematical alphabets
# that people paste to get bold letters where a network has none.
_FOLDED_BLOCKS = ((0x41, 0x5B), (0xA0, 0x250), (0x1E00, 0x1F00), (0x2100, 0x2190), (0xFF01, 0xFF5F), (0x1D400, 0x1D800))
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07"
_HYPHENS = "\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_LINE_ENDS = "\r\u2028\u2029\u0085\v\f"
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u00b7\u0387]"
)


# Words that without their accent would be another, very common word: "è" is not "e". Written without, they stay unclear.
_TOLD_APART = frozenset(
    {"è", "dà", "qué", "sé", "dé", "sí", "sì", "és", "què", "té", "està", "está", "dónde", "cuándo"}
)
_APART = re.compile(rf"\b(?=[edqstéèsá])(?:{'|'.join(sorted(_TOLD_APART))})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as the rules read it, and where each of its characters stood in the original.

    `origins` is None where nothing was left out: then both have the same offsets.
    """

    text: str
    original: str
    origins: tuple[int, ...] | None = None
    apart: frozenset[int] = frozenset()  # where words stand in the original that keep their accent

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text, in code points, that a folded span came from."""
        if self.origins is None or start >= end:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1

    def word(self, start: int, end: int) -> str:
        """Return a folded word, with its accent where only that tells it from a common one."""
        if self.apart:
            first, past = self.origin(start, end)
            if first in self.apart:
                return self.original[first:past].lower()
        return self.text[start:end]

    def is_capital(self, place: int) -> bool:
        """Return whether a folded character was an upper-case letter."""
        return self.original[self.origin(place, place + 1)[0]].isupper()


def fold(text: str) -> Folded:
    """Return the text in lower case without accents or invisible characters; every kept character stays one."""
    table = _table()
    if text.isascii():
        return Folded(text.translate(table), text)
    small = text.lower()
    apart = frozenset[int]()
    if any(word in small for word in _TOLD_APART):
        apart = frozenset([match.start() for match in _APART.finditer(text)])
    if _UNSEEN.search(text) is None:
        return Folded(text.translate(table), text, None, apart)
    origins = tuple(place for place, sign in enumerate(text) if _UNSEEN.match(sign) is None)
    return Folded("".join([text[place] for place in origins]).translate(table), text, origins, apart)


def folded_word(word: str) -> str:
    """Return a single word as it is read in a text."""
    if word.isascii() and word.isalpha():
        return word.lower()
    folded = fold(word)
    return folded.word(0, len(folded.text))


@cache
def _table() -> dict[int, str]:
    """Return what each character is read as; built when first needed, since it takes some milliseconds.

    The ordinal signs lose their letter: "nº" must not become the word "no".
    """
    table = {point: _plain(chr(point)) for first, past in _FOLDED_BLOCKS for point in range(first, past)}
    for signs, read_as in ((_APOSTROPHES, "'"), (_HYPHENS, "-"), (_SPACES, " "), (_LINE_ENDS, "\n"), ("ºª", "°")):
        table.update(dict.fromkeys(map(ord, signs), read_as))
    return table


def _plain(sign: str) -> str:
    """Return the sign's base letter in lower case, or the sign itself where it has none of one character."""
    base = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)).lower()
    return base[:1] if len(base) == 1 or sign in "ßæœÆŒẞ" else sign
