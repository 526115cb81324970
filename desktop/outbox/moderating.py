"""What an agent asks to be done to messages on their networks: hide or show others' posts, delete our own.

Works offline: what is asked waits in the store until the engine can carry it out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.cases import Done
from desktop.model import (
    CaseId,
    Deed,
    Direction,
    ItemKind,
    MessageId,
    Moderating,
    Moderation,
    ModerationId,
    ModerationState,
    Network,
    TimelineItem,
    Visibility,
)
from desktop.store import BY_HAND, Store

DELETE_AFTER = timedelta(seconds=8)
"""How long a deletion can be taken back: it can't be undone on the network."""

_DELETES = {
    Network.X: (Visibility.PUBLIC, Visibility.DIRECT),
    Network.MASTODON: (Visibility.PUBLIC, Visibility.DIRECT),
    Network.TELEGRAM: (Visibility.PUBLIC, Visibility.DIRECT),
    Network.BLUESKY: (Visibility.PUBLIC,),  # a chat message is deleted for oneself only
    Network.FACEBOOK: (Visibility.PUBLIC,),  # Meta lets no program take back a private message
    Network.INSTAGRAM: (Visibility.PUBLIC,),
}


class ModerationDesk:
    """One agent's asking. Belongs to the thread of its store."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Share the window's store."""
        self._store = store
        self._clock = clock

    def hide(self, message_id: MessageId, agent: str) -> Done | None:
        """Hide somebody's public message on its network; None if there is nothing to do. Undo shows it again."""
        return self._ask(message_id, Moderating.HIDE, agent)

    def show(self, message_id: MessageId, agent: str) -> Done | None:
        """Show a hidden message again; None if there is nothing to do. Undo hides it again."""
        return self._ask(message_id, Moderating.SHOW, agent)

    def delete(self, message_id: MessageId, agent: str) -> Done | None:
        """Delete one of our own messages on its network, some seconds from now, in which undo takes it back."""
        return self._ask(message_id, Moderating.DELETE, agent, not_before=self._clock() + DELETE_AFTER)

    def take_back(self, moderation_id: ModerationId, agent: str) -> bool:
        """Ask no longer for what waits or was refused; False if it is being done or was done meanwhile."""
        waiting = (ModerationState.WAITING, ModerationState.REFUSED)
        return self._store.moderations.change(
            moderation_id, waiting, ModerationState.CANCELLED, actor=agent, at=self._clock()
        )

    def try_again(self, moderation_id: ModerationId, agent: str) -> bool:
        """Do what was refused, or waits to be tried again, now; False if it is being done or was done meanwhile."""
        waiting = (ModerationState.WAITING, ModerationState.REFUSED)
        return self._store.moderations.change(
            moderation_id, waiting, ModerationState.WAITING, actor=agent, at=self._clock()
        )

    def _ask(
        self, message_id: MessageId, deed: Moderating, agent: str, not_before: datetime | None = None
    ) -> Done | None:
        asked = self._store.moderations.ask(message_id, deed, agent=agent, at=self._clock(), not_before=not_before)
        if asked is None:
            return None
        return Done(Deed.MODERATION, (CaseId(asked.case_id),), deed.value, lambda: self._undo(asked, message_id, agent))

    def _undo(self, asked: Moderation, message_id: MessageId, agent: str) -> None:
        """Take back what waits; what is done already is reversed, but a deletion can't be."""
        if self.take_back(asked.id, agent) or asked.deed is Moderating.DELETE:
            return
        reverse = Moderating.SHOW if asked.deed is Moderating.HIDE else Moderating.HIDE
        self._store.moderations.ask(message_id, reverse, agent=agent, at=self._clock())


def may_delete(item: TimelineItem) -> bool:
    """Tell whether a message of a timeline is one of our own that its network lets us delete."""
    if item.kind is not ItemKind.MESSAGE or item.direction is not Direction.OUTGOING or item.network is None:
        return False
    known = bool(item.remote_id) and not str(item.remote_id).startswith(BY_HAND)
    gone = item.deleted or item.in_browser
    return known and not gone and item.visibility in _DELETES.get(item.network, ())
