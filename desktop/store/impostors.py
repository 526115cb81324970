"""Impostors: who was seen answering our customers in our likeness, and the accounts that may look like us.

A sighting is a fact of the engine's, a known face an agent's word: it takes a case out of the view at once, and the
word can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desktop.model import CaseId, Deed, IdentityId, KnownFace, LookAlike, MessageId, Network, Sighting, Trait
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.store.projection import refresh
from desktop.system.clock import from_ms, to_ms

_MOST = 50  # sightings of one case that are read
_FACE = "coalesce(nullif(ltrim(f.handle, '@'), ''), f.name)"
_SEEN = (
    "SELECT g.message_id, t.case_id, f.id, f.network, f.handle, f.name, m.sent_at, m.text, m.permalink, "  # noqa: S608
    "coalesce(nullif(a.name, ''), a.handle, ''), g.likeness, "
    "(SELECT b.case_id FROM thread b WHERE b.id = g.answered_thread_id) FROM thread t "
    "JOIN impostor_sighting g ON t.id IN (g.thread_id, g.answered_thread_id) JOIN message m ON m.id = g.message_id "
    "JOIN identity f ON f.id = g.identity_id LEFT JOIN identity a ON a.id = g.answered_id "
    "WHERE t.case_id = ? AND NOT EXISTS (SELECT 1 FROM known_face k WHERE k.network = f.network "
    f"AND k.handle = {_FACE}) ORDER BY g.message_id DESC LIMIT ?"
)


class Impostors:
    """Reads of sightings, and intentions about faces, on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def in_case(self, case_id: CaseId) -> tuple[Sighting, ...]:
        """Return the look-alikes that nobody knows and that answered in a case, the newest first, each once."""
        found: dict[int, Sighting] = {}
        for row in self._db.read(_SEEN, (case_id, _MOST)):
            if row[2] not in found:
                found[row[2]] = self._sighting(row)
        return tuple(found.values())

    def know(self, network: Network, handle: str, note: str, *, actor: str, at: datetime) -> frozenset[int]:
        """Keep an account as one that may look like us; return the cases that this changed.

        `handle` with or without "@", on a network without handles the name. Keeping it again changes its note.
        """
        with self._db.writing():
            self._db.write(
                "INSERT INTO known_face (network, handle, note, agent, at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (network, handle) DO UPDATE SET note = excluded.note",
                (network.value, plain_handle(handle), note, actor, to_ms(at)),
            )
            after = [network.value, plain_handle(handle)]
            return self._follow(network, handle, actor=actor, at=at, after=after)

    def forget(self, network: Network, handle: str, *, actor: str, at: datetime) -> frozenset[int]:
        """Know an account no more; return the cases that this changed."""
        with self._db.writing():
            self._db.write(
                "DELETE FROM known_face WHERE network = ? AND handle = ?", (network.value, plain_handle(handle))
            )
            before = [network.value, plain_handle(handle)]
            return self._follow(network, handle, actor=actor, at=at, before=before)

    def known(self) -> tuple[KnownFace, ...]:
        """Return every account that may look like us, by network and handle."""
        rows = self._db.read("SELECT network, handle, note, agent, at FROM known_face ORDER BY network, handle")
        return tuple(KnownFace(Network(row[0]), row[1], row[2], row[3], from_ms(row[4])) for row in rows)

    def _follow(
        self,
        network: Network,
        handle: str,
        *,
        actor: str,
        at: datetime,
        before: object = None,
        after: object = None,
    ) -> frozenset[int]:
        """Journal a word about a face and make the rows of the cases where it was seen true again."""
        cases = self._db.read_column(
            "SELECT DISTINCT t.case_id FROM impostor_sighting g JOIN identity f ON f.id = g.identity_id "  # noqa: S608
            f"JOIN thread t ON t.id = g.answered_thread_id WHERE f.network = ? AND {_FACE} = ? COLLATE NOCASE",
            (network.value, plain_handle(handle)),
        )
        for case_id in cases or [None]:
            self._journal.record(Deed.KNOWN_FACE, actor=actor, at=at, case_id=case_id, before=before, after=after)
        refresh(self._db, cases)
        return frozenset(cases)

    def _sighting(self, row: tuple[Any, ...]) -> Sighting:
        seen = self._db.read_one(
            "SELECT min(m.sent_at), count(*) FROM impostor_sighting g JOIN message m ON m.id = g.message_id "
            "WHERE g.identity_id = ?",
            (row[2],),
        )
        assert seen is not None
        return Sighting(
            message_id=MessageId(row[0]),
            case_id=CaseId(row[1]),
            identity_id=IdentityId(row[2]),
            network=Network(row[3]),
            handle=row[4],
            name=row[5],
            at=from_ms(row[6]),
            text=row[7],
            permalink=row[8],
            answered=row[9],
            look_alikes=tuple(_look_alikes(json.loads(row[10]))),
            since=from_ms(seen[0]),
            answers=seen[1],
            answered_case=CaseId(row[11]) if row[11] is not None else None,
        )


def plain_handle(handle: str) -> str:
    """Return a handle as faces are known by it: without "@" before it and space around it."""
    return handle.strip().lstrip("@").strip()


def _look_alikes(stored: Iterable[tuple[str, str, str]]) -> Iterable[LookAlike]:
    return (LookAlike(Trait(trait), theirs, ours) for trait, theirs, ours in stored)
