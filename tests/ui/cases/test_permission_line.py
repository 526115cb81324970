"""The line above the composer: until when an answer is possible, what it costs, or why not and what else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.guardrails import permission_in
from desktop.model import (
    Account,
    AccountHealth,
    AccountId,
    AccountRole,
    DeliveryId,
    HealthState,
    Network,
    ThreadKind,
)
from desktop.model.declared import HUMAN_AGENT
from tests.ui.conversation import NOW, TZ, thread
from ui.cases import PermissionLine, PermissionState, Way, present_permission
from ui.theme import Theme

HOUR = timedelta(hours=1)


def way(network: Network, wrote: timedelta, *, private: bool = False, approved: bool = False, **changed: Any) -> Way:
    kind = ThreadKind.DIRECT if private else ThreadKind.PUBLIC
    values: dict[str, Any] = {"last_incoming_at": NOW - wrote, "account_id": AccountId(1)}
    one = replace(thread(network, kind), **values | changed)
    settings: dict[str, Any] = {HUMAN_AGENT: True} if approved else {}
    account = Account(AccountId(1), "a", network, "Aurora", "@aurora", AccountRole.CARE, settings)
    account = replace(account, health=AccountHealth(HealthState.CONNECTED))
    return Way(one, permission_in(one, account, now=NOW))


def said(*ways: Way, now: datetime = NOW) -> PermissionState:
    state = present_permission(ways, customer="Irene", now=now, tz=TZ)
    assert state is not None
    return state


def test_a_private_conversation_says_until_when_it_can_be_answered() -> None:
    state = said(way(Network.FACEBOOK, 3 * HOUR, private=True))
    assert state.text == "Facebook lets you answer until Fri 07:48."
    assert state.tint == "text.secondary"


def test_what_ends_within_two_hours_is_amber() -> None:
    assert said(way(Network.INSTAGRAM, 22 * HOUR, private=True)).tint == "amber.text"
    assert said(way(Network.INSTAGRAM, 21 * HOUR, private=True)).tint == "text.secondary"


def test_after_a_day_a_person_can_still_answer_where_meta_approved_it() -> None:
    late = way(Network.FACEBOOK, 30 * HOUR, private=True, approved=True)
    assert said(late).text == "Facebook’s 24 hours are over. As a person you can still answer until Wed 04:48."
    both = way(Network.FACEBOOK, HOUR), way(Network.FACEBOOK, 30 * HOUR, private=True)
    assert said(*both).text.startswith("Facebook’s time to answer is over: Irene must write again.")
    assert said(*both).tint == "amber.text"


def test_a_comment_says_what_is_left_of_its_one_private_message() -> None:
    fresh = said(way(Network.FACEBOOK, HOUR))
    assert fresh.text == "One private message is possible until 19 Mar 09:48."
    used = said(way(Network.FACEBOOK, HOUR, private_reply=DeliveryId(4)))
    assert used.text == "The one private message for this comment was sent: Irene must answer it first."
    old = said(way(Network.FACEBOOK, timedelta(days=8)))
    assert old.text == "Only in public: the 7 days for a private message are over."


def test_x_says_what_an_answer_costs() -> None:
    assert said(way(Network.X, HOUR)).text == "A reply costs $0.01, with a link $0.20."
    assert said(way(Network.X, HOUR, private=True)).text == "A message costs $0.015."


def test_a_side_that_takes_no_answer_says_why_and_what_to_do_while_the_other_is_open() -> None:
    state = said(way(Network.X, HOUR, addressed=False), way(Network.X, HOUR, private=True))
    words = "X takes an answer only where your account was named. Answer in the browser. A message costs $0.015."
    assert state.text == words
    assert state.icon == "prohibit"


def test_what_the_guard_strip_says_is_not_said_twice() -> None:
    closed = way(Network.X, HOUR, addressed=False), way(Network.FACEBOOK, 30 * HOUR, private=True)
    assert [present_permission([one], customer="Irene", now=NOW, tz=TZ) for one in closed] == [None, None]


@pytest.mark.parametrize("network", [Network.MASTODON, Network.BLUESKY, Network.TELEGRAM])
def test_nothing_is_said_where_nothing_limits_an_answer(network: Network) -> None:
    assert present_permission([way(network, HOUR)], customer="Irene", now=NOW, tz=TZ) is None
    assert present_permission([], customer="Irene", now=NOW, tz=TZ) is None


def test_both_sides_of_a_case_are_told_once_each_and_what_is_closed_gives_the_colour() -> None:
    state = said(way(Network.INSTAGRAM, HOUR, hidden=True), way(Network.INSTAGRAM, 3 * HOUR, private=True))
    assert state.text.startswith("A hidden comment takes no answer.")
    assert "Instagram lets you answer until" in state.text
    assert state.tint == "amber.text"


def test_the_line_hides_and_comes_back_with_its_words_for_everybody(qtbot: QtBot, light: Theme) -> None:
    line = PermissionLine(light)
    qtbot.addWidget(line)
    line.resize(500, 40)
    line.set_state(PermissionState("X asks for money.", "coin"))
    assert (line.text, line.accessibleName()) == ("X asks for money.", "X asks for money.")
    line.set_state(None)
    assert line.isHidden()
    assert line.text == ""
