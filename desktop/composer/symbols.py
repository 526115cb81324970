"""Symbols: emoji found by their names in the desk's languages, and the ones that were used last.

The names in English, Italian and Spanish are those of Unicode's CLDR in the library `emoji` (BSD); it has no Catalan,
so the most used symbols have names of our own. Nothing is loaded before something is searched for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from desktop.store import Store
from desktop.system.resources import resource_path

FAVOURITES = (
    "😀😊🙂😉😍🤗🤔😮😅😢😞😡🙏👍👎👏👋💪🤝👌❤💙💚💛🎉✨⭐🌟🔥💡✅❌⚠❓❗📞📧📦🚚🏠📅⏰⌛🔒🔑💳🧾📍🌍🚀€£$%°§©®™…"
)
MOST_RECENT = 10
_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)}
_LANGUAGES = ("en", "it", "es")
_SETTING = "symbols_used"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol and its name in English."""

    text: str
    name: str


class SymbolNames:
    """Finds symbols by the beginnings of words in their names. One thread at a time."""

    def __init__(self) -> None:
        """Load nothing."""
        self._names: list[tuple[Symbol, tuple[str, ...]]] | None = None

    def search(self, typed: str, most: int) -> tuple[Symbol, ...]:
        """Return the symbols in whose names every typed word begins a word, the usual and shortest first.

        The first search takes a tenth of a second, any later one some milliseconds.
        """
        wanted = _words(typed)
        if not wanted:
            return ()
        found = [
            (rank, place, symbol)
            for place, (symbol, words) in enumerate(self._all())
            if (rank := _rank(wanted, symbol, words)) is not None
        ]
        return tuple(symbol for _, _, symbol in sorted(found, key=lambda one: one[:2])[:most])

    def _all(self) -> list[tuple[Symbol, tuple[str, ...]]]:
        if self._names is None:
            catalan = _catalan()
            self._names = [
                (Symbol(text, english), tuple(_words(f"{names} {catalan.get(_plain(text), '')}")))
                for text, english, names in _known()
            ]
        return self._names


class RecentSymbols:
    """The symbols that were put in last, newest first. Belongs to the thread of its store."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Keep them in the store's settings."""
        self._store = store
        self._clock = clock

    def all(self) -> tuple[str, ...]:
        """Return them."""
        kept = self._store.settings.get(_SETTING)
        return (
            tuple(one for one in kept if isinstance(one, str) and one)[:MOST_RECENT] if isinstance(kept, list) else ()
        )

    def use(self, symbol: str) -> None:
        """Put one first. Raises StoreError."""
        others = [one for one in self.all() if one != symbol]
        self._store.settings.set(_SETTING, [symbol, *others][:MOST_RECENT], self._clock())


def name_of(symbol: str) -> str:
    """Return a symbol's English name from Unicode itself, without loading anything."""
    return unicodedata.name(symbol[0], symbol).capitalize()


def _known() -> Iterator[tuple[str, str, str]]:
    """Yield each symbol without its skin tones, its English name, and all its names in one line."""
    import emoji

    for language in _LANGUAGES[1:]:
        emoji.config.load_language(language)
    for text, about in emoji.EMOJI_DATA.items():
        if about["status"] != emoji.STATUS["fully_qualified"] or _TONES.intersection(text):
            continue
        names = [about[language] for language in _LANGUAGES if language in about] + list(about.get("alias", ()))
        spoken = " ".join(name.strip(":").replace("_", " ") for name in names)
        yield text, about["en"].strip(":").replace("_", " ").capitalize(), spoken


def _catalan() -> dict[str, str]:
    lines = resource_path("emoji", "ca.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if "\t" in line and not line.startswith("#"))
    return {_plain(text): names for text, names in pairs}


def _plain(text: str) -> str:
    return text.replace("\ufe0f", "")


def _words(text: str) -> list[str]:
    """Return the words of a text without accents and case."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char if char.isalnum() else " " for char in folded if not unicodedata.combining(char))
    return plain.split()


def _rank(wanted: list[str], symbol: Symbol, words: tuple[str, ...]) -> tuple[bool, bool, int] | None:
    """Return how early a symbol stands among those found, None if it is not one of them."""
    if not all(any(word.startswith(part) for word in words) for part in wanted):
        return None
    return _plain(symbol.text) not in FAVOURITES, not all(part in words for part in wanted), len(words)
