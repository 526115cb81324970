"""Erasure of one person (GDPR, article 17): taking them away for good, in one transaction.

What other people wrote is not the person's: a conversation that they share goes on with one of those who wrote,
without a word by or to the person. Of the journal's lines the deed, its time and the agent stay (article 5,
paragraph 2); salted marks stay, so that no later pull brings anything back.
"""

# ruff: noqa: S608 - only names, codes and row keys of our own are put into statements

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from desktop.model import CustomerId, Deed, DeliveryState
from desktop.store.connection import Connection
from desktop.store.erasure_scope import Erasable, ErasureRefused, Person, Scope, doomed
from desktop.store.erasure_words import naming, take_out
from desktop.store.journal import Journal
from desktop.store.marks import Marks, identity_parts, message_parts
from desktop.store.projection import refresh
from desktop.store.retention import forget_journal
from desktop.store.scrubbing import scrub_soon
from desktop.store.uprooting import unguarded
from desktop.system.clock import to_ms

_SEARCHES = "inbox.searches"


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

    def erase(self, customer_id: CustomerId, *, actor: str, at: datetime) -> Erased:
        """Take a person away; the file is to be scrubbed afterwards.

        Raises ErasureRefused, and then nothing was changed.
        """
        with unguarded(self._db), self._db.writing():
            person = self._scope.person(customer_id)
            self._refuse_while_sending(person)
            going = self._scope.gathered(person)
            counts = self._scope.counted(person, going)
            self._remember(to_ms(at))
            self._forget_beside(person)
            self._forget_lines(person)
            self._forget_words(person)
            told = self._scope.told(person)
            take_out(self._db, naming(self._db, told), told)
            going.run()
            self._rehome(person)
            self._journal.record(Deed.CUSTOMER_ERASED, actor=actor, at=at, after=asdict(counts))
            scrub_soon(self._db, to_ms(at))
        gone = tuple(one for one in person.cases if one not in person.shared)
        return Erased(counts, gone, person.shared)

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

    def _remember(self, at_ms: int) -> None:
        """Keep the marks of what is to stay away."""
        parts = [
            *(identity_parts(*row) for row in self._db.read(
                f"SELECT network, remote_id FROM identity WHERE id IN {doomed('identity')}")),
            *(message_parts(*row) for row in self._db.read(
                "SELECT a.uid, m.remote_id FROM message m JOIN account a ON a.id = m.account_id "
                f"WHERE m.id IN {doomed('message')}")),
            *(message_parts(*row) for row in self._db.read(
                "SELECT a.uid, d.idempotency_key FROM delivery d JOIN account a ON a.id = d.account_id "
                f"WHERE d.id IN {doomed('delivery')}")),
        ]  # fmt: skip
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

    def _forget_lines(self, person: Person) -> None:
        for key in self._scope.lines_about(person):
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
