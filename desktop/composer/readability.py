"""Readability: how hard a text is to read, by the formula that was published for its language.

Catalan has none that is established: nothing is said of it rather than something wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’·-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;]+(?=\s|$)|\n+")
_VOWELS_EN = re.compile(r"[aeiouy]+")
_VOWELS_ES = re.compile(r"[iuü]?[aeoáéó][iuyü]?|[íú]|[iuü]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place in the text (code points) and how many words it has."""

    start: int
    end: int
    words: int


def sentences_of(text: str, words: Sequence[re.Match[str]]) -> tuple[Sentence, ...]:
    """Return the sentences that have words, in order. `words` are the matches of WORD in the text.

    What stands before a colon or a semicolon counts as one, as Flesch counted units of thought.
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(text)] + [len(text)]
    found: list[Sentence] = []
    place = 0
    for end in ends:
        first = place
        while place < len(words) and words[place].start() < end:
            place += 1
        if place > first:
            found.append(Sentence(words[first].start(), end, place - first))
    return tuple(found)


def gulpease(letters: int, words: int, sentences: int) -> float:
    """Return the Gulpease index of an Italian text, 0 (hard) to 100; all three counts are above 0.

    89 + (300 * sentences - 10 * letters) / words. P. Lucisano and M. E. Piemontese, "Gulpease: una formula per la
    predizione della difficoltà dei testi in lingua italiana", Scuola e città 3, 1988. Below 40 it is hard for who has
    finished secondary school.
    """
    return 89 + (300 * sentences - 10 * letters) / words


def fernandez_huerta(syllables: int, words: int, sentences: int) -> float:
    """Return the readability of a Spanish text, 0 (hard) to 100; all three counts are above 0.

    206.84 - 60 * syllables per word - 1.02 * words per sentence. J. Fernández Huerta, "Medidas sencillas de
    lecturabilidad", Consigna 214, 1959, with the second term as words per sentence, which his examples use. Below 50
    it is hard.
    """
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences


def flesch(syllables: int, words: int, sentences: int) -> float:
    """Return the reading ease of an English text, 0 (hard) to 100; all three counts are above 0.

    206.835 - 1.015 * words per sentence - 84.6 * syllables per word. R. Flesch, "A new readability yardstick", Journal
    of Applied Psychology 32(3), 1948. Below 50 it is hard.
    """
    return 206.835 - 1.015 * words / sentences - 84.6 * syllables / words


def syllables_es(word: str) -> int:
    """Return a Spanish word's syllables, at least 1: two strong vowels, or an accented weak one, are two."""
    return max(1, len(_VOWELS_ES.findall(word.lower())))


def syllables_en(word: str) -> int:
    """Return an English word's syllables, at least 1: its groups of vowels without a silent e at the end."""
    low = word.lower()
    count = len(_VOWELS_EN.findall(low))
    if low.endswith("e") and not low.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(1, count)


def reading_ease(language: str, words: Sequence[str], sentences: int) -> float | None:
    """Return the ease of a text in a language, None where no formula was published or nothing was written."""
    if not words or not sentences:
        return None
    if language == "it":
        return gulpease(sum(sum(map(str.isalpha, word)) for word in words), len(words), sentences)
    if language == "es":
        return fernandez_huerta(sum(map(syllables_es, words)), len(words), sentences)
    if language == "en":
        return flesch(sum(map(syllables_en, words)), len(words), sentences)
    return None
