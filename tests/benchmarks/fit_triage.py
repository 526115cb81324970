"""Learns the weights of triage from the practice messages and writes them to `resources/triage/leanings.json`.

Two logistic models over the clues of a message: the leading class, and whether it cannot wait. The messages written
apart from the rules (tests/corpora/triage) are never read here. Needs numpy, which the program itself does not load.

Run: uv run python -m tests.benchmarks.fit_triage [--try]

`--try` writes nothing and prints how well the weights would do on messages left out of the fitting, a fifth at a time;
what one hand wrote, in all languages, stays together.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop.model import MessageClass
from desktop.system.resources import resource_path
from desktop.triage import LanguageIdentifier, Leanings, Lexicon, Triage
from desktop.triage.classes import read_together
from desktop.triage.clues import all_clues, clues_of
from desktop.triage.leanings import LEANINGS_FILE, UNIT, URGENCY, urgency_of_class
from desktop.triage.signs import read_signs
from desktop.triage.words import words_of
from tests.benchmarks.logistic import START, fit, table
from tests.benchmarks.triage_quality import LANGUAGES, Labelled, Score, report, score

FOLDER = Path(__file__).parents[1] / "unit" / "triage"
KINDS = tuple(MessageClass)
FOLDS = 5
_FEWEST = 2  # messages that hold a clue; what one message alone holds teaches nothing about others
_STIFFNESS = 4.0  # of the pull towards zero
_ROUNDS = 50
_PATTERNS = 3  # how much more the messages count on which the word lists were tried: they say what a class means
_URGENT_RECALL = 0.88  # the share of the urgent messages left out that the flag is to find
_LEAST = 8  # hundredths; a clue that weighs less for every class is left out


@dataclass(frozen=True, slots=True)
class Practice:
    """A message to learn from. `hand` is the same for what was written in one go, in all languages."""

    message: Labelled
    language: str
    hand: str
    clues: Sequence[str] = ()


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
                for text in group.get(key, ()):
                    is_urgent = key == "urgent" or kind == MessageClass.URGENT
                    message = Labelled(text, kind, frozenset({kind}), is_urgent)
                    clues = _clues(text, lexicon, identify)
                    one = Practice(message, language, name, clues)
                    found.extend([one] * (_PATTERNS if name == "samples" else 1))
    return found


def _clues(text: str, lexicon: Lexicon, identify: LanguageIdentifier) -> list[str]:
    words = words_of(text)
    signs = read_signs(words, lexicon.hits(identify.of_words(words), words.folded))
    read_together(words, signs)
    return list(all_clues(clues_of(words, signs)))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of both models by clue, in hundredths; `start` under the empty clue."""

    weights: dict[str, list[int]]

    def urgency(self, clues: Sequence[str]) -> int:
        """Return how urgent a message is, in hundredths, as triage reckons it."""
        rows = [self.weights[clue] for clue in (START, *clues) if clue in self.weights]
        *columns, urgency = np.array(rows).sum(axis=0)
        odds = np.exp((np.array(columns) - max(columns)) / UNIT)
        return int(urgency) + urgency_of_class(float(odds[KINDS.index(MessageClass.URGENT)] / odds.sum()))

    def leanings(self) -> Leanings:
        """Return them as triage takes them."""
        return Leanings(self.weights[START], {clue: columns for clue, columns in self.weights.items() if clue})


def learn(messages: Sequence[Practice], urgent_shift: float) -> Fitted:
    """Return the weights that messages teach. Every class and language counts alike."""
    held = Counter(clue for one in messages for clue in set(one.clues))
    clues = [START, *sorted(clue for clue, count in held.items() if count >= _FEWEST)]
    known = table([one.clues for one in messages], {clue: at for at, clue in enumerate(clues)})
    many = Counter((one.message.expected, one.language) for one in messages)
    usual = len(messages) / len(many)
    weigh = np.array([[usual / many[one.message.expected, one.language]] for one in messages], np.float32)
    kinds = np.array([[one.message.expected == kind for kind in KINDS] for one in messages], np.float32)
    urgent = np.array([[one.message.urgent] for one in messages], np.float32)
    both = np.hstack(
        [
            fit(known, kinds, weigh, stiffness=_STIFFNESS, rounds=_ROUNDS, exclusive=True),
            fit(known, urgent, np.ones_like(weigh), stiffness=_STIFFNESS, rounds=_ROUNDS),
        ]
    )
    both[0, -1] += urgent_shift
    rounded = np.rint(both * UNIT).astype(int)
    kept = {clue: rounded[at].tolist() for at, clue in enumerate(clues)}
    return Fitted({clue: row for clue, row in kept.items() if not clue or max(map(abs, row)) >= _LEAST})


def out_of_fold(messages: Sequence[Practice]) -> tuple[list[tuple[Fitted, list[Practice]]], float]:
    """Return weights with the messages they never saw, and by how much urgency must be lifted to be found often.

    All messages of one hand are left out together.
    """
    load = [0] * FOLDS
    fold_of = {}
    for hand, count in Counter(one.hand for one in messages).most_common():
        fold_of[hand] = load.index(min(load))
        load[fold_of[hand]] += count
    folds = []
    for fold in range(FOLDS):
        seen = [one for one in messages if fold_of[one.hand] != fold]
        folds.append((learn(seen, 0.0), [one for one in messages if fold_of[one.hand] == fold]))
    urgency = [fitted.urgency(one.clues) for fitted, unseen in folds for one in unseen if one.message.urgent]
    return folds, -float(np.quantile(urgency, 1 - _URGENT_RECALL)) / UNIT


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
