"""Paging through a mailbox whatever happens meanwhile: nothing is skipped, and a steady mailbox repeats nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desktop.channels.email.cursor import Cursor, FolderMark, Gap, decode
from desktop.channels.email.fetch import LARGEST_BYTES, PAGE_BYTES, MailUnreadable, Page, Puller
from desktop.channels.email.places import Places
from desktop.channels.email.responses import Folder, StoredMail
from desktop.channels.email.session import CommandRefused, FolderState, ImapSession
from desktop.channels.email.settings import EmailSettings, Server
from desktop.model import Arrival, Author, Direction, Network, TemporaryFailure, ThreadKind, Visibility
from tests.effort import examples

SMALL_PAGE = 10  # messages: a tenth of the real page, so that a few mails make several of them

FIRST_DAY = date(2026, 2, 8)
MONTHS = ("Jan", "Feb", "Mar", "Apr")


@dataclass(slots=True)
class Kept:
    """A mail in the fake mailbox: its name, size in bytes and the day it was received."""

    name: str
    day: date = date(2026, 3, 1)
    size: int = 1000


@dataclass(slots=True)
class FakeSession:
    """Stands in for an IMAP connection: folders of mail by UID."""

    folders_by_name: dict[str, dict[int, Kept]] = field(default_factory=lambda: {"INBOX": {}})
    validity: int = 1
    tells_next_uid: bool = True
    fails: bool = False
    opened: str = "INBOX"
    alive: bool = True
    last_uid: dict[str, int] = field(default_factory=dict)

    def add(self, mail: Kept, folder: str = "INBOX") -> int:
        """Put a mail in under the next UID."""
        uid = self.last_uid.get(folder, 0) + 1
        self.last_uid[folder] = uid
        self.folders_by_name.setdefault(folder, {})[uid] = mail
        return uid

    def renumber(self) -> None:
        """Give every mail another UID, as after a restored backup."""
        self.validity += 1
        for name, mails in self.folders_by_name.items():
            self.folders_by_name[name] = dict(enumerate(mails.values(), 1))
            self.last_uid[name] = len(mails)

    def folders(self) -> tuple[Folder, ...]:
        return tuple(Folder(name, "/", frozenset()) for name in self.folders_by_name)

    def open_folder(self, name: str, *, writable: bool = False) -> FolderState:
        assert not writable
        if name not in self.folders_by_name:
            raise CommandRefused("server_refused")
        self.opened = name
        mails = self.folders_by_name[name]
        next_uid = self.last_uid.get(name, 0) + 1 if self.tells_next_uid else None
        return FolderState(name, self.validity, next_uid, len(mails))

    def search(self, *criteria: str) -> list[int]:
        words = list(criteria)
        low, _, high = words[words.index("UID") + 1].partition(":")
        mails = self.folders_by_name[self.opened]
        if high == "*":
            return [uid for uid in mails if uid >= int(low)] or list(mails)[-1:]
        found = [uid for uid in mails if int(low) <= uid <= int(high)]
        if "SINCE" in words:
            found = [uid for uid in found if mails[uid].day >= day_of(words[words.index("SINCE") + 1])]
        if "BEFORE" in words:
            found = [uid for uid in found if mails[uid].day < day_of(words[words.index("BEFORE") + 1])]
        return sorted(found)

    def sizes(self, uids: list[int]) -> dict[int, int]:
        return {uid: mail.size for uid, mail in self.folders_by_name[self.opened].items() if uid in uids}

    def read(self, uids: list[int]) -> list[StoredMail]:
        if self.fails:
            self.fails = False
            raise TemporaryFailure("connection_lost")
        mails = self.folders_by_name[self.opened]
        return [StoredMail(uid, mails[uid].name.encode()) for uid in uids if uid in mails]

    def read_start(self, uid: int, size: int) -> list[StoredMail]:
        assert size > 0
        return self.read([uid])


def day_of(text: str) -> date:
    day, month, year = text.split("-")
    return date(int(year), MONTHS.index(month) + 1, int(day))


def arrival(raw: bytes, *, received_at: datetime | None, remote_id: str | None) -> Arrival:
    """Read a fake mail: its bytes are its id; one that starts with "bad" can't be read."""
    assert received_at is None
    name = remote_id or raw.decode()
    if name.startswith("bad"):
        raise MailUnreadable("no_header")
    author = Author(Network.EMAIL, "ada@example.org", "ada@example.org")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return Arrival(name, name, ThreadKind.EMAIL, author, Direction.INCOMING, Visibility.DIRECT, at, "Hello")


def new_puller(**changes: object) -> Puller:
    server = Server("mail.example.org", 993)
    plain = EmailSettings("care@shop.test", server, server, **changes)  # type: ignore[arg-type]
    return Puller(Places(plain), arrival, lambda _: None, lambda _: None)


def pull(session: FakeSession, cursor: str | None, puller: Puller | None = None) -> Page:
    return (puller or new_puller()).pull(cast("ImapSession", session), cursor, FIRST_DAY)


def pull_all(session: FakeSession, cursor: str | None = None, puller: Puller | None = None) -> tuple[list[str], str]:
    puller = puller or new_puller()
    names: list[str] = []
    more = True
    while more:
        page = pull(session, cursor, puller)
        names += [found.remote_id for found in page.arrivals]
        cursor, more = page.cursor, page.more
    assert cursor is not None
    return names, cursor


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.email.fetch.PAGE_MESSAGES", SMALL_PAGE)


def test_a_page_holds_no_more_than_its_messages_and_bytes() -> None:
    session = FakeSession()
    for number in range(SMALL_PAGE + 4):
        session.add(Kept(f"m{number}", size=PAGE_BYTES // 5))
    page = pull(session, None)
    assert len(page.arrivals) == 5
    assert page.more
    light = FakeSession()
    for number in range(SMALL_PAGE + 4):
        light.add(Kept(f"m{number}"))
    assert len(pull(light, None).arrivals) == SMALL_PAGE


def test_a_mail_larger_than_a_page_comes_alone() -> None:
    session = FakeSession()
    session.add(Kept("huge", size=3 * PAGE_BYTES))
    session.add(Kept("small"))
    page = pull(session, None)
    assert [found.remote_id for found in page.arrivals] == ["small"]
    assert [found.remote_id for found in pull(session, page.cursor).arrivals] == ["huge"]


def test_of_an_enormous_mail_only_the_start_is_read_and_that_is_said() -> None:
    session = FakeSession()
    session.add(Kept("enormous", size=LARGEST_BYTES + 1))
    (found,) = pull(session, None).arrivals
    assert found.repairs == ("cut_short",)


def test_a_server_without_sizes_is_pulled_all_the_same() -> None:
    class Sizeless(FakeSession):
        def sizes(self, uids: list[int]) -> dict[int, int]:
            return {}

    session = Sizeless()
    for number in range(120):
        session.add(Kept(f"m{number}"))
    assert len(pull_all(session)[0]) == 120


def test_mail_that_can_not_be_read_is_counted_once_and_passed() -> None:
    session = FakeSession()
    session.add(Kept("bad"))
    session.add(Kept("good"))
    page = pull(session, None)
    assert (page.refused, [found.remote_id for found in page.arrivals]) == (("no_header",), ["good"])
    assert pull(session, page.cursor).refused == ()


def test_messages_that_go_while_they_are_pulled_are_no_loss_and_no_loop() -> None:
    session = FakeSession()
    puller = new_puller()
    for number in range(3 * SMALL_PAGE):
        session.add(Kept(f"m{number}"))
    first = pull(session, None, puller)
    for uid in range(1, SMALL_PAGE + 5):
        session.folders_by_name["INBOX"].pop(uid)
    names, _ = pull_all(session, first.cursor, puller)
    assert sorted(names) == sorted(f"m{number}" for number in range(SMALL_PAGE + 4, 2 * SMALL_PAGE))


def test_mail_that_comes_after_a_page_that_was_never_stored_is_not_forgotten() -> None:
    session = FakeSession()
    puller = new_puller()
    session.add(Kept("first"))
    session.fails = True
    with pytest.raises(TemporaryFailure):
        pull(session, None, puller)
    session.add(Kept("second"))
    assert pull_all(session, None, puller)[0] == ["first", "second"]


def test_an_empty_mailbox_is_nothing() -> None:
    page = pull(FakeSession(), None)
    assert (page.arrivals, page.more) == ((), False)


def test_older_mail_ends_where_the_first_days_began() -> None:
    session = FakeSession()
    session.add(Kept("old", FIRST_DAY - timedelta(days=1)))
    session.add(Kept("new", FIRST_DAY))
    page = new_puller().pull_older(cast("ImapSession", session), None, FIRST_DAY)
    assert [found.remote_id for found in page.arrivals] == ["old"]
    assert [found.remote_id for found in pull(session, None).arrivals] == ["new"]


def test_looking_back_does_not_make_new_mail_look_seen() -> None:
    seen: list[FolderState] = []
    server = Server("mail.example.org", 993)
    puller = Puller(Places(EmailSettings("care@shop.test", server, server)), arrival, lambda _: None, seen.append)
    puller.pull_older(cast("ImapSession", FakeSession()), None, FIRST_DAY)
    assert not seen


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "null", "[]", '{"v":9,"folders":{}}', '{"v":1}', '{"v":1,"folders":{"INBOX":{"top":1}}}', "7"],
)
def test_a_cursor_that_can_not_be_read_starts_over(text: str | None) -> None:
    assert decode(text) == Cursor()


