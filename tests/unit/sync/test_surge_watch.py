"""The surge watch: one surge, seen once from the first look to the last; ordinary hours and old messages raise none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.hours_book import HoursBook
from desktop.events import CasesChanged, CrisisChanged, Event
from desktop.model import Account, Direction, HourCount, MessageClass, Surging
from desktop.store import Store
from desktop.sync import SurgeWatch, SurgeWorker
from desktop.triage.crisis import HOUR
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_assessment, an_author, taken
from tests.unit.sync.virtual_time import now as virtual_now
from tests.unit.sync.virtual_time import run

MINUTE = timedelta(minutes=1)
EXAMPLES = count(1)


class Place:
    """A desk whose account has had four weeks of three people an hour."""

    def __init__(self, store: Store, weeks: int = 4, handle: str = "@aurora@town.example") -> None:
        self.store = store
        self.clock = FakeClock()
        self.account = an_account(store, handle=handle)
        begin = NOON - timedelta(weeks=weeks)
        counts = [HourCount(begin + number * HOUR, 3 + number % 2) for number in range(weeks * 168)]
        store.crisis.keep_hours(self.account.id, counts)
        self.watch = SurgeWatch(store, HoursBook(store), self.clock)
        self.number = 0

    def come(
        self,
        people: int,
        text: str = "Blackout Torino nord",
        *,
        at: datetime | None = None,
        of: MessageClass = MessageClass.FAQ_QUESTION,
        account: Account | None = None,
    ) -> None:
        arrivals = []
        for _ in range(people):
            self.number += 1
            arrival = an_arrival(
                f"m{self.number}",
                author=an_author(f"Persona {self.number}"),
                text=text,
                sent_at=at or self.clock() - MINUTE,
            )
            arrivals.append(taken(arrival, assessment=an_assessment(of)))
        self.store.intake.take(account or self.account, arrivals, self.clock())


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with a_store(tmp_path) as store:
        yield Place(store)


def test_an_ordinary_hour_is_no_surge(place: Place) -> None:
    place.come(8)
    assert not place.watch.look()
    assert place.store.crisis.surges() == ()


def test_a_surge_is_seen_once_and_grows(place: Place) -> None:
    place.come(30)
    first = place.watch.look()
    (seen,) = place.store.crisis.surges()
    assert first.begun == (seen.id,)
    assert (seen.of, seen.people, seen.saying, seen.share) == (Surging.VOLUME, 30, "Blackout Torino nord", 100)
    assert 3 <= seen.expected <= 4
    place.clock.advance(60)
    place.come(30)
    again = place.watch.look()
    assert (again.begun, again.going_on) == ((), (seen.id,))
    (grown,) = place.store.crisis.surges()
    assert (grown.people, grown.began_at) == (60, seen.began_at)


def test_a_surge_is_over_after_two_quiet_hours_and_the_next_one_is_another(place: Place) -> None:
    place.come(30)
    (first,) = place.watch.look().begun
    place.clock.advance(3 * 3_600)
    assert place.watch.look().ended == (first,)
    place.come(30)
    (second,) = place.watch.look().begun
    assert second != first


def test_anger_is_told_beside_the_volume(place: Place) -> None:
    place.come(30, "Vergogna", of=MessageClass.COMPLAINT)
    assert len(place.watch.look().begun) == 2
    assert {one.of for one in place.store.crisis.surges()} == {Surging.VOLUME, Surging.ANGER}


def test_one_person_who_writes_thirty_times_is_no_surge(place: Place) -> None:
    author = an_author("Insistente Uno")
    many = [taken(an_arrival(f"i{one}", author=author, sent_at=place.clock() - MINUTE)) for one in range(30)]
    place.store.intake.take(place.account, many, place.clock())
    assert not place.watch.look()


def test_spam_is_no_surge(place: Place) -> None:
    place.come(60, "Guadagna subito", of=MessageClass.NOISE)
    assert not place.watch.look()


def test_older_messages_that_a_pull_brings_now_are_no_surge(place: Place) -> None:
    place.come(60, at=place.clock() - timedelta(days=3))
    assert not place.watch.look()


def test_another_accounts_customers_do_not_count(place: Place) -> None:
    other = an_account(place.store, handle="@altra@town.example")
    place.come(30, account=other)
    assert not place.watch.look(), "it is too young to have an ordinary week"


def test_an_account_that_is_younger_than_two_weeks_raises_none(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        young = Place(store, weeks=1)
        young.come(500)
        assert not young.watch.look()


def test_what_came_while_no_engine_ran_is_counted_and_never_less_after_it_was_erased(place: Place) -> None:
    day = NOON - timedelta(days=5)
    place.come(9, at=day + MINUTE)
    for _ in place.watch.catch_up():
        pass
    counts = {one.start: one.people for one in place.store.crisis.hours(place.account.id, day)}
    assert counts[day] == 9
    place.store.connection.write("UPDATE message SET deleted_at = 1")
    for _ in place.watch.catch_up():
        pass
    assert {one.start: one.people for one in place.store.crisis.hours(place.account.id, day)} == counts


def test_the_evidence_is_one_message_a_person_newest_first_and_who_is_angry(place: Place) -> None:
    place.come(2, "Tutto bene?", at=place.clock() - 3 * MINUTE)
    place.come(1, "Vergogna", of=MessageClass.COMPLAINT)
    voices = place.store.crisis.voices(place.account.id, place.clock() - HOUR, place.clock(), 10)
    assert [(one.text, one.angry) for one in voices] == [
        ("Vergogna", True),
        ("Tutto bene?", False),
        ("Tutto bene?", False),
    ]
    angry = place.store.crisis.voices(place.account.id, place.clock() - HOUR, place.clock(), 10, angry=True)
    assert [one.text for one in angry] == ["Vergogna"]


def test_a_muted_surge_says_until_when_and_the_journal_who_muted_it(place: Place) -> None:
    place.come(30)
    (begun,) = place.watch.look().begun
    place.store.crisis.mute([begun], NOON + HOUR, actor="Laura", at=NOON)
    (seen,) = place.store.crisis.surges()
    assert seen.muted_until == NOON + HOUR
    assert place.store.journal.newest(1)[0].actor == "Laura"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with a_store(tmp_path_factory.mktemp("surges")) as store:
        yield store


@given(st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_however_often_it_looks_a_surge_begins_once_and_its_figure_is_the_last_one(
    shared: Store, steps: list[int]
) -> None:
    for account in shared.accounts.all():
        shared.accounts.remove(account, actor="L", at=NOON)
    place = Place(shared, 2, "@shared")
    begun = list[int]()
    for people in steps:
        place.come(people)
        begun += place.watch.look().begun
    surges = [one for one in shared.crisis.surges(1_000) if one.account_id == place.account.id]
    assert [one.id for one in surges] == begun
    assert len(begun) <= 1
    if surges:
        assert surges[0].people == sum(steps)


def steps_of(watch: SurgeWatch) -> int:
    return sum(1 for _ in watch.catch_up())


def test_hours_that_are_counted_are_not_counted_again_by_the_next_engine(place: Place) -> None:
    for hours in range(60):
        place.come(1, at=NOON - timedelta(days=9) + hours * HOUR)
    assert steps_of(place.watch) == 3, "sixty hours, twenty-four a step"
    again = SurgeWatch(place.store, HoursBook(place.store), place.clock)
    assert steps_of(again) == 0


def test_an_hour_of_which_older_messages_are_pulled_is_counted_again(place: Place) -> None:
    hour = NOON - timedelta(days=9)
    place.come(5, at=hour + MINUTE)
    steps_of(place.watch)
    place.come(4, at=hour + 2 * MINUTE)
    assert steps_of(place.watch) == 1
    counted = {one.start: one.people for one in place.store.crisis.hours(place.account.id, hour)}
    assert counted[hour] == 9


def test_an_hour_is_counted_when_it_is_over(place: Place) -> None:
    place.come(7, at=NOON + MINUTE)
    assert steps_of(place.watch) == 0
    place.clock.advance(3_600)
    place.watch.look()
    (counted,) = place.store.crisis.hours(place.account.id, NOON)
    assert counted.people == 7
    assert steps_of(place.watch) == 0


def test_our_own_messages_have_no_hour_counted(place: Place) -> None:
    place.store.intake.take(place.account, [taken(an_arrival("o1", direction=Direction.OUTGOING))], NOON)
    place.clock.advance(3_600)
    assert steps_of(place.watch) == 0


def test_what_came_before_the_baselines_weeks_is_not_counted_at_all(place: Place) -> None:
    place.come(3, at=NOON - timedelta(days=100))
    assert steps_of(place.watch) == 0


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=12))
def test_whatever_order_messages_come_in_every_hour_has_all_its_people(
    shared: Store, came: list[tuple[int, bool]]
) -> None:
    for account in shared.accounts.all():
        shared.accounts.remove(account, actor="L", at=NOON)
    place = Place(shared, 0, f"@hours{next(EXAMPLES)}")
    place.number = 1_000 * next(EXAMPLES)
    expected: dict[datetime, int] = {}
    for number, (hours_ago, counts_now) in enumerate(came):
        hour = NOON - (hours_ago + 1) * HOUR
        place.come(1, at=hour + number * MINUTE)
        expected[hour] = expected.get(hour, 0) + 1
        if counts_now:
            place.watch.look()
            steps_of(place.watch)
    steps_of(place.watch)
    assert {one.start: one.people for one in shared.crisis.hours(place.account.id, NOON - 100 * HOUR)} == expected


def test_a_burst_is_looked_at_before_the_minute_is_over(tmp_path: Path) -> None:
    events: list[Event] = []

    async def scenario() -> None:
        with a_store(tmp_path) as store:
            place = Place(store)
            watch = SurgeWatch(store, HoursBook(store), place.clock)
            worker = SurgeWorker(watch, virtual_now, events.append)
            working = asyncio.create_task(worker.run())
            await asyncio.sleep(10)
            place.come(30)
            worker.hear(CasesChanged((1,), 30))
            await asyncio.sleep(5)
            assert [type(one) for one in events] == [CrisisChanged]
            working.cancel()

    run(scenario())
