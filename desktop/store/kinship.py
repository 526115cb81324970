"""Signs that two identities are one person, as the store has them: what they wrote of each other, and badges.

Only what a person said to the desk counts, and what a network verified in public. A name or a picture never does:
a same picture is told beside another sign. What an agent refused is remembered for each pair of identities.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.model import CustomerId, IdentityId, Network
from desktop.store.connection import Connection
from desktop.system.clock import from_ms

_SAID_OF_EACH, _CASES_READ = 20, 20
_NAMED_BY = 20


@dataclass(frozen=True, slots=True)
class Kin:
    """An identity as it is compared with others."""

    id: IdentityId
    customer_id: CustomerId
    network: Network
    remote_id: str
    handle: str
    name: str
    verified: bool
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody wrote, and as whom."""

    message_id: int
    identity_id: IdentityId
    at: datetime
    text: str


_KIN = "SELECT id, customer_id, network, remote_id, handle, name, verified, avatar_url FROM identity "


class Kinship:
    """Reads of signs, and refusals, on one connection. Belongs into the background."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def of(self, customer_id: CustomerId) -> tuple[Kin, ...]:
        """Return a customer's identities."""
        return self._kin("WHERE customer_id = ? ORDER BY id LIMIT 50", (customer_id,))

    def said_by(self, customer_id: CustomerId) -> tuple[Saying, ...]:
        """Return what a customer wrote last: at most 20 messages of each of the 20 newest cases."""
        cases = self._db.read_column(
            "SELECT id FROM cases WHERE customer_id = ? AND merged_into IS NULL ORDER BY last_at DESC LIMIT ?",
            (customer_id, _CASES_READ),
        )
        found: list[Saying] = []
        for case in cases:
            rows = self._db.read(
                "SELECT m.id, m.identity_id, m.sent_at, m.text FROM message m JOIN identity n ON n.id = m.identity_id "
                "WHERE m.case_id = ? AND m.direction = 'incoming' AND n.customer_id = ? ORDER BY m.id DESC LIMIT ?",
                (case, customer_id, _SAID_OF_EACH),
            )
            found.extend(Saying(row[0], IdentityId(row[1]), from_ms(row[2]), row[3]) for row in rows)
        return tuple(found)

    def that_name(self, words: Sequence[str], customer_id: CustomerId) -> tuple[Saying, ...]:
        """Return the newest messages of other customers in which these words follow one another."""
        phrase = '"' + " ".join(words) + '"'
        rows = self._db.read(
            "SELECT m.id, m.identity_id, m.sent_at, m.text FROM message m JOIN identity n ON n.id = m.identity_id "
            "WHERE m.id IN (SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ?) "
            "AND m.direction = 'incoming' AND n.customer_id <> ? ORDER BY m.id DESC",
            (f"text : {phrase}", _NAMED_BY, customer_id),
        )
        return tuple(Saying(row[0], IdentityId(row[1]), from_ms(row[2]), row[3]) for row in rows)

    def with_remote_ids(self, network: Network, remote_ids: Iterable[str]) -> tuple[Kin, ...]:
        """Return the identities of a network with these ids."""
        wanted = sorted(set(remote_ids))[:50]
        marks = ",".join("?" * len(wanted))
        return self._kin(f"WHERE network = ? AND remote_id IN ({marks})", (network.value, *wanted)) if wanted else ()

    def with_handles(self, handles: Iterable[tuple[Network, str]]) -> tuple[Kin, ...]:
        """Return the identities with these handles, without their @, in any case."""
        found: list[Kin] = []
        for network, handle in sorted(set(handles))[:20]:
            found += self._kin("WHERE network = ? AND lower(ltrim(handle, '@')) = ?", (network.value, handle.lower()))
        return tuple(found)

    def verified_as(self, handles: Iterable[str]) -> tuple[Kin, ...]:
        """Return the identities that a network verified under these handles, in any case."""
        wanted = sorted({one.lower().lstrip("@") for one in handles if one})
        marks = ",".join("?" * len(wanted))
        return self._kin(f"WHERE verified = 1 AND lower(ltrim(handle, '@')) IN ({marks})", wanted) if wanted else ()

    def by_ids(self, identity_ids: Iterable[int]) -> tuple[Kin, ...]:
        """Return identities by their keys."""
        wanted = sorted(set(identity_ids))
        marks = ",".join("?" * len(wanted))
        return self._kin(f"WHERE id IN ({marks})", wanted) if wanted else ()

    def refused_with(self, identity_ids: Iterable[int]) -> frozenset[int]:
        """Return the identities that an agent said are not one person with any of these."""
        wanted = sorted(set(identity_ids))
        marks = ",".join("?" * len(wanted))
        rows = self._db.read(
            f"SELECT identity_id, other_id FROM tie_refused WHERE identity_id IN ({marks}) OR other_id IN ({marks})",  # noqa: S608
            (*wanted, *wanted),
        )
        return frozenset(one for row in rows for one in row) - frozenset(wanted)

    def _kin(self, where: str, values: Sequence[object]) -> tuple[Kin, ...]:
        return tuple(
            Kin(IdentityId(row[0]), CustomerId(row[1]), Network(row[2]), row[3], row[4], row[5], bool(row[6]), row[7])
            for row in self._db.read(_KIN + where, values)
        )
