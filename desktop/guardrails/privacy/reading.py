"""Reading: a text folded, cut into sentences and searched once for every language's phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.guardrails.privacy.folding import fold
from desktop.guardrails.privacy.lexicon import Label
from desktop.guardrails.privacy.phrases import Match
from desktop.guardrails.privacy.rules import PrivacyRules
from desktop.guardrails.privacy.words import Sentence, sentences

_PAIR = 2  # commas around "please"

Matches = list[Match[Label]]


class Reading:
    """One text, read. `found[language][sentence]` are phrases; a sentence that names no data is not searched at all."""

    def __init__(self, text: str, rules: PrivacyRules) -> None:
        """Takes time proportional to the text's length."""
        self.rules = rules
        self.folded = fold(text)
        cut = sentences(self.folded, rules.abbreviations)
        self.sentences = [_without_politeness(sentence, rules) for sentence in cut]
        self.spelt = [[rules.spelling.mend(word.text) for word in sentence.words] for sentence in self.sentences]
        self.found: list[list[Matches]] = [self._found_in(language) for language in range(len(rules.lexicons))]

    def _found_in(self, language: int) -> list[Matches]:
        """Return one language's phrases by sentence: where data is named, and in the sentence right behind it."""
        lexicon = self.rules.lexicons[language]
        found: list[Matches] = []
        told = False
        for words in self.spelt:
            tells = not lexicon.telling.isdisjoint(words)
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
    return replace(sentence, words=tuple(word for place, word in enumerate(words) if place not in dropped))


def _set_apart(polite: Sequence[Match[Label]], commas: set[int]) -> set[int]:
    """Return the places of polite words between two commas, commas included."""
    return {
        place
        for match in polite
        if match.first - 1 in commas and match.past in commas
        for place in range(match.first - 1, match.past + 1)
    }
