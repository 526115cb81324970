"""Where one raw message ends and the next begins, in whatever a person exports: an mbox, a Maildir, a folder, one mail.

Everything is streamed: one message is in memory at a time, and never more of it than a mail may be long.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from desktop.channels.email.refusals import MOST_BYTES, MailFileUnreadable

_LONGEST_READ = 1024 * 1024  # bytes; a longer line comes in pieces
_LONGEST_SEPARATOR = 400  # bytes
_BOM = b"\xef\xbb\xbf"
# A separator is told from a sentence that begins with "From" by its date or address, and by what is around it.
_DATED = re.compile(rb"From [^\r\n]* \d\d?:\d\d(?::\d\d)?[^\r\n]* \d{4}\b")
_UNDATED = re.compile(rb"From (?:-|[^\s@]+@\S+)\s*$")
_HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:|>From ")
_ESCAPED = re.compile(rb">+From ")
_BEGINNING = 16_384  # bytes of a file that are looked at
_ONLY_IN_MAIL = frozenset({b"received", b"return-path", b"message-id", b"delivered-to", b"mime-version", b"x-mailer"})
_MAIL_ENDINGS = (".eml", ".mbox", ".mbx")
_MAILDIR_FOLDERS = ("cur", "new")


def iterate_mail(path: Path) -> Iterator[bytes]:
    """Yield every raw message of an mbox file, a single mail, a Maildir or a folder of mail files, in a stable order.

    A message longer than a mail may be comes shortened to one byte beyond the limit, and a file within a folder that
    can't be opened as no bytes at all, so that `read_message` refuses it and the caller counts it. Raises
    MailFileUnreadable when the first message is asked for, if there is nothing to read at `path`.
    """
    try:
        if path.is_dir():
            files = mail_files(path)
        else:
            yield from _messages(path)
            return
    except FileNotFoundError as error:
        raise MailFileUnreadable("not_found") from error
    except OSError as error:
        raise MailFileUnreadable("no_access") from error
    if not files:
        raise MailFileUnreadable("no_mail")
    for file in files:
        yield from _messages_or_nothing(file)


def mail_files(folder: Path) -> list[Path]:
    """Return the mail files of a folder and its folders, by name. Raises OSError if the folder can't be listed.

    A file is one by its ending, by its place in a Maildir, or by its beginning: a separator, or headers of mail.
    """
    os.scandir(folder).close()
    found: list[Path] = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _unfinished(folders))
        is_maildir = Path(where).name in _MAILDIR_FOLDERS
        found.extend(Path(where, name) for name in sorted(names) if is_maildir or _is_mail_file(Path(where, name)))
    return found


def _unfinished(folders: list[str]) -> set[str]:
    """Return the part of a Maildir in which mail is still being delivered."""
    return {"tmp"} if not set(_MAILDIR_FOLDERS).isdisjoint(folders) else set()


def _is_mail_file(file: Path) -> bool:
    if file.suffix.lower() in _MAIL_ENDINGS:
        return True
    try:
        with file.open("rb") as stream:
            return _is_mbox(stream) or _begins_with_headers(stream)
    except OSError:
        return False


def _begins_with_headers(stream: BinaryIO) -> bool:
    """Return True for a file that begins with headers, one of which only a mail has."""
    lines = stream.read(_BEGINNING).removeprefix(_BOM).splitlines()
    block = list(takewhile(bytes.strip, lines))
    if not block or not _HEADER.match(block[0]):
        return False
    return any(line.partition(b":")[0].strip().lower() in _ONLY_IN_MAIL for line in block)


def _messages_or_nothing(file: Path) -> Iterator[bytes]:
    try:
        yield from _messages(file)
    except OSError:
        yield b""


def _messages(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        if _is_mbox(stream):
            yield from _split(stream)
        else:
            yield stream.read(MOST_BYTES + 1)


def _is_mbox(stream: BinaryIO) -> bool:
    """Return True for a file that begins with a separator. Leaves the stream at its start."""
    begins = stream.read(len(_BOM) + 5)
    stream.seek(0)
    return begins.removeprefix(_BOM).startswith(b"From ")


class _Gathered:
    """The lines of the message that is being read, up to the limit."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._length = 0

    def add(self, line: bytes) -> None:
        if self._length <= MOST_BYTES:
            self._lines.append(line[: MOST_BYTES + 1 - self._length])
            self._length += len(line)

    def take(self) -> bytes:
        """Return the message without the blank line that an mbox puts behind it, and begin the next."""
        message = b"".join(self._lines)
        self._lines, self._length = [], 0
        for blank in (b"\r\n\r\n", b"\n\n"):
            if message.endswith(blank):
                return message[: -len(blank) // 2]
        return message


def _split(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the messages of an mbox, with ">From " as it was written (mboxrd)."""
    gathered = _Gathered()
    stream.readline(_LONGEST_READ)  # the first separator
    separator = b""  # a line that separates if a header follows it
    after_blank = False
    while line := stream.readline(_LONGEST_READ):
        if separator:
            if _HEADER.match(line):
                yield gathered.take()
            else:
                gathered.add(separator)
            separator = b""
        is_dated = line.startswith(b"From ") and _DATED.match(line[:_LONGEST_SEPARATOR]) is not None
        if is_dated and after_blank:
            yield gathered.take()
        elif is_dated or (line.startswith(b"From ") and _UNDATED.match(line)):
            separator = line
        else:
            gathered.add(line[1:] if line.startswith(b">") and _ESCAPED.match(line) else line)
        after_blank = line in (b"\n", b"\r\n")
    gathered.add(separator)
    yield gathered.take()
