"""What happened at the demo's desk before the agent sat down: cases are taken, colleagues left notes, some wait.

It goes the way of every agent's deed: through the desks and the store's journal. Who is not there, because their
network could not be reached, is passed over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from desktop.cases import CaseDesk
from desktop.composer import DraftBook
from desktop.customers import CustomerDesk
from desktop.demo.people import townspeople
from desktop.demo.setup import ZONE
from desktop.model import (
    Agent,
    CaseDetail,
    CaseId,
    CaseRow,
    CaseStatus,
    Decision,
    DraftMode,
    Lane,
    ThreadKind,
    ThreadView,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store
from desktop.system.resources import resource_path

_MODES = {Visibility.PUBLIC: DraftMode.PUBLIC, Visibility.DIRECT: DraftMode.DIRECT}


def settle_desk(store: Store, agent: Agent, clock: Callable[[], datetime]) -> CaseId | None:
    """Share the waiting cases among the agent and a colleague; return the case to begin with, None for an empty inbox.

    Raises StoreError. Belongs to the store's thread; some dozens of short transactions.
    """
    with resource_path("demo", "desk.toml").open("rb") as file:
        plan = tomllib.load(file)
    return _Morning(store, agent, clock, plan).settle()


class _Morning:
    """One morning at the desk, by its plan."""

    def __init__(self, store: Store, agent: Agent, clock: Callable[[], datetime], plan: Mapping[str, Any]) -> None:
        self._store = store
        self._agent = agent
        self._clock = clock
        self._plan = plan
        self._colleague = Agent(plan["colleague"]["name"], plan["colleague"]["initials"], "")
        self._desk = CaseDesk(store, self._colleague, clock)
        self._names = {
            (key, network): persona.name
            for key, person in townspeople().items()
            for network, persona in person.personas.items()
        }
        self._open = [*self._lane(Lane.UNASSIGNED), *self._lane(Lane.LISTENING)]
        self._all = self._lane(Lane.ALL)

    def settle(self) -> CaseId | None:
        """Do everything once."""
        mine, theirs = self._cases_of(self._plan["mine"]), self._cases_of(self._plan["theirs"])
        self._desk.assign(mine, self._agent.initials)
        self._desk.assign(theirs, self._colleague.initials)
        self._solve_what_is_old({*mine, *theirs})
        self._write_beside()
        self._put_away()
        self._prepare()
        first = self._cases_of([self._plan["begin_with"]])
        return (first or mine or theirs or [None])[0]

    def _lane(self, lane: Lane) -> list[CaseRow]:
        return self._store.lanes.rows(
            self._store.lanes.ids(lane, agent=self._agent.initials, at_risk_before=self._clock())
        )

    def _row_of(self, who: str, network: str | None = None, rows: Sequence[CaseRow] | None = None) -> CaseRow | None:
        """Return somebody's most urgent case among the open ones, or among some."""
        looked_at = self._open if rows is None else rows
        return next(
            (
                row
                for row in looked_at
                if network in {None, row.network} and self._names.get((who, row.network)) == row.name
            ),
            None,
        )

    def _cases_of(self, people: Sequence[str]) -> list[CaseId]:
        return [row.id for row in map(self._row_of, people) if row is not None]

    def _solve_what_is_old(self, taken: set[CaseId]) -> None:
        now = self._clock()
        old = now - timedelta(hours=self._plan["solved_after_hours"])
        older = now - timedelta(hours=self._plan["settled_after_hours"])
        kept = {row.id for entry in self._plan["snooze"] for row in self._rows_for(entry)}
        done = [row.id for row in self._open if row.last_at < old and not row.listening and row.id not in taken | kept]
        answered = [row.id for row in self._lane(Lane.WAITING) if row.last_at < older]
        self._desk.set_status([*done, *answered], CaseStatus.SOLVED)

    def _rows_for(self, entry: Mapping[str, Any]) -> list[CaseRow]:
        """Return the case that an entry of the plan is about, as a list of none or one."""
        row = self._row_of(entry["who"], entry.get("network")) or self._row_of(
            entry["who"], entry.get("network"), self._all
        )
        return [row] if row is not None else []

    # ---- beside the cases

    def _write_beside(self) -> None:
        for entry in self._plan["note"]:
            for row in self._rows_for(entry):
                self._desk.add_note(row.id, entry["text"])
        for entry in self._plan["tag"]:
            for row in self._rows_for(entry):
                self._desk.set_tags(row.id, entry["tags"])
        customers = CustomerDesk(self._store, self._colleague, self._clock)
        for entry in self._plan["customer"]:
            for row in self._rows_for(entry):
                customers.add_note(row.customer_id, entry["note"])
                for tag in entry["tags"]:
                    customers.set_tag(row.customer_id, tag, present=True)
        for entry in self._plan["one_person"]:
            self._say_they_are_one(customers, entry)

    def _say_they_are_one(self, customers: CustomerDesk, entry: Mapping[str, Any]) -> None:
        also = self._row_of(entry["who"], entry["also"], self._all)
        for row in self._rows_for(entry):
            if also is not None and also.customer_id != row.customer_id:
                customers.merge(also.customer_id, row.customer_id, entry["why"])

    def _put_away(self) -> None:
        for entry in self._plan["snooze"]:
            for row in self._rows_for(entry):
                self._desk.snooze([row.id], self._later(entry))

    # ---- begun and not finished

    def _prepare(self) -> None:
        drafts, outbox = DraftBook(self._store, self._clock), OutboxDesk(self._store, self._clock)
        for entry in self._plan["draft"]:
            for detail, thread, visibility in self._threads_for(entry):
                mode = _MODES[visibility]
                drafts.save(detail.row.id, mode, entry["text"], thread_id=thread.id, account_id=thread.account_id)
        for entry in self._plan["scheduled"]:
            for detail, thread, visibility in self._threads_for(entry):
                account = self._store.accounts.get(thread.account_id)
                if account is not None:
                    language, later = detail.language, self._later(entry)
                    reply = Reply(
                        detail, thread, account, visibility, entry["text"], self._agent.name, language, later=later
                    )
                    outbox.queue(reply, Verdict(Decision.ALLOW), undo_seconds=0)

    def _threads_for(self, entry: Mapping[str, Any]) -> list[tuple[CaseDetail, ThreadView, Visibility]]:
        """Return where an entry's text belongs, as a list of none or one: the case, the thread, who may read it."""
        visibility = Visibility.DIRECT if entry.get("direct") else Visibility.PUBLIC
        kind = ThreadKind.DIRECT if entry.get("direct") else ThreadKind.PUBLIC
        details = [detail for row in self._rows_for(entry) if (detail := self._store.cases.detail(row.id)) is not None]
        return [(detail, thread, visibility) for detail in details for thread in detail.threads if thread.kind is kind][
            :1
        ]

    def _later(self, entry: Mapping[str, Any]) -> datetime:
        """Return the moment that an entry names: some days from now, at a time of the desk's day."""
        hour, minute = map(int, entry["at"].split(":"))
        day = self._clock().astimezone(ZoneInfo(ZONE)) + timedelta(days=entry["days"])
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
