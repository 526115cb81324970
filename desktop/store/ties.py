"""Ties: which identities are one person. Tying and untying move identities and their cases, never a note or a tag.

An identity's first customer can be told from the identity alone (its uid), so untying needs no memory: the identity
goes home, its cases with it, and what was written about it is there still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.model import CaseId, CustomerId, Deed, IdentityId, LinkReason
from desktop.model.people import BasisKind, TieBasis
from desktop.store.connection import Connection
from desktop.store.customer_index import index_customers
from desktop.store.journal import Journal
from desktop.store.people import basis_of, home_uid
from desktop.store.projection import refresh
from desktop.system.clock import to_ms

_TIES = (
    "SELECT n.id, n.customer_id, n.link_reason, b.kind, b.why, b.agent, b.at FROM identity n "
    "LEFT JOIN tie_basis b ON b.identity_id = n.id "
)


@dataclass(frozen=True, slots=True)
class Tie:
    """To whom an identity is tied, why, and on what basis."""

    identity_id: IdentityId
    customer_id: CustomerId
    reason: LinkReason
    basis: TieBasis | None = None


@dataclass(frozen=True, slots=True)
class Retied:
    """What a change of ties did: how they were before, for undo, and the cases that changed hands."""

    before: tuple[Tie, ...]
    case_ids: tuple[CaseId, ...]


class Ties:
    """Ties between identities and customers on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def of(self, customer_id: CustomerId) -> tuple[Tie, ...]:
        """Return a customer's ties."""
        return tuple(_tie(row) for row in self._db.read(_TIES + "WHERE n.customer_id = ?", (customer_id,)))

    def merge(
        self,
        source: CustomerId,
        target: CustomerId,
        *,
        why: str,
        actor: str,
        at: datetime,
        basis: BasisKind = BasisKind.UNTOLD,
        reason: LinkReason = LinkReason.AGENT,
    ) -> Retied:
        """Tie every identity of one customer to another because an agent says that they are one person.

        `reason` is the sign that the agent agreed with, `basis` what allows the tie.

        Raises ValueError if both are the same or either has no identity: there is nothing to merge then.
        """
        with self._db.writing():
            moving = self.of(source)
            if source == target or not moving or not self.of(target):
                raise ValueError("only two different customers with identities can be merged")
            kept = TieBasis(basis, why, actor, at)
            after = [Tie(tie.identity_id, target, reason, kept) for tie in moving]
            retied = self._tie(moving, after)
            self._journal.record(
                Deed.CUSTOMER_MERGED, actor=actor, at=at, before=[source, _plain(moving)], after=[target, why]
            )
        return retied

    def separate(self, identity_id: IdentityId, *, actor: str, at: datetime) -> Retied:
        """Untie an identity: it and its cases go back to the customer it began as. Does nothing if it is there."""
        with self._db.writing():
            before = self._tie_of(identity_id)
            row = self._db.read_one(
                "SELECT network, remote_id, name, handle, first_seen_at FROM identity WHERE id = ?", (identity_id,)
            )
            if row is None or before is None:
                return Retied((), ())
            home = self._home(home_uid(row[0], row[1]), row[2] or row[3], row[4])
            if home == before.customer_id:
                return Retied((), ())
            retied = self._tie([before], [Tie(identity_id, home, LinkReason.FIRST_SEEN)])
            self._journal.record(
                Deed.CUSTOMER_SEPARATED, actor=actor, at=at, before=_plain([before]), after=[home, identity_id]
            )
        return retied

    def restore(self, ties: Sequence[Tie], *, deed: Deed, actor: str, at: datetime) -> Retied:
        """Put earlier ties back (undo)."""
        with self._db.writing():
            now = [self._tie_of(tie.identity_id) for tie in ties]
            before = [tie for tie in now if tie is not None]
            retied = self._tie(before, ties)
            self._journal.record(deed, actor=actor, at=at, before=_plain(before), after=[_plain(ties), "undo"])
        return retied

    def refuse(self, identity_id: IdentityId, others: Sequence[IdentityId], *, actor: str, at: datetime) -> None:
        """Remember that an identity is not one person with these."""
        with self._db.writing():
            pairs = [(min(identity_id, one), max(identity_id, one), actor, to_ms(at)) for one in others]
            self._db.write_many("INSERT OR IGNORE INTO tie_refused VALUES (?, ?, ?, ?)", pairs)
            self._journal.record(Deed.NOT_ONE_PERSON, actor=actor, at=at, after=[identity_id, list(others)])

    def forget_refusal(
        self, identity_id: IdentityId, others: Sequence[IdentityId], *, actor: str, at: datetime
    ) -> None:
        """Let an identity be proposed again (undo)."""
        with self._db.writing():
            pairs = [(min(identity_id, one), max(identity_id, one)) for one in others]
            self._db.write_many("DELETE FROM tie_refused WHERE identity_id = ? AND other_id = ?", pairs)
            self._journal.record(
                Deed.NOT_ONE_PERSON, actor=actor, at=at, before=[identity_id, list(others)], after="undo"
            )

    def _tie(self, before: Sequence[Tie], after: Sequence[Tie]) -> Retied:
        owners = {tie.identity_id: tie.customer_id for tie in before}
        moved: set[int] = set()
        for tie in after:
            self._db.write(
                "UPDATE identity SET customer_id = ?, link_reason = ? WHERE id = ?",
                (tie.customer_id, tie.reason.value, tie.identity_id),
            )
            self._keep_basis(tie)
            owner = owners.get(tie.identity_id)
            if owner is None or owner == tie.customer_id:
                continue
            cases = self._db.read_column(
                "SELECT id FROM cases WHERE customer_id = ? AND identity_id = ?", (owner, tie.identity_id)
            )
            self._db.write(
                "UPDATE cases SET customer_id = ? WHERE customer_id = ? AND identity_id = ?",
                (tie.customer_id, owner, tie.identity_id),
            )
            self._db.write_many(
                "UPDATE rating SET customer_id = ? WHERE case_id = ?", [(tie.customer_id, case) for case in cases]
            )
            moved.update(cases)
        index_customers(self._db, {tie.customer_id for tie in (*before, *after)})
        refresh(self._db, moved)
        return Retied(tuple(before), tuple(CaseId(one) for one in sorted(moved)))

    def _keep_basis(self, tie: Tie) -> None:
        self._db.write("DELETE FROM tie_basis WHERE identity_id = ?", (tie.identity_id,))
        basis = tie.basis
        if basis is not None:
            self._db.write(
                "INSERT INTO tie_basis VALUES (?, ?, ?, ?, ?)",
                (tie.identity_id, basis.kind.value, basis.why, basis.agent, to_ms(basis.at)),
            )

    def _tie_of(self, identity_id: IdentityId) -> Tie | None:
        row = self._db.read_one(_TIES + "WHERE n.id = ?", (identity_id,))
        return _tie(row) if row else None

    def _home(self, uid: str, name: str, first_seen_at: int) -> CustomerId:
        row = self._db.read_one("SELECT id FROM customer WHERE uid = ?", (uid,))
        if row is not None:
            return CustomerId(row[0])
        return CustomerId(
            self._db.insert("INSERT INTO customer (uid, name, since_at) VALUES (?, ?, ?)", (uid, name, first_seen_at))
        )


def _tie(row: tuple[Any, ...]) -> Tie:
    return Tie(IdentityId(row[0]), CustomerId(row[1]), LinkReason(row[2]), basis_of(*row[3:]))


def _plain(ties: Sequence[Tie]) -> list[list[object]]:
    return [[tie.identity_id, tie.customer_id, tie.reason.value] for tie in ties]
