"""What the commands' tests share: a profile sealed by a passphrase, and the command line called in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.commands import intake, profile, program, rules
from desktop.guardrails import Guardrails
from desktop.guardrails.own_rules import OwnRulesFile
from desktop.system.profile import Profile
from desktop.system.resources import resource_path
from desktop.system.vault import SessionVault
from desktop.triage import OwnPriority, OwnPriorityFile, Triage
from tests.loaded import shipped_guardrails, shipped_triage
from tests.unit.commands.running import PASSPHRASE, Outcome

Sportello = Callable[..., Outcome]


@pytest.fixture(scope="session", autouse=True)
def rules_loaded_once() -> Iterator[None]:
    """Load the rules once for all of these tests."""
    guardrails, triage = shipped_guardrails(), shipped_triage()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "load_guardrails", lambda profile=None: _with_own_rules(guardrails, profile))
        patch.setattr(rules, "load_triage", lambda profile=None: _with_own_priority(triage, profile))
        patch.setattr(intake, "load_triage", lambda profile=None: _with_own_priority(triage, profile))
        yield


def _with_own_priority(triage: Triage, profile: Profile | None) -> Triage:
    own = OwnPriorityFile(profile.priority).read() if profile is not None else OwnPriority()
    return triage.with_own(resource_path("triage"), own) if own.mark else triage


def _with_own_rules(guardrails: Guardrails, profile: Profile | None) -> Guardrails:
    own = OwnRulesFile(profile.privacy_rules) if profile is not None else None
    return Guardrails(guardrails._rules, guardrails._promises, own)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a profile that is not there yet; this session's memory is its credential store."""
    vault = SessionVault()
    monkeypatch.setattr(profile, "CredentialStore", lambda _scope: vault)
    monkeypatch.delenv("SPORTELLO_PASSPHRASE", raising=False)
    return tmp_path / "desk"


@pytest.fixture
def sealed_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
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
