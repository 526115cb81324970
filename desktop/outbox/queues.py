"""Queues: when each delivery may take its next step, given what waits before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from desktop.model import Delivery, DeliveryState

RATE_LIMITED = "rate_limited"
"""The error of a delivery whose network is busy: everything of its account waits as long."""


def due_in(queue: Sequence[Delivery]) -> Iterator[tuple[Delivery, datetime]]:
    """Yield the deliveries that take a step by themselves, oldest first, each with when.

    A part of a numbered thread waits until the one before it is sent.
    `queue` is every delivery that is not final, oldest first. One whose account was told to wait is due when the
    account is; one of a thread not before those that were written earlier in it and are on their way.
    """
    paused: dict[int, datetime] = {}
    for delivery in queue:
        if delivery.error == RATE_LIMITED and delivery.state is DeliveryState.WAITING and delivery.next_try_at:
            until = paused.get(delivery.account_id, delivery.next_try_at)
            paused[delivery.account_id] = max(until, delivery.next_try_at)
    busy: dict[int, datetime] = {}
    unsent = {(one.part.series, one.part.number) for one in queue if one.part is not None}
    for delivery in queue:
        due = due_at(delivery) if delivery.follows not in unsent else None
        if due is not None:
            due = max(due, paused.get(delivery.account_id, due), busy.get(delivery.thread_id, due))
        if due is not None and delivery.state is not DeliveryState.HELD:
            busy[delivery.thread_id] = max(due, busy.get(delivery.thread_id, due))
        if due is not None:
            yield delivery, due


def due_at(delivery: Delivery) -> datetime | None:
    """Return when a delivery by itself wants its next step, None if it waits for a person or is under way."""
    if delivery.state is DeliveryState.HELD:
        return delivery.not_before
    if delivery.state is DeliveryState.WAITING:
        return delivery.next_try_at or delivery.created_at
    if delivery.state is DeliveryState.UNSURE:
        return delivery.next_try_at
    return None
