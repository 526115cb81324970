"""Which words of a text are links and which mention a person. Only http and https are ever links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class SpanKind(StrEnum):
    """What a marked stretch of text is."""

    LINK = "link"
    MENTION = "mention"
    HIT = "hit"  # a word that is searched for


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in code points. `target` is the address for a link, the handle for a mention."""

    kind: SpanKind
    start: int
    end: int
    target: str


_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"«»]{2,2000}", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@./])@[\w.-]{1,60}\w(?:@[\w.-]{1,80}\w)?|(?<![\w@./])@\w\b")
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def find_links(text: str) -> tuple[Span, ...]:
    """Return the links of a text in order. Punctuation that ends the sentence is not part of a link."""
    return tuple(_links(text))


def find_mentions(text: str) -> tuple[Span, ...]:
    """Return the mentions ("@laura", "@laura@social.example") of a text in order."""
    return tuple(
        Span(SpanKind.MENTION, found.start(), found.end(), found.group()[1:]) for found in _MENTION.finditer(text)
    )


def _links(text: str) -> Iterator[Span]:
    for found in _ADDRESS.finditer(text):
        address = _without_tail(found.group())
        target = address if address.lower().startswith("http") else f"https://{address}"
        yield Span(SpanKind.LINK, found.start(), found.start() + len(address), target)


def _without_tail(address: str) -> str:
    end = len(address)
    while end:
        last = address[end - 1]
        unpaired = last in _CLOSERS and address.count(_CLOSERS[last], 0, end) < address.count(last, 0, end)
        if not unpaired and last not in ".,;:!?'’”*_":
            break
        end -= 1
    return address[:end]
