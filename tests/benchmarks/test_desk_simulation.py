"""The simulated desk works in the program's own order, keeps its hours, and its figures say what happened."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.hours_book import HoursBook
from desktop.clocks import Targets, default_targets, one_hour_targets
from desktop.guardrails import default_hours
from desktop.inbox import Inbox
from desktop.model import Agent, Arrival, Assessment, Author, Direction, Lane, MessageClass, Network, ThreadKind
from desktop.model import Visibility as Seen
from desktop.store import open_store
from desktop.sync import Pipeline
from desktop.system.profile import Profile, prepare
from desktop.triage import MessageFacts
from tests.benchmarks import desk_simulation
from tests.benchmarks.desk_queue import (
    NEVER,
    Arrived,
    answered,
    by_targets,
    first_come,
    mentions_only,
)
from tests.benchmarks.desk_traffic import Message, Shape, Text, traffic
from tests.benchmarks.volume import KEY, demo_account

MONDAY = datetime(2026, 2, 9, 9, 30, tzinfo=UTC)  # half past ten in Rome
KINDS = tuple(MessageClass)
IDLE = (MessageClass.PRAISE_THANKS, MessageClass.NOISE)
FLAT = Shape((1 / 168,) * 168, ((0.5, (1,) * 60), (1.5, (0,) * 50 + (9,) * 10)))


def message(
    kind: MessageClass, at: datetime = MONDAY, *, priority: int = 20, mentions_us: bool = True, minutes: float = 5
) -> Message:
    said = Assessment("it", kind, kind is MessageClass.URGENT, priority)
    awaits = kind not in IDLE
    return Message(at, Text(kind, said.urgent, (said, said), (awaits, awaits)), mentions_us, minutes * 60)


def some_messages(seed: int = 4, count: int = 40) -> list[Message]:
    """Return messages of one weekend and one morning, in the order of time and each with a priority of its own."""
    chance = random.Random(seed)
    moments = sorted(MONDAY - timedelta(seconds=chance.randrange(3 * 86_400)) for _ in range(count))
    found = []
    for number, at in enumerate(moments):
        kind = chance.choice(KINDS)
        priority = number % 5 if kind in IDLE else 10 + chance.randrange(60)
        found.append(message(kind, at, priority=priority, mentions_us=chance.random() < 0.6))
    return found


class AsToldBefore:
    """A triage that says of each text what was said of it before."""

    def __init__(self, messages: list[Message]) -> None:
        self._said = {f"text {number}": one.said for number, one in enumerate(messages)}

    def assess(self, facts: MessageFacts) -> Assessment:
        return self._said[facts.text]

    def rest(self) -> None:
        """Nothing is kept."""


def arrival(number: int, one: Message) -> Arrival:
    return Arrival(
        remote_id=f"m{number}",
        thread_remote_id=f"t{number}",
        thread_kind=ThreadKind.PUBLIC,
        author=Author(Network.MASTODON, f"u{number}", f"@u{number}@town.example", f"Customer {number}"),
        direction=Direction.INCOMING,
        visibility=Seen.PUBLIC,
        sent_at=one.at,
        text=f"text {number}",
        mentions_us=one.mentions_us,
    )


@pytest.mark.parametrize("targets", [one_hour_targets(), default_targets()], ids=["one hour", "as shipped"])
def test_the_simulated_order_is_that_of_the_inbox(tmp_path: Path, targets: Targets) -> None:
    messages = some_messages()
    with open_store(prepare(Profile(tmp_path / "desk")), KEY) as store:
        account, hours = demo_account(store), HoursBook(store)
        hours.keep_calendars(MONDAY)
        book = ClockBook(store, hours)
        book.try_out(targets)
        pipeline = Pipeline(store, AsToldBefore(messages), hours, lambda: MONDAY, str, clocks=book)
        pipeline.take(account, [arrival(number, one) for number, one in enumerate(messages)])
        inbox = Inbox(store, Agent("Laura", "LB", "^LB"), lambda: MONDAY, hours.of(None))
        shown = {
            lane: [int(row.snippet.split()[-1]) for row in inbox.rows(inbox.page(lane).ids)]
            for lane in (Lane.UNASSIGNED, Lane.LISTENING)
        }
    order = by_targets(targets)
    came = {number: desk_simulation.arrived(default_hours(), one).came for number, one in enumerate(messages)}
    for lane, mentions in ((Lane.UNASSIGNED, True), (Lane.LISTENING, False)):
        ours = [number for number, one in enumerate(messages) if one.mentions_us is mentions]
        wanted = sorted(ours, key=lambda number: order(messages[number], came[number]) or ())
        assert [round(one) for one in _due(shown[lane], messages, came, targets)] == [
            round(one) for one in _due(wanted, messages, came, targets)
        ]
        assert sorted(shown[lane]) == ours


def _due(numbers: list[int], messages: list[Message], came: dict[int, float], targets: Targets) -> list[float]:
    """Return what messages sort by; two that came while the desk was closed may be due together."""
    keys = [by_targets(targets)(messages[number], came[number]) for number in numbers]
    return [key[0] for key in keys if key is not None]


def at_once(*messages: Message) -> list[Arrived]:
    return [Arrived(one, 0.0, 86_400.0) for one in messages]


def test_thanks_wait_until_all_else_is_answered_in_sportellos_order_alone() -> None:
    several = at_once(message(MessageClass.PRAISE_THANKS, priority=5), message(MessageClass.FAQ_QUESTION))
    assert answered(several, first_come, 1) == [300, 600]
    assert answered(several, by_targets(one_hour_targets()), 1) == [600, 300]


def test_what_presses_goes_first_by_the_shipped_targets() -> None:
    several = at_once(message(MessageClass.COMPLAINT), message(MessageClass.SUGGESTION), message(MessageClass.URGENT))
    assert answered(several, by_targets(default_targets()), 1) == [600, 900, 300]


def test_what_does_not_name_us_is_never_answered_by_mentions_alone() -> None:
    several = at_once(message(MessageClass.URGENT, mentions_us=False), message(MessageClass.NOISE))
    assert answered(several, mentions_only, 2) == [NEVER, 300]


def test_no_agent_works_on_two_messages_at_once() -> None:
    several = [Arrived(message(MessageClass.COMPLAINT), float(came), 90_000.0) for came in (0, 10, 20, 5_000)]
    assert answered(several, first_come, 2) == [300, 310, 600, 5_300]


def test_every_order_does_the_same_work_on_the_same_weeks() -> None:
    texts = [message(kind).text for kind in KINDS]
    arrivals = desk_simulation.simulated(FLAT, texts, seed=3, load=0.6, weeks=1)
    ends = {name: answered(arrivals, order, 3) for name, order in desk_simulation.ORDERS.items()}
    assert len(arrivals) > 400
    assert NEVER not in ends["first come"]
    assert [at == NEVER for at in ends["mentions only"]] == [not one.message.mentions_us for one in arrivals]
    assert all(at > one.came for one, at in zip(arrivals, ends["Sportello, one hour for all"], strict=True))


def test_traffic_follows_the_hours_of_the_week() -> None:
    one_hour = Shape(tuple(float(hour == 34) for hour in range(168)), FLAT.busy_hours)
    texts = [message(kind).text for kind in KINDS]
    came = traffic(one_hour, texts, random.Random(1), MONDAY, weeks=3, a_week=50)
    assert {int((one.at - MONDAY).total_seconds()) // 3_600 % 168 for one in came} == {34}
    assert came == sorted(came, key=lambda one: one.at)


def test_the_report_names_every_group_and_its_cost() -> None:
    texts = [message(kind).text for kind in KINDS]
    found = desk_simulation.measure(FLAT, texts, seeds=2, loads=(0.5,), weeks=1)
    said = desk_simulation.report(found)
    assert "| urgent, without @ | mentions only | 0.0% ± 0.0% | 0.0% ± 0.0% | never | never |" in said
    assert said.count("in points against first come: urgent") == 3
    assert len(desk_simulation.as_json(found)) == 4 * 4 * 3
