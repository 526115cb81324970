"""Where there is no credential store, a person at a terminal is asked for a passphrase, twice for a new store."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.unit.commands.running import ROOT, environment

pty = pytest.importorskip("pty", reason="terminals of POSIX")

ROW = '{"id": 1, "author": "marta", "text": "ciao", "created_at": "2026-03-12"}\n'
_QUESTIONS = ("New passphrase: ", "Once more: ", "Passphrase of the store: ")
WITHOUT_STORE = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "SPORTELLO_PASSPHRASE": ""}


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = os.openpty()
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def typed_at(profile: Path, rows: Path, answers: Sequence[str]) -> tuple[int, str]:
    """Import at a terminal, answer each question, and return the exit code and what the terminal showed."""
    with terminal() as (ours, theirs):
        process = subprocess.Popen(
            [sys.executable, "-c", _AT_TERMINAL, "import", "--profile", str(profile), str(rows)],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment(WITHOUT_STORE),
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        shown, asked = "", 0
        while True:
            try:
                shown += os.read(ours, 4_096).decode()
            except OSError:
                break
            if sum(shown.count(question) for question in _QUESTIONS) > asked:
                os.write(ours, answers[asked].encode() + b"\n")
                asked += 1
        return process.wait(30), shown


# The terminal becomes the one that belongs to the process, as a shell would have it.
_AT_TERMINAL = (
    "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "from desktop.commands.program import run; sys.exit(run())"
)


@pytest.mark.slow
def test_a_new_passphrase_is_asked_for_twice_and_opens_the_store_afterwards(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(ROW)
    desk = tmp_path / "desk"
    code, shown = typed_at(desk, rows, ["correct horse", "wrong horse"])
    assert code == 2
    assert "This system has no credential store for the key of your messages. Choose a passphrase" in shown
    assert "The two passphrases differ. Nothing was made." in shown
    assert not (desk / "sportello.db").exists()
    code, shown = typed_at(desk, rows, ["correct horse", "correct horse"])
    assert (code, "1 read, 1 imported" in shown, "correct horse" in shown) == (0, True, False)
    code, shown = typed_at(desk, rows, ["correct horse"])
    assert (code, "1 already there" in shown) == (0, True)
    code, shown = typed_at(desk, rows, ["wrong horse"])
    assert code == 4
    assert "The key does not open the store. The store was left as it is; check the passphrase." in shown
