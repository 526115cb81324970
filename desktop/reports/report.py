"""The report: every figure of the page, read from the store in one go. Runs on the background runner's thread."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, pairwise

from desktop.accounts.hours_book import HoursBook
from desktop.model import Account, Network
from desktop.reports.badge import Badge, badge_of
from desktop.reports.figures import Figures, Heap, Tally
from desktop.reports.heaps import EVERYTHING, Key, Narrow, heaped
from desktop.reports.open_time import OpenTime
from desktop.reports.period import Period
from desktop.reports.survey import Said, said_of
from desktop.reports.trial import recognise
from desktop.reports.week import HourWeek, hour_week
from desktop.store import Store

PARTS = 12
"""A tile's small line has at most so many points."""
_SLACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is of, its figures, and the mean of its ratings (1 to 5) with their number."""

    of: str
    figures: Figures
    rating: float | None = None
    ratings: int = 0


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many of a local day's questions were answered until now, and how many were not."""

    day: date
    answered: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Report:
    """What the page shows. `listening` is what was only heard; it is in no other figure but its own line."""

    period: Period
    business: bool
    narrow: Narrow
    total: Figures
    before: Figures
    parts: tuple[Figures, ...]
    networks: tuple[Line, ...]
    listening: Figures
    classes: tuple[Line, ...]
    agents: tuple[Line, ...]
    languages: tuple[Line, ...]
    days: tuple[DayCount, ...]
    week: HourWeek
    marks: tuple[int, int, int, int, int]
    stopped: Mapping[str, int]
    badge: Badge | None
    channels: tuple[Said, ...] = ()
    empty: bool = False
    """Nothing was ever asked in this store."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a report is wanted of."""

    period: Period
    narrow: Narrow = EVERYTHING
    business: bool = False


def read_report(
    store: Store, asking: Asking, now: datetime, told: Callable[[str, int, int], None] | None = None
) -> Report:
    """Return the report of a period. `told` hears "derive" or "read", how many are done and of how many.

    Raises StoreError; StoreBusy where a newer report took its place.
    """
    trial = store.trials.newest()
    if trial is not None:
        recognise(store, trial)
    store.reports.derive_all((lambda done, of: told("derive", done, of)) if told else None)
    return _Reading(store, asking, now, told).report()


