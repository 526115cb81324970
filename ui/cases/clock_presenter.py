"""The reckoning of a case's clocks in words: which run, by which rule, since when, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.accounts.clock_book import Reading
from desktop.clocks.ladder import Step
from desktop.model import ClockKind
from desktop.store.clocks import TakenStep
from ui.inbox.clock_words import clock_name, minutes_text, outcome_words, rule_name, step_words, when_text
from ui.inbox.wording import left_text, over_text
from ui.text.times import short_moment

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One line of the card. `tone` is a colour's name ("red", "amber", "green") or "" for plain words."""

    icon: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ClockPart:
    """One clock: its title, how it stands, and the lines of its reckoning."""

    title: str
    stand: str
    tone: str
    lines: tuple[ClockLine, ...]


@dataclass(frozen=True, slots=True)
class ClockSurroundings:
    """With what clocks are presented: the moment, the zone, accounts' names by uid, the customer and the leader."""

    now: datetime
    tz: tzinfo
    accounts: Mapping[str, str]
    customer: str
    leader: str = ""
    stopped_until: datetime | None = None  # the desk is closed until then; None: it is open, or closed for good
    is_closed: bool = False


def present_clocks(
    readings: Sequence[Reading],
    steps: Sequence[tuple[datetime, Step, Reading]],
    taken: Sequence[TakenStep],
    around: ClockSurroundings,
) -> tuple[ClockPart, ...]:
    """Return each clock that runs, the one that ends first before the other, with its steps."""
    return tuple(_part(reading, steps, taken, around) for reading in readings)


def card_text(parts: Sequence[ClockPart]) -> str:
    """Return the whole card as plain words, for a tooltip and a screen reader."""
    return "\n\n".join(
        "\n".join((f"{part.title}: {part.stand}", *(line.text for line in part.lines))) for part in parts
    )


def _part(
    reading: Reading,
    steps: Sequence[tuple[datetime, Step, Reading]],
    taken: Sequence[TakenStep],
    around: ClockSurroundings,
) -> ClockPart:
    stand, tone = _stand(reading, around)
    mine = [(at, step) for at, step, owner in steps if owner is reading]
    lines = (*_reckoning(reading, around), *_steps(reading, mine, taken, around))
    return ClockPart(clock_name(reading.run.clock), stand, tone, lines)


def _stand(reading: Reading, around: ClockSurroundings) -> tuple[str, str]:
    left = reading.seconds_left(around.now)
    if around.now >= reading.deadline.due_at:
        wall = (reading.deadline.due_at - around.now).total_seconds()
        return over_text(-(left or wall)), "red"
    words = translate("Header", "{time} left").replace("{time}", left_text(max(left, 1.0)))
    if around.is_closed and not reading.deadline.all_hours:
        if around.stopped_until is None:
            return translate("Clocks", "paused, {left}").replace("{left}", words), ""
        until = short_moment(around.stopped_until, around.now, around.tz)
        return translate("Clocks", "paused until {moment}, {left}").replace("{moment}", until).replace(
            "{left}", words
        ), ""
    return words, "amber" if around.now >= reading.deadline.at_risk_at else ""


def _reckoning(reading: Reading, around: ClockSurroundings) -> tuple[ClockLine, ...]:
    def moment(at: datetime) -> str:
        return short_moment(at, around.now, around.tz)

    rule, counted = reading.rule, translate("Clocks", "of opening time")
    if reading.deadline.all_hours:
        counted = translate("Clocks", "of all hours")
    target = translate("Clocks", "Target {time} {counted}, by the rule for {rule}")
    since = {
        ClockKind.RESOLUTION: translate("Clocks", "Asked {since}, to be solved by {due}"),
    }.get(reading.run.clock, translate("Clocks", "Written {since}, to be answered by {due}"))
    values = {"{time}": minutes_text(rule.minutes), "{counted}": counted, "{rule}": rule_name(rule, around.accounts)}
    lines = [
        ClockLine("ruler", _filled(target, values)),
        ClockLine(
            "timer", _filled(since, {"{since}": moment(reading.run.since), "{due}": moment(reading.deadline.due_at)})
        ),
    ]
    waited = sum(reading.schedule.between(begun, ended) for begun, ended in reading.run.pauses)
    if waited >= 1:
        words = translate("Clocks", "Stood still for {time} while {customer} was to answer")
        name = around.customer or translate("Clocks", "the customer")
        lines.append(ClockLine("pause-circle", _filled(words, {"{time}": left_text(waited), "{customer}": name})))
    return tuple(lines)


def _steps(
    reading: Reading,
    steps: Sequence[tuple[datetime, Step]],
    taken: Sequence[TakenStep],
    around: ClockSurroundings,
) -> tuple[ClockLine, ...]:
    mine = {one.step: one for one in taken if (one.clock, one.since) == (reading.run.clock, reading.run.since)}
    lines = []
    for at, step in steps:
        done = mine.get(step.uid)
        if done is None:
            words = f"{step_words(step, around.leader)}, {when_text(step.minutes)}"
            lines.append(ClockLine("clock", f"{short_moment(at, around.now, around.tz)}   {words}"))
        else:
            words = outcome_words(step.deed.value, done.outcome)
            lines.append(ClockLine("check", f"{short_moment(done.at, around.now, around.tz)}   {words}", "green"))
    return tuple(lines)


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    for mark, value in values.items():
        sentence = sentence.replace(mark, value)
    return sentence
