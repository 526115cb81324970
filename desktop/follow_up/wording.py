"""Wording: the questions in the customer's language, the desk's fallback where that is not known."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from desktop.model.follow_up import Asking

_FALLBACK = "en"


class Questions:
    """The sentences of `questions.toml`."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        """`texts` by language and question."""
        self._texts = texts

    @classmethod
    def load(cls, folder: Path) -> Questions:
        """Read a folder's `questions.toml`. Raises OSError, ValueError or KeyError if it is unusable."""
        texts = tomllib.loads((folder / "questions.toml").read_text("utf-8"))
        for asking in Asking:
            texts[_FALLBACK][asking.value]  # there is always something to say
        return cls(texts)

    def text(self, asking: Asking, language: str, first_name: str = "") -> str:
        """Return a question in a language (ISO 639-1), English for one that has no sentences."""
        said = self._texts.get(language) or self._texts[_FALLBACK]
        if first_name:
            return said[asking.value].replace("{hello}", said["hello"].replace("{name}", first_name))
        bare = said[asking.value].replace("{hello}", "")
        first = next((place for place, letter in enumerate(bare) if letter.isalpha()), 0)
        return f"{bare[:first]}{bare[first].upper()}{bare[first + 1 :]}"
