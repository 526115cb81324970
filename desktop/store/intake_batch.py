"""One batch of arrivals: finds or makes their people, threads and cases, and writes everything once at the end.

Replies join the thread they name; a reply-like subject joins the writer's last thread of that subject; a direct
thread joins the case that moved there; our own message ends the waiting.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.model import (
    Account,
    Arrival,
    ArrivedAttachment,
    Assessment,
    Author,
    Direction,
    ThreadKind,
    fact_uid,
)
from desktop.store.arrivals import IntakeResult, Taken
from desktop.store.attachments import add_attachment
from desktop.store.connection import Connection
from desktop.store.people import KnownIdentity, People
from desktop.store.projection import refresh
from desktop.system.clock import to_ms

_CHUNK = 400
_SLOTS = 4096
_SNIPPET = 160
_SAME_MATTER_MS = 7 * 86_400_000
_SAME_SUBJECT_MS = 30 * 86_400_000


@dataclass(slots=True)
class ThreadKeys:
    """A stored thread's keys."""

    id: int
    case_id: int
    identity_id: int


@dataclass(slots=True)
class CaseFacts:
    """The part of a case that messages change; written back once per batch."""

    id: int
    last_at: int
    last_in_at: int | None
    last_out_at: int | None
    snippet: str
    snippet_ours: int
    messages: int
    language: str
    message_class: str | None
    priority: int
    reasons: str
    factors: str
    awaiting_since: int | None
    due_at: int | None
    reopened_at: int
    thread_kind: str


_CASE_COLUMNS = (
    "id, last_at, last_in_at, last_out_at, snippet, snippet_ours, messages, language, message_class, priority, "
    "reasons, factors, awaiting_since, due_at, reopened_at, thread_kind"
)


