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

from desktop.cases import CaseDesk
from desktop.demo.people import townspeople
from desktop.demo.script import read_script
from desktop.demo.setup import ZONE
from desktop.model import (
    Account,
    Agent,
    Arrival,
    Assessment,
    Author,
    CaseId,
    CaseStatus,
    Direction,
    MessageClass,
    Network,
    ThreadKind,
    Visibility,
)
from desktop.store import Store, Taken
from desktop.system.resources import resource_path

_CLASSES = (
    (MessageClass.COMPLAINT, 5),
    (MessageClass.FAQ_QUESTION, 6),
    (MessageClass.TECHNICAL_QUESTION, 4),
    (MessageClass.PURCHASE_INTENT, 2),
    (MessageClass.URGENT, 2),
    (MessageClass.SUGGESTION, 1),
)
_SPREAD = 1.1  # of the logarithm of the waiting time
_OPENS, _CLOSES, _SATURDAY, _SUNDAY = 8, 20, 5, 6
_ANSWER_LEAST = timedelta(minutes=1)
_QUIET_AT_LAST = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Past:
    """One question of the history, and its answer if it had one."""

    network: Network
    asked: Arrival
    language: str
    message_class: MessageClass
    answer: Arrival | None
    agent: str


def settle_history(store: Store, accounts: Sequence[Account], seed: int, now: datetime) -> int:
    """Put the history down for the accounts that there are; return how many questions that were. Raises StoreError."""
    homes = {account.network: account for account in accounts}
    past = [one for one in history(seed, now) if one.network in homes]
    for network, account in homes.items():
        own = [one for one in past if one.network is network]
        if not own:
            continue
        store.intake.take(account, [taken for one in own for taken in _taken(one)], now)
        store.reports.note_agents(
            account.id, {one.answer.remote_id: one.agent for one in own if one.answer is not None}
        )
        _put_away(store, store.reports.cases_of(account.id, [one.asked.remote_id for one in own]), now)
    return len(past)


def _put_away(store: Store, case_ids: Sequence[CaseId], now: datetime) -> None:
    """Let these cases be read and solved."""
    desk = CaseDesk(store, Agent("Giulia Neri", "GN", ""), lambda: now)
    with store.connection.writing():
        desk.set_status(case_ids, CaseStatus.SOLVED)
        for case_id in case_ids:
            desk.open(case_id)


def history(seed: int, now: datetime) -> Iterator[Past]:
    """Yield the questions in the order of time: the same for the same seed and moment."""
    with resource_path("demo", "history.toml").open("rb") as file:
        words = tomllib.load(file)
    chance = random.Random(f"{seed}|history")  # noqa: S311 - a play, no secret
    texts = _texts()
    number = 0
    today = now.astimezone(ZoneInfo(ZONE)).date()
    for back in range(words["days"], -1, -1):
        day = today - timedelta(days=back)
        count = round(chance.randint(*words["a_day"]) * words["week"][day.weekday()])
        moments = sorted(_moment(day, words["hours"], chance) for _ in range(count))
        for moment in moments:
            number += 1
            past = _past(number, moment, words, texts, chance)
            if moment < now - _QUIET_AT_LAST and (past.answer is None or past.answer.sent_at < now):
                yield past


def _past(
    number: int,
    moment: datetime,
    words: dict[str, Any],
    texts: dict[Network, list[tuple[str, str]]],
    chance: random.Random,
) -> Past:
    place = chance.choices(words["network"], [one["of"] for one in words["network"]])[0]
    network = Network(place["network"])
    language, text = chance.choice(texts[network])
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
        text=text,
    )
    is_answered = chance.randrange(100) < place["answered"] - (12 if moment.weekday() >= _SATURDAY else 0)
    agent = chance.choices(words["agent"], [one["share"] for one in words["agent"]])[0]["name"]
    kind = chance.choices([one for one, _ in _CLASSES], [share for _, share in _CLASSES])[0]
    wait = timedelta(minutes=place["minutes"] * chance.lognormvariate(0, _SPREAD))
    said = chance.choice(words["answers"].get(language) or words["answers"]["en"])
    answer = _answer(asked, said, _opened(moment) + max(wait, _ANSWER_LEAST), number) if is_answered else None
    return Past(network, asked, language, kind, answer, agent)


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


def _texts() -> dict[Network, list[tuple[str, str]]]:
    """Return what customers of the town asked on each network, with their language; impostors and papers left out."""
    people = townspeople()
    found: dict[Network, list[tuple[str, str]]] = {}
    for talk in read_script().past:
        first = talk.lines[0]
        if first.by in people and first.text and "?" in first.text:
            found.setdefault(talk.network, []).append((people[first.by].language, first.text))
    every = [one for some in found.values() for one in some]
    return {network: found.get(network) or every for network in Network}


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
