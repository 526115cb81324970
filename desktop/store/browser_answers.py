"""Answers that were given on a network's own website: recorded by an agent, they end the waiting like sent ones.

The network's own copy, should it arrive later, takes the record's place: see `Adoption`.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

from desktop.model import CaseId, Deed, ThreadId, ThreadKind, Visibility, made_uid
from desktop.store.connection import Connection
from desktop.store.intake_rows import IN_BROWSER, SLOTS, SNIPPET
from desktop.store.journal import Journal
from desktop.store.projection import refresh
from desktop.store.thread_facts import thread_facts
from desktop.system.clock import to_ms


@dataclass(frozen=True, slots=True)
class BrowserAnswer:
    """A recorded answer, with what it changed of its case's clock, so that it can be taken back."""

    message_id: int
    case_id: CaseId
    awaiting_since: int | None
    due_at: int | None
    listening: bool


class BrowserAnswers:
    """Records answers on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def record(self, thread_id: ThreadId, text: str, *, agent: str, at: datetime) -> BrowserAnswer:
        """Add an answer to a thread, now. Raises ValueError for an empty text and for an unknown thread."""
        if not text:
            raise ValueError("an answer has words")
        with self._db.writing():
            row = self._db.read_one(
                "SELECT t.case_id, t.account_id, t.kind, c.awaiting_since, c.due_at, c.listening FROM thread t "
                "JOIN cases c ON c.id = t.case_id WHERE t.id = ?",
                (thread_id,),
            )
            if row is None:
                raise ValueError("no such thread")
            message_id = self._insert(thread_id, row, text, agent, to_ms(at))
            self._answer(row[0], text, to_ms(at))
            self._journal.record(Deed.BROWSER_ANSWER, actor=agent, at=at, case_id=row[0], after=message_id)
            refresh(self._db, (row[0],))
        return BrowserAnswer(message_id, CaseId(row[0]), row[3], row[4], bool(row[5]))

    def take_back(self, answer: BrowserAnswer, *, actor: str, at: datetime) -> bool:
        """Take a recorded answer away again (undo); False if the network's own copy has taken its place meanwhile."""
        with self._db.writing():
            gone = self._db.write(
                "DELETE FROM message WHERE id = ? AND remote_id LIKE ?", (answer.message_id, f"{IN_BROWSER}%")
            )
            if not gone:
                return False
            self._db.write("DELETE FROM message_fts WHERE rowid = ?", (answer.message_id,))
            self._settle(answer)
            self._journal.record(
                Deed.BROWSER_ANSWER, actor=actor, at=at, case_id=answer.case_id, before=answer.message_id
            )
            refresh(self._db, (answer.case_id,))
        return True

    def _insert(self, thread_id: ThreadId, row: tuple[object, ...], text: str, agent: str, at_ms: int) -> int:
        case_id, account_id, kind = int(str(row[0])), row[1], str(row[2])
        remote_id = f"{IN_BROWSER}{made_uid()}"
        key = at_ms * SLOTS + zlib.crc32(remote_id.encode()) % SLOTS
        while self._db.read_one("SELECT 1 FROM message WHERE id = ?", (key,)):
            key += 1
        answers = thread_facts(self._db, thread_id=thread_id, case_id=case_id).last_incoming_remote_id
        side = Visibility.PUBLIC if kind == ThreadKind.PUBLIC.value else Visibility.DIRECT
        self._db.write(
            "INSERT INTO message (id, account_id, remote_id, case_id, thread_id, direction, visibility, sent_at, text, "
            "in_reply_to, agent) VALUES (?, ?, ?, ?, ?, 'outgoing', ?, ?, ?, ?, ?)",
            (key, account_id, remote_id, case_id, thread_id, side.value, at_ms, text, answers, agent),
        )
        self._db.write(
            "INSERT INTO message_fts (rowid, text, subject, author) VALUES (?, ?, '', ?)", (key, text, agent)
        )
        self._db.write("UPDATE thread SET last_at = max(last_at, ?) WHERE id = ?", (at_ms, thread_id))
        return key

    def _answer(self, case_id: int, text: str, at_ms: int) -> None:
        self._db.write(
            "UPDATE cases SET messages = messages + 1, last_out_at = max(coalesce(last_out_at, 0), ?), "
            "last_at = max(last_at, ?), snippet = ?, snippet_ours = 1, awaiting_since = NULL, due_at = NULL, "
            "listening = 0 WHERE id = ?",
            (at_ms, at_ms, " ".join(text.split())[:SNIPPET], case_id),
        )

    def _settle(self, answer: BrowserAnswer) -> None:
        """Make the case's facts those of what is left; its clock runs again unless somebody answered meanwhile."""
        newest = self._db.read_one(
            "SELECT sent_at, substr(text, 1, ?), direction = 'outgoing' FROM message WHERE case_id = ? "
            "ORDER BY id DESC LIMIT 1",
            (SNIPPET, answer.case_id),
        )
        out = self._db.read_one(
            "SELECT max(sent_at) FROM message WHERE case_id = ? AND direction = 'outgoing'", (answer.case_id,)
        )
        assert newest is not None
        answered = out is not None and out[0] is not None and out[0] >= (answer.awaiting_since or 0)
        self._db.write(
            "UPDATE cases SET messages = messages - 1, last_at = ?, snippet = ?, snippet_ours = ?, last_out_at = ? "
            "WHERE id = ?",
            (*newest, out[0] if out else None, answer.case_id),
        )
        if not answered:
            self._db.write(
                "UPDATE cases SET awaiting_since = coalesce(awaiting_since, ?), due_at = coalesce(due_at, ?), "
                "listening = ? WHERE id = ?",
                (answer.awaiting_since, answer.due_at, int(answer.listening), answer.case_id),
            )
