"""Learns the weights of the privacy guardrail from the practice sentences: `resources/privacy/leanings/weights.json`.

Two logistic models over the hints of a reply: whether it asks for personal data, and for which kind. The sentences set
apart (tests/corpora/privacy) are never read here. Needs numpy, which the program itself does not load.

Run: uv run python -m tests.benchmarks.fit_privacy [--try]

Either way it prints how well rules and weights do together on sentences left out of the fitting, whole batches at a
time: a batch is what was written in one go, in all languages. `--try` writes nothing.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from desktop.composer import starter_replies, variations, vary
from desktop.guardrails.privacy.hearing import hear
from desktop.guardrails.privacy.hints import RUNS
from desktop.guardrails.privacy.leanings import FOLDER, KINDS, THEMES_FILE, UNIT, WEIGHTS_FILE, Leanings
from desktop.guardrails.privacy.reading import Reading
from desktop.guardrails.privacy.rules import PrivacyRules
from desktop.guardrails.privacy.themes import Themes
from desktop.guardrails.privacy.weighing import Weighing
from desktop.system.resources import resource_path
from tests.benchmarks.logistic import START, Floats, fit, table
from tests.unit.guardrails_privacy.sentences import Practised, practised_by_file

PRACTICE = Path(__file__).parents[1] / "unit" / "guardrails_privacy"
LANGUAGES = ("it", "ca", "es", "en")
FOLDS = 6
_FEWEST = 2  # replies that hold a hint
_FEWEST_OF_KIND = 4
_STIFFNESS = (1.0, 2.0)  # of the pull towards zero, without and with the runs of beginnings; both models count half
_STIFFNESS_OF_KIND = 16.0
_ROUNDS = 60
_LEAST = 3  # hundredths; what weighs less is left out
_MOST_HARMLESS = 0.02  # of the harmless sentences left out may be blocked
_UNTUNED = 8  # batches from this one on were written after most rules
_PUZZLES = 13  # a batch of nothing but descriptions, puns and threads; no limit is set by it
_SLACK = 0.9  # of the requests that the weights alone find must not be passed over for their words

Truths = npt.NDArray[np.bool_]


class _Every(dict[str, int]):
    """Weights that know every hint, so that none is left out before there are any."""

    def __contains__(self, _: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Practice:
    """A reply to learn from, its windows with all their hints, and whether the rules alone take it for a request."""

    sentence: Practised
    batch: str
    windows: Sequence[frozenset[str]]
    ruled: bool

    @property
    def asks(self) -> bool:
        """Whether it asks for personal data, by whatever way."""
        return self.sentence.wanted != "pass"

    @property
    def taught(self) -> Sequence[frozenset[str]]:
        """The windows that it teaches by: of a request all together, since any of its sentences may be the asking one."""
        single = (len(self.windows) + 1) // 2
        return self.windows[single:] if single > 1 and self.asks else self.windows


def practice(rules: PrivacyRules, leanings: Leanings) -> list[Practice]:
    """Return every practice sentence with its hints."""
    found = []
    for path, sentence in [*practised_by_file(PRACTICE), *canned()]:
        reading = Reading(sentence.text, rules, (sentence.language,))
        weighing = Weighing(reading, leanings)
        windows = weighing.windows()
        full = [weighing.hints(window) for window in windows]
        ruled = any(True for number in range(len(rules.lexicons)) for _ in hear(reading, number))
        found.append(Practice(sentence, _batch(path), full, ruled))
    return found


def canned() -> Iterator[tuple[Path, Practised]]:
    """Yield the replies that come with the program, which ask for nothing, in each of their wordings."""
    for reply in starter_replies(resource_path("canned")):
        for one in reply.texts:
            for number in range(variations(one.body)):
                yield Path("canned.toml"), Practised(one.language, "pass", "canned", vary(one.body, number))


def _batch(path: Path) -> str:
    """Return what a file was written together with: the same number in all languages."""
    number = re.search(r"_(\d+)$", path.stem)
    return number[1] if number else re.sub(r"_(it|ca|es|en)$", "", path.stem)


def _places(replies: Iterable[frozenset[str]], fewest: int) -> dict[str, int]:
    """Return a place for each hint that enough replies hold, and for the start."""
    held = Counter(hint for hints in replies for hint in hints)
    hints = sorted(hint for hint, count in held.items() if count >= fewest)
    return {hint: at for at, hint in enumerate([START, *hints])}


def learn(replies: Sequence[Practice]) -> dict[str, float]:
    """Return the weight of each hint for asking at all; the start under the empty hint. Languages count alike."""
    taught = [(hints, one) for one in replies for hints in one.taught]
    many = Counter(one.sentence.language for _, one in taught)
    weigh = np.array([[len(taught) / len(many) / many[one.sentence.language]] for _, one in taught], np.float32)
    wanted = np.array([[one.asks] for _, one in taught], np.float32)
    every = _places((frozenset().union(*one.taught) for one in replies), _FEWEST)
    mean: Counter[str] = Counter()
    for stiffness, runs in zip(_STIFFNESS, (False, True), strict=True):
        hints = [hint for hint in every if runs or not hint.startswith(RUNS)]
        place = {hint: at for at, hint in enumerate(hints)}
        known = table([hints for hints, _ in taught], place)
        fitted = fit(known, wanted, weigh, stiffness=stiffness, rounds=_ROUNDS)
        mean.update({hint: float(fitted[at, 0]) / len(_STIFFNESS) for hint, at in place.items()})
    return dict(mean)


def learn_kinds(replies: Sequence[Practice]) -> dict[str, list[int]]:
    """Return the weights of each hint for every kind of data, in hundredths."""
    requests = [(hints, one) for one in replies if one.asks and one.sentence.kind in KINDS for hints in one.taught]
    windows = [
        frozenset(hint for hint in hints if " " not in hint or hint.startswith("=noun")) for hints, _ in requests
    ]
    place = _places(windows, _FEWEST_OF_KIND)
    wanted = np.array([[one.sentence.kind == kind for kind in KINDS] for _, one in requests], np.float32)
    even = np.ones((len(windows), 1), np.float32)
    columns = fit(table(windows, place), wanted, even, stiffness=_STIFFNESS_OF_KIND, rounds=_ROUNDS)
    rounded = np.rint(columns * UNIT).astype(int)
    rows = {hint: rounded[at].tolist() for hint, at in place.items() if hint}
    return {hint: row for hint, row in rows.items() if max(map(abs, row)) >= _LEAST * 5}


def scores(replies: Sequence[Practice], weights: dict[str, float]) -> Floats:
    """Return the highest score of each reply's windows."""
    return np.array(
        [
            max((sum(weights.get(hint, 0.0) for hint in hints) for hints in one.windows), default=-9.0) + weights[START]
            for one in replies
        ],
        np.float32,
    )


