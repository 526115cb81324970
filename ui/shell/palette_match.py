"""How well words match what was typed: by a word's beginning, inside a word, or but for a slip of the finger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

_WORD = re.compile(r"\w+", re.UNICODE)
_BEGINS, _WHOLE, _INSIDE = 90.0, 100.0, 65.0
_LIKE_ENOUGH = 78.0
_SHORTEST_SLIP = 4
"""From this many letters on a word may be mistyped: shorter ones are like too many others."""


@dataclass(frozen=True, slots=True)
class Match:
    """How good (0 to 100) and which code points of the words were matched, as (start, end), ascending."""

    score: float
    spans: tuple[tuple[int, int], ...] = ()


def match(typed: str, words: str, also: str = "") -> Match | None:
    """Return how `words` match what was typed, None if some typed word matches neither them nor `also`.

    `also` are words that count but are not shown (an alias, a key). Nothing typed matches everything. Case and
    accents don't matter.
    """
    wanted = _WORD.findall(folded(typed))
    if not wanted:
        return Match(0.0) if typed.strip() in f"{words} {also}" else None
    shown, hidden = _words(words), [word for word, _ in _words(also)]
    total, spans = 0.0, []
    for word in wanted:
        score, span = _best(word, shown)
        other = max((_score(word, one) for one in hidden), default=0.0) - 5
        if max(score, other) <= 0:
            return None
        total += max(score, other)
        if span is not None and score >= other:
            spans.append(span)
    order = 1.0 if [span[0] for span in spans] == sorted(span[0] for span in spans) else 0.0
    length = min(len(words), 60) / 60
    return Match(total / len(wanted) + order - length, tuple(sorted(set(spans))))


def matches(typed: str, words: str) -> bool:
    """Return True if every typed word is somewhere in `words`."""
    return match(typed, words) is not None


def ranked(typed: str, candidates: Sequence[tuple[str, str]], limit: int) -> list[tuple[int, Match]]:
    """Return (number, match) of the best candidates, each given as (words, also), best first; ties keep their order."""
    found = []
    for number, (words, also) in enumerate(candidates):
        hit = match(typed, words, also)
        if hit is not None:
            found.append((number, hit))
    if typed.strip():
        found.sort(key=lambda one: (-round(one[1].score, 1), one[0]))
    return found[:limit]


def folded(text: str) -> str:
    """Return text without case and accents, one code point for each of its own."""
    return "".join(_bare(character) for character in text)


def _bare(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)[:1].casefold()
    return plain if len(plain) == 1 else character


def _words(text: str) -> list[tuple[str, int]]:
    return [(hit.group(), hit.start()) for hit in _WORD.finditer(folded(text))]


def _best(wanted: str, words: Sequence[tuple[str, int]]) -> tuple[float, tuple[int, int] | None]:
    best, span = 0.0, None
    for word, start in words:
        score = _score(wanted, word)
        if score > best:
            best = score
            place = word.find(wanted)
            begin = start + max(0, place)
            span = (begin, begin + (len(wanted) if place >= 0 else len(word)))
    return best, span


def _score(wanted: str, word: str) -> float:
    if word == wanted:
        return _WHOLE
    if word.startswith(wanted):
        return _BEGINS
    if len(wanted) > 1 and wanted in word:
        return _INSIDE
    if len(wanted) < _SHORTEST_SLIP:
        return 0.0
    likeness = fuzz.ratio(wanted, word[: len(wanted) + 1])
    return likeness * _INSIDE / 100 if likeness >= _LIKE_ENOUGH else 0.0
