"""The vault: where secrets live. The operating system's credential store, or memory for one session; never a file."""

from __future__ import annotations

from typing import Protocol

from desktop.system.light_keyring import load_keyring

_SERVICE = "Sportello"
_SERVICE_REASONS = {
    "LockedException": "locked",
    "PromptDismissedException": "locked",
    "SecretServiceNotAvailableException": "no_store",
}


class VaultUnavailable(Exception):
    """No secret can be read or kept. `reason`: "no_store", "locked", "refused".

    Where a passphrase seals the secrets in the store's file: "store_" and the code of what is wrong with the file.
    """

    def __init__(self, reason: str) -> None:
        """Keep the code for the sentence."""
        super().__init__(reason)
        self.reason = reason


class Vault(Protocol):
    """Named secrets. Every method may raise VaultUnavailable."""

    def get(self, name: str) -> str | None:
        """Return a secret, None if there is none by that name."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep a secret under a name, over any earlier one."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret; unknown names are no error."""
        ...


class SessionVault:
    """Secrets in this process's memory only: demo profiles, tests, and an engine that was handed its secrets."""

    def __init__(self, secrets: dict[str, str] | None = None) -> None:
        """Start with some secrets, or none."""
        self._secrets = dict(secrets or {})

    def get(self, name: str) -> str | None:
        """Return a secret, None if there is none by that name."""
        return self._secrets.get(name)

    def set(self, name: str, value: str) -> None:
        """Keep a secret until the process ends."""
        self._secrets[name] = value

    def delete(self, name: str) -> None:
        """Forget a secret."""
        self._secrets.pop(name, None)

    def all(self) -> dict[str, str]:
        """Return a copy of every secret, to hand them to another process of the same session."""
        return dict(self._secrets)


class CredentialStore:
    """The operating system's credential store through `keyring`.

    `scope` keeps profiles apart. Backends that write plain-text files are refused: a missing credential store is
    said, never papered over.
    """

    def __init__(self, scope: str) -> None:
        """`scope` is usually the profile folder's path."""
        self._scope = scope

    def get(self, name: str) -> str | None:
        """Return a secret, None if there is none. Raises VaultUnavailable."""
        keyring = load_keyring()
        with _translated_errors():
            _require_store()
            secret = keyring.get_password(_SERVICE, self._key(name))
            return None if secret is None else str(secret)

    def set(self, name: str, value: str) -> None:
        """Keep a secret. Raises VaultUnavailable."""
        keyring = load_keyring()
        with _translated_errors():
            _require_store()
            keyring.set_password(_SERVICE, self._key(name), value)

    def delete(self, name: str) -> None:
        """Forget a secret. Raises VaultUnavailable."""
        keyring = load_keyring()
        with _translated_errors():
            _require_store()
            try:
                keyring.delete_password(_SERVICE, self._key(name))
            except keyring.errors.PasswordDeleteError:
                return

    def _key(self, name: str) -> str:
        return f"{self._scope}/{name}"


def backend_name() -> str:
    """Return the name of the credential store that would be used, for `doctor`. Raises VaultUnavailable."""
    keyring = load_keyring()
    with _translated_errors():
        _require_store()
        return str(keyring.get_keyring().name)


class _translated_errors:  # noqa: N801 - reads as a context
    """Turn keyring's errors into VaultUnavailable."""

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        import keyring.errors

        if isinstance(error, keyring.errors.KeyringLocked):
            raise VaultUnavailable("locked") from error
        if isinstance(error, (keyring.errors.NoKeyringError, keyring.errors.InitError)):
            raise VaultUnavailable("no_store") from error
        if isinstance(error, keyring.errors.KeyringError):
            raise VaultUnavailable("refused") from error
        reason = "" if error is None else _reason_of_service(error)
        if reason:
            raise VaultUnavailable(reason) from error


def _reason_of_service(error: BaseException) -> str:
    """Return the reason behind the Secret Service's own errors, which keyring passes through untranslated."""
    if not type(error).__module__.startswith(("secretstorage", "jeepney")):
        return ""
    return _SERVICE_REASONS.get(type(error).__name__, "refused")


def _require_store() -> None:
    keyring = load_keyring()
    backend = keyring.get_keyring()
    module = type(backend).__module__
    if module.startswith("keyring.backends.fail"):
        raise keyring.errors.NoKeyringError("no credential store")
    if module.startswith(("keyrings.alt", "keyring.backends.null")):
        raise keyring.errors.NoKeyringError("a plain-text store is not a credential store")
