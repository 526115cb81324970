"""Stems: what of a text's words carries its matter, whatever their endings, small words left out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from desktop.system.stemming import stemmer_of
from desktop.triage.function_words import spellings
from desktop.triage.language import DESK_LANGUAGES
from desktop.triage.words import folded, is_break, words_of

LANGUAGES_FILE = "languages.toml"
_SHORTEST = 2  # letters of a word that can carry a matter


class Stems:
    """Cuts texts into the stems of their content words. Not for several threads at once: stemmers keep a state."""

    def __init__(self, small_words: Mapping[str, str]) -> None:
        """Take each language's function words as one string, see `resources/triage/languages.toml`."""
        self._small = {language: frozenset(map(folded, spellings(words))) for language, words in small_words.items()}
        self._all_small = frozenset().union(*self._small.values()) if self._small else frozenset()
        self._stem_in = {language: stemmer_of(language) for language in DESK_LANGUAGES}

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
        stem = self._stem_in.get(language or "")
        small = self._small.get(language or "", self._all_small)
        found: dict[str, str] = {}
        words = words_of(text)
        for written, word in zip(words.written, words.folded, strict=True):
            if is_break(word) or len(word) < _SHORTEST or not word.isalpha() or word in small:
                continue
            found.setdefault(folded(stem(written.lower())) if stem else word, written)
        return found
