"""`check` and `triage`: JSON lines in, JSON lines out; a bad line is one complaint, the good ones still go through."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from desktop.commands.speaking import CommandFailed, complain, reason_of, say
from desktop.commands.textfile import Line, read_lines
from desktop.system.profile import Profile, default_profile

Answer = Callable[[object], dict[str, Any]]

_DONE, _UNUSABLE = 0, 2
_LONGEST_LINE = 1_000_000
_PRIVATE = {"visibility": "private"}
_DIRECT = {"visibility": "direct"}


def check_lines(file: Path | None, folder: Path | None = None) -> int:
    """Print the guardrails' verdict of each draft, by the rules of the desk in `folder` (None: the user's own) too.

    Exit code 2 if any line could not be read.
    """
    from desktop.commands.rules import load_guardrails
    from desktop.guardrails import BadLine, check_line

    _require_folder(folder)
    guardrails = load_guardrails(Profile(folder) if folder is not None else default_profile())
    return _each_line(file, lambda item: check_line(item, guardrails), BadLine)


def triage_lines(file: Path | None, folder: Path | None = None) -> int:
    """Print what triage says of each message, by the weights and words of the desk in `folder` (None: the program's).

    Exit code 2 if any line could not be read, or the desk's file could not.
    """
    from desktop.commands.rules import load_triage
    from desktop.triage import BadLine, OwnPriorityUnreadable, read_own_priority, triage_line

    _require_folder(folder)
    profile = Profile(folder) if folder is not None else None
    try:
        if profile is not None:
            read_own_priority(profile.priority)
    except OwnPriorityUnreadable as error:
        complain(f"{error}; nothing was read.")
        return _UNUSABLE
    triage = load_triage(profile)
    return _each_line(file, lambda item: triage_line(_with_triage_words(item), triage), BadLine)


def _require_folder(folder: Path | None) -> None:
    """Raise CommandFailed for a named profile that is none: a script must not be judged by fewer rules unnoticed."""
    if folder is not None and not folder.is_dir():
        raise CommandFailed(f"{folder} is not a folder. Nothing was read; name another one with --profile.", _UNUSABLE)


def _with_triage_words(item: object) -> object:
    """Return a line whose visibility is called as `check` calls it in the words of triage."""
    return item | _DIRECT if isinstance(item, dict) and _PRIVATE.items() <= item.items() else item


def _each_line(file: Path | None, answer: Answer, bad: type[Exception]) -> int:
    code = _DONE
    try:
        with _input(file) as stream:
            for line in _read(stream):
                problem = _problem_with(line, answer, bad)
                if problem:
                    complain(f"line {line.number}: {problem}, left out.")
                    code = _UNUSABLE
    except _Unreadable as error:
        complain(f"{file or 'standard input'} can't be read: {error.reason}.")
        return _UNUSABLE
    return code


class _Unreadable(Exception):
    """The input can't be read, or not to its end."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.reason = reason_of(error)


@contextmanager
def _input(file: Path | None) -> Iterator[BinaryIO]:
    if file is None or str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise _Unreadable(error) from error
    with stream:
        yield stream


def _read(stream: BinaryIO) -> Iterator[Line]:
    lines = read_lines(stream, _LONGEST_LINE)
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except OSError as error:
            raise _Unreadable(error) from error
        yield line


def _problem_with(line: Line, answer: Answer, bad: type[Exception]) -> str:
    """Print the answer to a line; return what is wrong with it, "" if nothing is. Raises as `say` does."""
    if line.is_too_long:
        return f"longer than {_LONGEST_LINE:,} bytes"
    if not line.text.strip():
        return ""
    try:
        say(_answered(line.text, answer))
    except (_NotJson, bad) as error:
        return str(error)
    return ""


class _NotJson(ValueError):
    """A line that is no JSON, or one whose answer would be none."""


def _answered(text: str, answer: Answer) -> str:
    try:
        item = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _NotJson(f"not JSON ({error.msg})") from error
    except RecursionError as error:
        raise _NotJson("not JSON (nested too deep)") from error
    except ValueError as error:
        raise _NotJson("not JSON (a number that is none, or has too many digits)") from error
    given = answer(item)
    try:
        return json.dumps(given, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise _NotJson("an id that can't be given back") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
