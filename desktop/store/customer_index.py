"""By what the search finds a customer: every name and handle that is theirs now, and the desk's own values."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.store.connection import Connection


def index_customers(db: Connection, customer_ids: Iterable[int]) -> None:
    """Make the index true for these customers, inside the transaction that changed them."""
    for customer_id in sorted(set(customer_ids)):
        db.write("DELETE FROM customer_fts WHERE rowid = ?", (customer_id,))
        row = db.read_one("SELECT name FROM customer WHERE id = ?", (customer_id,))
        names = db.read("SELECT name, handle, network, remote_id FROM identity WHERE customer_id = ?", (customer_id,))
        if row is None or not names:
            continue
        called = dict.fromkeys([row[0], *(one[0] for one in names)])
        found_by = [*(one[1] for one in names), *_values(db, customer_id)]
        db.write(
            "INSERT INTO customer_fts (rowid, name, handles) VALUES (?, ?, ?)",
            (customer_id, " ".join(called), " ".join(found_by)),
        )


def _values(db: Connection, customer_id: int) -> list[str]:
    from desktop.store.people import homes_of

    homes = homes_of(db, customer_id)
    marks = ",".join("?" * len(homes))
    return db.read_column(
        f"SELECT DISTINCT value FROM custom_value WHERE customer_id IN ({marks}) ORDER BY value",  # noqa: S608
        homes,
    )
