"""The program starts itself again by what it was started by: a checkout has modules, a frozen program has one file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ui.bridge import engine_command, own_command


def test_a_checkout_starts_the_headless_module() -> None:
    assert own_command("town", "--seed", "1") == [sys.executable, "-m", "desktop", "town", "--seed", "1"]


def test_a_frozen_program_starts_its_own_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command("town") == [sys.executable, "town"]
    assert engine_command(tmp_path)[:2] == [sys.executable, "engine"]
