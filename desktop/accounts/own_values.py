"""The company's own addresses and numbers, which a public reply may name."""

from __future__ import annotations

from desktop.model import Network
from desktop.store import Store

_SETTING = "own_values"


def own_values(store: Store) -> tuple[str, ...]:
    """Return what an administrator listed, and the addresses of the connected mailboxes."""
    listed = store.settings.get(_SETTING, [])
    values = [str(value) for value in listed] if isinstance(listed, list) else []
    values += [account.handle for account in store.accounts.all() if account.network is Network.EMAIL]
    return tuple(dict.fromkeys(values))
