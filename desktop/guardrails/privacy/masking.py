"""Masking: what of a text may be seen until somebody asks for the personal data in it."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.guardrails.privacy.values import ValueSpan

MASK = "•"
_LAST = 2  # characters that stay, enough to tell two numbers apart
_LONG_ENOUGH = 8  # a value with fewer letters and digits shows none of them


def masked(text: str, values: Sequence[ValueSpan]) -> str:
    """Return the text with the letters and digits of each value covered, its blanks and signs kept.

    The last two of a long value stay, none of a secret. `values` are as `find_values` gives them for this text; the
    result is as long as the text, so that spans in it stay true.
    """
    pieces, at = [], 0
    for value in values:
        pieces.append(text[at : value.start])
        pieces.append(_covered(text[value.start : value.end], secret=value.secret))
        at = value.end
    pieces.append(text[at:])
    return "".join(pieces)


def _covered(value: str, *, secret: bool) -> str:
    places = [place for place, sign in enumerate(value) if sign.isalnum()]
    stay = set() if secret or len(places) < _LONG_ENOUGH else set(places[-_LAST:])
    return "".join(MASK if sign.isalnum() and place not in stay else sign for place, sign in enumerate(value))
