"""Hand-overs: a case that goes on by other means, with the note or the e-mail thread that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.model import (
    Account,
    Author,
    CaseId,
    CustomerId,
    Deed,
    HandOverWay,
    IdentityId,
    NoteKind,
    ThreadId,
    ThreadKind,
    made_uid,
)
from desktop.store.connection import Connection
from desktop.store.empty_threads import forget_unused, is_written
from desktop.store.journal import Journal
from desktop.store.people import KnownIdentity, People
from desktop.store.projection import refresh
from desktop.store.ties import Ties
from desktop.system.clock import to_ms


@dataclass(frozen=True, slots=True)
class LetterTo:
    """Who is written to by e-mail from which mailbox, about what."""

    account: Account
    to: Author
    subject: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a hand-over left behind, so that it can be taken back. `thread_id` is the e-mail thread, new or not."""

    entry_id: int
    case_id: CaseId
    note_uid: str | None = None
    thread_id: ThreadId | None = None
    begun_thread: bool = False
    chosen_before: int | None = None  # when its thread had been chosen before, ms
    tied: IdentityId | None = None


class HandOvers:
    """Records hand-overs on one connection."""

    def __init__(self, connection: Connection, journal: Journal, people: People, ties: Ties) -> None:
        """Share the store's connection, journal, people and ties."""
        self._db = connection
        self._journal = journal
        self._people = people
        self._ties = ties

    def record(
        self,
        case_id: CaseId,
        way: HandOverWay,
        reason: str,
        *,
        actor: str,
        at: datetime,
        note: tuple[NoteKind, str] | None = None,
        letter: LetterTo | None = None,
        thread_id: ThreadId | None = None,
    ) -> HandedOver:
        """Hand a case over in one transaction: journal line, then the note or the e-mail thread in the same case.

        Without a letter `thread_id` is the thread of the case in which it goes on in private, None: none is chosen.
        The journal holds way and reason, never an address or a number: those stand in the note and the thread.
        Raises ValueError for a case that is not there.
        """
        with self._db.writing():
            if self._db.read_one("SELECT 1 FROM cases WHERE id = ?", (case_id,)) is None:
                raise ValueError("no such case")
            uid = self._add_note(case_id, note, actor, at) if note is not None else None
            thread, begun, tied = (
                self._begin(case_id, letter, actor, at) if letter is not None else (thread_id, False, None)
            )
            before = self._choose(case_id, thread, to_ms(at)) if thread is not None else None
            after = {"way": way.value, "reason": reason}
            self._journal.record(Deed.HANDED_OVER, actor=actor, at=at, case_id=case_id, after=after)
            entry = self._db.read_one("SELECT last_insert_rowid()")
            refresh(self._db, (case_id,))
        assert entry is not None
        return HandedOver(int(entry[0]), case_id, uid, thread, begun, before, tied)

    def take_back(self, handed: HandedOver, *, actor: str, at: datetime) -> bool:
        """Take a hand-over back (undo); False if something was written in its e-mail thread meanwhile."""
        begun = handed.thread_id if handed.begun_thread else None
        with self._db.writing():
            if begun is not None and is_written(self._db, begun):
                return False
            for table in ("draft", "draft_aside"):
                self._db.write(
                    f"UPDATE {table} SET thread_id = NULL, account_id = NULL WHERE thread_id = ?",  # noqa: S608
                    (begun,),
                )
            if handed.thread_id is not None:
                self._choose(handed.case_id, handed.thread_id, handed.chosen_before)
            if handed.note_uid is not None:
                self._db.write("DELETE FROM note WHERE uid = ?", (handed.note_uid,))
            if handed.tied is not None:
                self._ties.separate(handed.tied, actor=actor, at=at)
            self._journal.record(Deed.HANDED_OVER, actor=actor, at=at, case_id=handed.case_id, before=handed.entry_id)
            refresh(self._db, (handed.case_id,))
        if begun is not None:
            forget_unused(self._db, [begun])
        return True

    def _choose(self, case_id: CaseId, thread_id: ThreadId, at: int | None) -> int | None:
        """Say that a thread of the case is the one to go on in, from a moment (None: it no longer is).

        Return the moment that stood there before.
        """
        row = self._db.read_one("SELECT chosen_at FROM thread WHERE id = ? AND case_id = ?", (thread_id, case_id))
        self._db.write("UPDATE thread SET chosen_at = ? WHERE id = ? AND case_id = ?", (at, thread_id, case_id))
        return int(row[0]) if row is not None and row[0] is not None else None

    def _add_note(self, case_id: CaseId, note: tuple[NoteKind, str], actor: str, at: datetime) -> str:
        uid = made_uid()
        self._db.write(
            "INSERT INTO note (uid, case_id, author, text, at, kind) VALUES (?, ?, ?, ?, ?, ?)",
            (uid, case_id, actor, note[1], to_ms(at), note[0].value),
        )
        return uid

    def _begin(
        self, case_id: CaseId, letter: LetterTo, actor: str, at: datetime
    ) -> tuple[ThreadId, bool, IdentityId | None]:
        """Return the case's thread with this address, whether it was begun now, and the identity that was tied."""
        person, tied = self._person(case_id, letter.to, actor, at)
        row = self._db.read_one(
            "SELECT id FROM thread WHERE case_id = ? AND account_id = ? AND identity_id = ? AND kind = ?",
            (case_id, letter.account.id, person.id, ThreadKind.EMAIL.value),
        )
        if row is not None:
            self._db.write("UPDATE thread SET last_at = max(last_at, ?) WHERE id = ?", (to_ms(at), row[0]))
            return ThreadId(row[0]), False, tied
        thread = self._db.insert(
            "INSERT INTO thread (case_id, home_case_id, account_id, identity_id, kind, remote_id, subject, last_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                case_id,
                case_id,
                letter.account.id,
                person.id,
                ThreadKind.EMAIL.value,
                made_uid(),
                letter.subject,
                to_ms(at),
            ),
        )
        return ThreadId(thread), True, tied

    def _person(self, case_id: CaseId, to: Author, actor: str, at: datetime) -> tuple[KnownIdentity, IdentityId | None]:
        """Return whose address it is. One that nobody has yet becomes the customer's, because the agent says so."""
        known = self._people.known(to.network, [to.remote_id]).get(to.remote_id)
        if known is not None:
            return known, None
        fresh = self._people.add(to, to_ms(at))
        owner = self._db.read_one("SELECT customer_id FROM cases WHERE id = ?", (case_id,))
        assert owner is not None
        source, target = CustomerId(fresh.customer_id), CustomerId(owner[0])
        self._ties.merge(source, target, why=Deed.HANDED_OVER.value, actor=actor, at=at)
        return fresh, IdentityId(fresh.id)
