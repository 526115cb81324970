"""Who somebody is now: followers, name and handle of the people of a pull, asked for in batches and remembered a while.

A post shows its author without followers, a chat message shows a DID alone. What can't be asked now is left as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.mapping import authors_in
from desktop.channels.bluesky.pull import BATCH
from desktop.channels.payload import Unreadable
from desktop.model import Author, Network, Refused, TemporaryFailure

FRESH = timedelta(minutes=30)
BATCHES = 8  # per pull
_REMEMBERED = 2_000


class People:
    """The people of one account's posts. Runs in the engine's event loop."""

    def __init__(self, client: BlueskyClient) -> None:
        """Nobody is known yet."""
        self._client = client
        self._known: dict[str, tuple[Author, datetime]] = {}

    async def learn(self, dids: Iterable[str], now: datetime) -> None:
        """Ask for those who are not known or no longer fresh. Raises SignInExpired only."""
        wanted = [did for did in dict.fromkeys(dids) if not self._is_fresh(did, now)]
        for start in range(0, min(len(wanted), BATCH * BATCHES), BATCH):
            batch = wanted[start : start + BATCH]
            try:
                payload = await self._client.get("app.bsky.actor.getProfiles", [("actors", did) for did in batch])
                found = authors_in(payload)
            except (Refused, TemporaryFailure, Unreadable):
                return  # an ornament: the posts arrive without
            for did in batch:
                if did in found:
                    self._known[did] = (found[did], now)
        for did in list(self._known)[: max(0, len(self._known) - _REMEMBERED)]:
            del self._known[did]

    def author(self, did: str, otherwise: Author | None = None) -> Author:
        """Return somebody as known, else `otherwise`, else by their DID alone."""
        known = self._known.get(did)
        if known is not None:
            return known[0]
        return otherwise or Author(Network.BLUESKY, did, did, did)

    def _is_fresh(self, did: str, now: datetime) -> bool:
        known = self._known.get(did)
        return known is not None and abs(now - known[1]) < FRESH
