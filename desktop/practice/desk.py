"""The practice desk: a throw-away profile's accounts, hours, targets and canned replies, as a sitting needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.clocks import Ladder, TargetRule, Targets
from desktop.guardrails import OpeningHours, WhenClosed
from desktop.model import Account, AccountHealth, AccountRole, ClockKind, HealthState, Network
from desktop.practice.plan import Plan, PlanBook, account_key
from desktop.store import Store

_ACTOR = "practice"
_NAME, _HANDLE, _CLOSED_HANDLE = "Aurora Energia", "@AuroraEnergia", "@AuroraEnergia24"
_COPIED = ("appearance", "own_values", "hours")
_DAY = [{"from": "09:00", "to": "18:00"}]
_ALWAYS = [{"from": "00:00", "to": "24:00"}]
_UNDO_SECONDS = 5
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Belongings:
    """What an agent brings along from their own desk: canned replies and some settings, nobody's words."""

    canned: tuple[Any, ...] = ()
    settings: tuple[tuple[str, Any], ...] = ()


def belongings_of(store: Store) -> Belongings:
    """Return what is copied from an agent's own desk. Raises StoreError."""
    found = ((name, store.settings.get(name)) for name in _COPIED)
    return Belongings(tuple(store.canned.kept()), tuple((name, value) for name, value in found if value is not None))


def furnish(store: Store, plan: Plan, now: datetime, timezone: str, belongings: Belongings | None = None) -> None:
    """Make a fresh store a practice desk for a plan. `timezone` is an IANA name. Raises StoreError."""
    brought = belongings or Belongings()
    with store.connection.writing():
        for name, value in brought.settings:
            store.settings.set(name, value, now)
        for reply in brought.canned:
            store.canned.keep(reply, before=None, actor=_ACTOR, at=now)
        store.settings.set("sending", {"undo_seconds": _UNDO_SECONDS}, now)
        store.settings.set("hours", _hours(timezone, [_ALWAYS] * _WEEK), now)
        PlanBook(store).keep(plan, now)
    _promise(store, plan, now)
    for key, network, closed in _needed(plan):
        _connect(store, key, network, now, timezone, closed=closed)


def _promise(store: Store, plan: Plan, now: datetime) -> None:
    """Let the window's own clocks count to the sitting's target."""
    minutes = max(1, round(plan.target / timedelta(minutes=1)))
    kinds = (ClockKind.FIRST_REPLY, ClockKind.NEXT_REPLY)
    rules = tuple(TargetRule(f"practice-{kind.value}", kind, minutes) for kind in kinds)
    ClockBook(store, HoursBook(store)).keep(Targets(rules), Ladder(), at=now, actor=_ACTOR)


def _needed(plan: Plan) -> Iterable[tuple[str, Network, bool]]:
    """Return the accounts that the plan's cases come to: key, network, whether its desk is closed. Each once."""
    found: dict[str, tuple[Network, bool]] = {}
    for entry in plan.entries:
        scenario = entry.scenario
        found.setdefault(account_key(scenario), (scenario.network, scenario.closed))
        for said in scenario.opening:
            if said.network is not scenario.network:
                found.setdefault(said.network.value, (said.network, False))
    return [(key, network, closed) for key, (network, closed) in sorted(found.items())]


def _connect(store: Store, key: str, network: Network, now: datetime, timezone: str, *, closed: bool) -> Account:
    account = store.accounts.add(
        network,
        name=_NAME,
        handle=_CLOSED_HANDLE if closed else _HANDLE,
        role=AccountRole.CARE,
        settings={"practice": key},
        actor=_ACTOR,
        at=now,
    )
    store.accounts.report_health(account.id, AccountHealth(HealthState.CONNECTED, now, now))
    if closed:
        hours = OpeningHours.from_dict(closed_hours(timezone, now))
        HoursBook(store).set_schedule(account, hours, ClosedRules(replies=WhenClosed.SEND), at=now, actor=_ACTOR)
    return account


def closed_hours(timezone: str, now: datetime) -> dict[str, object]:
    """Return hours that are closed for the rest of the day, and open from nine to six on every other weekday."""
    from zoneinfo import ZoneInfo

    today = now.astimezone(ZoneInfo(timezone)).weekday()
    return _hours(timezone, [[] if day == today else _DAY for day in range(_WEEK)])


def _hours(timezone: str, week: Sequence[Sequence[dict[str, str]]]) -> dict[str, object]:
    return {
        "timezone": timezone,
        "week": [list(day) for day in week],
        "country": None,
        "region": None,
        "closures": [],
        "holidays_off": False,
    }
