"""From items to counts: arrivals go through triage into the store in batches, and everything read is accounted for.

read = imported + already there + refused, always.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.hours_book import HoursBook
from desktop.channels.email import normalised_subject
from desktop.commands.rules import load_triage
from desktop.model import Account, Arrival
from desktop.store import Store
from desktop.sync import BATCH, AskedBefore, LookOut, Pipeline
from desktop.system.clock import utc_now
from desktop.system.profile import Profile

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is no message: where it stands in its file, and a stable code."""

    place: str
    reason: str


Item = Arrival | Refusal


@dataclass(slots=True)
class ImportCounts:
    """What an import did, in messages; `repairs` and `refused` say how often each reason came."""

    read: int = 0
    imported: int = 0
    known: int = 0
    repaired: int = 0
    repairs: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


def import_items(
    store: Store,
    account_of: Callable[[], Account],
    items: Iterable[Item],
    counts: ImportCounts,
    profile: Profile | None = None,
) -> Iterator[Refusal]:
    """Take arrivals in through triage; yield what was refused, counted already. Raises StoreError.

    `profile` is the desk by whose weights and words they are weighed. `account_of` is asked before the first message
    is stored, so that a file without any makes no account.
    The batches before a fault are kept. Messages of one moment get a millisecond each, in the order of the file: a
    table whose times end at the minute would lose its order, and a day of them the room for their keys.
    """
    hours = HoursBook(store)
    pipeline = Pipeline(
        store,
        load_triage(profile),
        hours,
        utc_now,
        normalised_subject,
        AskedBefore.shipped(),
        LookOut.shipped(store),
        ClockBook(store, hours),
    )
    moments: Counter[datetime] = Counter()
    batch: list[Arrival] = []
    for item in items:
        counts.read += 1
        if isinstance(item, Refusal):
            counts.refused[item.reason] += 1
            yield item
            continue
        if item.repairs:
            counts.repaired += 1
            counts.repairs.update(item.repairs)
        batch.append(_in_order(item, moments))
        if len(batch) >= BATCH:
            yield from _take(store, pipeline, account_of(), batch, counts)
            batch = []
    if batch:
        yield from _take(store, pipeline, account_of(), batch, counts)


def _in_order(arrival: Arrival, moments: Counter[datetime]) -> Arrival:
    earlier = moments[arrival.sent_at]
    moments[arrival.sent_at] += 1
    return replace(arrival, sent_at=arrival.sent_at + earlier * _MILLISECOND) if earlier else arrival


def _take(
    store: Store, pipeline: Pipeline, account: Account, batch: list[Arrival], counts: ImportCounts
) -> Iterator[Refusal]:
    """Store a batch. What was not stored and is not there belongs to no customer: an announcement, an empty sender."""
    before = _stored(store, account, batch)
    counts.imported += pipeline.take(account, batch).new
    after = _stored(store, account, batch)
    ours = [arrival for arrival in batch if arrival.remote_id not in after]
    counts.known += len(batch) - len(ours) - len(after - before)
    for arrival in ours:
        counts.refused["no_customer"] += 1
        yield Refusal(f"message {arrival.remote_id}", "no_customer")


def _stored(store: Store, account: Account, batch: list[Arrival]) -> set[str]:
    known = store.intake.look(account, batch)
    return {arrival.remote_id for arrival, one in zip(batch, known, strict=True) if not one.is_new}
