"""Erasure of one person (GDPR, article 17): taking them away for good, whole or in slices that end what they began.

What other people wrote is not the person's: a conversation that they share goes on with one of those who wrote,
without a word by or to the person. Of the journal's lines the deed, its time and the agent stay (article 5,
paragraph 2); salted marks stay, so that no later pull brings anything back.
"""

# ruff: noqa: S608 - only names, codes and row keys of our own are put into statements

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from time import perf_counter, sleep

from desktop.model import CustomerId, Deed, DeliveryState
from desktop.store.connection import Connection
from desktop.store.erasure_scope import Erasable, ErasureRefused, Person, Scope, doomed
from desktop.store.erasure_words import naming, take_out
from desktop.store.journal import Journal
from desktop.store.marks import Marks, identity_parts, message_parts
from desktop.store.projection import refresh
from desktop.store.retention import forget_journal, take_cases
from desktop.store.scrubbing import scrub_soon
from desktop.store.uprooting import Uprooting, unguarded
from desktop.system.clock import from_ms, to_ms

AT_ONCE = 200
"""Conversations: a person with no more goes in one transaction."""
_SEARCHES = "inbox.searches"
_OPEN = "forgetting.erasing."
"""A setting for each erasure that is not finished: the row of whom, who wanted it, and the figures of before."""
_FIRST_SLICE, _LEAST_SLICE, _SLICE_SECONDS = 50, 10, 0.1
_BREATH = 0.01  # seconds between two slices: whoever waits for the file gets it
_LEFT_ALONE = timedelta(minutes=1)
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Erased:
    """What went. `case_ids` went with it, `kept_case_ids` have changed."""

    counts: Erasable
    case_ids: tuple[int, ...]
    kept_case_ids: tuple[int, ...]


