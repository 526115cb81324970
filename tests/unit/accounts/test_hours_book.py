"""The hours book: hours and rules of accounts and the desk, due times by both, and what is written down of a change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.accounts.closed_rules import ClockTime, ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.guardrails import OpeningHours, Slot, WhenClosed, default_hours
from desktop.model import Deed
from desktop.store import Store
from tests.factories import NOON, a_store, an_account

NIGHTS = OpeningHours("Europe/Rome", ((Slot.of("22:00", "02:00"),),) * 7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_an_account_keeps_hours_of_its_own_until_it_takes_the_desks_again(store: Store) -> None:
    account, book = an_account(store), HoursBook(store)
    assert book.of(account) == default_hours()
    book.set_schedule(account, NIGHTS, ClosedRules(WhenClosed.SEND), at=NOON, actor="Laura")
    assert (book.of(account), book.of(None), book.has_own(account)) == (NIGHTS, default_hours(), True)
    assert (book.rules(account).replies, book.rules(None).replies) == (WhenClosed.SEND, WhenClosed.HOLD)
    book.set_schedule(account, None, ClosedRules(), at=NOON, actor="Laura")
    assert (book.of(account), book.has_own(account)) == (default_hours(), False)
    assert book.rules(account).replies is WhenClosed.HOLD


def test_the_clock_counts_opening_hours_or_all_hours_by_the_accounts_rule(store: Store) -> None:
    account, book = an_account(store), HoursBook(store)
    friday_evening = NOON.replace(day=13, hour=16, minute=30)  # 17:30 in Rome
    monday = NOON.replace(day=16, hour=8, minute=30)
    assert book.due(account, friday_evening, 3600) == monday
    book.set_schedule(None, default_hours(), ClosedRules(clock=ClockTime.WALL), at=NOON, actor="Laura")
    assert book.due(account, friday_evening, 3600) == friday_evening + timedelta(hours=1)
    assert book.counts_all_hours(account)


def test_a_change_is_journalled_and_keeping_the_same_is_not(store: Store) -> None:
    book = HoursBook(store)
    book.set_schedule(None, NIGHTS, ClosedRules(), at=NOON, actor="Laura")
    book.set_schedule(None, NIGHTS, ClosedRules(), at=NOON, actor="Laura")
    lines = [line for line in store.journal.newest(20) if line.deed is Deed.SETTING]
    assert [(line.actor, line.before) for line in lines] == [("Laura", default_hours().to_dict())]


def test_rules_come_back_as_they_were_and_spoilt_ones_do_nothing_by_themselves() -> None:
    rules = ClosedRules(WhenClosed.ASK, ClockTime.WALL, acknowledges=True, texts=(("it", "Riapriamo {opening}."),))
    assert ClosedRules.from_dict(rules.to_dict()) == rules
    assert rules.text("it") == "Riapriamo {opening}."
    assert rules.text("ca") == ""
    spoilt: object
    for spoilt in (None, [], {"replies": 3, "acknowledges": "yes", "texts": ["x"]}, {"texts": {"it": 4}}):
        assert ClosedRules.from_dict(spoilt) == ClosedRules()
