"""One batch of arrivals: finds or makes their people, threads and cases, and writes everything once at the end.

Replies join the thread they name; a reply-like subject joins the writer's last thread of that subject; a direct
thread joins the case that moved there; our own message ends the waiting. What is known already, from whichever
account, is taken again: see `again`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from desktop.model import (
    Account,
    Arrival,
    ArrivedAttachment,
    Assessment,
    Author,
    Direction,
    Network,
    ThreadKind,
    Visibility,
    fact_uid,
)
from desktop.store.adoption import Adoption
from desktop.store.answered_thread import answered_thread
from desktop.store.arrivals import IntakeResult, Taken
from desktop.store.attachments import add_attachment
from desktop.store.connection import Connection
from desktop.store.crisis import mark_hours
from desktop.store.intake_again import Again, merged
from desktop.store.intake_facts import WRITE_CASE, CaseFacts, Shelf, StoredMessage, ThreadKeys
from desktop.store.intake_rows import (
    INSERT_MESSAGE,
    SLOTS,
    has_parts,
    index_row,
    message_key,
    message_row,
    part_row,
    snippet_of,
)
from desktop.store.people import KnownIdentity, People
from desktop.store.projection import refresh
from desktop.store.sameness import case_scope
from desktop.store.why import packed_factors, packed_reasons
from desktop.system.clock import to_ms

_SAME_MATTER_MS = 7 * 86_400_000
_SAME_SUBJECT_MS = 30 * 86_400_000


class Batch:
    """One batch inside one transaction: what it looked up is kept, what it changed is written once at the end."""

    def __init__(self, db: Connection, people: People, account: Account, now_ms: int) -> None:
        self._db = db
        self._people_shelf = people
        self._account = account
        self._now = now_ms
        self._shelf = Shelf(db, account)
        self._stored: dict[str, StoredMessage] = {}
        self._people: dict[str, KnownIdentity] = {}
        self._incoming: dict[int, int] = {}
        self._threads: dict[str, ThreadKeys] = {}
        self._cases: dict[int, CaseFacts] = {}
        self._keys: dict[str, int] = {}
        self._ids: set[int] = set()
        self.emptied: set[int] = set()
        """Threads whose only message may have moved to another account's."""
        self._messages: list[tuple[object, ...]] = []
        self._indexed: list[tuple[object, ...]] = []
        self._parts: list[tuple[object, ...]] = []
        self._attachments: list[tuple[int, ArrivedAttachment]] = []
        self._sightings: list[tuple[object, ...]] = []
        self._result = IntakeResult()
        self._again = Again(db, account, self._result)
        self._adoption = Adoption(db, account, now_ms, now_ms)

    def run(self, batch: Sequence[Taken]) -> IntakeResult:
        """Store the batch, oldest first, and return what changed."""
        ordered = sorted(merged(batch, self._account.network), key=lambda taken: taken.arrival.sent_at)
        self._look_up([taken.arrival for taken in ordered])
        times = [to_ms(taken.arrival.sent_at) for taken in ordered] or [self._now]
        self._adoption = Adoption(self._db, self._account, min(times), max(times))
        arrived = self._shelf.arrived([taken.arrival for taken in ordered])
        for taken in ordered:
            stored = arrived.get(taken.arrival.remote_id)
            if stored is None:
                self._take_new(taken)
            elif self._again.replaces(taken.arrival, stored):
                self._take_over(taken, stored)
            else:
                self._again.take(taken.arrival, stored, self._facts)
        self._write()
        return self._result

    def _look_up(self, arrivals: Sequence[Arrival]) -> None:
        related = set[str]()
        for arrival in arrivals:
            related.update(arrival.references[-20:])
            if arrival.in_reply_to:
                related.add(arrival.in_reply_to)
        self._stored = self._shelf.messages(sorted(related))
        self._threads = self._shelf.threads(arrival.thread_remote_id for arrival in arrivals)
        self._cases = self._shelf.cases(thread.case_id for thread in self._threads.values())
        authors = {arrival.author.remote_id for arrival in arrivals if arrival.direction is Direction.INCOMING}
        authors.update(recipient for arrival in arrivals for recipient in arrival.recipients)
        self._people = self._people_shelf.known(self._account.network, authors)
        self._keys = {arrival.remote_id: message_key(arrival, 0) for arrival in arrivals}
        self._ids = self._shelf.taken_keys(list(self._keys.values()))

    def _take_new(self, taken: Taken) -> None:
        arrival = taken.arrival
        sent_ms = to_ms(arrival.sent_at)
        person = self._person(arrival, sent_ms)
        thread = self._thread(taken, person, sent_ms)
        if thread is None or (person is None and arrival.direction is Direction.INCOMING):
            return
        if arrival.direction is Direction.OUTGOING and self._adoption.adopts(arrival, thread):
            self._result.case_ids.add(thread.case_id)
            return
        message_id = self._new_key(arrival)
        self._stored[arrival.remote_id] = self._as_stored(message_id, thread, arrival)
        identity = person.id if person is not None else None
        self._messages.append(
            message_row(
                message_id,
                self._account,
                taken,
                sent_ms=sent_ms,
                thread_id=thread.id,
                case_id=thread.case_id,
                identity_id=identity,
            )
        )
        self._indexed.append(index_row(message_id, arrival))
        self._attachments.extend((message_id, attachment) for attachment in arrival.attachments)
        if has_parts(arrival):
            self._parts.append(part_row(message_id, arrival))
        if person is not None and taken.look_alikes and self._is_false_answer(message_id, taken, person, thread):
            taken = Taken(arrival)  # nobody owes it anything, and it says nothing of the customer's matter
        self._change_case(thread.case_id, taken, sent_ms)
        if person is not None and arrival.direction is Direction.INCOMING:
            self._incoming[person.id] = self._incoming.get(person.id, 0) + 1
        self._result.new += 1
        self._result.case_ids.add(thread.case_id)

    def _is_false_answer(self, message_id: int, taken: Taken, author: KnownIdentity, thread: ThreadKeys) -> bool:
        """Note that somebody who looks like us answered a customer; False for who writes of their own accord."""
        answered = answered_thread(self._db, self._shelf, self._stored, taken.arrival, thread, author.id)
        if answered is not None:
            likeness = json.dumps([[one.trait.value, one.theirs, one.ours] for one in taken.look_alikes])
            values = (message_id, thread.id, author.id, answered.identity_id, answered.id, likeness)
            self._sightings.append(values)
            self._result.case_ids.add(answered.case_id)
        return answered is not None

    def _take_over(self, taken: Taken, stored: StoredMessage) -> None:
        """Let a mention take the place of the same post that another account had found by listening."""
        facts = self._facts(stored.case_id)
        identity = self._again.drop(stored)
        facts.messages -= 1
        self._own_thread(taken, stored.case_id)
        self._ids = self._ids - {stored.id}
        self._take_new(taken)
        self.emptied.add(stored.thread_id)
        if identity is not None:
            self._incoming[identity] = self._incoming.get(identity, 0) - 1
        self._result.new -= 1

    def _own_thread(self, taken: Taken, case_id: int) -> None:
        """Give a thread that only another account had to this one, or make one in the same case."""
        arrival = taken.arrival
        sent_ms = to_ms(arrival.sent_at)
        found = self._threads.get(arrival.thread_remote_id)
        if found is not None:
            self._db.write("UPDATE OR IGNORE thread SET account_id = ? WHERE id = ?", (self._account.id, found.id))
            return
        person = self._person(arrival, sent_ms)
        if person is not None:
            self._threads[arrival.thread_remote_id] = self._add_thread(taken, person, sent_ms, case_id)

    def _as_stored(self, message_id: int, thread: ThreadKeys, arrival: Arrival) -> StoredMessage:
        return StoredMessage(
            message_id,
            thread.id,
            thread.case_id,
            self._account.id,
            arrival.mentions_us,
            arrival.hidden,
            (None, None),
        )

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
                return self._thread_by_id(stored.thread_id)
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
        case_id = self._asked_case(taken) or self._case_to_join(arrival, person, sent_ms)
        case_id = case_id or self._new_case(arrival, person, sent_ms)
        return self._add_thread(taken, person, sent_ms, case_id)

    def _asked_case(self, taken: Taken) -> int | None:
        """Return the case to which an arrival answers a question of ours, and nothing more; None for any other."""
        if taken.answers_case is None:
            return None
        case = self._db.read_column("SELECT coalesce(merged_into, id) FROM cases WHERE id = ?", (taken.answers_case,))
        return int(case[0]) if case else None

    def _add_thread(self, taken: Taken, person: KnownIdentity, sent_ms: int, case_id: int) -> ThreadKeys:
        arrival = taken.arrival
        thread_id = self._db.insert(
            "INSERT INTO thread (case_id, home_case_id, account_id, identity_id, kind, remote_id, subject, "
            "subject_key, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        """Return the customer's open case on this network that a new thread continues.

        None for e-mail, and for what listening to the web brings: there the author is a site or a paper.
        """
        if arrival.thread_kind is ThreadKind.EMAIL or self._account.network is Network.LISTENING:
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
        scope = case_scope(self._account, arrival.thread_kind)
        uid = fact_uid("case", self._account.network.value, scope, arrival.thread_remote_id)
        network, kind = self._account.network.value, arrival.thread_kind.value
        case_id = self._db.insert_new(
            "INSERT INTO cases (uid, customer_id, identity_id, network, thread_kind, subject, first_at, last_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING",
            (uid, person.customer_id, person.id, network, kind, arrival.subject, sent_ms, sent_ms),
        )
        if case_id is None:  # its thread went on under another account
            return int(self._db.read_column("SELECT coalesce(merged_into, id) FROM cases WHERE uid = ?", (uid,))[0])
        self._cases[case_id] = CaseFacts(
            case_id, 0, None, None, "", 0, 0, "unknown", None, 0, "[]", "[]", None, None, 0, kind, listening=1
        )
        return case_id

    def _facts(self, case_id: int) -> CaseFacts:
        if case_id not in self._cases:
            self._cases |= self._shelf.cases([case_id])
        return self._cases[case_id]

    def _change_case(self, case_id: int, taken: Taken, sent_ms: int) -> None:
        facts = self._facts(case_id)
        arrival = taken.arrival
        facts.messages += 1
        if arrival.direction is Direction.OUTGOING or arrival.mentions_us or arrival.visibility is Visibility.DIRECT:
            facts.listening = 0
        is_newest = sent_ms >= facts.last_at
        if is_newest:
            facts.last_at = sent_ms
            facts.snippet = snippet_of(arrival)
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
            clock = taken.first if facts.last_out_at is None else taken.later
            facts.due_at = to_ms(clock.due_at if clock is not None else taken.due_at)
            facts.risk_at = to_ms(clock.at_risk_at) if clock is not None else None
            facts.all_hours = int(clock is not None and clock.all_hours)
        if taken.assessment is not None and taken.answers_case is None:
            self._assess(facts, taken.assessment, was_awaiting=was_awaiting)

    @staticmethod
    def _assess(facts: CaseFacts, assessment: Assessment, *, was_awaiting: bool) -> None:
        if assessment.language != "unknown":
            facts.language = assessment.language
        if was_awaiting and assessment.priority < facts.priority:
            return
        facts.message_class = assessment.message_class.value
        facts.priority = assessment.priority
        facts.reasons = packed_reasons(assessment.reasons)
        facts.factors = packed_factors(assessment.factors)

    def _new_key(self, arrival: Arrival) -> int:
        for probe in range(SLOTS):
            key = message_key(arrival, probe) if probe else self._keys[arrival.remote_id]
            if key in self._ids:
                continue
            if probe and self._db.read_one("SELECT 1 FROM message WHERE id = ?", (key,)):
                continue
            self._ids.add(key)
            return key
        raise AssertionError("4,096 messages of one millisecond")

    def _write(self) -> None:
        self._messages.sort(key=lambda row: row[0])  # type: ignore[arg-type, return-value]
        self._indexed.sort(key=lambda row: row[0])  # type: ignore[arg-type, return-value]
        db = self._db
        db.write_many(INSERT_MESSAGE, self._messages)
        db.write_many("INSERT INTO message_fts (rowid, text, subject, author) VALUES (?, ?, ?, ?)", self._indexed)
        db.write_many("INSERT INTO message_part VALUES (?, ?, ?, ?, ?, ?)", self._parts)
        for message_id, attachment in self._attachments:
            add_attachment(db, attachment, message_id=message_id)
        db.write_many("INSERT INTO impostor_sighting VALUES (?, ?, ?, ?, ?, ?)", self._sightings)
        changed = [self._cases[case_id] for case_id in sorted(self._result.case_ids) if case_id in self._cases]
        db.write_many(WRITE_CASE, [facts.row() for facts in changed])
        db.write_many(
            "UPDATE identity SET incoming = incoming + ? WHERE id = ?",
            [(count, identity) for identity, count in self._incoming.items() if count],
        )
        newest = {row[4]: row[8] for row in self._messages}  # they are in the order of time
        db.write_many(
            "UPDATE thread SET last_at = max(last_at, ?) WHERE id = ?", [(at, thread) for thread, at in newest.items()]
        )
        mark_hours(db, (row[8] for row in self._messages if row[6] == Direction.INCOMING))  # type: ignore[misc]
        refresh(db, self._result.case_ids)
