"""What stays forgotten: an erased person's past, and conversations that were kept long enough, never come back.

An erased author may write again: only what was sent before the erasure is refused. Which authors and messages were
erased is known by salted marks alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from desktop.model import Account, Arrival
from desktop.store.connection import Connection
from desktop.store.marks import Marks, identity_parts, message_parts
from desktop.store.retention import cutoffs, rules_of
from desktop.system.clock import to_ms

_CHUNK = 400


class Forgotten:
    """Tells arrivals that are not to be stored again (engine)."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection
        self._marks = Marks(connection)

    def among(self, account: Account, arrivals: Sequence[Arrival], now: datetime) -> frozenset[str]:
        """Return the remote ids of arrivals that stay forgotten. One read each for a desk that never forgot any."""
        too_old = cutoffs(rules_of(self._db), now)
        gone = self._outlived(account, arrivals, too_old) if too_old else set[str]()
        if self._db.read_one("SELECT 1 FROM erased LIMIT 1") is not None:
            gone |= self._erased(account, arrivals)
        return frozenset(gone)

    @staticmethod
    def _outlived(account: Account, arrivals: Sequence[Arrival], too_old: Mapping[tuple[str, str], int]) -> set[str]:
        network = account.network.value
        return {
            one.remote_id
            for one in arrivals
            if (before := too_old.get((network, one.thread_kind.value))) is not None and to_ms(one.sent_at) < before
        }

    def _erased(self, account: Account, arrivals: Sequence[Arrival]) -> set[str]:
        marked = [(one, self._of(account, one)) for one in arrivals]
        known = self._known(mark for _, marks in marked for mark in marks)
        return {
            one.remote_id
            for one, marks in marked
            if any(mark in known and to_ms(one.sent_at) <= known[mark] for mark in marks)
        }

    def _of(self, account: Account, arrival: Arrival) -> list[bytes]:
        """Return the marks by which an arrival is known: its own, its author's, and whom it was sent to."""
        people = [arrival.author.remote_id, *arrival.recipients[:1]]
        network = account.network.value
        return [
            self._marks.of(*message_parts(account.uid, arrival.remote_id)),
            *(self._marks.of(*identity_parts(network, remote_id)) for remote_id in people),
        ]

    def _known(self, marks: Iterable[bytes]) -> Mapping[bytes, int]:
        wanted = sorted(set(marks))
        found: dict[bytes, int] = {}
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            holes = ",".join("?" * len(chunk))
            found.update(self._db.read(f"SELECT mark, at FROM erased WHERE mark IN ({holes})", chunk))  # noqa: S608
        return found
