"""The agent's own words: spelt right because the agent said so, and where this desk looks for dictionaries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.store import Store

_SETTING = "spelling"
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class SpellingChoice:
    """What was chosen: whether spelling is checked, and a folder with dictionaries beside the system's, "" for none."""

    is_on: bool = True
    folder: str = ""


class OwnWords:
    """Reads and writes of these on one store. Belongs to its thread."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Keep them in the store's settings."""
        self._store = store
        self._clock = clock

    def all(self) -> frozenset[str]:
        """Return the words, folded."""
        words = self._kept().get("words")
        return frozenset(word for word in words if isinstance(word, str)) if isinstance(words, list) else frozenset()

    def add(self, word: str) -> None:
        """Take a word for right from now on. Raises StoreError."""
        words = sorted({*self.all(), word.replace("’", "'").casefold()})[:_MOST]
        self._store.settings.set(_SETTING, {**self._kept(), "words": words}, self._clock())

    def choice(self) -> SpellingChoice:
        """Return what was chosen; whatever can't be read takes its default."""
        kept = self._kept()
        folder = kept.get("folder")
        return SpellingChoice(kept.get("on") is not False, folder if isinstance(folder, str) else "")

    def choose(self, choice: SpellingChoice) -> None:
        """Keep a choice. Raises StoreError."""
        self._store.settings.set(_SETTING, {**self._kept(), "on": choice.is_on, "folder": choice.folder}, self._clock())

    def _kept(self) -> dict[str, Any]:
        kept = self._store.settings.get(_SETTING)
        return kept if isinstance(kept, dict) else {}
