"""Stemming: what cuts a word down to its stem, in the languages that Snowball knows best."""

from __future__ import annotations

from collections.abc import Callable

_NAMES = {
    "ca": "catalan", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian",
    "nl": "dutch", "pt": "portuguese",
}  # fmt: skip


def stemmer_of(language: str) -> Callable[[str], str] | None:
    """Return what makes the stem of a word in lower case, about a microsecond each; None for a language without one.

    `language` is ISO 639-1. What is returned keeps a state: for one thread at a time.
    """
    name = _NAMES.get(language)
    if name is None:
        return None
    import Stemmer  # two megabytes that the window's first paint does without

    stemmer = Stemmer.Stemmer(name, 0)  # 0: it keeps no words, looking one up takes longer than cutting it
    stem: Callable[[str], str] = stemmer.stemWord
    return stem
