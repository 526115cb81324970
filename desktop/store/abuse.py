"""Abuse: an agent's word on a case, and the authors whose messages wait apart for a time or until somebody ends it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desktop.model import AbuseMark, AbuseState, CaseId, Deed, Hush, IdentityId, MessageId
from desktop.store.connection import Connection
from desktop.store.journal import ENGINE, Journal
from desktop.store.projection import refresh
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none


class Abuse:
    """Reads and intentions about abuse on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def of_case(self, case_id: CaseId) -> AbuseState | None:
        """Return how a case stands, None if there is no such case."""
        row = self._db.read_one("SELECT identity_id FROM cases WHERE id = ?", (case_id,))
        if row is None:
            return None
        author = IdentityId(row[0])
        return AbuseState(author, self.mark_of(case_id), self.hush_of(author))

    def mark_of(self, case_id: CaseId) -> AbuseMark | None:
        """Return an agent's word on a case, None where nobody said one."""
        row = self._db.read_one("SELECT abusive, reason, agent, at FROM abuse_mark WHERE case_id = ?", (case_id,))
        return AbuseMark(bool(row[0]), row[1], row[2], from_ms(row[3])) if row else None

    def set_mark(self, case_id: CaseId, mark: AbuseMark | None, *, actor: str, at: datetime) -> AbuseMark | None:
        """Give a case an agent's word (None: take it away) and return the one before, for undo."""
        with self._db.writing():
            before = self.mark_of(case_id)
            self._db.write("DELETE FROM abuse_mark WHERE case_id = ?", (case_id,))
            if mark is not None:
                self._db.write(
                    "INSERT INTO abuse_mark (case_id, abusive, reason, agent, at) VALUES (?, ?, ?, ?, ?)",
                    (case_id, int(mark.abusive), mark.reason, mark.agent, to_ms(mark.at)),
                )
            self._journal.record(
                Deed.ABUSE, actor=actor, at=at, case_id=case_id, before=_plain_mark(before), after=_plain_mark(mark)
            )
            refresh(self._db, (case_id,))
        return before

    def note_decision(self, case_id: CaseId, decision: str, reason: str, *, actor: str, at: datetime) -> None:
        """Journal why something was done about a case that is recorded elsewhere."""
        with self._db.writing():
            self._journal.record(Deed.ABUSE, actor=actor, at=at, case_id=case_id, after=[decision, reason])

    def hush_of(self, identity_id: IdentityId) -> Hush | None:
        """Return whether an author's messages wait apart, and until when."""
        row = self._db.read_one(
            "SELECT identity_id, reason, agent, at, until_at FROM hush WHERE identity_id = ?", (identity_id,)
        )
        return _hush(row) if row else None

    def set_hush(
        self, identity_id: IdentityId, hush: Hush | None, *, actor: str, at: datetime, case_id: CaseId | None = None
    ) -> Hush | None:
        """Let an author's messages wait apart (None: no more) and return what held before, for undo."""
        with self._db.writing():
            before = self.hush_of(identity_id)
            self._write(identity_id, hush)
            self._journal.record(
                Deed.HUSH, actor=actor, at=at, case_id=case_id, before=_plain_hush(before), after=_plain_hush(hush)
            )
            refresh(self._db, self._cases_of(identity_id))
        return before

    def end_due(self, now: datetime) -> frozenset[int]:
        """End what lasted until now (engine) and return the cases that this changed."""
        with self._db.writing():
            due = self._db.read("SELECT identity_id, until_at FROM hush WHERE until_at <= ?", (to_ms(now),))
            changed = set[int]()
            for identity_id, until_at in due:
                self._write(IdentityId(identity_id), None)
                cases = self._cases_of(IdentityId(identity_id))
                for case_id in cases[:1] or [None]:
                    over = ["over", from_ms(until_at).isoformat()]
                    self._journal.record(Deed.HUSH, actor=ENGINE, at=now, case_id=case_id, before=over)
                changed.update(cases)
            refresh(self._db, changed)
        return frozenset(changed)

    def is_hushed(self, message_id: MessageId) -> bool:
        """Return whether a message's author is not to be heard of now."""
        sql = "SELECT 1 FROM message m JOIN hush h ON h.identity_id = m.identity_id WHERE m.id = ?"
        return self._db.read_one(sql, (message_id,)) is not None

    def _write(self, identity_id: IdentityId, hush: Hush | None) -> None:
        self._db.write("DELETE FROM hush WHERE identity_id = ?", (identity_id,))
        if hush is not None:
            self._db.write(
                "INSERT INTO hush (identity_id, reason, agent, at, until_at) VALUES (?, ?, ?, ?, ?)",
                (identity_id, hush.reason, hush.agent, to_ms(hush.at), to_ms_or_none(hush.until)),
            )

    def _cases_of(self, identity_id: IdentityId) -> list[Any]:
        """Return the cases that an author began, the newest first; only their places change with a hush."""
        return self._db.read_column(
            "SELECT id FROM cases WHERE customer_id = (SELECT customer_id FROM identity WHERE id = ?) "
            "AND identity_id = ? ORDER BY last_at DESC",
            (identity_id, identity_id),
        )


def _hush(row: tuple[Any, ...]) -> Hush:
    return Hush(IdentityId(row[0]), row[1], row[2], from_ms(row[3]), from_ms_or_none(row[4]))


def _plain_mark(mark: AbuseMark | None) -> list[object] | None:
    return None if mark is None else ["abuse" if mark.abusive else "no_abuse", mark.reason]


def _plain_hush(hush: Hush | None) -> list[object] | None:
    return None if hush is None else ["until", hush.until.isoformat() if hush.until else None, hush.reason]
