"""`sportello import`: mail files and tables into the store, with a progress bar and honest counts.

Taking the same file again adds nothing, because every message keeps the id it came with.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from desktop.accounts.hours_book import HoursBook
from desktop.channels.email import normalised_subject
from desktop.channels.email.mapping import read_message
from desktop.channels.email.mbox import iterate_mail
from desktop.channels.email.refusals import MailFileUnreadable, MailRefused
from desktop.commands.profile import CommandFailed, complain, open_profile, store_sentence
from desktop.commands.rules import load_triage
from desktop.commands.tables import Row, RowRefused, plain_ids, read_rows, to_arrival
from desktop.model import Account, AccountRole, Arrival, Network
from desktop.store import Store, StoreError
from desktop.sync import BATCH, Pipeline
from desktop.system.clock import utc_now

_DONE, _SOME_REFUSED, _UNUSABLE, _STORE_UNUSABLE = 0, 1, 2, 4
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")
_BAR = 24


@dataclass(slots=True)
class ImportCounts:
    """What an import did: counts of messages, and reasons by how often they came."""

    read: int = 0
    imported: int = 0
    known: int = 0
    repaired: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


def run_import(folder: Path | None, files: Sequence[Path], account_name: str | None) -> int:
    """Import files into a profile and print what was imported, repaired and refused; return the exit code."""
    code = _DONE
    readable = []
    for file in files:
        problem = _unreadable(file)
        if problem:
            complain(f"{file}: {problem} The other files are imported.")
            code = _UNUSABLE
        else:
            readable.append(file)
    if not readable:
        return _UNUSABLE
    try:
        with open_profile(folder) as store:
            for file in readable:
                code = max(code, _import_file(store, file, account_name, sys.stderr))
    except CommandFailed as failure:
        complain(failure.sentence)
        return failure.code
    except StoreError as error:
        complain(f"{store_sentence(error)} What was imported so far is kept.")
        return _STORE_UNUSABLE
    return code


def import_arrivals(
    store: Store,
    account: Account,
    items: Iterator[Arrival | str],
    progress: Callable[[ImportCounts], None],
) -> ImportCounts:
    """Take arrivals in through triage; a str is a refusal's reason. Raises StoreError; earlier batches are kept."""
    pipeline = Pipeline(store, load_triage(), HoursBook(store), utc_now, normalised_subject)
    counts = ImportCounts()
    batch: list[Arrival] = []
    for item in items:
        counts.read += 1
        if isinstance(item, str):
            counts.refused[item] += 1
            continue
        counts.repaired.update(item.repairs)
        batch.append(item)
        if len(batch) >= BATCH:
            _take(pipeline, account, batch, counts)
            progress(counts)
    _take(pipeline, account, batch, counts)
    progress(counts)
    return counts


def _take(pipeline: Pipeline, account: Account, batch: list[Arrival], counts: ImportCounts) -> None:
    result = pipeline.take(account, batch)
    counts.imported += result.new
    counts.known += len(batch) - result.new
    batch.clear()


def _import_file(store: Store, file: Path, account_name: str | None, stream: TextIO) -> int:
    is_table = file.suffix.lower() in _TABLES
    account = _account(store, account_name, Network.LISTENING if is_table else Network.EMAIL)
    items = _table_items(file, account.network) if is_table else _mail_items(file, account)
    try:
        counts = import_arrivals(store, account, items, lambda now: _show(stream, file, now))
    except (OSError, MailFileUnreadable) as error:
        complain(f"{file}: reading stopped ({type(error).__name__}). What was imported so far is kept.")
        return _UNUSABLE
    _summary(file, counts, stream)
    return _SOME_REFUSED if counts.refused else _DONE


def _mail_items(file: Path, account: Account) -> Iterator[Arrival | str]:
    own = frozenset({account.handle.lower()})
    for raw in iterate_mail(file):
        try:
            yield read_message(raw, own_addresses=own)
        except MailRefused as refused:
            yield refused.reason


def _table_items(file: Path, network: Network) -> Iterator[Arrival | str]:
    ids = plain_ids(file)
    for row in read_rows(file):
        if not isinstance(row, Row):
            yield row.reason
            continue
        try:
            yield to_arrival(row, network, ids)
        except RowRefused as refused:
            yield refused.reason


def _account(store: Store, name: str | None, network: Network) -> Account:
    """Return the account of that name or handle; a listening-only one is made where there is none."""
    accounts = store.accounts.all()
    for account in accounts:
        if name is not None and name.lower() in (account.name.lower(), account.handle.lower()):
            return account
    if name is None:
        for account in accounts:
            if account.network is network:
                return account
    label = name or f"imported {network.value}"
    return store.accounts.add(
        network,
        name=label,
        handle=label,
        role=AccountRole.MONITORED,
        settings={"imported": True},
        actor="import",
        at=utc_now(),
    )


def _unreadable(file: Path) -> str:
    try:
        if file.is_dir():
            return ""
        with file.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        return f"can't be read ({error.strerror or type(error).__name__})."
    return ""


def _show(stream: TextIO, file: Path, counts: ImportCounts) -> None:
    if stream.isatty():
        bar = "#" * (counts.read // BATCH % (_BAR + 1))
        stream.write(f"\r{file.name} [{bar:<{_BAR}}] {counts.read:,} read, {counts.imported:,} imported ")
        stream.flush()


def _summary(file: Path, counts: ImportCounts, stream: TextIO) -> None:
    if stream.isatty():
        stream.write("\n")
    refused, repaired = sum(counts.refused.values()), sum(counts.repaired.values())
    print(
        f"{file}: {counts.read:,} read, {counts.imported:,} imported, {counts.known:,} already there, "
        f"{repaired:,} repaired{_reasons(counts.repaired)}, {refused:,} refused{_reasons(counts.refused)}"
    )


def _reasons(counter: Counter[str]) -> str:
    named = ", ".join(f"{reason} {count:,}" for reason, count in counter.most_common())
    return f" ({named})" if named else ""
