"""What the outbox says of each delivery: its group, its sentence, what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import DeliveryState, HoldReason, Network, Visibility
from desktop.outbox import OutboxListing
from tests.ui.deliveries import AROUND, TZ, busy_outbox, entry
from ui.outbox import QueueAction, QueueRow, QueueSection, Surroundings, present_outbox
from ui.outbox.outbox_presenter import group_of, seconds_left

NOW = AROUND.now


def row(*, online: bool = True, **changed: Any) -> QueueRow:
    items = present_outbox(OutboxListing((entry(**changed),), 1), replace(AROUND, online=online))
    found = items[1]
    assert isinstance(found, QueueRow)
    return found


def actions(shown: QueueRow) -> tuple[list[str], list[str]]:
    return [deed.action.value for deed in shown.deeds], [deed.action.value for deed in shown.more]


def test_groups_stand_in_the_order_of_what_needs_a_person() -> None:
    items = present_outbox(busy_outbox(), AROUND)
    titles = [(item.code, item.count) for item in items if isinstance(item, QueueSection)]
    assert titles == [("not_sent", 1), ("unsure", 1), ("held", 2), ("queued", 2), ("sending", 1)]
    assert [item.key for item in items if isinstance(item, QueueRow)] == [1, 2, 4, 3, 5, 6, 7]


def test_what_waits_for_a_person_stands_before_what_waits_for_a_moment() -> None:
    held = {"state": DeliveryState.HELD, "hold_reason": HoldReason.SCHEDULED}
    entries = (
        entry(1, **held, not_before=NOW + timedelta(days=2)),
        entry(2, **held, not_before=NOW + timedelta(hours=1)),
        entry(3, state=DeliveryState.HELD, hold_reason=HoldReason.GUARDRAIL, error="privacy.request"),
    )
    rows = [item for item in present_outbox(OutboxListing(entries, 3), AROUND) if isinstance(item, QueueRow)]
    assert [one.key for one in rows] == [3, 2, 1]


def test_a_longer_outbox_says_how_many_follow() -> None:
    last = present_outbox(replace(busy_outbox(), total=219), AROUND)[-1]
    assert last == QueueSection("more", "212 more follow as these go out", None)


def test_an_empty_outbox_has_no_rows() -> None:
    assert present_outbox(OutboxListing(), AROUND) == ()


SENTENCES: list[tuple[dict[str, Any], str]] = [
    (
        {"state": DeliveryState.REFUSED, "error": "too_long"},
        "Not sent. It is too long for Mastodon. Your text is safe.",
    ),
    (
        {"state": DeliveryState.REFUSED, "error": "social.example did not answer after 3 tries"},
        "Not sent. social.example did not answer after 3 tries. Your text is safe.",
    ),
    (
        {"state": DeliveryState.UNSURE, "error": "not_found"},
        "Not sure it arrived. Mastodon does not show it. Look there, then say so here.",
    ),
    (
        {"state": DeliveryState.HELD, "hold_reason": HoldReason.NEW_MESSAGE},
        "Held. Irene Valsecchi wrote again, read that first.",
    ),
    (
        {"state": DeliveryState.HELD, "hold_reason": HoldReason.GUARDRAIL, "error": "privacy.request"},
        "Held. It asks for personal data or shows some.",
    ),
    (
        {"state": DeliveryState.HELD, "hold_reason": HoldReason.GUARDRAIL, "error": "permission.window_ended"},
        "Held. The time to answer on Mastodon has ended.",
    ),
    (
        {"state": DeliveryState.HELD, "hold_reason": HoldReason.GUARDRAIL, "error": "a_rule_from_tomorrow"},
        "Held. A check before sending found something new.",
    ),
    (
        {"state": DeliveryState.HELD, "hold_reason": HoldReason.CLOSED, "error": "hours.closed"},
        "Held. The desk is closed and no opening is planned.",
    ),
    (
        {"state": DeliveryState.HELD, "hold_reason": HoldReason.CRISIS, "error": "crisis"},
        "Held since the crisis. Look at it, then send it or take it back.",
    ),
    ({"error": "token_refused"}, "Queued. Sign in to Mastodon first."),
    ({}, "Queued"),
    ({"state": DeliveryState.SENDING}, "Sending"),
]


@pytest.mark.parametrize(("changed", "said"), SENTENCES, ids=[said for _, said in SENTENCES])
def test_every_state_has_its_sentence(changed: dict[str, Any], said: str) -> None:
    standing = row(**changed).standing
    assert standing is not None
    assert standing.text == said


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (HoldReason.SCHEDULED, "Held while crisis mode is on: it was written for a later moment."),
        (None, "Held while crisis mode is on: a canned reply that is not approved for a crisis."),
    ],
)
def test_while_crisis_mode_is_on_a_row_says_what_it_holds_and_offers_to_send_it_anyway(
    planned: HoldReason | None, said: str
) -> None:
    held = entry(state=DeliveryState.HELD, hold_reason=HoldReason.CRISIS, planned=planned)
    (_, shown) = present_outbox(OutboxListing((held,), 1), replace(AROUND, crisis=True))
    assert isinstance(shown, QueueRow)
    assert shown.standing is not None
    assert (shown.standing.icon, shown.standing.text) == ("pause-circle", said)
    assert [deed.action.value for deed in shown.deeds] == ["send_anyway", "edit"]


def test_moments_are_said_in_the_desks_zone() -> None:
    opens = NOW + timedelta(hours=23)
    held: dict[str, Any] = {"state": DeliveryState.HELD, "not_before": opens}
    closed, later = row(hold_reason=HoldReason.CLOSED, **held), row(hold_reason=HoldReason.SCHEDULED, **held)
    assert closed.standing is not None
    assert later.standing is not None
    assert closed.standing.text == "Held until Fri 09:48, when the desk opens."
    assert later.standing.text == "Goes out Fri 09:48, as you asked."


@pytest.mark.parametrize(
    ("past_crisis", "said"),
    [
        (False, "Planned for Fri 09:48. While crisis mode is on it will be held then."),
        (True, "Goes out Fri 09:48, as you asked."),
    ],
)
def test_what_is_planned_while_crisis_mode_is_on_says_that_it_will_be_held(past_crisis: bool, said: str) -> None:
    planned = entry(
        state=DeliveryState.HELD,
        hold_reason=HoldReason.SCHEDULED,
        planned=HoldReason.SCHEDULED,
        not_before=NOW + timedelta(hours=23),
        past_crisis=past_crisis,
    )
    (_, shown) = present_outbox(OutboxListing((planned,), 1), replace(AROUND, crisis=True))
    assert isinstance(shown, QueueRow)
    assert shown.standing is not None
    assert shown.standing.text == said


def test_a_rate_limit_says_the_minutes_and_offers_nothing_to_hurry_it() -> None:
    shown = row(error="rate_limited", next_try_at=NOW + timedelta(seconds=200))
    assert shown.standing is not None
    assert shown.standing.text == "Queued. Mastodon allows more replies in 4\u00a0min."
    assert actions(shown) == (["edit"], ["copy", "discard"])


def test_a_network_that_did_not_answer_is_tried_again_at_a_time_or_now() -> None:
    shown = row(error="http_503", next_try_at=NOW + timedelta(minutes=2))
    assert shown.standing is not None
    assert shown.standing.text == "Queued. Mastodon did not answer, next try 10:50."
    assert actions(shown)[0] == ["try_again", "edit"]


def test_offline_wins_over_every_reason_to_wait() -> None:
    shown = row(error="token_refused", online=False)
    assert shown.standing is not None
    assert shown.standing.text == "Queued, goes out when you are back."
    assert actions(shown)[0] == ["edit"]


@pytest.mark.parametrize(
    ("changed", "offered"),
    [
        ({"state": DeliveryState.REFUSED, "error": "too_long"}, ["try_again", "edit"]),
        ({"state": DeliveryState.REFUSED, "error": "reply_target_gone"}, ["copy", "discard"]),
        ({"state": DeliveryState.UNSURE, "error": "not_found"}, ["was_sent", "was_not_sent"]),
        ({"state": DeliveryState.HELD, "hold_reason": HoldReason.NEW_MESSAGE}, ["send_anyway", "edit"]),
        ({"state": DeliveryState.HELD, "hold_reason": HoldReason.GUARDRAIL}, ["check_again", "edit"]),
        ({"state": DeliveryState.HELD, "hold_reason": HoldReason.CLOSED}, ["send_now", "edit"]),
        ({"error": "token_refused"}, ["sign_in", "edit"]),
        ({"state": DeliveryState.SENDING}, []),
    ],
)
def test_each_state_offers_what_helps(changed: dict[str, Any], offered: list[str]) -> None:
    assert actions(row(**changed))[0] == offered


def test_while_it_is_looked_up_nobody_is_asked() -> None:
    shown = row(state=DeliveryState.UNSURE, error="looked_up:2", next_try_at=NOW + timedelta(seconds=30))
    assert shown.standing is not None
    assert shown.standing.text == "Not sure it arrived. Looking it up…"
    assert shown.deeds == ()


def test_what_can_be_undone_counts_its_seconds_and_is_on_its_way() -> None:
    shown = row(state=DeliveryState.HELD, hold_reason=HoldReason.UNDO, not_before=NOW + timedelta(seconds=6.2))
    assert shown.standing is not None
    assert shown.standing.text == "Sends in 7\u00a0s"
    assert actions(shown)[0] == ["undo", "send_now"]
    assert shown.undo_until == NOW + timedelta(seconds=6.2)


@pytest.mark.parametrize(
    ("network", "visibility", "way"),
    [
        (Network.MASTODON, Visibility.PUBLIC, ("globe-simple", "Public reply as @lumeservizi")),
        (Network.X, Visibility.DIRECT, ("lock-key", "Direct message as @lumeservizi")),
        (Network.EMAIL, Visibility.DIRECT, ("envelope-simple", "E-mail from @lumeservizi")),
    ],
)
def test_a_row_says_who_would_read_it_and_who_writes(
    network: Network, visibility: Visibility, way: tuple[str, str]
) -> None:
    shown = row(network=network, visibility=visibility)
    assert (shown.way_icon, shown.way_text) == way


def test_a_screen_reader_hears_the_state_before_the_text() -> None:
    said = row(state=DeliveryState.REFUSED, error="too_long", text="First line\n\nSecond line").spoken
    assert said == (
        "Irene Valsecchi, Mastodon. Not sent. It is too long for Mastodon. Your text is safe. "
        "Public reply as @lumeservizi. 10:41. First line Second line."
    )


def test_a_copy_keeps_the_line_breaks_that_the_row_leaves_out() -> None:
    shown = row(text="First line\n\nSecond line")
    assert (shown.text, shown.whole) == ("First line Second line", "First line\n\nSecond line")


def test_somebody_without_a_name_is_still_somebody() -> None:
    assert row(customer_name="  ").name == "@irene@social.example"


def test_every_action_appears_once() -> None:
    for item in present_outbox(busy_outbox(), AROUND):
        if isinstance(item, QueueRow):
            offered = [deed.action for deed in (*item.deeds, *item.more)]
            assert len(offered) == len(set(offered))
            assert QueueAction.COPY in offered


@given(
    state=st.sampled_from([s for s in DeliveryState if s not in {DeliveryState.SENT, DeliveryState.CANCELLED}]),
    reason=st.sampled_from([None, *HoldReason]),
    error=st.sampled_from(["", "rate_limited", "token_refused", "not_found", "privacy.value", "x.y.z", "a b"]),
    later=st.one_of(st.none(), st.integers(-100, 10_000)),
    online=st.booleans(),
)
def test_no_delivery_is_left_without_words(
    state: DeliveryState, reason: HoldReason | None, error: str, later: int | None, online: bool
) -> None:
    moment = NOW + timedelta(seconds=later) if later is not None else None
    given_entry = entry(1, state=state, hold_reason=reason, error=error, next_try_at=moment, not_before=moment)
    title, shown = present_outbox(OutboxListing((given_entry,), 1), Surroundings(NOW, TZ, online))
    assert isinstance(title, QueueSection)
    assert isinstance(shown, QueueRow)
    assert title.code == group_of(given_entry.delivery).value
    assert shown.standing is not None
    assert shown.standing.text
    assert "{" not in shown.standing.text
    assert shown.deeds or state in {DeliveryState.SENDING, DeliveryState.UNSURE, DeliveryState.WAITING}


def test_a_started_second_counts_and_the_past_counts_nothing() -> None:
    assert seconds_left(NOW + timedelta(milliseconds=10), NOW) == 1
    assert seconds_left(NOW - timedelta(seconds=3), NOW) == 0
    assert seconds_left(None, NOW) == 0