def stored_messages(db: Connection, account: Account, remote_ids: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Return remote id -> (message id, thread id, case id) of the stored ones."""
    found: dict[str, tuple[int, int, int]] = {}
    for start in range(0, len(remote_ids), _CHUNK):
        chunk = remote_ids[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        for row in db.read(
            f"SELECT remote_id, id, thread_id, case_id FROM message WHERE account_id = ? AND remote_id IN ({marks})",  # noqa: S608
            (account.id, *chunk),
        ):
            found[row[0]] = (row[1], row[2], row[3])
    return found


def known_threads(db: Connection, account: Account, remote_ids: Sequence[str]) -> dict[str, ThreadKeys]:
    """Return remote id -> thread of the stored ones."""
    wanted = sorted(set(remote_ids))
    found: dict[str, ThreadKeys] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        for row in db.read(
            f"SELECT remote_id, id, case_id, identity_id FROM thread WHERE account_id = ? AND remote_id IN ({marks})",  # noqa: S608
            (account.id, *chunk),
        ):
            found[row[0]] = ThreadKeys(*row[1:])
    return found


class Batch:
    """One batch inside one transaction: what it looked up is kept, what it changed is written once at the end."""

    def __init__(self, db: Connection, people: People, account: Account, now_ms: int) -> None:
        self._db = db
        self._people_shelf = people
        self._account = account
        self._now = now_ms
        self._stored: dict[str, tuple[int, int, int]] = {}
        self._people: dict[str, KnownIdentity] = {}
        self._incoming: dict[int, int] = {}
        self._threads: dict[str, ThreadKeys] = {}
        self._cases: dict[int, CaseFacts] = {}
        self._ids: set[int] = set()
        self._messages: list[tuple[object, ...]] = []
        self._indexed: list[tuple[object, ...]] = []
        self._parts: list[tuple[object, ...]] = []
        self._attachments: list[tuple[int, ArrivedAttachment]] = []
        self._result = IntakeResult()

    def run(self, batch: Sequence[Taken]) -> IntakeResult:
        """Store the batch, oldest first, and return what changed."""
        ordered = sorted(batch, key=lambda taken: taken.arrival.sent_at)
        self._look_up(ordered)
        for taken in ordered:
            stored = self._stored.get(taken.arrival.remote_id)
            if stored is None:
                self._take_new(taken)
            else:
                self._take_again(taken.arrival, stored)
        self._write()
        return self._result

    def _look_up(self, batch: Sequence[Taken]) -> None:
        arrivals = [taken.arrival for taken in batch]
        related = {arrival.remote_id for arrival in arrivals}
        for arrival in arrivals:
            related.update(arrival.references[-20:])
            if arrival.in_reply_to:
                related.add(arrival.in_reply_to)
        self._stored = stored_messages(self._db, self._account, sorted(related))
        self._threads = known_threads(self._db, self._account, [arrival.thread_remote_id for arrival in arrivals])
        self._look_up_cases({thread.case_id for thread in self._threads.values()})
        authors = {arrival.author.remote_id for arrival in arrivals if arrival.direction is Direction.INCOMING}
        authors.update(recipient for arrival in arrivals for recipient in arrival.recipients)
        self._people = self._people_shelf.known(self._account.network, authors)
        candidates = [_message_key(arrival, 0) for arrival in arrivals]
        for start in range(0, len(candidates), _CHUNK):
            chunk = candidates[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            self._ids.update(self._db.read_column(f"SELECT id FROM message WHERE id IN ({marks})", chunk))  # noqa: S608

    def _look_up_cases(self, case_ids: set[int]) -> None:
        ordered = sorted(case_ids)
        for start in range(0, len(ordered), _CHUNK):
            chunk = ordered[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            for row in self._db.read(f"SELECT {_CASE_COLUMNS} FROM cases WHERE id IN ({marks})", chunk):  # noqa: S608
                self._cases[row[0]] = CaseFacts(*row)

    def _take_new(self, taken: Taken) -> None:
        arrival = taken.arrival
        sent_ms = to_ms(arrival.sent_at)
        person = self._person(arrival, sent_ms)
        thread = self._thread(taken, person, sent_ms)
        if thread is None or (person is None and arrival.direction is Direction.INCOMING):
            return
        message_id = self._new_key(arrival)
        self._stored[arrival.remote_id] = (message_id, thread.id, thread.case_id)
        self._messages.append(self._message_row(message_id, taken, thread, person, sent_ms))
        self._indexed.append(
            (message_id, arrival.text, arrival.subject, f"{arrival.author.name} {arrival.author.handle}")
        )
        self._keep_parts(message_id, arrival)
        self._change_case(thread.case_id, taken, sent_ms)
        if person is not None and arrival.direction is Direction.INCOMING:
            self._incoming[person.id] = self._incoming.get(person.id, 0) + 1
        self._result.new += 1
        self._result.case_ids.add(thread.case_id)

    def _take_again(self, arrival: Arrival, stored: tuple[int, int, int]) -> None:
        message_id, _, case_id = stored
        engagement = _engagement(arrival)
        if engagement is not None:
            self._db.write("UPDATE message SET engagement = ? WHERE id = ?", (engagement, message_id))
        if arrival.edited_at is None:
            return
        edited_ms = to_ms(arrival.edited_at)
        changed = self._db.write(
            "UPDATE message SET text = ?, edited_at = ? WHERE id = ? AND deleted_at IS NULL "
            "AND coalesce(edited_at, 0) < ? AND text <> ?",
            (arrival.text, edited_ms, message_id, edited_ms, arrival.text),
        )
        if changed:
            author = f"{arrival.author.name} {arrival.author.handle}"
            self._db.write(
                "INSERT OR REPLACE INTO message_fts (rowid, text, subject, author) VALUES (?, ?, ?, ?)",
                (message_id, arrival.text, arrival.subject, author),
            )
            self._result.edited += 1
            self._result.case_ids.add(case_id)

    def _person(self, arrival: Arrival, sent_ms: int) -> KnownIdentity | None:
        """Return the customer's side of an arrival: its author, or for our own message whom it was sent to."""
        author = arrival.author
        if arrival.direction is Direction.OUTGOING:
            if not arrival.recipients:
                return None
            address = arrival.recipients[0]
            author = Author(self._account.network, address, address)
        known = self._people.get(author.remote_id)
        if known is None:
            known = self._people_shelf.add(author, sent_ms)
            self._people[author.remote_id] = known
        elif arrival.direction is Direction.INCOMING:
            self._people_shelf.update(known, author)
        return known

    def _thread(self, taken: Taken, person: KnownIdentity | None, sent_ms: int) -> ThreadKeys | None:
        arrival = taken.arrival
        found = self._threads.get(arrival.thread_remote_id) or self._thread_of_references(arrival)
        if found is None and person is not None and taken.joins_by_subject:
            found = self._thread_of_subject(taken.subject_key, person, sent_ms)
        if found is None and person is not None:
            found = self._new_thread(taken, person, sent_ms)
        if found is not None:
            self._threads[arrival.thread_remote_id] = found
        return found

    def _thread_of_references(self, arrival: Arrival) -> ThreadKeys | None:
        nearest_first = [*([arrival.in_reply_to] if arrival.in_reply_to else []), *reversed(arrival.references)]
        for remote_id in nearest_first:
            stored = self._stored.get(remote_id)
            if stored is not None:
                return self._thread_by_id(stored[1])
        return None

    def _thread_by_id(self, thread_id: int) -> ThreadKeys:
        row = self._db.read_one("SELECT id, case_id, identity_id FROM thread WHERE id = ?", (thread_id,))
        assert row is not None
        return ThreadKeys(*row)

    def _thread_of_subject(self, key: str, person: KnownIdentity, sent_ms: int) -> ThreadKeys | None:
        if not key:
            return None
        row = self._db.read_one(
            "SELECT id, case_id, identity_id FROM thread "
            "WHERE identity_id = ? AND account_id = ? AND subject_key = ? AND last_at > ? ORDER BY last_at "
            "DESC LIMIT 1",
            (person.id, self._account.id, key, sent_ms - _SAME_SUBJECT_MS),
        )
        return ThreadKeys(*row) if row else None

    def _new_thread(self, taken: Taken, person: KnownIdentity, sent_ms: int) -> ThreadKeys:
        arrival = taken.arrival
        case_id = self._case_to_join(arrival, person, sent_ms) or self._new_case(arrival, person, sent_ms)
        thread_id = self._db.insert(
            "INSERT INTO thread (case_id, home_case_id, account_id, identity_id, kind, remote_id, subject, "
            "subject_key, "
            "last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                case_id,
                case_id,
                self._account.id,
                person.id,
                arrival.thread_kind.value,
                arrival.thread_remote_id,
                arrival.subject,
                taken.subject_key,
                sent_ms,
            ),
        )
        return ThreadKeys(thread_id, case_id, person.id)

    def _case_to_join(self, arrival: Arrival, person: KnownIdentity, sent_ms: int) -> int | None:
        """Return the customer's open case on this network that a new thread continues, None for e-mail."""
        if arrival.thread_kind is ThreadKind.EMAIL:
            return None
        row = self._db.read_one(
            "SELECT t.case_id, c.awaiting_since FROM thread t JOIN cases c ON c.id = t.case_id "
            "LEFT JOIN case_intent i ON i.case_id = c.id "
            "WHERE t.identity_id = ? AND t.account_id = ? AND t.last_at > ? AND t.last_at <= ? "
            "AND c.merged_into IS NULL AND NOT (coalesce(i.status, '') = 'solved' AND c.reopened_at <= i.status_at) "
            "ORDER BY t.last_at DESC LIMIT 1",
            (person.id, self._account.id, sent_ms - _SAME_MATTER_MS, sent_ms),
        )
        if row is None:
            return None
        facts = self._cases.get(row[0])
        awaiting = facts.awaiting_since if facts else row[1]
        return int(row[0]) if arrival.thread_kind is ThreadKind.DIRECT or awaiting is not None else None

    def _new_case(self, arrival: Arrival, person: KnownIdentity, sent_ms: int) -> int:
        uid = fact_uid("case", self._account.network.value, self._account.uid, arrival.thread_remote_id)
        case_id = self._db.insert(
            "INSERT INTO cases (uid, customer_id, identity_id, network, thread_kind, subject, first_at, last_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                uid,
                person.customer_id,
                person.id,
                self._account.network.value,
                arrival.thread_kind.value,
                arrival.subject,
                sent_ms,
                sent_ms,
            ),
        )
        self._cases[case_id] = CaseFacts(
            case_id, 0, None, None, "", 0, 0, "unknown", None, 0, "[]", "[]", None, None, 0, arrival.thread_kind.value
        )
        return case_id

    def _facts(self, case_id: int) -> CaseFacts:
        facts = self._cases.get(case_id)
        if facts is None:
            row = self._db.read_one(f"SELECT {_CASE_COLUMNS} FROM cases WHERE id = ?", (case_id,))  # noqa: S608
            assert row is not None
            facts = CaseFacts(*row)
            self._cases[case_id] = facts
        return facts

    def _change_case(self, case_id: int, taken: Taken, sent_ms: int) -> None:
        facts = self._facts(case_id)
        arrival = taken.arrival
        facts.messages += 1
        is_newest = sent_ms >= facts.last_at
        if is_newest:
            facts.last_at = sent_ms
            facts.snippet = _snippet(arrival)
            facts.thread_kind = arrival.thread_kind.value
            facts.snippet_ours = int(arrival.direction is Direction.OUTGOING)
        if arrival.direction is Direction.OUTGOING:
            self._answered(facts, sent_ms)
        else:
            self._written(facts, taken, sent_ms, is_newest=is_newest)

    @staticmethod
    def _answered(facts: CaseFacts, sent_ms: int) -> None:
        facts.last_out_at = max(facts.last_out_at or 0, sent_ms)
        if facts.awaiting_since is not None and sent_ms >= facts.awaiting_since:
            facts.awaiting_since = None
            facts.due_at = None

    def _written(self, facts: CaseFacts, taken: Taken, sent_ms: int, *, is_newest: bool) -> None:
        facts.last_in_at = max(facts.last_in_at or 0, sent_ms)
        if taken.reopens and is_newest:
            facts.reopened_at = self._now
            self._result.reopened.add(facts.id)
        was_awaiting = facts.awaiting_since is not None
        answered_later = facts.last_out_at is not None and facts.last_out_at >= sent_ms
        if taken.due_at is not None and not answered_later and not was_awaiting:
            facts.awaiting_since = sent_ms
            facts.due_at = to_ms(taken.due_at)
        if taken.assessment is not None:
            self._assess(facts, taken.assessment, was_awaiting=was_awaiting)

    @staticmethod
    def _assess(facts: CaseFacts, assessment: Assessment, *, was_awaiting: bool) -> None:
        if assessment.language != "unknown":
            facts.language = assessment.language
        if was_awaiting and assessment.priority < facts.priority:
            return
        facts.message_class = assessment.message_class.value
        facts.priority = assessment.priority
        facts.reasons = json.dumps([[reason.code.value, reason.detail] for reason in assessment.reasons])
        facts.factors = json.dumps([[f.name.value, f.points, f.evidence] for f in assessment.factors])

    def _new_key(self, arrival: Arrival) -> int:
        for probe in range(_SLOTS):
            key = _message_key(arrival, probe)
            if key in self._ids:
                continue
            if probe and self._db.read_one("SELECT 1 FROM message WHERE id = ?", (key,)):
                continue
            self._ids.add(key)
            return key
        raise AssertionError("4,096 messages of one millisecond")

    def _message_row(
        self, message_id: int, taken: Taken, thread: ThreadKeys, person: KnownIdentity | None, sent_ms: int
    ) -> tuple[object, ...]:
        arrival, assessment = taken.arrival, taken.assessment
        incoming = arrival.direction is Direction.INCOMING
        return (
            message_id,
            self._account.id,
            arrival.remote_id,
            thread.case_id,
            thread.id,
            person.id if person is not None and incoming else None,
            arrival.direction.value,
            arrival.visibility.value,
            sent_ms,
            arrival.text,
            assessment.language if assessment else None,
            assessment.message_class.value if assessment else None,
            arrival.in_reply_to,
            arrival.permalink,
            _engagement(arrival),
            arrival.mechanical.value if arrival.mechanical else None,
            to_ms(arrival.edited_at) if arrival.edited_at else None,
            int(_has_parts(arrival)),
        )

    def _keep_parts(self, message_id: int, arrival: Arrival) -> None:
        self._attachments.extend((message_id, attachment) for attachment in arrival.attachments)
        if not _has_parts(arrival):
            return
        self._parts.append(
            (
                message_id,
                arrival.subject,
                arrival.quoted,
                arrival.html,
                json.dumps(arrival.references),
                json.dumps(arrival.repairs),
            )
        )

    def _write(self) -> None:
        self._messages.sort(key=lambda row: row[0])  # type: ignore[arg-type, return-value]
        self._indexed.sort(key=lambda row: row[0])  # type: ignore[arg-type, return-value]
        db = self._db
        db.write_many(
            "INSERT INTO message (id, account_id, remote_id, case_id, thread_id, identity_id, direction, visibility, "
            "sent_at, text, language, message_class, in_reply_to, permalink, engagement, mechanical, edited_at, "
            "has_parts) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._messages,
        )
        db.write_many("INSERT INTO message_fts (rowid, text, subject, author) VALUES (?, ?, ?, ?)", self._indexed)
        db.write_many("INSERT INTO message_part VALUES (?, ?, ?, ?, ?, ?)", self._parts)
        for message_id, attachment in self._attachments:
            add_attachment(db, attachment, message_id=message_id)
        db.write_many(
            "UPDATE cases SET last_at = ?, last_in_at = ?, last_out_at = ?, snippet = ?, snippet_ours = ?, "
            "messages = ?, "
            "language = ?, message_class = ?, priority = ?, reasons = ?, factors = ?, awaiting_since = ?, due_at = ?, "
            "reopened_at = ?, thread_kind = ? WHERE id = ?",
            [_facts_row(self._cases[case_id]) for case_id in sorted(self._result.case_ids) if case_id in self._cases],
        )
        db.write_many(
            "UPDATE identity SET incoming = incoming + ? WHERE id = ?",
            [(count, identity) for identity, count in self._incoming.items()],
        )
        touched = {(row[4], row[8]) for row in self._messages}
        db.write_many(
            "UPDATE thread SET last_at = max(last_at, ?) WHERE id = ?", [(at, thread) for thread, at in touched]
        )
        refresh(db, self._result.case_ids)


