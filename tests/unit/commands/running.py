"""The command line as people run it: a process of its own, with its streams and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
PASSPHRASE = "correct horse"


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment with a passphrase for stores, and without a display."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | {"SPORTELLO_PASSPHRASE": PASSPHRASE, "PYTHONUNBUFFERED": "", "PYTHONUTF8": ""} | dict(changes or {})


def run(
    *arguments: str | Path,
    given: bytes = b"",
    program: str = "desktop",
    through: Sequence[str] = (),
    changes: Mapping[str, str] | None = None,
) -> Outcome:
    """Run a command to its end and return what it said.

    `given` is its standard input, `through` what starts it, `changes` are made to its environment.
    """
    done = subprocess.run(
        [*through, sys.executable, "-m", program, *map(str, arguments)],
        input=given,
        capture_output=True,
        cwd=ROOT,
        env=environment(changes),
        timeout=100,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


class Outcome:
    """What a command left: its exit code, its output and its complaints."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err
        assert "Traceback" not in err, err

    @property
    def complaints(self) -> list[str]:
        """The lines of standard error; each one is the program's own."""
        lines = self.err.splitlines()
        assert all(line.startswith("sportello: ") for line in lines), lines
        return [line.removeprefix("sportello: ") for line in lines]

    @property
    def answers(self) -> list[Any]:
        """The lines of standard output, read as JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


def as_lines(items: Iterable[object]) -> bytes:
    """Return JSON lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()
