"""How a message of ours stands on its way out, without a window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.model import DeliveryState, Refusal, TimelineItem
from tests.ui.conversation import AGENT, NOW, TZ, at, delivery, item, reply
from ui.cases import TimelineContext, present_timeline
from ui.cases.delivery_presenter import DeliveryView, count_down, present_delivery
from ui.cases.timeline_rows import HitKind, MessageRow


def view(given: TimelineItem, *, online: bool = True) -> DeliveryView:
    return present_delivery(given, NOW, TZ, "Mastodon", online)


def words(given: TimelineItem, *, online: bool = True) -> str:
    shown = view(given, online=online)
    if shown.remark is not None:
        return shown.remark.text
    assert shown.strip is not None
    return f"{shown.strip.title} {shown.strip.text}"


def pending(seconds: int = 7) -> TimelineItem:
    until = NOW + timedelta(seconds=seconds)
    return delivery(delivery_state=DeliveryState.HELD, delivery_reason="undo", undo_until=until, not_before=until)


def test_a_customer_message_has_no_delivery() -> None:
    assert view(item()) == DeliveryView()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (reply(), "Sent"),
        (reply(delivery_state=None), "Sent"),
        (delivery(delivery_state=DeliveryState.SENDING), "Sending"),
        (delivery(), "Queued"),
        (delivery(delivery_reason="rate_limited"), "Queued, Mastodon allows more replies soon"),
        (delivery(delivery_reason="token_refused"), "Queued, sign in to Mastodon first"),
        (delivery(delivery_reason="http_503"), "Queued, tries again soon"),
        (
            delivery(delivery_state=DeliveryState.UNSURE, delivery_reason="http_500"),
            "Not sure it arrived. Looking it up…",
        ),
        (delivery(delivery_state=DeliveryState.CANCELLED), "Taken back, not sent"),
        (
            delivery(delivery_state=DeliveryState.HELD, delivery_reason="hours.closed", not_before=at(16, 9, 0)),
            "Held until Mon 09:00",
        ),
        (
            delivery(delivery_state=DeliveryState.HELD, delivery_reason="scheduled", not_before=at(12, 18, 30)),
            "Sends 18:30",
        ),
        (pending(), "Sends in 7 s"),
    ],
)
def test_each_state_has_its_words(given: TimelineItem, said: str) -> None:
    assert words(given) == said


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("too_long", "It is too long for Mastodon."),
        ("reply_target_gone", "The message it answers was deleted."),
        (Refusal.NO_RECIPIENT.value, "The recipient does not exist any more."),
        ("social.example did not answer after 3 tries", "social.example did not answer after 3 tries."),
        ("http_418", "Mastodon refused it (error 418)."),
        ("", "Mastodon refused it."),
    ],
)
def test_a_refusal_says_the_cause_and_that_the_text_is_safe(reason: str, cause: str) -> None:
    said = words(delivery(delivery_state=DeliveryState.REFUSED, delivery_reason=reason))
    assert said == f"Not sent. {cause} Your text is safe."


def test_a_refused_message_offers_another_try_and_editing() -> None:
    strip = view(delivery(delivery_state=DeliveryState.REFUSED)).strip
    assert strip is not None
    assert [(hit.kind, hit.value) for hit in strip.actions] == [(HitKind.RETRY, 7), (HitKind.EDIT, 7)]


def test_what_the_network_does_not_show_waits_for_a_person() -> None:
    strip = view(delivery(delivery_state=DeliveryState.UNSURE, delivery_reason="not_found")).strip
    assert strip is not None
    assert strip.tint == "amber"
    assert [hit.label for hit in strip.actions] == ["It was sent", "Send again", "Edit"]


def test_a_scheduled_reply_offers_another_time_and_editing() -> None:
    held = delivery(delivery_state=DeliveryState.HELD, delivery_reason="scheduled", not_before=at(12, 18, 30))
    assert [(hit.kind, hit.value, hit.label) for hit in view(held).ways] == [
        (HitKind.CHANGE_TIME, 7, "Change time…"),
        (HitKind.EDIT, 7, "Edit"),
    ]
    closed = delivery(delivery_state=DeliveryState.HELD, delivery_reason="hours.closed", not_before=at(16, 9, 0))
    assert view(closed).ways == ()


def test_a_new_message_of_the_customer_holds_the_reply_for_a_look() -> None:
    said = words(delivery(delivery_state=DeliveryState.HELD, delivery_reason="new_message"))
    assert said == "Held. The customer wrote again. Read it first."


def test_a_guardrail_that_holds_without_end_waits_for_a_person() -> None:
    assert view(delivery(delivery_state=DeliveryState.HELD, delivery_reason="privacy.request")).strip is not None


def test_offline_wins_over_every_reason_to_wait() -> None:
    assert words(delivery(delivery_reason="http_503"), online=False) == "Queued, goes out when you are back"


def pending_row(seconds: int = 7) -> MessageRow:
    row = present_timeline([pending(seconds)], TimelineContext(NOW, TZ, AGENT))[-1]
    assert isinstance(row, MessageRow)
    return row


def test_the_countdown_loses_a_second_each_second() -> None:
    row = count_down(pending_row(), NOW + timedelta(seconds=3))
    assert row.countdown is not None
    assert row.delivery is not None
    assert (row.countdown.seconds, row.delivery.text) == (4, "Sends in 4 s")


def test_a_started_second_counts() -> None:
    row = count_down(pending_row(), NOW + timedelta(milliseconds=200))
    assert row.countdown is not None
    assert row.countdown.seconds == 7


def test_once_the_time_is_over_nothing_can_be_undone() -> None:
    row = count_down(pending_row(), NOW + timedelta(seconds=7))
    assert row.countdown is None
    assert row.delivery is not None
    assert row.delivery.text == "Sending"


def test_an_undo_time_in_the_past_is_not_offered() -> None:
    assert view(pending(-1)).countdown is None
