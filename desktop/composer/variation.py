"""Variation: `[[Hello|Good morning]]` in a canned reply, so that two customers do not get the same words.

Alternatives stand in double brackets, separated by strokes; a stroke inside braces belongs to a placeholder. The
number of a variation names one choice in each of them, so that it can be remembered and avoided next time.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

MOST_VARIATIONS = 10_000
_ALTERNATIVES = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]", re.DOTALL)
_OPEN = re.compile(r"\[\[(?=[^\[\]\n]*\|)[^\[\]\n]*")
_OPTION = re.compile(r"((?:\{[^{}]*\}|[^|])*)(?:\||$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AlternativesSpan:
    """Where alternatives stand in a text (code points), and what they are; `closed` False: their end is missing."""

    start: int
    end: int
    options: tuple[str, ...]
    closed: bool = True


def alternatives_in(text: str) -> tuple[AlternativesSpan, ...]:
    """Return the alternatives of a text in order. Double brackets without a stroke are ordinary text."""
    found = [
        AlternativesSpan(*match.span(), options)
        for match in _ALTERNATIVES.finditer(text)
        if len(options := _options(match[1])) > 1
    ]
    taken = {span.start for span in found}
    broken = [
        AlternativesSpan(match.start(), match.start() + len(match[0].rstrip()), _options(match[0][2:]), closed=False)
        for match in _OPEN.finditer(text)
        if match.start() not in taken and len(_options(match[0][2:])) > 1
    ]
    return tuple(sorted(found + broken, key=lambda span: span.start))


def variations(text: str) -> int:
    """Return how many texts there are in a text with alternatives, at most MOST_VARIATIONS."""
    total = 1
    for span in alternatives_in(text):
        total *= len(span.options) if span.closed else 1
    return min(total, MOST_VARIATIONS)


def vary(text: str, number: int) -> str:
    """Return the text with one of each alternatives, as `number` (from 0) says; without any the text itself."""
    parts: list[str] = []
    position = 0
    for span in alternatives_in(text):
        if not span.closed:
            continue
        number, choice = divmod(number, len(span.options))
        parts += (text[position : span.start], span.options[choice])
        position = span.end
    return "".join((*parts, text[position:]))


def variation_for(text: str, customer: str, avoid: int | None = None) -> int:
    """Return the number of the variation that a customer gets: always the same, unless it is the one to `avoid`."""
    count = variations(text)
    number = zlib.crc32(customer.encode("utf-8", "surrogatepass")) % count
    return (number + 1) % count if number == avoid else number


def _options(inside: str) -> tuple[str, ...]:
    options, position = [], 0
    while position <= len(inside):
        match = _OPTION.match(inside, position)
        if match is None:
            break
        options.append(match[1])
        if not match[0].endswith("|") or match.end(1) == match.end():
            break
        position = match.end()
    return tuple(options)
