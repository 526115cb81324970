"""The self-test: the experiment of Software Advice and Jay Baer, made on one's own desk.

Four people wrote for four weeks to fourteen brands: urgent, positive, negative, a common question, a technical one. In
the first and third week they wrote with an @, in the others without. Here staff write from their own accounts, the desk
does not know which posts they are, and the results are laid beside what the article tells.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from desktop.model import Network
from desktop.reports.figures import median_of
from desktop.store import Store
from desktop.store.trials import Planned, Trial, TrialPost
from desktop.system.resources import resource_path

WEEKS = 4
ARTICLE_SILENT = (3, 40)
"""How many of the posts without an @ were answered there: less than 8 %."""
ARTICLE_THANKS_MINUTES = 13
"""After how many minutes the brands that put thanks first answered a "thank you"."""
ARTICLE_EXPECT = 42
"""Per cent of users who expect an answer within the hour."""
_ALIKE = 80  # of 100, rapidfuzz: staff type a text again, with an emoji or without a comma
_WORKDAYS = 5
_FIRST_HOUR, _HOURS = 9, 8


class Kind(StrEnum):
    """The five kinds of message."""

    URGENT = "urgent"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    FAQ = "faq"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Writer:
    """A member of the staff with an account of their own. `handle` comes without its "@"."""

    network: Network
    handle: str


@dataclass(frozen=True, slots=True)
class Setup:
    """Who writes to whom. `handles` are our accounts' handles by network, for posts with an @."""

    writers: tuple[Writer, ...]
    company: str
    handles: Mapping[Network, str]
    language: str
    weeks: int = WEEKS


@dataclass(frozen=True, slots=True)
class Result:
    """What came of some posts. `median` and `mean` are seconds from post to answer, None where none was answered."""

    sent: int
    seen: int
    answered: int
    median: float | None
    mean: float | None

    @property
    def share(self) -> float | None:
        """Per cent of what was sent that was answered."""
        return 100 * self.answered / self.sent if self.sent else None


@dataclass(frozen=True, slots=True)
class TrialReport:
    """The test's table: each kind with an @ and without, and both together."""

    by_kind: tuple[tuple[Kind, Result, Result], ...]
    mentioned: Result
    silent: Result


def plan(setup: Setup, first: date, zone: tzinfo, seed: int) -> tuple[Planned, ...]:
    """Return the posts of a test that begins on a day: each writer each kind once a week, on workdays in the daytime.

    Weeks with an @ and without take turns. The same for the same seed; nobody writes a text twice in a row.
    """
    chance = random.Random(f"{seed}|trial")  # noqa: S311 - a plan, no secret
    texts = _texts(setup.language)
    monday = first - timedelta(days=first.weekday())
    if first.weekday() >= _WORKDAYS:
        monday += timedelta(days=7)
    found: list[Planned] = []
    for week in range(setup.weeks):
        mentions = week % 2 == 0
        for number, writer in enumerate(setup.writers):
            kinds = list(Kind)
            chance.shuffle(kinds)
            for day, kind in enumerate(kinds):
                on = max(first, monday + timedelta(days=7 * week + day))
                wording = texts[kind][(number + week) % len(texts[kind])]
                moment = time(_FIRST_HOUR + chance.randrange(_HOURS), chance.randrange(60))
                found.append(
                    Planned(
                        week + 1,
                        kind.value,
                        mentions,
                        writer.network,
                        writer.handle.removeprefix("@"),
                        wording.replace("{company}", _called(setup, writer.network, mentions=mentions)),
                        datetime.combine(on, moment, zone),
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.planned_at, one.author)))


def languages() -> tuple[str, ...]:
    """Return the languages in which there are texts."""
    return tuple(_table())


def recognise(store: Store, trial: Trial) -> int:
    """Find which messages are posts of a test, so that no report counts them; return how many were new.

    Raises StoreError. By whom it was written, and by the likeness of the text.
    """
    waiting = [one for one in store.trials.posts(trial.id) if one.message_id is None]
    pairs: list[tuple[int, int]] = []
    for message_id, network, handle, text in store.trials.written_by(trial):
        best = _likest(waiting, network, handle, text)
        if best is not None:
            waiting.remove(best)
            pairs.append((best.id, message_id))
    if pairs:
        store.trials.recognise(pairs)
    return len(pairs)


def report_of(posts: Sequence[TrialPost]) -> TrialReport:
    """Return what came of a test so far. Pure."""
    by_kind = tuple(
        (
            kind,
            result_of(one for one in posts if one.planned.kind == kind.value and one.planned.mentions),
            result_of(one for one in posts if one.planned.kind == kind.value and not one.planned.mentions),
        )
        for kind in Kind
    )
    return TrialReport(
        by_kind,
        result_of(one for one in posts if one.planned.mentions),
        result_of(one for one in posts if not one.planned.mentions),
    )


def result_of(posts: Iterable[TrialPost]) -> Result:
    """Return what came of some posts; what was not posted yet counts for nothing."""
    out = [one for one in posts if one.is_out]
    times = sorted(
        (one.answered_at - one.seen_at).total_seconds()
        for one in out
        if one.answered_at is not None and one.seen_at is not None
    )
    mean = sum(times) / len(times) if times else None
    return Result(len(out), sum(1 for one in out if one.seen_at), len(times), median_of(times), mean)


def _likest(waiting: Sequence[TrialPost], network: str, handle: str, text: str) -> TrialPost | None:
    from rapidfuzz import fuzz

    best: tuple[float, TrialPost] | None = None
    for one in waiting:
        if one.planned.network.value != network or one.planned.author.casefold() != handle.casefold():
            continue
        score = fuzz.ratio(_plain(one.planned.text), _plain(text))
        if score >= _ALIKE and (best is None or score > best[0]):
            best = (score, one)
    return best[1] if best is not None else None


def _plain(text: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in text.casefold()).split())


def _called(setup: Setup, network: Network, *, mentions: bool) -> str:
    handle = setup.handles.get(network, "").removeprefix("@")
    return f"@{handle}" if mentions and handle else setup.company


def _texts(language: str) -> dict[Kind, list[str]]:
    table = _table()
    chosen = table.get(language) or table["en"]
    return {kind: chosen[kind.value] for kind in Kind}


def _table() -> dict[str, dict[str, list[str]]]:
    with resource_path("reports", "trial.toml").open("rb") as file:
        return tomllib.load(file)
