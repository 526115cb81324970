"""Files beside drafts: sending, taking off and taking back move a reference, whatever the file weighs; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.composer.drafts import DraftBook
from desktop.model import (
    Account,
    CaseId,
    Decision,
    DeliveryId,
    DraftFile,
    DraftMode,
    Lane,
    OutgoingAttachment,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply
from desktop.store import open_store
from desktop.store.connection import Connection
from desktop.store.errors import FileGone
from desktop.store.migrations import MIGRATIONS
from tests.factories import KEY, NOON, FakeClock, a_store, an_account, an_arrival, taken
from tests.unit.store.test_migrations import an_earlier_file

LARGE = OutgoingAttachment("film.mp4", "video/mp4", bytes(4_000_000), "The meter turns")
A_FEW_PAGES = 400_000  # bytes
ALLOWED = Verdict(Decision.ALLOW)


class Desk:
    """A store with one case, and who answers in it."""

    def __init__(self, folder: Path) -> None:
        self.store = a_store(folder)
        self.account: Account = an_account(self.store)
        self.store.intake.take(self.account, [taken(an_arrival())], NOON)
        self.case = CaseId(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])
        self.clock = FakeClock(NOON)
        self.outbox = OutboxDesk(self.store, self.clock)
        self.drafts = DraftBook(self.store, self.clock)

    def files(self) -> tuple[DraftFile, ...]:
        return self.store.draft_files.of_case(self.case)

    def send(self, files: tuple[DraftFile, ...] | None = None) -> DeliveryId:
        case = self.store.cases.detail(self.case)
        assert case is not None
        files = self.files() if files is None else files
        reply = Reply(case, case.threads[0], self.account, Visibility.PUBLIC, "Ecco.", "Laura", attachments=files)
        return self.outbox.queue(reply, ALLOWED, undo_seconds=8).id

    def written(self) -> int:
        """Return how many bytes the store's log grew by since it was last emptied."""
        log = self.store.connection.path.with_name(self.store.connection.path.name + "-wal")
        return log.stat().st_size if log.exists() else 0

    def empty_log(self) -> None:
        self.store.connection.read("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.store.close()


def test_a_large_file_leaves_comes_back_and_is_laid_aside_without_its_bytes_being_written(desk: Desk) -> None:
    (file_id,) = desk.store.draft_files.add(desk.case, [LARGE])
    desk.drafts.save(desk.case, DraftMode.PUBLIC, "Ecco.")
    assert desk.written() > len(LARGE.content)
    desk.empty_log()
    delivery = desk.send()
    desk.outbox.take_back(delivery, "Laura")
    desk.store.draft_files.lay_aside(file_id, NOON)
    desk.store.draft_files.put_back([file_id])
    done = desk.drafts.throw_away(desk.case, "Laura")
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert desk.written() < A_FEW_PAGES
    assert desk.store.draft_files.outgoing(desk.case) == (LARGE,)


def test_a_file_of_a_draft_leaves_with_its_bytes_and_with_what_it_shows(desk: Desk) -> None:
    desk.store.draft_files.add(desk.case, [LARGE])
    delivery = desk.send()
    assert desk.store.attachments.of_delivery(delivery) == (LARGE,)
    assert desk.files() == ()


def test_a_file_that_left_in_another_window_stops_the_reply_and_the_draft_stays(desk: Desk) -> None:
    desk.store.draft_files.add(desk.case, [LARGE])
    seen = desk.files()
    desk.send()
    desk.drafts.save(desk.case, DraftMode.PUBLIC, "Once more.")
    with pytest.raises(FileGone, match="film"):
        desk.send(seen)
    assert desk.outbox.listing().total == 1
    draft = desk.drafts.of(desk.case)
    assert draft is not None
    assert draft.text == "Once more."


def test_a_crash_between_leaves_the_file_where_it_was(desk: Desk, tmp_path: Path) -> None:
    desk.store.draft_files.add(desk.case, [LARGE])
    desk.drafts.save(desk.case, DraftMode.PUBLIC, "Ecco.")
    with pytest.raises(RuntimeError), desk.store.connection.writing():
        desk.send()
        raise RuntimeError
    assert desk.store.draft_files.outgoing(desk.case) == (LARGE,)
    assert desk.outbox.listing().total == 0


def test_what_was_laid_aside_can_be_put_back_for_an_hour_and_is_cleared_away_then(desk: Desk) -> None:
    kept, gone = desk.store.draft_files.add(desk.case, [LARGE, LARGE])
    desk.store.draft_files.lay_aside(gone, NOON)
    assert desk.store.draft_files.clear(NOON + timedelta(minutes=59)) == 0
    assert desk.store.draft_files.clear(NOON + timedelta(minutes=60)) == 1
    assert desk.store.draft_files.content(gone) == b""
    assert desk.store.attachments.get(gone) is None  # type: ignore[arg-type]
    desk.store.draft_files.put_back([gone])
    assert [file.id for file in desk.files()] == [kept]


def test_what_left_is_never_cleared_away_with_the_draft_that_it_came_from(desk: Desk) -> None:
    desk.store.draft_files.add(desk.case, [LARGE])
    delivery = desk.send()
    desk.store.draft_files.clear(NOON + timedelta(days=9))
    assert desk.store.attachments.of_delivery(delivery) == (LARGE,)


def test_a_draft_whose_only_file_was_taken_off_is_not_listed(desk: Desk) -> None:
    (file_id,) = desk.store.draft_files.add(desk.case, [LARGE])
    desk.drafts.save(desk.case, DraftMode.PUBLIC, "")
    assert len(desk.drafts.newest()) == 1
    desk.store.draft_files.lay_aside(file_id, NOON)
    assert desk.drafts.newest() == ()


def test_who_is_erased_takes_the_bytes_of_files_along_though_foreign_keys_rest(desk: Desk) -> None:
    desk.store.draft_files.add(desk.case, [LARGE])
    detail = desk.store.cases.detail(desk.case)
    assert detail is not None
    desk.store.erasure.erase(detail.row.customer_id, actor="Laura", at=NOON)
    for table in ("draft_file", "attachment", "attachment_content"):
        assert desk.store.connection.read_one(f"SELECT count(*) FROM {table}") == (0,), table  # noqa: S608


def test_files_of_drafts_from_before_keep_their_order_their_words_and_their_bytes(tmp_path: Path) -> None:
    version = next(number for number, (name, _) in enumerate(MIGRATIONS) if name == "move_files_by_reference")
    profile = an_earlier_file(tmp_path, version)
    connection = Connection(profile.store, KEY)
    rows = [(1, 1, "b.png", b"bb", ""), (1, 0, "a.png", b"a", "The meter"), (2, 0, "c.pdf", b"ccc", "")]
    for case_id, place, name, content, alt_text in rows:
        connection.raw.execute(
            "INSERT INTO draft_file (case_id, place, name, content_type, content, alt_text) VALUES (?, ?, ?, 'x/y', ?, ?)",
            (case_id, place, name, content, alt_text),
        )
    connection.close()
    with open_store(profile, KEY) as store:
        assert store.draft_files.outgoing(CaseId(1)) == (
            OutgoingAttachment("a.png", "x/y", b"a", "The meter"),
            OutgoingAttachment("b.png", "x/y", b"bb"),
        )
        assert [(one.name, one.size) for one in store.draft_files.of_case(CaseId(2))] == [("c.pdf", 3)]


class FilesOfADraft(RuleBasedStateMachine):
    """Add, take off, put back, send, take back, throw away: every file is in one place, and none is lost."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        self.desk = Desk(self.folder / f"{id(self)}")
        self.beside: list[bytes] = []
        self.aside: list[int] = []
        self.left: list[tuple[DeliveryId, list[bytes]]] = []
        self.made = 0

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.store.close()

    @rule()
    def add(self) -> None:
        self.made += 1
        content = str(self.made).encode()
        self.desk.store.draft_files.add(self.desk.case, [OutgoingAttachment("a", "b/c", content)])
        self.beside.append(content)

    @rule()
    def lay_aside(self) -> None:
        if self.beside:
            file = self.desk.files()[-1]
            assert self.desk.store.draft_files.lay_aside(file.id, self.desk.clock())
            self.aside = [file.id]
            self.beside.pop()

    @rule()
    def put_back(self) -> None:
        for file_id in self.aside:
            self.beside.append(self.desk.store.draft_files.content(file_id))
            self.desk.store.draft_files.put_back([file_id])
        self.beside.sort(key=self.places().index)
        self.aside = []

    @rule()
    def send(self) -> None:
        self.left.append((self.desk.send(), self.beside))
        self.beside, self.aside = [], []

    @rule()
    def take_back(self) -> None:
        if self.left:
            delivery, contents = self.left.pop()
            self.desk.outbox.take_back(delivery, "Laura")
            self.beside = [*contents, *self.beside]
            self.aside = []

    def places(self) -> list[bytes]:
        return [one.content for one in self.desk.store.draft_files.outgoing(self.desk.case)]

    @invariant()
    def every_file_is_where_it_belongs(self) -> None:
        if not hasattr(self, "desk"):
            return
        assert sorted(self.places()) == sorted(self.beside)
        for delivery, contents in self.left:
            there = [one.content for one in self.desk.store.attachments.of_delivery(delivery)]
            assert sorted(there) == sorted(contents)


def test_every_file_is_in_one_place_whatever_is_done_with_it(tmp_path: Path) -> None:
    FilesOfADraft.folder = tmp_path
    run_state_machine_as_test(
        FilesOfADraft,
        settings=settings(
            max_examples=6, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