class _Reading:
    """One reading of one report."""

    def __init__(
        self, store: Store, asking: Asking, now: datetime, told: Callable[[str, int, int], None] | None
    ) -> None:
        self._store = store
        self._asking = asking
        self._now = now
        self._told = told
        self._hours = HoursBook(store)
        self._accounts: dict[int, Account] = {int(one.id): one for one in store.accounts.all_ever()}
        self._networks = {key: one.network for key, one in self._accounts.items()}
        self._open: dict[int, OpenTime] = {}

    def report(self) -> Report:
        asking, reports = self._asking, self._store.reports
        period = asking.period
        edges = _edges(period)
        heaps = self._heaps(period, edges)
        chosen = {key: heap for key, heap in heaps.items() if asking.narrow.holds(key, self._networks)}
        counted = {key: heap for key, heap in chosen.items() if not key.listening}
        waits = {key: heap.seconds(self._between(key.account_id)) for key, heap in chosen.items()}
        before = self._heaps(period.before, ())
        before_counted = {
            key: heap for key, heap in before.items() if not key.listening and asking.narrow.holds(key, self._networks)
        }
        marks = reports.marks(period.since, period.until)
        by_network: dict[str, Counter[int]] = {}
        for one in marks:
            by_network.setdefault(one.network, Counter())[one.mark] += one.count
        given: Counter[int] = sum(by_network.values(), Counter())
        return Report(
            period=period,
            business=asking.business,
            narrow=asking.narrow,
            total=_figures(counted, waits),
            before=_figures(before_counted, self._waits(before_counted)),
            parts=tuple(
                _figures({key: heap for key, heap in counted.items() if key.part == part}, waits)
                for part in range(len(edges) + 1)
            ),
            networks=self._network_lines(counted, waits, by_network),
            listening=_figures({key: heap for key, heap in chosen.items() if key.listening}, waits),
            classes=_lines(counted, waits, lambda key: key.message_class),
            agents=_lines(
                {key: heap for key, heap in counted.items() if key.agent}, waits, lambda key: key.agent, answered=True
            ),
            languages=_lines(counted, waits, lambda key: key.language),
            days=self._days(counted.values()),
            week=self._week(),
            marks=(given[1], given[2], given[3], given[4], given[5]),
            stopped=reports.stopped(period.since, period.until),
            badge=badge_of(self._store, self._accounts.values(), self._hours, self._now, period.zone),
            channels=said_of(self._store.follow_ups.channel_figures(period.since, period.until)),
            empty=not heaps and not reports.has_any(),
        )

    def _heaps(self, period: Period, edges: tuple[int, ...]) -> dict[Key, Heap]:
        told = self._told
        rows = self._store.reports.asked(period.since, period.until)
        return heaped(rows, edges, (lambda read: told("read", read, 0)) if told else None)

    def _waits(self, heaps: Mapping[Key, Heap]) -> dict[Key, list[float]]:
        return {key: heap.seconds(self._between(key.account_id)) for key, heap in heaps.items()}

    def _between(self, account_id: int) -> Callable[[float, float], float] | None:
        """Return how an account's waits are counted, None by the wall clock."""
        if not self._asking.business:
            return None
        table = self._open.get(account_id)
        if table is None:
            hours = self._hours.of(self._accounts.get(account_id))
            since, until = self._asking.period.before.since - _SLACK, max(self._now, self._asking.period.until)
            table = self._open[account_id] = OpenTime(hours, since, until + _SLACK)
        return lambda start, end: table.until(end) - table.until(start)

    def _network_lines(
        self, heaps: Mapping[Key, Heap], waits: Mapping[Key, list[float]], marks: Mapping[str, Counter[int]]
    ) -> tuple[Line, ...]:
        def name(key: Key) -> str:
            network = self._networks.get(key.account_id)
            return network.value if network else ""

        order = {network.value: place for place, network in enumerate(Network)}
        lines = (_rated(line, marks.get(line.of)) for line in _lines(heaps, waits, name))
        return tuple(sorted(lines, key=lambda line: order.get(line.of, len(order))))

    def _days(self, heaps: Iterable[Heap]) -> tuple[DayCount, ...]:
        period = self._asking.period
        some = tuple(heaps)
        asked = sorted(chain.from_iterable(heap.asked for heap in some))
        answered = sorted(chain.from_iterable(heap.asked_of_answered for heap in some))
        days = [period.first + timedelta(days=number) for number in range(period.days)]
        ends = [_ms(Period(day, day, period.zone).until) for day in days]
        every, done = _between_ends(asked, ends), _between_ends(answered, ends)
        return tuple(DayCount(*one) for one in zip(days, done, map(int.__sub__, every, done), strict=True))

    def _week(self) -> HourWeek:
        period = self._asking.period
        network = self._asking.narrow.network
        ids = [key for key, one in self._networks.items() if network is None or one is network]
        hours = self._hours.of(next((self._accounts[key] for key in ids), None) if network else None)
        return hour_week(self._store, ids, hours, period.last, period.zone)


def _edges(period: Period) -> tuple[int, ...]:
    """Return the moments in milliseconds at which the period's parts but the first begin: local midnights."""
    count = min(PARTS, period.days)
    starts = (
        Period(period.first + timedelta(days=period.days * n // count), period.last, period.zone)
        for n in range(1, count)
    )
    return tuple(_ms(one.since) for one in starts)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000)


def _between_ends(ordered: Sequence[int], ends: Iterable[int]) -> list[int]:
    """Return how many of some ordered moments come before each end and not before the end that precedes it."""
    places = [bisect_left(ordered, end) for end in ends]
    return [place - before for before, place in pairwise([0, *places])]


def _figures(heaps: Mapping[Key, Heap], waits: Mapping[Key, list[float]]) -> Figures:
    tally = Tally()
    for key, heap in heaps.items():
        tally.add(len(heap.asked), waits[key])
    return tally.figures()


def _lines(
    heaps: Mapping[Key, Heap],
    waits: Mapping[Key, list[float]],
    name: Callable[[Key], str],
    *,
    answered: bool = False,
) -> tuple[Line, ...]:
    """Return a line for each name, the most questions first; `answered`: only what was answered counts."""
    tallies: dict[str, Tally] = {}
    for key, heap in heaps.items():
        received = len(waits[key]) if answered else len(heap.asked)
        tallies.setdefault(name(key), Tally()).add(received, waits[key])
    lines = [Line(of, tally.figures()) for of, tally in tallies.items()]
    return tuple(sorted(lines, key=lambda line: (-line.figures.received, line.of)))


def _rated(line: Line, marks: Counter[int] | None) -> Line:
    if not marks:
        return line
    count = sum(marks.values())
    mean = sum(mark * number for mark, number in marks.items()) / count
    return Line(line.of, line.figures, mean, count)
