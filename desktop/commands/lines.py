"""`check` and `triage`: JSON lines in, JSON lines out; a bad line is one complaint, the good ones still go through."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from desktop.commands.profile import complain

_DONE, _UNUSABLE = 0, 2
_LONGEST_LINE = 1_000_000


def check_lines(file: Path | None) -> int:
    """Print the guardrails' verdict of each draft. Exit code 2 if any line could not be read."""
    from desktop.commands.rules import load_guardrails
    from desktop.guardrails import BadLine, check_line

    guardrails = load_guardrails()
    return _each_line(file, lambda item: check_line(item, guardrails), BadLine)


def triage_lines(file: Path | None) -> int:
    """Print what triage says of each message. Exit code 2 if any line could not be read."""
    from desktop.commands.rules import load_triage
    from desktop.triage import BadLine, triage_line

    triage = load_triage()
    return _each_line(file, lambda item: triage_line(item, triage), BadLine)


def _each_line(file: Path | None, answer: Callable[[object], dict[str, Any]], bad: type[Exception]) -> int:
    code = _DONE
    try:
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            problem = _answer_line(line, answer, bad)
            if problem:
                complain(f"line {number}: {problem}")
                code = _UNUSABLE
    except OSError as error:
        complain(f"{file} can't be read: {error.strerror or type(error).__name__}.")
        return _UNUSABLE
    return code


def _answer_line(line: str, answer: Callable[[object], dict[str, Any]], bad: type[Exception]) -> str:
    """Print the answer to a line; return what is wrong with it, "" if nothing is."""
    if len(line) > _LONGEST_LINE:
        return f"longer than {_LONGEST_LINE:,} characters, left out."
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "not JSON"
        return f"not JSON ({reason}), left out."
    try:
        result = answer(item)
    except bad as error:
        return f"{error}, left out."
    print(json.dumps(result, ensure_ascii=False), flush=True)
    return ""


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        yield from sys.stdin
        return
    with file.open(encoding="utf-8-sig", errors="replace") as stream:
        yield from stream
