"""Which phrases a desk may add to a word list: those that say something, and not everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from desktop.triage.language import DESK_LANGUAGES
from desktop.triage.own_priority import OwnPhrase, plain_phrase
from desktop.triage.phrases import Phrases
from desktop.triage.words import words_of

LONGEST = 80  # characters
MOST = 500  # phrases of one desk
_FEWEST_LETTERS = 3
_WORDS_MOST = 8


class PhraseFault(StrEnum):
    """Why a phrase can't be added."""

    EMPTY = "empty"
    LONG = "long"
    TOO_WIDE = "too_wide"  # almost any text would hold it
    PARTED = "parted"  # a comma or a full stop: phrases never reach across
    DOUBLE = "double"
    MANY = "many"
    LANGUAGE = "language"


def fault_of_phrase(one: OwnPhrase, others: Sequence[OwnPhrase] = ()) -> PhraseFault | None:
    """Return what is wrong with a phrase, None for one that can be kept. `others` are the desk's other ones."""
    text = one.phrase.strip()
    return next((fault for fault, is_there in _faults(text, one, others) if is_there), None)


def _faults(text: str, one: OwnPhrase, others: Sequence[OwnPhrase]) -> Iterator[tuple[PhraseFault, bool]]:
    yield PhraseFault.LANGUAGE, one.language not in ("", *DESK_LANGUAGES)
    yield PhraseFault.EMPTY, not text
    yield PhraseFault.LONG, len(text) > LONGEST or len(text.split()) > _WORDS_MOST
    yield PhraseFault.PARTED, any(mark in text for mark in ",;.:!?\n()")
    yield PhraseFault.TOO_WIDE, _is_too_wide(text)
    yield PhraseFault.MANY, len(others) >= MOST
    same = (one.target, one.language, plain_phrase(text))
    yield PhraseFault.DOUBLE, any((it.target, it.language, plain_phrase(it.phrase)) == same for it in others)


def _is_too_wide(text: str) -> bool:
    """Return True for a phrase that next to anything, or nothing, would match."""
    letters = sum(char.isalnum() for char in text)
    is_picture = letters == 0 and bool(words_of(text).written)
    if letters < _FEWEST_LETTERS and not is_picture:
        return True
    pieces = text.split()
    if "…" in (pieces[0], pieces[-1]) or any("*" in piece.removesuffix("*") for piece in pieces):
        return True
    try:
        Phrases([(text, 0)])
    except ValueError:
        return True
    return False
