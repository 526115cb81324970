"""Migrations: a file of an earlier version comes to today's tables with all it holds, and a copy is kept of it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.clocks import Targets, one_hour_targets
from desktop.model import CaseId, ClockKind, Lane, Network, OutgoingAttachment
from desktop.store import Store, StoreError, StoreKey, open_store
from desktop.store.connection import Connection
from desktop.store.migrations import MIGRATIONS
from desktop.store.schema import TABLES
from desktop.system.clock import from_ms
from desktop.system.profile import Profile, prepare
from tests.factories import KEY, NOON, an_arrival, an_author, taken

MS = 1_773_316_800_000  # NOON
# The projection as it was before what listens was told from what mentions.
EARLIER_PROJECTION = """
CREATE TABLE case_row (case_id INTEGER PRIMARY KEY, stage INTEGER NOT NULL) STRICT;
CREATE VIEW case_projection AS SELECT id AS case_id, 0 AS stage FROM cases;
INSERT INTO case_row SELECT * FROM case_projection;
CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT);
CREATE UNIQUE INDEX idx_migrations ON _sqlite_migrations (migration_set, name);
"""
ROWS = """
INSERT INTO account VALUES (1, 'a1', 'mastodon', 'Aurora', '@aurora', 'care', '{}', {ms}, NULL);
INSERT INTO account VALUES (2, 'a2', 'listening', 'Aurora', 'feeds', 'care', '{}', {ms}, NULL);
INSERT INTO customer VALUES (1, 'u1', 'Marta Rossi', {ms});
INSERT INTO identity VALUES (1, 1, 'mastodon', 'marta.rossi', '@marta.rossi', 'Marta Rossi', NULL, 0, NULL, {ms},
    'first_seen', 1);
INSERT INTO cases (id, uid, customer_id, identity_id, network, thread_kind, first_at, last_at, messages,
    awaiting_since, due_at) VALUES (1, 'c1', 1, 1, 'mastodon', 'public', {ms}, {ms}, 1, {ms}, {ms});
INSERT INTO cases (id, uid, customer_id, identity_id, network, thread_kind, first_at, last_at, messages)
    VALUES (2, 'c2', 1, 1, 'listening', 'public', {ms}, {ms}, 1);
INSERT INTO case_intent (case_id, assignee) VALUES (1, 'LB');
INSERT INTO thread VALUES (1, 1, 1, 1, 1, 'public', 'm1', '', '', {ms});
INSERT INTO thread VALUES (2, 2, 2, 2, 1, 'public', 'f1', '', '', {ms});
INSERT INTO message (id, account_id, remote_id, case_id, thread_id, identity_id, direction, visibility, sent_at, text,
    permalink) VALUES ({key}0, 1, 'm1', 1, 1, 1, 'incoming', 'public', {ms}, 'La bolletta',
    'https://town.example/@marta/1');
INSERT INTO message (id, account_id, remote_id, case_id, thread_id, identity_id, direction, visibility, sent_at, text,
    permalink) VALUES ({key}1, 2, 'f1', 2, 2, 1, 'incoming', 'public', {ms}, 'Aurora',
    'https://paper.example/aurora/');
INSERT INTO message_fts (rowid, text) VALUES ({key}0, 'La bolletta');
INSERT INTO draft (case_id, uid, mode, text, attachments, updated_at) VALUES (1, 'd1', 'public', 'Ecco',
    '["files/a.pdf"]', {ms});
