"""Asked before: how many unanswered questions of the same customer an arrival repeats, on whatever network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Protocol

from desktop.model import Arrival, Direction
from desktop.store import Known
from desktop.system.resources import resource_path
from desktop.triage import Earlier, Repeat, Repeats, Stems

_ONE_BREATH = timedelta(minutes=10)
"""What follows within this time goes on with what was said, however alike it is."""


class Repeating(Protocol):
    """What is needed of the comparison of questions."""

    def find(self, text: str, language: str | None, earlier: Sequence[Earlier]) -> Sequence[Repeat]:
        """Return which of the earlier messages a text repeats."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked:
    thread: str
    question: Earlier


class AskedBefore:
    """Compares arrivals with what the store and their own batch hold unanswered. Engine process, one thread."""

    def __init__(self, load: Callable[[], Repeating]) -> None:
        """`load` makes the comparison ready, a quarter of a second: at the first customer who has asked before."""
        self._load = load

    @classmethod
    def shipped(cls) -> AskedBefore:
        """Compare with the word lists that come with the program."""
        return cls(lambda: Repeats(Stems.load(resource_path("triage"))))

    @cached_property
    def _repeats(self) -> Repeating:
        return self._load()

    def counts(self, batch: Sequence[Arrival], known: Sequence[Known]) -> list[int]:
        """Return for each arrival of a batch, in its order, how many unanswered questions it repeats."""
        counts = [0] * len(batch)
        asked: dict[str, list[_Asked]] = {}
        for number in sorted(range(len(batch)), key=lambda each: batch[each].sent_at):
            arrival, facts = batch[number], known[number]
            if arrival.direction is Direction.OUTGOING:
                for theirs in asked.values():
                    theirs[:] = [one for one in theirs if one.thread != arrival.thread_remote_id]
                continue
            if not facts.is_new:
                continue
            person = str(facts.customer_id or arrival.author.remote_id)
            theirs = asked.setdefault(person, [])
            counts[number] = self._count(arrival, facts, [one.question for one in theirs])
            language = arrival.language_hint or facts.thread_language
            question = Earlier(number, arrival.text, arrival.sent_at, language)
            theirs.append(_Asked(arrival.thread_remote_id, question))
        return counts

    def _count(self, arrival: Arrival, facts: Known, in_batch: Sequence[Earlier]) -> int:
        stored = [Earlier(one.message_id, one.text, one.sent_at, one.language) for one in facts.unanswered]
        before = arrival.sent_at - _ONE_BREATH
        earlier = [one for one in (*in_batch, *stored) if one.sent_at <= before]
        if not earlier or arrival.mechanical is not None:
            return 0
        spoken = next((one.language for one in earlier if one.language and one.language != "unknown"), None)
        return len(self._repeats.find(arrival.text, arrival.language_hint or facts.thread_language or spoken, earlier))
