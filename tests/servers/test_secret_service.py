"""The store's key in a real credential store: made once, kept nowhere else, and missed in a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.events import EngineReady, decode
from tests.servers.secretservice import ROOT, SecretService

pytestmark = pytest.mark.server

ROW = '{"id": 1, "author": "marta", "text": "La bolletta è doppia.", "created_at": "2026-03-12T12:00:00Z"}\n'
KEY_DIGITS = 64  # hexadecimal, of 256 bits


@pytest.fixture(scope="module")
def service() -> Iterator[SecretService]:
    with SecretService() as running:
        yield running


@pytest.fixture
def unlocked(service: SecretService) -> Iterator[SecretService]:
    """The service, open again after a test that locked it."""
    yield service
    service.unlock()


class Desk:
    """A profile whose commands have the credential store."""

    def __init__(self, folder: Path, service: SecretService) -> None:
        self.folder = folder
        self._service = service
        self._rows = folder.parent / "rows.jsonl"
        self._rows.write_text(ROW)

    def sportello(self, command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        done = self._service.run("-m", "desktop", command, "--profile", self.folder, *arguments)
        assert "Traceback" not in done.stderr
        return done

    def fill(self) -> str:
        """Import a message and return the complaint, "" if it is in."""
        done = self.sportello("import", self._rows)
        assert done.returncode == (4 if done.stderr else 0)
        return done.stderr.removeprefix("sportello: ").strip()

    def examine(self) -> dict[str, dict[str, Any]]:
        report = json.loads(self.sportello("doctor", "--json").stdout)
        return {finding["name"]: finding for finding in report["findings"]}

    @property
    def store(self) -> Path:
        return self.folder / "sportello.db"


@pytest.fixture
def desk(tmp_path: Path, service: SecretService) -> Desk:
    return Desk(tmp_path / "desk", service)


def test_the_key_is_256_bits_in_the_credential_store_and_nowhere_else(desk: Desk, service: SecretService) -> None:
    before = service.secrets()
    assert desk.fill() == ""
    (key,) = (secret for secret in service.secrets() if secret not in before)
    assert len(bytes.fromhex(key)) * 8 == 256
    for file in desk.folder.rglob("*"):
        data = file.read_bytes()
        assert key.encode() not in data
        assert bytes.fromhex(key) not in data
        assert b"bolletta" not in data
    assert json.loads(desk.sportello("export").stdout)["text"] == "La bolletta è doppia."
    assert desk.fill() == ""
    assert len(service.secrets()) == len(before) + 1


def test_the_doctor_finds_the_credential_store_and_the_messages(desk: Desk) -> None:
    desk.fill()
    found = desk.examine()
    assert found["credential store"] == {
        "name": "credential store", "is_well": True, "value": "SecretService Keyring", "advice": "",
    }  # fmt: skip
    assert found["store"]["value"].startswith("1 messages in 1 cases")


def test_an_engine_from_a_terminal_finds_the_key_by_itself(desk: Desk, service: SecretService) -> None:
    desk.fill()
    with subprocess.Popen(
        [sys.executable, "-m", "desktop", "engine", "--profile", str(desk.folder)],
        cwd=ROOT, env=service.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as engine:  # fmt: skip
        assert engine.stdin is not None
        assert engine.stdout is not None
        assert isinstance(decode(engine.stdout.readline()), EngineReady)
        engine.stdin.close()
        assert engine.wait(60) == 0


def test_a_locked_keyring_is_said_and_nothing_is_changed(desk: Desk, unlocked: SecretService) -> None:
    desk.fill()
    before = desk.store.read_bytes()
    unlocked.lock()
    sentence = "The credential store is locked. Nothing was changed; unlock it and try again."
    assert desk.fill() == sentence
    found = desk.examine()
    assert (found["credential store"]["value"], found["store"]["value"]) == ("locked", "closed (locked)")
    assert found["store"]["advice"] == sentence
    assert desk.store.read_bytes() == before
    unlocked.unlock()
    assert json.loads(desk.sportello("export").stdout)["text"] == "La bolletta è doppia."


def test_a_locked_keyring_lets_no_new_store_begin(desk: Desk, unlocked: SecretService) -> None:
    unlocked.lock()
    assert desk.fill().startswith("The credential store is locked.")
    assert not desk.store.exists()
    unlocked.unlock()
    assert desk.fill() == ""


def test_a_key_that_was_deleted_is_missed_and_never_made_anew(desk: Desk, service: SecretService) -> None:
    desk.fill()
    before = desk.store.read_bytes()
    forget = f"import keyring; keyring.delete_password('Sportello', '{desk.folder.resolve()}/store-key')"
    assert service.run("-c", forget).returncode == 0
    kept = service.secrets()
    complaint = desk.fill()
    assert complaint.startswith("The store is there but its key is not in the credential store.")
    assert service.secrets() == kept
    assert desk.store.read_bytes() == before
    assert desk.examine()["store"]["value"] == "key_missing"


def test_a_credential_store_that_has_gone_is_said_and_nothing_is_changed(tmp_path: Path) -> None:
    with SecretService() as service:
        desk = Desk(tmp_path / "desk", service)
        assert desk.fill() == ""
        before = desk.store.read_bytes()
        service.kill_bus()
        assert desk.fill() == (
            "The key of this store is in a credential store that can't be reached now. Nothing was changed; "
            "sign in to the desktop session that has it."
        )
        assert desk.examine()["credential store"]["value"] == "no_store"
        assert desk.store.read_bytes() == before
        fresh = Desk(tmp_path / "fresh", service)
        assert fresh.fill().startswith("There is no credential store for the key. Give a passphrase")
        assert not fresh.store.exists()
