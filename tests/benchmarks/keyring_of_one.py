"""A credential store that holds the key of the made-up store, so that the window starts as it does for an agent."""

from __future__ import annotations

from keyring.backend import KeyringBackend

from tests.benchmarks.volume_key import RAW_KEY


class KeyringOfOne(KeyringBackend):
    """Answers every question with the same key, and keeps nothing."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return RAW_KEY.hex()

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...
