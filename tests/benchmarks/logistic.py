"""How a logistic model is fitted to texts of which some hints are known: sparse, by numpy alone, the same every time.

Every weight has a step of its own, as far as its curvature allows; Nesterov's momentum does the rest. A rare hint would
otherwise be a hundred rounds late.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]
START = ""  # the hint that all texts share


@dataclass(frozen=True, slots=True)
class Table:
    """Which hints each text holds, entry by entry: once in the order of the texts, once in the order of the hints."""

    columns: Integers
    begins: Integers  # of each text, in `columns`
    rows: Integers
    heads: Integers  # of each hint, in `rows`

    @property
    def texts(self) -> int:
        """How many texts there are."""
        return len(self.begins)

    @property
    def places(self) -> int:
        """How many hints there are."""
        return len(self.heads)

    def times(self, weights: Floats) -> Floats:
        """Return the texts' scores, a column a model."""
        return np.column_stack([np.add.reduceat(column[self.columns], self.begins) for column in weights.T])

    def times_back(self, errors: Floats) -> Floats:
        """Return each hint's share in the texts' errors, a column a model."""
        return np.column_stack([np.add.reduceat(column[self.rows], self.heads) for column in errors.T])


def table(texts: Sequence[Collection[str]], place: Mapping[str, int]) -> Table:
    """Return the hints of texts as far as they have a place, which each of the places must have in some text."""
    entries = [[place[hint] for hint in hints if hint in place] + [place[START]] for hints in texts]
    lengths = np.array([len(one) for one in entries])
    columns = np.array([column for one in entries for column in one], np.intp)
    rows = np.repeat(np.arange(len(texts)), lengths)
    order = np.argsort(columns, kind="stable")
    heads = np.searchsorted(columns[order], np.arange(len(place)))
    return Table(columns, np.concatenate(([0], np.cumsum(lengths)[:-1])), rows[order], heads)


def fit(
    hints: Table, wanted: Floats, weigh: Floats, *, stiffness: float, rounds: int, exclusive: bool = False
) -> Floats:
    """Return the weights of yes-or-no models, a column each, or of `exclusive` classes. `weigh` is how much a text counts.

    `stiffness` is the pull towards zero, so many texts strong.
    """
    weights: Floats = np.zeros((hints.places, wanted.shape[1]), np.float32)
    ahead, pace = weights.copy(), 1.0
    step = 1 / (_curvature(hints, weigh) / (2 if exclusive else 4) + stiffness)
    for _ in range(rounds):
        scores = hints.times(ahead)
        said = _softmax(scores) if exclusive else _chance(scores)
        slope = hints.times_back((said - wanted) * weigh) + stiffness * ahead
        after: Floats = np.asarray(ahead - step * slope, np.float32)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = np.asarray(after + (pace - 1) / faster * (after - weights), np.float32)
        weights, pace = after, faster
    return weights


def _curvature(hints: Table, weigh: Floats) -> Floats:
    """Return a bound of each hint's curvature: how many hints stand in the texts that hold it."""
    lengths = hints.times(np.ones((hints.places, 1), np.float32))
    return hints.times_back(np.asarray(lengths * weigh, np.float32))


def _softmax(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


def _chance(scores: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.float32)
