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
from desktop.composer.drafts import DraftBook
from desktop.customers import CustomerDesk
from desktop.demo.memory import Memory
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
from desktop.model.people import BasisKind
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store
from desktop.system.resources import resource_path

_TAKEN, _NOTED = timedelta(seconds=40), timedelta(minutes=4)
"""How long after a case's last message a colleague took it and wrote beside it."""
_REMEMBERED = timedelta(days=3)
"""How long ago a colleague noted what is known of a customer."""
_MODES = {Visibility.PUBLIC: DraftMode.PUBLIC, Visibility.DIRECT: DraftMode.DIRECT}


def settle_desk(store: Store, agent: Agent, clock: Callable[[], datetime]) -> CaseId | None:
    """Share the waiting cases among the agent and a colleague; return the case to begin with, None for an empty inbox.

    Raises StoreError. Belongs to the store's thread; some dozens of short transactions.
    """
    with resource_path("demo", "desk.toml").open("rb") as file:
        plan = tomllib.load(file)
    return _Morning(store, agent, clock, plan).settle()


class _Morning:
    """One morning at the desk, by its plan. Who took and noted what is journalled soon after what it is about."""

    def __init__(self, store: Store, agent: Agent, clock: Callable[[], datetime], plan: Mapping[str, Any]) -> None:
        self._store = store
        self._agent = agent
        self._now = clock()
        self._plan = plan
        self._colleague = Agent(plan["colleague"]["name"], plan["colleague"]["initials"], "")
        self._desk = CaseDesk(store, self._colleague, self._clock)
        self._people = townspeople()
        self._open = [*self._lane(Lane.UNASSIGNED), *self._lane(Lane.LISTENING)]
        self._all = self._lane(Lane.ALL)
        self._mine = self._rows_of(plan["mine"])
        self._theirs = self._rows_of(plan["theirs"])

    def settle(self) -> CaseId | None:
        """Do everything once."""
        for rows, initials in ((self._mine, self._agent.initials), (self._theirs, self._colleague.initials)):
            for row in rows:
                self._desk_after(row, _TAKEN).assign([row.id], initials)
        for row in self._rows_of(self._plan["read"]):
            self._desk.open(row.id)
        self._solve_what_is_old()
        self._write_beside()
        self._put_away()
        self._prepare()
        memory = Memory(self._store, self._agent, self._colleague, self._now)
        memory.lay_down(self._plan, self._rows_for, self._later)
        first = [*self._rows_of([self._plan["begin_with"]]), *self._mine, *self._theirs]
        return first[0].id if first else None

    def _desk_after(self, row: CaseRow, span: timedelta) -> CaseDesk:
        """Return the colleague's desk as it was some time after a case's last message."""
        moment = min(self._now, row.last_at + span)
        return CaseDesk(self._store, self._colleague, lambda: moment)

    def _clock(self) -> datetime:
        return self._now

    # ---- whose case is it

    def _lane(self, lane: Lane) -> list[CaseRow]:
        return self._store.lanes.rows(self._store.lanes.ids(lane, agent=self._agent.initials, at_risk_before=self._now))

    def _row_of(self, who: str, network: str | None, rows: Sequence[CaseRow]) -> CaseRow | None:
        """Return the newest of some cases that is somebody's, None if there is none."""
        theirs = [row for row in rows if network in {None, row.network} and self._is(who, row)]
        return max(theirs, key=lambda row: row.last_at, default=None)

    def _is(self, who: str, row: CaseRow) -> bool:
        """Tell whether a case is somebody's: some networks tell a name, some only a handle."""
        persona = self._people[who].personas.get(row.network)
        return persona is not None and (persona.name == row.name or persona.handle == row.handle.removeprefix("@"))

    def _rows_of(self, people: Sequence[str]) -> list[CaseRow]:
        places = (who.partition("/") for who in people)
        found = (self._row_of(who, network or None, self._open) for who, _, network in places)
        return [row for row in found if row is not None]

    def _rows_for(self, entry: Mapping[str, Any]) -> list[CaseRow]:
        """Return the case that an entry of the plan is about, as a list of none or one."""
        who, network = entry["who"], entry.get("network")
        row = self._row_of(who, network, self._open) or self._row_of(who, network, self._all)
        return [row] if row is not None else []

    # ---- what was done before

    def _solve_what_is_old(self) -> None:
        old = self._now - timedelta(hours=self._plan["solved_after_hours"])
        older = self._now - timedelta(days=self._plan["settled_days"])
        kept = {row.id for entry in self._plan["snooze"] for row in self._rows_for(entry)}
        kept |= {row.id for row in (*self._mine, *self._theirs)}
        open_ones = [row for row in self._open if row.last_at < old]
        answered = [row for row in self._lane(Lane.WAITING) if older < row.last_at < old]
        done = [row.id for row in (*open_ones, *answered) if row.id not in kept]
        self._desk.set_status(done, CaseStatus.SOLVED)

    def _write_beside(self) -> None:
        for entry in self._plan["note"]:
            for row in self._rows_for(entry):
                self._desk_after(row, _NOTED).add_note(row.id, entry["text"])
        for entry in self._plan["tag"]:
            for row in self._rows_for(entry):
                self._desk_after(row, _NOTED).set_tags(row.id, entry["tags"])
        customers = CustomerDesk(self._store, self._colleague, lambda: self._now - _REMEMBERED)
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
                customers.merge(also.customer_id, row.customer_id, entry["why"], BasisKind.GIVEN)

    def _put_away(self) -> None:
        for entry in self._plan["snooze"]:
            for row in self._rows_for(entry):
                self._desk.snooze([row.id], self._later(entry))

    # ---- begun and not finished

    def _prepare(self) -> None:
        drafts, outbox = DraftBook(self._store, self._clock), OutboxDesk(self._store, self._clock)
        for entry in self._plan["draft"]:
            for detail, thread, visibility in self._threads_for(entry):
                drafts.save(
                    detail.row.id,
                    _MODES[visibility],
                    entry["text"],
                    thread_id=thread.id,
                    account_id=thread.account_id,
                )
        for entry in self._plan["scheduled"]:
            for detail, thread, visibility in self._threads_for(entry):
                account = self._store.accounts.get(thread.account_id)
                if account is not None:
                    text, language, later = entry["text"], detail.language, self._later(entry)
                    reply = Reply(detail, thread, account, visibility, text, self._agent.name, language, later=later)
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
        day = self._now.astimezone(ZoneInfo(ZONE)) + timedelta(days=entry["days"])
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
