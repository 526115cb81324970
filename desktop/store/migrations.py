"""Migrations: how a store's tables came to be, in order, each in one transaction, with a backup before the first.

A migration changes facts and intentions only; the projection is made anew after the last one, whatever it was before.
`user_version` counts the applied ones, so that an up-to-date file is known by one read and a file that a newer
version wrote is known before anything is touched.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.store.connection import Connection, translated
from desktop.store.early_migrations import EARLY_MIGRATIONS, run_script
from desktop.store.errors import StoreBusy, StoreNewer, of_os_error
from desktop.store.schema import PROJECTION, PROJECTION_COLUMNS, PROJECTION_VIEW
from desktop.system.lock import AlreadyRunning, ProcessLock

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "sportello"
_BACKUPS_KEPT = 3
_LOCK = "migration.lock"
_PATIENCE = 120.0  # seconds; a large file takes its time to be copied


_LAST_WORD = """
ALTER TABLE delivery ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN overridden TEXT NOT NULL DEFAULT '[]';
UPDATE delivery SET seen = coalesce((SELECT max(m.id) FROM message m WHERE m.thread_id = delivery.thread_id
    AND m.direction = 'incoming' AND m.sent_at <= delivery.created_at), 0)
    WHERE state NOT IN ('sent', 'cancelled');
