"""Repeats: whether a question was asked before by the same customer, and by which words that is known.

Two texts are alike by the stems of their content words: the mean of how much the shorter one is held in the longer one
and of how much they share, endings and typing errors forgiven. Shared figures (amounts, dates, numbers of orders) count
for them, figures on both sides that differ against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from desktop.triage.stems import Stems

ALIKE = 0.35
"""From this likeness on a question is a repeat; chosen on one half of a corpus, reported on the other."""
_SAME_WORD = 0.9  # Jaro-Winkler similarity from which two stems are one, a typing error apart
_SHARED_FIGURE = 0.15
_OTHER_FIGURES = 0.2
_REMEMBERED = 512
"""Questions: who asks for the third time is compared with both earlier ones, and they were read before."""
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")


@dataclass(frozen=True, slots=True)
class Question:
    """What a text asks about: stem -> word as written, and the figures in it.

    `spoken` are the stems as one text, `by_initial` by their first letter: made once, for it may be compared often.
    """

    stems: Mapping[str, str]
    figures: frozenset[str]
    spoken: str = field(init=False, compare=False)
    by_initial: Mapping[str, list[str]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        by_initial: dict[str, list[str]] = {}
        for stem in self.stems:
            by_initial.setdefault(stem[0], []).append(stem)
        object.__setattr__(self, "by_initial", by_initial)
        object.__setattr__(self, "spoken", " ".join(self.stems))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two questions are, 0 to 1, and the words and figures of the newer one that say so."""

    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier message of the same customer that nobody has answered. `message_id` is the store's key."""

    message_id: int
    text: str
    sent_at: datetime
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """An earlier message that a new one repeats, with what they share."""

    earlier: Earlier
    likeness: Likeness


class Repeats:
    """Compares questions. For the engine's thread; see `Stems`."""

    def __init__(self, stems: Stems) -> None:
        """Cut texts with `stems`."""
        self._stems = stems
        self.read = lru_cache(maxsize=_REMEMBERED)(self._read)

    def _read(self, text: str, language: str | None) -> Question:
        """Return what a text asks about."""
        return Question(self._stems.of(text, language), frozenset(_figures(text)))

    def find(self, text: str, language: str | None, earlier: Sequence[Earlier]) -> tuple[Repeat, ...]:
        """Return which of the earlier messages this text repeats, the likest first, the newer of two alike."""
        if not earlier:
            return ()
        question = self.read(text, language)
        found = [Repeat(one, likeness(question, self.read(one.text, one.language or language))) for one in earlier]
        alike = [repeat for repeat in found if repeat.likeness.score >= ALIKE]
        return tuple(sorted(alike, key=lambda one: (one.likeness.score, one.earlier.sent_at), reverse=True))


def likeness(question: Question, other: Question) -> Likeness:
    """Return how alike two questions are. Symmetric but for the words, which are those of the first."""
    if not question.stems or not other.stems:
        return Likeness(0.0)
    from rapidfuzz import fuzz  # the window, which shares this package, does without it

    near, back = _nearest(question, other), _nearest(other, question)
    if not near:
        return Likeness(0.0)
    common = (sum(near.values()) + sum(back.values())) / (len(question.stems) + len(other.stems))
    held = fuzz.token_set_ratio(question.spoken, other.spoken) / 100
    words = [*(word for stem, word in question.stems.items() if stem in near)]
    words += sorted(question.figures & other.figures)
    score = (common + held) / 2 + _by_figures(question.figures, other.figures)
    return Likeness(min(1.0, max(0.0, score)), tuple(words))


def _nearest(question: Question, other: Question) -> dict[str, float]:
    """Return how near the nearest of other stems is to each of a question's; without those that none is the same as."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import extractOne

    stems, others = question.stems.keys(), other.stems.keys()
    found, rivals = dict.fromkeys(stems & others, 1.0), other.by_initial
    for stem in stems - others:
        near = rivals.get(stem[0])
        if near and (best := extractOne(stem, near, scorer=JaroWinkler.similarity, score_cutoff=_SAME_WORD)):
            found[stem] = best[1]
    return found


def _by_figures(ours: frozenset[str], theirs: frozenset[str]) -> float:
    if ours & theirs:
        return _SHARED_FIGURE
    return -_OTHER_FIGURES if ours and theirs else 0.0


def _figures(text: str) -> Iterable[str]:
    return (found.group().rstrip(".,:/-").replace(",", ".") for found in _FIGURE.finditer(text))
