"""Where the words of a search stand in a text, accents and capitals aside, and the part of a text around the first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ui.text.links import Span, SpanKind

_BEFORE = 24
_SHORT = 60
_MOST_MARKS = 200


def folded(text: str) -> str:
    """Return a text without accents and capitals, as long as it was."""
    if text.isascii():
        return text.lower()
    return "".join(_folded_letter(letter) for letter in text)


def hit_spans(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Return where words of a text begin with any of these, as the search finds them; overlaps are left out."""
    pattern = _pattern(tuple(words))
    if pattern is None or not text:
        return ()
    found = []
    for match in pattern.finditer(folded(text)):
        found.append(Span(SpanKind.HIT, match.start(), match.end(), ""))
        if len(found) >= _MOST_MARKS:
            break
    return tuple(found)


def around_hit(text: str, words: Sequence[str], most: int = 200) -> str:
    """Return a text on one line, cut so that the first hit is seen; from its beginning where that shows it."""
    line = " ".join(text.split())
    spans = hit_spans(line, words)
    start = spans[0].start if spans else 0
    if start <= _BEFORE or len(line) <= _SHORT:
        return line[:most]
    cut = line.find(" ", start - _BEFORE)
    begin = cut + 1 if 0 <= cut < start else start
    return "…" + line[begin : begin + most]


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    pieces = sorted({piece for word in words for piece in re.findall(r"\w+", folded(word))}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, pieces))})") if pieces else None


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter
