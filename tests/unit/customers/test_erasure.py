"""An erased person is gone from every page of the file, does not come back, and takes nobody else along."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.customers import CustomerDesk, erase_person, preview_erasure
from desktop.model import (
    Account,
    ArrivedAttachment,
    CaseId,
    CustomerId,
    Deed,
    Delivery,
    DeliveryId,
    DeliveryState,
    Direction,
    Draft,
    DraftMode,
    Network,
    Visibility,
)
from desktop.model.knowledge import FaqEntry, FaqText
from desktop.model.known import FieldKind, OwnField
from desktop.store import Store
from desktop.store.erasure_scope import ErasureRefused
from desktop.sync import UpkeepWorker
from desktop.triage.own_priority import Favour, FavourKind, OwnPriority
from desktop.triage.own_priority_file import read_own_priority, write_own_priority
from tests.factories import KEY, NOON, FakeClock, a_mail, an_account, an_arrival, an_author, taken
from tests.unit.store.sealed_pages import holds

WORD = "zucchinafosforescente"
NAME = "Ermenegilda Quagliariello"
LATER = NOON + timedelta(minutes=10)
HER = an_author(NAME)
_count = iter(range(1, 10_000))


@pytest.fixture
def account(store: Store) -> Account:
    return an_account(store)


def writes(store: Store, account: Account, **changes: Any) -> tuple[CustomerId, CaseId]:
    """Let Ermenegilda write, with her word in every place that a message has."""
    photo = ArrivedAttachment(f"{WORD}.png", "image/png", 3, WORD.encode() * 900)
    values: dict[str, Any] = {
        "author": HER,
        "text": f"{WORD} " * 40,
        "quoted": f"prima: {WORD}",
        "html": f"<p>{WORD}</p>",
        "attachments": (photo,),
        "permalink": f"https://town.example/@q/{WORD}",
    }
    arrival = an_arrival(f"q{next(_count)}", **(values | changes))
    result = store.intake.take(account, [taken(arrival)], arrival.sent_at)
    case_id = CaseId(next(iter(result.case_ids)))
    row = store.connection.read_one("SELECT customer_id FROM identity WHERE remote_id = ?", (HER.remote_id,))
    assert row is not None
    return CustomerId(row[0]), case_id


def a_delivery(store: Store, account: Account, case_id: CaseId, state: DeliveryState) -> None:
    case = store.cases.detail(case_id)
    assert case is not None
    values = (Visibility.PUBLIC, f"Gentile {WORD}", "", "it", "Laura", f"key-{WORD}", "q1", "@q", (), NOON, state)
    store.deliveries.make(
        Delivery(DeliveryId(0), "d1", case_id, case.threads[0].id, account.id, *values, None, None, 1, None, "")
    )


def everything_about_her(store: Store, account: Account, desk: CustomerDesk) -> CustomerId:
    customer, case_id = writes(store, account)
    desk.add_note(customer, f"vuole {WORD}")
    desk.set_tag(customer, WORD, present=True)
    store.cases.add_note(case_id, f"nota {WORD}", author="Laura", at=NOON)
    a_delivery(store, account, case_id, DeliveryState.WAITING)
    store.drafts.save(Draft("draft", case_id, DraftMode.PUBLIC, f"Cara {WORD}", NOON))
    store.settings.set("inbox.searches", [WORD, NAME, "contatore"], NOON)
    store.connection.write(
        "INSERT INTO rating (customer_id, case_id, mark, at) VALUES (?, ?, 2, 0)", (customer, case_id)
    )
    return customer


def test_nothing_of_an_erased_person_is_left_on_any_page_or_in_the_log(
    store: Store, account: Account, desk: CustomerDesk
) -> None:
    customer = everything_about_her(store, account, desk)
    store.intake.take(account, [taken(an_arrival("other", text="parolacheresta"))], NOON)
    path = store.connection.path
    assert holds(path, KEY, WORD)
    store.erasure.erase(customer, actor="Laura", at=LATER)
    assert store.scrubbing.is_asked
    assert store.scrubbing.run(LATER)
    assert not store.scrubbing.is_asked
    for word in (WORD, "Ermenegilda", "ermenegilda", "Quagliariello", "quagliariello"):
        assert not holds(path, KEY, word), word
    assert holds(path, KEY, "parolacheresta")
    assert store.settings.get("inbox.searches") is None
    assert store.connection.faults() == []
    assert store.connection.read("PRAGMA foreign_key_check") == []


def test_a_large_file_is_scrubbed_without_being_written_anew(
    store: Store, account: Account, desk: CustomerDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.store.scrubbing._WHOLE", 0)
    customer = everything_about_her(store, account, desk)
    store.erasure.erase(customer, actor="Laura", at=LATER)
    assert store.scrubbing.run(LATER)
    assert not holds(store.connection.path, KEY, WORD)
    assert not holds(store.connection.path, KEY, "quagliariello")
    assert store.connection.faults() == []


def test_the_preview_counts_what_goes_and_changes_nothing(store: Store, account: Account, desk: CustomerDesk) -> None:
    customer = everything_about_her(store, account, desk)
    version = store.connection.raw.total_changes
    counts = store.erasure.preview(customer)
    assert (counts.identities, counts.conversations, counts.messages, counts.attachments) == (1, 1, 1, 1)
    assert (counts.drafts, counts.unsent, counts.notes, counts.ratings) == (1, 1, 2, 1)
    assert store.connection.read_one("SELECT count(*) FROM message") == (1,)
    assert store.connection.raw.total_changes >= version
    assert store.erasure.erase(customer, actor="Laura", at=LATER).counts == counts


def test_the_erasure_is_in_the_journal_with_figures_and_without_a_name(
    store: Store, account: Account, desk: CustomerDesk
) -> None:
    customer = everything_about_her(store, account, desk)
    store.erasure.erase(customer, actor="Laura", at=LATER)
    newest, *older = store.journal.newest()
    assert (newest.deed, newest.actor, newest.at, newest.case_id) == (Deed.CUSTOMER_ERASED, "Laura", LATER, None)
    assert isinstance(newest.after, dict)
    assert newest.after["messages"] == 1
    assert older
    about = [one for one in older if one.deed is not Deed.ACCOUNT_ADDED]
    assert all(one.before is None and one.after is None and one.case_id is None for one in about)


def test_no_later_pull_brings_an_erased_message_back_and_a_new_one_is_welcome(
    store: Store, account: Account, desk: CustomerDesk
) -> None:
    customer, _ = writes(store, account)
    stored = store.connection.read_column("SELECT remote_id FROM message")[0]
    store.erasure.erase(customer, actor="Laura", at=LATER)
    again = an_arrival(stored, author=HER, text=WORD)
    older = an_arrival("older", author=HER, text=WORD, sent_at=NOON - timedelta(days=90))
    to_her = an_arrival("ours", direction=Direction.OUTGOING, recipients=(HER.remote_id,), text=WORD)
    edited = an_arrival(stored, author=HER, text=WORD, edited_at=LATER + timedelta(days=1))
    for arrival in (again, older, to_her, edited):
        assert store.intake.take(account, [taken(arrival)], LATER).case_ids == set()
    assert store.connection.read_one("SELECT count(*) FROM message") == (0,)
    new = an_arrival("new", author=HER, text="Buongiorno di nuovo", sent_at=LATER + timedelta(days=1))
    assert store.intake.take(account, [taken(new)], LATER).new == 1


def test_the_marks_that_stay_say_nothing_without_the_salt(store: Store, account: Account, desk: CustomerDesk) -> None:
    customer, _ = writes(store, account)
    store.erasure.erase(customer, actor="Laura", at=LATER)
    marks = store.connection.read_column("SELECT mark FROM erased")
    assert len(marks) == 2
    assert all(len(mark) == 32 for mark in marks)


def test_what_others_wrote_in_the_same_conversation_stays_theirs(
    store: Store, account: Account, desk: CustomerDesk
) -> None:
    customer, case_id = writes(store, account)
    stored = store.connection.read_column("SELECT remote_id FROM message")[0]
    anna = an_arrival("a1", author=an_author("Anna Blu"), text="anche a me", thread_remote_id=stored)
    store.intake.take(account, [taken(anna)], NOON)
    store.cases.add_note(case_id, f"nota {WORD}", author="Laura", at=NOON)
    erased = store.erasure.erase(customer, actor="Laura", at=LATER)
    assert (erased.case_ids, erased.kept_case_ids) == ((), (case_id,))
    items = store.timeline.items(case_id)
    assert [item.text for item in items] == ["anche a me"]
    assert store.lanes.rows([case_id])[0].name == "Anna Blu"
    store.scrubbing.run(LATER)
    assert not holds(store.connection.path, KEY, WORD)
    assert store.connection.read("PRAGMA foreign_key_check") == []


def test_what_they_wrote_in_other_peoples_conversations_goes_too(
    store: Store, account: Account, desk: CustomerDesk
) -> None:
    store.intake.take(account, [taken(an_arrival("m1"))], NOON)
    case_id = CaseId(store.connection.read_column("SELECT id FROM cases")[0])
    customer, joined = writes(store, account, thread_remote_id="m1")
    assert joined == case_id
    counts = store.erasure.preview(customer)
    assert (counts.messages, counts.messages_elsewhere, counts.conversations) == (0, 1, 0)
    store.erasure.erase(customer, actor="Laura", at=LATER)
    assert [item.text for item in store.timeline.items(case_id)] == ["La bolletta è arrivata due volte."]
    assert store.connection.read("PRAGMA foreign_key_check") == []


def test_a_reply_that_is_leaving_at_this_moment_is_waited_for(
    store: Store, account: Account, desk: CustomerDesk
) -> None:
    customer, case_id = writes(store, account)
    a_delivery(store, account, case_id, DeliveryState.SENDING)
    with pytest.raises(ErasureRefused) as refused:
        store.erasure.erase(customer, actor="Laura", at=LATER)
    assert refused.value.reason == "sending"
    assert store.connection.read_one("SELECT count(*) FROM message") == (1,)
    with pytest.raises(ErasureRefused):
        store.erasure.preview(CustomerId(4_711))


def test_a_merged_person_goes_with_every_identity_and_what_was_noted_about_each(
    store: Store, account: Account, desk: CustomerDesk
) -> None:
    customer, _ = writes(store, account)
    mail = an_account(store, Network.EMAIL, "a@aurora.example")
    other = an_arrival("mail1", author=an_author(f"{WORD} Rossi", Network.EMAIL))
    store.intake.take(mail, [taken(other)], NOON)
    by_mail = CustomerId(store.connection.read_column("SELECT max(id) FROM customer")[0])
    desk.add_note(by_mail, f"nota {WORD}")
    desk.merge(by_mail, customer, f"disse {WORD}")
    store.erasure.erase(customer, actor="Laura", at=LATER)
    assert store.connection.read_one("SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM identity)") == (
        0,
        0,
    )
    store.scrubbing.run(LATER)
    assert not holds(store.connection.path, KEY, WORD)


def test_every_table_that_names_a_conversation_or_a_person_is_emptied_even_ones_of_later_versions(
    store: Store, account: Account, desk: CustomerDesk
) -> None:
    db = store.connection
    db.write("CREATE TABLE later (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases(id), said TEXT)")
    db.write("CREATE TABLE below (later_id INTEGER REFERENCES later(id) ON DELETE CASCADE, said TEXT)")
    customer, case_id = writes(store, account)
    key = db.insert("INSERT INTO later (case_id, said) VALUES (?, ?)", (case_id, WORD))
    db.write("INSERT INTO below VALUES (?, ?)", (key, WORD))
    store.erasure.erase(customer, actor="Laura", at=LATER)
    assert db.read("SELECT * FROM later") == db.read("SELECT * FROM below") == []


def test_an_erasure_that_fails_changes_nothing_and_guards_keys_again(
    store: Store, account: Account, desk: CustomerDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, _ = writes(store, account)

    def fails(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(store.journal, "record", fails)
    with pytest.raises(OSError, match="no room"):
        store.erasure.erase(customer, actor="Laura", at=LATER)
    assert store.connection.read_one("SELECT count(*) FROM message") == (1,)
    assert store.connection.read_one("PRAGMA foreign_keys") == (1,)


def test_the_file_is_scrubbed_later_if_somebody_reads_all_the_time(
    store: Store, account: Account, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, _ = writes(store, account)
    store.erasure.erase(customer, actor="Laura", at=LATER)
    monkeypatch.setattr(store.scrubbing, "_empty_log", lambda: False)
    assert not store.scrubbing.run(LATER)
    assert store.scrubbing.is_asked
    monkeypatch.undo()
    assert store.scrubbing.run(LATER)


def test_kept_answers_name_them_no_more_in_no_version_and_nobody_elses_words_go(
    store: Store, account: Account, desk: CustomerDesk, tmp_path: Path
) -> None:
    customer, _ = writes(store, account)
    field = OwnField("f1", "Numero cliente", FieldKind.TEXT)
    store.own_fields.keep((field,), actor="Laura", at=NOON)
    store.own_fields.put(customer, {"f1": "4471 0932"}, actor="Laura", at=NOON)
    first = FaqText("it", f"Perché {NAME.upper()} paga due volte?", "Contratto 4471 0932, scriva a Torino.")
    later = FaqText("it", "Perché si paga due volte?", f"Chiedete a {HER.handle}: lo sa. Ermenegilda è un bel nome.")
    store.knowledge.keep(FaqEntry("e1", "", (first,)), actor="Laura", at=NOON)
    store.knowledge.keep(FaqEntry("e1", "", (later,)), actor="Laura", at=NOON)
    store.knowledge.keep(FaqEntry("e2", "", (FaqText("it", "Altro?", "Niente."),)), actor="Laura", at=NOON)
    preview = preview_erasure(store, customer, tmp_path)
    assert (preview.counts.kept_answers, preview.entries) == (2, ("Perché si paga due volte?",))
    store.erasure.erase(customer, actor="Laura", at=LATER)
    newest, oldest = store.knowledge.versions("e1", "it")
    assert newest.answer == "Chiedete a […]: lo sa. Ermenegilda è un bel nome."
    assert (oldest.question, oldest.answer) == ("Perché […] paga due volte?", "Contratto […], scriva a Torino.")
    assert store.knowledge.found("chiedete") == ("e1",)
    assert store.knowledge.found("quagliariello") == ()


def test_the_desks_own_priority_favours_them_no_more(store: Store, account: Account, tmp_path: Path) -> None:
    customer, _ = writes(store, account)
    others = Favour(FavourKind.HANDLE, "@sindaco", 9)
    file = tmp_path / "priority.json"
    write_own_priority(file, OwnPriority(favours=(Favour(FavourKind.HANDLE, HER.handle, 20), others)))
    assert preview_erasure(store, customer, tmp_path, file).favours == 1
    erase_person(store, customer, backups=(), folder=tmp_path, actor="Laura", at=LATER, priority=file)
    assert read_own_priority(file).favours == (others,)


def test_a_priority_file_that_cannot_be_read_is_left_alone(store: Store, account: Account, tmp_path: Path) -> None:
    customer, _ = writes(store, account)
    file = tmp_path / "priority.json"
    file.write_text("{", "utf-8")
    assert preview_erasure(store, customer, tmp_path, file).favours == 0
    erase_person(store, customer, backups=(), folder=tmp_path, actor="Laura", at=LATER, priority=file)
    assert file.read_text("utf-8") == "{"


BY_MAIL = an_author(NAME, Network.EMAIL)


@pytest.fixture
def mailbox(store: Store) -> Account:
    return an_account(store, Network.EMAIL, "care@aurora.example")


def many_conversations(store: Store, mailbox: Account, count: int) -> CustomerId:
    batch = [
        taken(a_mail(f"q{number}", author=BY_MAIL, text=WORD, sent_at=NOON - timedelta(days=number)))
        for number in range(count)
    ]
    store.intake.take(mailbox, batch, NOON)
    return CustomerId(store.connection.read_column("SELECT customer_id FROM identity")[0])


@pytest.fixture
def sliced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take small numbers for large ones."""
    for name, value in (("AT_ONCE", 5), ("_FIRST_SLICE", 3), ("_LEAST_SLICE", 3), ("_BREATH", 0.0)):
        monkeypatch.setattr(f"desktop.store.erasure.{name}", value)


