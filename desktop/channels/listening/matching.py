"""Which texts name the company: words and phrases as whole words, hashtags, exclusions and languages.

Case and diacritics don't count ("elèctrica" is "ELECTRICA"), nor does what stands between the words of a phrase.
Misspellings are just words in the list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from desktop.model import Listening

_WORD = re.compile(r"[^\W_]+")
_HASHTAG = re.compile(r"(?<![\w&/])[#＃](\w+)")


def folded(text: str) -> str:
    """Return a text without case and diacritics."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", plain).casefold()


def words_of(text: str) -> str:
    """Return the words of a text, folded, with one space between, before and after them."""
    return f" {' '.join(_WORD.findall(folded(text)))} "


class Matcher:
    """Knows what an account listens for. Immutable, cheap to ask, safe in any thread."""

    def __init__(self, listening: Listening) -> None:
        """Prepare the lists; entries that hold nothing to look for are left out."""
        self._words = tuple(_entry(word) for word in listening.words if word.strip())
        self._tags = frozenset(folded(tag.lstrip("#＃")) for tag in listening.hashtags) - {""}
        self._excluded = tuple(_entry(word) for word in listening.excluded if word.strip())
        self._languages = frozenset(_primary(language) for language in listening.languages) - {""}

    @property
    def hears_anything(self) -> bool:
        """True if there is a word or hashtag to listen for."""
        return bool(self._words or self._tags)

    def wants(self, text: str, tags: Iterable[str] = (), language: str | None = None) -> bool:
        """Tell whether a text is for the desk: it names the company, and nothing speaks against it.

        `tags` are labels beside the text, which count as hashtags and as words. A text of unknown language passes.
        """
        labels = tuple(tags)
        said = words_of("\n".join((text, *labels)))
        plain = folded(text)
        if not self._names(said, plain) and not self._tagged(text, labels):
            return False
        return self.allows(text, labels, language)

    def allows(self, text: str, tags: Iterable[str] = (), language: str | None = None) -> bool:
        """Tell whether nothing speaks against a text: no excluded word, no language that is not listened to."""
        said = words_of("\n".join((text, *tags)))
        known = _primary(language or "")
        if self._languages and known and known not in self._languages:
            return False
        plain = folded(text)
        return not any(_holds(entry, said, plain) for entry in self._excluded)

    def _names(self, said: str, plain: str) -> bool:
        return any(_holds(entry, said, plain) for entry in self._words)

    def _tagged(self, text: str, labels: Iterable[str]) -> bool:
        if not self._tags:
            return False
        found = {folded(tag) for tag in _HASHTAG.findall(unicodedata.normalize("NFC", text))}
        return bool(self._tags & (found | {folded(label.lstrip("#＃")) for label in labels}))


def _entry(word: str) -> tuple[str, str]:
    """Return what to look for: whole words, or for an entry without any (an emoji) the signs themselves."""
    words = words_of(word)
    return (words, "") if words.strip() else ("", folded(word.strip()))


def _holds(entry: tuple[str, str], said: str, plain: str) -> bool:
    words, signs = entry
    return words in said if words else signs in plain


def _primary(language: str) -> str:
    return language.strip().replace("_", "-").partition("-")[0].lower()
