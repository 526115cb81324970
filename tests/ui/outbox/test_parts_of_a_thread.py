"""The outbox says what a part of a numbered thread waits for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.model import Delivery, DeliveryState, HoldReason, PartOf
from desktop.outbox import OutboxEntry, OutboxListing
from tests.ui.deliveries import AROUND, NOW, entry
from ui.outbox import QueueRow, QueueSection
from ui.outbox.outbox_presenter import Group, group_of, present_outbox
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


def parts_in(*deliveries: Delivery) -> OutboxListing:
    entries: list[OutboxEntry] = []
    for delivery in deliveries:
        former = entries[-1].delivery if entries else None
        entries.append(replace(entry(), delivery=delivery, former=former))
    listing = OutboxListing(tuple(entries))
    return replace(listing, total=listing.texts)


def numbered(number: int, words: str, state: DeliveryState, **changes: Any) -> Delivery:
    own = entry(number).delivery
    part_of = PartOf("uid-1", number, 3, " ")
    return replace(own, text=f"{part_of.mark}{words}", part=part_of, state=state, **changes)


def test_parts_that_wait_together_are_one_row_with_the_whole_text() -> None:
    texts = ("The crew comes", "at nine.", "^LB")
    waiting = [numbered(number, words, DeliveryState.WAITING) for number, words in enumerate(texts, 1)]
    title, row = present_outbox(parts_in(*waiting), AROUND)
    assert isinstance(title, QueueSection)
    assert isinstance(row, QueueRow)
    assert (title.code, title.count) == ("queued", 1)
    assert (row.key, row.text, row.whole) == (1, "The crew comes at nine. ^LB", "The crew comes at nine. ^LB")
    assert row.way_text == "Parts 1 to 3 of 3 · Public reply as @lumeservizi"


def test_what_waits_for_a_refused_part_stands_apart_from_it_and_says_so() -> None:
    refused = numbered(1, "The crew comes", DeliveryState.REFUSED, error="too_long")
    others = [numbered(number, words, DeliveryState.WAITING) for number, words in ((2, "at nine."), (3, "^LB"))]
    rows = [one for one in present_outbox(parts_in(refused, *others), AROUND) if isinstance(one, QueueRow)]
    assert [row.whole for row in rows] == ["1/3 The crew comes", "at nine. ^LB"]
    assert rows[1].standing is not None
    assert rows[1].standing.text == "Waits for part 1 of 3, which was not sent."


def test_what_can_no_longer_be_undone_waits_for_a_held_part_and_counts_no_seconds() -> None:
    held = numbered(1, "The crew comes", DeliveryState.HELD, hold_reason=HoldReason.GUARDRAIL, error="account.removed")
    undone = numbered(2, "at nine.", DeliveryState.HELD, hold_reason=HoldReason.UNDO, not_before=NOW)
    rows = [one for one in present_outbox(parts_in(held, undone), AROUND) if isinstance(one, QueueRow)]
    assert [row.standing.text for row in rows if row.standing] == [
        "Held. This account may not answer here any more.",
        "Waits for part 1 of 3, which is held.",
    ]
    assert rows[1].undo_until is None


def test_a_text_in_parts_counts_once_in_header_and_list() -> None:
    waiting = [numbered(number, "words", DeliveryState.WAITING) for number in (1, 2, 3)]
    assert parts_in(*waiting).texts == 1
    items = present_outbox(replace(parts_in(*waiting), total=4), AROUND)
    assert isinstance(items[-1], QueueSection)
    assert items[-1].text == "3 more follow as these go out"
