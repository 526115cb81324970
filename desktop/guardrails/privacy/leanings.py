"""Leanings: how far a sentence leans to asking for personal data, and for which kind, by weights learned from practice.

The weights are those of a logistic model over hints, in hundredths of a natural logarithm of the odds. They lie in
`resources/privacy/leanings`; tests/benchmarks/fit_privacy.py is the program that learns them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.lexicon import Memory
from desktop.guardrails.privacy.rules_file import RulesUnreadable
from desktop.guardrails.privacy.themes import Themes, hints_of_word

FOLDER = "leanings"
WEIGHTS_FILE = "weights.json"
THEMES_FILE = "themes.toml"
UNIT = 100
_MOST_KEPT = 8_192  # words
_MOST_WEIGHED = 1_024  # sentences and neighbours
KINDS = tuple(DataKind)


@dataclass(frozen=True, slots=True)
class Leanings:
    """The learned weights, in hundredths. Immutable but for what it remembers; safe in any thread.

    From `fires` on a sentence is a request whatever the rules say; a request that the rules hear is one from `keeps` on.
    `slack` is what the hints of the rules may add to those of the words.
    """

    themes: Themes
    start: int
    fires: int
    keeps: int
    slack: int
    weights: Mapping[str, int]
    kinds: Mapping[str, Sequence[int]]  # by hint a weight for each of KINDS
    memory: Memory = field(default_factory=lambda: Memory(_MOST_WEIGHED), init=False, compare=False)
    _by_word: dict[tuple[str, ...], int] = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, folder: Path, languages: Iterable[str]) -> Leanings:
        """Read the themes of some languages and all weights. Raises RulesUnreadable."""
        path = folder / WEIGHTS_FILE
        themes = Themes.load(folder / THEMES_FILE, frozenset(languages))
        try:
            return cls._read(json.loads(path.read_text(encoding="utf-8")), themes)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RulesUnreadable(path, "weights", str(error)) from error

    @classmethod
    def _read(cls, data: Mapping[str, Any], themes: Themes) -> Leanings:
        start, fires, keeps, slack = (int(data[name]) for name in ("start", "fires", "keeps", "slack"))
        order = [data["columns"].index(kind) for kind in KINDS]
        kinds = {hint: [row[at] for at in order] for hint, row in data["kinds"].items()}
        return cls(themes, start, fires, keeps, slack, dict(data["hints"]), kinds)

    def roughly(self, tokens: Sequence[str], languages: Sequence[str]) -> int:
        """Return about how far the words alone lean to a request: much faster than all hints of a sentence."""
        end, known, weights = tokens[-1], self._by_word, self.weights
        total = self.start
        for token in set(tokens):
            key = (token, end, *languages)
            score = known.get(key)
            total += self._of_word(key, token, end, languages) if score is None else score
        return total + sum([weights.get(f"{first} {second}", 0) for first, second in pairwise(tokens)])

    def _of_word(self, key: tuple[str, ...], token: str, end: str, languages: Sequence[str]) -> int:
        """Work out what a word and its themes weigh; when too many words are kept, begin anew."""
        themes = {theme for language in languages for theme in self.themes.of(language, token)}
        hints = [*hints_of_word(token), *(f"#{theme}{sign}" for theme in themes for sign in ("", end))]
        if len(self._by_word) >= _MOST_KEPT:
            self._by_word.clear()
        score = self._by_word[key] = sum(self.weights.get(hint, 0) for hint in hints)
        return score

    def knows(self, hint: str) -> bool:
        """Return whether a hint weighs anything."""
        return hint in self.weights or hint in self.kinds

    def score(self, hints: Iterable[str]) -> int:
        """Return how far hints lean to a request."""
        weights = self.weights
        return self.start + sum([weights[hint] for hint in hints if hint in weights])

    def kind(self, hints: Iterable[str]) -> DataKind:
        """Return the likeliest kind of data that a request with such hints is for."""
        rows = [self.kinds[hint] for hint in hints if hint in self.kinds]
        totals = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(KINDS)
        return KINDS[totals.index(max(totals))]