class Erasure:
    """One preview and one deed on one connection. Belongs into the background: every message is looked at once."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal
        self._scope = Scope(connection)
        self._marks = Marks(connection)

    def preview(self, customer_id: CustomerId) -> Erasable:
        """Return how much would go. Raises ErasureRefused if there is no such customer."""
        person = self._scope.person(customer_id)
        return self._scope.counted(person, self._scope.gathered(person))

    def erase(
        self, customer_id: CustomerId, *, actor: str, at: datetime, told: Callable[[int, int], None] | None = None
    ) -> Erased:
        """Take a person away; the file is to be scrubbed afterwards.

        Of somebody with many conversations these go in slices, so that others can write in between; the marks are
        written first, and a process that dies on the way leaves the rest to `resume`. `told` hears how many
        conversations of how many are gone. Raises ErasureRefused, and then nothing was changed.
        """
        person = self._scope.person(customer_id)
        counts = self._begin(person, actor, at) if len(person.cases) > AT_ONCE else None
        own = [case for case in person.cases if case not in person.shared]
        for done in self._slices(person, own, at) if counts is not None else ():
            if told is not None:
                told(done, len(own))
            sleep(_BREATH)
        counts = self._finish(customer_id, counts, actor=actor, at=at)
        return Erased(counts, tuple(own), person.shared)

    def resume(self, now: datetime, beside: Callable[[tuple[str, ...]], object] | None = None) -> Iterator[int]:
        """Go on with erasures that a process left half done; yields after each slice. Engine, while it rests.

        One that somebody worked on within the last minute is theirs. `beside` hears what `called` says of a person
        before the last of them goes: it forgets them outside of this file, again after a crash.
        """
        for name, value, touched in self._db.read(
            "SELECT name, value, at FROM setting WHERE name LIKE ?", (_OPEN + "%",)
        ):
            if now - from_ms(touched) < _LEFT_ALONE:
                continue
            kept, customer_id = json.loads(value), CustomerId(int(name.removeprefix(_OPEN)))
            try:
                person = self._scope.person(customer_id)
                own = [case for case in person.cases if case not in person.shared]
                yield from self._slices(person, own, now)
                if beside is not None:
                    beside(self.called(customer_id))
                self._finish(customer_id, Erasable(**kept["counts"]), actor=kept["actor"], at=now)
            except ErasureRefused as refused:
                if refused.reason == "no_customer":
                    self._db.write("DELETE FROM setting WHERE name = ?", (name,))

    def _begin(self, person: Person, actor: str, at: datetime) -> Erasable:
        """Write down what stays away, and that this erasure is to be finished, before anything goes."""
        going = self._scope.gathered(person)
        counts = self._scope.counted(person, going)
        marks = self._marks_of_people()
        with self._db.writing():
            self._refuse_while_sending(person)
            self._remember(marks, to_ms(at))
            self._db.write(
                f"UPDATE delivery SET state = '{DeliveryState.CANCELLED.value}' WHERE id IN {doomed('delivery')} "
                f"AND state IN ('{DeliveryState.HELD.value}', '{DeliveryState.WAITING.value}')"
            )
            value = json.dumps({"actor": actor, "counts": asdict(counts)})
            self._db.write(
                "INSERT OR REPLACE INTO setting (name, value, at) VALUES (?, ?, ?)",
                (f"{_OPEN}{person.customers[0]}", value, to_ms(at)),
            )
        return counts

    def _slices(self, person: Person, own: Sequence[int], at: datetime) -> Iterator[int]:
        """Take conversations away in transactions of about a tenth of a second; yield how many are gone."""
        size, done = _FIRST_SLICE, 0
        begun_at = perf_counter()
        while done < len(own):
            some = own[done : done + size]
            begun = perf_counter()
            with unguarded(self._db), self._db.writing():
                going = Uprooting(self._db)
                take_cases(self._db, going, self._scope.alone(person, some))
                going.gather()
                self._remember(self._marks_of_doomed(), to_ms(at))
                going.run()
                forget_journal(self._db, list(some))
                touched = at + timedelta(seconds=begun - begun_at)
                self._db.write(
                    "UPDATE setting SET at = ? WHERE name = ?", (to_ms(touched), f"{_OPEN}{person.customers[0]}")
                )
            done += len(some)
            size = max(_LEAST_SLICE, min(2 * size, round(size * _SLICE_SECONDS / (perf_counter() - begun))))
            yield done

    def _finish(self, customer_id: CustomerId, counts: Erasable | None, *, actor: str, at: datetime) -> Erasable:
        """Take away what is left of a person. What it takes long to find is found before the file is locked."""
        for attempt in range(_ATTEMPTS):
            seen = self._db.data_version()
            person = self._scope.person(customer_id)
            going = self._scope.gathered(person)
            counted = counts or self._scope.counted(person, going)
            marks, lines = self._marks_of_doomed(), self._scope.lines_about(person)
            with unguarded(self._db), self._db.writing():
                if attempt < _ATTEMPTS - 1 and self._db.data_version() != seen:
                    continue  # somebody wrote meanwhile: what was found may lack something
                if attempt == _ATTEMPTS - 1:
                    person = self._scope.person(customer_id)
                    going = self._scope.gathered(person)
                    marks, lines = self._marks_of_doomed(), self._scope.lines_about(person)
                self._refuse_while_sending(person)
                self._remember(marks, to_ms(at))
                self._forget_beside(person)
                self._forget_lines(person, lines)
                self._forget_words(person)
                told = self._scope.told(person)
                take_out(self._db, naming(self._db, told), told)
                going.run()
                self._rehome(person)
                self._db.write("DELETE FROM setting WHERE name = ?", (f"{_OPEN}{customer_id}",))
                self._journal.record(Deed.CUSTOMER_ERASED, actor=actor, at=at, after=asdict(counted))
                scrub_soon(self._db, to_ms(at))
                return counted
        raise AssertionError("the last attempt always ends")

    def _refuse_while_sending(self, person: Person) -> None:
        for case in person.cases:
            row = self._db.read_one(
                "SELECT 1 FROM delivery WHERE case_id = ? AND state = ? LIMIT 1", (case, DeliveryState.SENDING.value)
            )
            if row is not None:
                raise ErasureRefused("sending")

    def called(self, customer_id: CustomerId) -> tuple[str, ...]:
        """Return the uids, handles and addresses by which settings outside of this file may know a person.

        Raises ErasureRefused if there is no such customer.
        """
        person = self._scope.person(customer_id)
        homes = ",".join(map(str, person.customers))
        return (*person.words, *self._db.read_column(f"SELECT uid FROM customer WHERE id IN ({homes})"))

    def entries_naming(self, customer_id: CustomerId) -> tuple[str, ...]:
        """Return the questions of the FAQ entries that name a person now. Raises ErasureRefused."""
        found = naming(self._db, self._scope.told(self._scope.person(customer_id)))
        return tuple(dict.fromkeys(one.question for one in found if one.is_newest))

    def _marks_of_people(self) -> list[tuple[str, ...]]:
        """Return the parts of the marks of the identities that were gathered: nothing older comes back by these."""
        rows = self._db.read(f"SELECT network, remote_id FROM identity WHERE id IN {doomed('identity')}")
        return [identity_parts(*row) for row in rows]

    def _marks_of_doomed(self) -> list[tuple[str, ...]]:
        """Return the parts of the marks of what was gathered."""
        return [
            *self._marks_of_people(),
            *(message_parts(*row) for row in self._db.read(
                "SELECT a.uid, m.remote_id FROM message m JOIN account a ON a.id = m.account_id "
                f"WHERE m.id IN {doomed('message')}")),
            *(message_parts(*row) for row in self._db.read(
                "SELECT a.uid, d.idempotency_key FROM delivery d JOIN account a ON a.id = d.account_id "
                f"WHERE d.id IN {doomed('delivery')}")),
        ]  # fmt: skip

    def _remember(self, parts: Sequence[tuple[str, ...]], at_ms: int) -> None:
        """Keep the marks of what is to stay away."""
        self._db.write_many(
            "INSERT OR REPLACE INTO erased (mark, at) VALUES (?, ?)", [(self._marks.of(*one), at_ms) for one in parts]
        )

    def _forget_beside(self, person: Person) -> None:
        """Take the person's words out of what others quoted in the same conversation, and redactions of them."""
        for case in person.shared:
            self._db.write(
                "UPDATE message_part SET quoted = '', html = NULL WHERE quoted <> '' AND message_id IN "
                "(SELECT id FROM message WHERE case_id = ?)",
                (case,),
            )
            self._db.write("DELETE FROM draft WHERE case_id = ?", (case,))
            self._db.write("DELETE FROM draft_aside WHERE case_id = ?", (case,))
        for account, remote_id in (
            self._db.read(f"SELECT account_id, remote_id FROM message WHERE id IN {doomed('message')}")
            if self._db.read_one("SELECT 1 FROM redaction LIMIT 1")
            else ()
        ):
            self._db.write("DELETE FROM redaction WHERE account_id = ? AND remote_id = ?", (account, remote_id))

    def _forget_lines(self, person: Person, lines: Sequence[int]) -> None:
        for key in lines:
            self._db.write("UPDATE journal SET before = NULL, after = NULL WHERE id = ?", (key,))
        forget_journal(self._db, list(person.cases))

    def _forget_words(self, person: Person) -> None:
        """Forget what was searched for lately, which may be words of theirs, and the faces that are known as them."""
        self._db.write("DELETE FROM setting WHERE name = ?", (_SEARCHES,))
        for word in person.words:
            self._db.write("DELETE FROM known_face WHERE handle = ?", (word.lstrip("@"),))

    def _rehome(self, person: Person) -> None:
        """Give conversations that stay to somebody who wrote in them, and let them say only what is left."""
        for case in person.shared:
            other = self._db.read_one(
                "SELECT m.identity_id, n.customer_id, min(m.sent_at), max(m.sent_at), count(*) FROM message m "
                "JOIN identity n ON n.id = m.identity_id WHERE m.case_id = ? AND m.direction = 'incoming' "
                "GROUP BY m.identity_id ORDER BY min(m.id) LIMIT 1",
                (case,),
            )
            assert other is not None
            self._db.write(
                "UPDATE thread SET identity_id = ?, subject = '', subject_key = '' WHERE case_id = ? "
                "AND NOT EXISTS (SELECT 1 FROM identity n WHERE n.id = thread.identity_id)",
                (other[0], case),
            )
            self._db.write(
                "UPDATE cases SET customer_id = ?, identity_id = ?, subject = '', snippet = '', factors = '[]', "
                "reasons = '[]', awaiting_since = NULL, due_at = NULL, "
                "messages = (SELECT count(*) FROM message WHERE case_id = cases.id) WHERE id = ?",
                (other[1], other[0], case),
            )
        refresh(self._db, person.shared)
