"""Uprooting: takes rows away with everything that hangs on them, in whatever table, those of later versions too.

What hangs on what is read from the file: from its foreign keys, and from columns that are named like one. A row goes
with what it hangs on if it can't be without (NOT NULL, or ON DELETE CASCADE); otherwise it only forgets it. The five
tables that people and their conversations are made of are settled by whoever asks: there it depends on who wrote.

Enforcing foreign keys is switched off meanwhile, because SQLite looks through every message for each thread that goes.
"""

# ruff: noqa: S608 - the names are the file's own

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from desktop.store.connection import Connection

SETTLED = ("message", "thread", "cases", "identity", "customer")
"""In the order in which they go."""
_NAMED = {
    "message_id": "message",
    "thread_id": "thread",
    "case_id": "cases",
    "identity_id": "identity",
    "customer_id": "customer",
    "delivery_id": "delivery",
}
_APART = ("journal",)  # its lines stay, without what they tell


@dataclass(frozen=True, slots=True)
class _Root:
    """A column by which a table's rows hang on another table's."""

    table: str
    column: str
    parent: str
    holds: bool  # the row can't be without


@contextmanager
def unguarded(db: Connection) -> Iterator[None]:
    """Switch foreign keys off around a transaction of its own."""
    db.read("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        db.read("PRAGMA foreign_keys = ON")


class Uprooting:
    """Rows that are to go, gathered and then taken away inside the caller's transaction."""

    def __init__(self, db: Connection) -> None:
        """Begin with none."""
        self._db = db
        db.write("CREATE TEMP TABLE IF NOT EXISTS doomed (kind TEXT, id INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID")
        db.write("DELETE FROM temp.doomed")

    def add(self, kind: str, ids: Iterable[int]) -> None:
        """Name rows of a table that are to go."""
        self._db.write_many("INSERT OR IGNORE INTO temp.doomed VALUES (?, ?)", [(kind, one) for one in ids])

    def ids(self, kind: str) -> list[int]:
        """Return the rows of a table that are to go."""
        return self._db.read_column("SELECT id FROM temp.doomed WHERE kind = ? ORDER BY id", (kind,))

    def gather(self) -> None:
        """Find everything that hangs on the named rows."""
        keyed = {root.table for root in self._roots} & set(self._with_id)
        while sum(self._gather(root) for root in self._roots if root.holds and root.table in keyed):
            pass

    def run(self) -> None:
        """Take all of it away, and let what may stay forget it."""
        inside = "(SELECT id FROM temp.doomed WHERE kind = 'cases')"
        self._db.write(f"UPDATE thread SET home_case_id = case_id WHERE home_case_id IN {inside}")
        for root in self._roots:
            hanging = f'"{root.column}" IN (SELECT id FROM temp.doomed WHERE kind = ?)'
            if root.holds:
                self._db.write(f'DELETE FROM "{root.table}" WHERE {hanging}', (root.parent,))
            else:
                self._db.write(f'UPDATE "{root.table}" SET "{root.column}" = NULL WHERE {hanging}', (root.parent,))
        kinds = self._db.read_column("SELECT DISTINCT kind FROM temp.doomed")
        for kind in (*(one for one in kinds if one not in SETTLED), *SETTLED):
            self._db.write(f'DELETE FROM "{kind}" WHERE id IN (SELECT id FROM temp.doomed WHERE kind = ?)', (kind,))
        for index, kind in (("message_fts", "message"), ("customer_fts", "customer")):
            for key in self.ids(kind):
                self._db.write(f"DELETE FROM {index} WHERE rowid = ?", (key,))
        self._db.write("DELETE FROM temp.doomed")

    def _gather(self, root: _Root) -> int:
        return self._db.write(
            f'INSERT OR IGNORE INTO temp.doomed SELECT ?, id FROM "{root.table}" '
            f'WHERE "{root.column}" IN (SELECT id FROM temp.doomed WHERE kind = ?)',
            (root.table, root.parent),
        )

    @cached_property
    def _with_id(self) -> list[str]:
        return self._db.read_column(
            "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'id' AND c.pk = 1 "
            "WHERE m.type = 'table'"
        )

    @cached_property
    def _roots(self) -> list[_Root]:
        tables = self._db.read_column(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
            "AND name NOT LIKE '%_fts_%' AND name NOT LIKE 'sqlite_%'"
        )
        return [root for table in tables if table not in (*SETTLED, *_APART) for root in self._of(table)]

    def _of(self, table: str) -> Iterator[_Root]:
        columns = self._db.read('SELECT name, "notnull", pk FROM pragma_table_info(?)', (table,))
        keys = self._db.read('SELECT "from", "table", on_delete FROM pragma_foreign_key_list(?)', (table,))
        told = {column: (parent, deed) for column, parent, deed in keys}
        for name, needed, pk in columns:
            parent, deed = told.get(name, (_NAMED.get(name, ""), ""))
            if not parent:
                continue
            yield _Root(table, name, parent, bool(needed or pk) or deed == "CASCADE")
