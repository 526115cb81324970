"""Made accounts in any state of health, seen on a Thursday morning in Rome."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from desktop.model import Account, AccountHealth, AccountId, AccountRole, HealthState, Network

TZ = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 3, 12, 10, 48, tzinfo=TZ)


def account(state: HealthState, network: Network = Network.MASTODON, number: int = 1, **health: Any) -> Account:
    """Return an account; `health` are fields of its health."""
    return Account(
        AccountId(number),
        f"uid-{number}",
        network,
        "Lume Servizi",
        "@lumeservizi",
        AccountRole.CARE,
        health=AccountHealth(state, **health),
    )
