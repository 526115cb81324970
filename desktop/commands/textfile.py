"""Text as other programs really leave it: where a line ends, in which encoding it is, and how long it may be.

UTF-8, its byte order mark left out wherever files were joined; UTF-16 or UTF-32 if their mark says so. A line that is
no UTF-8 is read as windows-1252, of which ISO 8859-1 is a part. No line is kept beyond its limit, so that a file
without line ends costs no memory.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 65_536
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16's, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its line end, from 1. `text` is "" for a line beyond the limit; `size` is what it took in bytes."""

    number: int
    text: str
    size: int
    is_utf8: bool = True
    is_too_long: bool = False


def read_lines(stream: BinaryIO, longest: int) -> Iterator[Line]:
    """Yield the lines of a stream, ended by LF or CRLF. `longest` is in bytes of the file. Raises OSError."""
    first = stream.readline(longest + 1)
    wide = next((encoding for mark, encoding in _WIDE_MARKS if first.startswith(mark)), None)
    if wide is not None:
        yield from _wide_lines(first, stream, wide, longest)
        return
    for number, (raw, size) in enumerate(_raw_lines(first, stream, longest), start=1):
        is_too_long = size > longest
        text, is_utf8 = ("", True) if is_too_long else _decoded(raw.removeprefix(codecs.BOM_UTF8))
        yield Line(number, text, size, is_utf8, is_too_long)


def with_line_feeds(stream: BinaryIO) -> BinaryIO:
    """Return a seekable stream as it is, or with line feeds where it has nothing but carriage returns as line ends."""
    start = stream.read(_BLOCK)
    stream.seek(0)
    if b"\r" not in start.rstrip(b"\r") or b"\n" in start:
        return stream
    return io.BufferedReader(_OldLineEnds(stream), _BLOCK)


class _OldLineEnds(io.RawIOBase):
    """A stream in which every carriage return is a line feed."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        block = self._stream.read(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(block)] = block
        return len(block)


def _raw_lines(raw: bytes, stream: BinaryIO, longest: int) -> Iterator[tuple[bytes, int]]:
    """Yield a line's bytes and how many it has, from the one just read; of a longer line only the first ones come."""
    while raw:
        size, end = len(raw), raw
        while size > longest and end and not end.endswith(b"\n"):
            end = stream.readline(_BLOCK)
            size += len(end)
        yield raw, size
        raw = stream.readline(longest + 1)


def _decoded(raw: bytes) -> tuple[str, bool]:
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), False


def _wide_lines(first: bytes, stream: BinaryIO, encoding: str, longest: int) -> Iterator[Line]:
    """Yield the lines of a stream whose characters take two or four bytes; its first bytes were read already."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    kept, size, number, skipping = "", 0, 0, False
    block = first
    while True:
        size += len(block)
        kept += decoder.decode(block, final=not block)
        while "\n" in kept or (not block and kept):
            text, end, kept = kept.partition("\n")
            number += 1
            too_long = skipping or len(text) > longest
            yield Line(number, "" if too_long else text + end, size, is_too_long=too_long)
            size, skipping = 0, False
        if not block:
            return
        if len(kept) > longest:
            kept, skipping = "", True
        block = stream.read(_BLOCK)
