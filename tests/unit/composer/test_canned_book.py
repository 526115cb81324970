"""The desk's canned replies in its store: changed, deleted and brought back, counted, varied by account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.composer import CannedText, starter_replies
from desktop.composer.canned_book import CannedBook, said_lately
from desktop.model import (
    Account,
    CaseDetail,
    CaseId,
    Decision,
    Deed,
    Lane,
    Network,
    Verdict,
    Visibility,
    fact_uid,
)
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store
from desktop.system.resources import resource_path
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken
from tests.unit.composer.replies import reply

FOLDER = resource_path("canned")
STARTER = starter_replies(FOLDER)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def book(store: Store) -> CannedBook:
    return CannedBook(store, FOLDER, FakeClock())


def test_a_new_desk_has_the_starter_set_and_keeps_nothing(store: Store, book: CannedBook) -> None:
    assert book.all() == STARTER
    assert store.canned.kept() == ()


def test_a_changed_reply_keeps_its_place_its_uid_and_its_uses(store: Store, book: CannedBook) -> None:
    first = book.all()[0]
    account = an_account(store)
    book.used(first.uid, "it", account.id, 0)
    changed = replace(first, shortcut="mio", texts=(CannedText("it", "T", "B", "parole"),), crisis=True)
    book.keep((changed,), (), "Laura")
    kept = CannedBook(store, FOLDER, FakeClock()).all()[0]
    assert kept == replace(changed, uses=1, last_used_at=NOON)
    assert len(book.all()) == len(STARTER)


def test_a_deleted_reply_is_gone_and_comes_back_when_it_is_kept_again(book: CannedBook) -> None:
    own = reply("mio", uid="own")
    book.keep((own,), (STARTER[0],), "Laura")
    assert [one.uid for one in book.all()] == [*(one.uid for one in STARTER[1:]), "own"]
    book.keep((STARTER[0],), (own,), "Laura")
    assert book.all() == STARTER


def test_every_change_is_journalled_with_before_and_after(store: Store, book: CannedBook) -> None:
    book.keep((reply("mio", uid="own"),), (STARTER[0],), "Laura")
    rows = store.connection.read("SELECT actor, deed, before, after FROM journal ORDER BY id")
    assert [(row[0], row[1]) for row in rows] == [("Laura", Deed.CANNED_REPLY)] * 2
    assert [(row[2] is None or row[2] == "null", "mio" in str(row[3])) for row in rows] == [
        (True, True),
        (False, False),
    ]


def test_uses_that_were_counted_by_language_before_count_for_the_reply(store: Store, book: CannedBook) -> None:
    outage = next(one for one in STARTER if one.shortcut == "guasto")
    for language in ("it", "ca"):
        store.canned.count_use(fact_uid("canned", "outage", language), NOON)
    store.canned.count_use(outage.uid, NOON)
    assert next(one for one in book.all() if one.uid == outage.uid).uses == 3


def test_the_variation_that_was_last_used_is_remembered_by_account(store: Store, book: CannedBook) -> None:
    one, other = an_account(store, handle="@one@town.example"), an_account(store, handle="@two@town.example")
    book.used("u", "it", one.id, 2)
    book.used("u", "it", one.id, 5)
    assert book.last_variation("u", "it", one.id) == 5
    assert book.last_variation("u", "it", other.id) is None
    assert book.last_variation("u", "es", one.id) is None


def queued(store: Store, account: Account, text: str, clock: FakeClock) -> None:
    detail = store.cases.detail(CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]))
    assert isinstance(detail, CaseDetail)
    desk = OutboxDesk(store, clock)
    desk.queue(
        Reply(detail, detail.threads[0], account, Visibility.PUBLIC, text, "L"), Verdict(Decision.ALLOW), undo_seconds=0
    )


def test_what_was_said_lately_is_known_where_the_network_minds(store: Store) -> None:
    clock = FakeClock()
    account = an_account(store, Network.X, "@AuroraEnergia")
    arrival = an_arrival(author=an_author(network=Network.X))
    store.intake.take(account, [taken(arrival)], NOON)
    queued(store, account, "Vecchio", clock)
    clock.advance(8 * 86_400)
    queued(store, account, "Ciao Marta ^LB", clock)
    assert said_lately(store, account, clock()) == ("Ciao Marta ^LB",)
    assert said_lately(store, an_account(store), clock()) == ()
