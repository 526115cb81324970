"""The vault: a credential store that is missing, locked or no such thing is said, never papered over."""

from __future__ import annotations

from typing import Any

import keyring
import keyring.errors
import pytest

from desktop.system.vault import CredentialStore, SessionVault, Vault, VaultUnavailable, backend_name


class InMemory:
    """A credential store that keeps what it is given; unregistered, so that no other test is given it."""

    name = "in memory"

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.fault: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("no such password")
        del self.kept[service, username]

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> InMemory:
    """The credential store that keyring finds."""
    found = InMemory()
    monkeypatch.setattr("keyring.core._keyring_backend", found)
    return found


@pytest.fixture(params=["credential store", "session"])
def vault(request: pytest.FixtureRequest, backend: InMemory) -> Vault:
    return CredentialStore("/desk") if request.param == "credential store" else SessionVault()


def test_a_secret_is_kept_replaced_and_forgotten(vault: Vault) -> None:
    assert vault.get("key") is None
    vault.set("key", "one")
    vault.set("key", "two")
    assert vault.get("key") == "two"
    vault.delete("key")
    vault.delete("key")
    assert vault.get("key") is None


def test_profiles_never_see_each_other_s_secrets(backend: InMemory) -> None:
    CredentialStore("/desk").set("key", "one")
    assert CredentialStore("/other").get("key") is None
    assert backend.kept == {("Sportello", "/desk/key"): "one"}


def named(name: str, module: str) -> Exception:
    """Return an error of a library that may not be installed here."""
    error: Exception = type(name, (Exception,), {"__module__": module})("said")
    return error


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (keyring.errors.KeyringLocked("locked"), "locked"),
        (keyring.errors.InitError("no bus"), "no_store"),
        (keyring.errors.NoKeyringError("none"), "no_store"),
        (keyring.errors.PasswordSetError("full"), "refused"),
        (named("LockedException", "secretstorage.exceptions"), "locked"),
        (named("PromptDismissedException", "secretstorage.exceptions"), "locked"),
        (named("SecretServiceNotAvailableException", "secretstorage.exceptions"), "no_store"),
        (named("DBusErrorResponse", "jeepney.wrappers"), "refused"),
    ],
)
def test_every_fault_of_the_credential_store_has_a_reason(backend: InMemory, fault: Exception, reason: str) -> None:
    backend.fault = fault
    store = CredentialStore("/desk")
    deeds: list[Any] = [lambda: store.get("key"), lambda: store.set("key", "x"), lambda: store.delete("key")]
    for deed in deeds:
        with pytest.raises(VaultUnavailable) as caught:
            deed()
        assert caught.value.reason == reason


def test_a_mistake_of_the_program_stays_one(backend: InMemory) -> None:
    backend.fault = ZeroDivisionError("a mistake")
    with pytest.raises(ZeroDivisionError):
        CredentialStore("/desk").get("key")


@pytest.mark.parametrize(
    "module", ["keyring.backends.fail", "keyring.backends.null", "keyrings.alt.file", "keyrings.alt.Gnome"]
)
def test_what_keeps_secrets_in_plain_text_or_nowhere_is_no_credential_store(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    plain = type("Plain", (InMemory,), {"__module__": module})()
    monkeypatch.setattr("keyring.core._keyring_backend", plain)
    for deed in (lambda: CredentialStore("/desk").set("key", "one"), backend_name):
        with pytest.raises(VaultUnavailable) as caught:
            deed()
        assert caught.value.reason == "no_store"
    assert plain.kept == {}
