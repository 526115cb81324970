"""Identities and customers: who wrote, found or made in bulk; the profile that the window shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.model import (
    Author,
    CustomerId,
    CustomerNote,
    CustomerProfile,
    Identity,
    IdentityId,
    LinkReason,
    Network,
    PastInteraction,
    fact_uid,
)
from desktop.store.connection import Connection
from desktop.system.clock import from_ms, to_ms

_CHUNK = 400
_TOP_SHARES = (1, 5, 10)
_PAST_SHOWN = 20
_FEWEST_KNOWN = 20
_DAY_MS = 86_400_000


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
        uid = fact_uid("customer", author.network.value, author.remote_id)
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

    def profile(self, customer_id: CustomerId) -> CustomerProfile | None:
        """Return what the profile pane shows, None if there is no such customer."""
        row = self._db.read_one("SELECT name, since_at FROM customer WHERE id = ?", (customer_id,))
        if row is None:
            return None
        identities = self._identities(customer_id)
        incoming = self._incoming(customer_id)
        followers = [identity.followers for identity in identities if identity.followers is not None]
        return CustomerProfile(
            id=customer_id,
            name=row[0],
            languages=self._languages(customer_id),
            followers=max(followers) if followers else None,
            interactions=incoming,
            since=from_ms(row[1]),
            top_share=self._top_share(incoming),
            identities=identities,
            interactions_shown=self._past(customer_id),
            cases_total=int(self._count("SELECT count(*) FROM cases WHERE customer_id = ?", customer_id)),
            notes=self._notes(customer_id),
            tags=tuple(
                self._db.read_column("SELECT tag FROM customer_tag WHERE customer_id = ? ORDER BY tag", (customer_id,))
            ),
        )

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

    def tags_of(self, customer_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the tags of some customers, for the priority."""
        if not customer_ids:
            return {}
        marks = ",".join("?" * len(customer_ids))
        found: dict[int, tuple[str, ...]] = {}
        for customer, tag in self._db.read(
            f"SELECT customer_id, tag FROM customer_tag WHERE customer_id IN ({marks})",  # noqa: S608
            customer_ids,
        ):
            found[customer] = (*found.get(customer, ()), tag)
        return found

    def _count(self, sql: str, value: int) -> int:
        row = self._db.read_one(sql, (value,))
        return int(row[0]) if row and row[0] is not None else 0

    def _incoming(self, customer_id: CustomerId) -> int:
        return self._count("SELECT sum(incoming) FROM identity WHERE customer_id = ?", customer_id)

    def _identities(self, customer_id: CustomerId) -> tuple[Identity, ...]:
        rows = self._db.read(
            "SELECT id, customer_id, network, handle, name, followers, verified, first_seen_at, link_reason "
            "FROM identity WHERE customer_id = ? ORDER BY first_seen_at",
            (customer_id,),
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
            )
            for row in rows
        )

    def _languages(self, customer_id: CustomerId) -> tuple[str, ...]:
        rows = self._db.read_column(
            "SELECT language FROM cases WHERE customer_id = ? AND language <> 'unknown' "
            "GROUP BY language ORDER BY count(*) DESC LIMIT 3",
            (customer_id,),
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

    def _past(self, customer_id: CustomerId) -> tuple[PastInteraction, ...]:
        rows = self._db.read(
            "SELECT c.id, c.network, c.subject, c.snippet, c.last_at, r.status, c.last_out_at, c.first_at, "
            "c.awaiting_since, i.status_at FROM cases c LEFT JOIN case_row r ON r.case_id = c.id "
            "LEFT JOIN case_intent i ON i.case_id = c.id "
            "WHERE c.customer_id = ? AND c.merged_into IS NULL ORDER BY c.last_at DESC LIMIT ?",
            (customer_id, _PAST_SHOWN),
        )
        return tuple(_past_interaction(row) for row in rows)

    def _notes(self, customer_id: CustomerId) -> tuple[CustomerNote, ...]:
        rows = self._db.read(
            "SELECT uid, author, text, at FROM customer_note WHERE customer_id = ? ORDER BY at DESC", (customer_id,)
        )
        return tuple(CustomerNote(uid, author, text, from_ms(at)) for uid, author, text, at in rows)


def _past_interaction(row: tuple[object, ...]) -> PastInteraction:
    case_id, network, subject, snippet, last_at, status, last_out, first_at, awaiting, status_at = row
    outcome = str(status or "open")
    if awaiting is not None and last_out is None and outcome in ("new", "open"):
        outcome = "unanswered"
    seconds: int | None = None
    if outcome == "solved" and isinstance(status_at, int) and isinstance(first_at, int):
        seconds = max(0, (status_at - first_at) // 1000)
    return PastInteraction(
        int(str(case_id)),
        Network(str(network)),
        str(subject or snippet),
        from_ms(int(str(last_at))),
        outcome,
        seconds,
    )
