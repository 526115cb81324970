"""What the demo's desk remembers: own fields, earlier talks and their marks, a ticket, a follow-up, kept answers.

All of it goes the way of every deed, but for the earlier talks: those are taken in as a pull would have brought them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from desktop.follow_up import ReminderDesk
from desktop.model import (
    Account,
    Agent,
    Arrival,
    Assessment,
    Author,
    CaseRow,
    CustomerId,
    Direction,
    MessageClass,
    Network,
    ThreadKind,
    Visibility,
)
from desktop.model.knowledge import FaqEntry, FaqText
from desktop.model.known import FieldKind, OwnField
from desktop.store import Store, Taken
from desktop.store.earlier_work import Settled
from desktop.store.kinship import Kin
from desktop.system.resources import resource_path
from desktop.tickets import TicketDesk

_LANGUAGES = ("it", "en", "es", "ca")
_SOON = timedelta(minutes=5)


class Memory:
    """Lays down what is remembered, by the desk's plan. Belongs to the store's thread."""

    def __init__(self, store: Store, agent: Agent, colleague: Agent, now: datetime) -> None:
        """`agent` is who sits there; the colleague wrote most of it down."""
        self._store = store
        self._agent = agent
        self._colleague = colleague
        self._now = now

    def lay_down(
        self,
        plan: Mapping[str, Any],
        rows_for: Callable[[Mapping[str, Any]], Sequence[CaseRow]],
        later: Callable[[Mapping[str, Any]], datetime],
    ) -> None:
        """Do everything once; who is not there is passed over. Raises StoreError."""
        self._keep_answers()
        fields = self._keep_fields(plan["field"])
        for entry in plan["known"]:
            for row in rows_for(entry):
                self._store.own_fields.put(
                    row.customer_id,
                    {fields[name]: value for name, value in entry["values"].items()},
                    actor=self._colleague.name,
                    at=self._now - timedelta(days=entry["days"]),
                )
        for entry in plan["earlier"]:
            for row in rows_for(entry):
                self._take_earlier(row.customer_id, entry)
        for entry in plan["ticket"]:
            for row in rows_for(entry):
                self._link(row, entry)
        for entry in plan["follow_up"]:
            for row in rows_for(entry):
                ReminderDesk(self._store, lambda: self._agent, lambda: self._now).set(
                    row.id, later(entry), entry["text"]
                )

    def _keep_answers(self) -> None:
        with resource_path("demo", "faq.toml").open("rb") as file:
            entries = tomllib.load(file)["entry"]
        for number, entry in enumerate(entries):
            texts = tuple(FaqText(one, *entry[one]) for one in _LANGUAGES if one in entry)
            kept = FaqEntry(_uid("faq", entry["key"]), entry["category"], texts)
            at = self._now - timedelta(days=40 - 3 * number)
            self._store.knowledge.keep(kept, actor=self._colleague.name, at=at)

    def _keep_fields(self, entries: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
        """Make the desk's own fields; return their uids by name."""
        fields = [OwnField(_uid("field", one["name"]), one["name"], FieldKind(one["kind"])) for one in entries]
        self._store.own_fields.keep(fields, actor=self._colleague.name, at=self._now - timedelta(days=80))
        return {one.name: one.uid for one in fields}

    def _link(self, row: CaseRow, entry: Mapping[str, Any]) -> None:
        system = next(iter(self._store.ticket_systems.all()), None)
        if system is not None:
            desk = TicketDesk(self._store, lambda: self._colleague.name, lambda: self._now)
            desk.link(row.id, system.id, entry["number"])

    def _take_earlier(self, customer_id: CustomerId, entry: Mapping[str, Any]) -> None:
        """Take a talk in that somebody had with us before the networks look back."""
        network = Network(entry["on"])
        kin = next((one for one in self._store.kinship.of(customer_id) if one.network is network), None)
        account = next((one for one in self._store.accounts.all() if one.network is network), None)
        if kin is None or account is None:
            return
        asked = self._now - timedelta(days=entry["days"])
        answered = asked + timedelta(minutes=entry["minutes"])
        key = f"earlier-{kin.remote_id}-{entry['days']}"
        self._store.intake.take(account, _said(key, kin, entry, asked, answered), self._now)
        self._settle(account, key, entry, answered)

    def _settle(self, account: Account, key: str, entry: Mapping[str, Any], answered: datetime) -> None:
        self._store.reports.note_agents(account.id, {f"{key}-answer": self._colleague.name})
        for case_id in self._store.reports.case_of(account.id, [key]).values():
            over = answered + timedelta(hours=entry.get("hours", 0)) + _SOON
            marked_at = min(over + timedelta(days=2), self._now)
            self._store.earlier_work.settle(
                [Settled(case_id, self._colleague.name, over, entry.get("mark"), marked_at)]
            )


def _said(key: str, kin: Kin, entry: Mapping[str, Any], asked: datetime, answered: datetime) -> list[Taken]:
    author = Author(kin.network, kin.remote_id, kin.handle, kin.name)
    kind = ThreadKind.DIRECT if entry.get("direct") else ThreadKind.PUBLIC
    seen = Visibility.DIRECT if entry.get("direct") else Visibility.PUBLIC
    first = Arrival(key, key, kind, author, Direction.INCOMING, seen, asked, entry["text"])
    answer = Arrival(
        f"{key}-answer",
        key,
        kind,
        author,
        Direction.OUTGOING,
        seen,
        answered,
        entry["answer"],
        in_reply_to=key,
        recipients=(kin.remote_id,),
    )
    assessment = Assessment(entry.get("language", "it"), MessageClass(entry["class"]), urgent=False, priority=30)
    return [Taken(first, assessment, asked + timedelta(hours=1), True), Taken(answer)]


def _uid(kind: str, name: str) -> str:
    """Return the same uid for the same name: another start of the demo keeps the same answers."""
    return str(uuid5(NAMESPACE_URL, f"sportello-demo/{kind}/{name}"))
