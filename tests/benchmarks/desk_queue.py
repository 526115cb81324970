"""In which order the agents of a simulated desk take what waits, and when each message is answered.

Time here is the desk's open time in seconds: the clocks count nothing else, and no agent works while the desk is closed.
An agent who is free takes the first message of the order and works on it to its end.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.clocks import Targets
from desktop.model import ClockKind
from desktop.store.schema import NOTHING_DUE
from tests.benchmarks.desk_traffic import Message

NEVER = math.inf

Key = tuple[float, ...]
Order = Callable[[Message, float], Key | None]
"""What a message that came at an open second sorts by; None: nobody sees it."""


def first_come(_message: Message, came: float) -> Key:
    """Everything in the order of arrival."""
    return (came,)


def mentions_only(message: Message, came: float) -> Key | None:
    """What names us in the order of arrival; of the rest nobody hears."""
    return (came,) if message.mentions_us else None


def by_targets(targets: Targets) -> Order:
    """Return the inbox's urgency order: due times by the table of targets, then what owes nothing by its priority.

    Lanes with and without mentions are read as one, as by an agent who keeps an eye on both.
    """

    def order(message: Message, came: float) -> Key:
        said = message.said
        if not message.awaits:
            return (NOTHING_DUE - said.priority, came)
        rule = targets.rule_for(ClockKind.FIRST_REPLY, "", said.message_class, said.priority, urgent=said.urgent)
        return (came + (rule.seconds if rule else NOTHING_DUE), came)

    return order


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message with the open second at which it came, and the one that a day by the wall clock later is."""

    message: Message
    came: float
    a_day_later: float


def answered(arrived: Sequence[Arrived], order: Order, agents: int) -> list[float]:
    """Return the open second at which each message was answered, NEVER for what nobody sees. Nothing is left over."""
    done = [NEVER] * len(arrived)
    free = [0.0] * agents  # a heap: when each agent is free
    waiting: list[tuple[Key, int]] = []
    following, now = 0, 0.0
    while following < len(arrived) or waiting:
        now = max(now, free[0])
        if not waiting:
            now = max(now, arrived[following].came)
        while following < len(arrived) and arrived[following].came <= now:
            one = arrived[following]
            if (key := order(one.message, one.came)) is not None:
                heapq.heappush(waiting, (key, following))
            following += 1
        if waiting:
            _, at = heapq.heappop(waiting)
            done[at] = now + arrived[at].message.work
            heapq.heapreplace(free, done[at])
    return done