@pytest.mark.usefixtures("sliced")
def test_a_long_history_goes_in_slices_between_which_others_write(store: Store, mailbox: Account) -> None:
    customer = many_conversations(store, mailbox, 30)
    counts = store.erasure.preview(customer)
    heard: list[tuple[int, int]] = []

    def told(done: int, of: int) -> None:
        assert not store.connection.raw.in_transaction
        store.intake.take(mailbox, [taken(a_mail(f"other{done}", text="parolacheresta"))], NOON)
        heard.append((done, of))

    erased = store.erasure.erase(customer, actor="Laura", at=LATER, told=told)
    assert (erased.counts, len(erased.case_ids)) == (counts, 30)
    assert len(heard) > 2
    assert heard == sorted(heard)
    assert heard[-1] == (30, 30)
    assert store.scrubbing.run(LATER)
    for word in (WORD, "Quagliariello"):
        assert not holds(store.connection.path, KEY, word), word
    assert holds(store.connection.path, KEY, "parolacheresta")
    assert store.connection.read("PRAGMA foreign_key_check") == []
    again = [taken(a_mail(f"q{number}", author=BY_MAIL, text=WORD)) for number in range(30)]
    assert store.intake.take(mailbox, again, LATER).case_ids == set()


@pytest.mark.usefixtures("sliced")
@pytest.mark.parametrize("dies_after", [1, 2, 3])
def test_an_erasure_whose_process_died_is_finished_later(store: Store, mailbox: Account, dies_after: int) -> None:
    customer = many_conversations(store, mailbox, 30)
    counts = store.erasure.preview(customer)
    slices = iter(range(1, 100))

    def dies(_done: int, _of: int) -> None:
        if next(slices) == dies_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.erasure.erase(customer, actor="Laura", at=LATER, told=dies)
    (left,) = store.connection.read_column("SELECT count(*) FROM message")
    assert 0 < left < 30
    old = [taken(a_mail(f"q{number}", author=BY_MAIL, text=WORD, sent_at=NOON)) for number in range(3)]
    store.intake.take(mailbox, old, LATER)
    assert store.connection.read_column("SELECT count(*) FROM message") == [left]
    assert list(store.erasure.resume(LATER)) == []
    assert list(store.erasure.resume(LATER + timedelta(minutes=3)))
    assert store.connection.read_column("SELECT count(*) FROM message") == [0]
    newest = store.journal.newest(1)[0]
    assert (newest.deed, newest.actor, newest.after) == (Deed.CUSTOMER_ERASED, "Laura", asdict(counts))
    assert store.scrubbing.run(LATER)
    assert not holds(store.connection.path, KEY, WORD)
    assert not holds(store.connection.path, KEY, "Quagliariello")
    assert list(store.erasure.resume(LATER + timedelta(minutes=9))) == []


