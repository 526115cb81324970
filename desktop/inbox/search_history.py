"""The last searches, newest first, kept with the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.store import Store

MOST_KEPT = 12
_SHORTEST = 2
_LONGEST = 400
_KEY = "inbox.searches"


class SearchHistory:
    """Belongs to the thread of its store."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Read when asked."""
        self._store = store
        self._clock = clock

    def all(self) -> tuple[str, ...]:
        """Return what was searched for, newest first, each once."""
        kept = self._store.settings.get(_KEY)
        return tuple(one for one in kept if isinstance(one, str)) if isinstance(kept, list) else ()

    def note(self, typed: str) -> None:
        """Keep a search as the newest; one letter or a beginning of the last one is not worth keeping twice."""
        text = " ".join(typed.split())
        if not _SHORTEST <= len(text) <= _LONGEST:
            return
        rest = [one for one in self.all() if one.lower() != text.lower()]
        if rest and text.lower().startswith(rest[0].lower()):
            rest = rest[1:]
        self._store.settings.set(_KEY, [text, *rest][:MOST_KEPT], self._clock())

    def forget(self) -> None:
        """Forget all of them."""
        self._store.settings.set(_KEY, [], self._clock())
