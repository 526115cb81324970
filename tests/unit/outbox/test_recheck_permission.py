"""The check before sending knows what a thread allows, and that a delivery is not in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.accounts.hours_book import HoursBook
from desktop.guardrails import Guardrails
from desktop.model import (
    Account,
    AccountRole,
    CaseId,
    Decision,
    Delivery,
    Lane,
    Network,
    Refusal,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply
from desktop.outbox.recheck import Recheck
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken
from tests.journeys.deskside import always_open
from tests.loaded import shipped_guardrails

TEXT = "Buongiorno Marta, lo sportello riapre domani alle otto."


@pytest.fixture(scope="module")
def guardrails() -> Guardrails:
    return shipped_guardrails()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        opened.settings.set("hours", always_open().to_dict(), NOON)
        yield opened


class Counter:
    """A desk with one conversation on one network."""

    def __init__(self, store: Store, guardrails: Guardrails, network: Network, **changes: Any) -> None:
        self.store = store
        self.clock = FakeClock(NOON)
        self.account = an_account(store, network, "@aurora")
        self.desk = OutboxDesk(store, self.clock)
        self.judge = Recheck(store, guardrails, HoursBook(store), self.clock)
        self.comes("c1", **changes)

    def comes(self, remote_id: str, **changes: Any) -> None:
        author = an_author(network=self.account.network)
        arrival = an_arrival(remote_id, author=author, sent_at=self.clock(), **{"thread_remote_id": "c1", **changes})
        self.store.intake.take(self.account, [taken(arrival)], self.clock())

    def writes(self, visibility: Visibility, text: str = TEXT, account: Account | None = None) -> Delivery:
        case_id = self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]
        case = self.store.cases.detail(CaseId(case_id))
        assert case is not None
        reply = Reply(case, case.threads[0], account or self.account, visibility, text, "Laura", language="it")
        return self.desk.queue(reply, Verdict(Decision.ALLOW), undo_seconds=0)

    def rules(self, delivery: Delivery) -> list[str]:
        return [finding.rule for finding in self.judge(delivery).findings]


def test_the_one_private_reply_to_a_comment_may_go_and_a_second_one_not(store: Store, guardrails: Guardrails) -> None:
    counter = Counter(store, guardrails, Network.FACEBOOK)
    first, second = counter.writes(Visibility.DIRECT), counter.writes(Visibility.DIRECT)
    assert counter.rules(first) == []
    assert counter.rules(second) == [f"permission.{Refusal.PRIVATE_REPLY_USED.value}"]
    assert counter.judge(second).decision is Decision.BLOCK
    counter.clock.advance(60)
    counter.comes("c2")
    assert counter.rules(counter.writes(Visibility.DIRECT)) == []


def test_a_window_that_ended_while_a_reply_waited_stops_it(store: Store, guardrails: Guardrails) -> None:
    counter = Counter(store, guardrails, Network.FACEBOOK)
    delivery = counter.writes(Visibility.DIRECT)
    assert counter.rules(delivery) == []
    counter.clock.now = NOON + timedelta(days=7)
    assert counter.rules(delivery) == [f"permission.{Refusal.WINDOW_ENDED.value}"]


def test_a_post_that_does_not_name_us_takes_no_reply_on_x(store: Store, guardrails: Guardrails) -> None:
    counter = Counter(store, guardrails, Network.X, mentions_us=False)
    delivery = counter.writes(Visibility.PUBLIC)
    assert counter.rules(delivery) == [f"permission.{Refusal.NOT_MENTIONED.value}"]
    counter.clock.advance(60)
    counter.comes("c2", mentions_us=True)
    assert counter.rules(counter.writes(Visibility.PUBLIC)) == []


def test_a_comment_that_was_hidden_meanwhile_takes_no_answer_on_instagram(store: Store, guardrails: Guardrails) -> None:
    counter = Counter(store, guardrails, Network.INSTAGRAM)
    delivery = counter.writes(Visibility.PUBLIC)
    assert counter.rules(delivery) == []
    store.intake.mark_hidden(counter.account, "c1", hidden=True)
    assert counter.rules(delivery) == [f"permission.{Refusal.HIDDEN.value}"]


def test_a_spent_budget_advises_and_lets_the_reply_go(store: Store, guardrails: Guardrails) -> None:
    from desktop.model import Spent

    counter = Counter(store, guardrails, Network.X)
    account = counter.account
    settings: dict[str, Any] = {"budget_micros_month": 10}
    store.accounts.change(account, role=AccountRole.CARE, name="Aurora", settings=settings, actor="L", at=NOON)
    store.spending.add(account.id, [Spent("post", 1, 10)], NOON)
    verdict = counter.judge(counter.writes(Visibility.PUBLIC))
    assert [finding.rule for finding in verdict.findings] == ["cost.budget"]
    assert verdict.decision is Decision.ADVISE