def out_of_fold(replies: Sequence[Practice]) -> Floats:
    """Return the score that each reply gets from weights that never saw its batch."""
    sizes = Counter(one.batch for one in replies)
    load = [0] * FOLDS
    fold_of = {}
    for batch, count in sizes.most_common():
        fold_of[batch] = load.index(min(load))
        load[fold_of[batch]] += count
    out = np.zeros(len(replies), np.float32)
    for fold in range(FOLDS):
        weights = learn([one for one in replies if fold_of[one.batch] != fold])
        unseen = [at for at, one in enumerate(replies) if fold_of[one.batch] == fold]
        out[unseen] = scores([replies[at] for at in unseen], weights)
    return out


@dataclass(frozen=True, slots=True)
class Limits:
    """From which score on a reply of a language is a request by itself, and by how much less where the rules hear one."""

    fires: dict[str, float]
    trust: float

    def blocks(self, replies: Sequence[Practice], said: Floats) -> Truths:
        """Return which replies are taken for requests."""
        ruled = np.array([one.ruled for one in replies])
        enough = np.array([self.fires[one.sentence.language] for one in replies])
        return np.asarray(said + self.trust * ruled >= enough)


def best_limits(replies: Sequence[Practice], said: Floats) -> Limits:
    """Return the limits that find most requests, at _MOST_HARMLESS blocked of the harmless replies of later batches.

    Requests of all batches count, those of the later ones twice: plain requests are the most frequent. No language's
    limit is below what all languages together need: rules that were mended on a language's own harmless replies stop
    fewer of those than of new ones.
    """
    asks, ruled = np.array([one.asks for one in replies]), np.array([one.ruled for one in replies])
    later = _later(replies)
    tried = []
    for trust in np.arange(0.0, 4.1, 0.25):
        lifted = said + trust * ruled
        fires, blocked = {}, 0.0
        least = float(np.quantile(lifted[later & ~asks], 1 - _MOST_HARMLESS))
        for language in LANGUAGES:
            own = _own(replies, language)
            needed = float(np.quantile(lifted[own & later & ~asks], 1 - _MOST_HARMLESS))
            fires[language] = max(needed, least) + 0.01
            found = lifted[own & asks] >= fires[language]
            blocked += found.mean() + found[later[own & asks]].mean()
        tried.append((blocked, float(trust), fires))
    _, trust, fires = max(tried, key=lambda one: one[0])
    return Limits(fires, trust)