"""


def _know_what_was_read_and_overridden(db: Database) -> None:
    """Know what of the customer's was there when a reply was written or released, and which findings a reason covers.

    A reason that was written before covers nothing any more: which findings it was for is not known.
    """
    run_script(db, _LAST_WORD)


def _tell_calls_and_visits(db: Database) -> None:
    """Know which internal notes are of a call or of a visit."""
    db.conn.execute("ALTER TABLE note ADD COLUMN kind TEXT NOT NULL DEFAULT 'note'")


def _watch_for_impostors_and_abuse(db: Database) -> None:
    """Know who was seen answering customers in our likeness, whom we know, what is abuse, and whom to hush how long."""
    from desktop.store.watch_tables import WATCH_TABLES

    run_script(db, WATCH_TABLES)


def _run_clocks_by_rules(db: Database) -> None:
    """Know of each case when it is at risk, when it is to be solved, and which steps were taken about it."""
    from desktop.store.clock_tables import CLOCK_TABLES

    run_script(db, CLOCK_TABLES)


_COLLEAGUES = """
CREATE TABLE presence (
    window TEXT NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    initials TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    typed_at INTEGER,
    PRIMARY KEY (window, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_case ON presence(case_id, seen_at);
CREATE TABLE draft_aside (
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    uid TEXT NOT NULL,
    mode TEXT NOT NULL,
    text TEXT NOT NULL,
    thread_id INTEGER REFERENCES thread(id),
    account_id INTEGER REFERENCES account(id),
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, author)
) STRICT, WITHOUT ROWID;
ALTER TABLE draft ADD COLUMN author TEXT NOT NULL DEFAULT '';
"""


def _work_beside_colleagues(db: Database) -> None:
    """Know who has which case in front, and whose draft it is; let the inbox be read by reach."""
    run_script(db, _COLLEAGUES)


def _hold_in_a_crisis(db: Database) -> None:
    """Know how many wrote in each hour, which surges were seen, when crisis mode was on, and what it is to hold."""
    from desktop.store.crisis_tables import CRISIS_TABLES

    run_script(db, CRISIS_TABLES)


def _choose_where_it_goes_on(db: Database) -> None:
    """Know in which thread an agent said that a conversation goes on in private, and when."""
    db.conn.execute("ALTER TABLE thread ADD COLUMN chosen_at INTEGER")


def _know_customers_and_forget_them(db: Database) -> None:
    """Know how satisfied customers were, why identities are tied, what else a desk notes, and what stays forgotten."""
    from desktop.store.customer_tables import CUSTOMER_TABLES

    run_script(db, CUSTOMER_TABLES)


def _follow_tickets(db: Database) -> None:
    """Know the ticket systems, which tickets cases are tied to, and what is wanted of them."""
    from desktop.store.ticket_tables import TICKET_TABLES

    run_script(db, TICKET_TABLES)


def _pair_questions_with_answers(db: Database) -> None:
    """Keep what was asked beside when it was answered, so that a report need not read the messages."""
    from desktop.store.report_tables import QUESTION_TABLES

    run_script(db, QUESTION_TABLES)


def _ask_afterwards(db: Database) -> None:
    """Know what customers were asked afterwards, what they said of channels, and what agents want to come back to."""
    from desktop.store.follow_up_tables import FOLLOW_UP_TABLES

    run_script(db, FOLLOW_UP_TABLES)


def _find_what_somebody_wrote(db: Database) -> None:
    """Let the messages of one identity be found without reading all: erasing a person asks for them."""
    db.conn.execute("CREATE INDEX message_identity ON message(identity_id)")


def _find_whose_a_case_is(db: Database) -> None:
    """Let the cases of one identity be found without reading all, for the same reason."""
    db.conn.execute("CREATE INDEX cases_identity ON cases(identity_id)")


def _test_oneself(db: Database) -> None:
    """Know what staff are to post in a self-test, and which messages those posts became."""
    from desktop.store.report_tables import TRIAL_TABLES

    run_script(db, TRIAL_TABLES)


def _keep_answers(db: Database) -> None:
    """Know the answers that are worth keeping, with every version of them."""
    from desktop.store.knowledge_tables import KNOWLEDGE_TABLES

    run_script(db, KNOWLEDGE_TABLES)


_ONE_HOUR = """
INSERT INTO setting (name, value, at) SELECT 'targets', json_array(
    json_object('uid', 'usual-first_reply', 'clock', 'first_reply', 'minutes', 60),
    json_object('uid', 'usual-next_reply', 'clock', 'next_reply', 'minutes', 60)
), created_at FROM account WHERE NOT EXISTS (SELECT 1 FROM setting WHERE name = 'targets') ORDER BY id LIMIT 1;
"""


def _keep_what_was_promised(db: Database) -> None:
    """Let a desk that was promised an hour for every answer keep that: targets by class are for new desks."""
    run_script(db, _ONE_HOUR)


_HOURS_TO_COUNT = """
CREATE TABLE hour_dirty (hour INTEGER PRIMARY KEY) STRICT;
WITH RECURSIVE newest(hour) AS (SELECT max(id) / 4096 / 3600000 FROM message),
    weeks(hour) AS (SELECT hour - 1344 FROM newest WHERE hour IS NOT NULL
        UNION ALL SELECT weeks.hour + 1 FROM weeks, newest WHERE weeks.hour < newest.hour)
INSERT INTO hour_dirty SELECT hour FROM weeks;
"""


def _count_hours_once(db: Database) -> None:
    """Know in which hours something came since they were counted: at first all of the last eight weeks' hours."""
    run_script(db, _HOURS_TO_COUNT)


def _find_what_was_solved(db: Database) -> None:
    """Let what was solved lately be found without reading all that ever was: asking afterwards looks for it."""
    db.conn.execute("CREATE INDEX case_intent_solved ON case_intent(status_at) WHERE status = 'solved'")


_MOVE_FILES = """
ALTER TABLE draft_file RENAME TO draft_file_before;
DROP INDEX draft_file_case;
CREATE TABLE draft_file (
    id INTEGER PRIMARY KEY REFERENCES attachment(id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    laid_aside INTEGER
) STRICT;
CREATE INDEX draft_file_case ON draft_file(case_id);
CREATE INDEX draft_file_laid_aside ON draft_file(laid_aside) WHERE laid_aside IS NOT NULL;
"""
_FILE_GONE = """
CREATE TRIGGER draft_file_gone AFTER DELETE ON draft_file
WHEN EXISTS (SELECT 1 FROM attachment WHERE id = OLD.id AND message_id IS NULL AND delivery_id IS NULL) BEGIN
    DELETE FROM attachment_content WHERE attachment_id = OLD.id;
    DELETE FROM attachment WHERE id = OLD.id;
END
"""


def _move_files_by_reference(db: Database) -> None:
    """Keep the bytes of drafts' files with those of all attachments, so that sending a draft moves none of them.

    Whoever forgets a draft's file forgets its bytes, with foreign keys enforced or not: erasing switches them off.
    """
    run_script(db, _MOVE_FILES)
    rows = db.conn.execute("SELECT id, case_id, place FROM draft_file_before ORDER BY case_id, place, id").fetchall()
    for before, case_id, place in rows:
        added = db.conn.execute(
            "INSERT INTO attachment (name, content_type, size, alt_text) "
            "SELECT name, content_type, length(content), alt_text FROM draft_file_before WHERE id = ?",
            (before,),
        )
        key = added.lastrowid
        db.conn.execute("INSERT INTO draft_file (id, case_id, place) VALUES (?, ?, ?)", (key, case_id, place))
        db.conn.execute(
            "INSERT INTO attachment_content SELECT ?, content FROM draft_file_before WHERE id = ?", (key, before)
        )
    db.conn.execute("DROP TABLE draft_file_before")
    db.conn.execute(_FILE_GONE)


def _find_what_was_merged(db: Database) -> None:
    """Let the cases that were merged into one be found without reading all: every opening of a case asks for them."""
    db.conn.execute("CREATE INDEX cases_merged ON cases(merged_into) WHERE merged_into IS NOT NULL")


def _review_clocks_in_order(db: Database) -> None:
    """Queue the cases that a change of hours or rules concerns by their urgency, behind what changed itself."""
    db.conn.execute("CREATE TABLE clock_review (place INTEGER PRIMARY KEY, case_id INTEGER NOT NULL) STRICT")


def _find_by_handle_and_by_message(db: Database) -> None:
    """Find people by their handle in any spelling, as every opened profile does, and deliveries by what they became."""
    db.conn.execute("CREATE INDEX identity_spelt ON identity(lower(ltrim(handle, '@')), network)")
    db.conn.execute("CREATE INDEX delivery_message ON delivery(message_id) WHERE message_id IS NOT NULL")


MIGRATIONS: tuple[tuple[str, Callable[[Any], None]], ...] = (
    *EARLY_MIGRATIONS,
    ("know_what_was_read_and_overridden", _know_what_was_read_and_overridden),
    ("tell_calls_and_visits", _tell_calls_and_visits),
    ("watch_for_impostors_and_abuse", _watch_for_impostors_and_abuse),
    ("run_clocks_by_rules", _run_clocks_by_rules),
    ("work_beside_colleagues", _work_beside_colleagues),
    ("hold_in_a_crisis", _hold_in_a_crisis),
    ("choose_where_it_goes_on", _choose_where_it_goes_on),
    ("follow_tickets", _follow_tickets),
    ("know_customers_and_forget_them", _know_customers_and_forget_them),
    ("pair_questions_with_answers", _pair_questions_with_answers),
    ("ask_afterwards", _ask_afterwards),
    ("find_what_somebody_wrote", _find_what_somebody_wrote),
    ("find_whose_a_case_is", _find_whose_a_case_is),
    ("test_oneself", _test_oneself),
    ("keep_answers", _keep_answers),
    ("count_hours_once", _count_hours_once),
    ("keep_what_was_promised", _keep_what_was_promised),
    ("find_what_was_solved", _find_what_was_solved),
    ("move_files_by_reference", _move_files_by_reference),
    ("find_what_was_merged", _find_what_was_merged),
    ("review_clocks_in_order", _review_clocks_in_order),
    ("find_by_handle_and_by_message", _find_by_handle_and_by_message),
)


def migrate(connection: Connection, backups: Path) -> None:
    """Bring the file up to this version's tables.

    Raises StoreNewer if a newer version wrote it, StoreBusy if another process holds it, StoreFull or StoreReadOnly
    if the backup can't be written; the file is then as it was.
    """
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise StoreNewer(connection.path, str(version))
    if version < len(MIGRATIONS):
        _migrate_alone(connection, backups)


def _migrate_alone(connection: Connection, backups: Path) -> None:
    """Back up and migrate while no other process does; one that waited finds it done."""
    lock = ProcessLock(connection.path.with_name(_LOCK), patience=_PATIENCE)
    try:
        lock.acquire()
    except AlreadyRunning as error:
        raise StoreBusy(connection.path) from error
    except OSError as error:
        raise of_os_error(error, connection.path) from error
    try:
        version = _version(connection)
        if 0 < version < len(MIGRATIONS):
            back_up(connection, backups, version)
        if version < len(MIGRATIONS):
            _apply(connection)
    finally:
        lock.release()


def _version(connection: Connection) -> int:
    row = connection.read_one("PRAGMA user_version")
    return int(row[0]) if row else 0


def back_up(connection: Connection, backups: Path, version: int) -> Path:
    """Copy the store, encrypted as it is, into `backups` and return the copy's path. Keeps the newest three.

    Raises StoreBusy if another process reads meanwhile, because the copy would lack what is still in the journal,
    StoreFull or StoreReadOnly if the copy can't be written; no part of it is left then.
    """
    target = _unused(backups, f"{connection.path.stem}-v{version}")
    beside = target.with_suffix(".new")
    try:
        backups.mkdir(parents=True, exist_ok=True)
        if connection.read("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
            raise StoreBusy(connection.path)
        shutil.copyfile(connection.path, beside)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise of_os_error(error, backups) from error
    for old in sorted(backups.glob("*.db"), key=lambda path: path.stat().st_mtime_ns)[:-_BACKUPS_KEPT]:
        old.unlink()
    return target


def _unused(backups: Path, stem: str) -> Path:
    """Return a name that no backup has: a second attempt never replaces the copy of the first."""
    names = (f"{stem}{ending}.db" for ending in ("", *(f"-{number}" for number in range(2, 10_000))))
    return next(backups / name for name in names if not (backups / name).exists())


def _apply(connection: Connection) -> None:
    from sqlite_utils import Database, Migrations

    migrations = Migrations(_SET)
    for name, function in MIGRATIONS:
        migrations(name=name)(function)
    with translated(connection.path):
        db = Database(connection.raw, execute_plugins=False, recursive_triggers=False)
        migrations.apply(db)
        with db.atomic():
            _project_anew(db)
        connection.raw.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _project_anew(db: Database) -> None:
    db.conn.execute("DROP VIEW IF EXISTS case_projection")
    db.conn.execute("DROP TABLE IF EXISTS case_row")
    run_script(db, PROJECTION)
    db.conn.execute(PROJECTION_VIEW)
    db.conn.execute(f"INSERT INTO case_row ({PROJECTION_COLUMNS}) SELECT {PROJECTION_COLUMNS} FROM case_projection")  # noqa: S608
