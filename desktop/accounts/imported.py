"""Accounts that only hold what was imported: nothing is pulled for them, and nothing is wrong with that."""

from __future__ import annotations

from datetime import datetime

from desktop.model import Account, AccountHealth, AccountRole, HealthState, Network
from desktop.store import Store

_IMPORTED = "imported"


def add_imported_account(store: Store, network: Network, name: str, at: datetime) -> Account:
    """Make an account for imported messages; it listens only. Raises StoreError."""
    account = store.accounts.add(
        network,
        name=name,
        handle=name,
        role=AccountRole.MONITORED,
        settings={_IMPORTED: True},
        actor="import",
        at=at,
    )
    store.accounts.report_health(account.id, AccountHealth(HealthState.CONNECTED, at))
    return account


def is_imported(account: Account) -> bool:
    """Return whether an account holds imported messages only."""
    return bool(account.settings.get(_IMPORTED))
