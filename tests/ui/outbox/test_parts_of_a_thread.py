"""The outbox says what a part of a numbered thread waits for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.model import Delivery, DeliveryState, HoldReason, PartOf
from tests.ui.deliveries import entry
from ui.outbox.outbox_presenter import Group, group_of
from ui.outbox.outbox_words import part_words


def part(number: int, state: DeliveryState, reason: HoldReason | None = None) -> Delivery:
    return replace(entry().delivery, part=PartOf("s", number, 3), state=state, hold_reason=reason)


@pytest.mark.parametrize(
    ("former", "words"),
    [
        (DeliveryState.REFUSED, "Waits for part 1 of 3, which was not sent."),
        (DeliveryState.UNSURE, "Waits until it is known whether part 1 of 3 arrived."),
        (DeliveryState.WAITING, "Goes out after part 1 of 3."),
    ],
)
def test_a_part_says_what_it_waits_for(former: DeliveryState, words: str) -> None:
    second, first = part(2, DeliveryState.WAITING), part(1, former)
    assert group_of(second, first) is Group.QUEUED
    assert part_words(second, first) == words


def test_parts_that_can_still_be_undone_stay_together() -> None:
    first, second = (part(number, DeliveryState.HELD, HoldReason.UNDO) for number in (1, 2))
    assert group_of(second, first) is group_of(first) is Group.SENDING
