"""Cleaning: what makes an answer to one person an answer to everybody: values, names and signatures go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.guardrails import Guardrails

GAP = "[…]"
_SIGNATURE = re.compile(r"[ \t]*\^[A-Z]{1,4}\s*$")
_HANDLE = re.compile(r"(?<!\w)@[\w.]+(?:@[\w.-]+\w)?")
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that says nothing of anybody, and what was taken out of it, in order."""

    text: str
    taken: tuple[str, ...]


def cleaned_answer(
    text: str, guardrails: Guardrails, *, names: Iterable[str] = (), own_values: Iterable[str] = ()
) -> Cleaned:
    """Return a text without personal data. `names` are the customer's and their handles; `own_values` stay."""
    own = tuple(own_values)
    taken: list[str] = []
    pieces, at = [], 0
    for value in guardrails.personal_data_in(text, own):
        pieces += [text[at : value.start], GAP]
        taken.append(text[value.start : value.end])
        at = value.end
    plain = "".join((*pieces, text[at:]))

    def out(match: re.Match[str]) -> str:
        if match[0].casefold() in {one.casefold() for one in own}:
            return match[0]
        taken.append(match[0].strip())
        return ""

    plain = _SIGNATURE.sub(out, plain)
    plain = _HANDLE.sub(out, plain)
    for name in _words_of(names):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", out, plain, flags=re.IGNORECASE)
    return Cleaned(_mended(plain), tuple(taken))


def _words_of(names: Iterable[str]) -> list[str]:
    """Return whole names and each of their words, the longest first."""
    found: set[str] = set()
    for name in names:
        whole = " ".join(name.split()).strip("@")
        found |= {whole, *whole.split()}
    return sorted((one for one in found if len(one) >= _SHORTEST_NAME), key=len, reverse=True)


def _mended(text: str) -> str:
    """Close what taking words out left open: blanks before a comma, an empty line's blanks."""
    text = re.sub(r"[ \t]{2,}", " ", text)
    text = re.sub(r"[ \t]+([,.;:!?])", r"\1", text)
    return "\n".join(line.strip() for line in text.strip().splitlines())
