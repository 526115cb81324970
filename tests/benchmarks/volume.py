"""A made-up store of a million messages in a quarter of a million cases, the same on every machine.

Messages come in the order of time, four to a case, with the conversations of some hundred customers interleaved, as
they are on a desk. Words follow Zipf's law over a vocabulary of 30,000.
"""

from __future__ import annotations

import itertools
import random
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.hours_book import HoursBook
from desktop.model import (
    Account,
    AccountRole,
    Arrival,
    Assessment,
    Author,
    CaseId,
    Deed,
    Direction,
    Lane,
    MessageClass,
    Network,
    Reason,
    ReasonCode,
    ThreadKind,
    Visibility,
)
from desktop.store import Intent, Store, StoreKey, Taken, open_store
from desktop.sync import ClockKeeper, SurgeWatch
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from tests.benchmarks.volume_key import RAW_KEY

KEY = StoreKey(raw=RAW_KEY)
START = datetime(2025, 11, 1, tzinfo=UTC)
SECONDS_BETWEEN = 31
INTERLEAVED = 200
BATCH = 500
_SYLLABLES = (
    "ba",
    "co",
    "di",
    "fa",
    "ge",
    "lu",
    "ma",
    "ni",
    "po",
    "ri",
    "sa",
    "te",
    "vo",
    "zi",
    "bol",
    "let",
    "ta",
    "con",
)


def vocabulary(seed: int = 1, words: int = 30_000) -> list[str]:
    """Return made-up words of two to five syllables, each once."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < words:
        found["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5)))] = None
    return list(found)


class Texts:
    """Texts of about 110 characters with Zipf-distributed words."""

    def __init__(self, seed: int = 2) -> None:
        self._words = vocabulary()
        weights = [1 / (rank + 3) for rank in range(len(self._words))]
        self._cumulative = list(itertools.accumulate(weights))
        self._chance = random.Random(seed)

    def text(self) -> str:
        return " ".join(self._chance.choices(self._words, cum_weights=self._cumulative, k=17))

    def word(self) -> str:
        return self._chance.choices(self._words, cum_weights=self._cumulative, k=1)[0]


def arrivals(count: int, texts: Texts, *, first: int = 0) -> Iterator[Taken]:
    """Yield `count` incoming or outgoing messages with what triage would say of them."""
    chance = random.Random(3 + first)
    cases = max(1, count // 4)
    for number in range(first, first + count):
        case = max(0, number // 4 - chance.randrange(INTERLEAVED))
        customer = case * 7919 % max(1, cases // 2)
        sent_at = START + timedelta(seconds=number * SECONDS_BETWEEN)
        ours = number % 5 == 4
        author = Author(Network.MASTODON, f"u{customer}", f"@customer{customer}@town.example", f"Customer {customer}")
        arrival = Arrival(
            remote_id=f"{10_000_000 + number}",
            thread_remote_id=f"t{case}",
            thread_kind=ThreadKind.EMAIL,
            author=author,
            direction=Direction.OUTGOING if ours else Direction.INCOMING,
            visibility=Visibility.PUBLIC,
            sent_at=sent_at,
            text=texts.text(),
            recipients=(f"u{customer}",) if ours else (),
        )
        reasons = (Reason(ReasonCode.URGENT_WORDING),) if number % 7 == 0 else ()
        assessment = Assessment("it", MessageClass.COMPLAINT, False, 20 + number % 60, reasons=reasons)
        yield Taken(arrival) if ours else Taken(arrival, assessment, sent_at + timedelta(hours=1), True)


def batches(items: Iterator[Taken], size: int = BATCH) -> Iterator[list[Taken]]:
    """Yield lists of at most `size`."""
    while batch := list(itertools.islice(items, size)):
        yield batch


def demo_account(store: Store) -> Account:
    """Return the account that every message belongs to."""
    return store.accounts.add(
        Network.MASTODON,
        name="Aurora Energia",
        handle="@aurora@town.example",
        role=AccountRole.CARE,
        settings={},
        actor="benchmark",
        at=START,
    )


def build(folder: Path, messages: int) -> tuple[Store, list[float]]:
    """Fill a store and return it with the seconds of each batch; a finished one is opened as it is."""
    profile = prepare(Profile(folder))
    store = open_store(profile, KEY)
    done = store.export.counts().messages
    seconds: list[float] = []
    if done < messages:
        account = demo_account(store)
        texts = Texts()
        for number, batch in enumerate(batches(arrivals(messages, texts))):
            started = time.perf_counter()
            store.intake.take(account, batch, START + timedelta(days=360))
            seconds.append(time.perf_counter() - started)
            if number % 200 == 0:
                print(f"\r{number * BATCH:,} messages", end="", file=sys.stderr)
    if not _my_open(store):
        _settle_in(store)
    HoursBook(store).keep_calendars(utc_now())  # as any engine that ran before did, and so is the index kept
    more = store.upkeep.is_due(utc_now())
    while more:
        more = store.upkeep.step(utc_now())
    _rested(store)
    return store, seconds


def _rested(store: Store) -> None:
    """Work out what an engine does once for each case after so much came at once: its clocks, questions and hours."""
    hours = HoursBook(store)
    keeper = ClockKeeper(store, ClockBook(store, hours), utc_now)
    keeper.work()
    while store.clocks.is_behind():
        keeper.work()
    store.reports.derive_all()
    for _ in SurgeWatch(store, hours, utc_now).catch_up():
        pass


def copied(folder: Path, target: Path) -> Path:
    """Copy a finished, closed store into another folder, for what would change it; return that folder."""
    prepare(Profile(target))
    shutil.copyfile(Profile(folder).store, Profile(target).store)
    return target


def _settle_in(store: Store) -> None:
    """Let an agent sit at the desk, with every fiftieth case that still waits as their own."""
    store.settings.set("agent", {"name": "Laura Bianchi", "initials": "LB", "signature": "^LB"}, START)
    waiting = store.lanes.ids(Lane.UNASSIGNED, agent="LB", at_risk_before=START)
    at = START + timedelta(days=360)
    for case_id in waiting[::50]:
        store.cases.change(CaseId(case_id), Intent(assignee="LB"), deed=Deed.ASSIGN, actor="benchmark", at=at)
    store.connection.read("PRAGMA wal_checkpoint(TRUNCATE)")


def _my_open(store: Store) -> bool:
    return bool(store.lanes.ids(Lane.MY_OPEN, agent="LB", at_risk_before=START, limit=1))
