"""Themes: what single words of a reply speak of (figures, a plastic card, a birthday), whatever a sentence does with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from desktop.guardrails.privacy.folding import folded_word
from desktop.guardrails.privacy.phrases import LINK, MAIL, MENTION
from desktop.guardrails.privacy.rules_file import Table, read_toml

_SHORTEST = 2  # letters before a "*"
_REMEMBERED = 8_192  # words
_STEM, _ENDING = 5, 3  # letters; only words that are longer than a stem have either
_MARKED = frozenset({LINK, MAIL, MENTION})


@lru_cache(_REMEMBERED)
def hints_of_word(word: str) -> tuple[str, ...]:
    """Return the hints that a word gives by itself."""
    if len(word) <= _STEM:
        return (word,)
    return word, f"{word[:_STEM]}*", f"*{word[-_ENDING:]}"


class Themes:
    """The words of each theme by language. Immutable once made; safe in any thread."""

    def __init__(self, listed: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
        """Take the words of each theme and language; "numer*" stands for every word that begins so."""
        self._whole: dict[tuple[str, str], list[str]] = {}
        self._begun: dict[tuple[str, str], list[str]] = {}
        for (theme, language), words in listed.items():
            for word in words:
                kept = self._begun if word.endswith("*") else self._whole
                key = word if word in _MARKED else folded_word(word.removesuffix("*"))
                kept.setdefault((language, key), []).append(theme)
        self.of = lru_cache(_REMEMBERED)(self._of)

    @classmethod
    def load(cls, path: Path, languages: frozenset[str]) -> Themes:
        """Read the themes of some languages (ISO 639-1). Raises RulesUnreadable."""
        return cls(dict(_listed(path, languages)))

    def _of(self, language: str, word: str) -> tuple[str, ...]:
        """Return the themes of a folded word in a language, each once."""
        found = list(self._whole.get((language, word), ()))
        for length in range(_SHORTEST, len(word) + 1):
            found += self._begun.get((language, word[:length]), ())
        return tuple(dict.fromkeys(found))


def _listed(path: Path, languages: frozenset[str]) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for theme, values in read_toml(path).items():
        table = Table(path, theme, values, set(values) if isinstance(values, Mapping) else set())
        for language in sorted(languages & values.keys()):
            yield (theme, language), tuple(table.text(language).split())
