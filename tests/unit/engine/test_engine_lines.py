"""What the engine makes of the lines it is given: whatever they hold, it says what it can't use and goes on or ends."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from desktop.engine import run
from desktop.events import EngineFault, SyncNow, Unlock, decode, encode
from desktop.guardrails import Guardrails
from desktop.system.profile import Profile, prepare
from desktop.triage import Triage


@pytest.mark.parametrize(
    "line",
    ["", "\0", "[]", "5", '{"kind": []}', '{"kind": "sync_now', '{"kind":' * 100_000, "[" * 100_000, "9" * 6_000],
    ids=["empty", "NUL", "list", "number", "odd kind", "half", "deep objects", "deep lists", "digits"],
)
def test_a_line_that_is_none_is_nothing(line: str) -> None:
    assert decode(line) is None
    assert decode(encode(SyncNow(3))) == SyncNow(3)


@pytest.mark.parametrize("raw_key", ["not hexadecimal", "abc", "00"])
def test_a_key_that_is_none_is_told_as_a_wrong_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw_key: str
) -> None:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(encode(Unlock(raw_key=raw_key)) + "\n"))
    monkeypatch.setattr("sys.stdout", said)
    assert run(prepare(Profile(tmp_path / "desk")), unlock_from_stdin=True, load=_never) == 4
    assert decode(said.getvalue()) == EngineFault("key_wrong")


def _never() -> tuple[Triage, Guardrails]:
    raise AssertionError("nothing is loaded for a store that is not opened")
