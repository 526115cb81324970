"""`sportello export`: every message with its case and customer, as JSON lines or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from desktop.commands.profile import open_existing_profile, store_sentence
from desktop.commands.speaking import CommandFailed, complain, reason_of, writing_output
from desktop.store import Store, StoreError
from desktop.store.export import COLUMNS

_DONE, _UNUSABLE, _STORE_UNUSABLE = 0, 2, 4
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def run_export(folder: Path | None, form: str, output: Path | None) -> int:
    """Write a profile's messages; return the exit code. A file is written beside its place and moved at the end.

    Raises OutputClosed and CommandFailed, as `say` does.
    """
    with open_existing_profile(folder) as store:
        try:
            if output is None:
                with writing_output():
                    _write(store, form, sys.stdout)
            else:
                with _beside(output) as stream:
                    _write(store, form, stream)
        except StoreError as error:
            raise CommandFailed(f"{store_sentence(error)} The export is not complete.", _STORE_UNUSABLE) from error
        except OSError as error:
            complain(f"{output} can't be written ({reason_of(error)}); what was there is unchanged.")
            return _UNUSABLE
    return _DONE


def _write(store: Store, form: str, stream: TextIO) -> None:
    if form == "csv":
        write = csv.writer(stream)
        write.writerow(COLUMNS)
        for row in store.export.messages():
            write.writerow([_cell(value) for value in row])
    else:
        for row in store.export.messages():
            stream.write(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n")
    stream.flush()


@contextmanager
def _beside(output: Path) -> Iterator[TextIO]:
    """Give a stream for a file that takes its place only when it is whole; a file that is no such is written as is."""
    if output.exists() and not output.is_file():
        with output.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    beside = output.with_name(output.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        beside.replace(output)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _cell(value: object) -> object:
    """Return a CSV cell that no spreadsheet runs as a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
