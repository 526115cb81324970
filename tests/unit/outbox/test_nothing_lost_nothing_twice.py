"""Whatever happens to window, engine, networks and desk, in any order: no delivery is lost and none is sent twice."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop.guardrails import WhenClosed
from desktop.model import AccountRole, Purpose, ThreadKind
from tests.effort import examples
from tests.unit.outbox.outbox_town import (
    AROUND_THE_CLOCK,
    CANNED,
    DAY,
    EVENING,
    IBAN,
    LONG,
    PHOTO,
    REASON,
    OutboxTown,
    parts_of,
)
from tests.unit.outbox.scripted_network import Act

THREADS = st.sampled_from([(0, ThreadKind.PUBLIC), (0, ThreadKind.DIRECT), (1, ThreadKind.DIRECT)])
ACCOUNTS = st.integers(0, 1)
PICKS = st.integers(0, 5)
UNDO = st.sampled_from([0, 8])
TEXTS = st.sampled_from(
    ["La bolletta è corretta.", f"Bonifico su {IBAN}", "Ne parlo con @luca@altrove.example", "{nome}", CANNED]
)
SCHEDULES = {"day": DAY, "always": AROUND_THE_CLOCK, "evening": EVENING}
Where = tuple[int, ThreadKind]


class Outbox(RuleBasedStateMachine):
    """An agent, an engine that may stop anywhere, networks that do anything, customers who go on writing."""

    @initialize()
    def begins(self) -> None:
        logging.getLogger("desktop.outbox.sender").setLevel(logging.CRITICAL)  # faults of channels are in the script
        self.town = OutboxTown()

    def teardown(self) -> None:
        if not hasattr(self, "town"):
            return
        try:
            self.town.settle()
            self.town.check_settled()
        finally:
            logging.getLogger("desktop.outbox.sender").setLevel(logging.NOTSET)
            self.town.end()

    @rule(where=THREADS, text=TEXTS, undo=UNDO, reason=st.sampled_from(["", "ok", REASON]))
    def the_agent_writes(self, where: Where, text: str, undo: int, reason: str) -> None:
        self.town.writes(*where, text, undo=undo, reason=reason)

    @rule(where=THREADS, undo=UNDO, text=st.sampled_from([LONG, f"{LONG} Bonifico su {IBAN}."]))
    def the_agent_writes_in_parts(self, where: Where, undo: int, text: str) -> None:
        self.town.writes(*where, text, undo=undo, parts=parts_of(text), attachments=(PHOTO,))

    @rule(where=THREADS, hours=st.integers(1, 30))
    def the_agent_schedules(self, where: Where, hours: int) -> None:
        self.town.writes(*where, "Ci vediamo.", later=self.town.clock() + timedelta(hours=hours))

    @rule(where=THREADS)
    def the_agent_writes_although_the_desk_is_closed(self, where: Where) -> None:
        self.town.writes(*where, "Subito.", past_hours=True)

    @rule()
    def the_agent_acknowledges(self) -> None:
        self.town.writes(1, ThreadKind.DIRECT, "Riapriamo domani.", purpose=Purpose.ACKNOWLEDGEMENT)

    @rule(pick=PICKS)
    def the_agent_takes_back(self, pick: int) -> None:
        self.town.takes_back(pick)

    @rule(pick=PICKS, undoes=st.booleans())
    def the_agent_discards(self, pick: int, undoes: bool) -> None:
        self.town.discards(pick, undoes=undoes)

    @rule(pick=PICKS)
    def the_agent_tries_again(self, pick: int) -> None:
        self.town.tries_again(pick)

    @rule(pick=PICKS)
    def the_agent_says_it_was_sent(self, pick: int) -> None:
        self.town.says_it_was_sent(pick)

    @rule(seconds=st.sampled_from([1, 1, 6, 10, 100, 700, 3_600, 6 * 3_600, 15 * 3_600]))
    def time_passes(self, seconds: int) -> None:
        self.town.passes(seconds)

    @rule(account=ACCOUNTS, acts=st.lists(st.sampled_from(list(Act)), min_size=1, max_size=3))
    def the_network_is_about_to(self, account: int, acts: list[Act]) -> None:
        self.town.networks[self.town.accounts[account].id].acts += acts

    @rule(account=ACCOUNTS)
    def the_network_goes_on(self, account: int) -> None:
        self.town.networks[self.town.accounts[account].id].resume()
        self.town.passes(1)

    @rule(account=ACCOUNTS, answers=st.booleans())
    def the_network_shows_what_it_has(self, account: int, answers: bool) -> None:
        self.town.networks[self.town.accounts[account].id].answers = answers

    @rule(account=ACCOUNTS)
    def the_network_is_back(self, account: int) -> None:
        self.town.sender.hurry(self.town.accounts[account].id)
        self.town.passes(0)

    @rule(arrives=st.booleans())
    def the_engine_crashes(self, arrives: bool) -> None:
        self.town.crash(arrives=arrives)

    @rule(where=THREADS)
    def the_customer_writes_again(self, where: Where) -> None:
        self.town.customer_writes(*where)

    @rule(where=THREADS)
    def a_colleague_answers(self, where: Where) -> None:
        self.town.colleague_answers(*where)

    @rule()
    def our_copies_come(self) -> None:
        self.town.our_copies_come()

    @rule(
        hours=st.sampled_from(list(SCHEDULES)),
        replies=st.sampled_from(list(WhenClosed)),
        greets=st.booleans(),
    )
    def the_hours_change(self, hours: str, replies: WhenClosed, greets: bool) -> None:
        self.town.set_hours(SCHEDULES[hours], replies, greets=greets)

    @rule(on=st.booleans(), send=st.booleans())
    def the_crisis_begins_or_ends(self, on: bool, send: bool) -> None:
        if on:
            self.town.crisis.switch_on()
        else:
            self.town.crisis.switch_off(send=send)

    @rule(account=ACCOUNTS, role=st.sampled_from([AccountRole.CARE, AccountRole.MONITORED]))
    def the_permission_changes(self, account: int, role: AccountRole) -> None:
        self.town.set_role(account, role)

    @rule(account=ACCOUNTS)
    def the_account_is_removed(self, account: int) -> None:
        self.town.remove(account)

    @rule(account=ACCOUNTS)
    def the_account_is_signed_out(self, account: int) -> None:
        self.town.signed_out.add(self.town.accounts[account].id)

    @rule(account=ACCOUNTS)
    def the_account_is_connected_again(self, account: int) -> None:
        self.town.connect_again(account)

    @invariant()
    def nothing_is_lost_twice_or_unsaid(self) -> None:
        self.town.check()


Outbox.TestCase.settings = settings(max_examples=examples(50), stateful_step_count=30)
TestOutbox = pytest.mark.expects_warnings(Outbox.TestCase)