def _own(replies: Sequence[Practice], language: str) -> Truths:
    return np.array([one.sentence.language == language for one in replies])


def _later(replies: Sequence[Practice]) -> Truths:
    numbers = [int(one.batch) if one.batch.isdigit() else 0 for one in replies]
    return np.array([number >= _UNTUNED and number != _PUZZLES for number in numbers])


def report(replies: Sequence[Practice], said: Floats, limits: Limits) -> str:
    """Return what is blocked by language, in the later batches and in all."""
    lines = []
    blocked = limits.blocks(replies, said)
    for name, among in (("later batches", _later(replies)), ("all batches", np.ones(len(replies), np.bool_))):
        for language in LANGUAGES:
            own = among & _own(replies, language)
            asks = np.array([one.sentence.wanted == "block" for one in replies])
            harmless = np.array([not one.asks for one in replies])
            ruled = np.array([one.ruled for one in replies])
            lines.append(
                f"{name}, {language}: requests {blocked[own & asks].mean():.1%} (rules alone {ruled[own & asks].mean():.1%})"
                f" of {(own & asks).sum()}, harmless {blocked[own & harmless].mean():.1%}"
                f" ({ruled[own & harmless].mean():.1%}) of {(own & harmless).sum()}"
            )
    return "\n".join(lines)


def slack_of(replies: Sequence[Practice], leanings: Leanings, rules: PrivacyRules) -> float:
    """Return by how much more all hints weigh than the words seem to, in most requests that the weights alone find."""
    added = []
    for one in replies:
        if one.asks and not one.ruled:
            weighing = Weighing(Reading(one.sentence.text, rules, (one.sentence.language,)), leanings)
            whole = [
                (leanings.score(weighing.hints(window)), weighing.roughly(window)) for window in weighing.windows()
            ]
            best, rough = max(whole, default=(leanings.fires - 1, 0))
            if best >= leanings.fires:
                added.append(leanings.fires - rough)
    return float(np.quantile(added, _SLACK)) / UNIT


def write(path: Path, weights: dict[str, float], kinds: dict[str, list[int]], limits: Limits, slack: float) -> int:
    """Write the weights, a hint a line, and return how many there are. What a language needs less lies in its own hint."""
    highest = max(limits.fires.values())
    lifts = {f"={language}": highest - fires for language, fires in limits.fires.items()}
    rounded = {hint: round((weight + lifts.get(hint, 0.0)) * UNIT) for hint, weight in weights.items()}
    kept = {
        hint: weight for hint, weight in sorted(rounded.items()) if hint and (abs(weight) >= _LEAST or hint in lifts)
    }
    numbers = {"start": rounded[START], "fires": round(highest * UNIT), "keeps": round((highest - limits.trust) * UNIT)}
    numbers["slack"] = round(slack * UNIT)
    head = ",\n".join(f'"{name}": {number}' for name, number in numbers.items())
    hints = ",\n".join(f"{json.dumps(hint, ensure_ascii=False)}: {weight}" for hint, weight in kept.items())
    rows = ",\n".join(
        f"{json.dumps(hint, ensure_ascii=False)}: {json.dumps(row, separators=(',', ':'))}"
        for hint, row in kinds.items()
    )
    columns = json.dumps(list(KINDS))
    path.write_text(
        f'{{{head},\n"columns": {columns},\n"hints": {{\n{hints}\n}},\n"kinds": {{\n{rows}\n}}}}\n', encoding="utf-8"
    )
    return len(kept)


def main(arguments: Sequence[str]) -> int:
    """Judge by batches left out; then fit and write, unless only trying."""
    folder = resource_path("privacy", FOLDER)
    rules = replace(PrivacyRules.load(resource_path("privacy")), leanings=None)
    themes = Themes.load(folder / THEMES_FILE, frozenset(rules.languages))
    replies = practice(rules, Leanings(themes, 0, 0, 0, 0, _Every(), {}))
    said = out_of_fold(replies)
    limits = best_limits(replies, said)
    print(f"{len(replies)} replies; {limits}\n{report(replies, said, limits)}")
    if "--try" in arguments:
        return 0
    path, weights, kinds = folder / WEIGHTS_FILE, learn(replies), learn_kinds(replies)
    write(path, weights, kinds, limits, 0.0)
    slack = slack_of(replies, Leanings.load(folder, rules.languages), rules)
    many = write(path, weights, kinds, limits, slack)
    print(f"{many} hints")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
