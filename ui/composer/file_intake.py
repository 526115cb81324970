"""Taking files in beside a draft, away from the window: measured before they are read, read piece by piece, kept."""

from __future__ import annotations

import asyncio
import mimetypes
import stat
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage

from desktop.model import CaseId, OutgoingAttachment
from desktop.store import Store
from ui.composer.thumbnails import png_of, square_of

PIECE = 1_000_000
"""Bytes that are read between two looks at whether somebody cancelled."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture from the clipboard, which has no file, and the name that it gets."""

    name: str
    image: QImage


Source = Path | Picture


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that did not join: `size` in bytes where it is too large, None where it can't be read."""

    name: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is: the name of the file and per cent of all bytes. At 100 it is being kept."""

    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the files: the squares of those that are pictures, by their id, and what was left out."""

    squares: Mapping[int, QImage] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


class Cancelling:
    """Settles between two threads whether files were cancelled or are kept: whoever comes first."""

    def __init__(self) -> None:
        """Nothing is settled yet."""
        self._lock = threading.Lock()
        self._is_settled = False

    def settle(self) -> bool:
        """Return whether the caller was first."""
        with self._lock:
            was_settled, self._is_settled = self._is_settled, True
        return not was_settled


class _TooLarge(Exception):
    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class _Meter:
    """Reports how far the reading of some files is, once for each per cent: the window is never flooded."""

    def __init__(self, total: int, report: Callable[[Progress], object]) -> None:
        self._total = max(1, total)
        self._report = report
        self._told: Progress | None = None
        self.before = 0  # bytes of the files that are done

    def tell(self, name: str, read: int) -> None:
        progress = Progress(name, min(99, 100 * (self.before + read) // self._total))
        if progress != self._told:
            self._told = progress
            self._report(progress)


async def take_in(
    open_store: Callable[[], Store],
    case_id: CaseId,
    sources: Sequence[Source],
    largest: int,
    report: Callable[[Progress], object],
    cancelling: Cancelling,
) -> TakenIn:
    """Read files and keep them behind those of a case's draft. For a thread of its own: it waits for the disk.

    Nothing larger than `largest` bytes is read. What `cancelling` settled before is not kept. Raises StoreError.
    """
    left_out: list[LeftOut] = []
    sized: list[tuple[Source, int]] = []
    for source in sources:
        try:
            sized.append((source, 0 if isinstance(source, Picture) else _measured(source, largest)))
        except (_TooLarge, OSError) as error:
            left_out.append(_left_out(source, error))
    meter = _Meter(sum(size for _, size in sized), report)
    files: list[OutgoingAttachment] = []
    for source, size in sized:
        try:
            files.append(await _file_of(source, largest, partial(meter.tell, source.name)))
        except (_TooLarge, OSError) as error:
            left_out.append(_left_out(source, error))
        meter.before += size
    if not files or not cancelling.settle():
        return TakenIn(left_out=tuple(left_out))
    report(Progress(files[-1].name, 100))
    with closing(open_store()) as store:
        ids = store.draft_files.add(case_id, files)
    pictures = ((one, file) for one, file in zip(ids, files, strict=True) if file.content_type.startswith("image/"))
    return TakenIn(_squares((one, file.content) for one, file in pictures), tuple(left_out))


def squares_in(open_store: Callable[[], Store], file_ids: Sequence[int]) -> dict[int, QImage]:
    """Return the squares of kept files that are pictures, by their id. For a thread of its own. Raises StoreError."""
    with closing(open_store()) as store:
        return _squares((one, store.draft_files.content(one)) for one in file_ids)


def _squares(contents: Iterable[tuple[int, bytes]]) -> dict[int, QImage]:
    return {one: square for one, content in contents if (square := square_of(content)) is not None}


def _measured(path: Path, largest: int) -> int:
    """Return a file's size in bytes. Raises OSError for what is no file, such as a folder or a pipe, or _TooLarge."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(path)
    if found.st_size > largest:
        raise _TooLarge(found.st_size)
    return found.st_size


async def _file_of(source: Source, largest: int, tell: Callable[[int], object]) -> OutgoingAttachment:
    if isinstance(source, Picture):
        return OutgoingAttachment(source.name, "image/png", png_of(source.image))
    kind = mimetypes.guess_type(source.name)[0] or "application/octet-stream"
    content = bytearray()
    with source.open("rb") as file:
        while piece := file.read(PIECE):
            content += piece
            if len(content) > largest:  # it grew since it was measured
                raise _TooLarge(len(content))
            tell(len(content))
            await asyncio.sleep(0)
    return OutgoingAttachment(source.name, kind, bytes(content))


def _left_out(source: Source, error: Exception) -> LeftOut:
    return LeftOut(source.name, error.size if isinstance(error, _TooLarge) else None)
