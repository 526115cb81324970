"""The demo's history: ordinary weeks at the desk before the town's own month, so that its reports tell something.

It goes into the store as a pull would bring it, solved and read, and follows from the seed and the moment alone.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from desktop.demo.afterwards import After, Afterwards
from desktop.demo.setup import ZONE
from desktop.demo.telling import Teller
from desktop.model import (
    Account,
    Arrival,
    Assessment,
    Author,
    CaseId,
    Direction,
    MessageClass,
    Network,
    ThreadKind,
    Visibility,
)
from desktop.store import Store, Taken
from desktop.store.earlier_work import Settled
from desktop.system.resources import resource_path

_SPREAD = 1.1  # of the logarithm of the waiting time
_OPENS, _CLOSES, _SATURDAY, _SUNDAY = 8, 20, 5, 6
_ANSWER_LEAST = timedelta(minutes=1)
_QUIET_AT_LAST = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Past:
    """One question of the history, its answer if it had one, and what became of it."""

    network: Network
    asked: Arrival
    language: str
    message_class: MessageClass
    answer: Arrival | None
    agent: str
    after: After


def settle_history(store: Store, accounts: Sequence[Account], seed: int, now: datetime) -> int:
    """Put the history down for the accounts that there are; return how many questions that were. Raises StoreError.

    One transaction: some tenths of a second, in the thread of the store.
    """
    homes = {account.network: account for account in accounts}
    past = [one for one in history(seed, now) if one.network in homes]
    with store.connection.writing():
        for network, account in homes.items():
            own = [one for one in past if one.network is network]
            if own:
                _take(store, account, own, now)
    return len(past)


def _take(store: Store, account: Account, past: Sequence[Past], now: datetime) -> None:
    """Take an account's questions in, with who answered, and let their cases be over."""
    store.intake.take(account, [taken for one in past for taken in _taken(one)], now)
    store.reports.note_agents(account.id, {one.answer.remote_id: one.agent for one in past if one.answer is not None})
    cases = store.reports.case_of(account.id, [one.asked.remote_id for one in past])
    ends: dict[CaseId, Settled] = {}
    for one in past:
        case_id = cases.get(one.asked.remote_id)
        if case_id is not None:
            ends[case_id] = one.after.settled(case_id, one.agent)
    store.earlier_work.settle(tuple(ends.values()))


def history(seed: int, now: datetime) -> Iterator[Past]:
    """Yield the questions in the order of time: the same for the same seed and moment."""
    with resource_path("demo", "history.toml").open("rb") as file:
        words = tomllib.load(file)
    chance = random.Random(f"{seed}|history")  # noqa: S311 - a play, no secret
    teller, afterwards = Teller(words), Afterwards(words["afterwards"], now)
    number = 0
    today = now.astimezone(ZoneInfo(ZONE)).date()
    for back in range(words["days"], -1, -1):
        day = today - timedelta(days=back)
        count = round(chance.randint(*words["a_day"]) * words["week"][day.weekday()])
        moments = sorted(_moment(day, words["hours"], chance) for _ in range(count))
        for moment in moments:
            number += 1
            past = _past(number, moment, words, teller, afterwards, chance)
            if moment < now - _QUIET_AT_LAST and past.after.at < now:
                yield past


def _past(
    number: int,
    moment: datetime,
    words: dict[str, Any],
    teller: Teller,
    afterwards: Afterwards,
    chance: random.Random,
) -> Past:
    place = chance.choices(words["network"], [one["of"] for one in words["network"]])[0]
    network = Network(place["network"])
    told = teller.tell(moment, chance)
    name = f"{chance.choice(words['first_names'])} {chance.choice(words['last_names'])}"
    key = f"past-{name.lower().replace(' ', '-')}-{network.value}"
    author = Author(network, key, f"@{name.lower().replace(' ', '_')}", name, followers=chance.randint(5, 900))
    is_direct = chance.randrange(100) < place.get("direct", 0)
    asked = Arrival(
        remote_id=f"past-{number}",
        thread_remote_id=f"past-{number}",
        thread_kind=ThreadKind.DIRECT if is_direct else ThreadKind.PUBLIC,
        author=author,
        direction=Direction.INCOMING,
        visibility=Visibility.DIRECT if is_direct else Visibility.PUBLIC,
        sent_at=moment,
        text=told.text,
    )
    is_answered = chance.randrange(100) < place["answered"] - (12 if moment.weekday() >= _SATURDAY else 0)
    agent = chance.choices(words["agent"], [one["share"] for one in words["agent"]])[0]["name"]
    wait = timedelta(minutes=place["minutes"] * chance.lognormvariate(0, _SPREAD))
    at = _opened(moment) + max(wait, _ANSWER_LEAST)
    answer = _answer(asked, told.answer, at, number) if is_answered else None
    after = afterwards.of(moment, at if is_answered else None, chance)
    return Past(network, asked, told.language, told.message_class, answer, agent, after)


def _answer(asked: Arrival, text: str, at: datetime, number: int) -> Arrival:
    return Arrival(
        remote_id=f"past-{number}-answer",
        thread_remote_id=asked.thread_remote_id,
        thread_kind=asked.thread_kind,
        author=asked.author,
        direction=Direction.OUTGOING,
        visibility=asked.visibility,
        sent_at=at,
        text=text,
        in_reply_to=asked.remote_id,
        recipients=(asked.author.remote_id,),
    )


def _taken(one: Past) -> list[Taken]:
    assessment = Assessment(one.language, one.message_class, urgent=False, priority=30)
    answer = [Taken(one.answer)] if one.answer is not None else []
    return [Taken(one.asked, assessment, one.asked.sent_at + timedelta(hours=1), True), *answer]


def _moment(day: date, hours: Sequence[int], chance: random.Random) -> datetime:
    hour = chance.choices(range(24), hours)[0]
    clock = time(hour, chance.randrange(60), chance.randrange(60))
    return datetime.combine(day, clock, ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC"))


def _opened(moment: datetime) -> datetime:
    """Return when somebody could answer: at once by day, else the next morning that is no Sunday."""
    local = moment.astimezone(ZoneInfo(ZONE))
    closes = 13 if local.weekday() == _SATURDAY else _CLOSES
    if local.weekday() != _SUNDAY and _OPENS <= local.hour < closes:
        return moment
    day = local.date() if local.hour < _OPENS else local.date() + timedelta(days=1)
    if day.weekday() == _SUNDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(_OPENS), ZoneInfo(ZONE)).astimezone(moment.tzinfo)