gaps = st.builds(
    Gap,
    st.integers(1, 2**32),
    st.integers(1, 2**32),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
marks = st.builds(FolderMark, st.integers(0, 2**32), st.integers(0, 2**32), st.lists(gaps, max_size=3).map(tuple))


@given(st.dictionaries(st.text(min_size=1, max_size=20), marks, max_size=4))
def test_a_cursor_survives_being_written_down(folders: dict[str, FolderMark]) -> None:
    assert decode(Cursor(folders).encode()) == Cursor(folders)


class AnyMailbox(RuleBasedStateMachine):
    """Mail comes and goes, connections break, the program crashes between pages: what stays is pulled."""

    def __init__(self) -> None:
        super().__init__()
        self.session = FakeSession({"INBOX": {}, "Sent": {}})
        self.puller = new_puller()
        self.cursor: str | None = None
        self.pulled: list[str] = []
        self.added = 0
        self.quiet = True  # nothing happened that explains a repetition

    @rule(
        folder=st.sampled_from(["INBOX", "Sent"]),
        count=st.integers(1, 2 * SMALL_PAGE),
        age=st.integers(-20, 20),
        size=st.sampled_from([500, PAGE_BYTES // 6, PAGE_BYTES]),
    )
    def mail_comes(self, folder: str, count: int, age: int, size: int) -> None:
        recent = folder in decode(self.cursor).folders  # once a folder was looked at, all that is new counts
        for _ in range(count if size < PAGE_BYTES else 3):
            name = f"m{self.added}" if recent or age >= 0 else f"old{self.added}"
            self.session.add(Kept(name, FIRST_DAY + timedelta(days=age), size), folder)
            self.added += 1

    @rule(folder=st.sampled_from(["INBOX", "Sent"]), every=st.integers(2, 5))
    def mail_goes(self, folder: str, every: int) -> None:
        mails = self.session.folders_by_name[folder]
        for uid in [uid for uid in mails if uid % every == 0]:
            del mails[uid]

    @rule()
    def one_page_is_pulled(self) -> None:
        page = pull(self.session, self.cursor, self.puller)
        self.pulled += [found.remote_id for found in page.arrivals]
        self.cursor = page.cursor

    @rule()
    def the_connection_breaks(self) -> None:
        self.session.fails = True
        try:
            pull(self.session, self.cursor, self.puller)
        except TemporaryFailure:
            assert not self.session.fails
        self.session.fails = False

    @rule()
    def the_program_crashes_after_pulling(self) -> None:
        pull(self.session, self.cursor, self.puller)
        self.puller = new_puller()

    @rule()
    def the_server_stops_telling_the_next_uid(self) -> None:
        self.session.tells_next_uid = not self.session.tells_next_uid

    @rule()
    def everything_is_pulled(self) -> None:
        names, self.cursor = pull_all(self.session, self.cursor, self.puller)
        self.pulled += names
        there = {mail.name for mails in self.session.folders_by_name.values() for mail in mails.values()}
        missing = {name for name in there if not name.startswith("old")} - set(self.pulled)
        assert not missing

    @invariant()
    def nothing_is_pulled_twice(self) -> None:
        assert len(self.pulled) == len(set(self.pulled))


TestAnyMailbox = AnyMailbox.TestCase
TestAnyMailbox.settings = settings(max_examples=examples(100), stateful_step_count=30, deadline=None)


@given(st.integers(0, 3 * SMALL_PAGE), st.integers(0, 3))
@settings(deadline=None)
def test_another_uidvalidity_brings_every_mail_again_and_none_is_missed(count: int, pages: int) -> None:
    session = FakeSession()
    for number in range(count):
        session.add(Kept(f"m{number}"))
    cursor: str | None = None
    for _ in range(pages):
        cursor = pull(session, cursor).cursor
    session.renumber()
    names, _ = pull_all(session, cursor)
    assert sorted(names) == sorted(f"m{number}" for number in range(count))
