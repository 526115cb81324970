"""Advice: what the figures say that somebody could do today, each with the figures that say so. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.model import Network
from desktop.reports.badge import RATE

if TYPE_CHECKING:
    from desktop.reports.report import Report
    from desktop.reports.week import HourWeek

_PEAK_HOURS, _PEAK_SHARE = 2, 8
"""So many hours in a row with so many per cent of all questions, in hours when the desk is closed."""
_LEAST = 20
"""With fewer questions than this nothing is advised: it would be an accident's word."""
_HEARD_RATE = 70
"""Per cent of what was only heard that should have an answer."""
_OPEN = 0.5
_FIRST = 2
"""So many channels come before all else."""


class AdviceKind(StrEnum):
    """What is advised."""

    BELOW_BADGE = "below_badge"
    PEAK_WHILE_CLOSED = "peak_while_closed"
    NOBODY_LISTENS = "nobody_listens"


@dataclass(frozen=True, slots=True)
class Advice:
    """One advice. `points` and `share` are per cent; `count` cases or questions; hours are local, `until` excluded."""

    kind: AdviceKind
    network: Network | None = None
    points: int = 0
    count: int = 0
    needed: int = 0
    share: int = 0
    hour: int = 0
    until: int = 0


def advice_of(report: Report) -> tuple[Advice, ...]:
    """Return what a report advises: the channels in which most wait, then hours and listening, then other channels."""
    below = _below(report)
    return (*below[:_FIRST], *_peak(report.week), *_listening(report), *below[_FIRST:])


def _below(report: Report) -> list[Advice]:
    found: list[Advice] = []
    for line in report.networks:
        network, figures = Network(line.of), line.figures
        lacking = RATE * figures.received - 100 * figures.answered
        if lacking <= 0 or figures.received < _LEAST:
            continue
        needed = -(-lacking // 100)
        points = -(-lacking // figures.received)
        found.append(Advice(AdviceKind.BELOW_BADGE, network, points, figures.unanswered, needed))
    return sorted(found, key=lambda one: -one.count)


def _peak(week: HourWeek) -> list[Advice]:
    """Return the two hours in a row, on whatever days, in which most questions come to a closed desk."""
    if week.total < _LEAST:
        return []
    closed = [_closed_count(week, hour) for hour in range(24)]
    sums = [sum(closed[hour : hour + _PEAK_HOURS]) for hour in range(24 - _PEAK_HOURS + 1)]
    hour = max(range(len(sums)), key=sums.__getitem__)
    share = round(100 * sums[hour] / week.total)
    if share < _PEAK_SHARE:
        return []
    return [Advice(AdviceKind.PEAK_WHILE_CLOSED, count=sums[hour], share=share, hour=hour, until=hour + _PEAK_HOURS)]


def _closed_count(week: HourWeek, hour: int) -> int:
    return sum(week.counts[day][hour] for day in range(7) if week.open[day][hour] < _OPEN)


def _listening(report: Report) -> list[Advice]:
    heard = report.listening
    if heard.received < _LEAST or heard.rate is None or heard.rate >= _HEARD_RATE:
        return []
    asking = 100 * heard.unanswered // heard.received
    return [Advice(AdviceKind.NOBODY_LISTENS, Network.LISTENING, count=heard.unanswered, share=asking)]
