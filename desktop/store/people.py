"""Identities and customers: who wrote, found or made in bulk; the profile that the window shows."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.model import (
    Author,
    CaseId,
    CustomerId,
    CustomerNote,
    CustomerProfile,
    Identity,
    IdentityId,
    LinkReason,
    Network,
    PastInteraction,
    Visibility,
    fact_uid,
)
from desktop.model.people import BasisKind, TieBasis
from desktop.store.connection import Connection
from desktop.store.customer_index import index_customers
from desktop.system.clock import from_ms, to_ms

_CHUNK = 400
_TOP_SHARES = (1, 5, 10)
_PAST_SHOWN = 20
_NOTES_SHOWN = 100
_IDENTITIES_SHOWN = 50
_CASES_HEARD = 50
"""From so many of the newest cases it is told which languages a person writes."""
_CASES_COMPARED, _MESSAGES_COMPARED = 10, 20
_FEWEST_KNOWN = 20
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Question:
    """A message of a customer, as it is compared with others of theirs."""

    message_id: int
    case_id: CaseId
    network: Network
    visibility: Visibility
    at: datetime
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The newest message of a case and what nobody had answered when it came, newest first."""

    newest: Question
    before: tuple[Question, ...]


@dataclass(slots=True)
class KnownIdentity:
    """An identity's keys and what may have changed since it was stored."""

    id: int
    customer_id: int
    handle: str
    name: str
    followers: int | None
    incoming: int


