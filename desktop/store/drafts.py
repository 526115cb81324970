"""Drafts: one unsent text a case, saved as typed, gone only when it is sent or discarded."""

from __future__ import annotations

import json
from typing import Any

from desktop.model import AccountId, CaseId, Draft, DraftFile, DraftMode, ThreadId
from desktop.store.connection import Connection
from desktop.system.clock import from_ms, to_ms


class Drafts:
    """Reads and writes of drafts on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def of_case(self, case_id: CaseId) -> Draft | None:
        """Return a case's draft, None if there is none."""
        row = self._db.read_one(
            "SELECT uid, mode, text, updated_at, thread_id, account_id, attachments FROM draft WHERE case_id = ?",
            (case_id,),
        )
        return _draft(case_id, row) if row is not None else None

    def newest(self, limit: int) -> tuple[Draft, ...]:
        """Return the drafts that the drafts' lane counts, the one typed last first."""
        rows = self._db.read(
            "SELECT uid, mode, text, updated_at, thread_id, account_id, attachments, case_id FROM draft "
            "WHERE text <> '' AND mode <> 'note' ORDER BY updated_at DESC LIMIT ?",
            (limit,),
        )
        return tuple(_draft(CaseId(row[7]), row) for row in rows)

    def save(self, draft: Draft) -> None:
        """Keep a draft over the case's earlier one; an empty one is kept too, for its mode."""
        with self._db.writing():
            self._db.write(
                "INSERT OR REPLACE INTO draft (case_id, uid, mode, text, thread_id, account_id, attachments, "
                "updated_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    draft.case_id,
                    draft.uid,
                    draft.mode.value,
                    draft.text,
                    draft.thread_id,
                    draft.account_id,
                    json.dumps([[file.path, file.alt_text] for file in draft.attachments]),
                    to_ms(draft.updated_at),
                ),
            )

    def discard(self, case_id: CaseId) -> None:
        """Forget a case's draft."""
        with self._db.writing():
            self._db.write("DELETE FROM draft WHERE case_id = ?", (case_id,))


def _draft(case_id: CaseId, row: tuple[Any, ...]) -> Draft:
    return Draft(
        row[0],
        case_id,
        DraftMode(row[1]),
        row[2],
        from_ms(row[3]),
        ThreadId(row[4]) if row[4] is not None else None,
        AccountId(row[5]) if row[5] is not None else None,
        tuple(DraftFile(path, alt_text) for path, alt_text in json.loads(row[6])),
    )
