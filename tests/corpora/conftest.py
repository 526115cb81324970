"""A desk of its own for large exports, and the command that takes them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.commands import profile as profile_module
from desktop.commands import program
from desktop.system.vault import SessionVault

Import = Callable[[Path], str]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a profile that is not there yet; this session's memory is its credential store."""
    vault = SessionVault()
    monkeypatch.setattr(profile_module, "CredentialStore", lambda _scope: vault)
    monkeypatch.delenv("SPORTELLO_PASSPHRASE", raising=False)
    return tmp_path / "desk"


@pytest.fixture
def take(desk: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Import a file and return its counts; it must be taken without a complaint."""

    def run(file: Path) -> str:
        code = program.run(["import", "--profile", str(desk), str(file)])
        said = capsys.readouterr()
        assert (code, said.err) == (0, "")
        return said.out.strip().removeprefix(f"{file}: ")

    return run
