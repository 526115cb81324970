"""`sportello import`: mail files and tables into the store, with a progress bar and honest counts.

Taking the same file again adds nothing, because every message keeps the id it came with. Whatever is left out is
named: the first ones by their place in the file, all of them by how often each reason came.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.accounts.imported import add_imported_account
from desktop.channels.email.mapping import read_message
from desktop.channels.email.mbox import iterate_mail, mail_files
from desktop.channels.email.refusals import MailFileUnreadable, MailRefused
from desktop.commands.intake import ImportCounts, Item, Refusal, import_items
from desktop.commands.outline import Outline
from desktop.commands.profile import open_profile, store_sentence
from desktop.commands.progress import Progress
from desktop.commands.rows import RowRefused, Values, read_values, to_arrival
from desktop.commands.speaking import CommandFailed, complain, reason_of, say
from desktop.commands.tables import Row, read_rows
from desktop.model import Account, Network
from desktop.store import Store, StoreError
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, default_profile

_DONE, _UNUSABLE, _STORE_UNUSABLE = 0, 2, 4
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")
_MOST_NAMED = 20  # refusals of one file that are told one by one
_NO_MAIL = {
    "not_found": "does not exist",
    "no_access": "can't be read",
    "no_mail": "is a folder without mail files",
}
WORDS = {
    "bad_time": "its time can't be read",
    "broken_row": "a row that is no CSV",
    "empty": "an empty message",
    "id_lost_digits": "its id lost digits in a spreadsheet",
    "id_too_long": "its id is too long",
    "line_too_long": "a line beyond 4 MB; write one object a line",
    "no_author": "it has no author",
    "no_columns": "the first line does not name id, author, text and created_at",
    "no_customer": "our own message, to nobody",
    "no_header": "no mail, it has no header",
    "no_id": "it has no id",
    "no_text": "it has no text",
    "no_time": "it has no time",
    "not_an_object": "JSON, but no object",
    "not_json": "not JSON",
    "not_mail": "no mail, its header is another file's",
    "open_quote": "a quote that never closes",
    "too_large": "a mail beyond 50 MB",
    "too_many_columns": "more columns than the first line names",
}
"""Why something was left out, in words; the codes are what the summary counts."""


@dataclass(slots=True)
class _Target:
    """The account that takes a file's messages. A new one is for listening only, made when there is a message."""

    network: Network
    handle: str
    account: Account | None = None

    def made_in(self, store: Store) -> Account:
        """Return the account, making it if it is new."""
        if self.account is None:
            self.account = add_imported_account(store, self.network, self.handle, utc_now())
        return self.account


def run_import(folder: Path | None, files: Sequence[Path], account_name: str | None) -> int:
    """Import files into a profile and print what was imported, repaired and refused; return the exit code.

    Raises CommandFailed if nothing can be imported at all.
    """
    problems = {file: _unreadable(file) for file in files}
    for file, problem in problems.items():
        if problem:
            complain(f"{file} {problem}; it is left out.")
    readable = [file for file in problems if not problems[file]]
    if not readable:
        return _UNUSABLE
    code = _DONE if len(readable) == len(problems) else _UNUSABLE
    profile = Profile(folder) if folder else default_profile()
    with open_profile(folder) as store:
        for file in readable:
            code = max(code, _import_file(store, file, account_name, profile))
    return code


def _import_file(store: Store, file: Path, account_name: str | None, profile: Profile) -> int:
    """Import one file and print its counts. Raises CommandFailed where the store can't take any more."""
    is_table = file.suffix.lower() in _TABLES and not file.is_dir()
    progress = Progress(sys.stderr, file.name, _size_of(file) * (2 if is_table else 1))
    counts = ImportCounts()
    try:
        target = _target(store, account_name, is_table=is_table)
        items = _table_items(file, target.network, progress) if is_table else _mail_items(file, target, progress)
        for refusal in import_items(store, lambda: target.made_in(store), items, counts, profile):
            progress.clear()
            _name(file, refusal, counts)
    except MailFileUnreadable as error:
        complain(f"{file} {_NO_MAIL.get(error.reason, 'can not be read')}; it is left out.")
        return _UNUSABLE
    except OSError as error:
        complain(f"{file}: reading stopped ({reason_of(error)}). What was imported so far is kept.")
        return _UNUSABLE
    except StoreError as error:
        raise CommandFailed(f"{store_sentence(error)} What was imported so far is kept.", _STORE_UNUSABLE) from error
    finally:
        progress.clear()
    say(_summary(file, counts) + _left_alone(file))
    return _UNUSABLE if counts.refused else _DONE


