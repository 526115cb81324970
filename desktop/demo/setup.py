"""What a demo profile is set up with: the company's accounts in the town, and the hours its desk keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.channels import Secrets, secret_name
from desktop.clocks import one_hour_targets
from desktop.model import Account, AccountRole, Network, made_uid
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import SystemKind, TicketSystem

if TYPE_CHECKING:
    from desktop.store import Store

ZONE = "Europe/Rome"
OFFICE_GROUP = "Users"
OFFICE_TOKEN = "demo-office"  # noqa: S105 - of an office that nobody outside this machine can ask
_WEEKDAY = [{"from": "08:00", "to": "20:00"}]
_SATURDAY = [{"from": "09:00", "to": "13:00"}]
_ALL_DAY = [{"from": "00:00", "to": "24:00"}]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What the store and the vault need to connect an account. `secrets` are by their kind."""

    network: Network
    name: str
    handle: str
    role: AccountRole
    settings: dict[str, str | int | bool | None] = field(repr=False)
    secrets: dict[str, str] = field(repr=False)


def report_of(accounts: Iterable[DemoAccount], office: str = "") -> str:
    """Return accounts, and where the office's tickets are, as the town's process reports them: one line of JSON."""
    return json.dumps({"accounts": [asdict(account) for account in accounts], "office": office})


def reported(line: str) -> tuple[DemoAccount, ...]:
    """Return the accounts of a report. Raises ValueError, KeyError or TypeError for a line that is none."""
    return tuple(
        DemoAccount(**{**entry, "network": Network(entry["network"]), "role": AccountRole(entry["role"])})
        for entry in json.loads(line)["accounts"]
    )


def reported_office(line: str) -> str:
    """Return the address of the office of a report, "" if it has none. Raises ValueError for a line that is none."""
    return str(json.loads(line).get("office", ""))


def connect_office(store: Store, secrets: Secrets, address: str, at: datetime) -> TicketSystem:
    """Connect the office's tickets to a profile. Raises StoreError and what the vault raises."""
    kind = SystemKind.ZAMMAD
    system = TicketSystem(TicketSystemId(0), made_uid(), kind, "Zammad", address, OFFICE_GROUP)
    secrets.set(system.secret_name, OFFICE_TOKEN)
    return store.ticket_systems.add(system, actor="demo", at=at)


def connect(store: Store, secrets: Secrets, accounts: Iterable[DemoAccount], at: datetime) -> list[Account]:
    """Connect accounts to a profile whose desk promises one hour to everybody, as its morning is written.

    Raises StoreError and what the vault raises.
    """
    store.settings.set("targets", one_hour_targets().to_list(), at)
    connected = []
    for demo in accounts:
        account = store.accounts.add(
            demo.network,
            name=demo.name,
            handle=demo.handle,
            role=demo.role,
            settings=demo.settings,
            actor="demo",
            at=at,
        )
        for kind, value in demo.secrets.items():
            secrets.set(secret_name(account.uid, kind), value)
        connected.append(account)
    return connected


def demo_hours(*, always_open: bool = False) -> dict[str, object]:
    """Return the desk's opening hours as the settings keep them.

    Monday to Friday 8 to 20, Saturday 9 to 13, closed on Italian public holidays; `always_open` for a demo that is to
    send at any time of day.
    """
    week = [_ALL_DAY] * 7 if always_open else [*[_WEEKDAY] * 5, _SATURDAY, []]
    return {
        "timezone": ZONE,
        "week": week,
        "country": "IT",
        "region": None,
        "closures": [],
        "holidays_off": not always_open,
    }
