"""Migrations: how a store's tables came to be, in order, each in one transaction, with a backup before the first.

`user_version` counts the applied ones, so that an up-to-date file is known by one read and a file that a newer
version wrote is known before anything is touched.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.store.connection import Connection, translated
from desktop.store.errors import StoreFull, StoreNewer, StoreReadOnly
from desktop.store.schema import PROJECTION, PROJECTION_VIEW, TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "sportello"
_BACKUPS_KEPT = 3


def _run_script(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


def _make_tables(db: Database) -> None:
    _run_script(db, TABLES)
    _run_script(db, PROJECTION)
    db.conn.execute(PROJECTION_VIEW)


def _page_a_customers_cases(db: Database) -> None:
    """Let a customer's cases be read newest first from the index alone, however many there are."""
    db.conn.execute("DROP INDEX cases_customer")
    db.conn.execute("CREATE INDEX cases_customer ON cases(customer_id, merged_into, last_at)")


MIGRATIONS: tuple[tuple[str, Callable[[Any], None]], ...] = (
    ("make_tables", _make_tables),
    ("page_a_customers_cases", _page_a_customers_cases),
)


def migrate(connection: Connection, backups: Path) -> None:
    """Bring the file up to this version's tables.

    Raises StoreNewer if a newer version wrote it, StoreFull or StoreReadOnly if the backup can't be written; the
    file is then as it was.
    """
    row = connection.read_one("PRAGMA user_version")
    version = int(row[0]) if row else 0
    if version > len(MIGRATIONS):
        raise StoreNewer(connection.path, str(version))
    if version == len(MIGRATIONS):
        return
    if version > 0:
        back_up(connection, backups, version)
    _apply(connection)


def back_up(connection: Connection, backups: Path, version: int) -> Path:
    """Copy the store, encrypted as it is, into `backups` and return the copy's path. Keeps the newest three."""
    target = backups / f"{connection.path.stem}-v{version}.db"
    try:
        backups.mkdir(parents=True, exist_ok=True)
        connection.read("PRAGMA wal_checkpoint(TRUNCATE)")
        beside = target.with_suffix(".new")
        shutil.copyfile(connection.path, beside)
        beside.replace(target)
    except PermissionError as error:
        raise StoreReadOnly(backups) from error
    except OSError as error:
        raise StoreFull(backups) from error
    for old in sorted(backups.glob("*.db"), key=lambda path: path.stat().st_mtime)[:-_BACKUPS_KEPT]:
        old.unlink()
    return target


def _apply(connection: Connection) -> None:
    from sqlite_utils import Database, Migrations

    migrations = Migrations(_SET)
    for name, function in MIGRATIONS:
        migrations(name=name)(function)
    with translated(connection.path):
        migrations.apply(Database(connection.raw, execute_plugins=False, recursive_triggers=False))
        connection.raw.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
