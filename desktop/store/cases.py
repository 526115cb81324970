"""Cases: the detail of one, and every intention an agent can have about it, journalled in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.model import (
    AccountId,
    CaseDetail,
    CaseId,
    Deed,
    Network,
    ThreadId,
    ThreadKind,
    ThreadView,
    made_uid,
)
from desktop.store.connection import Connection, escaped
from desktop.store.journal import ENGINE, Journal
from desktop.store.lanes import case_row
from desktop.store.projection import refresh
from desktop.store.schema import PROJECTION_COLUMNS
from desktop.store.taken_steps import carry_steps, runs_of
from desktop.store.thread_facts import thread_facts
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_THREADS = (
    "SELECT t.id, t.case_id, t.account_id, n.network, t.kind, t.remote_id, t.subject, n.handle, t.last_at, "
    "t.chosen_at "
    "FROM thread t JOIN identity n ON n.id = t.identity_id "
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What agents want of a case. `assignee` is an agent's initials; times are UTC."""

    status: str | None = None
    status_at: datetime | None = None
    assignee: str | None = None
    snoozed_until: datetime | None = None
    read_at: datetime | None = None
    priority: int | None = None


class Cases:
    """Reads and intentions of cases on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def detail(self, case_id: CaseId) -> CaseDetail | None:
        """Return a case as its header and composer show it, None if there is none."""
        row = self._db.read_one(f"SELECT {PROJECTION_COLUMNS} FROM case_row WHERE case_id = ?", (case_id,))  # noqa: S608
        facts = self._db.read_one(
            "SELECT subject, language, first_at, messages, merged_into FROM cases WHERE id = ?", (case_id,)
        )
        if row is None or facts is None:
            return None
        return CaseDetail(
            row=case_row(row),
            subject=facts[0],
            tags=self.tags(case_id),
            threads=self._threads(case_id),
            language=facts[1],
            first_at=from_ms(facts[2]),
            messages=facts[3],
            merged_into=CaseId(facts[4]) if facts[4] is not None else None,
        )

    def intent(self, case_id: CaseId) -> Intent:
        """Return what agents want of a case now."""
        row = self._db.read_one(
            "SELECT status, status_at, assignee, snoozed_until, read_at, priority FROM case_intent WHERE case_id = ?",
            (case_id,),
        )
        if row is None:
            return Intent()
        return Intent(row[0], from_ms(row[1]), row[2], from_ms_or_none(row[3]), from_ms(row[4]), row[5])

    def restore(self, case_id: CaseId, intent: Intent, *, deed: Deed, actor: str, at: datetime) -> None:
        """Put an earlier intent back (undo)."""
        with self._db.writing():
            before = self.intent(case_id)
            self._write_intent(case_id, intent)
            self._journal.record(
                deed, actor=actor, at=at, case_id=case_id, before=_plain(before), after=[*_plain(intent), "undo"]
            )
            refresh(self._db, (case_id,))

    def change(self, case_id: CaseId, intent: Intent, *, deed: Deed, actor: str, at: datetime) -> Intent:
        """Make an intent the case's and return the one before it, for undo."""
        with self._db.writing():
            before = self.intent(case_id)
            self._write_intent(case_id, intent)
            self._journal.record(deed, actor=actor, at=at, case_id=case_id, before=_plain(before), after=_plain(intent))
            refresh(self._db, (case_id,))
        return before

    def take_first_free(
        self, case_ids: Sequence[int], initials: str, *, actor: str, at: datetime
    ) -> tuple[CaseId, Intent] | None:
        """Give an agent the first of some cases that is still active and nobody's; return it and the intent before.

        None if all are taken. Of two agents who ask at once each gets another one.
        """
        with self._db.writing():
            for case_id in case_ids:
                free = self._db.read_one(
                    "SELECT 1 FROM case_row WHERE case_id = ? AND stage = 0 AND assignee = '' AND queued = 0",
                    (case_id,),
                )
                if free is not None:
                    taken = CaseId(case_id)
                    wanted = replace(self.intent(taken), assignee=initials)
                    return taken, self.change(taken, wanted, deed=Deed.ASSIGN, actor=actor, at=at)
        return None

    def mark_read(self, case_id: CaseId, *, at: datetime) -> bool:
        """Note that an agent saw everything up to `at`; True if that changed the row. Not worth a journal line."""
        with self._db.writing():
            row = self._db.read_one("SELECT unread FROM case_row WHERE case_id = ?", (case_id,))
            if row is None or not row[0]:
                return False
            newest = self._db.read_one("SELECT last_in_at FROM cases WHERE id = ?", (case_id,))
            seen = max(to_ms(at), newest[0] or 0) if newest else to_ms(at)
            self._db.write(
                "INSERT INTO case_intent (case_id, read_at) VALUES (?, ?) "
                "ON CONFLICT (case_id) DO UPDATE SET read_at = excluded.read_at",
                (case_id, seen),
            )
            refresh(self._db, (case_id,))
        return True

    def mark_unread(self, case_id: CaseId) -> None:
        """Show the case as unread again."""
        with self._db.writing():
            self._db.write("UPDATE case_intent SET read_at = 0 WHERE case_id = ?", (case_id,))
            refresh(self._db, (case_id,))

    def tags_in_use(self, typed: str, limit: int = 20) -> tuple[str, ...]:
        """Return tags of cases that hold what was typed. Walks every case's tags: a job for the background."""
        return tuple(
            self._db.read_column(
                r"SELECT tag FROM case_tag WHERE tag LIKE ? ESCAPE '\' GROUP BY tag "
                "ORDER BY count(*) DESC, tag LIMIT ?",
                (f"%{escaped(typed.strip())}%", limit),
            )
        )

    def tags(self, case_id: CaseId) -> tuple[str, ...]:
        """Return a case's tags in alphabetical order."""
        return tuple(self._db.read_column("SELECT tag FROM case_tag WHERE case_id = ? ORDER BY tag", (case_id,)))

    def set_tags(self, case_id: CaseId, tags: Sequence[str], *, actor: str, at: datetime) -> tuple[str, ...]:
        """Give a case these tags and return the ones before."""
        with self._db.writing():
            before = self.tags(case_id)
            self._db.write("DELETE FROM case_tag WHERE case_id = ?", (case_id,))
            self._db.write_many("INSERT OR IGNORE INTO case_tag VALUES (?, ?)", [(case_id, tag) for tag in tags])
            self._journal.record(Deed.TAG, actor=actor, at=at, case_id=case_id, before=before, after=list(tags))
        return before

    def add_note(self, case_id: CaseId, text: str, *, author: str, at: datetime) -> str:
        """Write an internal note and return its uid."""
        uid = made_uid()
        with self._db.writing():
            self._db.write(
                "INSERT INTO note (uid, case_id, author, text, at) VALUES (?, ?, ?, ?, ?)",
                (uid, case_id, author, text, to_ms(at)),
            )
            self._journal.record(Deed.NOTE, actor=author, at=at, case_id=case_id, after=uid)
        return uid

    def remove_note(self, uid: str, *, actor: str, at: datetime) -> None:
        """Take a note back."""
        with self._db.writing():
            row = self._db.read_one("SELECT case_id FROM note WHERE uid = ?", (uid,))
            if row is not None:
                self._db.write("DELETE FROM note WHERE uid = ?", (uid,))
                self._journal.record(Deed.NOTE, actor=actor, at=at, case_id=row[0], before=uid)

    def merge(self, source: CaseId, target: CaseId, *, actor: str, at: datetime) -> None:
        """Move the threads of one case into another; nothing is lost and `unmerge` brings it back.

        Raises ValueError if both are the same case or either is merged already.
        """
        with self._db.writing():
            merged = self._db.read_column(
                "SELECT id FROM cases WHERE id IN (?, ?) AND merged_into IS NULL", (source, target)
            )
            if source == target or len(merged) != 2:  # noqa: PLR2004 - source and target
                raise ValueError("only two different cases that stand for themselves can be merged")
            runs = runs_of(self._db, source, target)
            self._move_threads("case_id = ?", (source,), target)
            self._db.write("UPDATE cases SET merged_into = ? WHERE id = ?", (target, source))
            for table in ("note", "delivery", "ticket", "ticket_deed", "reminder", "follow_up"):
                self._db.write(f"UPDATE {table} SET case_id = ? WHERE case_id = ?", (target, source))  # noqa: S608
            self._journal.record(Deed.MERGE, actor=actor, at=at, case_id=target, before=source, after=target)
            self._settle(target)
            self._settle(source)
            carry_steps(self._db, source, target, runs)

    def unmerge(self, source: CaseId, *, actor: str, at: datetime) -> CaseId | None:
        """Give a merged case its threads back and return the case it had been merged into, None if it was not."""
        with self._db.writing():
            row = self._db.read_one("SELECT merged_into FROM cases WHERE id = ?", (source,))
            if row is None or row[0] is None:
                return None
            target = CaseId(row[0])
            self._db.write("UPDATE cases SET merged_into = NULL WHERE id = ?", (source,))
            self._move_threads("home_case_id = ? AND case_id = ?", (source, target), source)
            self._journal.record(Deed.UNMERGE, actor=actor, at=at, case_id=target, before=source)
            self._settle(target)
            self._settle(source)
        return target

    def merged_into(self, target: CaseId) -> tuple[CaseId, ...]:
        """Return the cases that were merged into one."""
        return tuple(
            CaseId(key) for key in self._db.read_column("SELECT id FROM cases WHERE merged_into = ?", (target,))
        )

    def wake_due(self, now: datetime) -> frozenset[int]:
        """Wake the cases whose snooze is over (engine) and return them."""
        moment = to_ms(now)
        with self._db.writing():
            due = self._db.read_column(
                "SELECT case_id FROM case_row INDEXED BY case_row_snoozed WHERE stage = 2 AND snoozed_until <= ?",
                (moment,),
            )
            self._db.write_many("UPDATE cases SET woken_at = ? WHERE id = ?", [(moment, case_id) for case_id in due])
            for case_id in due:
                self._journal.record(Deed.SNOOZE, actor=ENGINE, at=now, case_id=case_id, after="woken")
            refresh(self._db, due)
        return frozenset(due)

    def thread(self, thread_id: ThreadId) -> ThreadView | None:
        """Return one thread, None if there is none."""
        row = self._db.read_one(_THREADS + "WHERE t.id = ?", (thread_id,))
        return self._thread(row) if row else None

    def _write_intent(self, case_id: CaseId, intent: Intent) -> None:
        self._db.write(
            "INSERT OR REPLACE INTO case_intent (case_id, status, status_at, assignee, snoozed_until, "
            "read_at, priority) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                case_id,
                intent.status,
                to_ms_or_none(intent.status_at) or 0,
                intent.assignee,
                to_ms_or_none(intent.snoozed_until),
                to_ms_or_none(intent.read_at) or 0,
                intent.priority,
            ),
        )

    def _move_threads(self, where: str, values: tuple[int, ...], target: CaseId) -> None:
        for thread, case in self._db.read(f"SELECT id, case_id FROM thread WHERE {where}", values):  # noqa: S608
            self._db.write("UPDATE thread SET case_id = ? WHERE id = ?", (target, thread))
            for table in ("message", "delivery"):  # they lie in their thread's case: an index finds them there
                self._db.write(
                    f"UPDATE {table} SET case_id = ? WHERE case_id = ? AND thread_id = ?",  # noqa: S608
                    (target, case, thread),
                )

    def _settle(self, case_id: CaseId) -> None:
        """Make a case's facts those of its messages after threads came or went."""
        self._db.write(
            "UPDATE cases SET messages = (SELECT count(*) FROM message WHERE case_id = cases.id), "
            "last_at = coalesce((SELECT max(sent_at) FROM message WHERE case_id = cases.id), last_at), "
            "last_in_at = (SELECT max(sent_at) FROM message WHERE case_id = cases.id AND direction = 'incoming'), "
            "last_out_at = (SELECT max(sent_at) FROM message WHERE case_id = cases.id AND direction = 'outgoing' "
            "AND mechanical IS NULL), "
            "listening = EXISTS (SELECT 1 FROM message WHERE case_id = cases.id) AND NOT EXISTS (SELECT 1 FROM message "
            "WHERE case_id = cases.id AND (addressed OR visibility <> 'public' OR direction = 'outgoing')) "
            "WHERE id = ?",
            (case_id,),
        )
        self._db.write(
            "UPDATE cases SET snippet = coalesce((SELECT substr(text, 1, 160) FROM message WHERE case_id = cases.id "
            "ORDER BY id DESC LIMIT 1), snippet), snippet_ours = coalesce((SELECT direction = 'outgoing' FROM message "
            "WHERE case_id = cases.id ORDER BY id DESC LIMIT 1), 0) WHERE id = ?",
            (case_id,),
        )
        self._settle_waiting(case_id)
        refresh(self._db, (case_id,))

    def _settle_waiting(self, case_id: CaseId) -> None:
        """Let the case wait if any of the cases merged into it, or itself, still awaits an answer."""
        row = self._db.read_one(
            "SELECT min(awaiting_since), min(due_at), max(priority) FROM cases "
            "WHERE (id = ? OR merged_into = ?) AND awaiting_since > coalesce((SELECT last_out_at FROM cases "
            "WHERE id = ?), 0)",
            (case_id, case_id, case_id),
        )
        awaiting, due, _ = row or (None, None, None)
        self._db.write("UPDATE cases SET awaiting_since = ?, due_at = ? WHERE id = ?", (awaiting, due, case_id))

    def _threads(self, case_id: CaseId) -> tuple[ThreadView, ...]:
        rows = self._db.read(_THREADS + "WHERE t.case_id = ? ORDER BY t.last_at", (case_id,))
        return tuple(self._thread(row) for row in rows)

    def _thread(self, row: tuple[object, ...]) -> ThreadView:
        facts = thread_facts(self._db, thread_id=int(str(row[0])), case_id=int(str(row[1])))
        return ThreadView(
            id=ThreadId(int(str(row[0]))),
            case_id=CaseId(int(str(row[1]))),
            account_id=AccountId(int(str(row[2]))),
            network=Network(str(row[3])),
            kind=ThreadKind(str(row[4])),
            remote_id=str(row[5]),
            subject=str(row[6]),
            permalink=facts.permalink,
            customer_handle=str(row[7]),
            last_incoming_at=facts.last_incoming_at,
            last_incoming_remote_id=facts.last_incoming_remote_id,
            addressed=facts.addressed,
            begun_by_us=facts.begun_by_us,
            hidden=facts.hidden,
            closed_public=facts.closed_public,
            closed_direct=facts.closed_direct,
            private_reply=facts.private_reply,
            last_at=from_ms(int(str(row[8]))),
            chosen_at=from_ms(int(str(row[9]))) if row[9] is not None else None,
        )


def _plain(intent: Intent) -> list[object]:
    return [
        intent.status,
        intent.assignee,
        intent.snoozed_until.isoformat() if intent.snoozed_until else None,
        intent.priority,
    ]
