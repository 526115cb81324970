"""A desk that asks afterwards: one account, a customer who writes, a case that gets solved, answers that come."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from desktop.accounts.hours_book import HoursBook
from desktop.cases import CaseDesk
from desktop.follow_up import AccountRule, Answerer, Asker, FollowUpRules, Questions, keep_rules
from desktop.guardrails import Guardrails, default_hours
from desktop.model import (
    AccountRole,
    Agent,
    Arrival,
    Assessment,
    CaseDetail,
    CaseId,
    CaseStatus,
    Delivery,
    Lane,
    MessageClass,
    Network,
    ThreadKind,
    Visibility,
)
from desktop.model.known import Rating
from desktop.outbox import Sender
from desktop.outbox.recheck import Recheck
from desktop.store import Store
from desktop.sync import Pipeline
from desktop.system.resources import resource_path
from desktop.triage import MessageFacts
from tests.factories import FakeClock, an_arrival, an_author
from tests.loaded import shipped_guardrails
from tests.unit.outbox.scripted_network import ScriptedNetwork

TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
IN_TWO_DAYS = AccountRule(((MessageClass.COMPLAINT, 2),))
LEADER = "GN"


@cache
def guardrails() -> Guardrails:
    """Return the guardrails that come with the program."""
    return shipped_guardrails()


@cache
def questions() -> Questions:
    """Return the questions that come with the program."""
    return Questions.load(resource_path("follow_up"))


class EverythingIsAComplaint:
    """Triage that takes whatever comes for a complaint, so that nothing but the answers' own rule sets one apart."""

    def assess(self, _facts: MessageFacts) -> Assessment:
        return Assessment("it", MessageClass.COMPLAINT, urgent=False, priority=40)

    def rest(self) -> None:
        pass


class FollowUpDesk:
    """Everything that happens around a question, as methods."""

    def __init__(self, store: Store, network: Network = Network.TELEGRAM, rule: AccountRule = IN_TWO_DAYS) -> None:
        self.store = store
        self.clock = FakeClock(TUESDAY)
        self.account = store.accounts.add(
            network, name="Aurora", handle="@aurora", role=AccountRole.CARE, settings={}, actor="L", at=TUESDAY
        )
        self.hours = HoursBook(store)
        self.hours.set_schedule(None, default_hours(), self.hours.rules(None), at=TUESDAY, actor="L")
        self.rules = FollowUpRules(((self.account.uid, rule),))
        self.choose(self.rules)
        self.asker = Asker(store, self.hours, questions, self.clock)
        self.answerer = Answerer(store, lambda: LEADER, self.clock)
        self.pipeline = Pipeline(
            store, EverythingIsAComplaint(), self.hours, self.clock, str.lower, answers=self.answerer
        )
        self.cases = CaseDesk(store, Agent("Laura Bianchi", "LB", "^LB"), self.clock)
        self.network = ScriptedNetwork("n", self.clock, lambda _: None)
        self.loop = asyncio.new_event_loop()
        self.judge = Recheck(store, guardrails(), self.hours, self.clock)
        self.sender = Sender(store, lambda _: self.network, self.judge, self.clock, lambda _: None)

    def close(self) -> None:
        self.loop.close()

    def choose(self, rules: FollowUpRules) -> None:
        keep_rules(self.store, rules, at=self.clock(), actor="L")

    def writes(self, text: str, remote_id: str = "", who: str = "Marta Rossi", **changes: Any) -> Arrival:
        values: dict[str, Any] = {
            "thread_remote_id": f"chat {who}",
            "thread_kind": ThreadKind.DIRECT,
            "visibility": Visibility.DIRECT,
            "author": an_author(who, self.account.network),
            "sent_at": self.clock(),
            "text": text,
        }
        arrival = an_arrival(remote_id or f"m{self.clock().timestamp()}{who}", **(values | changes))
        self.pipeline.take(self.account, [arrival])
        return arrival

    def case_ids(self) -> list[CaseId]:
        return [CaseId(one) for one in self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=self.clock())]

    def case(self, number: int = 0) -> CaseDetail:
        found = self.store.cases.detail(sorted(self.case_ids())[number])
        assert found is not None
        return found

    def solve(self) -> None:
        self.cases.set_status(self.case_ids(), CaseStatus.SOLVED)

    def solved(self, **changes: Any) -> FollowUpDesk:
        """Let somebody write and be served."""
        self.writes("Doppio addebito in bolletta", "first", **changes)
        self.clock.advance(600)
        self.solve()
        return self

    def asks(self, days: float = 2, hours: float = 1) -> tuple[Delivery, ...]:
        """Let time pass and the engine ask; what it made is under way."""
        self.clock.advance(timedelta(days=days, hours=hours).total_seconds())
        made = self.asker.work()
        self.sends()
        return made

    def sends(self) -> None:
        async def once() -> None:
            self.sender.work()
            for _ in range(6):
                await asyncio.sleep(0)

        self.loop.run_until_complete(once())

    def answers(self, text: str, **changes: Any) -> tuple[int, ...]:
        """Let the customer answer an hour later and the engine read it."""
        self.clock.advance(3_600)
        self.writes(text, **changes)
        return self.answerer.work()

    def marks(self) -> tuple[Rating, ...]:
        return self.store.ratings.newest(self.case().row.customer_id)
