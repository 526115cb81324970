"""What happened at the demo's desk before the agent sat down: cases are taken, colleagues left notes and tags.

It goes the way of every agent's deed: through the desks and the store's journal.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from desktop.cases import CaseDesk
from desktop.customers import CustomerDesk
from desktop.demo.people import townspeople
from desktop.model import Agent, CaseId, CaseRow, CaseStatus, Lane
from desktop.store import Store
from desktop.system.resources import resource_path


def settle_desk(store: Store, agent: Agent, clock: Callable[[], datetime]) -> CaseId | None:
    """Share the waiting cases among the agent and a colleague; return the case to begin with, None for an empty inbox.

    Raises StoreError. Belongs to the store's thread; a few dozen short transactions.
    """
    with resource_path("demo", "desk.toml").open("rb") as file:
        plan = tomllib.load(file)
    colleague = Agent(plan["colleague"]["name"], plan["colleague"]["initials"], "")
    desk = CaseDesk(store, colleague, clock)
    old = clock() - timedelta(hours=plan["solved_after_hours"])
    waiting = store.lanes.rows(store.lanes.ids(Lane.UNASSIGNED, agent=agent.initials, at_risk_before=clock()))
    desk.set_status([row.id for row in waiting if row.last_at < old], CaseStatus.SOLVED)
    rows = [row for row in waiting if row.last_at >= old]
    ids = [row.id for row in rows]
    mine, theirs = ids[: plan["mine"]], ids[plan["mine"] : plan["mine"] + plan["others"]]
    desk.assign(mine, agent.initials)
    desk.assign(theirs, colleague.initials)
    for entry in plan["note"]:
        for row in _of(entry, rows):
            desk.add_note(row.id, entry["text"])
    for entry in plan["tag"]:
        for row in _of(entry, rows):
            desk.set_tags(row.id, entry["tags"])
    _remember(store, colleague, clock, plan["customer"], rows)
    first = next((row.id for entry in plan["note"] for row in _of(entry, rows)), None)
    return first if first is not None else (mine[0] if mine else None)


def _remember(
    store: Store,
    colleague: Agent,
    clock: Callable[[], datetime],
    entries: list[dict[str, Any]],
    rows: list[CaseRow],
) -> None:
    desk = CustomerDesk(store, colleague, clock)
    for entry in entries:
        for row in _of(entry, rows):
            desk.add_note(row.customer_id, entry["note"])
            for tag in entry["tags"]:
                desk.set_tag(row.customer_id, tag, present=True)


def _of(entry: Mapping[str, Any], rows: list[CaseRow]) -> list[CaseRow]:
    """Return the first case of the person an entry names, as a list of none or one."""
    name = townspeople()[entry["who"]].name
    return [row for row in rows if row.name == name][:1]
