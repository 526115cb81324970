"""How far a message leans to each class, by weights learned from practice messages, and which of its words say so.

The weights are those of two logistic models, one for the leading class and one for urgency; tests/benchmarks has the
program that learns them. All weights of a clue are kept as one whole number, a column of `_BITS` bits a class: adding
the numbers of all clues adds up every class at once. Explaining a class reads its column of each word's own weights.
"""

from __future__ import annotations

import json
import math
import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from desktop.model import MessageClass
from desktop.triage.clues import Clues, clues_of_word
from desktop.triage.memo import Memo

LEANINGS_FILE = "leanings.json"
URGENCY = "urgency"
UNIT = 100  # weights are hundredths of a natural logarithm of the odds
_BITS = 32
_FIELD = (1 << _BITS) - 1
_HALF = 1 << (_BITS - 1)
_KINDS = tuple(MessageClass)
_COLUMN = {kind: column for column, kind in enumerate(_KINDS)}
_COLUMNS = len(_KINDS) + 1  # the last one is urgency
_ROW = struct.Struct(f"<{_COLUMNS}I")
_LEVEL = sum(_HALF << (_BITS * column) for column in range(_COLUMNS))  # lifts every column above zero for reading
_OF_ITS_CLASS = 0.5  # how much the class of urgent messages adds to urgency
_LEAST_ODDS = 1e-4
_SAYS_SOMETHING = 15  # hundredths; a word that weighs less is no evidence


class LeaningsUnreadable(ValueError):
    """The weights file is malformed; `str()` names it."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """What both models make of one message: a share of 1 per class, and urgency in hundredths, positive if urgent."""

    shares: Mapping[MessageClass, float]
    urgency: int


Span = tuple[int, int, int]  # weight in hundredths, and the tokens from the second up to the third


class Leanings:
    """The learned weights. Immutable once made; safe in any thread."""

    def __init__(self, start: Sequence[int], weights: Mapping[str, Sequence[int]]) -> None:
        """Take the weights that every message starts from, and those of each clue, in hundredths: classes, urgency.

        Raises ValueError for a clue with too few or too many weights.
        """
        self._start = _packed(start)
        self._single: dict[str, int] = {}
        self._pairs: dict[tuple[str, str], int] = {}
        for clue, columns in weights.items():
            first, space, second = clue.partition(" ")
            if space and not clue.startswith("="):
                self._pairs[first, second] = _packed(columns)
            else:
                self._single[clue] = _packed(columns)
        self._word: Memo[int] = Memo(self._look_up)
        self._told: Memo[array[int] | None] = Memo(lambda token: _telling(self._look_up(token)))
        self._theme: Memo[array[int] | None] = Memo(lambda name: _telling(self._single.get(f"#{name}", 0)))

    @classmethod
    def load(cls, folder: Path) -> Leanings:
        """Read `leanings.json` of a folder. Raises LeaningsUnreadable, OSError."""
        path = folder / LEANINGS_FILE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            order = [data["columns"].index(name) for name in (*_KINDS, URGENCY)]
            weights = {clue: [row[at] for at in order] for clue, row in data["clues"].items()}
            return cls([data["start"][at] for at in order], weights)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise LeaningsUnreadable(f"{path.name}: {error}") from error

    def _look_up(self, token: str) -> int:
        return sum([self._single.get(clue, 0) for clue in clues_of_word(token)])

    def of(self, clues: Clues) -> Leaning:
        """Return how far a message leans to each class."""
        total = self._start + sum(map(self._word.__getitem__, set(clues.tokens)))
        total += sum(map(self._pairs.__getitem__, self._pairs.keys() & pairwise(clues.tokens)))
        total += sum(map(self._single.__getitem__, self._single.keys() & clues.named))
        *columns, urgency = _ROW.unpack((total + _LEVEL).to_bytes(_ROW.size, "little"))
        best = max(columns)
        odds = [math.exp((column - best) / UNIT) for column in columns]
        whole = sum(odds)
        shares = dict(zip(_KINDS, [one / whole for one in odds], strict=True))
        return Leaning(shares, urgency - _HALF + urgency_of_class(shares[MessageClass.URGENT]))

    def known(self, clues: Clues) -> int:
        """Return how many different words the weights know."""
        return sum([token in self._single and token.isalpha() for token in set(clues.tokens)])

    def spans(self, kind: MessageClass, clues: Clues, themes: Sequence[tuple[str, int, int]]) -> list[Span]:
        """Return what speaks for a class, the weightiest first. A span counts tokens without START."""
        column, pairs, theme = _COLUMN[kind], self._pairs, self._theme
        shift, tokens = _BITS * column, clues.tokens[1:-1]
        found = [
            (row[column], at, at + 1)
            for at, row in enumerate(map(self._told.__getitem__, tokens))
            if row and row[column] >= _SAYS_SOMETHING
        ]
        found += [
            (weight, at, at + 2)
            for at, pair in enumerate(pairwise(tokens))
            if pair in pairs and (weight := ((pairs[pair] + _LEVEL >> shift) & _FIELD) - _HALF) >= _SAYS_SOMETHING
        ]
        found += [
            (row[column], first, end)
            for name, first, end in themes
            if (row := theme[name]) and row[column] >= _SAYS_SOMETHING
        ]
        found.sort(reverse=True)
        return found


def urgency_of_class(share: float) -> int:
    """Return what the share of the class of urgent messages adds to urgency, in hundredths: part of its log odds."""
    return round(_OF_ITS_CLASS * UNIT * math.log((share + _LEAST_ODDS) / (1 - share + _LEAST_ODDS)))


def _telling(packed: int) -> array[int] | None:
    """Return the weights of each class and of urgency, None where none of them is evidence."""
    columns = _ROW.unpack((packed + _LEVEL).to_bytes(_ROW.size, "little"))
    row = array("i", [column - _HALF for column in columns])  # a tuple of such figures is four times as large
    return row if max(row) >= _SAYS_SOMETHING else None


def _packed(columns: Sequence[int]) -> int:
    if len(columns) != _COLUMNS:
        raise ValueError(f"{len(columns)} weights instead of {_COLUMNS}")
    return sum([int(weight) << (_BITS * column) for column, weight in enumerate(columns)])
