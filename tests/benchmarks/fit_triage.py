"""Learns the weights of triage from the practice messages and writes them to `resources/triage/leanings.json`.

Two logistic models over the clues of a message: the leading class, and whether it cannot wait. The messages written
apart from the rules (tests/corpora/triage) are never read here. Needs numpy, which the program itself does not load.

Run: uv run python -m tests.benchmarks.fit_triage [--try]

`--try` writes nothing and prints how well the weights would do on messages left out of the fitting, a fifth at a time;
translations of one message stay together.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from desktop.model import MessageClass
from desktop.system.resources import resource_path
from desktop.triage import LanguageIdentifier, Leanings, Lexicon, Triage
from desktop.triage.classes import read_together
from desktop.triage.clues import all_clues, clues_of
from desktop.triage.leanings import LEANINGS_FILE, UNIT, URGENCY
from desktop.triage.signs import read_signs
from desktop.triage.words import words_of
from tests.benchmarks.triage_quality import LANGUAGES, Labelled, Score, report, score

FOLDER = Path(__file__).parents[1] / "unit" / "triage"
KINDS = tuple(MessageClass)
FOLDS = 5
_FEWEST = 2  # messages that hold a clue; what one message alone holds teaches nothing about others
_STIFFNESS = 4.0  # of the pull towards zero
_ROUNDS = 120
_PATTERNS = 3  # how much more the messages count on which the word lists were tried: they say what a class means
_URGENT_RECALL = 0.9  # the share of the urgent messages left out that the flag is to find
_LEAST = 4  # hundredths; a clue that weighs less for every class is left out

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Practice:
    """A message to learn from. `group` is the same for what may be a translation of one message."""

    message: Labelled
    language: str
    group: str
    clues: Counter[str] = field(default_factory=Counter)


def practice(folder: Path = FOLDER) -> list[Practice]:
    """Return every practice message with its clues."""
    lexicon = Lexicon.load(resource_path("triage"))
    identify = LanguageIdentifier.load(resource_path("triage"))
    found = []
    for path in sorted(folder.glob("*_*.toml")):
        name, _, language = path.stem.rpartition("_")
        for kind, group in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if kind == "language":
                continue
            for key in ("texts", "urgent"):
                for number, text in enumerate(group.get(key, ())):
                    is_urgent = key == "urgent" or kind == MessageClass.URGENT
                    message = Labelled(text, kind, frozenset({kind}), is_urgent)
                    clues = _clues(text, lexicon, identify)
                    one = Practice(message, language, f"{name} {kind} {key} {number}", clues)
                    found.extend([one] * (_PATTERNS if name == "samples" else 1))
    return found


def _clues(text: str, lexicon: Lexicon, identify: LanguageIdentifier) -> Counter[str]:
    words = words_of(text)
    signs = read_signs(words, lexicon.hits(identify.of_words(words), words.folded))
    read_together(words, signs)
    return Counter(all_clues(clues_of(words, signs)))


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of clues per message, sparse: entry by entry, and the same sorted by clue."""

    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    counts: Floats
    size: tuple[int, int]

    def times(self, weights: Floats) -> Floats:
        """Return the messages' scores."""
        starts = np.unique(self.rows, return_index=True)[1]
        return np.add.reduceat(weights[self.columns] * self.counts[:, None], starts, axis=0)

    def times_back(self, errors: Floats) -> Floats:
        """Return each clue's share in the messages' errors."""
        order = np.argsort(self.columns, kind="stable")
        which, starts = np.unique(self.columns[order], return_index=True)
        out = np.zeros((self.size[1], errors.shape[1]), np.float32)
        out[which] = np.add.reduceat(errors[self.rows[order]] * self.counts[order][:, None], starts, axis=0)
        return out


def table(messages: Sequence[Practice], place: dict[str, int]) -> Table:
    """Return the clues of messages as far as they have a place; the last column is the start that all share."""
    rows, columns, counts = [], [], []
    for row, one in enumerate(messages):
        for clue, count in [*one.clues.items(), ("", 1)]:
            if clue in place:
                rows.append(row)
                columns.append(place[clue])
                counts.append(count)
    return Table(np.array(rows), np.array(columns), np.array(counts, np.float32), (len(messages), len(place)))


def fit(clues: Table, wanted: Floats, weigh: Floats, *, exclusive: bool) -> Floats:
    """Return the weights of a logistic model: of exclusive classes, or of one yes or no. Nesterov's descent."""
    messages, places = clues.size
    weights: Floats = np.zeros((places, wanted.shape[1]), np.float32)
    ahead: Floats = weights.copy()
    step = 1 / _curvature(clues, weigh)
    pace = 1.0
    for _ in range(_ROUNDS):
        scores = clues.times(ahead)
        said = _softmax(scores) if exclusive else _chance(scores)
        slope = clues.times_back((said - wanted) * weigh) / messages + _STIFFNESS / messages * ahead
        after: Floats = np.asarray(ahead - step * slope, np.float32)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = after + (pace - 1) / faster * (after - weights)
        weights, pace = after, faster
    return weights


