"""What crisis mode holds: canned replies that nobody approved for a crisis, what was planned, and surveys.

Asked by the window while an agent writes and by the engine before each attempt. A reply that an agent wrote out of
hours is planned too if they could not know of the crisis when they wrote it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.composer.canned_book import CannedBook
from desktop.composer.ready_made import ReadyMade as KnownReplies
from desktop.model import CrisisMode, Delivery, HoldReason, Purpose, ReadyMade
from desktop.store import Store
from desktop.system.resources import resource_path


class CrisisHold:
    """Tells what is held while crisis mode is on. One short read while it is off. Belongs to its store's thread."""

    def __init__(self, store: Store, clock: Callable[[], datetime], book: CannedBook | None = None) -> None:
        """`book` is that of the desk; without it one is read when it is first needed."""
        self._store = store
        self._book = book or CannedBook(store, resource_path("canned"), clock)
        self._version: tuple[int, int] | None = None
        self._known: KnownReplies | None = None
        self._approved: frozenset[str] = frozenset()

    def of_text(self, text: str) -> ReadyMade | None:
        """Return as what a text that is being written would be held now, None if it may leave."""
        return self._of_words(text) if self._store.crisis.mode() is not None else None

    def of_delivery(self, delivery: Delivery, whole: str | None = None) -> ReadyMade | None:
        """Return as what a delivery is held now, None if it may leave; `whole` is the text that it is a part of.

        What a person let go, and the rest of a text whose beginning has left, is never held.
        """
        mode = self._store.crisis.mode()
        if mode is None or delivery.past_crisis or delivery.follows is not None:
            return None
        if delivery.purpose is Purpose.SURVEY:
            return ReadyMade.SURVEY
        if is_planned(delivery, mode):
            return ReadyMade.SCHEDULED
        return self._of_words(whole if whole is not None else delivery.text)

    def _of_words(self, text: str) -> ReadyMade | None:
        self._keep_up()
        assert self._known is not None
        return ReadyMade.CANNED if self._known.uids_in(text) - self._approved else None

    def _keep_up(self) -> None:
        """Read the replies again where they may have changed: in another process, or in this one."""
        version = self._store.canned.version()
        if self._known is None or version != self._version:
            self._version = version
            self._book.forget()
            replies = self._book.all()
            self._known = KnownReplies(replies)
            self._approved = frozenset(one.uid for one in replies if one.crisis)


def is_planned(delivery: Delivery, mode: CrisisMode) -> bool:
    """Tell whether a delivery was to leave by itself at a moment, and nobody knew of the crisis who planned it.

    What was scheduled is, whenever that was: the moment was chosen, not the words of that moment.
    """
    if delivery.planned is HoldReason.CLOSED:
        return delivery.created_at < mode.on_at
    return delivery.planned is HoldReason.SCHEDULED
