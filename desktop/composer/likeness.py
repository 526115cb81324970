"""Likeness: which canned replies suit a customer's question, by the stems that both have in common.

A stem that few replies hold says more than one that many hold; words that customers use (`asked`) say more than a
title, and a title more than the text. Misspelt words still count, a little less. Every reply is
stemmed for the first question in a language: not for the window's thread.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.composer.canned import CannedReply, words_of
from desktop.system.stemming import stemmer_of

ALIKE_FROM = 40
"""From this score on (0 to 100) a reply is worth suggesting."""

_SHORTEST = 4  # letters; shorter words are articles and the like
_SAME_FROM = 86.0  # rapidfuzz's ratio of two stems that are taken for one
_QUESTION_WORDS = 60
_ASKED, _TITLE, _BODY = 0.5, 0.35, 0.12
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike a reply is to a question, 0 to 100, and the question's words that say so, the telling ones first."""

    score: int
    words: tuple[str, ...]


class Likeness:
    """Compares questions with one set of replies. Keeps what it stemmed; for one thread at a time."""

    def __init__(self) -> None:
        """Know no reply yet."""
        self._replies: tuple[CannedReply, ...] = ()
        self._indexes: dict[str, _Index] = {}
        self._stemmers: dict[str, Callable[[str], str]] = {}

    def of(self, question: str, language: str, replies: Sequence[CannedReply]) -> dict[str, Alike]:
        """Return how alike each reply is to a question, by uid; those that share nothing with it are left out."""
        if tuple(replies) != self._replies:
            self._replies, self._indexes = tuple(replies), {}
        if language not in self._indexes:
            self._indexes[language] = _index(self._replies, language, self._stemmer(language))
        return self._indexes[language].liken(question, self._stemmer(language))

    def _stemmer(self, language: str) -> Callable[[str], str]:
        if language not in self._stemmers:
            self._stemmers[language] = stemmer_of(language) or str
        return self._stemmers[language]


@dataclass(frozen=True, slots=True)
class _Index:
    """Every reply's stems with what they say, and in how many replies each stem stands."""

    stems: Mapping[str, Mapping[str, float]]
    replies_with: Counter[str]

    def liken(self, question: str, stem: Callable[[str], str]) -> dict[str, Alike]:
        from rapidfuzz import fuzz, process  # loaded where questions are compared, not with the window

        known = list(self.replies_with)
        said: dict[str, list[tuple[float, str]]] = {}
        for word in dict.fromkeys(_telling(words_of(question))[:_QUESTION_WORDS]):
            stemmed = stem(word)
            exact = stemmed in self.replies_with
            alike = (
                [(stemmed, 100.0)]
                if exact
                else [(one, score) for one, score, _ in process.extract(stemmed, known, scorer=fuzz.ratio, limit=2,
                                                                       score_cutoff=_SAME_FROM)]
            )  # fmt: skip
            for one, score in alike[:1]:
                for uid, stems in self.stems.items():
                    if one in stems:
                        said.setdefault(uid, []).append((stems[one] * self._rarity(one) * score / 100, word))
        return {uid: _alike(evidence) for uid, evidence in said.items()}

    def _rarity(self, stem: str) -> float:
        """Return 1.0 for a stem that one reply alone holds, towards 0 for one that all hold."""
        total = len(self.stems)
        return 1.0 if total < 2 else 1.0 - math.log(self.replies_with[stem]) / math.log(total)  # noqa: PLR2004


def _alike(evidence: Iterable[tuple[float, str]]) -> Alike:
    ordered = sorted(evidence, key=lambda one: (-one[0], one[1]))
    doubt = math.prod(1.0 - weight for weight, _ in ordered)
    return Alike(round(100 * (1.0 - doubt)), tuple(word for _, word in ordered[:_NAMED]))


def _index(replies: Iterable[CannedReply], language: str, stem: Callable[[str], str]) -> _Index:
    stems: dict[str, dict[str, float]] = {}
    for reply in replies:
        text = reply.text_in(language)
        if text is None:
            continue
        weights: dict[str, float] = {}
        for part, weight in ((text.body, _BODY), (text.title, _TITLE), (text.asked, _ASKED)):
            weights.update((stem(word), weight) for word in _telling(words_of(part)))
        stems[reply.uid] = weights
    return _Index(stems, Counter(one for weights in stems.values() for one in weights))


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) >= _SHORTEST and not word.isdigit()]
