"""Connecting a Mastodon account with a token: what a person typed or pasted, made clean or found wanting."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from desktop.system.vault import Vault

TOKEN = "token"  # noqa: S105 - the secret's name
SCOPES = ("read", "write:statuses", "write:media")
"""What the token must allow: reading mentions and messages, answering and taking back, files."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"[\w.:-]+")
_SHORTEST_TOKEN = 8


def server_address(typed: str) -> str | None:
    """Return the server's base address of what a person typed ("mastodon.social", a profile's link), None if none."""
    text = typed.strip().rstrip("/")
    if not text or any(letter.isspace() for letter in text):
        return None
    if "://" not in text and text.count("@") in (1, 2):  # user@server, @user@server
        text = text.rpartition("@")[2]
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not host or ("." not in host and host not in _LOOPBACK) or not _HOST.fullmatch(host):
        return None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def clean_token(pasted: str) -> str:
    """Return the token in what was pasted: white space around it, quotes and a leading "Bearer" are dropped."""
    text = pasted.strip().strip("\"'`").strip()
    first, _, rest = text.partition(" ")
    return rest.strip() if first.lower() == "bearer" else text


def token_fault(pasted: str) -> str:
    """Return what is wrong with a pasted token: "missing", "spaces", "odd", "short", "" for nothing."""
    text = clean_token(pasted)
    if not text:
        return "missing"
    if any(letter.isspace() for letter in text):
        return "spaces"
    if not text.isascii() or not text.isprintable() or "://" in text:
        return "odd"
    return "short" if len(text) < _SHORTEST_TOKEN else ""


def application_page(server: str) -> str:
    """Return the address of the page on a server where a person makes a token."""
    return f"{server}/settings/applications/new"


def keep_token(vault: Vault, account_uid: str, token: str) -> None:
    """Keep an account's token in the vault. Raises VaultUnavailable."""
    from desktop.channels import secret_name

    vault.set(secret_name(account_uid, TOKEN), token)