class People:
    """Reads and writes of identities and customers on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def known(self, network: Network, remote_ids: Iterable[str]) -> dict[str, KnownIdentity]:
        """Return the stored identities of a network by remote id."""
        wanted = sorted(set(remote_ids))
        found: dict[str, KnownIdentity] = {}
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            rows = self._db.read(
                "SELECT remote_id, id, customer_id, handle, name, followers, incoming FROM identity "  # noqa: S608
                f"WHERE network = ? AND remote_id IN ({marks})",
                (network.value, *chunk),
            )
            found.update((row[0], KnownIdentity(*row[1:])) for row in rows)
        return found

    def add(self, author: Author, at_ms: int) -> KnownIdentity:
        """Store a new identity with a customer of its own; `at_ms` is when it was first seen."""
        uid = home_uid(author.network.value, author.remote_id)
        name = author.name or author.handle
        customer = self._db.insert("INSERT INTO customer (uid, name, since_at) VALUES (?, ?, ?)", (uid, name, at_ms))
        self._db.write(
            "INSERT INTO customer_fts (rowid, name, handles) VALUES (?, ?, ?)", (customer, name, author.handle)
        )
        identity = self._db.insert(
            "INSERT INTO identity (customer_id, network, remote_id, handle, name, followers, verified, avatar_url, "
            "first_seen_at, link_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                customer,
                author.network.value,
                author.remote_id,
                author.handle,
                author.name,
                author.followers,
                int(author.verified),
                author.avatar_url,
                at_ms,
                LinkReason.FIRST_SEEN.value,
            ),
        )
        return KnownIdentity(identity, customer, author.handle, author.name, author.followers, 0)

    def update(self, known: KnownIdentity, author: Author) -> None:
        """Store what the network now says of an identity; the customer keeps a name that an agent gave."""
        if not author.name and author.followers is None:
            return
        if (known.name, known.handle) == (author.name, author.handle) and author.followers in (None, known.followers):
            return
        self._db.write(
            "UPDATE identity SET handle = ?, name = ?, followers = coalesce(?, followers) WHERE id = ?",
            (author.handle, author.name or known.name, author.followers, known.id),
        )
        if (known.name, known.handle) != (author.name or known.name, author.handle):
            index_customers(self._db, (known.customer_id,))

    def profile(self, customer_id: CustomerId) -> CustomerProfile | None:
        """Return what the profile pane shows, None if there is no such customer.

        Bounded: it reads 20 past cases, 100 notes and counts the rest in an index, whatever the person's history.
        """
        row = self._db.read_one("SELECT name, since_at, uid FROM customer WHERE id = ?", (customer_id,))
        if row is None:
            return None
        identities = self._identities(customer_id, row[2])
        homes = homes_of(self._db, customer_id)
        incoming = self._incoming(customer_id)
        followers = [identity.followers for identity in identities if identity.followers is not None]
        return CustomerProfile(
            id=customer_id,
            name=row[0],
            languages=self._languages(customer_id),
            followers=max(followers) if followers else None,
            interactions=incoming,
            since=self._since(customer_id, from_ms(row[1]), identities),
            top_share=self._top_share(incoming),
            identities=identities,
            interactions_shown=self.past_rows(self.past_ids(customer_id, _PAST_SHOWN)),
            cases_total=self._count(
                "SELECT count(*) FROM cases WHERE customer_id = ? AND merged_into IS NULL", customer_id
            ),
            notes=self._notes(homes),
            tags=tuple(sorted({tag for _, tag in self._tags(homes)})),
            uid=row[2],
        )

    def followers_of(self, case_id: CaseId) -> int | None:
        """Return how many followed the identity that a case began with, when it was last seen; None if unknown."""
        row = self._db.read_one(
            "SELECT i.followers FROM cases c JOIN identity i ON i.id = c.identity_id WHERE c.id = ?", (case_id,)
        )
        return int(row[0]) if row and row[0] is not None else None

    def past_ids(self, customer_id: CustomerId, limit: int | None = None) -> array[int]:
        """Return the ids of a customer's cases that stand for themselves, newest first; all unless `limit` says.

        Read from an index alone. Without a limit it belongs into the background: 10,000 take a few milliseconds.
        """
        rows = self._db.read_column(
            "SELECT id FROM cases WHERE customer_id = ? AND merged_into IS NULL ORDER BY last_at DESC, id DESC LIMIT ?",
            (customer_id, -1 if limit is None else limit),
        )
        return array("q", rows)

    def past_rows(self, case_ids: Sequence[int]) -> tuple[PastInteraction, ...]:
        """Return what the profile shows of these cases, in their order; at most a page of them at a time."""
        if not case_ids:
            return ()
        marks = ",".join("?" * len(case_ids))
        rows = self._db.read(
            "SELECT c.id, c.network, c.subject, c.snippet, c.last_at, r.status, c.last_out_at, c.first_at, "  # noqa: S608
            "c.awaiting_since, i.status_at, (SELECT substr(m.text, 1, 160) FROM message m WHERE m.case_id = c.id "
            "AND m.direction = 'incoming' AND m.text <> '' ORDER BY m.id LIMIT 1), "
            "(SELECT g.mark FROM rating g WHERE g.case_id = c.id ORDER BY g.at DESC LIMIT 1) "
            "FROM cases c LEFT JOIN case_row r ON r.case_id = c.id LEFT JOIN case_intent i ON i.case_id = c.id "
            f"WHERE c.id IN ({marks})",
            case_ids,
        )
        found = {row[0]: _past_interaction(row) for row in rows}
        return tuple(found[case_id] for case_id in case_ids if case_id in found)

    def asked(self, customer_id: CustomerId, case_id: CaseId) -> Asked | None:
        """Return the newest message of a case and the customer's earlier ones without an answer; None without any.

        Reads at most 20 messages of each of the customer's ten newest cases.
        """
        last = self._db.read_one("SELECT max(id) FROM message WHERE case_id = ? AND direction = 'incoming'", (case_id,))
        if last is None or last[0] is None:
            return None
        found: list[Question] = []
        for case in {int(case_id), *self.past_ids(customer_id, _CASES_COMPARED)}:
            rows = self._db.read(
                "SELECT m.id, m.case_id, a.network, m.visibility, m.sent_at, m.text, m.language FROM message m "
                "JOIN account a ON a.id = m.account_id WHERE m.case_id = ? AND m.id <= ? AND m.direction = 'incoming' "
                "AND m.text <> '' AND NOT EXISTS (SELECT 1 FROM message o WHERE o.case_id = m.case_id AND o.id > m.id "
                "AND o.id < ? AND o.direction = 'outgoing') ORDER BY m.id DESC LIMIT ?",
                (case, last[0], last[0], _MESSAGES_COMPARED),
            )
            found.extend(
                Question(row[0], CaseId(row[1]), Network(row[2]), Visibility(row[3]), from_ms(row[4]), *row[5:])
                for row in rows
            )
        found.sort(key=lambda question: question.message_id, reverse=True)
        return Asked(found[0], tuple(found[1:])) if found and found[0].message_id == last[0] else None

    def measure_activity(self, now: datetime) -> None:
        """Work out, once a day, from how many messages on a customer is among the most active 1, 5 and 10 %.

        With fewer than 20 customers no share says anything, and none is kept.
        """
        row = self._db.read_one("SELECT at FROM setting WHERE name = 'activity.thresholds'")
        if row is not None and to_ms(now) - row[0] < _DAY_MS:
            return
        total = self._db.read_one("SELECT count(*) FROM identity")
        known = int(total[0]) if total else 0
        thresholds: dict[str, int] = {}
        if known >= _FEWEST_KNOWN:
            for share in _TOP_SHARES:
                found = self._db.read_one(
                    "SELECT incoming FROM identity ORDER BY incoming DESC LIMIT 1 OFFSET ?", (known * share // 100,)
                )
                thresholds[str(share)] = int(found[0]) + 1 if found else 1 << 60
        with self._db.writing():
            self._db.write(
                "INSERT OR REPLACE INTO setting (name, value, at) VALUES ('activity.thresholds', ?, ?)",
                (json.dumps(thresholds), to_ms(now)),
            )

    def uids_of(self, customer_ids: Iterable[int]) -> dict[int, str]:
        """Return the uids of some customers."""
        wanted, found = sorted(set(customer_ids)), dict[int, str]()
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            found.update(self._db.read(f"SELECT id, uid FROM customer WHERE id IN ({marks})", chunk))  # noqa: S608
        return found

    def tags_of(self, customer_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the tags of some customers, for the priority."""
        if not customer_ids:
            return {}
        owners = {home: owner for owner in self._joined(customer_ids) for home in homes_of(self._db, owner)}
        owners.update((customer, customer) for customer in customer_ids)
        found: dict[int, tuple[str, ...]] = {}
        for home, tag in self._tags(sorted(owners)):
            customer = owners[home]
            if tag not in found.get(customer, ()):
                found[customer] = (*found.get(customer, ()), tag)
        return found

    def _joined(self, customer_ids: Sequence[int]) -> list[int]:
        """Return those of these customers to whom an identity of another one was tied."""
        marks = ",".join("?" * len(customer_ids))
        return self._db.read_column(
            f"SELECT DISTINCT customer_id FROM identity WHERE customer_id IN ({marks}) AND link_reason <> ?",  # noqa: S608
            (*customer_ids, LinkReason.FIRST_SEEN.value),
        )

    def _tags(self, customer_ids: Sequence[int]) -> list[tuple[int, str]]:
        marks = ",".join("?" * len(customer_ids))
        return self._db.read(
            f"SELECT customer_id, tag FROM customer_tag WHERE customer_id IN ({marks})",  # noqa: S608
            customer_ids,
        )

    def _since(self, customer_id: CustomerId, since: datetime, identities: tuple[Identity, ...]) -> datetime:
        """Return the earliest sign of a person: first seen, or the beginning of the case that ended first."""
        seen = [since, *(identity.first_seen_at for identity in identities)]
        row = self._db.read_one(
            "SELECT first_at FROM cases WHERE customer_id = ? AND merged_into IS NULL ORDER BY last_at LIMIT 1",
            (customer_id,),
        )
        return min([*seen, from_ms(row[0])] if row else seen)

    def _count(self, sql: str, value: int) -> int:
        row = self._db.read_one(sql, (value,))
        return int(row[0]) if row and row[0] is not None else 0

    def _incoming(self, customer_id: CustomerId) -> int:
        return self._count("SELECT sum(incoming) FROM identity WHERE customer_id = ?", customer_id)

    def _identities(self, customer_id: CustomerId, customer_uid: str) -> tuple[Identity, ...]:
        rows = self._db.read(
            "SELECT n.id, n.customer_id, n.network, n.handle, n.name, n.followers, n.verified, n.first_seen_at, "
            "n.link_reason, n.remote_id, b.kind, b.why, b.agent, b.at FROM identity n "
            "LEFT JOIN tie_basis b ON b.identity_id = n.id WHERE n.customer_id = ? "
            "ORDER BY n.first_seen_at, n.id LIMIT ?",
            (customer_id, _IDENTITIES_SHOWN),
        )
        return tuple(
            Identity(
                IdentityId(row[0]),
                CustomerId(row[1]),
                Network(row[2]),
                row[3],
                row[4],
                row[5],
                bool(row[6]),
                from_ms(row[7]),
                LinkReason(row[8]),
                is_first=home_uid(row[2], row[9]) == customer_uid,
                basis=basis_of(*row[10:]),
            )
            for row in rows
        )

    def _languages(self, customer_id: CustomerId) -> tuple[str, ...]:
        rows = self._db.read_column(
            "SELECT language FROM cases WHERE id IN (SELECT id FROM cases WHERE customer_id = ? "
            "AND merged_into IS NULL ORDER BY last_at DESC LIMIT ?) AND language <> 'unknown' "
            "GROUP BY language ORDER BY count(*) DESC, language LIMIT 3",
            (customer_id, _CASES_HEARD),
        )
        return tuple(rows)

    def _top_share(self, incoming: int) -> int | None:
        """Return 1, 5 or 10 if at most that share of all customers wrote as much; None if not, or too few are known."""
        total = self._db.read_one("SELECT value FROM setting WHERE name = 'activity.thresholds'")
        if total is None:
            return None
        thresholds: dict[str, int] = json.loads(total[0])
        for share in _TOP_SHARES:
            if incoming >= thresholds.get(str(share), 1 << 60):
                return share
        return None

    def _notes(self, customer_ids: Sequence[int]) -> tuple[CustomerNote, ...]:
        marks = ",".join("?" * len(customer_ids))
        rows = self._db.read(
            f"SELECT uid, author, text, at FROM customer_note WHERE customer_id IN ({marks}) "  # noqa: S608
            "ORDER BY at DESC, id DESC LIMIT ?",
            (*customer_ids, _NOTES_SHOWN),
        )
        return tuple(CustomerNote(uid, author, text, from_ms(at)) for uid, author, text, at in rows)


