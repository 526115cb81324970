"""`sportello export`: every message with its case and customer, as JSON lines or CSV."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from desktop.commands.profile import CommandFailed, complain, open_profile
from desktop.store import StoreError
from desktop.store.export import COLUMNS

_DONE, _UNUSABLE, _STORE_UNUSABLE = 0, 2, 4


def run_export(folder: Path | None, form: str, output: Path | None) -> int:
    """Write a profile's messages; return the exit code. A file is written beside its place and moved at the end."""
    try:
        with open_profile(folder) as store, _target(output) as stream:
            write = csv.writer(stream) if form == "csv" else None
            if write is not None:
                write.writerow(COLUMNS)
            for row in store.export.messages():
                if write is not None:
                    write.writerow([_cell(value) for value in row])
                else:
                    stream.write(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n")
    except CommandFailed as failure:
        complain(failure.sentence)
        return failure.code
    except StoreError as error:
        complain(f"The export stopped ({error.code}); the store is as it was.")
        return _STORE_UNUSABLE
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"{output} can't be written ({error.strerror or type(error).__name__}); nothing was changed.")
        return _UNUSABLE
    return _DONE


@contextmanager
def _target(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    beside = output.with_name(output.name + ".part")
    with beside.open("w", encoding="utf-8", newline="") as stream:
        yield stream
    beside.replace(output)


def _cell(value: object) -> object:
    """Return a CSV cell that no spreadsheet runs as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
