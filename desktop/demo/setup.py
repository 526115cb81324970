"""What a demo profile is set up with: the company's account in the town, and the hours its desk keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.demo.people import COMPANY, ZONE

_WEEKDAY = [{"from": "08:00", "to": "20:00"}]
_SATURDAY = [{"from": "09:00", "to": "13:00"}]
_ALL_DAY = [{"from": "00:00", "to": "24:00"}]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What the store needs to create the account. `token` belongs under `secret_name(uid, "token")`."""

    name: str
    handle: str
    settings: dict[str, str | int | bool | None] = field(repr=False)
    token: str = field(repr=False)


def demo_account(url: str, token: str, account_id: str = COMPANY.id) -> DemoAccount:
    """Return the company's account on a town that is served at `url`, as the town's process reported it."""
    return DemoAccount(COMPANY.name, f"@{COMPANY.user}", {"server": url, "remote_id": account_id}, token)


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
