"""Listening: which words, hashtags and languages an account watches beyond its mentions, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.model.accounts import Account

WORDS, HASHTAGS, EXCLUDED, LANGUAGES = "listen.words", "listen.hashtags", "listen.excluded", "listen.languages"
"""Names of the account settings: one entry a line."""


@dataclass(frozen=True, slots=True)
class Listening:
    """What names the company without addressing it: brand names, products, misspellings.

    `words` may be phrases; `hashtags` come without their "#"; a text with one of `excluded` is left alone;
    `languages` are ISO codes, empty for every language.
    """

    words: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        """True if there is anything to listen for."""
        return bool(self.words or self.hashtags)

    def settings(self) -> dict[str, str]:
        """Return the account settings that say the same."""
        named = zip((WORDS, HASHTAGS, EXCLUDED, LANGUAGES), self._lists(), strict=True)
        return {name: "\n".join(entries) for name, entries in named}

    def _lists(self) -> tuple[tuple[str, ...], ...]:
        return self.words, self.hashtags, self.excluded, self.languages


def listening_of(account: Account) -> Listening:
    """Return what an account listens for: nothing unless its settings say so. Empty lines and repeats are dropped."""
    words, hashtags, excluded, languages = (
        _lines(account.settings.get(name)) for name in (WORDS, HASHTAGS, EXCLUDED, LANGUAGES)
    )
    return Listening(words, tuple(tag.removeprefix("#") for tag in hashtags), excluded, languages)


def _lines(value: object) -> tuple[str, ...]:
    lines = (line.strip() for line in str(value or "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
