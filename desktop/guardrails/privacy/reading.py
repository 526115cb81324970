"""Reading: a text folded, cut into sentences and searched once for every language's phrases."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from desktop.guardrails.privacy.folding import fold
from desktop.guardrails.privacy.lexicon import Label
from desktop.guardrails.privacy.phrases import Match
from desktop.guardrails.privacy.rules import PrivacyRules
from desktop.guardrails.privacy.words import Sentence, sentences

_CLEARLY = 1  # more known words than in the text's language make a sentence another language's
_PAIR = 2  # commas around "please"

Matches = Sequence[Match[Label]]


class Reading:
    """One text, read.

    `languages[sentence]` are the numbers of the languages that a sentence is read in, `found[language][sentence]` the
    phrases of these; a sentence that names no data is not searched at all.
    """

    def __init__(self, text: str, rules: PrivacyRules, expected: Sequence[str] = ()) -> None:
        """`expected` are ISO 639-1 codes. Takes time proportional to the text's length."""
        self.rules = rules
        self.folded = fold(text)
        cut = sentences(self.folded, rules.abbreviations)
        self.sentences = [_without_politeness(sentence, rules) for sentence in cut]
        self.spelt = [rules.spelling.mended([word[0] for word in sentence.words]) for sentence in self.sentences]
        self.languages = self._languages(expected)
        self.heard: dict[tuple[int, int], Any] = {}  # what `hearing` keeps, by language and sentence
        self.found: list[list[Matches]] = [self._found_in(language) for language in range(len(rules.lexicons))]

    def _languages(self, expected: Sequence[str]) -> list[Set[int]]:
        """Return the languages of each sentence: the text's, and its own where that is clearly another."""
        lexicons = self.rules.lexicons
        known = [self.rules.known_words(words) for words in self.spelt]
        together = [sum(counts) for counts in zip(*known, strict=True)]
        most = max(together, default=0)
        ofall = {
            number
            for number, lexicon in enumerate(lexicons)
            if lexicon.language in expected or (most and together[number] == most)
        }
        return [self._of_sentence(counts, ofall) for counts in known]

    @staticmethod
    def _of_sentence(counts: Sequence[int], ofall: Set[int]) -> Set[int]:
        known = max((counts[number] for number in ofall), default=0)
        return ofall | {
            number for number, count in enumerate(counts) if count > known + _CLEARLY and count == max(counts)
        }

    def _found_in(self, language: int) -> list[Matches]:
        """Return one language's phrases by sentence: where data is named, and in the sentence right behind it."""
        lexicon = self.rules.lexicons[language]
        found: list[Matches] = []
        told = False
        for number, words in enumerate(self.spelt):
            tells = language in self.languages[number] and not lexicon.telling.isdisjoint(words)
            found.append(lexicon.phrases.find(words) if tells or told else [])
            told = tells
        return found


def _without_politeness(sentence: Sentence, rules: PrivacyRules) -> Sentence:
    """Return the sentence without ", please," inside it, which would part a phrase that asks."""
    words = sentence.words
    commas = {place for place, word in enumerate(words) if word.text == ","}
    if len(commas) < _PAIR:
        return sentence
    polite = rules.politeness.find([word.text for word in words])
    dropped = _set_apart(polite, commas)  # type: ignore[arg-type]
    if not dropped:
        return sentence
    kept = tuple(word for place, word in enumerate(words) if place not in dropped)
    return replace(sentence, words=kept, polite=True)


def _set_apart(polite: Sequence[Match[Label]], commas: set[int]) -> set[int]:
    """Return the places of polite words between two commas, commas included."""
    return {
        place
        for match in polite
        if match.first - 1 in commas and match.past in commas
        for place in range(match.first - 1, match.past + 1)
    }
