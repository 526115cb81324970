"""Where a mail's parts begin and end: one pass over the delimiter lines, whatever nesting the mail claims.

The standard library's parser builds an object for every line that looks like a delimiter and one generator for every
level, so a few megabytes can take minutes or gigabytes. Here parts are ranges of the one byte string, and depth,
number of parts and header size have limits. Embedded messages stay closed: they are attachments, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desktop.channels.email.headers import Headers, parse_headers, parse_parameters
from desktop.channels.email.repairs import Repair, Repairs

MOST_DEEP = 30  # multiparts within multiparts
MOST_PARTS = 500
LONGEST_BLOCK = 256 * 1024  # bytes of a message's headers
LONGEST_PART_BLOCK = 32 * 1024  # bytes of one part's headers
MOST_DELIMITERS = 200_000  # lines with two leading dashes that are compared with the boundaries

_TYPE = re.compile(r"[^\s/]+/[^\s/]+(?:/[^\s/]+)*")
_GUESSED = re.compile(rb"^--([^\s][^\r\n]{0,200}?)[ \t]*\r?\n(?=content-)", re.MULTILINE | re.IGNORECASE)
_GUESS_WITHIN = 64 * 1024  # bytes
_LONGEST_DELIMITER = 1_000  # RFC 2046 allows 70


@dataclass(slots=True)
class Part:
    """One part: its headers, what it says it is, and its still encoded body or its children."""

    headers: Headers
    content_type: str  # "text/plain", lower case, always with a slash
    parameters: dict[str, str]
    body: bytes = b""
    children: list[Part] = field(default_factory=list)
    disposition: str = ""  # "attachment", "inline" or ""
    disposition_parameters: dict[str, str] = field(default_factory=dict)

    @property
    def is_multipart(self) -> bool:
        """True for a container of other parts."""
        return self.content_type.startswith("multipart/")

    @property
    def charset(self) -> str | None:
        """The character set that the part announces."""
        return self.parameters.get("charset")


@dataclass(slots=True)
class _Open:
    """A multipart whose closing delimiter has not come yet."""

    part: Part
    boundary: bytes
    start: int  # of its body


def header_end(raw: bytes, start: int, longest: int, repairs: Repairs) -> tuple[int, int]:
    """Return where a header block that begins at `start` ends, and where its body begins.

    A block longer than `longest` bytes ends there; what follows is body.
    """
    if raw.startswith(b"\r\n", start):
        return start, start + 2
    if raw.startswith(b"\n", start):
        return start, start + 1
    stop = min(len(raw), start + longest)
    bare = raw.find(b"\n\n", start, stop)
    carried = raw.find(b"\n\r\n", start, stop if bare < 0 else bare + 2)
    if carried >= 0:
        return carried + 1, carried + 3
    if bare >= 0:
        return bare + 1, bare + 2
    if stop < len(raw):
        repairs.add(Repair.LONG_HEADER)
    return stop, stop


def described(headers: Headers, default: str, repairs: Repairs) -> Part:
    """Return an empty part as its headers describe it; no usable Content-Type means `default` (RFC 2045 5.2)."""
    content_type, parameters = default, dict[str, str]()
    given = headers.last("content-type")
    if given:
        content_type, parameters = parse_parameters(given, repairs, headers.charset)
        if not _TYPE.fullmatch(content_type):
            content_type = default
    part = Part(headers, content_type, parameters)
    disposition = headers.raw("content-disposition")
    if disposition:
        part.disposition, part.disposition_parameters = parse_parameters(disposition, repairs, headers.charset)
    return part


def read_structure(raw: bytes, start: int, headers: Headers, repairs: Repairs) -> Part:
    """Return the part tree of a message whose body begins at `start`. Never raises; notes what it had to mend."""
    root = described(headers, "text/plain", repairs)
    if not root.is_multipart:
        root.body = raw[start:] if start else raw
        return root
    _Splitter(raw, repairs).split(root, start)
    return root


class _Splitter:
    """The one pass: a stack of open multiparts and the leaf that is being read."""

    def __init__(self, raw: bytes, repairs: Repairs) -> None:
        self._raw = raw
        self._repairs = repairs
        self._stack: list[_Open] = []
        self._leaf: Part | None = None
        self._leaf_start = 0
        self._parts = 0

    def split(self, root: Part, start: int) -> None:
        """Fill `root` with its children."""
        self._push(root, start)
        position = start
        for _ in range(MOST_DELIMITERS):
            position = _next_dashes(self._raw, position)
            if position < 0 or not self._stack:
                break
            position = self._read_delimiter(position)
        if self._stack:
            self._repairs.add(Repair.TRUNCATED_MULTIPART)
        self._end_leaf(len(self._raw), at_end=True)
        self._close_down_to(0, len(self._raw))

    def _read_delimiter(self, position: int) -> int:
        """Act on a line that begins with two dashes; returns where to read on."""
        line, line_end = _line(self._raw, position)
        level, closes = self._level_of(line)
        if level < 0:
            return line_end
        self._end_leaf(position)
        self._close_down_to(level if closes else level + 1, position)
        if closes:
            return line_end
        if self._parts < MOST_PARTS:
            return self._begin_part(line_end)
        self._repairs.add(Repair.TOO_MANY_PARTS)
        self._begin_rest(line_end)
        return len(self._raw)

    def _level_of(self, line: bytes) -> tuple[int, bool]:
        """Return which open multipart a delimiter line belongs to (-1: none), and whether it closes it.

        Innermost first; an outer delimiter ends everything within (RFC 2046 section 5.1.2).
        """
        for level in range(len(self._stack) - 1, -1, -1):
            boundary = self._stack[level].boundary
            if line.startswith(boundary) and boundary:
                rest = line[len(boundary) :]
                if not rest or rest == b"--":
                    return level, bool(rest)
        return -1, False

    def _begin_part(self, start: int) -> int:
        """Read the headers of the part after a delimiter line; returns where its body begins."""
        end, body = header_end(self._raw, start, LONGEST_PART_BLOCK, self._repairs)
        cut = self._delimiter_within(start, end)
        if cut is not None:
            end = body = cut
        parent = self._stack[-1].part
        default = "message/rfc822" if parent.content_type == "multipart/digest" else "text/plain"
        headers = parse_headers(self._raw[start:end], self._repairs, parent.headers.charset)
        part = described(headers, default, self._repairs)
        parent.children.append(part)
        self._parts += 1
        if part.is_multipart and len(self._stack) < MOST_DEEP:
            self._push(part, body)
        else:
            if part.is_multipart:
                self._repairs.add(Repair.TOO_DEEP)
                part.content_type = "application/octet-stream"
            self._leaf, self._leaf_start = part, body
        return body

    def _begin_rest(self, start: int) -> None:
        """Give everything that is left to one last attachment."""
        part = Part(Headers({}), "application/octet-stream", {})
        self._stack[-1].part.children.append(part)
        self._leaf, self._leaf_start = part, start
        self._close_down_to(0, start)

    def _delimiter_within(self, start: int, end: int) -> int | None:
        """Return where a delimiter cuts a header block short, None if none does."""
        position = _next_dashes(self._raw, start, end)
        while position >= 0:
            line, line_end = _line(self._raw, position)
            if self._level_of(line)[0] >= 0:
                return position
            position = _next_dashes(self._raw, line_end, end)
        return None

    def _push(self, part: Part, body: int) -> None:
        boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
        if not boundary:
            self._repairs.add(Repair.BROKEN_MULTIPART)
            guessed = _GUESSED.search(self._raw, body, body + _GUESS_WITHIN)
            boundary = guessed[1] if guessed else b""
        self._stack.append(_Open(part, boundary, body))

    def _close_down_to(self, level: int, end: int) -> None:
        """Close the multiparts from `level` inwards, which end at `end`.

        One in which no part was found is kept as text: somebody wrote it to be read.
        """
        while len(self._stack) > level:
            closed = self._stack.pop()
            if not closed.part.children:
                self._repairs.add(Repair.BROKEN_MULTIPART)
                closed.part.content_type, closed.part.body = "text/plain", self._raw[closed.start : end]

    def _end_leaf(self, end: int, *, at_end: bool = False) -> None:
        """Close the leaf before the line break that belongs to the delimiter."""
        if self._leaf is None:
            return
        if not at_end:
            end -= self._raw.startswith(b"\n", end - 1)
            end -= self._raw.startswith(b"\r", end - 1)
        self._leaf.body = self._raw[self._leaf_start : max(end, self._leaf_start)]
        self._leaf = None


def _next_dashes(raw: bytes, start: int, stop: int | None = None) -> int:
    """Return where the next line that begins with two dashes begins, at or after the line start `start`; else -1."""
    if raw.startswith(b"--", start) and (stop is None or start < stop):
        return start
    found = raw.find(b"\n--", max(start - 1, 0), stop)
    return found + 1 if found >= 0 else -1


def _line(raw: bytes, dashes: int) -> tuple[bytes, int]:
    """Return what follows the dashes on their line, and where the next line begins."""
    line_end = raw.find(b"\n", dashes) + 1 or len(raw)
    return raw[dashes + 2 : min(line_end, dashes + _LONGEST_DELIMITER)].rstrip(), line_end