def _facts_row(facts: CaseFacts) -> tuple[object, ...]:
    return (
        facts.last_at,
        facts.last_in_at,
        facts.last_out_at,
        facts.snippet,
        facts.snippet_ours,
        facts.messages,
        facts.language,
        facts.message_class,
        facts.priority,
        facts.reasons,
        facts.factors,
        facts.awaiting_since,
        facts.due_at,
        facts.reopened_at,
        facts.thread_kind,
        facts.id,
    )


def _message_key(arrival: Arrival, probe: int) -> int:
    """Return a key that sorts by time, equal on every machine unless two messages share slot and millisecond."""
    slot = (zlib.crc32(arrival.remote_id.encode("utf-8", "surrogatepass")) + probe) % _SLOTS
    return max(0, to_ms(arrival.sent_at)) * _SLOTS + slot


def _snippet(arrival: Arrival) -> str:
    words = " ".join(arrival.text[: 4 * _SNIPPET].split())
    return (words or arrival.subject)[:_SNIPPET]


def _engagement(arrival: Arrival) -> str | None:
    counts = arrival.engagement
    return None if counts is None else f"{counts.replies} {counts.shares} {counts.likes}"


def _has_parts(arrival: Arrival) -> bool:
    return bool(arrival.subject or arrival.quoted or arrival.html or arrival.references or arrival.repairs)
