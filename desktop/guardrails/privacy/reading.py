"""Reading: a text cut into sentences, with what only the whole of it tells: which language each sentence is in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain

from desktop.guardrails.privacy.folding import Folded
from desktop.guardrails.privacy.passages import NOT_SEARCHED, Found, Passage, passages
from desktop.guardrails.privacy.rules import PrivacyRules

_CLEARLY = 1  # more known words than in the text's language make a sentence another language's


class Reading:
    """One text, read.

    `passages` are its parts, `begins` where each begins; `read` are its sentences, `starts` where in the folded text the offsets of each begin. `languages[sentence]` are the
    numbers of the languages that a sentence is read in, `found[language][sentence]` the phrases of these; a sentence
    that names no data is not searched at all.
    """

    def __init__(self, text: str, rules: PrivacyRules, expected: Sequence[str] = ()) -> None:
        """`expected` are ISO 639-1 codes. Takes time proportional to the text's length, little of it read before."""
        self.rules = rules
        self.passages = list(passages(text, rules))
        self.folded, self.begins = _joined(text, self.passages)
        self.read = [read for passage in self.passages for read in passage.sentences]
        self.starts = [at for passage, at in zip(self.passages, self.begins, strict=True) for _ in passage.sentences]
        self.languages = self._languages(expected)
        self.found: list[list[Found]] = [self._found_in(language) for language in range(len(rules.lexicons))]

    def _languages(self, expected: Sequence[str]) -> list[frozenset[int]]:
        """Return the languages of each sentence: the text's, and its own where that is clearly another."""
        lexicons = self.rules.lexicons
        known = [read.known for read in self.read]
        together = [sum(counts) for counts in zip(*known, strict=True)]
        most = max(together, default=0)
        ofall = frozenset(
            number
            for number, lexicon in enumerate(lexicons)
            if lexicon.language in expected or (most and together[number] == most)
        )
        return [self._of_sentence(counts, ofall) for counts in known]

    @staticmethod
    def _of_sentence(counts: Sequence[int], ofall: frozenset[int]) -> frozenset[int]:
        known = max([counts[number] for number in ofall], default=0)
        most = max(counts)
        if most <= known + _CLEARLY:
            return ofall
        return ofall | {number for number, count in enumerate(counts) if count == most}

    def _found_in(self, language: int) -> list[Found]:
        """Return one language's phrases by sentence: where data is named, and in the sentence right behind it."""
        phrases = self.rules.lexicons[language].phrases
        found: list[Found] = []
        told = False
        for read, spoken in zip(self.read, self.languages, strict=True):
            tells = read.tells[language] and language in spoken
            found.append(read.found(language, phrases) if tells or told else NOT_SEARCHED)
            told = tells
        return found


def _joined(text: str, parts: Sequence[Passage]) -> tuple[Folded, list[int]]:
    """Return the whole text folded, and where in it each passage begins; all but the last have a blank too many."""
    folded = [part.folded for part in parts]
    texts = [*(one.text[:-1] for one in folded[:-1]), folded[-1].text]
    begins = list(accumulate(map(len, texts[:-1]), initial=0))
    if all(one.origins is None for one in folded):
        return Folded("".join(texts), text), begins
    lengths = [*(len(one.original) - 1 for one in folded[:-1]), len(folded[-1].original)]
    firsts = accumulate(lengths[:-1], initial=0)
    origins = chain.from_iterable(
        range(first, first + len(kept))
        if one.origins is None
        else [first + origin for origin in one.origins[: len(kept)]]
        for one, kept, first in zip(folded, texts, firsts, strict=True)
    )
    return Folded("".join(texts), text, tuple(origins)), begins
