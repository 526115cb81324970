"""Weighing: what cases hold that their priority followed from, and the priority that they are given anew.

Only class, priority, reasons and factors change; what is owed and when stays as it was promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.model import (
    Assessment,
    CaseId,
    Direction,
    Factor,
    Mechanical,
    MessageClass,
    Network,
    Reason,
    Visibility,
)
from desktop.store.connection import Connection
from desktop.store.people import People
from desktop.store.projection import refresh
from desktop.store.why import packed_factors, packed_reasons, read_factors, read_reasons
from desktop.system.clock import from_ms, from_ms_or_none, to_ms

_RUN = 30  # messages of a case that are looked at
_READ = 1_000  # code points of a text
_KEY_BITS = 12  # of a message's key, below its milliseconds


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a customer and its author, as far as its priority follows from them. `language` as triage said."""

    message_id: int
    text: str
    subject: str
    network: Network
    visibility: Visibility
    mechanical: Mechanical | None
    mentions_us: bool
    sent_at: datetime
    language: str
    handle: str
    followers: int | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case with why it stands where it stands, and what its customer said since our last answer, oldest first."""

    case_id: CaseId
    customer: str  # uid
    name: str
    tags: tuple[str, ...]
    message_class: MessageClass | None
    priority: int
    reasons: tuple[Reason, ...]
    factors: tuple[Factor, ...]
    awaiting_since: datetime | None
    said: tuple[Said, ...]


class Weighing:
    """Reads and writes on one connection. Window and engine."""

    def __init__(self, connection: Connection, people: People) -> None:
        """Share the store's connection and shelves."""
        self._db = connection
        self._people = people

    def open_cases(self, limit: int | None = None) -> tuple[CaseId, ...]:
        """Return the cases that are not solved, those that moved last first."""
        rows = self._db.read_column(
            "SELECT case_id FROM case_row WHERE status NOT IN ('solved', 'merged') ORDER BY last_at DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return tuple(CaseId(one) for one in rows)

    def of(self, case_ids: Sequence[int]) -> tuple[Weighed, ...]:
        """Return some cases as they are weighed, without those of which no customer's word is left."""
        marks = ",".join("?" * len(case_ids))
        rows = self._db.read(
            "SELECT c.id, k.id, k.uid, k.name, c.message_class, c.priority, c.reasons, c.factors, "  # noqa: S608
            "c.awaiting_since FROM cases c JOIN customer k ON k.id = c.customer_id "
            f"WHERE c.merged_into IS NULL AND c.id IN ({marks})",
            tuple(case_ids),
        )
        tags = self._people.tags_of(sorted({row[1] for row in rows}))
        found = (self._weighed(row, tags.get(row[1], ())) for row in rows)
        return tuple(one for one in found if one.said)

    def why(self, case_id: CaseId) -> tuple[int, tuple[Factor, ...], tuple[Reason, ...]]:
        """Return the priority of a case as triage gave it, its factors and its reasons; nothing for no such case."""
        row = self._db.read_one("SELECT priority, factors, reasons FROM cases WHERE id = ?", (case_id,))
        return (row[0], read_factors(row[1]), read_reasons(row[2])) if row is not None else (0, (), ())

    def reasons_of(self, case_ids: Sequence[int]) -> dict[int, tuple[Reason, ...]]:
        """Return the reasons of some cases that stand for themselves."""
        marks = ",".join("?" * len(case_ids))
        rows = self._db.read(
            f"SELECT id, reasons FROM cases WHERE merged_into IS NULL AND id IN ({marks})",  # noqa: S608
            tuple(case_ids),
        )
        return {row[0]: read_reasons(row[1]) for row in rows}

    def written_since(
        self, since: datetime, limit: int, case_ids: Sequence[int] | None = None
    ) -> list[tuple[int, int, int, str]]:
        """Return what customers wrote since a moment: message, case, customer and text, at most the newest `limit`.

        In every case, or in some of them.
        """
        where, values = "m.id >= ?", (to_ms(since) << _KEY_BITS,)
        if case_ids is not None:
            where = f"m.case_id IN ({','.join('?' * len(case_ids))}) AND {where}"
        rows = self._db.read(
            "SELECT m.id, m.case_id, c.customer_id, substr(m.text, 1, ?) FROM message m JOIN cases c "  # noqa: S608
            f"ON c.id = m.case_id WHERE {where} AND m.direction = 'incoming' AND m.deleted_at IS NULL "
            "AND m.mechanical IS NULL ORDER BY m.id DESC LIMIT ?",
            (_READ, *(case_ids or ()), *values, limit),
        )
        return [(row[0], row[1], row[2], row[3]) for row in reversed(rows)]

    def in_campaigns(self, limit: int = 500) -> list[tuple[CaseId, str]]:
        """Return the cases of campaigns, those that moved last first, each with what its customer wrote first."""
        rows = self._db.read(
            "SELECT r.case_id, (SELECT m.text FROM message m WHERE m.case_id = r.case_id AND m.direction = 'incoming' "
            "AND m.deleted_at IS NULL ORDER BY m.id LIMIT 1) FROM case_row r "
            "WHERE instr(r.reasons, '\"campaign\"') > 0 ORDER BY r.last_at DESC LIMIT ?",
            (limit,),
        )
        return [(CaseId(row[0]), row[1] or "") for row in rows]

    def keep(self, weighed: Iterable[tuple[CaseId, Assessment]]) -> None:
        """Give cases the class, priority, reasons and factors of an assessment; their clocks run on as they do."""
        with self._db.writing():
            ids = []
            for case_id, one in weighed:
                values = (one.message_class.value, one.priority, packed_reasons(one.reasons))
                self._db.write(
                    "UPDATE cases SET message_class = ?, priority = ?, reasons = ?, factors = ? WHERE id = ?",
                    (*values, packed_factors(one.factors), case_id),
                )
                ids.append(int(case_id))
            refresh(self._db, ids, clocks=False)

    def keep_reasons(self, reasons: Mapping[CaseId, Sequence[Reason]]) -> None:
        """Give cases other reasons and nothing else."""
        with self._db.writing():
            for case_id, told in reasons.items():
                self._db.write("UPDATE cases SET reasons = ? WHERE id = ?", (packed_reasons(told), case_id))
            refresh(self._db, [int(case_id) for case_id in reasons], clocks=False)

    def _weighed(self, row: tuple[Any, ...], tags: tuple[str, ...]) -> Weighed:
        return Weighed(
            CaseId(row[0]),
            row[2],
            row[3],
            tags,
            MessageClass(row[4]) if row[4] else None,
            row[5],
            read_reasons(row[6]),
            read_factors(row[7]),
            from_ms_or_none(row[8]),
            tuple(self._said(row[0])),
        )

    def _said(self, case_id: int) -> Sequence[Said]:
        """Return the customer's last words, up to our answer before them, without what an impostor put between."""
        rows = self._db.read(
            "SELECT m.id, m.direction, m.text, coalesce(p.subject, ''), a.network, m.visibility, m.mechanical, "
            "m.addressed, m.sent_at, coalesce(m.language, 'unknown'), coalesce(nullif(f.handle, ''), f.remote_id, ''), "
            "f.followers, coalesce(f.verified, 0) FROM message m JOIN account a ON a.id = m.account_id "
            "LEFT JOIN message_part p ON p.message_id = m.id LEFT JOIN identity f ON f.id = m.identity_id "
            "WHERE m.case_id = ? AND m.deleted_at IS NULL AND m.message_class IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM impostor_sighting g WHERE g.message_id = m.id) OR "
            "(m.case_id = ? AND m.direction = 'outgoing') ORDER BY m.id DESC LIMIT ?",
            (case_id, case_id, _RUN),
        )
        said: list[Said] = []
        for row in rows:
            if row[1] == Direction.OUTGOING.value:
                if said:
                    break
                continue
            said.insert(0, _said(row))
        return said


def _said(row: tuple[Any, ...]) -> Said:
    return Said(
        message_id=row[0],
        text=row[2],
        subject=row[3],
        network=Network(row[4]),
        visibility=Visibility(row[5]),
        mechanical=Mechanical(row[6]) if row[6] else None,
        mentions_us=bool(row[7]),
        sent_at=from_ms(row[8]),
        language=row[9],
        handle=row[10],
        followers=row[11],
        verified=bool(row[12]),
    )
