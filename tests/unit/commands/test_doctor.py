"""`sportello doctor`: what it looks at, what it says of each fault, and that it makes nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.commands.profile import open_profile
from desktop.model import AccountHealth, HealthState
from desktop.system.lock import ProcessLock
from desktop.system.profile import Profile
from tests.factories import NOON, an_account, an_arrival, taken
from tests.unit.commands.conftest import Sportello


def findings(sportello: Sportello, desk: Path) -> dict[str, dict[str, Any]]:
    done = sportello("doctor", "--json", "--profile", desk)
    assert len(done.answers) == 1
    report = done.answers[0]
    assert report["well"] == (done.code == 0) == all(one["is_well"] for one in report["findings"])
    assert all(bool(one["advice"]) != one["is_well"] for one in report["findings"])
    return {one["name"]: one for one in report["findings"]}


@pytest.fixture
def filled(sealed_desk: Path) -> Path:
    """A profile with one account and one message."""
    with open_profile(sealed_desk) as store:
        store.intake.take(an_account(store), [taken(an_arrival())], NOON)
    return sealed_desk


def test_a_new_profile_is_well_and_stays_without_a_store(sportello: Sportello, sealed_desk: Path) -> None:
    found = findings(sportello, sealed_desk)
    assert list(found) == ["version", "libraries", "profile", "disk", "credential store", "store"]
    assert found["store"]["value"].startswith("none yet")
    assert not (sealed_desk / "sportello.db").exists()


def test_a_store_an_engine_and_every_account_are_looked_at(sportello: Sportello, filled: Path) -> None:
    found = findings(sportello, filled)
    assert found["store"]["value"].startswith("1 messages in 1 cases")
    assert found["engine"]["value"] == "not running"
    assert found["account 1 (mastodon)"]["is_well"]
    with ProcessLock(Profile(filled).engine_lock):
        assert findings(sportello, filled)["engine"]["value"] == "running"


def test_an_account_that_is_signed_out_says_what_to_do(sportello: Sportello, filled: Path) -> None:
    with open_profile(filled) as store:
        account = store.accounts.all()[0]
        store.accounts.report_health(account.id, AccountHealth(HealthState.SIGN_IN, NOON))
    found = findings(sportello, filled)["account 1 (mastodon)"]
    assert (found["value"], found["advice"]) == ("sign_in", "Open the window and sign in again.")


def test_a_wrong_passphrase_is_a_fault_and_changes_nothing(
    sportello: Sportello, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (filled / "sportello.db").read_bytes()
    monkeypatch.setenv("SPORTELLO_PASSPHRASE", "wrong horse")
    found = findings(sportello, filled)
    assert (found["store"]["value"], found["engine"]["value"]) == ("key_wrong", "not running")
    assert found["store"]["advice"] == (
        "The key does not open the store. The store was left as it is; check the passphrase."
    )
    monkeypatch.delenv("SPORTELLO_PASSPHRASE")
    assert findings(sportello, filled)["store"]["value"] == "passphrase_needed"
    assert (filled / "sportello.db").read_bytes() == before


def test_damage_inside_the_file_is_found(sportello: Sportello, filled: Path) -> None:
    store = filled / "sportello.db"
    with open_profile(filled) as opened:
        opened.connection.read("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(store.read_bytes())
    data[-4_000:-3_000] = bytes(1_000)
    store.write_bytes(data)
    found = findings(sportello, filled)["store"]
    assert not found["is_well"]
    assert found["advice"] == "The store is damaged. It was left as it is for rescue; there is no backup of it."


def test_a_profile_that_is_a_file_is_a_fault(sportello: Sportello, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    found = findings(sportello, tmp_path / "taken")
    assert found["profile"]["value"] == "not_a_folder"
    assert "store" not in found


def test_a_missing_credential_store_is_a_fault_only_where_one_is_needed(
    sportello: Sportello, sealed_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    assert findings(sportello, sealed_desk)["credential store"]["is_well"]
    monkeypatch.delenv("SPORTELLO_PASSPHRASE")
    found = findings(sportello, sealed_desk)["credential store"]
    assert (found["value"], found["is_well"]) == ("no_store", False)


def test_people_read_one_line_a_finding_and_the_advice_below(sportello: Sportello, filled: Path) -> None:
    done = sportello("doctor", "--profile", filled)
    assert done.code == 0
    assert "ok    store: 1 messages in 1 cases" in done.out
    assert "\nok    engine: not running\n" in done.out


@pytest.mark.parametrize("name", ["privacy_rules.json", "priority.json", "playbooks.json"])
def test_a_file_of_the_desk_s_settings_that_can_not_be_read_is_a_fault(
    sportello: Sportello, filled: Path, name: str
) -> None:
    assert "settings" not in findings(sportello, filled)
    (filled / name).write_bytes(b"[" * 100_000)
    found = findings(sportello, filled)["settings"]
    assert found["value"].startswith(name)
    assert "Mend the file" in found["advice"]


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder of that name is no lock's fault")
def test_a_lock_that_can_not_be_used_is_a_fault_and_hides_no_other(sportello: Sportello, filled: Path) -> None:
    Profile(filled).engine_lock.unlink(missing_ok=True)
    Profile(filled).engine_lock.mkdir()
    found = findings(sportello, filled)
    assert found["engine"]["value"] == "its lock can't be used (Is a directory)"
    assert found["store"]["is_well"]
    refused = sportello("engine", "--profile", filled)
    assert (refused.code, refused.answers) == (4, [{"kind": "EngineFault", "code": "read_only", "detail": ""}])
