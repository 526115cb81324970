"""What the commands' tests share: a profile sealed by a passphrase, and the command line called in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.commands import program
from tests.unit.commands.running import PASSPHRASE, Outcome

Sportello = Callable[..., Outcome]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a profile that is not there yet; a passphrase for it stands in the environment."""
    monkeypatch.setenv("SPORTELLO_PASSPHRASE", PASSPHRASE)
    return tmp_path / "desk"


@pytest.fixture
def sportello(capsys: pytest.CaptureFixture[str]) -> Sportello:
    """Run a command in this process and return what it said."""

    def run(*arguments: str | Path) -> Outcome:
        code = program.run([str(one) for one in arguments])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run
