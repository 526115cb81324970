"""News: what was said in a conversation since its draft was begun, so that nobody answers past it."""

from __future__ import annotations

from datetime import datetime

from desktop.model import CaseId, Direction, ItemKind, TimelineItem
from desktop.store import Store

_MOST = 100  # of the newest messages


class NewsWatch:
    """Knows which messages of one case the writer has seen. Belongs to the thread of its store."""

    def __init__(self, store: Store) -> None:
        """Watch nothing yet."""
        self._store = store
        self._case: CaseId | None = None
        self._seen: frozenset[int] = frozenset()

    def look(self, case_id: CaseId, *, until: datetime | None = None) -> None:
        """Take everything in the case for seen; with `until` only what was sent by then. Under a millisecond."""
        self._case = case_id
        self._seen = self._store.timeline.message_keys(case_id, _MOST, until=until)

    def news(self, agent: str) -> tuple[TimelineItem, ...]:
        """Return what the customer or anybody but `agent` said since, oldest first. A millisecond if any."""
        if self._case is None or not self._store.timeline.message_keys(self._case, _MOST) - self._seen:
            return ()
        return tuple(item for item in self._store.timeline.items(self._case, _MOST) if self._is_news(item, agent))

    def _is_news(self, item: TimelineItem, agent: str) -> bool:
        if item.kind is not ItemKind.MESSAGE or item.deleted or item.message_id in self._seen:
            return False
        return item.direction is Direction.INCOMING or item.author_name != agent