"""


def an_earlier_file(folder: Path, version: int, *, broken: bool = False) -> Profile:
    """Make a store as an earlier version left it."""
    profile = prepare(Profile(folder / "profile"))
    connection = Connection(profile.store, KEY)
    rows = ROWS.replace("{ms}", str(MS)).replace("{key}", str(MS * 400))
    for statement in f"{TABLES}\n{rows}\n{EARLIER_PROJECTION}".split(";\n"):
        if statement.strip():
            connection.raw.execute(statement)
    for name, function in MIGRATIONS[1:version]:
        function(type("Database", (), {"conn": connection.raw}))
        connection.raw.execute("INSERT INTO _sqlite_migrations VALUES (NULL, 'sportello', ?, '')", (name,))
    connection.raw.execute("INSERT INTO _sqlite_migrations VALUES (NULL, 'sportello', 'make_tables', '')")
    if broken:
        connection.raw.execute("CREATE TABLE spending (odd INTEGER)")
    connection.raw.execute(f"PRAGMA user_version = {version}")
    connection.close()
    return profile


@pytest.mark.parametrize("version", [1, 2])
def test_an_earlier_file_keeps_what_it_holds_and_a_copy_of_itself(tmp_path: Path, version: int) -> None:
    profile = an_earlier_file(tmp_path, version)
    with open_store(profile, KEY) as store:
        assert in_lane(store, Lane.MY_OPEN) == [1]
        assert in_lane(store, Lane.LISTENING) == [2]
        assert [row.text for row in store.search.messages("bolletta")] == ["La bolletta"]
        assert store.lanes.rows([1])[0].due_at == NOON
        assert store.connection.read_column("SELECT addressed FROM message ORDER BY id") == [1, 0]
        assert store.cases.detail(CaseId(1)).threads[0].addressed  # type: ignore[union-attr]
        assert store.spending.of_month(store.accounts.all()[0].id, NOON) == 0
    copies = list(profile.backups.glob("*.db"))
    assert [copy.name for copy in copies] == [f"{profile.store.stem}-v{version}.db"]
    copy = Connection(copies[0], KEY)
    assert copy.read_one("PRAGMA user_version") == (version,)
    assert copy.read_one("SELECT count(*) FROM message") == (2,)
    copy.close()


@pytest.mark.parametrize("version", [1, 2])
def test_clocks_from_before_run_on_and_are_looked_at_again(tmp_path: Path, version: int) -> None:
    with open_store(an_earlier_file(tmp_path, version), KEY) as store:
        row = store.lanes.rows([1])[0]
        assert (row.due_at, row.at_risk_at, row.clock) == (NOON, NOON - timedelta(minutes=15), ClockKind.FIRST_REPLY)
        assert (row.all_hours, row.owed) == (False, True)
        assert 1 in store.clocks.changed(10)


def test_a_draft_from_before_keeps_its_files(tmp_path: Path) -> None:
    profile = an_earlier_file(tmp_path, 2)
    there, gone = tmp_path / "a.pdf", tmp_path / "gone.pdf"
    there.write_bytes(b"%PDF")
    connection = Connection(profile.store, KEY)
    connection.raw.execute("UPDATE draft SET attachments = ?", (json.dumps([str(there), str(gone)]),))
    connection.close()
    with open_store(profile, KEY) as store:
        draft = store.drafts.of_case(CaseId(1))
        assert store.draft_files.outgoing(CaseId(1)) == (OutgoingAttachment("a.pdf", "application/pdf", b"%PDF"),)
    assert draft is not None
    assert [(file.name, file.size) for file in draft.attachments] == [("a.pdf", 4)]


def test_a_desk_from_before_keeps_the_hour_that_it_promised_for_every_answer(tmp_path: Path) -> None:
    with open_store(an_earlier_file(tmp_path, 2), KEY) as store:
        assert Targets.from_value(store.settings.get("targets")) == one_hour_targets()


def test_targets_that_were_written_before_stay_as_they_were(tmp_path: Path) -> None:
    profile = an_earlier_file(tmp_path, 2)
    connection = Connection(profile.store, KEY)
    connection.raw.execute("INSERT INTO setting VALUES ('targets', '[]', 1)")
    connection.close()
    with open_store(profile, KEY) as store:
        assert store.settings.get("targets") == []


def test_a_new_file_promises_by_class(tmp_path: Path) -> None:
    with open_store(prepare(Profile(tmp_path / "new")), KEY) as store:
        assert store.settings.get("targets") is None


def test_posts_from_before_are_known_again_by_their_address(tmp_path: Path) -> None:
    with open_store(an_earlier_file(tmp_path, 1), KEY) as store:
        web = store.accounts.all()[1]
        same = an_arrival("g", author=an_author(network=Network.LISTENING), permalink="http://paper.example/aurora")
        assert store.intake.take(web, [taken(same)], NOON + timedelta(hours=1)).new == 0


def test_opening_an_up_to_date_file_changes_and_copies_nothing(tmp_path: Path) -> None:
    profile = an_earlier_file(tmp_path, 1)
    open_store(profile, KEY).close()
    before = {path.name: path.stat().st_mtime_ns for path in profile.backups.iterdir()}
    open_store(profile, KEY).close()
    assert {path.name: path.stat().st_mtime_ns for path in profile.backups.iterdir()} == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    profile = an_earlier_file(tmp_path, 2, broken=True)
    with pytest.raises(Exception, match="spending"):
        open_store(profile, KEY)
    connection = Connection(profile.store, KEY)
    assert connection.read_one("PRAGMA user_version") == (2,)
    assert connection.read_one("SELECT count(*) FROM case_row") == (2,)
    assert "addressed" not in {row[1] for row in connection.read("PRAGMA table_info(message)")}
    connection.close()


def test_a_new_file_has_what_a_migrated_one_has(tmp_path: Path) -> None:
    with (
        open_store(an_earlier_file(tmp_path / "old", 1), KEY) as old,
        open_store(prepare(Profile(tmp_path / "new" / "profile")), KEY) as new,
    ):
        assert shape(old) == shape(new)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    profile = an_earlier_file(tmp_path, 2)
    connection = Connection(profile.store, StoreKey(raw=KEY.raw))
    connection.raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(StoreError):
        open_store(profile, KEY)


def in_lane(store: Store, lane: Lane) -> list[int]:
    return list(store.lanes.ids(lane, agent="LB", at_risk_before=NOON + timedelta(days=1)))


def shape(store: Store) -> set[tuple[str, str, str]]:
    """Return every table's columns and every index's."""
    tables = store.connection.read_column("SELECT name FROM sqlite_schema WHERE type IN ('table', 'index', 'view')")
    named = [name for name in tables if not name.startswith(("sqlite_", "_sqlite", "idx_"))]
    columns = {
        (name, str(row[1]), str(row[2]))
        for name in named
        for row in store.connection.read(f"PRAGMA table_info({name})")
    }
    indexes = {(name, str(row[2]), "") for name in named for row in store.connection.read(f"PRAGMA index_info({name})")}
    return columns | indexes


def test_the_hours_of_the_last_eight_weeks_are_counted_once_after_the_upgrade(tmp_path: Path) -> None:
    with open_store(an_earlier_file(tmp_path, 0), KEY) as store:
        at = from_ms(MS * 4_000 // 4_096)  # that file's keys
        assert store.crisis.count_hours(at - timedelta(weeks=9), at + timedelta(hours=1), 5_000) == 8 * 7 * 24 + 1
        assert store.crisis.count_hours(at - timedelta(weeks=9), at + timedelta(hours=1), 5_000) == 0
