"""Sameness: when two arrivals are one public post, whichever account or feed it came through.

Most networks give a post one id for everybody. Mastodon's ids belong to one server, and feeds make up their own; there
the post's address says which it is. What is private belongs to the account that got it.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from desktop.model import Account, Network, ThreadKind, Visibility
from desktop.store.connection import Connection

_SHARED = frozenset(
    {Network.X, Network.FACEBOOK, Network.INSTAGRAM, Network.BLUESKY, Network.MASTODON, Network.LISTENING}
)
_BY_ADDRESS = frozenset({Network.MASTODON, Network.LISTENING})
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ref_src", "ref_url", "cmpid", "wt_mc")
_ONE_OF_SEVERAL = re.compile(r"[A-Za-z_/-]{0,20}\d{1,20}")
_PORTS = {"http": ":80", "https": ":443"}


def place_of(network: Network, settings: dict[str, object]) -> str:
    """Return within which place a network's ids are unique: a Mastodon server, "" for the whole network."""
    return str(settings.get("server") or "").rstrip("/").lower() if network is Network.MASTODON else ""


def fellows(db: Connection, account: Account) -> tuple[int, ...]:
    """Return the accounts that see the same public posts under the same ids, this one first."""
    if account.network not in _SHARED:
        return (account.id,)
    place = place_of(account.network, dict(account.settings))
    rows = db.read(
        "SELECT id, settings FROM account WHERE network = ? AND id <> ?", (account.network.value, account.id)
    )
    others = (row[0] for row in rows if place_of(account.network, json.loads(row[1])) == place)
    return (account.id, *others)


def case_scope(account: Account, kind: ThreadKind) -> str:
    """Return what makes a thread's case unique beside its id: the place for public ones, else the account."""
    if kind is ThreadKind.PUBLIC and account.network in _SHARED:
        return f"public {place_of(account.network, dict(account.settings))}".strip()
    return account.uid


@lru_cache(maxsize=1_024)
def post_key(network: Network, visibility: Visibility, permalink: str | None) -> int | None:
    """Return a number that is the same for the same public post of a network known by its address, None otherwise.

    Intake asks four times for each post of a page, so the last ones are remembered.
    """
    if network not in _BY_ADDRESS or visibility is not Visibility.PUBLIC:
        return None
    if not permalink or not permalink.startswith(("https://", "http://")):
        return None
    digest = hashlib.blake2b(
        f"{network.value}\x1f{canonical_link(permalink)}".encode("utf-8", "replace"), digest_size=8
    )
    return int.from_bytes(digest.digest(), "big", signed=True)


def canonical_link(url: str) -> str:
    """Return an address without what differs between links to one page.

    Scheme, letter case of the host, the usual port, "www.", a trailing slash and tracking parameters go. So does the
    fragment, unless it numbers one of several posts of a page ("#post-17"). What can't be read stays as it is.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    port = "" if port == _PORTS.get(parts.scheme) else port
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith(_TRACKING)
    ]
    fragment = parts.fragment if _ONE_OF_SEVERAL.fullmatch(parts.fragment) else ""
    return urlunsplit(("", f"{host}{port}", parts.path.rstrip("/"), urlencode(sorted(query)), fragment))
