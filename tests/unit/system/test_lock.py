"""The lock: one holder at a time, and none after its process was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.system.lock import AlreadyRunning, ProcessLock, is_held

ROOT = Path(__file__).parents[3]
HOLDER = (
    "import sys, pathlib; from desktop.system.lock import ProcessLock;"
    "lock = ProcessLock(pathlib.Path(sys.argv[1])); lock.acquire(); print('held', flush=True); sys.stdin.read()"
)


def test_a_second_holder_is_refused_until_the_first_gives_it_back(tmp_path: Path) -> None:
    path = tmp_path / "engine.lock"
    with ProcessLock(path):
        assert is_held(path)
        with pytest.raises(AlreadyRunning):
            ProcessLock(path).acquire()
    assert not is_held(path)
    with ProcessLock(path):
        assert is_held(path)


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "engine.lock"
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert is_held(path)
        holder.kill()
        holder.wait()
        assert not is_held(path)
        with ProcessLock(path):
            assert path.exists()


def test_whoever_has_patience_gets_the_lock_when_it_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "key.lock"
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.stdin.close()
        with ProcessLock(path, patience=30):
            assert is_held(path)
