"""Fields of the desk's own: their definitions, and what they say of each customer. The search finds their values.

A field that is removed keeps its values until it is erased with them, so that a mistake can be undone. Tying two
people together moves no value: a person's values are those of every customer their identities began as.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from desktop.model import CustomerId, Deed
from desktop.model.known import FieldKind, OwnField, OwnValue
from desktop.store.connection import Connection
from desktop.store.customer_index import index_customers
from desktop.store.journal import Journal
from desktop.store.people import homes_of
from desktop.system.clock import to_ms

_FIELDS = "SELECT uid, name, kind, choices FROM custom_field WHERE removed_at IS NULL ORDER BY place, id"


class OwnFields:
    """Reads and writes of the desk's own fields on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def all(self) -> tuple[OwnField, ...]:
        """Return the fields in the desk's order."""
        return tuple(_field(row) for row in self._db.read(_FIELDS))

    def keep(self, fields: Sequence[OwnField], *, actor: str, at: datetime) -> None:
        """Make the fields these, in this order; what is not among them is removed, with its values out of sight."""
        with self._db.writing():
            before = [one.name for one in self.all()]
            kept = [one.uid for one in fields]
            marks = ",".join("?" * len(kept))
            self._db.write(
                f"UPDATE custom_field SET removed_at = ? WHERE removed_at IS NULL AND uid NOT IN ({marks})",  # noqa: S608
                (to_ms(at), *kept),
            )
            for place, one in enumerate(fields):
                choices = json.dumps(one.choices, ensure_ascii=False)
                self._db.write(
                    "INSERT INTO custom_field (uid, name, kind, choices, place) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (uid) DO UPDATE SET name = excluded.name, kind = excluded.kind, "
                    "choices = excluded.choices, place = excluded.place, removed_at = NULL",
                    (one.uid, one.name, one.kind.value, choices, place),
                )
            after = [one.name for one in fields]
            self._journal.record(Deed.OWN_FIELD, actor=actor, at=at, before=before, after=after)

    def of(self, customer_id: CustomerId) -> tuple[OwnValue, ...]:
        """Return a person's values in the order of the fields; the customer's own counts before a tied one's."""
        return values_of(self._db, homes_of(self._db, customer_id))

    def put(self, customer_id: CustomerId, values: dict[str, str], *, actor: str, at: datetime) -> dict[str, str]:
        """Set values by field, "" to take one away, and return what they were before, for undo."""
        homes = homes_of(self._db, customer_id)
        with self._db.writing():
            before = {one.field.uid: one.value for one in values_of(self._db, homes)}
            changed = {uid: value for uid, value in values.items() if value != before.get(uid, "")}
            for uid, value in changed.items():
                self._put(homes, uid, value, actor, to_ms(at))
            if changed:
                self._journal.record(Deed.OWN_FIELD, actor=actor, at=at, after=[customer_id, sorted(changed)])
                index_customers(self._db, homes)
        return {uid: before.get(uid, "") for uid in changed}

    def _put(self, homes: Sequence[int], uid: str, value: str, actor: str, at_ms: int) -> None:
        field = self._db.read_one("SELECT id FROM custom_field WHERE uid = ?", (uid,))
        if field is None:
            return
        if not value:
            marks = ",".join("?" * len(homes))
            self._db.write(
                f"DELETE FROM custom_value WHERE field_id = ? AND customer_id IN ({marks})",  # noqa: S608
                (field[0], *homes),
            )
            return
        self._db.write(
            "INSERT OR REPLACE INTO custom_value (customer_id, field_id, value, agent, at) VALUES (?, ?, ?, ?, ?)",
            (homes[0], field[0], value, actor, at_ms),
        )


def values_of(db: Connection, homes: Sequence[int]) -> tuple[OwnValue, ...]:
    """Return what the fields say of a person whose notes are with these customers."""
    marks = ",".join("?" * len(homes))
    rows = db.read(
        "SELECT f.uid, f.name, f.kind, f.choices, v.value FROM custom_value v JOIN custom_field f "  # noqa: S608
        f"ON f.id = v.field_id WHERE v.customer_id IN ({marks}) AND f.removed_at IS NULL "
        "ORDER BY f.place, f.id, v.customer_id <> ?, v.at DESC",
        (*homes, homes[0]),
    )
    found: dict[str, OwnValue] = {}
    for row in rows:
        found.setdefault(row[0], OwnValue(_field(row[:4]), row[4]))
    return tuple(found.values())


def _field(row: tuple[str, ...]) -> OwnField:
    return OwnField(row[0], row[1], FieldKind(row[2]), tuple(json.loads(row[3])))
