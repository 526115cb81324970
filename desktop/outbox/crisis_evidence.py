"""Crisis evidence: what a surge looks like beside the usual, account by account, and who wrote what in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desktop.accounts.hours_book import HoursBook
from desktop.model import Account, AccountId, SeenSurge, Surging, Voice
from desktop.store import Store
from desktop.triage.crisis import HOUR, WEEKS, Baseline

MOST_VOICES = 60


@dataclass(frozen=True, slots=True)
class Figures:
    """An account's last sixty minutes beside what this hour of its week usually brings, None while it is too young."""

    account: Account
    people: int
    angry: int
    usual_people: float | None
    usual_angry: float | None
    surges: tuple[SeenSurge, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to see: every account with somebody in the last hour, and the voices of one of them.

    `voices` are those of the account of the first surge, else of the account where most people wrote. `until` is the
    moment at which the hour ended, aware.
    """

    figures: tuple[Figures, ...]
    surges: tuple[SeenSurge, ...]
    shown: AccountId | None
    voices: tuple[Voice, ...]
    until: datetime


def open_surges(store: Store) -> tuple[SeenSurge, ...]:
    """Return the surges that are going on, newest first. One short read."""
    return tuple(one for one in store.crisis.surges() if one.ended_at is None)


def read_evidence(
    store: Store, hours: HoursBook, now: datetime, *, account_id: AccountId | None = None, angry: bool = False
) -> Evidence:
    """Return what there is to see now. Some milliseconds an account; any thread with its own store.

    `account_id`: whose voices are wanted, None for the one that matters; `angry`: only who complains or insults.
    """
    surges = open_surges(store)
    figures = [_figures(store, hours, account, surges, now) for account in store.accounts.all()]
    seen = sorted((one for one in figures if one.people or one.surges), key=_weight, reverse=True)
    shown = account_id or (seen[0].account.id if seen else None)
    voices = store.crisis.voices(shown, now - HOUR, now, MOST_VOICES, angry=angry) if shown is not None else ()
    return Evidence(tuple(seen), surges, shown, voices, now)


def asking_cases(store: Store, surges: Sequence[SeenSurge], limit: int = 500) -> tuple[int, ...]:
    """Return the cases of those who wrote in surges and await an answer, newest first."""
    found = dict[int, None]()
    for surge in surges:
        for voice in store.crisis.voices(surge.account_id, surge.last_at - HOUR, surge.last_at, limit):
            found[voice.case_id] = None
    owed = {int(row.id) for row in store.lanes.rows(list(found)) if row.owed}
    return tuple(case_id for case_id in found if case_id in owed)


def _figures(store: Store, hours: HoursBook, account: Account, surges: Sequence[SeenSurge], now: datetime) -> Figures:
    people, angry = store.crisis.count(account.id, now - HOUR, now)
    until = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    kept = store.crisis.hours(account.id, until - timedelta(weeks=WEEKS))
    baseline = Baseline(kept, until, hours.of(account).zone)
    ready = baseline.is_ready
    return Figures(
        account,
        people,
        angry,
        baseline.expected(Surging.VOLUME, now) if ready else None,
        baseline.expected(Surging.ANGER, now) if ready else None,
        tuple(one for one in surges if one.account_id == account.id),
    )


def _weight(figures: Figures) -> tuple[bool, int]:
    return bool(figures.surges), figures.people
