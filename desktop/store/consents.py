"""Consents: what customers agreed to or took back, each written down once and never changed; the newest one counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop.model import CustomerId, Deed
from desktop.model.known import Consent, ConsentKind
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.store.people import homes_of
from desktop.system.clock import from_ms, to_ms


class Consents:
    """Reads and writes of consents on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def add(self, customer_id: CustomerId, consent: Consent) -> int:
        """Write a consent down and return its key, for undo."""
        with self._db.writing():
            key = self._db.insert(
                "INSERT INTO consent (customer_id, kind, given, how, agent, at) VALUES (?, ?, ?, ?, ?, ?)",
                (customer_id, consent.kind.value, int(consent.given), consent.how, consent.agent, to_ms(consent.at)),
            )
            self._journal.record(
                Deed.CONSENT,
                actor=consent.agent,
                at=consent.at,
                after=[customer_id, consent.kind.value, consent.given, consent.how],
            )
        return key

    def take_back(self, key: int, *, actor: str, at: datetime) -> None:
        """Take away what was written down by mistake (undo); the journal keeps both."""
        with self._db.writing():
            row = self._db.read_one("SELECT customer_id, kind, given FROM consent WHERE id = ?", (key,))
            if row is not None:
                self._db.write("DELETE FROM consent WHERE id = ?", (key,))
                self._journal.record(Deed.CONSENT, actor=actor, at=at, before=list(row), after=[row[0], "undo"])

    def history(self, customer_id: CustomerId) -> tuple[Consent, ...]:
        """Return everything that was written down of a person, newest first."""
        return consents_of(self._db, homes_of(self._db, customer_id))

    def given(self, customer_id: CustomerId, kind: ConsentKind) -> bool:
        """Tell whether a person agrees to something as things stand."""
        return any(one.kind is kind and one.given for one in standing(self.history(customer_id)))

    def last_said(self, customer_id: CustomerId, kind: ConsentKind) -> bool | None:
        """Return whether a person agreed to something when they last spoke of it, None if they never did."""
        newest = next((one for one in self.history(customer_id) if one.kind is kind), None)
        return newest.given if newest is not None else None


def consents_of(db: Connection, homes: Sequence[int]) -> tuple[Consent, ...]:
    """Return what was written down with these customers, newest first."""
    marks = ",".join("?" * len(homes))
    rows = db.read(
        f"SELECT kind, given, how, agent, at FROM consent WHERE customer_id IN ({marks}) "  # noqa: S608
        "ORDER BY at DESC, id DESC LIMIT 200",
        homes,
    )
    return tuple(Consent(ConsentKind(row[0]), bool(row[1]), row[2], row[3], from_ms(row[4])) for row in rows)


def standing(history: Sequence[Consent]) -> tuple[Consent, ...]:
    """Return the newest consent of each kind, of a history with the newest first."""
    newest: dict[ConsentKind, Consent] = {}
    for one in history:
        newest.setdefault(one.kind, one)
    return tuple(newest[kind] for kind in ConsentKind if kind in newest)
