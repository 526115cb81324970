"""Whose is what: the rows that are one person's, and how much of what would go with them.

Everything the person wrote, also in other people's conversations, and everything that was written to them or about
them. A conversation in which other people wrote too is shared: it stays, without its notes and drafts.
"""

# ruff: noqa: S608 - only names, codes and row keys of our own are put into statements

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.model import CustomerId, Deed
from desktop.store.connection import Connection
from desktop.store.erasure_words import naming, told_words
from desktop.store.people import homes_of
from desktop.store.retention import take_cases
from desktop.store.uprooting import Uprooting

SHORTEST = 3
"""Letters: a shorter name would be found in every other word."""
_ABOUT = tuple(
    deed.value
    for deed in (
        Deed.CUSTOMER_NOTE,
        Deed.CUSTOMER_TAG,
        Deed.CUSTOMER_MERGED,
        Deed.CUSTOMER_SEPARATED,
        Deed.CUSTOMER_EXPORTED,
        Deed.NOT_ONE_PERSON,
        Deed.OWN_FIELD,
        Deed.CONSENT,
    )
)


@dataclass(frozen=True, slots=True)
class Erasable:
    """How much of one person would go. `kept_cases` are conversations in which other people wrote too."""

    identities: int
    conversations: int
    messages: int
    messages_elsewhere: int
    attachments: int
    attachment_bytes: int
    drafts: int
    unsent: int
    notes: int
    ratings: int
    tickets: int
    own_values: int
    consents: int
    journal_lines: int
    kept_cases: int
    kept_answers: int = 0
    """Texts of the FAQ, old versions too, out of which a name, handle or number of theirs is taken."""


class ErasureRefused(Exception):
    """Nothing was erased. `reason` is a code: no_customer, sending (a reply is leaving at this moment)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Person:
    """The rows that are a person's: keys, and the words by which the journal may name them."""

    customers: tuple[int, ...]
    identities: tuple[int, ...]
    cases: tuple[int, ...]
    shared: tuple[int, ...]  # of the cases, those in which other people wrote
    words: tuple[str, ...]


