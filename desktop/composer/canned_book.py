"""The desk's canned replies: those that come with the program, as changed here, and the desk's own; how they were used.

A starter reply that nobody changed is read from its file, so that a later version can mend it; a changed or deleted one
is kept in the store under the same uid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from desktop.composer.canned import CannedReply, CannedText, earlier_uids, starter_replies
from desktop.model import Account, AccountId, Network
from desktop.store import Store
from desktop.store.canned import KeptReply

SAID_LATELY = timedelta(days=7)
_MOST_SAID = 200


class CannedBook:
    """Reads and changes canned replies. Belongs to the thread of its store."""

    def __init__(self, store: Store, folder: Path, clock: Callable[[], datetime]) -> None:
        """`folder` is that of the starter replies."""
        self._store = store
        self._folder = folder
        self._clock = clock
        self._replies: tuple[CannedReply, ...] | None = None

    def all(self) -> tuple[CannedReply, ...]:
        """Return every reply with how often it was used, the starter's first. Raises CannedUnreadable."""
        if self._replies is None:
            kept = {one.uid: one for one in self._store.canned.kept()}
            starter = starter_replies(self._folder)
            merged = [_kept_reply(kept[one.uid]) if one.uid in kept else one for one in starter]
            own = set(kept) - {one.uid for one in starter}
            merged += [_kept_reply(one) for uid, one in kept.items() if uid in own]
            deleted = {uid for uid, one in kept.items() if one.deleted}
            self._replies = self._with_uses(one for one in merged if one.uid not in deleted)
        return self._replies

    def forget(self) -> None:
        """Read everything again when it is next asked for: somebody else may have changed it."""
        self._replies = None

    def keep(self, changed: Iterable[CannedReply], removed: Iterable[CannedReply], agent: str) -> None:
        """Keep changed and new replies and remove others, in one transaction, and journal each."""
        now = self._clock()
        before = {one.uid: one for one in self.all()}
        with self._store.connection.writing():
            for reply in changed:
                self._store.canned.keep(_to_keep(reply), before=_brief(before.get(reply.uid)), actor=agent, at=now)
            for reply in removed:
                self._store.canned.keep(
                    _to_keep(reply, deleted=True), before=_brief(before.get(reply.uid)), actor=agent, at=now
                )
        self._replies = None

    def used(self, uid: str, language: str, account_id: AccountId, variation: int) -> None:
        """Count that a reply was put into a draft, and remember in which words on which account."""
        now = self._clock()
        with self._store.connection.writing():
            self._store.canned.count_use(uid, now)
            self._store.canned.remember(uid, language, account_id, variation, now)
        self._replies = None

    def last_variation(self, uid: str, language: str, account_id: AccountId) -> int | None:
        """Return the number of the variation that was last used on an account, None if none was."""
        return self._store.canned.last_variation(uid, language, account_id)

    def _with_uses(self, replies: Iterable[CannedReply]) -> tuple[CannedReply, ...]:
        earlier = earlier_uids(self._folder)
        counts: dict[str, int] = {}
        last: dict[str, datetime] = {}
        for counted, (uses, at) in self._store.canned.uses().items():
            uid = earlier.get(counted, counted)
            counts[uid] = counts.get(uid, 0) + uses
            if at is not None:
                last[uid] = max(at, last.get(uid, at))
        return tuple(replace(one, uses=counts.get(one.uid, 0), last_used_at=last.get(one.uid)) for one in replies)


def said_lately(store: Store, account: Account, now: datetime) -> tuple[str, ...]:
    """Return what this desk wrote lately on the account's network, newest first, where repeating oneself matters.

    Only X: its developer policy forbids identical texts. At most 200 texts of the last 7 days.
    """
    if account.network is not Network.X:
        return ()
    return store.canned.said_on(account.network, now - SAID_LATELY, _MOST_SAID)


def _kept_reply(kept: KeptReply) -> CannedReply:
    return CannedReply(
        uid=kept.uid,
        shortcut=kept.shortcut,
        folder=kept.folder,
        texts=tuple(CannedText(*text) for text in kept.texts),
        network=kept.network,
        visibility=kept.visibility,
        crisis=kept.crisis,
    )


def _to_keep(reply: CannedReply, *, deleted: bool = False) -> KeptReply:
    return KeptReply(
        uid=reply.uid,
        shortcut=reply.shortcut,
        folder=reply.folder,
        texts=tuple((one.language, one.title, one.body, one.asked) for one in reply.texts),
        network=reply.network,
        visibility=reply.visibility,
        crisis=reply.crisis,
        deleted=deleted,
    )


def _brief(reply: CannedReply | None) -> object:
    return None if reply is None else [reply.uid, reply.shortcut, [[one.language, one.body] for one in reply.texts]]
