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


def read_evidence(
    store: Store, hours: HoursBook, now: datetime, *, account_id: AccountId | None = None, angry: bool = False
) -> Evidence:
    """Return what there is to see now. Some milliseconds an account; any thread with its own store.

    `account_id`: whose voices are wanted, None for the one that matters; `angry`: only who complains or insults.
    """
    surges = store.crisis.going_on()
    figures = [_figures(store, hours, account, surges, now) for account in store.accounts.all()]
    seen = sorted((one for one in figures if one.people or one.surges), key=_weight, reverse=True)
    shown = account_id or (seen[0].account.id if seen else None)
    voices = store.crisis.voices(shown, now - HOUR, now, MOST_VOICES, angry=angry) if shown is not None else ()
    return Evidence(tuple(seen), surges, shown, voices, now)


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