class Scope:
    """Reads of whose is what on one connection. Every message is looked at once: no index leads to its author."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def person(self, customer_id: CustomerId) -> Person:
        """Return which rows are a person's. Raises ErasureRefused if there is no such customer."""
        row = self._db.read_one("SELECT uid, name FROM customer WHERE id = ?", (customer_id,))
        if row is None:
            raise ErasureRefused("no_customer")
        rows = self._db.read("SELECT id, remote_id, handle, name FROM identity WHERE customer_id = ?", (customer_id,))
        identities = tuple(one[0] for one in rows)
        marks = ",".join("?" * len(identities))
        cases = self._db.read_column(
            f"SELECT id FROM cases WHERE customer_id = ? OR identity_id IN ({marks})",
            (customer_id, *identities),
        )
        homes = (one for one in homes_of(self._db, customer_id) if one == customer_id or not self._is_lived_in(one))
        words = {word for one in rows for word in one[1:]} | set(row)
        return Person(tuple(homes), identities, tuple(cases), self._shared(cases, identities), tuple(sorted(words)))

    def _is_lived_in(self, customer_id: int) -> bool:
        return self._db.read_one("SELECT 1 FROM identity WHERE customer_id = ? LIMIT 1", (customer_id,)) is not None

    def _shared(self, cases: Sequence[int], identities: Sequence[int]) -> tuple[int, ...]:
        """Return the cases in which somebody else wrote."""
        marks = ",".join("?" * len(identities))
        return tuple(
            case
            for case in cases
            if self._db.read_one(
                "SELECT 1 FROM message WHERE case_id = ? AND identity_id IS NOT NULL "
                f"AND direction = 'incoming' AND identity_id NOT IN ({marks}) LIMIT 1",
                (case, *identities),
            )
            is not None
        )

    def alone(self, person: Person, cases: Sequence[int]) -> list[int]:
        """Return those of some of a person's cases in which still nobody else wrote."""
        shared = set(self._shared(cases, person.identities))
        return [one for one in cases if one not in shared]

    def gathered(self, person: Person) -> Uprooting:
        """Return what goes with a person, gathered and not taken away yet."""
        going = Uprooting(self._db)
        take_cases(self._db, going, [case for case in person.cases if case not in person.shared])
        going.add("identity", person.identities)
        going.add("customer", person.customers)
        theirs = "(SELECT id FROM temp.doomed WHERE kind = 'identity')"
        self._db.write(
            "INSERT OR IGNORE INTO temp.doomed SELECT 'message', m.id FROM message m "
            f"WHERE m.identity_id IN {theirs} OR (m.direction <> 'incoming' AND m.thread_id IN "
            f"(SELECT id FROM thread WHERE identity_id IN {theirs}))"
        )
        self._db.write(
            "INSERT OR IGNORE INTO temp.doomed SELECT 'thread', t.id FROM thread t "
            f"WHERE t.identity_id IN {theirs} AND NOT EXISTS (SELECT 1 FROM message m WHERE m.case_id = t.case_id "
            "AND m.thread_id = t.id AND m.id NOT IN (SELECT id FROM temp.doomed WHERE kind = 'message'))"
        )
        self._take_beside(going, person)
        going.gather()
        return going

    def _take_beside(self, going: Uprooting, person: Person) -> None:
        """Name what was written about the person in conversations that stay."""
        for case in person.shared:
            going.add("note", self._db.read_column("SELECT id FROM note WHERE case_id = ?", (case,)))
            going.add("ticket", self._db.read_column("SELECT id FROM ticket WHERE case_id = ?", (case,)))
            going.add("ticket_deed", self._db.read_column("SELECT id FROM ticket_deed WHERE case_id = ?", (case,)))
            going.add("delivery", self._db.read_column("SELECT id FROM delivery WHERE case_id = ?", (case,)))
            going.add("draft_file", self._db.read_column("SELECT id FROM draft_file WHERE case_id = ?", (case,)))
            going.add("rating", self._db.read_column("SELECT id FROM rating WHERE case_id = ?", (case,)))

    def counted(self, person: Person, going: Uprooting) -> Erasable:
        """Return how much was gathered."""
        cases = ",".join(str(one) for one in person.cases) or "-1"
        messages = going.ids("message")
        inside = self._count(f"SELECT count(*) FROM message WHERE case_id IN ({cases}) AND id IN {doomed('message')}")
        people = doomed("customer")
        return Erasable(
            identities=len(person.identities),
            conversations=len(going.ids("cases")),
            messages=inside,
            messages_elsewhere=len(messages) - inside,
            attachments=len(going.ids("attachment")),
            attachment_bytes=self._count(f"SELECT sum(size) FROM attachment WHERE id IN {doomed('attachment')}"),
            drafts=self._count(f"SELECT count(*) FROM draft WHERE case_id IN ({cases}) AND text <> ''"),
            unsent=self._count(
                f"SELECT count(*) FROM delivery WHERE id IN {doomed('delivery')} AND state NOT IN ('sent', 'cancelled')"
            ),
            notes=len(going.ids("note"))
            + self._count(f"SELECT count(*) FROM customer_note WHERE customer_id IN {people}"),
            ratings=len(going.ids("rating")),
            tickets=len(going.ids("ticket")),
            own_values=self._count(f"SELECT count(*) FROM custom_value WHERE customer_id IN {people}"),
            consents=len(going.ids("consent")),
            journal_lines=self._count(f"SELECT count(*) FROM journal WHERE case_id IN ({cases})")
            + len(self.lines_about(person)),
            kept_cases=len(person.shared),
            kept_answers=len(naming(self._db, self.told(person))),
        )

    def told(self, person: Person) -> tuple[str, ...]:
        """Return what may name the person in a text that others keep."""
        return told_words(self._db, person.identities, person.customers)

    def _count(self, sql: str) -> int:
        row = self._db.read_one(sql)
        return int(row[0]) if row and row[0] is not None else 0

    def lines_about(self, person: Person) -> list[int]:
        """Return the journal's lines outside conversations that name the person, by key or in words."""
        holes = ",".join("?" * len(_ABOUT))
        found = [
            key
            for key, before, after in self._db.read(
                f"SELECT id, before, after FROM journal WHERE case_id IS NULL AND deed IN ({holes})",
                _ABOUT,
            )
            if set(person.customers) & {*_numbers(before), *_numbers(after)}
        ]
        for word in person.words:
            if len(word) >= SHORTEST and not word.isdigit():
                packed = json.dumps(word, ensure_ascii=False)[1:-1]
                found += self._db.read_column(
                    "SELECT id FROM journal WHERE case_id IS NULL AND (instr(before, ?) OR instr(after, ?))",
                    (packed, packed),
                )
        return sorted(set(found))


def doomed(kind: str) -> str:
    """Return the subquery of what was gathered of a table."""
    return f"(SELECT id FROM temp.doomed WHERE kind = '{kind}')"


def _numbers(packed: str | None) -> Iterable[int]:
    """Return every whole number in a JSON value that is a list, however deep, or that is the value."""
    waiting = [json.loads(packed)] if packed is not None else []
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            yield value
