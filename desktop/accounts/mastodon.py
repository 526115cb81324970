"""Connecting a Mastodon account with a token: the test before anything is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from desktop.model import Account, AccountId, AccountRole, CheckStep, Network
from desktop.system.clock import utc_now
from desktop.system.vault import SessionVault, Vault

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
TOKEN = "token"  # noqa: S105 - the secret's name
_PROBE = "probe"


def server_address(typed: str) -> str | None:
    """Return the server's base address of what a person typed ("mastodon.social", a profile's link), None if none."""
    text = typed.strip().rstrip("/")
    if not text:
        return None
    if text.startswith("@") and text.count("@") == 2:  # noqa: PLR2004 - @user@server
        text = text.rpartition("@")[2]
    parts = urlsplit(text if "://" in text else f"https://{text}")
    host = parts.hostname or ""
    if not host or ("." not in host and host not in _LOOPBACK):
        return None
    if parts.scheme != "https" and host not in _LOOPBACK:
        return None
    return f"{parts.scheme}://{parts.netloc}"


def keep_token(vault: Vault, account_uid: str, token: str) -> None:
    """Keep an account's token in the vault. Raises VaultUnavailable."""
    from desktop.channels import secret_name

    vault.set(secret_name(account_uid, TOKEN), token)


async def test_connection(server: str, token: str) -> tuple[CheckStep, ...]:
    """Try the token on the server, up to the first step that fails. Nothing is posted or kept."""
    from desktop.channels import open_channel, secret_name

    account = Account(AccountId(0), _PROBE, Network.MASTODON, "", "", AccountRole.CARE, settings={"server": server})
    vault = SessionVault({secret_name(_PROBE, TOKEN): token})
    channel = open_channel(account, vault, utc_now)
    try:
        return await channel.check()
    finally:
        await channel.close()


test_connection.__test__ = False  # type: ignore[attr-defined]  # pytest takes it for a test where it is imported