def basis_of(kind: str | None, why: str | None, agent: str | None, at: int | None) -> TieBasis | None:
    """Return the basis of a tie from its columns, None if none was kept."""
    if kind is None or at is None:
        return None
    return TieBasis(BasisKind(kind), why or "", agent or "", from_ms(at))


def home_uid(network: str, remote_id: str) -> str:
    """Return the uid of the customer that an identity began as, whoever it is tied to now."""
    return fact_uid("customer", network, remote_id)


def homes_of(db: Connection, customer_id: int) -> tuple[int, ...]:
    """Return the customers whose notes and tags are about this person: itself, and those its identities began as.

    Tying two people together moves no note and no tag, so untying them can't lose one.
    """
    tied = db.read(
        "SELECT network, remote_id FROM identity WHERE customer_id = ? AND link_reason <> ? LIMIT ?",
        (customer_id, LinkReason.FIRST_SEEN.value, _IDENTITIES_SHOWN),
    )
    if not tied:
        return (customer_id,)
    marks = ",".join("?" * len(tied))
    uids = [home_uid(network, remote_id) for network, remote_id in tied]
    homes = db.read_column(f"SELECT id FROM customer WHERE uid IN ({marks}) ORDER BY id", uids)  # noqa: S608
    return (customer_id, *(home for home in homes if home != customer_id))


def _past_interaction(row: tuple[Any, ...]) -> PastInteraction:
    case_id, network, subject, snippet, last_at, status, last_out, first_at, awaiting, status_at, first_text, mark = row
    outcome = status or "open"
    if awaiting is not None and last_out is None and outcome in ("new", "open"):
        outcome = "unanswered"
    solved_in = max(0, (status_at - first_at) // 1000) if outcome == "solved" and status_at else None
    asked = " ".join((subject or first_text or snippet).split())
    return PastInteraction(case_id, Network(network), asked, from_ms(last_at), outcome, solved_in, mark)