def _softmax(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


def _chance(scores: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-scores)), np.float32)


def _curvature(clues: Table, weigh: Floats) -> float:
    """Return a bound of the second derivative, by power iteration."""
    vector = np.ones((clues.size[1], 1), np.float32)
    norm = 1.0
    for _ in range(8):
        vector = clues.times_back(clues.times(vector) * weigh)
        norm = float(np.linalg.norm(vector))
        vector = np.asarray(vector / norm, np.float32)
    return (norm / 2 + _STIFFNESS) / clues.size[0]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of both models by clue, in hundredths; `start` under the empty clue."""

    weights: dict[str, list[int]]

    def leanings(self) -> Leanings:
        """Return them as triage takes them."""
        return Leanings(self.weights[""], {clue: columns for clue, columns in self.weights.items() if clue})


def learn(messages: Sequence[Practice], urgent_shift: float) -> Fitted:
    """Return the weights that messages teach. Every class and language counts alike."""
    held = Counter(clue for one in messages for clue in one.clues)
    place = {clue: at for at, clue in enumerate(sorted(clue for clue, count in held.items() if count >= _FEWEST))}
    place[""] = len(place)
    clues = table(messages, place)
    many = Counter((one.message.expected, one.language) for one in messages)
    usual = len(messages) / len(many)
    weigh = np.array([[usual / many[one.message.expected, one.language]] for one in messages], np.float32)
    kinds = np.array([[one.message.expected == kind for kind in KINDS] for one in messages], np.float32)
    urgent = np.array([[one.message.urgent] for one in messages], np.float32)
    both = np.hstack(
        [fit(clues, kinds, weigh, exclusive=True), fit(clues, urgent, np.ones_like(weigh), exclusive=False)]
    )
    both[place[""], -1] += urgent_shift
    rounded = np.rint(both * UNIT).astype(int)
    kept = {clue: rounded[at].tolist() for clue, at in place.items()}
    return Fitted({clue: row for clue, row in kept.items() if not clue or max(map(abs, row)) >= _LEAST})


def out_of_fold(messages: Sequence[Practice]) -> tuple[list[tuple[Fitted, list[Practice]]], float]:
    """Return weights with the messages they never saw, and by how much urgency must be lifted to be found often."""
    names = sorted({one.group for one in messages})
    chance = np.random.default_rng(1)
    fold_of = dict(zip(names, chance.permutation(len(names)) % FOLDS, strict=True))
    folds = []
    for fold in range(FOLDS):
        seen = [one for one in messages if fold_of[one.group] != fold]
        folds.append((learn(seen, 0.0), [one for one in messages if fold_of[one.group] == fold]))
    scores = [
        sum(
            count * weights.weights[clue][-1]
            for clue, count in [*one.clues.items(), ("", 1)]
            if clue in weights.weights
        )
        for weights, unseen in folds
        for one in unseen
        if one.message.urgent
    ]
    return folds, -float(np.quantile(scores, 1 - _URGENT_RECALL)) / UNIT


def write(fitted: Fitted, path: Path) -> None:
    """Write the weights, a clue a line."""
    start = fitted.weights[""]
    lines = [
        f"{json.dumps(clue, ensure_ascii=False)}: {json.dumps(row, separators=(',', ':'))}"
        for clue, row in sorted(fitted.weights.items())
        if clue
    ]
    columns = json.dumps([*KINDS, URGENCY])
    path.write_text(
        f'{{"columns": {columns},\n"start": {json.dumps(start)},\n"clues": {{\n' + ",\n".join(lines) + "\n}}\n",
        encoding="utf-8",
    )


def main(arguments: Sequence[str]) -> int:
    """Fit and write, or try."""
    messages = practice()
    folds, shift = out_of_fold(messages)
    print(f"{len(messages)} messages; urgency lifted by {shift:.2f}")
    if "--try" in arguments:
        print(report(_tried(folds, shift)))
        return 0
    fitted = learn(messages, shift)
    write(fitted, resource_path("triage", LEANINGS_FILE))
    print(f"{len(fitted.weights)} clues")
    return 0


def _tried(folds: list[tuple[Fitted, list[Practice]]], shift: float) -> dict[str, Score]:
    lexicon = Lexicon.load(resource_path("triage"))
    identify = LanguageIdentifier.load(resource_path("triage"))
    scores: dict[str, Score] = {}
    for weights, unseen in folds:
        lifted = {**weights.weights, "": [*weights.weights[""][:-1], weights.weights[""][-1] + round(shift * UNIT)]}
        triage = Triage(lexicon, Fitted(lifted).leanings(), identify)
        for language in LANGUAGES:
            new = score(triage, [one.message for one in unseen if one.language == language], scores.get(language))
            scores[language] = new
    return scores


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
