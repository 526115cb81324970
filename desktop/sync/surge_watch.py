"""The surge watch: the last sixty minutes of every account against its own weeks, looked at once a minute and oftener.

The whole hours are kept as counts, so that a look costs the same however large the store is, and so that what was
erased or cleaned away still counts as what once came. An hour is counted when it is over, and again when more of it
came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop.accounts.hours_book import HoursBook
from desktop.model import Account, AccountId, Surge
from desktop.store import Store
from desktop.triage.crisis import HOUR, WEEKS, Baseline
from desktop.triage.sayings import Saying, shared_saying

QUIET = timedelta(hours=2)
"""A surge that was not seen for so long is over; what comes later is another one."""

BURST = 12
"""So many new messages are worth a look before the minute is over."""

_LATE = timedelta(hours=3)  # a pull may be so late with what was written
_COMPARED = timedelta(days=7)
_TEXTS = 400
_AT_ONCE = 24  # hours


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found: the ids of surges that have just begun, of those that go on, and of those that are over."""

    begun: tuple[int, ...] = ()
    going_on: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether the window has something to show anew."""
        return bool(self.begun or self.going_on or self.ended)


class SurgeWatch:
    """Looks for surges. Engine process, one event loop thread; a look takes some milliseconds an account."""

    def __init__(self, store: Store, hours: HoursBook, clock: Callable[[], datetime]) -> None:
        """`hours` say in which zone an account's customers live."""
        self._store = store
        self._hours = hours
        self._clock = clock
        self._baselines: dict[AccountId, tuple[datetime, Baseline]] = {}
        self._met = 0

    def catch_up(self) -> Iterator[None]:
        """Count, some hours a step, those of the baseline's weeks in which something came since they were counted.

        That is what came while no engine ran, and what was imported or pulled of older days: never all of the weeks.
        """
        first = _day(self._clock()) - timedelta(weeks=WEEKS)
        self._store.crisis.forget_hours(first)
        while self._store.crisis.count_hours(first, _hour(self._clock()), _AT_ONCE):
            self._baselines.clear()
            yield

    def met(self, new_messages: int) -> bool:
        """Take in that messages came; True if so many did since the last look that the next one is due at once."""
        self._met += new_messages
        return self._met >= BURST

    def look(self) -> Seen:
        """Count and compare, and keep what was seen. A surge that goes on is the same one."""
        now = self._clock()
        self._met = 0
        self._store.crisis.count_hours(_hour(now) - _LATE, _hour(now), _AT_ONCE)
        begun, going_on = list[int](), list[int]()
        for account in self._store.accounts.all():
            for surge in self._surges(account, now):
                saying = self._saying(account.id, now)
                surge_id, is_new = self._store.crisis.see(
                    account.id,
                    surge,
                    saying=saying.words if saying else "",
                    share=saying.share if saying else 0,
                    at=now,
                )
                (begun if is_new else going_on).append(surge_id)
        return Seen(tuple(begun), tuple(going_on), self._store.crisis.end_quiet(QUIET, now))

    def _surges(self, account: Account, now: datetime) -> tuple[Surge, ...]:
        baseline = self._baseline(account, now)
        if not baseline.is_ready:
            return ()
        people, angry = self._store.crisis.count(account.id, now - HOUR, now)
        return baseline.surges(now, people, angry)

    def _baseline(self, account: Account, now: datetime) -> Baseline:
        """Return what was usual until today began: a surge never becomes its own measure."""
        until = _day(now)
        kept = self._baselines.get(account.id)
        if kept is None or kept[0] != until:
            hours = self._store.crisis.hours(account.id, until - timedelta(weeks=WEEKS))
            kept = until, Baseline(hours, until, self._hours.of(account).zone)
            self._baselines[account.id] = kept
        return kept[1]

    def _saying(self, account_id: AccountId, now: datetime) -> Saying | None:
        texts = self._store.crisis.texts(account_id, now - HOUR, now, _TEXTS)
        before = self._store.crisis.texts(account_id, now - _COMPARED, now - HOUR - _LATE, _TEXTS)
        return shared_saying(texts, before)


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _day(moment: datetime) -> datetime:
    return _hour(moment).replace(hour=0)
