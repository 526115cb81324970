"""Facebook's badge: whether a Page counts as very responsive, by Meta's own rules, and what would win the badge back.

Meta (Facebook help, "Very responsive to messages", as of November 2026): in the last seven days a response rate of 90 %
and a response time of 15 minutes. The rate is the share of new messages with a first reply on the same day; automatic
replies and spam do not count. While a Page is away the clock begins when it is back, after twelve hours at the latest.
Meta's wordings vary between the mean and the median time: both are worked out, and both must be within the limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from desktop.accounts.hours_book import HoursBook
from desktop.guardrails import OpeningHours, is_open, next_opening
from desktop.model import Account, CaseId, Network
from desktop.reports.figures import median_of
from desktop.store import Store
from desktop.system.clock import from_ms

RATE = 90
"""Per cent of new messages that must be answered on the same day."""
TIME = 15 * 60
"""Seconds within which the first reply must come."""
WINDOW = timedelta(days=7)
AWAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message with which somebody began to talk, when the clock began, and its first reply."""

    case_id: CaseId
    asked_at: datetime
    starts_at: datetime
    answered_at: datetime | None

    def is_kept(self, zone: tzinfo) -> bool:
        """Return whether it was answered on the day on which its clock began, by the Page's own day."""
        return self.answered_at is not None and _day(self.answered_at, zone) <= _day(self.starts_at, zone)

    @property
    def seconds(self) -> float | None:
        """How long the reply took; none where it came before the clock began."""
        return None if self.answered_at is None else max(0.0, (self.answered_at - self.starts_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Badge:
    """How a Page stands. Times are in seconds.

    `winning` are the cases whose answer today still counts, the oldest first; `open` all that have no answer.
    `needed` is how many of `winning` bring the rate back, None where they are not enough.
    """

    received: int
    kept: int
    median: float | None
    mean: float | None
    winning: tuple[CaseId, ...]
    open: tuple[CaseId, ...]
    needed: int | None

    @property
    def rate(self) -> float | None:
        """Per cent answered on the same day, None without a message."""
        return 100 * self.kept / self.received if self.received else None

    @property
    def has_rate(self) -> bool:
        """Whether the rate is enough."""
        return self.received > 0 and 100 * self.kept >= RATE * self.received

    @property
    def has_time(self) -> bool:
        """Whether both the median and the mean time are short enough."""
        return self.median is not None and self.mean is not None and max(self.median, self.mean) <= TIME

    @property
    def is_kept(self) -> bool:
        """Whether the Page bears the badge."""
        return self.has_rate and self.has_time

    @property
    def points_below(self) -> int:
        """How many whole points the rate lacks, rounded up; 0 for none."""
        lacking = RATE * self.received - 100 * self.kept
        return max(0, -(-lacking // self.received)) if self.received else 0


def badge_of(store: Store, accounts: Iterable[Account], hours: HoursBook, now: datetime, zone: tzinfo) -> Badge | None:
    """Return how the desk's Facebook Pages stand now, None where it has none."""
    pages = [one for one in accounts if one.network is Network.FACEBOOK]
    if not pages:
        return None
    messages: list[NewMessage] = []
    for page in pages:
        found = store.reports.new_messages([int(page.id)], now - WINDOW, now)
        messages += [new_message(*row, hours.of(page)) for row in found]
    return weigh(messages, now, zone)


def new_message(case_id: int, asked: int, answered: int | None, hours: OpeningHours) -> NewMessage:
    """Return a message with the moment at which its clock began. Moments are milliseconds."""
    asked_at = from_ms(asked)
    starts_at = asked_at
    if not is_open(hours, asked_at):
        back = next_opening(hours, asked_at)
        starts_at = min(back, asked_at + AWAY) if back else asked_at + AWAY
    return NewMessage(CaseId(case_id), asked_at, starts_at, from_ms(answered) if answered is not None else None)


def weigh(messages: Sequence[NewMessage], now: datetime, zone: tzinfo) -> Badge:
    """Return how a Page with these messages of the last seven days stands. Pure."""
    kept = sum(1 for one in messages if one.is_kept(zone))
    times = sorted(one.seconds for one in messages if one.seconds is not None)
    waiting = sorted((one for one in messages if one.answered_at is None), key=lambda one: one.asked_at)
    winning = [one.case_id for one in waiting if _day(one.starts_at, zone) >= _day(now, zone)]
    lacking = -(-(RATE * len(messages) - 100 * kept) // 100)
    return Badge(
        received=len(messages),
        kept=kept,
        median=median_of(times),
        mean=sum(times) / len(times) if times else None,
        winning=tuple(dict.fromkeys(winning)),
        open=tuple(dict.fromkeys(one.case_id for one in waiting)),
        needed=max(0, lacking) if lacking <= len(winning) else None,
    )


def _day(moment: datetime, zone: tzinfo) -> int:
    return moment.astimezone(zone).date().toordinal()
