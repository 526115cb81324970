"""Stems: what of a text's words carries its matter, whatever their endings, small words left out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop.system.stemming import stemmer_of
from desktop.triage.function_words import spellings
from desktop.triage.language import DESK_LANGUAGES
from desktop.triage.memo import Memo
from desktop.triage.words import folded, words_of

LANGUAGES_FILE = "languages.toml"
_SHORTEST = 2  # letters of a word that can carry a matter


class Stems:
    """Cuts texts into the stems of their content words. Not for several threads at once: stemmers keep a state."""

    def __init__(self, small_words: Mapping[str, str]) -> None:
        """Take each language's function words as one string, see `resources/triage/languages.toml`."""
        self._small = {language: frozenset(map(folded, spellings(words))) for language, words in small_words.items()}
        self._all_small = frozenset().union(*self._small.values()) if self._small else frozenset()
        self._matters = {language: Memo(self._cutting(language)) for language in (*self._small, *DESK_LANGUAGES, "")}

    def _cutting(self, language: str) -> Callable[[str], str]:
        """Return what makes the stem of a written word, "" of one that carries no matter; "" is any other language."""
        stem = stemmer_of(language) if language in DESK_LANGUAGES else None
        small = self._small.get(language, self._all_small)

        def cut(written: str) -> str:
            word = folded(written)
            if len(word) < _SHORTEST or not word.isalpha() or word in small:
                return ""
            return folded(stem(written.lower())) if stem else word

        return cut

    @classmethod
    def load(cls, folder: Path) -> Stems:
        """Read the function words of a folder. Raises OSError, tomllib.TOMLDecodeError for a file that is no such."""
        content = tomllib.loads((folder / LANGUAGES_FILE).read_text("utf-8"))
        tables = {language: table for language, table in content.items() if isinstance(table, dict)}
        return cls({language: str(table["words"]) for language, table in tables.items() if "words" in table})

    def of(self, text: str, language: str | None) -> dict[str, str]:
        """Return stem -> the word as it was written first, in the order of the text.

        `language` is ISO 639-1; for one that has no stemmer here the words count as they are, and the small words of
        every language are left out. Figures are not words; see `entities`.
        """
        matters = self._matters.get(language or "", self._matters[""])
        written = words_of(text).written
        found: dict[str, str] = {}
        for stem, word in zip(map(matters.__getitem__, written), written, strict=True):
            if stem:
                found.setdefault(stem, word)
        return found
