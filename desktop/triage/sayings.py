"""Sayings: the words that most people of a surge share and that nobody used before, so that one line tells what it is.

No list of function words is needed: what people said before a surge tells which words are everybody's at any time.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’·-][^\W_]+)*")
_LINK = re.compile(r"https?://\S+|[@#]\S+@\S+|@\w+")
_LONGEST = 3  # words
_USUAL = 0.08  # share of the texts from before that make a word everybody's
_SHORT = 4  # letters: a shorter word alone tells nothing
_LEAST_SHARE = 0.3
_AS_GOOD = 0.8  # a longer saying is told although fewer share it, down to this part
_FEWEST = 3  # people


@dataclass(frozen=True, slots=True)
class Saying:
    """Words as most people wrote them, and how many in a hundred of the texts hold them."""

    words: str
    share: int


def shared_saying(texts: Sequence[str], before: Sequence[str]) -> Saying | None:
    """Return what most of the texts share, None where no words are shared by three in ten. One text a person.

    `before` are texts of the same account from before the surge; without any, only long words tell something. A
    thousand texts take some 30 ms.
    """
    usual = _usual(before)
    spelled = defaultdict[tuple[str, ...], Counter[str]](Counter)
    for text in texts:
        for key, words in _sayings(text, usual):
            spelled[key][words] += 1
    if not spelled:
        return None
    counts = {key: sum(forms.values()) for key, forms in spelled.items()}
    most = max(counts.values())
    if most < max(_FEWEST, _LEAST_SHARE * len(texts)):
        return None
    good = [key for key, count in counts.items() if count >= _AS_GOOD * most]
    best = max(good, key=lambda key: (len(key), counts[key], key))
    return Saying(spelled[best].most_common(1)[0][0], round(100 * counts[best] / len(texts)))


def _usual(before: Iterable[str]) -> frozenset[str]:
    texts = [frozenset(word.casefold() for word in _words(text)) for text in before]
    counts = Counter(word for words in texts for word in words)
    return frozenset(word for word, count in counts.items() if count > 1 and count >= _USUAL * len(texts))


def _sayings(text: str, usual: frozenset[str]) -> Iterable[tuple[tuple[str, ...], str]]:
    """Yield each run of up to three words once whose first and last word are not everybody's."""
    words = _words(text)
    folded = [word.casefold() for word in words]
    tells = [len(word) >= _SHORT and word not in usual and not word.isdigit() for word in folded]
    found: dict[tuple[str, ...], str] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            if tells[start] and tells[end - 1]:
                found.setdefault(tuple(folded[start:end]), " ".join(words[start:end]))
    return found.items()


def _words(text: str) -> list[str]:
    return _WORD.findall(_LINK.sub(" ", text))
