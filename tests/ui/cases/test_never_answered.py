"""Never answered: only what was owed a first reply, whose time has passed, and which nothing of ours followed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desktop.model import DeliveryState, Mechanical, TimelineItem
from tests.ui.conversation import NOW, delivery, item
from ui.cases.never_answered import never_answered

TARGET = timedelta(minutes=60)


def asked(key: str, minutes: int, **changed: object) -> TimelineItem:
    return item(key, at=NOW - timedelta(minutes=minutes), unanswered=True, **changed)


def keys(*items: TimelineItem) -> set[str]:
    return set(never_answered(items, lambda at: at + TARGET, NOW))


def test_a_message_of_some_minutes_ago_is_not_marked_yet() -> None:
    assert keys(asked("old", 61), asked("just due", 60), asked("fresh", 59), asked("now", 0)) == {"old", "just due"}


def test_closed_hours_count_as_the_account_counts_them() -> None:
    def due(_at: datetime) -> datetime:
        return NOW + timedelta(hours=14)  # the desk opens tomorrow

    assert never_answered([asked("yesterday", 900)], due, NOW) == frozenset()


def test_what_was_answered_or_written_by_a_machine_is_never_marked() -> None:
    assert keys(item("answered", at=NOW - TARGET), asked("notice", 90, mechanical=Mechanical.BOUNCE)) == set()


@pytest.mark.parametrize("state", [DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.UNSURE])
def test_a_reply_on_its_way_counts(state: DeliveryState) -> None:
    ours = delivery("out", at=NOW - timedelta(minutes=70), delivery_state=state)
    assert keys(asked("before it", 90), ours, asked("after it", 65)) == {"after it"}


def test_a_reply_that_was_refused_does_not_count() -> None:
    ours = delivery("out", at=NOW - timedelta(minutes=70), delivery_state=DeliveryState.REFUSED)
    assert keys(asked("before it", 90), ours) == {"before it"}
