"""What the navigation says of a connected account: its label, and its state as a glyph and a word."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop.model import Account, AccountHealth, HealthState, Network
from ui.inbox import network_name

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class AccountState:
    """One line of the navigation's channels. `word` is "" only for a connected account."""

    account_id: int
    network: Network
    label: str
    handle: str
    icon: str
    word: str
    colour: str  # a text token
    needs_sign_in: bool
    spoken: str


_LOOKS = {
    HealthState.CONNECTED: ("check-circle", "green.text"),
    HealthState.SYNCING: ("check-circle", "green.text"),
    HealthState.CONNECTING: ("spinner-gap", "text.secondary"),
    HealthState.RATE_LIMITED: ("hourglass-medium", "amber.text"),
    HealthState.SIGN_IN: ("link-break", "red.text"),
    HealthState.OFFLINE: ("cloud-slash", "text.secondary"),
}


def present_account(account: Account, now: datetime) -> AccountState:
    """Return an account's line at `now`. A rate limit says how many minutes it lasts, rounded up."""
    icon, colour = _LOOKS[account.health.state]
    label = account.handle or account.name
    parts = (network_name(account.network), label, _spoken_state(account.health, now))
    return AccountState(
        account_id=account.id,
        network=account.network,
        label=label,
        handle=account.handle if account.handle == account.name else f"{account.name} {account.handle}".strip(),
        icon=icon,
        word=_word(account.health, now),
        colour=colour,
        needs_sign_in=account.health.state is HealthState.SIGN_IN,
        spoken=", ".join(parts),
    )


def _word(health: AccountHealth, now: datetime) -> str:
    match health.state:
        case HealthState.CONNECTING:
            return translate("Navigation", "Connecting")
        case HealthState.RATE_LIMITED:
            minutes = _minutes_left(health, now)
            return translate("Navigation", "{count} min").format(count=minutes) if minutes else ""
        case HealthState.SIGN_IN:
            return translate("Navigation", "Sign in")
        case HealthState.OFFLINE:
            return translate("Navigation", "Offline")
        case _:
            return ""


def _spoken_state(health: AccountHealth, now: datetime) -> str:
    match health.state:
        case HealthState.CONNECTED:
            return translate("Navigation", "connected")
        case HealthState.SYNCING:
            return translate("Navigation", "connected, syncing")
        case HealthState.RATE_LIMITED:
            minutes = _minutes_left(health, now)
            if not minutes:
                return translate("Navigation", "rate limited")
            return translate("Navigation", "rate limited, {count} minutes left").format(count=minutes)
        case HealthState.SIGN_IN:
            return translate("Navigation", "sign-in expired")
        case _:
            return _word(health, now).lower()


def _minutes_left(health: AccountHealth, now: datetime) -> int:
    if health.retry_at is None:
        return 0
    return max(0, math.ceil((health.retry_at - now).total_seconds() / 60))
