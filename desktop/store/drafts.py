"""Drafts: one unsent text a case, saved as typed, gone only when it is sent or discarded.

Who writes while a colleague does writes aside, so that neither takes the other's text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desktop.model import AccountId, CaseId, Draft, DraftMode, ThreadId
from desktop.store.connection import Connection
from desktop.store.draft_files import DraftFiles, forget_draft
from desktop.store.schema import LISTED_ASIDE, LISTED_DRAFTS
from desktop.system.clock import from_ms, to_ms


class Drafts:
    """Reads and writes of drafts on one connection."""

    def __init__(self, connection: Connection, files: DraftFiles) -> None:
        """Share the store's connection and the shelf of the drafts' files."""
        self._db = connection
        self._files = files

    def of_case(self, case_id: CaseId) -> Draft | None:
        """Return a case's draft, None if there is none."""
        row = self._db.read_one(
            "SELECT uid, mode, text, updated_at, thread_id, account_id FROM draft WHERE case_id = ?", (case_id,)
        )
        return self._draft(case_id, row) if row is not None else None

    def newest(self, limit: int, author: str = "") -> tuple[Draft, ...]:
        """Return the drafts that the drafts' lane counts, the one typed last first, one a case.

        What `author` wrote beside a colleague's draft stands in its place.
        """
        columns = "uid, mode, text, updated_at, thread_id, account_id, case_id"
        rows = self._db.read(
            f"SELECT {columns} FROM draft d WHERE {LISTED_DRAFTS} AND NOT EXISTS (SELECT 1 FROM draft_aside a "  # noqa: S608
            f"WHERE a.case_id = d.case_id AND a.author = ? AND {LISTED_ASIDE}) UNION ALL "
            f"SELECT {columns} FROM draft_aside WHERE author = ? AND {LISTED_ASIDE} ORDER BY 4 DESC LIMIT ?",
            (author, author, limit),
        )
        return tuple(self._draft(CaseId(row[6]), row) for row in rows)

    def aside(self, case_id: CaseId, author: str) -> Draft | None:
        """Return what an agent wrote beside a colleague's draft, None if nothing."""
        row = self._db.read_one(
            "SELECT uid, mode, text, updated_at, thread_id, account_id FROM draft_aside WHERE case_id = ? "
            "AND author = ?",
            (case_id, author),
        )
        return self._draft(case_id, row) if row is not None else None

    def author_of(self, case_id: CaseId) -> str:
        """Return who wrote a case's draft, "" for nobody known."""
        row = self._db.read_one("SELECT author FROM draft WHERE case_id = ?", (case_id,))
        return str(row[0]) if row is not None else ""

    def save(self, draft: Draft, author: str = "", *, aside: bool = False) -> None:
        """Keep a draft over the case's earlier one; an empty one is kept too, for its mode. Files are kept apart.

        `aside` keeps it beside the case's draft, which a colleague is writing.
        """
        table = "draft_aside" if aside else "draft"
        with self._db.writing():
            if author and not aside:
                self._db.write("DELETE FROM draft_aside WHERE case_id = ? AND author = ?", (draft.case_id, author))
            self._db.write(
                f"INSERT OR REPLACE INTO {table} (case_id, uid, mode, text, thread_id, account_id, updated_at, author) "  # noqa: S608
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    draft.case_id,
                    draft.uid,
                    draft.mode.value,
                    draft.text,
                    draft.thread_id,
                    draft.account_id,
                    to_ms(draft.updated_at),
                    author,
                ),
            )

    def discard(self, case_id: CaseId, author: str = "", *, at: datetime) -> None:
        """Forget a case's draft and lay its files aside; of an author who wrote aside, only that.

        What somebody wrote beside it takes its place.
        """
        with self._db.writing():
            forget_draft(self._db, case_id, author, at=at)

    def _draft(self, case_id: CaseId, row: tuple[Any, ...]) -> Draft:
        return Draft(
            row[0],
            case_id,
            DraftMode(row[1]),
            row[2],
            from_ms(row[3]),
            ThreadId(row[4]) if row[4] is not None else None,
            AccountId(row[5]) if row[5] is not None else None,
            self._files.of_case(case_id),
        )