def _mail_items(file: Path, target: _Target, progress: Progress) -> Iterator[Item]:
    own = frozenset({target.handle.lower()})
    for number, raw in enumerate(iterate_mail(file), start=1):
        try:
            yield read_message(raw, own_addresses=own)
        except MailRefused as refused:
            yield Refusal(f"message {number}", refused.reason)
        progress.advance(len(raw))


def _table_items(file: Path, network: Network, progress: Progress) -> Iterator[Item]:
    """Yield the messages of a table, which is read twice: for its outline, and for its texts."""
    outline = Outline(_values_of(file, progress))
    for row in read_rows(file, progress.advance):
        try:
            if isinstance(row, RowRefused):
                raise row
            values = read_values(row.fields)
            arrival = to_arrival(row.fields, values, outline.place_of(values), network, row.repairs)
        except RowRefused as refused:
            line = row.line if isinstance(row, Row) else refused.line
            yield Refusal(f"line {line}", refused.reason)
        else:
            yield arrival


def _values_of(file: Path, progress: Progress) -> Iterator[Values]:
    for row in read_rows(file, progress.advance):
        if isinstance(row, Row):
            try:
                yield read_values(row.fields)
            except RowRefused:
                continue  # told when the file is read for its texts


def _target(store: Store, name: str | None, *, is_table: bool) -> _Target:
    """Return the account of that name or handle, or of that kind where no name is given; a new one if there is none.

    Raises CommandFailed where mail would get into an account of another network.
    """
    network = Network.LISTENING if is_table else Network.EMAIL
    accounts = store.accounts.all()
    if name is None:
        found = next((account for account in accounts if account.network is network), None)
    else:
        wanted = name.casefold()
        named = [one for one in accounts if wanted in (one.name.casefold(), one.handle.casefold())]
        found = next((account for account in named if account.network is network), named[0] if named else None)
    if found is None:
        return _Target(network, name or f"imported {network.value}")
    if not is_table and found.network is not Network.EMAIL:
        raise CommandFailed("mail can only go into an account for e-mail; name another one.", _UNUSABLE)
    return _Target(found.network, found.handle, found)


def _unreadable(file: Path) -> str:
    """Return what is wrong with a path, "" for a file or folder that can be opened."""
    try:
        if not file.exists():
            return "does not exist"
        if file.is_dir():
            return ""
        if not file.is_file():
            return "is no file; save it to one first"
        with file.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        return f"can't be read ({reason_of(error)})"
    return ""


def _left_alone(file: Path) -> str:
    """Return how many files of a folder are no mail, as the end of a summary; "" for none."""
    if not file.is_dir():
        return ""
    others = sum(len(names) for _, _, names in os.walk(file)) - len(mail_files(file))
    return f"; {others:,} other files left alone" if others else ""


def _size_of(file: Path) -> int:
    """Return how many bytes there are to read, of a folder with all of its folders."""
    if not file.is_dir():
        return file.stat().st_size
    return sum(_size_of_one(Path(where, name)) for where, _, names in os.walk(file) for name in names)


def _size_of_one(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _name(file: Path, refusal: Refusal, counts: ImportCounts) -> None:
    number = counts.refused.total()
    if number <= _MOST_NAMED:
        complain(f"{file}, {refusal.place}: {WORDS.get(refusal.reason, refusal.reason)}; left out.")
    elif number == _MOST_NAMED + 1:
        complain(f"{file}: more were left out; the reasons are counted at the end.")


def _summary(file: Path, counts: ImportCounts) -> str:
    def reasons(counter: dict[str, int]) -> str:
        ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
        named = ", ".join(f"{reason} {count:,}" for reason, count in ordered)
        return f" ({named})" if named else ""

    return (
        f"{file}: {counts.read:,} read, {counts.imported:,} imported, {counts.known:,} already there, "
        f"{counts.repaired:,} repaired{reasons(counts.repairs)}, "
        f"{counts.refused.total():,} refused{reasons(counts.refused)}"
    )