@pytest.mark.usefixtures("sliced")
def test_an_erasure_that_is_finished_later_ends_their_favour_too(
    store: Store, mailbox: Account, tmp_path: Path
) -> None:
    customer, file = many_conversations(store, mailbox, 12), tmp_path / "priority.json"
    others = Favour(FavourKind.HANDLE, "@somebody.else", 10)
    write_own_priority(file, OwnPriority(favours=(Favour(FavourKind.HANDLE, BY_MAIL.handle, 20), others)))

    def dies(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        erase_person(store, customer, backups=(), folder=tmp_path, actor="L", at=LATER, priority=file, told=dies)
    assert len(read_own_priority(file).favours) == 2
    later = LATER + timedelta(minutes=3)
    asyncio.run(UpkeepWorker(store, lambda: later, lambda _: None, file).work())
    assert read_own_priority(file).favours == (others,)
    assert store.connection.read_column("SELECT count(*) FROM message") == [0]


def test_a_priority_file_that_cant_be_written_is_told(
    store: Store, account: Account, desk: CustomerDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, file = everything_about_her(store, account, desk), tmp_path / "priority.json"
    write_own_priority(file, OwnPriority(favours=(Favour(FavourKind.HANDLE, HER.handle, 20),)))

    def full(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("desktop.customers.erasing.write_own_priority", full)
    erased = erase_person(store, customer, backups=(), folder=tmp_path, actor="L", at=LATER, priority=file)
    assert erased.favours_left
    assert erased.counts.identities >= 1


@pytest.mark.usefixtures("sliced")
def test_what_waits_for_somebody_who_is_being_erased_is_not_sent(store: Store, mailbox: Account) -> None:
    customer = many_conversations(store, mailbox, 30)
    a_delivery(store, mailbox, CaseId(1), DeliveryState.WAITING)
    states: list[list[str]] = []
    seen = "SELECT state FROM delivery"
    store.erasure.erase(
        customer, actor="Laura", at=LATER, told=lambda *_: states.append(store.connection.read_column(seen))
    )
    assert {one for found in states for one in found} <= {"cancelled"}
